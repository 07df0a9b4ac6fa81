import Dense

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

  /// Pressure (Pa), its integral over the depth (J/m²), and the integral of that (J/m).
  struct Integrals {
    var pressure, energy, second: Lanes
  }

  /// The law at four depths `d` (m); zero for d ≤ 0.
  @inline(__always)
  func integrals(at d: Lanes) -> Integrals {
    let h = thickness
    let squeezed = Lanes.greatest(d, .zero)
    let reach = Lanes.least(squeezed, Lanes(repeating: Self.limit * h))
    let strain = reach * (1 / h)
    let y = 1 - strain
    let logarithm = Lanes.logarithm(y)
    let yLog = y * logarithm
    let cubic = y * (0.5 * yLog + 1 - 0.75 * y)
    let pressure = -modulus * logarithm
    let energy = (modulus * h) * (yLog + strain)
    let second = (modulus * h * h) * (0.25 - cubic)
    // Beyond the limit, straight on.
    let more = squeezed - reach
    let rise = more * (modulus / (h * (1 - Self.limit)))
    return Integrals(
      pressure: pressure + rise, energy: energy + more * (pressure + 0.5 * rise),
      second: second + more * (energy + more * (0.5 * pressure + (1.0 / 6) * rise)))
  }

  /// Pressure (Pa) at depth `d` (m).
  public func pressure(at d: Double) -> Double { integrals(at: Lanes(repeating: d)).pressure[0] }

  /// Mean over an element whose depth runs evenly from d - w to d + w: an element partly in contact counts partly.
  struct Mean {
    /// Energy (J/m²), pressure (Pa) and stiffness (Pa/m) per area; fraction of the element in contact.
    var energy, pressure, stiffness, fraction: Lanes
  }

  /// All zero where no part of the element touches. `perRange` is 1/(2 w).
  @inline(__always)
  func mean(depth d: Lanes, halfRange w: Lanes, perRange scale: Lanes) -> Mean {
    let deep = integrals(at: d + w)
    let shallow = integrals(at: d - w)
    return Mean(
      energy: (deep.second - shallow.second) * scale, pressure: (deep.energy - shallow.energy) * scale,
      stiffness: (deep.pressure - shallow.pressure) * scale,
      fraction: Lanes.least(Lanes.greatest((d + w) * scale, .zero), .one))
  }
}
