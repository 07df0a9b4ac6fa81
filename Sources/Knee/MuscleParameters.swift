#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a muscle is made of: strength, fibers, tendon, passive curve. SI units and radians.
public struct MuscleParameters: Sendable, Equatable {
  /// Largest active force of the fibers at optimal length and no velocity, N, 0 or more.
  public let maxIsometricForce: Double
  /// Fiber length at which they are strongest, m, above 0.
  public let optimalFiberLength: Double
  /// Tendon length below which it carries nothing, m, above 0.
  public let tendonSlackLength: Double
  /// Angle between fibers and tendon at optimal fiber length, rad, 0 to 1.2. The fibers keep their height:
  /// `l sin(angle)` is constant.
  public let pennationAtOptimal: Double
  /// Largest shortening velocity in optimal fiber lengths per second, above 0.
  public let maxFiberVelocity: Double
  /// Passive force over fiber length.
  public let passiveCurve: PassiveForceLengthCurve

  /// Fiber strain from optimal length where the passive force begins to be felt.
  public var passiveStrainAtZero: Double { passiveCurve.strainAtZero }
  /// Fiber strain from optimal length where the passive force is `maxIsometricForce`.
  public var passiveStrainAtMaxForce: Double { passiveCurve.strainAtMaxForce }

  /// Height of the fibers over optimal fiber length.
  let fiberHeight: Double
  /// Cosine of `pennationAtOptimal`.
  let cosPennation: Double
  /// Shortest fiber the model goes to, over optimal fiber length: 0.2, or where the pennation reaches 84.3 deg (cosine 0.1).
  let shortestFiber: Double

  /// Largest pennation at optimal length, rad.
  public static let pennationRange = 0.0...1.2
  /// Fiber length over optimal fiber length below which a fiber carries nothing.
  public static let slackFiberLength = 0.2
  /// Cosine of the largest pennation a fiber turns to.
  public static let smallestCosPennation = 0.1

  /// Throws `InputError` (data) naming the field that is outside its range or not finite.
  public init(
    maxIsometricForce: Double, optimalFiberLength: Double, tendonSlackLength: Double,
    pennationAtOptimal: Double,
    maxFiberVelocity: Double, passiveStrainAtZero: Double, passiveStrainAtMaxForce: Double
  ) throws(InputError) {
    func check(_ place: String, _ value: Double, _ allowed: String, _ isValid: Bool) throws(InputError) {
      guard value.isFinite && isValid else {
        throw InputError(.data, place: place, problem: "\(value) is not possible", allowed: allowed)
      }
    }
    try check("maxIsometricForce", maxIsometricForce, "0 N or more", maxIsometricForce >= 0)
    try check(
      "optimalFiberLength", optimalFiberLength, "above 0 m, to 1 m",
      optimalFiberLength > 0 && optimalFiberLength <= 1)
    try check(
      "tendonSlackLength", tendonSlackLength, "above 0 m, to 1 m",
      tendonSlackLength > 0 && tendonSlackLength <= 1)
    try check(
      "pennationAtOptimal", pennationAtOptimal, "0 to 1.2 rad",
      Self.pennationRange.contains(pennationAtOptimal))
    try check("maxFiberVelocity", maxFiberVelocity, "above 0 per second", maxFiberVelocity > 0)
    try check(
      "passiveStrainAtZero", passiveStrainAtZero, "-0.5 to 1", (-0.5...1).contains(passiveStrainAtZero))
    try check(
      "passiveStrainAtMaxForce", passiveStrainAtMaxForce, "at least 0.1 above passiveStrainAtZero, to 3",
      passiveStrainAtMaxForce >= passiveStrainAtZero + 0.1 && passiveStrainAtMaxForce <= 3)
    self.init(
      maxIsometricForce: maxIsometricForce, optimalFiberLength: optimalFiberLength,
      tendonSlackLength: tendonSlackLength, pennationAtOptimal: pennationAtOptimal,
      maxFiberVelocity: maxFiberVelocity,
      passiveCurve: PassiveForceLengthCurve(
        strainAtZero: passiveStrainAtZero, strainAtMaxForce: passiveStrainAtMaxForce))
  }

  private init(
    maxIsometricForce: Double, optimalFiberLength: Double, tendonSlackLength: Double,
    pennationAtOptimal: Double,
    maxFiberVelocity: Double, passiveCurve: PassiveForceLengthCurve
  ) {
    self.maxIsometricForce = maxIsometricForce
    self.optimalFiberLength = optimalFiberLength
    self.tendonSlackLength = tendonSlackLength
    self.pennationAtOptimal = pennationAtOptimal
    self.maxFiberVelocity = maxFiberVelocity
    self.passiveCurve = passiveCurve
    fiberHeight = sin(pennationAtOptimal)
    cosPennation = cos(pennationAtOptimal)
    let largestSine = sqrt(1 - Self.smallestCosPennation * Self.smallestCosPennation)
    shortestFiber = max(Self.slackFiberLength, fiberHeight / largestSine)
  }

  /// The same muscle in a body of another size: force times `force`, lengths of fiber and tendon times `length` (both above 0).
  public func scaled(force: Double = 1, length: Double = 1) -> MuscleParameters {
    precondition(force > 0 && length > 0, "scales \(force) and \(length) must be above 0")
    return MuscleParameters(
      maxIsometricForce: maxIsometricForce * force, optimalFiberLength: optimalFiberLength * length,
      tendonSlackLength: tendonSlackLength * length, pennationAtOptimal: pennationAtOptimal,
      maxFiberVelocity: maxFiberVelocity, passiveCurve: passiveCurve)
  }
}
