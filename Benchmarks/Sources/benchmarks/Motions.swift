import Activities
import Knee
import ModelFiles
import Scenarios

/// What is made of solved frames: motions, the three states of a release, rigs.
func measureMotions(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  for (name, activity) in [("activity-101", "squat"), ("activity-walking", "walking")] {
    let motion = try knee.motion(activity)
    let frames = knee.simulator.solve(motion, tension: knee.healthy)
    let lead = motion.isPeriodic ? ", a quarter more before" : ""
    measurements.measure(
      name, note: "\(activity), \(frames.count) frames with every result\(lead); \(unsolved(frames))"
    ) {
      impulse(knee.simulator.solve(motion, tension: knee.healthy))
    }
    measurements.measure(
      activity == "squat" ? "sensitivities" : "sensitivities-\(activity)",
      note: "\(name) with the derivatives of every frame"
    ) {
      impulse(knee.simulator.sensitivities(motion, tension: knee.healthy).frames)
    }
  }

  let squat = try knee.motion("squat")
  let states = [0.1, 0.05, 0].map(knee.hamstringTone)
  let frames = states.flatMap { knee.simulator.solve(squat, tension: $0) }
  measurements.measure("release", note: "squat in three states, \(frames.count) frames; \(unsolved(frames))")
  {
    states.reduce(0) { $0 + impulse(knee.simulator.solve(squat, tension: $1)) }
  }

  let rows = stride(from: 0.0, through: 100, by: 10).map {
    RigRow(kneeFlexion: radians($0), forces: knee.forces)
  }
  measurements.measure(
    "rig-sweep", note: "\(rows.count) rows, 0 to 100 deg; \(unsolved(knee.simulator.solveRig(rows)))"
  ) {
    knee.simulator.solveRig(rows).reduce(0) { $0 + $1.patellofemoral.force_N }
  }
}

/// Reading: the model, a person's size, an activity, a trial.
func measureReading(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  try measurements.measure("load-model", note: "JSON to checked model") { try loadModel().mass }
  let person = knee.simulator.person
  measurements.measure("scale-model", note: "to a person") { knee.model.scaled(to: person).mass }
  try measurements.measure("read-activity", note: "squat, 101 frames") { try knee.motion("squat").duration }

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
  try measurements.measure("read-trial", note: "OpenSim, 3 files, \(bytes / 1000) kB, to \(frames) frames") {
    try read().duration
  }
}

private func impulse(_ frames: [FrameResult]) -> Double {
  summarize(frames).patellofemoral_impulse_BW_percent
}

private func unsolved(_ frames: [FrameResult]) -> String {
  let count = frames.count { $0.status != "converged" }
  return count == 0 ? "all converged" : "\(count) not converged"
}
