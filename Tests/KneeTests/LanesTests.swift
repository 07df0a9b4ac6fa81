import Dense
import Foundation
import Testing

@testable import Knee

@Suite struct LanesTests {
  /// Two units in the last place.
  static let rounding = 4.5e-16

  @Test func `logarithm, exponential and angle agree with the library's to two units in the last place`() {
    var random = Random(state: 5)
    for _ in 0..<20_000 {
      let x = exp(random.next(-600...600))
      #expect(abs(Lanes.logarithm(Lanes(repeating: x))[0] - log(x)) <= Self.rounding * max(1e-3, abs(log(x))))
      let y = random.next(-690...690)
      #expect(abs(Lanes.exponential(Lanes(repeating: y))[0] / exp(y) - 1) <= Self.rounding)
      let near = 1 - random.next(0...0.9)
      #expect(abs(Lanes.logarithm(Lanes(repeating: near))[0] - log(near)) <= Self.rounding * abs(log(near)))
      let (a, b) = (random.next(), random.next())
      let angle = Lanes.angle(Lanes(a, -a, a, 0), Lanes(b, b, -b, b))
      let exact = [atan2(a, b), atan2(-a, b), atan2(a, -b), atan2(0, b)]
      for lane in 0..<4 {
        #expect(abs(angle[lane] - exact[lane]) <= Self.rounding * max(1, abs(exact[lane])))
      }
    }
  }

  @Test func `the smaller and the larger of two numbers come from where they should, also beside a NaN`() {
    let a = Lanes(1, 3, .nan, -1)
    let b = Lanes(2, 2, 5, -1)
    #expect(Lanes.least(a, b) == Lanes(1, 2, 5, -1) && Lanes.greatest(a, b) == Lanes(2, 3, 5, -1))
  }
}

