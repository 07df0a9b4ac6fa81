/// What trials measured of one intervention on muscle: its effect, how long it lasts, and who found it or did not.
///
/// Property names are the keys of `data/interventions.json`. Findings about pain stand in words only: no number for pain is
/// held or computed.
public struct Intervention: Codable, Sendable, Equatable {
  /// The parameter of a person that an intervention changes.
  public enum Target: String, Codable, Sendable {
    /// Factor on passive force of the named muscles.
    case stiffness
    /// Factor on maximal force of the named muscles.
    case strength
    /// Mass of the body.
    case mass
    /// Nothing that this model has.
    case none
  }

  /// A published effect, as a fraction of the present value: -0.13 is 13 % less.
  public struct Effect: Codable, Sendable, Equatable {
    /// Right after a session, or at the end of a programme; above -1 up to 1.
    public var mean: Double
    /// The ends of the published spread, `least` nearer to no change or beyond it; both or neither.
    public var least: Double?
    public var most: Double?
    /// What the ends are, in words.
    public var spread: String?
    /// Where the numbers are from.
    public var basis: String
    /// False when they are from memory.
    public var seen: Bool
  }

  /// How an effect comes and goes; s.
  public struct TimeCourse: Codable, Sendable, Equatable {
    public enum Kind: String, Codable, Sendable {
      /// At once there after each session.
      case session
      /// Builds up over weeks of sessions.
      case programme
    }
    public var kind: Kind
    /// Published time by which the effect is gone, above 0.
    public var gone_after_s: Double
    /// Of a programme: how long the published one lasted, and the time constant of the build-up; above 0.
    public var full_after_s: Double?
    public var build_up_s: Double?
    /// Of a programme: for how long after a session the build-up goes on, at most; above 0.
    public var holds_s: Double?
    public var basis: String
    public var seen: Bool

    /// Time constant of the decay, s: the published time leaves 5 % of the effect, exp(-3).
    public var decayTimeConstant: Double { gone_after_s / 3 }
  }

  public struct Trial: Codable, Sendable, Equatable {
    /// First author and year.
    public var name: String
    /// Participants; nil where several trials stand together or the number is not known.
    public var n: Int?
    public var finding: String
    /// False when the finding is from memory.
    public var finding_seen: Bool
    public var doi: String?
    /// False when the DOI is from memory, or there is none.
    public var doi_seen: Bool
  }

  /// Lower case, hyphens.
  public var name: String
  public var aliases: [String]
  public var title: String
  public var acts_on: Target
  /// Nil where nothing published fits: the person must state it.
  public var effect: Effect?
  /// On which muscle and on whom.
  public var measured_on: String
  /// Nil where nothing comes and goes with time.
  public var time_course: TimeCourse?
  /// Strength of the evidence in words.
  public var evidence: String
  public var remarks: [String]
  /// Trials that found an effect, and trials that found none; neither is empty.
  public var trials_for: [Trial]
  public var trials_against: [Trial]
}

extension Intervention {
  /// True when muscles are changed, and not the body or nothing.
  public var isOnMuscle: Bool { acts_on == .stiffness || acts_on == .strength }

  /// From the smallest to the largest published effect, no change among them; nil where none is published.
  public var publishedRange: ClosedRange<Double>? {
    guard let effect else { return nil }
    let ends = [0, effect.mean, effect.least ?? 0, effect.most ?? 0]
    return (ends.min() ?? 0)...(ends.max() ?? 0)
  }

  /// This intervention as it is used: with the published effect, or with one that the person states.
  public struct Use: Sendable, Equatable {
    public let intervention: Intervention
    /// Fraction of the present value, right after a session or at the end of a programme.
    public let initialEffect: Double
    /// True when the person stated the effect; it then has no spread.
    public let isStated: Bool

    /// - Returns: nil when the intervention has no published effect and none is stated.
    public init?(_ intervention: Intervention, stated: Double? = nil) {
      guard let effect = stated ?? intervention.effect?.mean else { return nil }
      self.intervention = intervention
      initialEffect = effect
      isStated = stated != nil
    }

    private init(_ intervention: Intervention, published: Double) {
      self.intervention = intervention
      initialEffect = published
      isStated = false
    }

    /// The same with either end of the published spread; nil where none is published or the person stated the effect.
    public var ends: (least: Use, most: Use)? {
      guard !isStated, let least = intervention.effect?.least, let most = intervention.effect?.most else {
        return nil
      }
      return (Use(intervention, published: least), Use(intervention, published: most))
    }
  }
}
