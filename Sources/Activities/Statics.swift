import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standing and squatting from the statics of body segments: both feet flat, the body at rest and in balance.
///
/// What is assumed: the ankle follows the knee (`dorsiflexion(kneeFlexion:)`), the center of mass of the body
/// stays over one point of the foot (`footPoint`), and the trunk leans as far as that demands, with the arms
/// hanging. Each foot then carries half the body, straight up, at that point.
enum Statics {
  /// Knee flexion of relaxed standing, rad (5°).
  static let standingFlexion = 5 * radiansPerDegree
  /// Range of the depth of a squat, rad (0 to 120°).
  static let depthRange = 0...120 * radiansPerDegree
  /// Where the center of mass stands, fraction of the foot's length from the heel: 4 to 5 cm before the ankle,
  /// as in quiet standing (Winter 1995 Gait Posture 3:193-214, recalled), so that the trunk is upright there.
  static let footPoint = 0.35
  /// Frames of a squat, evenly spaced in knee flexion from standing to the depth.
  static let squatFrameCount = 51
  /// Seconds that the way down is shown to take; the poses are at rest all the same.
  static let nominalDescent = 2.0

  /// Ankle dorsiflexion, rad, for a knee flexion, rad: 3° + 30° tanh(knee / 60°).
  ///
  /// Half as fast as the knee at first, below 33° always; with less a body with heavy thighs could not balance a
  /// squat to 120°. The measured squat (data/activities/squat_opencap_subject4.csv) passes 21° at 33° of knee
  /// flexion and 27° at 53°, this curve 18° and 24°.
  static func dorsiflexion(kneeFlexion: Double) -> Double {
    let atRest = 3 * radiansPerDegree
    let rise = 30 * radiansPerDegree
    return atRest + rise * tanh(kneeFlexion / (2 * rise))
  }

  /// A pose in balance. Positions in m: x forward from the ankle, y up from the ground.
  struct Pose {
    var kneeFlexion, dorsiflexion: Double
    /// Forward lean of the trunk against the vertical, rad.
    var trunkLean: Double
    var knee, hip: (x: Double, y: Double)
    /// Centers of mass.
    var footMass, shankMass, thighMass, trunkMass: (x: Double, y: Double)
    /// Where the ground carries both feet and over which the center of mass stands.
    var support: Double

    /// rad, distal end forward positive: the shank leans forward by the dorsiflexion, the thigh back from it.
    var thighInclination: Double { kneeFlexion - dorsiflexion }
    var hipFlexion: Double { thighInclination + trunkLean }
  }

  /// The pose in balance at a knee flexion, rad.
  static func pose(kneeFlexion: Double, _ body: BodySegments) -> Pose {
    let dorsiflexion = dorsiflexion(kneeFlexion: kneeFlexion)
    let thighInclination = kneeFlexion - dorsiflexion
    typealias Point = (x: Double, y: Double)
    func along(_ from: Point, _ length: Double, _ forward: Double) -> Point {
      (from.x + length * sin(forward), from.y + length * cos(forward))
    }

    // Up the leg from the ankle.
    let ankle: Point = (0, body.ankleHeight)
    let knee = along(ankle, body.shank.length, dorsiflexion)
    let shankMass = along(ankle, body.shank.length - body.shank.centerOfMass, dorsiflexion)
    let hip = along(knee, body.thigh.length, -thighInclination)
    let thighMass = along(knee, body.thigh.length - body.thigh.centerOfMass, -thighInclination)
    let footMass: Point = (body.foot.centerOfMass - body.ankleFromHeel, body.ankleHeight / 2)

    // The trunk brings the center of mass over the point of support.
    let support = footPoint * body.foot.length - body.ankleFromHeel
    let legs =
      2
      * (body.foot.massFraction * footMass.x + body.shank.massFraction * shankMass.x
        + body.thigh.massFraction * thighMass.x)
    let reach = (support - legs) / body.trunkMassFraction - hip.x
    let trunkLean = asin(reach / body.trunkCenterOfMass)
    precondition(trunkLean.isFinite, "no lean of the trunk balances this pose")
    return Pose(
      kneeFlexion: kneeFlexion, dorsiflexion: dorsiflexion, trunkLean: trunkLean, knee: knee, hip: hip,
      footMass: footMass, shankMass: shankMass, thighMass: thighMass,
      trunkMass: along(hip, body.trunkCenterOfMass, trunkLean), support: support)
  }

