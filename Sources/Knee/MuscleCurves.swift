#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value of a curve and its first two derivatives at the same point.
public struct CurveValue: Sendable, Equatable {
  public var value: Double
  public var slope: Double
  public var curvature: Double

  @inlinable public init(value: Double, slope: Double, curvature: Double = 0) {
    self.value = value
    self.slope = slope
    self.curvature = curvature
  }
}

/// The dimensionless curves of a muscle: forces over maximal isometric force, fiber lengths over optimal
/// fiber length, tendon lengths over tendon slack length, velocities over maximal velocity.
///
/// Source: De Groote, Kinney, Rao & Fregly 2016, Ann Biomed Eng 44:2922-2936, doi:10.1007/s10439-016-1591-9,
/// with the constants of OpenSim's `DeGrooteFregly2016Muscle`: `b₁₁` is adjusted so that the active curve is
/// 1 at optimal length, and the tendon has `c₂ = 1`, `c₃ = 0.2`, so that it carries nothing at slack length.
/// Departures: tendon and passive curve continue along their tangent above `linearAbove` times the maximal force,
/// and the force-velocity curve is held beyond the maximal velocity.
public enum MuscleCurves {
  /// Force over maximal force above which tendon and passive curve are straight lines; no muscle works there, but a solver may pass.
  public static let linearAbove = 3.0
  /// Tendon strain at maximal isometric force.
  public static let tendonStrainAtMaxForce = 0.049
  /// Exponent of the passive curve over the strain at maximal force.
  static let kPE = 4.0
  /// Fiber length where the passive curve is zero.
  static let passiveZeroLength = 0.2
  /// Exponent of the tendon curve, ln(6) / 0.049: `tendonForceLength(1.049)` is 1.
  static let kT = 36.566519780164434
  /// Tendon length where the force is `linearAbove`: 1 + ln(16) / kT.
  static let linearTendonLength = 1 + 2.772588722239781 / 36.566519780164434
  /// Factor and offset of the tendon curve.
  static let cT = 0.2

  /// The terms b₁ exp(-½((l - b₂)/(b₃ + b₄ l))²) of the active curve.
  static let activeTerms: [3 of (b1: Double, b2: Double, b3: Double, b4: Double)] = [
    (0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465),
    (0.433004984392647, 0.71677541339776, -0.029947116970696, 0.200356847296188),
    (0.1, 1.0, 0.353553390593274, 0.0),
  ]

  /// Active force at a fiber length, 0 to 1 with its maximum 1 near `length` 1: three Gauss-like terms
  /// `b₁ exp(-½((l - b₂)/(b₃ + b₄ l))²)`. Any length; nearly 0 outside 0.4 to 1.8.
  public static func activeForceLength(_ length: Double) -> CurveValue {
    var f = CurveValue(value: 0, slope: 0)
    for i in 0..<3 {
      let (b1, b2, b3, b4) = activeTerms[i]
      let width = b3 + b4 * length
      let z = (length - b2) / width
      // Beyond 38 widths the term underflows, also where the width of the second term passes zero (length 0.149).
      guard abs(z) < 38 else { continue }
      let term = b1 * exp(-0.5 * z * z)
      let perLength = (1 - b4 * z) / width
      f.value += term
      f.slope -= term * z * perLength
      f.curvature += term * perLength * ((z * z - 1) * perLength + 2 * b4 * z / width)
    }
    return f
  }

  /// Constants of the force-velocity curve.
  static let d1 = -0.3211346127989808
  static let d2 = -8.149
  static let d3 = -0.374
  static let d4 = 0.8825327733249912

  /// Factor on the active force at a fiber velocity, lengthening positive: `d₁ asinh(d₂ v + d₃) + d₄`.
  /// 0 at -1, 1 at 0, 1.79 at 1; held at its end values outside -1 to 1.
  public static func forceVelocity(_ velocity: Double) -> CurveValue {
    let x = d2 * min(max(velocity, -1), 1) + d3
    let f = d1 * asinh(x) + d4
    guard abs(velocity) <= 1 else { return CurveValue(value: f, slope: 0) }
    let slope = d1 * d2 / sqrt(x * x + 1)
    return CurveValue(value: f, slope: slope, curvature: -slope * x * d2 / (x * x + 1))
  }

