import Knee

extension Statics {
  /// Knee flexion of sitting unless another is asked for, rad (90°): the shank hangs straight down.
  static let sittingFlexion = Double.pi / 2
  /// Range of the knee flexion in sitting, rad (30 to 120°): the foot before the chair, or under it.
  static let sittingRange = 30 * radiansPerDegree...120 * radiansPerDegree
  /// As far as the ankle follows a flat foot in sitting, rad (20°); beyond that heel or toes leave the floor.
  static let sittingAnkle = 20 * radiansPerDegree

  /// Sitting at rest: thigh level on the chair, trunk upright, the foot on the floor. One frame.
  ///
  /// The chair carries the thigh, and the floor shank and foot. With the knee at 90° the weight of the foot lies m_foot x_foot
  /// before the ankle; the floor balances it at x = m_foot x_foot / (m_shank + m_foot), under the foot (1.6 cm before the
  /// ankle), and so neither ankle nor knee has a moment of weight. So no moment is demanded of the muscles: demanding zero
  /// would set the hamstrings against a stiff quadriceps, where the floor does that by pushing at the foot. This push (the
  /// passive moment over the length of a shank, some newtons) and, at other flexions, the part of the shank's weight that
  /// lies on the thigh are left out.
  ///
  /// Throws `InputError` (usage) for a knee flexion, rad, outside `sittingRange`.
  static func sitting(kneeFlexion: Double = sittingFlexion, _ person: Person) throws(InputError) -> Motion {
    let degrees = kneeFlexion / radiansPerDegree
    guard kneeFlexion >= sittingRange.lowerBound - 1e-9, kneeFlexion <= sittingRange.upperBound + 1e-9 else {
      throw InputError(
        .usage, place: "depth",
        problem: "sitting with the knee at \(Plausible.shown(degrees)) deg is out of range",
        allowed: "\(Plausible.shown(sittingRange.lowerBound / radiansPerDegree)) to "
          + "\(Plausible.shown(sittingRange.upperBound / radiansPerDegree)) deg of knee flexion")
    }
    let body = try BodySegments(person)
    var frame = MotionFrame()
    frame.thighInclination = .pi / 2
    frame.hipFlexion = .pi / 2
    frame.kneeFlexion = kneeFlexion
    frame.ankleDorsiflexion = min(max(kneeFlexion - frame.thighInclination, -sittingAnkle), sittingAnkle)
    frame.groundReactionVertical = body.shank.massFraction + body.foot.massFraction
    frame.hipMomentIsValid = false
    frame.isAtRest = true
    return Motion(
      name: "sitting",
      title: "sitting at rest, thigh level, foot on the floor, knee at \(Plausible.shown(degrees)) deg",
      source: "statics of body segments: de Leva 1996 (masses); hip at 90 deg assumed",
      licence: "computed here", isMeasured: false, isPeriodic: false, thighRule: .uprightTrunk,
      caveats: [
        "computed, not measured: chair and floor carry the leg, the muscles hold nothing; they pull with their tone and"
          + " their passive force alone"
      ], frames: [frame])
  }
}
