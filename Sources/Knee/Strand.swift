import Dense

/// A strand of a ligament, tendon, retinaculum or capsule: a straight spring that only pulls.
public struct Strand: Sendable {
  /// Strands that are reported together.
  public enum Bundle: String, Sendable, CaseIterable {
    case aclAnteromedial = "ACLam"
    case aclPosterolateral = "ACLpl"
    case pclAnterolateral = "PCLal"
    case pclPosteromedial = "PCLpm"
    case mclSuperficial = "MCLs"
    case mclDeep = "MCLd"
    case mclPosterior = "MCLp"
    case lcl = "LCL"
    case popliteofibular = "PFL"
    case posteriorCapsule = "pCAP"
    case iliotibialBand = "ITB"
    case patellarTendon = "PT"
    case lateralPatellofemoral = "lPFL"
    case medialPatellofemoral = "mPFL"
  }

  /// What the strand spans.
  public enum Span: Sendable, Equatable {
    case femurToTibia
    case femurToPatella
    case patellaToTibia
    /// From the pelvis through a point of the femur to the tibia; the part above that point stretches with hip flexion.
    case pelvisToTibia(origin: Vector3)
  }

  public var bundle: Bundle
  public var span: Span
  /// Ends in their own bodies' frames (femur or patella first), m.
  public var from, to: Vector3
  /// Stiffness, N per unit strain.
  public var stiffness: Double
  /// Slack length, m: as calibrated, and as published.
  public var slackLength, publishedSlackLength: Double

  public init(
    bundle: Bundle, span: Span, from: Vector3, to: Vector3, stiffness: Double, slackLength: Double,
    publishedSlackLength: Double
  ) {
    self.bundle = bundle
    self.span = span
    self.from = from
    self.to = to
    self.stiffness = stiffness
    self.slackLength = slackLength
    self.publishedSlackLength = publishedSlackLength
  }

  /// Strain at which the toe region ends (Blankevoort 1991 J Biomech 24:1019: 2 × 0.03).
  public static let transitionStrain = 0.06

  /// Lengths times `factor`, stiffness (a cross-section) times its square.
  public func scaled(by factor: Double) -> Strand {
    var copy = self
    copy.from *= factor
    copy.to *= factor
    copy.stiffness *= factor * factor
    copy.slackLength *= factor
    copy.publishedSlackLength *= factor
    if case .pelvisToTibia(let origin) = span { copy.span = .pelvisToTibia(origin: origin * factor) }
    return copy
  }

  /// Tension (N), its slope in length (N/m) and the stored energy (J) at `length` (m).
  @inline(__always)
  public func tension(at length: Double) -> (energy: Double, force: Double, slope: Double) {
    let strain = (length - slackLength) / slackLength
    let toe = Self.transitionStrain
    guard strain > 0 else { return (0, 0, 0) }
    if strain < toe {
      let force = stiffness * strain * strain / (2 * toe)
      return (force * strain * slackLength / 3, force, stiffness * strain / (toe * slackLength))
    }
    let energy = stiffness * slackLength * (strain * (strain - toe) / 2 + toe * toe / 6)
    return (energy, stiffness * (strain - toe / 2), stiffness / slackLength)
  }
}