  /// The frame of a pose: net moments from the ground reaction and the weight of the segments below each joint.
  static func frame(_ pose: Pose, _ body: BodySegments) -> MotionFrame {
    let g = Person.gravity
    let (foot, shank, thigh) = (body.foot.massFraction, body.shank.massFraction, body.thigh.massFraction)
    var frame = MotionFrame()
    frame.hipFlexion = pose.hipFlexion
    frame.kneeFlexion = pose.kneeFlexion
    frame.ankleDorsiflexion = pose.dorsiflexion
    frame.thighInclination = pose.thighInclination
    frame.groundReactionVertical = 0.5

    // The ground pushes up before the ankle, behind the knee and before the hip.
    frame.anklePlantarflexionMoment = g * (0.5 * pose.support - foot * pose.footMass.x)
    let knee = pose.knee.x
    frame.kneeExtensionMoment =
      g * (0.5 * (knee - pose.support) - foot * (knee - pose.footMass.x) - shank * (knee - pose.shankMass.x))
    let hip = pose.hip.x
    frame.hipExtensionMoment =
      g
      * (0.5 * (pose.support - hip) - foot * (pose.footMass.x - hip) - shank * (pose.shankMass.x - hip)
        - thigh * (pose.thighMass.x - hip))
    return frame
  }

  /// Quiet standing on both feet: one frame.
  static func standing(_ person: Person) throws(InputError) -> Motion {
    let body = try BodySegments(person)
    return motion(
      "standing", title: "quiet standing on both feet, knees flexed by 5 deg",
      frames: [frame(pose(kneeFlexion: standingFlexion, body), body)])
  }

  /// A squat on both feet, so slow that only weight counts, from standing down to the depth (knee flexion, rad).
  /// Throws `InputError` (usage) for a depth outside `depthRange`.
  static func squat(depth: Double, _ person: Person) throws(InputError) -> Motion {
    // A last bit lost between degrees and radians is no reason to refuse the end of the range.
    guard depth >= -1e-9, depth <= depthRange.upperBound + 1e-9 else {
      throw InputError(
        .usage, place: "depth",
        problem: "a squat to \(Plausible.shown(depth / radiansPerDegree)) deg is out of range",
        allowed: "\(Plausible.shown(depthRange.lowerBound / radiansPerDegree)) to "
          + "\(Plausible.shown(depthRange.upperBound / radiansPerDegree)) deg of knee flexion")
    }
    let body = try BodySegments(person)
    let frames = (0..<squatFrameCount).map { index in
      let part = Double(index) / Double(squatFrameCount - 1)
      let flexion = standingFlexion + part * (depth - standingFlexion)
      var frame = frame(pose(kneeFlexion: flexion, body), body)
      frame.phasePercent = 100 * part
      frame.time = nominalDescent * part
      return frame
    }
    return motion(
      "squat",
      title:
        "slow squat on both feet, from standing down to \(Plausible.shown(depth / radiansPerDegree)) deg",
      frames: frames)
  }

  private static func motion(_ name: String, title: String, frames: [MotionFrame]) -> Motion {
    Motion(
      name: name, title: title,
      source:
        "statics of body segments: de Leva 1996 (masses), Drillis and Contini after Winter 2009 (lengths)",
      licence: "computed here", isMeasured: false, isPeriodic: false, thighRule: .flatFoot,
      caveats: [
        "computed, not measured: feet flat, center of mass over 35 % of the foot's length, arms hanging, at rest"
      ], frames: frames)
  }
}
