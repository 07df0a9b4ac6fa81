import Activities
import Foundation
import Testing

@testable import Knee
@testable import ModelFiles
@testable import Scenarios

/// Exact derivatives against central differences of solved frames.
@Suite struct SensitivityTests {
  /// What the comparison of many frames found.
  struct Tally {
    /// Solved frames that were looked at; those without derivatives; those whose own solution lies at a change of branch or
    /// whose neighbors were not found at all.
    var frames = 0, withoutDerivatives = 0, notFound = 0
    /// Comparisons of one parameter in one frame; left out because the active set, or the branch of the model (an element
    /// beginning to touch, a strand its toe, a cell of the surface), is not the same on both sides.
    var compared = 0, otherActiveSet = 0, otherBranch = 0
    /// Derivatives that were compared, and of those the ones large enough for a relative error.
    var derivatives = 0, large = 0
    var worst: [String: Double] = [:]
    var failures: [String] = []
    var near = 0, withReserve = 0

    mutating func add(_ other: Tally) {
      frames += other.frames
      withoutDerivatives += other.withoutDerivatives
      notFound += other.notFound
      compared += other.compared
      otherActiveSet += other.otherActiveSet
      otherBranch += other.otherBranch
      derivatives += other.derivatives
      large += other.large
      worst.merge(other.worst, uniquingKeysWith: max)
      failures += other.failures
      near += other.near
      withReserve += other.withReserve
    }
  }

  @Test func `derivatives agree with central differences of a thousand solved frames`() throws {
    let model = try loadModel()
    let standard = try Person()
    let motions = try RobustnessTests.activities.map { try Activity.motion(named: $0, person: standard) }
    let tallies = try concurrently(66) { index in
      let seed = UInt64(index + 1)
      let random = try RandomPerson(seed: seed, activities: motions, muscles: model.muscles)
      return try Self.compare(
        random, model, freedom: Freedom.allCases[index % 3], exponent: 2 + (index / 3) % 2)
    }
    let tally = tallies.reduce(into: Tally()) { $0.add($1) }
    // Seen: 1116 frames with derivatives of 1122 (1 without, 5 not solved more closely), 199 with a reserve; 8928 parameters
    // compared, none left out for its active set, 154 for another branch; worst relative error 2.2e-6.
    #expect(tally.frames - tally.withoutDerivatives - tally.notFound >= 1000)
    #expect(tally.failures == [])
    // What is left out stays rare, and most derivatives that were compared are not zero.
    #expect(20 * tally.withoutDerivatives <= tally.frames && 50 * tally.notFound <= tally.frames)
    #expect(20 * (tally.otherActiveSet + tally.otherBranch) <= tally.compared)
    #expect(3 * tally.large >= tally.derivatives)
  }

  /// Every ninth frame of what a person does, by mass, modulus, the tendon, one other bundle and the tension of one muscle.
  static func compare(
    _ random: RandomPerson, _ model: KneeModel, freedom: Freedom, exponent: Int
  ) throws -> Tally {
    var tally = Tally()
    var generator = SeededGenerator(seed: random.seed &+ 1000)
    let simulator = try Simulator(model: model, person: random.person, freedom: freedom, exponent: exponent)
    for motion in random.motions {
      var run = Run(simulator, tension: random.tension)
      var s = SensitivityWorkspace(simulator.model, freedom: freedom)
      for (index, frame) in motion.frames.enumerated() {
        let task = simulator.task(for: frame)
        let report = run.follow(task)
        guard index % 9 == 4, report.status == .converged else { continue }
        tally.frames += 1
        if report.heldPart < 1 || run.muscle.lacking == nil {
          tally.withoutDerivatives += 1
          continue
        }
        // Usual solutions are good to some 1e-6 N, which shows in the fifth digit of derivatives of small loads.
        run.knee.keep()
        run.muscle.keep()
        let closer = simulator.model.solveByNewton(
          task, tension: run.tension, settings: .tight, using: &run.knee, &run.muscle, &run.system)
        guard closer.status == .converged else {
          run.knee.goBack()
          run.muscle.goBack()
          tally.notFound += 1
          continue
        }
        let found = simulator.model.sensitivities(
          task, tension: run.tension, using: run.knee, run.muscle, &s)
        guard found.status == .exact else {
          tally.withoutDerivatives += 1
          continue
        }
        if found.near != 0 { tally.near += 1 }
        if report.recruitment.needsReserve { tally.withReserve += 1 }
        let solved = SolvedTask(run, task)
        let muscle = Int.random(in: model.muscles.indices, using: &generator)
        let bundle = Strand.Bundle.allCases.randomElement(using: &generator) ?? .patellarTendon
        for parameter: TestedParameter in [
          .mass, .cartilageModulus, .slack(.patellarTendon), .slack(bundle), .tone(muscle),
          .stiffness(muscle), .shortening(muscle), .strength(muscle),
        ] {
          let place = "seed \(random.seed), \(motion.name), frame \(index), \(freedom): \(parameter)"
          try compare(parameter, solved, model, random.person, place, s, &run.system, &tally)
        }
      }
    }
    return tally
  }

