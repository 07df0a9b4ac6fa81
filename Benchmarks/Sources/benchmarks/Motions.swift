import Activities
import Knee
import ModelFiles
import Scenarios

/// What is made of solved frames: motions, the three states of a release, rigs; and what is read beforehand.
func measureMotions(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  for name in ["squat", "walking"] {
    try measureCoupledFrame(knee, name, &measurements)
    let motion = try knee.motion(name)
    let frames = knee.simulator.solve(motion, tension: knee.healthy)
    let lead = motion.isPeriodic ? ", a quarter more before" : ""
    measurements.measure(
      "activity, \(name)", note: "\(frames.count) frames with results\(lead); \(unsolved(frames))"
    ) {
      impulse(knee.simulator.solve(motion, tension: knee.healthy))
    }
    measurements.measure("sensitivities, \(name)", note: "the same with the derivatives of every frame") {
      impulse(knee.simulator.sensitivities(motion, tension: knee.healthy).frames)
    }
  }

  let squat = try knee.motion("squat")
  let states = [0.1, 0.05, 0].map(knee.hamstringTone)
  let frames = states.flatMap { knee.simulator.solve(squat, tension: $0) }
  measurements.measure("release, squat", note: "three states, \(frames.count) frames; \(unsolved(frames))") {
    states.reduce(0) { $0 + impulse(knee.simulator.solve(squat, tension: $1)) }
  }

  let rows = stride(from: 0.0, through: 100, by: 10).map {
    RigRow(kneeFlexion: radians($0), forces: knee.forces)
  }
  measurements.measure(
    "rig sweep", note: "\(rows.count) rows, 0 to 100 deg; \(unsolved(knee.simulator.solveRig(rows)))"
  ) {
    knee.simulator.solveRig(rows).reduce(0) { $0 + $1.patellofemoral.force_N }
  }
}

/// Reading: the model, a person's size, an activity, a trial.
func measureReading(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  try measurements.measure("load model", note: "JSON to checked model") { try loadModel().mass }
  let person = knee.simulator.person
  measurements.measure("scale model", note: "to a person") { knee.model.scaled(to: person).mass }
  try measurements.measure("read activity", note: "squat, 101 frames") { try knee.motion("squat").duration }

  let folder = repositoryRoot + "/Tests/ActivitiesTests/Fixtures/opensim_trial/"
  let subject = try Person(mass: 72.6, height: 1.80)
  func read() throws(InputError) -> Motion {
    try Trial(
      motionPath: folder + "subject01_walk1_ik.mot", momentsPath: folder + "InverseDynamicsOutput.sto",
      forcesPath: folder + "subject01_walk1_grf.mot"
    ).motion(of: subject)
  }
  let bytes = try ["subject01_walk1_ik.mot", "InverseDynamicsOutput.sto", "subject01_walk1_grf.mot"]
    .reduce(0) { try $0 + FileBytes.read(path: folder + $1).count }
  let frames = try read().frames.count
  try measurements.measure("read OpenSim trial", note: "3 files, \(bytes / 1000) kB, to \(frames) frames") {
    try read().duration
  }
}

/// Moments, equilibrium and recruitment of one instant, followed along a motion lap after lap.
private func measureCoupledFrame(_ knee: LoadedKnee, _ name: String, _ measurements: inout Measurements)
  throws
{
  let model = knee.simulator.model
  let motion = try knee.motion(name)
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
          description: "\(name) at \(result.phase_percent ?? 0) %: the task differs from the simulator's")
      }
    }
  }
  follower.lap()
  let (passes, iterations, failed) = follower.lap()
  let count = Double(tasks.count)
  measurements.measurePath(
    "coupled frame, \(name)", steps: tasks.count,
    note:
      "warm; \(decimal(Double(passes) / count, 1)) passes, \(decimal(Double(iterations) / count, 1)) iterations"
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

private func impulse(_ frames: [FrameResult]) -> Double {
  summarize(frames).patellofemoral_impulse_BW_percent
}

private func unsolved(_ frames: [FrameResult]) -> String {
  let count = frames.count { $0.status != "converged" }
  return count == 0 ? "all converged" : "\(count) not converged"
}
