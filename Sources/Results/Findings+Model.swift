import Scenarios

extension Finding {
  /// Frames in which a part of the model is at the end of what it describes: one note for each such part.
  static func clamps(in states: [StateResult]) -> [Finding] {
    let words = Set(states.flatMap { $0.frames.flatMap { $0.clamps ?? [] } }).sorted()
    return words.map { clamp in
      let found = FramePlace.all(in: states) { $0.clamps?.contains(clamp) ?? false }
      return Finding(
        status: .done, message: "\(clamp.replacing("_", with: " ")): \(FramePlace.count(found, in: states))")
    }
  }

  /// Frames in which the modeled knee has no balance near its path: a failure of the knee, not of the muscles.
  static func slips(in states: [StateResult]) -> Finding? {
    let found = FramePlace.all(in: states) { $0.status == "converged" && $0.hasSlipped }
    guard let first = found.first else { return nil }
    return Finding(
      status: .cannotBeHeld,
      message:
        "the modeled knee slips: its shin bone finds no balance near its path on the thigh bone and comes to rest"
        + " more than 25 mm away, first at \(first.words(in: states)), \(FramePlace.count(found, in: states));"
        + " the numbers of these frames are not those of a knee, and moments missing there need not mean that muscles are"
        + " too weak"
    )
  }

  /// Frames with a knee that no living one would be: the shin bone further from its passive place than a torn ligament
  /// lets it go, or a ligament pulled harder than one tears. Limits: 15 mm of translation; 2200 N, about the strength of a
  /// young anterior cruciate (Woo et al. 1991 Am J Sports Med 19:217).
  static func beyondHuman(in states: [StateResult]) -> Finding? {
    let found = FramePlace.all(in: states) { frame in
      let ligaments = frame.ligaments_N
      return frame.status == "converged"
        && (abs(frame.tibiofemoral.anterior_translation_mm) > 15
          || max(ligaments.acl, ligaments.pcl, ligaments.mcl, ligaments.lcl) > 2200)
    }
    guard let first = found.first else { return nil }
    let frame = first.frame(in: states)
    let shift = frame.tibiofemoral.anterior_translation_mm
    return Finding(
      status: .done, level: .careful,
      message:
        "no living knee would hold this: shin bone \(fixedNumber(shift.magnitude, 0)) mm"
        + " \(shift < 0 ? "backward" : "forward") of its passive place, anterior cruciate \(fixedNumber(frame.ligaments_N.acl, 0)) N, posterior"
        + " \(fixedNumber(frame.ligaments_N.pcl, 0)) N at \(first.words(in: states)); "
        + FramePlace.count(found, in: states))
  }
}
