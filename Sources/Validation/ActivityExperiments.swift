import Activities
import Knee
import Scenarios

// Built-in activities of the default person (75 kg, 1.75 m, male), healthy tension, squared activations. Peaks are taken
// over the frames that converged; the notes say how many did not.

/// The two peaks of an activity and what belongs to them.
private struct Peaks {
  let summary: Summary
  let frames: [FrameResult]
  private let motionIsMeasured: Bool

  init(_ activity: String, _ bench: Bench, tension: [MuscleTension]? = nil) throws {
    frames = try bench.perform(activity, tension: tension)
    guard frames.contains(where: { $0.status == "converged" }) else {
      throw Unsolved(reason: "\(activity): no frame converged")
    }
    summary = summarize(frames)
    motionIsMeasured = try Activity.motion(named: activity, person: bench.person.person).isMeasured
  }

  /// Phase of the peak, demanded moment and flexion there, frames that did not converge, reserve moments.
  func note(_ load: (FrameResult) -> Double) -> String {
    let solved = frames.filter { $0.status == "converged" }
    guard let peak = solved.max(by: { load($0) < load($1) }) else { return "" }
    var parts = [
      "peak at \(text(peak.phase_percent ?? 0, 0)) %: knee \(text(peak.knee_flexion_deg, 0)) deg, "
        + "\(text(peak.net_moment_Nm.knee, 0)) N·m, quadriceps \(text(peak.quadriceps_force_N, 0)) N"
    ]
    if !motionIsMeasured { parts.append("curves reconstructed, not measured") }
    if solved.count < frames.count { parts.append("\(frames.count - solved.count) frames did not converge") }
    let reserve = solved.map {
      max(abs($0.reserve_Nm.hip), abs($0.reserve_Nm.knee), abs($0.reserve_Nm.ankle))
    }
    if let largest = reserve.max(), largest > 0.05 {
      parts.append("moments short of muscles by up to \(text(largest, 1)) N·m")
    }
    return parts.joined(separator: "; ")
  }

  /// Largest patellofemoral contact force, body weights.
  var patellofemoral: Outcome {
    Outcome(value: summary.peak_patellofemoral_force_BW, note: note { $0.patellofemoral.force_BW })
  }

  /// Largest tibiofemoral contact force, body weights.
  var tibiofemoral: Outcome {
    Outcome(value: summary.peak_tibiofemoral_force_BW, note: note { $0.tibiofemoral.force_BW })
  }
}

extension Experiment {
  /// G3-1, G4-1: the largest magnitude of either contact force over the stride of the group's mean walking, BW.
  static let walking = Experiment(ids: ["G3-1", "G4-1"]) { bench in
    let peaks = try Peaks("walking", bench)
    return ["G3-1": peaks.patellofemoral, "G4-1": peaks.tibiofemoral]
  }

  /// G3-2a, G4-2a: the same for climbing stairs.
  static let stairAscent = Experiment(ids: ["G3-2a", "G4-2a"]) { bench in
    let peaks = try Peaks("stair-ascent", bench)
    return ["G3-2a": peaks.patellofemoral, "G4-2a": peaks.tibiofemoral]
  }

  /// G3-2b, G4-2b: the same for descending them.
  static let stairDescent = Experiment(ids: ["G3-2b", "G4-2b"]) { bench in
    let peaks = try Peaks("stair-descent", bench)
    return ["G3-2b": peaks.patellofemoral, "G4-2b": peaks.tibiofemoral]
  }

  /// G3-4: the largest patellofemoral force of the measured squat, BW; the row also asks that it is larger than the
  /// tibiofemoral force of the same frame.
  /// G6-1: its change in % when the passive stiffness of the four hamstrings falls from 1.0 to 0.9, no involuntary
  /// tension before or after.
  static let squat = Experiment(ids: ["G3-4", "G6-1"]) { bench in
    let peaks = try Peaks("squat", bench)
    var outcome = peaks.patellofemoral
    guard
      let frame = peaks.frames.first(where: {
        $0.patellofemoral.force_N == peaks.summary.peak_patellofemoral_force_N
      })
    else { preconditionFailure("a peak without its frame") }
    outcome.alsoHolds = frame.patellofemoral.force_N > frame.tibiofemoral.force_N
    outcome.note += "; tibiofemoral \(text(frame.tibiofemoral.force_BW, 2)) BW in that frame"

    let muscles = bench.person.model.muscles
    var tension = [MuscleTension](repeating: .healthy, count: muscles.count)
    for i in MuscleGroup.hamstrings.members(among: muscles) { tension[i].stiffness = 0.9 }
    let softer = try Peaks("squat", bench, tension: tension)
    let (before, after) = (
      peaks.summary.peak_patellofemoral_force_N, softer.summary.peak_patellofemoral_force_N
    )
    return [
      "G3-4": outcome,
      "G6-1": Outcome(
        value: 100 * (after / before - 1), note: "from \(text(before, 1)) to \(text(after, 1)) N"),
    ]
  }
}
