import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The femoral cartilage as a smooth surface: its radius about a transverse axis, as a bicubic spline of
/// the lateral position z and the angle ψ (from +x anterior toward +y proximal).
///
/// The signed depth of a point is d = (r(z, ψ) - ρ) c(z, ψ), positive inside the cartilage, with ρ the distance
/// from the axis and c the cosine between the radius and the surface normal. d and its first
/// derivatives agree with the distance along the normal at the surface and differ from it by less than
/// 2 % at 2 mm depth; r and c are twice continuously differentiable, so d is an exact potential.
public struct FemurSurface: Sendable {
  /// Axis of the cylindrical coordinates in the femur frame, m.
  public let axisX, axisY: Double
  /// First knot and spacing of z, m.
  public let zStart, zStep: Double
  /// First knot and spacing of ψ, rad.
  public let psiStart, psiStep: Double
  /// Number of spline coefficients along z and ψ (three more than knot intervals).
  public let zCount, psiCount: Int
  /// Spline coefficients of the radius, m           (zCount × psiCount, ψ fastest)
  public let radius: [Double]
  /// Four neighboring coefficients along ψ of radius and of cosine, per coefficient     (zCount × psiCount)
  private let radiusPacks, cosinePacks: [SIMD4<Double>]

  /// Depth (m) with gradient and Hessian in the femur frame.
  public struct Sample {
    public var depth: Double
    public var gradient: Vector3
    public var hessian: Symmetric3
  }

  public init(
    axisX: Double, axisY: Double, zStart: Double, zStep: Double, psiStart: Double, psiStep: Double,
    zCount: Int, psiCount: Int, radius: [Double]
  ) {
    precondition(
      radius.count == zCount * psiCount, "\(radius.count) coefficients for \(zCount) × \(psiCount)")
    self.axisX = axisX
    self.axisY = axisY
    self.zStart = zStart
    self.zStep = zStep
    self.psiStart = psiStart
    self.psiStep = psiStep
    self.zCount = zCount
    self.psiCount = psiCount
    self.radius = radius
    radiusPacks = Self.packs(radius, psiCount: psiCount)
    let cosine = Self.cosineCoefficients(
      radius, zStep: zStep, psiStep: psiStep, zCount: zCount, psiCount: psiCount)
    cosinePacks = Self.packs(cosine, psiCount: psiCount)
  }

  /// The same surface, every length multiplied by `factor`.
  public func scaled(by factor: Double) -> FemurSurface {
    FemurSurface(
      axisX: axisX * factor, axisY: axisY * factor, zStart: zStart * factor, zStep: zStep * factor,
      psiStart: psiStart, psiStep: psiStep, zCount: zCount, psiCount: psiCount,
      radius: radius.map { $0 * factor })
  }

  /// Depth and derivatives at a point of the femur frame (m), or nil when the point lies outside the surface's
  /// range or more than `margin` (m) away from the cartilage.
  @inline(__always)
  func sample(at p: Vector3, margin: Double) -> Sample? {
    let (dx, dy) = (p.x - axisX, p.y - axisY)
    let rho = (dx * dx + dy * dy).squareRoot()
    let (cosPsi, sinPsi) = (dx / rho, dy / rho)
    var psi = atan2(dy, dx)
    if psi < psiStart { psi += 2 * Double.pi } else if psi >= psiEnd { psi -= 2 * Double.pi }
    let zPlace = (p.z - zStart) / zStep
    let psiPlace = (psi - psiStart) / psiStep
    guard zPlace >= 0, zPlace < Double(zCount - 3), psiPlace >= 0, psiPlace < Double(psiCount - 3) else {
      return nil
    }

    // The two splines with their derivatives in (z, ψ).
    let zCell = Int(zPlace)
    let psiCell = Int(psiPlace)
    let wz = BSplineWeights(zPlace - Double(zCell), step: zStep)
    let wp = BSplineWeights(psiPlace - Double(psiCell), step: psiStep)
    let first = zCell * psiCount + psiCell
    let r = evaluate(radiusPacks, first, wz, wp)
    let gap = r.value - rho
    // The cosine is at most 1, so |d| ≤ |gap| and a point far outside is told before the second spline; at the
    // cartilage's rims the surface is steep and the cosine small, hence the factor.
    guard gap > -4 * margin else { return nil }
    let c = evaluate(cosinePacks, first, wz, wp)
    let depth = gap * c.value
    guard depth > -margin else { return nil }

    // d(ρ, ψ, z) = (r - ρ) c; chain to x, y through ∇ρ = e, ∇ψ = t/ρ, e = (cos ψ, sin ψ), t = (-sin ψ, cos ψ).
    let dRho = -c.value
    let dPsi = r.p * c.value + gap * c.p
    let dZ = r.z * c.value + gap * c.z
    let dRhoPsi = -c.p
    let dRhoZ = -c.z
    let dPsiPsi = r.pp * c.value + 2 * r.p * c.p + gap * c.pp
    let dPsiZ = r.pz * c.value + r.p * c.z + r.z * c.p + gap * c.pz
    let dZZ = r.zz * c.value + 2 * r.z * c.z + gap * c.zz
    let q = 1 / rho
    let gTangent = dPsi * q
    // Second derivatives along e and t: ∂²ρ = t tᵀ/ρ, ∂²ψ = -(e tᵀ + t eᵀ)/ρ².
    let hEE = 0.0
    let hET = (dRhoPsi - gTangent) * q
    let hTT = dPsiPsi * q * q + dRho * q
    let hTZ = dPsiZ * q
    let (e0, e1, t0, t1) = (cosPsi, sinPsi, -sinPsi, cosPsi)
    return Sample(
      depth: depth,
      gradient: Vector3(dRho * e0 + gTangent * t0, dRho * e1 + gTangent * t1, dZ),
      hessian: Symmetric3(
        xx: hEE * e0 * e0 + 2 * hET * e0 * t0 + hTT * t0 * t0,
        xy: hEE * e0 * e1 + hET * (e0 * t1 + e1 * t0) + hTT * t0 * t1,
        xz: dRhoZ * e0 + hTZ * t0,
        yy: hEE * e1 * e1 + 2 * hET * e1 * t1 + hTT * t1 * t1,
        yz: dRhoZ * e1 + hTZ * t1,
        zz: dZZ))
  }