  private static func compare(
    _ parameter: TestedParameter, _ solved: SolvedTask, _ model: KneeModel, _ person: Person,
    _ place: String, _ s: borrowing SensitivityWorkspace, _ system: inout TaskSystem, _ tally: inout Tally
  ) throws {
    tally.compared += 1
    // A derivative that matters changes the output by a hundredth of itself or more per unit of the parameter (by 0.01 % for
    // 1 % of tone or of a length). Smaller ones are held to the same absolute error: below it the differences are rounding,
    // for outputs are solved to 1e-12 and steps are 1e-6 and more.
    let exact = TaskOutput.allCases.map { s.derivative(of: $0, by: parameter.index(s.parameters)) }
    let floor = s.values.map { 0.01 * abs($0) }
    var least: [Double]? = nil
    var isOtherSet = false
    // Rounding is less with longer steps, and curvature and changes of branch with shorter ones: one step must agree.
    for h in [parameter.step, 4 * parameter.step, parameter.step / 4] {
      let nearby = try Stencil(parameter, solved, step: h).solve { change in
        let (model, task, tension) = try parameter.apply(change, to: solved, unscaled: model, person: person)
        return solved.solve(model, task, tension, &system)
      }
      guard let nearby else { continue }
      guard nearby.isOneActiveSet else {
        isOtherSet = true
        continue
      }
      guard nearby.isOneBranch else { continue }
      let errors = exact.indices.map { o in
        floor[o] > 0
          ? abs(nearby.derivative(o) - exact[o]) / max(abs(exact[o]), floor[o])
          : (exact[o] == 0 && nearby.derivative(o) == 0 ? 0 : .infinity)
      }
      least = least.map { zip($0, errors).map(min) } ?? errors
      if least?.allSatisfy({ $0 <= 1e-5 }) == true { break }
    }
    guard let least else {
      if isOtherSet { tally.otherActiveSet += 1 } else { tally.otherBranch += 1 }
      return
    }
    for (o, error) in least.enumerated() {
      tally.derivatives += 1
      if abs(exact[o]) > floor[o] { tally.large += 1 }
      tally.worst[parameter.kind] = max(tally.worst[parameter.kind] ?? 0, error)
      if !(error <= 1e-5) { tally.failures.append("\(place), output \(o): \(exact[o]), error \(error)") }
    }
  }
}

/// A difference quotient of fourth order.
private struct Stencil {
  var places: [(place: Double, weight: Double)]
  var step: Double

  init(_ parameter: TestedParameter, _ solved: SolvedTask, step: Double) {
    self.step = step
    if case .tone(let i) = parameter, solved.tension[i].tone < 2 * step {
      // A tone cannot be less than nothing: from there only upward.
      places = [(0, -25), (1, 48), (2, -36), (3, 16), (4, -3)]
    } else {
      places = [(-2, 1), (-1, -8), (1, 8), (2, -1)]
    }
  }

  /// The solutions at all places; nil when one is not found.
  func solve(_ solve: (Double) throws -> NearbySolution?) rethrows -> Solutions? {
    let found = try places.compactMap { try solve($0.place * step) }
    return found.count == places.count ? Solutions(stencil: self, found: found) : nil
  }

  struct Solutions {
    var stencil: Stencil
    var found: [NearbySolution]

    var isOneActiveSet: Bool { found.allSatisfy { $0.activeSet == found[0].activeSet } }
    var isOneBranch: Bool { found.allSatisfy { $0.branch == found[0].branch } }
    func derivative(_ output: Int) -> Double {
      zip(stencil.places, found).reduce(0) { $0 + $1.0.weight * $1.1.outputs[output] }
        / (12 * stencil.step)
    }
  }
}
