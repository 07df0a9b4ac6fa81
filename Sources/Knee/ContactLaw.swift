import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Two layers of cartilage as an elastic foundation that stiffens as it is squeezed:
/// p(d) = -K ln(1 - d/h), K = (1-ν)E / ((1+ν)(1-2ν)).
///
/// Source: Blankevoort 1991 J Biomech 24:1019 (linear foundation); Bei & Fregly 2004 Med Eng Phys 26:777 (the
/// logarithmic form). Past `limit` of the thickness the pressure goes on linearly with the slope it has
/// there; a solved frame that reaches it is reported.
public struct ContactLaw: Sendable {
  /// Confined modulus K, Pa.
  public var modulus: Double
  /// Thickness of both layers together, m.
  public var thickness: Double

  /// Largest depth over thickness at which the logarithm is used.
  public static let limit = 0.9

  /// Young's modulus (Pa) of each layer, Poisson's ratio, and thickness of both layers together (m).
  public init(youngsModulus: Double, poissonRatio nu: Double, thickness: Double) {
    modulus = (1 - nu) * youngsModulus / ((1 + nu) * (1 - 2 * nu))
    self.thickness = thickness
  }

  /// Stiffness dp/dd (Pa/m), pressure (Pa), its integral over the depth (J/m²), and the integral of that (J/m).
  struct Integrals {
    var slope = 0.0, pressure = 0.0, energy = 0.0, second = 0.0
  }

  /// The law at depth `d` (m); zero for d ≤ 0.
  @inline(__always)
  func integrals(at d: Double) -> Integrals {
    guard d > 0 else { return Integrals() }
    let h = thickness
    let reach = min(d, Self.limit * h)
    let y = 1 - reach / h
    let logarithm = log(y)
    var at = Integrals(
      slope: modulus / (h * y), pressure: -modulus * logarithm, energy: modulus * h * (y * logarithm + 1 - y),
      second: modulus * h * h * (0.25 - y * (0.5 * y * logarithm + 1 - 0.75 * y)))
    if d > reach {
      let more = d - reach
      at.second += more * (at.energy + more * (at.pressure / 2 + more * at.slope / 6))
      at.energy += more * (at.pressure + more * at.slope / 2)
      at.pressure += more * at.slope
    }
    return at
  }

  /// Pressure (Pa) at depth `d` (m).
  public func pressure(at d: Double) -> Double { integrals(at: d).pressure }

  /// Mean over an element whose depth runs evenly from d - w to d + w: an element partly in contact counts partly.
  struct Mean {
    /// Energy (J/m²), pressure (Pa) and stiffness (Pa/m) per area; fraction of the element in contact.
    var energy, pressure, stiffness, fraction: Double
  }

  /// Nil when no part of the element touches.
  @inline(__always)
  func mean(depth d: Double, halfRange w: Double) -> Mean? {
    guard d + w > 0 else { return nil }
    let deep = integrals(at: d + w)
    let shallow = integrals(at: d - w)
    let scale = 1 / (2 * w)
    return Mean(
      energy: (deep.second - shallow.second) * scale, pressure: (deep.energy - shallow.energy) * scale,
      stiffness: (deep.pressure - shallow.pressure) * scale, fraction: min(1, (d + w) * scale))
  }
}
