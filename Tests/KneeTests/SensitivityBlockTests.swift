import Dense
import Testing

@testable import Knee

/// The parts that exact derivatives of a task are made of, each against differences of what it is the derivative of.
@Suite struct SensitivityBlockTests {
  private static func vector(_ random: inout Random, _ size: Double) -> Vector3 {
    Vector3(size * random.next(), size * random.next(), size * random.next())
  }

  private static func parts(_ m: Symmetric3) -> [Double] { [m.xx, m.xy, m.xz, m.yy, m.yz, m.zz] }

  @Test func `numbers with rates follow the rules of sum, product and quotient`() {
    let (x, v) = (Lanes(0.5, -2, 3, 1.25), Lanes(1, 0.5, -2, 4))
    let rated = RatedLanes(x, v)
    let one = RatedLanes(all: 1)
    // (x² - 1)/(x + 1) = x - 1 wherever x is not -1.
    let quotient = (rated * rated - one) / (rated + one)
    for lane in 0..<4 {
      #expect(abs(quotient.value[lane] - (x[lane] - 1)) < 1e-14)
      #expect(abs(quotient.rate[lane] - v[lane]) < 1e-13)
    }
  }

  @Test func `depth, gradient and Hessian of the surface change as their rates say`() {
    let femur = Models.standard.femur
    var random = Random(state: 3)
    var compared = 0
    for _ in 0..<400 {
      // A point up to 3 mm off the surface, and where it goes.
      let z = random.next(-0.03...0.03)
      let psi = random.next(femur.psiStart + 0.2...femur.psiEnd - 0.2)
      let rho = 0.022 + 0.006 * random.next()
      let p = Vector3(femur.axisX + rho * cosine(psi), femur.axisY + rho * cosine(psi - .pi / 2), z)
      let u = Self.vector(&random, 1)
      func at(_ h: Double) -> (place: FemurSurface.Place, sample: FemurSurface.LaneSample<Lanes>) {
        let q = p + h * u
        let place = femur.place(
          Lanes3(Lanes(repeating: q.x), Lanes(repeating: q.y), Lanes(repeating: q.z)))
        return (place, femur.sample(place))
      }
      let here = at(0).place
      let exact = femur.sample(
        here, velocity: Lanes3(Lanes(repeating: u.x), Lanes(repeating: u.y), Lanes(repeating: u.z)))
      let h = 1e-7
      let (up, down) = (at(h), at(-h))
      // Third derivatives jump between the cells of the splines.
      guard here.isInside[0], up.place.cell == down.place.cell else { continue }
      compared += 1
      // Truncation is below 1e-8 of the rates over 0.2 µm, rounding of second derivatives of 1e3 is 1e-6 of their rates.
      let parts: [(KeyPath<FemurSurface.LaneSample<Lanes>, Lanes>, RatedLanes, Double)] = [
        (\.depth, exact.depth, 1), (\.x, exact.x, 1e2), (\.y, exact.y, 1e2), (\.z, exact.z, 1e2),
        (\.xx, exact.xx, 1e4), (\.xy, exact.xy, 1e4), (\.xz, exact.xz, 1e4), (\.yy, exact.yy, 1e4),
        (\.yz, exact.yz, 1e4), (\.zz, exact.zz, 1e4),
      ]
      for (part, value, size) in parts {
        let slope = (up.sample[keyPath: part][0] - down.sample[keyPath: part][0]) / (2 * h)
        #expect(abs(value.rate[0] - slope) < 1e-5 * size)
        #expect(abs(value.value[0] - at(0).sample[keyPath: part][0]) < 1e-12 * size)
      }
    }
    #expect(compared > 300)
  }

  @Test func `the stiffness of an element changes with depth as the law says, before, in and past contact`() {
    let law = Models.standard.patellofemoralLaw
    let w = 1.5e-4
    for depth in [-2e-4, -1e-4, 0.5e-4, 1.4e-4, 3e-4, 1e-3, 3e-3, 0.89 * law.thickness, 0.95 * law.thickness]
    {
      let slope = law.meanStiffnessSlope(
        depth: Lanes(repeating: depth), halfRange: Lanes(repeating: w), perRange: Lanes(repeating: 0.5 / w))[
          0]
      let h = 1e-8
      let difference =
        (law.mean(depth: depth + h, halfRange: w).stiffness
          - law.mean(depth: depth - h, halfRange: w).stiffness)
        / (2 * h)
      // Rounding: pressures of 1e6 Pa over w and h.
      #expect(abs(slope - difference) < 1e-5 * max(abs(slope), 1e11), "\(depth)")
      #expect(depth > -w ? slope > 0 || depth > 0.9 * law.thickness : slope == 0)
    }
  }

