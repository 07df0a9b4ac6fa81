import Knee

/// What the leg does: joint angles, net moments and ground reaction over time, normalised to the person.
public struct Motion: Sendable, Equatable {
  /// How the inclination of the thigh against the vertical was found.
  public enum ThighRule: String, Sendable {
    /// pelvis tilt + hip flexion, from a trial that has both
    case pelvisTiltPlusHip = "pelvis tilt plus hip flexion"
    /// knee flexion - ankle dorsiflexion: the foot stays flat
    case flatFoot = "foot flat: knee flexion minus ankle dorsiflexion"
    /// hip flexion minus the mean tilt of the pelvis against which it was measured, found where the foot is flat on the
    /// ground: there the thigh is inclined by knee flexion minus dorsiflexion
    case flatFootPhase = "hip flexion minus the pelvic tilt seen while the foot is flat (15-35 %)"
    /// hip flexion under an upright trunk
    case uprightTrunk = "upright trunk: hip flexion"
  }

  public var name: String
  /// One line on what the person does.
  public var title: String
  /// Where the numbers come from.
  public var source: String
  public var licence: String
  /// False when the curves were reconstructed rather than measured.
  public var isMeasured: Bool
  /// A cycle: the last frame leads on to the first.
  public var isPeriodic: Bool
  public var thighRule: ThighRule
  /// What a reader must know (reconstructed curves, borrowed ground reaction, invalid phases).
  public var caveats: [String]
  /// What makes the numbers doubtful: a unit that they do not look like.
  public var doubts: [String] = []
  public var frames: [MotionFrame]

  /// Licence of a motion that the user brought.
  static let usersOwn = "the user's own data"
  /// True for a motion out of the user's files: whether it was measured only the user knows.
  public var isUsersOwn: Bool { licence == Self.usersOwn }

  public init(
    name: String, title: String, source: String, licence: String, isMeasured: Bool, isPeriodic: Bool,
    thighRule: ThighRule, caveats: [String], frames: [MotionFrame]
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.licence = licence
    self.isMeasured = isMeasured
    self.isPeriodic = isPeriodic
    self.thighRule = thighRule
    self.caveats = caveats
    self.frames = frames
  }

  /// Seconds from the first frame to the last; 0 for a single pose.
  public var duration: Double { (frames.last?.time ?? 0) - (frames.first?.time ?? 0) }
}

/// One instant of a motion. Angles in rad, angular velocities in rad/s, moments in N·m per kg of body
/// mass, ground reaction in body weights of the person.
public struct MotionFrame: Sendable, Equatable {
  /// 0 to 100 percent of the motion.
  public var phasePercent = 0.0
  /// Seconds from the start.
  public var time = 0.0

  /// Flexion positive.
  public var hipFlexion = 0.0
  /// Flexion positive.
  public var kneeFlexion = 0.0
  /// Dorsiflexion positive.
  public var ankleDorsiflexion = 0.0
  public var hipVelocity = 0.0
  public var kneeVelocity = 0.0
  public var ankleVelocity = 0.0

  /// Net internal moments: hip extension, knee extension, ankle plantarflexion positive.
  public var hipExtensionMoment = 0.0
  public var kneeExtensionMoment = 0.0
  public var anklePlantarflexionMoment = 0.0
  /// False where something else than the foot carries the body (a chair): the hip moment is then not known
  /// and not to be demanded of the muscles; the number is kept as the source gives it.
  public var hipMomentIsValid = true
  /// True where chair and floor carry the leg: no moment is demanded of any joint, and muscles pull with tone and passive
  /// force alone.
  public var isAtRest = false

  /// Ground reaction on this foot, world frame: up and forward positive.
  public var groundReactionVertical = 0.0
  public var groundReactionAnterior = 0.0
  /// Inclination of the thigh, distal end forward positive, rad: 0 hangs down, π/2 is a horizontal thigh in sitting.
  public var thighInclination = 0.0

  public init() {}
}
