/// Whose knee it is.
public struct Person: Sendable, Equatable {
  public enum Sex: String, Sendable, CaseIterable, Codable { case female, male }
  public enum Side: String, Sendable, CaseIterable, Codable { case right, left }

  /// Body mass in kg, 20 to 300.
  public var mass: Double
  /// Body height in m, 1.0 to 2.3.
  public var height: Double
  /// Decides the distribution of segment masses.
  public var sex: Sex
  /// Which knee; a left knee is the mirror image of a right one.
  public var side: Side

  public static let massRange = 20.0...300.0
  public static let heightRange = 1.0...2.3
  /// Standard gravity, m/s².
  public static let gravity = 9.80665

  /// Throws `InputError` (usage) when mass or height is outside its range or not finite.
  public init(mass: Double = 75, height: Double = 1.75, sex: Sex = .male, side: Side = .right)
    throws(InputError)
  {
    guard Self.massRange.contains(mass) else {
      throw InputError(
        .usage, place: "mass", problem: "\(mass) kg is not a plausible body mass",
        allowed: "\(Self.massRange.lowerBound) to \(Self.massRange.upperBound) kg")
    }
    guard Self.heightRange.contains(height) else {
      throw InputError(
        .usage, place: "height", problem: "\(height) m is not a plausible body height",
        allowed: "\(Self.heightRange.lowerBound) to \(Self.heightRange.upperBound) m")
    }
    self.mass = mass
    self.height = height
    self.sex = sex
    self.side = side
  }

  /// One body weight in N.
  public var bodyWeight: Double { mass * Self.gravity }
}