  /// End of the range of ψ, rad.
  var psiEnd: Double { psiStart + psiStep * Double(psiCount - 3) }

  /// Depth and derivatives, for drawing and tests.
  public func depth(at p: Vector3) -> Sample? { sample(at: p, margin: .greatestFiniteMagnitude / 8) }
}

/// A bicubic spline's value and derivatives in z and ψ (p).
private struct SplineValue {
  var value, z, p, zz, pz, pp: Double
}

/// The four uniform cubic B-spline weights at `u` in 0..<1, with first and second derivatives.
private struct BSplineWeights {
  let value, first, second: SIMD4<Double>
  @inline(__always)
  init(_ u: Double, step: Double) {
    let v = 1 - u
    let k = 1 / step
    let (u2, v2, k2) = (u * u, v * v, k * k)
    let inner = 4 + 3 * u2 * (u - 2)
    let outer = 4 + 3 * v2 * (v - 2)
    value = SIMD4<Double>(v2 * v, inner, outer, u2 * u) * (1.0 / 6)
    let falling = (3 * u - 4) * u
    let rising = (4 - 3 * v) * v
    first = SIMD4<Double>(-v2, falling, rising, u2) * (0.5 * k)
    let left = 3 * u - 2
    let right = 3 * v - 2
    second = SIMD4<Double>(v, left, right, u) * k2
  }
}

extension FemurSurface {
  @inline(__always)
  private func evaluate(
    _ packs: [SIMD4<Double>], _ first: Int, _ wz: BSplineWeights, _ wp: BSplineWeights
  ) -> SplineValue {
    let (a, b) = (packs[first], packs[first + psiCount])
    let (c, d) = (packs[first + 2 * psiCount], packs[first + 3 * psiCount])
    let inZ = Self.combine(a, b, c, d, wz.value)
    let inZ1 = Self.combine(a, b, c, d, wz.first)
    let inZ2 = Self.combine(a, b, c, d, wz.second)
    return SplineValue(
      value: (inZ * wp.value).sum(), z: (inZ1 * wp.value).sum(), p: (inZ * wp.first).sum(),
      zz: (inZ2 * wp.value).sum(), pz: (inZ1 * wp.first).sum(), pp: (inZ * wp.second).sum())
  }

  @inline(__always)
  private static func combine(
    _ a: SIMD4<Double>, _ b: SIMD4<Double>, _ c: SIMD4<Double>, _ d: SIMD4<Double>, _ w: SIMD4<Double>
  ) -> SIMD4<Double> {
    let ab: SIMD4<Double> = a * w[0] + b * w[1]
    let cd: SIMD4<Double> = c * w[2] + d * w[3]
    return ab + cd
  }

  /// Each coefficient with its three followers along ψ (zero past the end, which no cell reaches).
  private static func packs(_ values: [Double], psiCount: Int) -> [SIMD4<Double>] {
    values.indices.map { i in
      var pack = SIMD4<Double>.zero
      for k in 0..<4 where i + k < values.count { pack[k] = values[i + k] }
      return pack
    }
  }

  /// Spline coefficients of c = 1/√(1 + (r_ψ/r)² + r_z²) by quasi-interpolation at the knots,
  /// (8 f_i - f_{i-1} - f_{i+1})/6 in each direction.
  private static func cosineCoefficients(
    _ radius: [Double], zStep: Double, psiStep: Double, zCount: Int, psiCount: Int
  ) -> [Double] {
    func r(_ i: Int, _ j: Int) -> Double {
      radius[min(max(i, 0), zCount - 1) * psiCount + min(max(j, 0), psiCount - 1)]
    }
    // Values at knot (i, j) of a uniform cubic spline and its slopes, from the three nearest coefficients.
    func atKnot(_ i: Int, _ j: Int) -> Double {
      let lines = (-1...1).map { k in (r(i + k, j - 1) + 4 * r(i + k, j) + r(i + k, j + 1)) / 6 }
      let slopes = (-1...1).map { k in (r(i + k, j + 1) - r(i + k, j - 1)) / (2 * psiStep) }
      let value = (lines[0] + 4 * lines[1] + lines[2]) / 6
      let alongZ = (lines[2] - lines[0]) / (2 * zStep)
      let alongPsi = (slopes[0] + 4 * slopes[1] + slopes[2]) / 6 / value
      return 1 / (1 + alongZ * alongZ + alongPsi * alongPsi).squareRoot()
    }
    let knots = (0..<zCount).map { i in (0..<psiCount).map { j in atKnot(i, j) } }
    func f(_ i: Int, _ j: Int) -> Double { knots[min(max(i, 0), zCount - 1)][min(max(j, 0), psiCount - 1)] }
    var coefficients: [Double] = []
    coefficients.reserveCapacity(zCount * psiCount)
    for i in 0..<zCount {
      for j in 0..<psiCount {
        func row(_ k: Int) -> Double { (8 * f(k, j) - f(k, j - 1) - f(k, j + 1)) / 6 }
        coefficients.append((8 * row(i) - row(i - 1) - row(i + 1)) / 6)
      }
    }
    return coefficients
  }
}
