import Activities
import Foundation
import Knee
import ModelFiles
import Testing

@testable import Scenarios

/// What makes solving fast must not change what is solved.
@Suite struct FastPathTests {
  /// Newton's method against nested equilibria by Cholesky (LAPACK) and recruitments, both run down to changes of 1e-11 N. Forces are
  /// compared with the largest of their motion. Frames on another branch of a knee with two stable poses are counted: there
  /// either method may follow the old pose a frame longer.
  @Test func `Newton's method and the nested one give the same forces to 1e-9`() throws {
    let model = try loadModel()
    let activities = try RobustnessTests.activities.map {
      try Activity.motion(named: $0, person: try Person())
    }
    let tallies = try concurrently(12) { seed in
      let person = try RandomPerson(seed: UInt64(100 + seed), activities: activities, muscles: model.muscles)
      var fast = try Simulator(model: model, person: person.person)
      fast.settings.forceTolerance = 1e-11
      fast.settings.residualTolerance = 1e-9
      var nested = fast
      nested.predicts = false
      var tally = Tally()
      for motion in person.motions {
        let a = fast.solve(motion, tension: person.tension)
        let b = nested.solve(motion, tension: person.tension)
        let peak = b.map(\.patellofemoral.force_N).max() ?? 0
        let load = b.map(\.tibiofemoral.force_N).max() ?? 0
        var hasParted = false
        for (x, y) in zip(a, b) {
          tally.frames += 1
          guard x.status == "converged", y.status == "converged" else {
            tally.notConverged += 1
            continue
          }
          if abs(x.tibiofemoral.anterior_translation_mm - y.tibiofemoral.anterior_translation_mm) > 0.1 {
            tally.onOtherBranch += 1
            if !hasParted { tally.partings += 1 }
            hasParted = true
            continue
          }
          hasParted = false
          tally.worst = max(
            tally.worst, abs(x.patellofemoral.force_N - y.patellofemoral.force_N) / peak,
            abs(x.tibiofemoral.force_N - y.tibiofemoral.force_N) / load)
        }
      }
      return tally
    }
    let frames = tallies.reduce(0) { $0 + $1.frames }
    let elsewhere = tallies.reduce(0) { $0 + $1.onOtherBranch }
    let notConverged = tallies.reduce(0) { $0 + $1.notConverged }
    #expect(500 * notConverged <= frames, "\(notConverged) of \(frames) did not converge")
    let worst = tallies.map(\.worst).max() ?? 1
    #expect(frames > 1500)
    // Where a knee has two stable poses the paths may part, and then stay parted for some frames; AgreementTests begins both
    // methods on the same branch.
    let partings = tallies.reduce(0) { $0 + $1.partings }
    #expect(100 * partings < frames, "\(partings) partings in \(frames) frames")
    #expect(30 * elsewhere < frames, "\(elsewhere) of \(frames) on another branch")
    #expect(worst < 1e-9, "\(worst)")
  }

  /// The tolerances of the product: what they call solved is the solution. Both runs take the same way.
  @Test(arguments: [2, 3])
  func `what converges hardly changes when it is solved on`(exponent: Int)
    throws
  {
    let model = try loadModel()
    let activities = try RobustnessTests.activities.map {
      try Activity.motion(named: $0, person: try Person())
    }
    let parts = try concurrently(10) { seed in
      let person = try RandomPerson(seed: UInt64(300 + seed), activities: activities, muscles: model.muscles)
      let product = try Simulator(model: model, person: person.person, exponent: exponent)
      var tight = product
      tight.settings.forceTolerance = 1e-10
      tight.settings.residualTolerance = 1e-9
      var (frames, worst) = (0, 0.0)
      for motion in person.motions {
        let a = product.solve(motion, tension: person.tension)
        let b = tight.solve(motion, tension: person.tension)
        for (x, y) in zip(a, b) where x.status == "converged" && y.status == "converged" {
          // Not where rounding has led to the other one of two stable poses.
          if abs(x.patella.y_mm - y.patella.y_mm) > 1e-3 { continue }
          frames += 1
          for (name, muscle) in x.muscles {
            worst = max(worst, abs(muscle.force_N - (y.muscles[name]?.force_N ?? .infinity)))
          }
        }
      }
      return (frames, worst)
    }
    #expect(parts.reduce(0) { $0 + $1.0 } > 1500)
    let worst = parts.map(\.1).max() ?? 1
    // A hundred-millionth of what a loaded knee carries. Seen: 9e-6 with a quadratic cost, where Newton's method ends by what its
    // next change is expected to be, and 4e-5 with a cubic one, which is flat at zero: there an activation is known to
    // the root of what its slope is known to.
    #expect(worst < (exponent == 2 ? 1e-5 : 1e-4), "\(worst) N")
  }

  private struct Tally {
    var frames = 0, onOtherBranch = 0, partings = 0, notConverged = 0
    var worst = 0.0
  }

  /// Otherwise the comparison above would be of the robust method with itself. Seen: 100 of 101 in a squat.
  @Test func `most frames are solved by Newton's method`() throws {
    let simulator = try Simulator(model: loadModel(), person: Person())
    let motion = try Activity.motion(named: "squat", person: simulator.person)
    var run = Run(
      simulator, tension: [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count))
    var predicted = 0
    for frame in motion.frames {
      run.follow(simulator.task(for: frame))
      if run.isPredicted { predicted += 1 }
    }
    #expect(predicted >= 90, "\(predicted)")
  }

  @Test func `many scenarios give the same bits on any number of threads, in any order`() throws {
    let model = try loadModel()
    let activities = try ["squat", "walking"].map { try Activity.motion(named: $0, person: try Person()) }
    let scenarios = try (0..<6).map { index in
      let person = try RandomPerson(seed: UInt64(index + 1), activities: activities, muscles: model.muscles)
      var motion = activities[index % 2]
      motion.frames.removeLast(60 + 5 * index)
      motion.isPeriodic = false
      return Scenario(
        simulator: try Simulator(model: model, person: person.person), motion: motion, tension: person.tension
      )
    }
    let alone = solve(scenarios, threads: 1)
    #expect(alone.count == 6 && alone.allSatisfy { !$0.frames.isEmpty })
    for threads in 2...4 { #expect(solve(scenarios, threads: threads) == alone) }
    #expect(solve(Array(scenarios.reversed()), threads: 2) == Array(alone.reversed()))
    #expect(solve(Array(scenarios[2...3]), threads: 2) == Array(alone[2...3]))
    #expect(solve([], threads: 2).isEmpty)
    // And what documents show is what the arrays hold.
    for (scenario, solution) in zip(scenarios, alone) {
      let results = scenario.simulator.solve(scenario.motion, tension: scenario.tension)
      #expect(results == solution.results(scenario.simulator.model))
      #expect(summarize(results) == solution.summary)
    }
  }
}