  /// Tendon force at a tendon length: `0.2 exp(kT (l - 1)) - 0.2`, so 0 at slack length, 1 at a strain of 0.049, and
  /// between -0.2 and 0 when shorter (a slack tendon carries nothing: callers clip). Straight above a force of 3.
  public static func tendonForceLength(_ length: Double) -> CurveValue {
    if length > linearTendonLength {
      let slope = kT * (linearAbove + cT)
      return CurveValue(value: linearAbove + slope * (length - linearTendonLength), slope: slope)
    }
    let e = cT * exp(kT * (length - 1))
    return CurveValue(value: e - cT, slope: kT * e, curvature: kT * kT * e)
  }

  /// The tendon length that carries a force: the inverse of `tendonForceLength`, for forces above -0.2.
  public static func tendonLength(force: Double) -> CurveValue {
    precondition(force > -cT, "tendon force \(force) must be above \(-cT)")
    if force > linearAbove {
      let slope = 1 / (kT * (linearAbove + cT))
      return CurveValue(value: linearTendonLength + (force - linearAbove) * slope, slope: slope)
    }
    let slope = 1 / (kT * (force + cT))
    return CurveValue(
      value: 1 + log((force + cT) / cT) / kT, slope: slope, curvature: -slope / (force + cT))
  }

  /// Passive force at a fiber length; see `PassiveForceLengthCurve`, which does the same with its constants at hand.
  public static func passiveForceLength(
    _ length: Double, strainAtZero: Double = 0, strainAtMaxForce: Double = 0.6
  ) -> CurveValue {
    PassiveForceLengthCurve(strainAtZero: strainAtZero, strainAtMaxForce: strainAtMaxForce)(length)
  }
}

/// The passive force of a fiber over its length: `(exp(4 x) - o) / (exp(4) - o)` with
/// `x = (l - 1 - strainAtZero) / (strainAtMaxForce - strainAtZero)`.
///
/// With strains 0 and 0.6 this is the curve of De Groote 2016. It is 1 where the strain is `strainAtMaxForce`, and 0 at a
/// fiber length of 0.2 (that is what `o` is for); at `strainAtZero` it is about 0.02, not 0. Below 0.2 it is negative by
/// less than `o / (exp(4) - o)`, some thousandths. It rises everywhere and is straight above a force of 3.
public struct PassiveForceLengthCurve: Sendable, Equatable {
  /// Fiber strain from optimal length where the passive force begins to be felt.
  public let strainAtZero: Double
  /// Fiber strain from optimal length where the passive force is the maximal isometric force.
  public let strainAtMaxForce: Double

  let offset: Double
  let scale: Double
  /// `x` and force slope per `x` where the straight part begins.
  let linearX: Double
  private let linearSlope: Double

  /// `strainAtMaxForce` must exceed `strainAtZero`, and `strainAtZero` must exceed -0.8.
  public init(strainAtZero: Double, strainAtMaxForce: Double) {
    precondition(
      strainAtMaxForce > strainAtZero && strainAtZero > -0.8,
      "passive strains \(strainAtZero) and \(strainAtMaxForce) must rise and lie above -0.8")
    self.strainAtZero = strainAtZero
    self.strainAtMaxForce = strainAtMaxForce
    let kPE = MuscleCurves.kPE
    offset = exp(
      kPE * (MuscleCurves.passiveZeroLength - 1 - strainAtZero) / (strainAtMaxForce - strainAtZero))
    scale = 1 / (exp(kPE) - offset)
    let e = MuscleCurves.linearAbove / scale + offset
    linearX = log(e) / kPE
    linearSlope = kPE * e * scale
  }

  /// Passive force over maximal isometric force, and its slope, at a fiber length over optimal fiber length.
  public func callAsFunction(_ length: Double) -> CurveValue {
    let perLength = 1 / (strainAtMaxForce - strainAtZero)
    let x = (length - 1 - strainAtZero) * perLength
    if x > linearX {
      return CurveValue(
        value: MuscleCurves.linearAbove + linearSlope * (x - linearX), slope: linearSlope * perLength)
    }
    let e = exp(MuscleCurves.kPE * x)
    let slope = MuscleCurves.kPE * e * scale * perLength
    return CurveValue(
      value: (e - offset) * scale, slope: slope, curvature: MuscleCurves.kPE * perLength * slope)
  }
}