  @Test func `a strand's tension answers to length and slack length, slack, in the toe and taut`() {
    for strand in Models.standard.strands {
      for strain in [-0.01, 0.01, 0.05, 0.0599, 0.0601, 0.1] {
        let length = strand.slackLength * (1 + strain)
        let h = 1e-6 * strand.slackLength
        let curvature =
          (strand.tension(at: length + h).slope - strand.tension(at: length - h).slope) / (2 * h)
        let scale = strand.stiffness / (strand.slackLength * strand.slackLength)
        let quad = StrandQuad.all([strand])[0]
        #expect(abs(curvature - quad.tensionCurvature(Lanes(repeating: strain))[0]) < 1e-6 * scale)
        let (one, four) = (strand.tension(at: length), quad.tension(Lanes(repeating: strain)))
        #expect(abs(four.energy[0] - one.energy) < 1e-12 * strand.stiffness * strand.slackLength)
        #expect(abs(four.force[0] - one.force) < 1e-12 * strand.stiffness)
        #expect(abs(four.slope[0] - one.slope) < 1e-12 * strand.stiffness / strand.slackLength / 0.06)
        #expect(four.force[1] == 0, "a missing strand pulls")
        var (long, short) = (strand, strand)
        long.slackLength *= 1 + 1e-6
        short.slackLength *= 1 - 1e-6
        let force = (long.tension(at: length).force - short.tension(at: length).force) / 2e-6
        let slope = (long.tension(at: length).slope - short.tension(at: length).slope) / 2e-6
        let exact = strand.tensionPerSlack(strain: strain)
        #expect(abs(force - exact.force) < 1e-6 * strand.stiffness)
        #expect(abs(slope - exact.slope) < 1e-5 * strand.stiffness / strand.slackLength / 0.06)
      }
    }
  }

  @Test func `a segment's Hessian and the slope at its start follow its end, straight and wrapped`() {
    var random = Random(state: 5)
    var counts = (straight: 0, wrapped: 0)
    for _ in 0..<4000 {
      let wrap = SagittalWrap(
        x: 0.02 * random.next(), y: 0.02 * random.next(), radius: random.next(0.01...0.04),
        side: random.next() > 0 ? 1 : -1)
      func point() -> Vector3 {
        let (distance, angle) = (wrap.radius + random.next(0.004...0.15), Double.pi * random.next())
        return Vector3(
          wrap.x + distance * cosine(angle), wrap.y + distance * cosine(angle - .pi / 2),
          0.05 * random.next())
      }
      let (start, end) = (point(), point())
      let (velocity, direction) = (Self.vector(&random, 1), Self.vector(&random, 1))
      let h = 1e-7
      let here = wrap.path(from: start, to: end)
      let (up, down) = (
        wrap.path(from: start, to: end + h * velocity), wrap.path(from: start, to: end - h * velocity)
      )
      guard up.isWrapped == here.isWrapped && down.isWrapped == here.isWrapped else { continue }
      guard here.length > 0.01 else { continue }
      if here.isWrapped { counts.wrapped += 1 } else { counts.straight += 1 }
      let rate = SagittalWrap.hessianRate(here, from: start, to: end, around: wrap, velocity: velocity)
      // Rates reach 1/L², 1e4 m⁻², and near the cylinder 1/t² with t ≥ 9 mm; truncation and rounding are below 1e-6 of that.
      for (exact, values) in zip(
        Self.parts(rate), zip(Self.parts(up.hessian), Self.parts(down.hessian)))
      {
        #expect(abs(exact - (values.0 - values.1) / (2 * h)) < 1e-1)
      }
      let slope = (up.towardStart - down.towardStart).dot(direction) / (2 * h)
      #expect(abs(here.startSlope(direction).dot(velocity) - slope) < 1e-5 * (1 + 1 / here.length))
    }
    #expect(counts.straight > 1000 && counts.wrapped > 200)
  }

