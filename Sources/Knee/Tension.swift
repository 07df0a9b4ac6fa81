/// The tension of one muscle of a person; the default is a healthy one.
public struct MuscleTension: Sendable, Equatable, Codable {
  /// Involuntary activation, the floor below which the muscle cannot go, 0 to 1.
  public var tone = 0.0
  /// Factor on the passive force, 0 to 10; 1 is healthy.
  public var stiffness = 1.0
  /// Shift of the passive force-length curve toward shorter fibers, as a fraction of optimal fiber length, 0 to 0.5.
  public var shortening = 0.0
  /// Factor on the maximal force, 0 to 2; 1 is healthy.
  public var strength = 1.0

  public static let healthy = MuscleTension()
  public static let toneRange = 0.0...1.0
  public static let stiffnessRange = 0.0...10.0
  public static let shorteningRange = 0.0...0.5
  public static let strengthRange = 0.0...2.0

  public init(tone: Double = 0, stiffness: Double = 1, shortening: Double = 0, strength: Double = 1) {
    self.tone = tone
    self.stiffness = stiffness
    self.shortening = shortening
    self.strength = strength
  }

  /// This tension moved toward the healthy one by a fraction, 0 (unchanged) to 1 (healthy).
  /// Strength stays: a release does not strengthen.
  public func released(by fraction: Double) -> MuscleTension {
    let keep = 1 - fraction
    return MuscleTension(
      tone: tone * keep, stiffness: 1 + (stiffness - 1) * keep, shortening: shortening * keep,
      strength: strength)
  }
}
