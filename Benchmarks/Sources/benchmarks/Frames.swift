import Activities
import Knee
import Scenarios

/// One frame of a motion: moments, equilibrium with contact, moment arms, recruitment, and every output of a frame.
func measureFrames(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  try measureCoupledFrame(knee, "coupled-frame", "squat", &measurements)
  try measureBatch(knee, &measurements)
  try measureCoupledFrame(knee, "coupled-frame-walking", "walking", &measurements)
}

/// Followed along a motion lap after lap.
func measureCoupledFrame(
  _ knee: LoadedKnee, _ name: String, _ activity: String, _ measurements: inout Measurements
) throws {
  let motion = try knee.motion(activity)
  let tasks = try knee.tasks(of: motion)
  var follower = Follower(knee, tasks)

  // The first lap of a motion without a cycle is the simulator's own: the same forces must come out.
  if !motion.isPeriodic {
    let results = knee.simulator.solve(motion, tension: knee.healthy)
    for (task, result) in zip(tasks, results) {
      follower.follow(task)
      guard follower.values.quadriceps_force_N == result.quadriceps_force_N else {
        throw BenchmarkError(
          description: "\(activity) at \(result.phase_percent ?? 0) %: the task differs from the simulator's")
      }
    }
  }
  follower.lap()
  let (passes, failed) = follower.lap()
  let count = Double(tasks.count)
  measurements.measurePath(
    name, steps: tasks.count,
    note:
      "\(activity), each of \(tasks.count) frames from the last; \(decimal(Double(passes) / count, 1)) passes"
      + (failed > 0 ? "; \(failed) of \(tasks.count) frames not converged" : "")
  ) { step in
    Double(follower.follow(tasks[step]).passes)
  }
}

/// Eight states of tension in a squat on all cores, per frame.
private func measureBatch(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  let motion = try knee.motion("squat")
  let scenarios = (0..<8).map {
    Scenario(simulator: knee.simulator, motion: motion, tension: knee.hamstringTone(0.02 * Double($0)))
  }
  let frames = scenarios.count * motion.frames.count
  measurements.measure(
    "coupled-frame-batched", per: frames,
    note:
      "squat in \(scenarios.count) states of tension on all cores, first frames from afresh; \(frames) frames"
  ) {
    solve(scenarios).reduce(0) { $0 + $1.summary.patellofemoral_impulse_BW_percent }
  }
}

/// One person's workspaces along the tasks of a motion, each solved from those before, with all outputs.
struct Follower: ~Copyable {
  private let tasks: [KneeTask]
  private var run: Run
  private(set) var values = FrameValues()
  private var muscles: [FrameResult.Muscle]

  init(_ loaded: LoadedKnee, _ tasks: [KneeTask]) {
    self.tasks = tasks
    run = Run(loaded.simulator, tension: loaded.healthy)
    muscles = Array(repeating: FrameResult.Muscle(), count: loaded.simulator.model.muscles.count)
  }

  @discardableResult
  mutating func follow(_ task: KneeTask) -> TaskReport {
    let report = run.follow(task)
    values = run.values(task, report, &muscles, first: 0)
    return report
  }

  /// Every task once.
  @discardableResult
  mutating func lap() -> (passes: Int, failed: Int) {
    var sum = (passes: 0, failed: 0)
    for task in tasks {
      let report = follow(task)
      sum.passes += report.passes
      if report.status != .converged { sum.failed += 1 }
    }
    return sum
  }
}