  @Test func `force and its slope in activation answer to velocity, stiffness, shortening and strength`() {
    var random = Random(state: 7)
    var (clamped, moved) = (0, 0)
    for muscle in Models.standard.muscles.map(\.parameters) {
      for _ in 0..<40 {
        let length =
          muscle.tendonSlackLength * random.next(1...1.03) + muscle.optimalFiberLength
          * random.next(0.3...1.4)
        let velocity = muscle.optimalFiberLength * muscle.maxFiberVelocity * random.next(-0.6...0.6)
        let activation = random.next(0.02...1)
        let tension = MuscleTension(
          tone: 0, stiffness: random.next(0.3...3), shortening: random.next(0.001...0.2),
          strength: random.next(0.4...1.5))
        func state(_ velocity: Double, _ tension: MuscleTension) -> FiberState {
          muscle.fiberState(length: length, velocity: velocity, activation: activation, tension: tension)
        }
        let here = state(velocity, tension)
        let exact = muscle.fiberSlopes(here, velocity: velocity, activation: activation, tension: tension)
        if here.isClamped {
          clamped += 1
          #expect(exact.velocity == .init() && exact.stiffness == .init() && exact.strength == .init())
          continue
        }
        func check(_ pair: FiberSlopes.Pair, _ h: Double, _ what: String, _ at: (Double) -> FiberState) {
          let (up, down) = (at(h), at(-h))
          guard !up.isClamped && !down.isClamped else { return }
          let force = (up.force - down.force) / (2 * h)
          let slope = (up.forcePerActivation - down.forcePerActivation) / (2 * h)
          // Truncation and rounding of differences of second order, over what the variable can change at all.
          let scale = muscle.maxIsometricForce * 1e-5 / h * 1e-2
          #expect(abs(pair.force - force) < 1e-5 * max(abs(force), scale), "\(what)")
          #expect(abs(pair.forcePerActivation - slope) < 1e-5 * max(abs(slope), scale), "\(what)")
          if abs(force) > scale { moved += 1 }
        }
        let unit = muscle.optimalFiberLength * muscle.maxFiberVelocity
        check(exact.velocity, 1e-5 * unit, "velocity") { state(velocity + $0, tension) }
        func changed(_ part: WritableKeyPath<MuscleTension, Double>, _ change: Double) -> FiberState {
          var other = tension
          other[keyPath: part] += change
          return state(velocity, other)
        }
        check(exact.stiffness, 1e-5, "stiffness") { changed(\.stiffness, $0) }
        check(exact.shortening, 1e-5, "shortening") { changed(\.shortening, $0) }
        check(exact.strength, 1e-5, "strength") { changed(\.strength, $0) }
      }
    }
    #expect(moved > 2000)
  }

  @Test func `the Hessian of the whole energy changes along a motion as the third derivatives say`() {
    let model = Models.standard
    let tension = [MuscleTension](repeating: .healthy, count: model.muscles.count)
    var ws = KneeWorkspace(model, freedom: .full)
    var muscle = MuscleWorkspace(model, exponent: 2)
    var s = SensitivityWorkspace(model, freedom: .full)
    var (compared, kinks) = (0, 0)
    for seed in 1...60 {
      let pose = EnergyDerivativeTests.pose(seed)
      var random = Random(state: UInt64(seed) + 99)
      ws.geometry.update(model, hipFlexion: pose.hip, ankleDorsiflexion: pose.ankle)
      // Any motion will do: 1 rad, and some millimetres of shift for each.
      let motion = (0..<12).map { (c: Int) in random.next() * ([0, 1, 2, 6, 7, 8].contains(c) ? 1 : 0.02) }
      let h = 1e-7
      func hessian(_ way: Double) -> [Double] {
        let moved = zip(pose.coordinates, motion).map { $0 + way * $1 }
        return model.energy(at: moved, forces: pose.forces, using: &ws).hessian
      }
      let (up, down, here) = (hessian(h), hessian(-h), hessian(0))
      for c in 0..<12 { ws.motion[c] = motion[c] }
      for i in model.muscles.indices {
        muscle.forces[i] = pose.forces[i]
        // Constant forces.
        muscle.fibers[i].isClamped = true
      }
      (muscle.lacking, muscle.multiplier) = (.zero, .zero)
      _ = model.sensitivities(
        KneeTask(posture: KneePosture(kneeFlexion: 0), moment: .zero), tension: tension, using: ws, muscle,
        &s)
      let rate = s.hessianRate
      let largest = rate.map(abs).max() ?? 0
      #expect(largest > 1e4)
      for place in 0..<144 {
        let (forward, backward) = ((up[place] - here[place]) / h, (here[place] - down[place]) / h)
        // An element that begins to touch within the step has two slopes.
        guard abs(forward - backward) < 1e-4 * largest else {
          kinks += 1
          continue
        }
        compared += 1
        #expect(abs(rate[place] - (forward + backward) / 2) < 1e-5 * largest, "seed \(seed), place \(place)")
      }
    }
    // Most were compared.
    #expect(10 * kinks < compared)
  }
}

/// Cosine without Foundation, to rounding.
private func cosine(_ x: Double) -> Double { Hinge(center: .zero, angle: x).cosine }
