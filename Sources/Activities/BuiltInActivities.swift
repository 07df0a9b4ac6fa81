import Knee

/// An activity whose curves are a file of `data/activities`.
struct BuiltInActivity {
  var name: String
  var title: String
  /// File under `data/activities`.
  var file: String
  /// File under `data/activities` that lends its ground reaction, phase for phase.
  var groundReactionFile: String?
  var thighRule: Motion.ThighRule
  var isPeriodic = false
  var isMeasured = true
  var caveats: [String] = []
}

enum BuiltInActivities {
  /// Frames of every activity: 0, 1, …, 100 %.
  static let frameCount = 101

  static let all = [
    BuiltInActivity(
      name: "walking", title: "level walking at self-selected speed, mean of a group of healthy people",
      file: "cc-by-sa-4.0/walking_pinzone2014_centre2.csv",
      groundReactionFile: "walking_gait2392_subject01.csv", thighRule: .flatFootPhase, isPeriodic: true,
      caveats: [
        "ground reaction borrowed from the adult of walking-adult, phase for phase: the group's was not published",
        "stride time of 1.1 s assumed",
      ]),
    BuiltInActivity(
      name: "walking-adult", title: "level walking, one stride of one adult",
      file: "walking_gait2392_subject01.csv", thighRule: .flatFootPhase, isPeriodic: true,
      caveats: [
        "moments of the last fifth of the stride (swing) are interpolated: the source's end at 79 %",
        "an unusually large knee flexion moment in late stance",
      ]),
    BuiltInActivity(
      name: "squat", title: "squat with body weight to a depth of the person's own choice, down and up",
      file: "squat_opencap_subject4.csv", thighRule: .flatFoot,
      caveats: ["one person, mean of five repetitions and both legs"]),
    BuiltInActivity(
      name: "chair-rise", title: "rising from a chair", file: "sit_to_stand_opencap_subject4.csv",
      thighRule: .flatFoot, caveats: ["one person, mean of five brisk repetitions and both legs"]),
    BuiltInActivity(
      name: "sitting-down", title: "sitting down on a chair", file: "stand_to_sit_opencap_subject4.csv",
      thighRule: .flatFoot, caveats: ["one person, mean of five repetitions and both legs"]),
    BuiltInActivity(
      name: "stair-ascent", title: "climbing stairs step over step (reconstructed)",
      file: "stair_ascent_reconstructed.csv", thighRule: .flatFootPhase, isPeriodic: true, isMeasured: false,
      caveats: ["reconstructed from published peaks, not measured"]),
    BuiltInActivity(
      name: "stair-descent", title: "descending stairs step over step (reconstructed)",
      file: "stair_descent_reconstructed.csv", thighRule: .flatFootPhase, isPeriodic: true, isMeasured: false,
      caveats: ["reconstructed from published peaks, not measured"]),
  ]
}

extension BuiltInActivity {
  /// The motion of 101 frames: curves with continuous curvature through the file's samples.
  func motion() throws(InputError) -> Motion {
    let samples = try ActivitySamples(file, isPeriodic: isPeriodic)
    let lender = try groundReactionFile.map { name throws(InputError) in
      try ActivitySamples(name, isPeriodic: isPeriodic)
    }
    let reaction = lender ?? samples
    let duration = samples.duration
    var curves = MotionCurves(
      hip: try samples.curve("hip_flexion_deg", scale: radiansPerDegree),
      knee: try samples.curve("knee_flexion_deg", scale: radiansPerDegree),
      ankle: try samples.curve("ankle_dorsiflexion_deg", scale: radiansPerDegree),
      hipMoment: try samples.momentCurve("hip_extension_moment_Nm_kg"),
      kneeMoment: try samples.momentCurve("knee_extension_moment_Nm_kg"),
      ankleMoment: try samples.momentCurve("ankle_plantarflexion_moment_Nm_kg"),
      vertical: try reaction.polygon("grf_vertical_BW", duration: duration),
      anterior: try reaction.polygon("grf_anterior_BW", duration: duration), pelvisTilt: nil,
      thighRule: thighRule)
    curves.meanTilt = curves.tiltWhileFootIsFlat(duration: duration)

    // Frames, with the phases in which a chair takes part marked.
    let hipMomentIsValid = samples.hipMomentIsValid
    let last = Double(BuiltInActivities.frameCount - 1)
    let frames = (0..<BuiltInActivities.frameCount).map { index in
      let part = Double(index) / last
      var frame = curves.frame(at: part * duration, phasePercent: Double(index), time: part * duration)
      frame.hipMomentIsValid = hipMomentIsValid.contains(frame.phasePercent)
      return frame
    }
    return Motion(
      name: name, title: title, source: source(samples, lender), licence: licence(samples, lender),
      isMeasured: isMeasured, isPeriodic: isPeriodic, thighRule: thighRule,
      caveats: caveats + samples.caveats(reaction: reaction), frames: frames)
  }

  private func source(_ samples: ActivitySamples, _ lender: ActivitySamples?) -> String {
    samples.note("source") + (lender.map { "; ground reaction: " + $0.note("source") } ?? "")
  }

  private func licence(_ samples: ActivitySamples, _ lender: ActivitySamples?) -> String {
    samples.note("license") + (lender.map { "; ground reaction: " + $0.note("license") } ?? "")
  }
}
