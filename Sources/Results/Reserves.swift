import Scenarios

/// What the muscles leave of one joint's moments, over all states of a call.
struct Reserves {
  let joint: LegJoint
  let states: [StateResult]
  /// N·m: above it the joint is not held.
  let limit: Double
  let limits: Finding.Limits
  /// Frames above the limit, and those below it that are worth a word.
  let large, small: [FramePlace]

  init(_ joint: LegJoint, in states: [StateResult], limit: Double, _ limits: Finding.Limits) {
    self.joint = joint
    self.states = states
    self.limit = limit
    self.limits = limits
    // The reserve of a frame that did not converge is no result.
    let solved = FramePlace.all(in: states) { $0.status == "converged" }
    func size(_ place: FramePlace) -> Double { joint.moments(place.frame(in: states)).reserve.magnitude }
    large = solved.filter { size($0) > limit }
    small = solved.filter { size($0) > limits.noted && size($0) <= limit }
  }

  /// The frame with the largest reserve.
  private func worst(of places: [FramePlace]) -> FramePlace? {
    func size(_ place: FramePlace) -> Double { joint.moments(place.frame(in: states)).reserve.magnitude }
    // The first of equals.
    return places.reduce(nil) { best, place in
      guard let best, size(best) >= size(place) else { return place }
      return best
    }
  }

  /// A joint that is not held: shortfall, frame and limiting muscles where it is worst; nil when it is held.
  var shortfall: Finding? {
    // Where the knee has slipped, what is missing says little about muscles.
    let onPath = large.filter { !$0.frame(in: states).hasSlipped }
    let shown = onPath.isEmpty ? large : onPath
    guard let worst = worst(of: shown) else { return nil }
    let frame = worst.frame(in: states)
    let (reserve, demand) = joint.moments(frame)
    let share =
      demand == 0
      ? ""
      : " (\(fixedNumber(100 * (reserve / demand).magnitude, 0)) % of \(fixedNumber(demand.magnitude, 1)) N·m)"
    let limiting = frame.muscles.filter {
      $0.value.activation >= limits.activation && joint.isMover($0.key, positive: reserve > 0)
    }.keys.sorted().map(MuscleWords.spoken)
    let reason =
      limiting.isEmpty
      ? "no muscle is at its limit: other joints or involuntary tension bind them"
      : "at their limit: " + limiting.joined(separator: ", ")
    let beginning =
      onPath.isEmpty
      ? "in a knee that has slipped off, which need not mean weak muscles, "
      : "these muscles cannot hold the task: "
    return Finding(
      status: .cannotBeHeld,
      message: beginning + "\(joint.rawValue) \(joint.action(positive: reserve > 0))"
        + " falls short by \(fixedNumber(reserve.magnitude, 1)) N·m\(share) at \(worst.words(in: states)),"
        + " \(FramePlace.count(shown, in: states)); \(reason)")
  }

  /// What a frame lacks, in words; nil when its reserve is within the limit.
  func lack(in frame: FrameResult) -> String? {
    let reserve = joint.moments(frame).reserve
    guard reserve.magnitude > limit else { return nil }
    return
      "\(fixedNumber(reserve.magnitude, 1)) N·m of \(joint.rawValue) \(joint.action(positive: reserve > 0))"
  }

  /// The joint's part of the note on small reserves; nil when it has none, or is not held anyway.
  var note: String? {
    guard large.isEmpty, let worst = worst(of: small) else { return nil }
    let (reserve, demand) = joint.moments(worst.frame(in: states))
    return "\(joint.rawValue) \(joint.action(positive: reserve > 0)) up to"
      + " \(fixedNumber(reserve.magnitude, 2)) N·m of \(fixedNumber(demand.magnitude, 1)) N·m in"
      + " \(FramePlace.count(small, in: states)) (counts as not held above \(fixedNumber(limit, 1)) N·m)"
  }
}

extension LegJoint {
  /// What the muscles did not supply of the joint's moment, and what was asked, N·m.
  func moments(_ frame: FrameResult) -> (reserve: Double, demand: Double) {
    switch self {
    case .hip: (frame.reserve_Nm.hip, frame.net_moment_Nm.hip)
    case .knee: (frame.reserve_Nm.knee, frame.net_moment_Nm.knee)
    case .ankle: (frame.reserve_Nm.ankle, frame.net_moment_Nm.ankle)
    }
  }
}
