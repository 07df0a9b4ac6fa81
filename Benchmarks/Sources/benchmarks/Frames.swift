import Activities
import Knee
import Scenarios

/// One frame of a motion: moments, equilibrium with contact, moment arms and recruitment.
///
/// `coupled-frame-batched` and `sensitivities` belong here, measured on the same tasks as `coupled-frame`.
func measureFrames(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  try measureCoupledFrame(knee, "coupled-frame", "squat", &measurements)
  try measureCoupledFrame(knee, "coupled-frame-walking", "walking", &measurements)
}

/// Moments, equilibrium and recruitment of one instant, followed along a motion lap after lap.
func measureCoupledFrame(
  _ knee: LoadedKnee, _ name: String, _ activity: String, _ measurements: inout Measurements
) throws {
  let model = knee.simulator.model
  let motion = try knee.motion(activity)
  let tasks = try knee.tasks(of: motion)
  var follower = Follower(knee, tasks)

  // The first lap of a motion without a cycle is the simulator's own: the same forces must come out.
  if !motion.isPeriodic {
    let results = knee.simulator.solve(motion, tension: knee.healthy)
    for (task, result) in zip(tasks, results) {
      follower.solve(task)
      let force = model.quadriceps.reduce(0) { $0 + follower.muscle.forces[$1] }
      guard abs(force - result.quadriceps_force_N) <= 1e-6 * (1 + abs(force)) else {
        throw BenchmarkError(
          description: "\(activity) at \(result.phase_percent ?? 0) %: the task differs from the simulator's")
      }
    }
  }
  follower.lap()
  let (passes, iterations, failed) = follower.lap()
  let count = Double(tasks.count)
  measurements.measurePath(
    name, steps: tasks.count,
    note:
      "\(activity), each of \(tasks.count) frames from the last; "
      + "\(decimal(Double(passes) / count, 1)) passes, \(decimal(Double(iterations) / count, 1)) iterations"
      + (failed > 0 ? "; \(failed) of \(tasks.count) frames not converged" : "")
  ) { step in
    Double(follower.follow(tasks[step]).passes)
  }
}

/// One person's workspaces along the tasks of a motion, each solved from the one before.
struct Follower: ~Copyable {
  private let model: KneeModel
  private let tension: [MuscleTension]
  private let tasks: [KneeTask]
  private(set) var knee: KneeWorkspace
  private(set) var muscle: MuscleWorkspace

  init(_ loaded: LoadedKnee, _ tasks: [KneeTask]) {
    model = loaded.simulator.model
    tension = loaded.healthy
    self.tasks = tasks
    knee = KneeWorkspace(model, freedom: loaded.simulator.freedom)
    muscle = MuscleWorkspace(model, exponent: loaded.simulator.exponent)
    model.startOnPath(tasks[0].posture.kneeFlexion, using: &knee)
  }

  @discardableResult
  mutating func solve(_ task: KneeTask) -> TaskReport {
    model.solve(task, tension: tension, using: &knee, &muscle)
  }

  /// Solves a task; one that does not converge is left and begun afresh, as in the simulator.
  @discardableResult
  mutating func follow(_ task: KneeTask) -> TaskReport {
    let report = solve(task)
    if report.status != .converged {
      model.startOnPath(task.posture.kneeFlexion, using: &knee)
      muscle.reset()
      solve(task)
    }
    return report
  }

  /// Every task once.
  @discardableResult
  mutating func lap() -> (passes: Int, iterations: Int, failed: Int) {
    var sum = (passes: 0, iterations: 0, failed: 0)
    for task in tasks {
      let report = follow(task)
      sum.passes += report.passes
      sum.iterations += report.iterations
      if report.status != .converged { sum.failed += 1 }
    }
    return sum
  }
}
