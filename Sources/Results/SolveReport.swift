import Scenarios

extension ResultsDocument {
  /// One state for people: a table through the motion, the peaks, and what was assumed.
  ///
  /// - Parameters:
  ///   - tension: what is said of the person's tension; nil when it is healthy.
  public func solveReport(_ context: ReportContext, tension: String?) -> String {
    precondition(states.count == 1, "a solve report shows one state, not \(states.count)")
    let state = states[0]
    var table = TextTable(
      [
        .init("phase", unit: "%"), .init("knee", unit: "deg"), .init("kneecap", unit: "BW"),
        .init("kneecap", unit: "N"),
        .init("knee joint", unit: "BW"), .init("quadriceps", unit: "N"), .init("tendon", unit: "N"),
        .init("area", unit: "mm2"), .init("stress", unit: "MPa"), .init("peak", unit: "MPa"),
      ])
    for index in Self.shownFrames(of: state.frames.count) {
      let frame = state.frames[index]
      table.add([
        frame.phase_percent.map { fixedNumber($0, 0) } ?? "", fixedNumber(frame.knee_flexion_deg, 0),
        fixedNumber(frame.patellofemoral.force_BW, 2), fixedNumber(frame.patellofemoral.force_N, 0),
        fixedNumber(frame.tibiofemoral.force_BW, 2), fixedNumber(frame.quadriceps_force_N, 0),
        fixedNumber(frame.patellar_tendon_force_N, 0), fixedNumber(frame.patellofemoral.area_mm2, 0),
        fixedNumber(frame.patellofemoral.mean_stress_MPa, 1),
        fixedNumber(frame.patellofemoral.peak_pressure_MPa, 1),
      ])
    }
    let shown = Self.shownFrames(of: state.frames.count).count
    let all =
      shown == state.frames.count
      ? "" : " (\(shown) of \(state.frames.count) frames; --json and --csv have all)"
    let title = context.style.bold("Forces in the knee: \(activity?.name ?? "")") + all
    let notes =
      [Note(label: "tension", text: tension ?? "none: every muscle healthy")]
      + context.notes(for: self) + context.closing()
    return title + "\n\n" + table.text(context.style) + "\n" + Self.peaks(of: state.summary) + "\n"
      + (state.sensitivities?.text(context.style) ?? "") + Note.text(notes)
  }

  /// The peaks in one sentence per joint.
  private static func peaks(of summary: Summary) -> String {
    let phase = summary.peak_phase_percent.map { " at \(fixedNumber($0, 0)) % of the motion" } ?? ""
    let impulse = summary.impulse.map { "; impulse \(fixedNumber($0, 0)) BW %" } ?? ""
    return wrapped(
      "Peak kneecap force \(fixedNumber(summary.peak_patellofemoral_force_BW, 2)) BW"
        + " (\(fixedNumber(summary.peak_patellofemoral_force_N, 0)) N)\(phase)\(impulse); peak knee joint force"
        + " \(fixedNumber(summary.peak_tibiofemoral_force_BW, 2)) BW; mean stress up to"
        + " \(fixedNumber(summary.peak_mean_stress_MPa, 1)) MPa, pressure up to"
        + " \(fixedNumber(summary.peak_pressure_MPa, 1)) MPa.")
  }

  /// A rig for people: one row per frame, and what was assumed.
  ///
  /// - Parameter forces: the muscle forces and outside forces in words.
  public func rigReport(_ context: ReportContext, forces: String) -> String {
    precondition(states.count == 1, "a rig report shows one state, not \(states.count)")
    var table = TextTable(
      [
        .init("knee", unit: "deg"), .init("kneecap", unit: "N"), .init("tendon", unit: "N"),
        .init("quadriceps", unit: "N"), .init("lever", unit: "mm"), .init("area", unit: "mm2"),
        .init("stress", unit: "MPa"), .init("peak", unit: "MPa"), .init("lateral", unit: "%"),
        .init("tibia fwd", unit: "mm"), .init("ACL", unit: "N"), .init("PCL", unit: "N"),
      ])
    for frame in states[0].frames {
      table.add([
        fixedNumber(frame.knee_flexion_deg, 1), fixedNumber(frame.patellofemoral.force_N, 0),
        fixedNumber(frame.patellar_tendon_force_N, 0), fixedNumber(frame.quadriceps_force_N, 0),
        fixedNumber(frame.quadriceps_moment_arm_mm, 1), fixedNumber(frame.patellofemoral.area_mm2, 0),
        fixedNumber(frame.patellofemoral.mean_stress_MPa, 2),
        fixedNumber(frame.patellofemoral.peak_pressure_MPa, 2),
        fixedNumber(100 * frame.patellofemoral.lateral_share, 0),
        fixedNumber(frame.tibiofemoral.anterior_translation_mm, 1), fixedNumber(frame.ligaments_N.acl, 0),
        fixedNumber(frame.ligaments_N.pcl, 0),
      ])
    }
    let notes = [Note(label: "forces", text: forces)] + context.notes(for: self) + context.closing()
    return context.style.bold("Rig: muscle forces given") + "\n\n" + table.text(context.style) + "\n"
      + Note.text(notes)
  }
}
