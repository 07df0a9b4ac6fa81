import Activities
import Knee
import Scenarios

/// What other programs are given to do, with what this one makes of it: see peers/.
private struct PeerProblems: Encodable {
  /// A recruitment, p = 2, as in `RecruitmentProblem`; `activations` are the answer.
  struct Recruitment: Encodable {
    var momentPerActivation, weight, lower, upper, demand, activations: [Double]
  }

  /// A frame of the squat of the right leg: s, rad, rad/s, N, N·m.
  struct Frame: Encodable {
    var time, thighInclination: Double
    /// Hip flexion, knee flexion, ankle dorsiflexion, and their velocities.
    var angles, velocities: [Double]
    /// Of the ground on the foot: anterior, up.
    var groundReaction: [Double]
    var kneeExtensionMoment: Double
    /// The answer.
    var quadricepsForce, patellofemoralForce: Double
  }

  var rows: [Measurement]
  var recruitments: [Recruitment]
  var frames, framesWithTone: [Frame]
}

/// `benchmarks peers FILE`: times the rows that peers are held against, and writes the problems and answers.
func writePeerProblems(_ arguments: [String]) throws {
  guard arguments.count == 1 else { throw BenchmarkError(description: usage) }
  let knee = try LoadedKnee()
  var measurements = Measurements()
  try measureRecruitment(2, &measurements)
  try measureCoupledFrame(knee, "coupled-frame", "squat", &measurements)
  let squat = try knee.motion("squat")
  measurements.measure("frame-with-results", per: squat.frames.count) {
    Double(knee.simulator.solve(squat, tension: knee.healthy).count)
  }

  let recruitments = recruitmentProblems(exponent: 2).map { problem in
    var activations = [Double](repeating: 0, count: problem.muscleCount)
    _ = problem.solve(into: &activations)
    return PeerProblems.Recruitment(
      momentPerActivation: problem.momentPerActivation, weight: problem.weight, lower: problem.lower,
      upper: problem.upper, demand: (0..<3).map { problem.demand[$0] }, activations: activations)
  }
  try writeJSON(
    PeerProblems(
      rows: measurements.rows, recruitments: recruitments,
      frames: frames(squat, of: knee, tension: knee.healthy),
      framesWithTone: frames(squat, of: knee, tension: knee.hamstringTone(0.1))),
    to: arguments[0])
}

private func frames(_ motion: Motion, of knee: LoadedKnee, tension: [MuscleTension]) -> [PeerProblems.Frame] {
  let person = knee.simulator.person
  return zip(motion.frames, knee.simulator.solve(motion, tension: tension)).map { frame, result in
    PeerProblems.Frame(
      time: frame.time, thighInclination: frame.thighInclination,
      angles: [frame.hipFlexion, frame.kneeFlexion, frame.ankleDorsiflexion],
      velocities: [frame.hipVelocity, frame.kneeVelocity, frame.ankleVelocity],
      groundReaction: [frame.groundReactionAnterior, frame.groundReactionVertical].map {
        $0 * person.bodyWeight
      },
      kneeExtensionMoment: frame.kneeExtensionMoment * person.mass,
      quadricepsForce: result.quadriceps_force_N, patellofemoralForce: result.patellofemoral.force_N)
  }
}
