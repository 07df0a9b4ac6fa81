import Activities
import Dense
import Knee
import Scenarios
import Solvers

/// What the gate counts, in the order of its table. Calls are whole multiples of 20, for `--plant`.
let workloads = [
  energyHessian, equilibriumCold, equilibriumWarm, recruitment(exponent: 2), recruitment(exponent: 3),
  coupledFrame, coupledFrameBatched, sensitivitiesFrame, readActivity,
]

/// Flexions from straight to deep, deg: other elements touch in each, and other muscles wrap.
private let flexions = [15.0, 45, 75, 105]

let energyHessian = Workload(name: "energy-hessian", calls: 80) { knee in
  let model = knee.simulator.model
  var ws = KneeWorkspace(model, freedom: .patella)
  var poses: [[Double]] = []
  for flexion in flexions {
    guard knee.solve(flexion, &ws, cold: true).status == .converged else {
      throw BenchmarkError(description: "energy-hessian: no equilibrium at \(flexion) deg")
    }
    poses.append(ws.coordinates)
  }
  return { i in
    Tally(checksum: model.energy(at: poses[(i / 20) % poses.count], forces: knee.forces, using: &ws).value)
  }
}

private let equilibriumCold = Workload(name: "equilibrium-cold", calls: 20) { knee in
  var ws = KneeWorkspace(knee.simulator.model, freedom: .patella)
  return { i in try tally(knee.solve(flexions[i % flexions.count], &ws, cold: true)) }
}

/// One degree to and fro, each from the other.
private let equilibriumWarm = Workload(name: "equilibrium-warm", calls: 20) { knee in
  var ws = KneeWorkspace(knee.simulator.model, freedom: .patella)
  knee.simulator.model.startOnPath(radians(60), using: &ws)
  return { i in try tally(knee.solve(60 + Double(i % 2), &ws, cold: false)) }
}

private func recruitment(exponent: Int) -> Workload {
  Workload(name: "recruitment-p\(exponent)", calls: 320) { _ in
    let problems = recruitmentProblems(exponent: exponent)
    var activations = [Double](repeating: 0, count: problems[0].muscleCount)
    return { i in
      let report = problems[i % problems.count].solve(into: &activations)
      return Tally(
        iterations: report.iterations, evaluations: report.evaluations, checksum: report.multiplier.y)
    }
  }
}

/// The squat, each frame from those before, with all outputs; from its end on to its beginning.
private let coupledFrame = Workload(name: "coupled-frame", calls: 100) { knee in
  let tasks = try knee.tasks(of: knee.motion("squat"))
  var follower = Follower(knee, tasks)
  follower.lap()
  return { i in
    let report = follower.follow(tasks[i % tasks.count])
    guard report.status == .converged else {
      throw BenchmarkError(description: "coupled-frame: \(report.status.rawValue)")
    }
    return Tally(
      passes: report.passes, iterations: report.iterations, evaluations: report.recruitment.evaluations,
      checksum: report.equilibrium.kneeMoment)
  }
}

/// Two states of tension in three frames of the squat as a batch, of one thread, so that counts repeat: workspaces and arrays
/// are made anew, and first frames solved from afresh.
private let coupledFrameBatched = Workload(name: "coupled-frame-batched", calls: 20, per: 6) { knee in
  let squat = try knee.motion("squat")
  return { i in
    var part = squat
    part.frames = Array(squat.frames[(5 * (i % 20))...].prefix(3))
    part.isPeriodic = false
    let scenarios = [0, 0.1].map {
      Scenario(simulator: knee.simulator, motion: part, tension: knee.hamstringTone($0))
    }
    var tally = Tally()
    for solution in solve(scenarios, threads: 1) {
      for frame in solution.frames {
        guard frame.status == .converged else {
          throw BenchmarkError(description: "coupled-frame-batched: \(frame.status.rawValue)")
        }
        tally += Tally(iterations: frame.iterations, checksum: frame.patellofemoral.force_N)
      }
    }
    return tally
  }
}

/// The derivatives alone, of frames that stand solved.
private let sensitivitiesFrame = Workload(name: "sensitivities-frame", calls: 80) { knee in
  let solved = try solvedFrames(knee)
  return { i in
    let found = solved[(i / 20) % solved.count].sensitivities()
    guard let derivatives = found.patellofemoral_force_N else {
      throw BenchmarkError(description: "sensitivities-frame: \(found.missing ?? "none")")
    }
    return Tally(checksum: derivatives.body_mass_per_kg)
  }
}

private let readActivity = Workload(name: "read-activity", calls: 20) { knee in
  { _ in Tally(checksum: try knee.motion("squat").duration) }
}

private func tally(_ report: EquilibriumReport) throws -> Tally {
  guard report.status == .converged else {
    throw BenchmarkError(description: "equilibrium: \(report.status.rawValue)")
  }
  return Tally(iterations: report.iterations, checksum: report.residual)
}