@Suite struct FiberLanesTests {
  @Test func `four fibers side by side are the fibers one by one`() throws {
    let muscles = Models.standard.muscles.map(\.parameters)
    var random = Random(state: 6)
    var (solved, given) = (0, 0)
    for round in 0..<4000 {
      let four = (0..<4).map { muscles[(4 * round + $0) % muscles.count] }
      var lanes = FiberLanes(four)
      var (length, velocity, activation) = (Lanes.zero, Lanes.zero, Lanes.zero)
      var tensions: [MuscleTension] = []
      for lane in 0..<4 {
        var tension = MuscleTension.healthy
        tension.stiffness = random.next(0.5...3)
        tension.shortening = random.next(0...0.1)
        tension.strength = random.next(0.3...1)
        tensions.append(tension)
        lanes.set(tension, lane: lane)
        let p = four[lane]
        length[lane] =
          p.tendonSlackLength * random.next(0.98...1.04) + p.optimalFiberLength * random.next(0.4...1.5)
        velocity[lane] = random.next(-0.5...0.5)
        activation[lane] = random.next(0...1)
      }
      let guess = Lanes(repeating: random.next(0.7...1.2))
      let states = lanes.solve(length: length, velocity: velocity, activation: activation, guess: guess)
      for lane in 0..<4 {
        given += 1
        guard states.isSolved[lane] else { continue }
        solved += 1
        let one = four[lane].fiberState(
          length: length[lane], velocity: velocity[lane], activation: activation[lane],
          tension: tensions[lane])
        let force = four[lane].maxIsometricForce
        // The last step, up to 1e-7, is taken to first order: its square is left out, times the curves' slopes.
        #expect(!one.isClamped && abs(states.fiberLength[lane] - one.fiberLength) < 1e-12)
        for (a, b) in [
          (states.force[lane], one.force), (states.forcePerActivation[lane], one.forcePerActivation),
        ] { #expect(abs(a - b) < 1e-11 * force) }
        // What the step is not carried through to differs by it.
        for (a, b) in [
          (states.passiveForce[lane], one.passiveForce), (states.forceCurvature[lane], one.forceCurvature),
        ] { #expect(abs(a - b) < 1e-5 * force) }
        for (a, b) in [
          (states.forcePerLength[lane], one.forcePerLength),
          (states.forcePerActivationLength[lane], one.forcePerActivationLength),
        ] { #expect(abs(a - b) < 1e-5 * force / four[lane].optimalFiberLength) }
        // By velocity and for the next guess, only for speed.
        let slopes = four[lane].fiberSlopes(
          one, velocity: velocity[lane], activation: activation[lane], tension: tensions[lane])
        let perVelocity = states.drivePerVelocity[lane] * activation[lane] * one.forcePerActivation
        #expect(abs(perVelocity - slopes.velocity.force) < 1e-5 * force)
        let h = 1e-6 * four[lane].optimalFiberLength
        let longer = four[lane].fiberState(
          length: length[lane] + h, velocity: velocity[lane], activation: activation[lane],
          tension: tensions[lane])
        let perLength = (longer.fiberLength - one.fiberLength) / h
        #expect(abs(states.fiberPerLength[lane] - perLength) < 1e-4 / four[lane].optimalFiberLength)
      }
    }
    // The rest goes to the scalar search: slack or very short muscles, for which there is no tension to speak of.
    #expect(solved > given * 3 / 5)
  }

  @Test func `second derivatives of a muscle's force agree with differences of the first`() {
    var random = Random(state: 7)
    var checked = 0
    for muscle in Models.standard.muscles.map(\.parameters) {
      for _ in 0..<20 {
        let length = muscle.tendonSlackLength * 1.01 + muscle.optimalFiberLength * random.next(0.7...1.3)
        let activation = random.next(0.05...0.95)
        func at(_ l: Double, _ a: Double) -> FiberState { muscle.fiberState(length: l, activation: a) }
        let here = at(length, activation)
        if here.isClamped { continue }
        checked += 1
        let (h, k) = (1e-4, 1e-4 * muscle.optimalFiberLength)
        let byActivation =
          (at(length, activation + h).forcePerActivation - at(length, activation - h).forcePerActivation)
          / (2 * h)
        let byLength =
          (at(length + k, activation).forcePerActivation - at(length - k, activation).forcePerActivation)
          / (2 * k)
        // Truncation: the third derivatives are below some hundred times the force.
        let force = muscle.maxIsometricForce
        #expect(abs(here.forceCurvature - byActivation) < 1e-5 * force)
        #expect(abs(here.forcePerActivationLength - byLength) < 1e-4 * force / muscle.optimalFiberLength)
      }
    }
    #expect(checked > 500)
  }
}

@Suite struct ContactCandidatesTests {
  @Test func `the same elements touch, in the same order, whichever way a pose was reached`() {
    let model = Models.standard
    var random = Random(state: 8)
    let forces = [Double](repeating: 0, count: model.muscles.count)
    var old = KneeWorkspace(model, freedom: .full)
    var (kept, touching) = (0, 0)
    for walk in 0..<40 {
      model.startOnPath(random.next(0...2), using: &old)
      var c = old.coordinates
      for step in 0..<25 {
        // Every third step is long, up to 0.5 mm and 0.6 degrees in every coordinate.
        let size = step % 3 == 0 ? 1 : 0.2
        for k in 0..<12 { c[k] += size * random.next() * ([3, 4, 5, 9, 10, 11].contains(k) ? 5e-4 : 0.01) }
        let before = old.patellaCandidates.clear
        let a = model.energy(at: c, forces: forces, using: &old)
        // What is left of a quad's way grows only when it is looked at again.
        for (left, was) in zip(old.patellaCandidates.clear, before) {
          for lane in 0..<4 where step > 0 && left[lane] < was[lane] { kept += 1 }
        }
        var new = KneeWorkspace(model, freedom: .full)
        let b = model.energy(at: c, forces: forces, using: &new)
        #expect(a.value == b.value && a.gradient == b.gradient && a.hessian == b.hessian, "walk \(walk)")
        // And all elements one by one, without any list.
        var pressed = 0.0
        for (elements, offset, law) in [
          (model.patellaElements, 6, model.patellofemoralLaw),
          (model.tibiaElements, 0, model.tibiofemoralLaw),
        ] {
          let pose = BodyPose(c, offset: offset)
          for i in 0..<elements.count {
            guard let at = model.femur.depth(at: pose.place(elements.points[i])) else { continue }
            let mean = law.mean(depth: at.depth, halfRange: elements.halfRanges[i])
            pressed += elements.areas[i] * mean.pressure
            if mean.pressure > 0 { touching += 1 }
          }
        }
        let patella = model.patellofemoralContact(using: old)
        let tibia = model.tibiofemoralContact(using: old)
        let sum = patella.lateralForce + patella.medialForce + tibia.lateralForce + tibia.medialForce
        #expect(abs(sum - pressed) <= 1e-12 * max(1, pressed))
      }
    }
    #expect(kept > 10_000 && touching > 10_000)
  }
}
