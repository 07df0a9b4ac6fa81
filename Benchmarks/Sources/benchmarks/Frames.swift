import Activities
import Knee
import Scenarios

/// One frame of a motion: moments, equilibrium with contact, moment arms, recruitment, and every output of a frame.
func measureFrames(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  try measureCoupledFrame(knee, "coupled-frame", "squat", &measurements)
  try measureBatch(knee, &measurements)
  try measureCoupledFrame(knee, "coupled-frame-walking", "walking", &measurements)
  try measureSensitivities(knee, &measurements)
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

private func measureSensitivities(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  let solved = try solvedFrames(knee)
  measurements.measure(
    "sensitivities-frame", per: solved.count,
    note: "the derivatives of a solved frame, without its solution; \(solved.count) frames of the squat"
  ) {
    solved.reduce(0) { $0 + ($1.sensitivities().patellofemoral_force_N?.body_mass_per_kg ?? .nan) }
  }
}

/// Four frames of the squat, down and up: other elements touch in each, and other muscles wrap.
func solvedFrames(_ knee: LoadedKnee) throws -> [SolvedFrame] {
  let tasks = try knee.tasks(of: knee.motion("squat"))
  return [1, 3, 5, 7].map { SolvedFrame(knee, tasks.prefix($0 * tasks.count / 8)) }
}

/// A frame as it stands solved, to be differentiated any number of times.
final class SolvedFrame {
  private var run: Run
  private var workspace: SensitivityWorkspace
  private var task: KneeTask
  private var report = TaskReport()

  /// The last of these tasks, each solved from those before.
  init(_ loaded: LoadedKnee, _ tasks: ArraySlice<KneeTask>) {
    run = Run(loaded.simulator, tension: loaded.healthy)
    workspace = SensitivityWorkspace(loaded.simulator.model, freedom: loaded.simulator.freedom)
    task = tasks[tasks.endIndex - 1]
    for task in tasks { report = run.follow(task) }
  }

  func sensitivities() -> FrameSensitivities { run.sensitivities(task, report, &workspace) }
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
