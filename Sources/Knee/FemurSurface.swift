import Dense

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
  /// The polynomials of every cell in its own parts of a knot interval, 0 to 1: sixteen coefficients of the radius, then of
  /// the cosine, the powers of ψ fastest           (cells of z × cells of ψ × 32)
  let cells: [Double]

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
      radius.count == zCount * psiCount && zCount > 3 && psiCount > 3,
      "\(radius.count) coefficients for \(zCount) × \(psiCount)")
    self.axisX = axisX
    self.axisY = axisY
    self.zStart = zStart
    self.zStep = zStep
    self.psiStart = psiStart
    self.psiStep = psiStep
    self.zCount = zCount
    self.psiCount = psiCount
    self.radius = radius
    let cosine = Self.cosineCoefficients(
      radius, zStep: zStep, psiStep: psiStep, zCount: zCount, psiCount: psiCount)
    cells = Self.polynomials(radius, cosine, zCount: zCount, psiCount: psiCount)
  }

  /// The same surface, every length multiplied by `factor`; the cosines are those of the old one.
  public func scaled(by factor: Double) -> FemurSurface { FemurSurface(self, factor: factor) }

  private init(_ other: FemurSurface, factor: Double) {
    (axisX, axisY) = (other.axisX * factor, other.axisY * factor)
    (zStart, zStep) = (other.zStart * factor, other.zStep * factor)
    (psiStart, psiStep, zCount, psiCount) = (other.psiStart, other.psiStep, other.zCount, other.psiCount)
    radius = other.radius.map { $0 * factor }
    var cells = other.cells
    for first in stride(from: 0, to: cells.count, by: 32) {
      for i in first..<(first + 16) { cells[i] *= factor }
    }
    self.cells = cells
  }

  /// End of the range of ψ, rad.
  var psiEnd: Double { psiStart + psiStep * Double(psiCount - 3) }

  /// Depth and derivatives, for drawing and tests; nil outside the range of z.
  public func depth(at p: Vector3) -> Sample? {
    let place = place(Lanes3(Lanes(repeating: p.x), Lanes(repeating: p.y), Lanes(repeating: p.z)))
    guard place.isInside[0] else { return nil }
    let at = sample(place)
    return Sample(
      depth: at.depth[0], gradient: Vector3(at.x[0], at.y[0], at.z[0]),
      hessian: Symmetric3(
        xx: at.xx[0], xy: at.xy[0], xz: at.xz[0], yy: at.yy[0], yz: at.yz[0], zz: at.zz[0]))
  }

  /// Both splines cell by cell, from the powers that make up a uniform cubic B-spline.
  private static func polynomials(
    _ radius: [Double], _ cosine: [Double], zCount: Int, psiCount: Int
  ) -> [Double] {
    /// Powers 0 to 3 of the spline with four coefficients, six times.
    func powers(_ c: (Double, Double, Double, Double)) -> (Double, Double, Double, Double) {
      (
        c.0 + 4 * c.1 + c.2, 3 * (c.2 - c.0), 3 * (c.0 - 2 * c.1 + c.2), c.3 - c.0 + 3 * (c.1 - c.2)
      )
    }
    var cells = [Double](repeating: 0, count: (zCount - 3) * (psiCount - 3) * 32)
    for (which, values) in [radius, cosine].enumerated() {
      for i in 0..<(zCount - 3) {
        // Powers of z for every coefficient along ψ, then powers of ψ for every cell.
        let alongZ = (0..<psiCount).map { j in
          let k = i * psiCount + j
          return powers((values[k], values[k + psiCount], values[k + 2 * psiCount], values[k + 3 * psiCount]))
        }
        for j in 0..<(psiCount - 3) {
          let at = (i * (psiCount - 3) + j) * 32 + 16 * which
          let (a, b, c, d) = (alongZ[j], alongZ[j + 1], alongZ[j + 2], alongZ[j + 3])
          let rows = [
            powers((a.0, b.0, c.0, d.0)), powers((a.1, b.1, c.1, d.1)), powers((a.2, b.2, c.2, d.2)),
            powers((a.3, b.3, c.3, d.3)),
          ]
          for (power, row) in rows.enumerated() {
            cells[at + 4 * power] = row.0 / 36
            cells[at + 4 * power + 1] = row.1 / 36
            cells[at + 4 * power + 2] = row.2 / 36
            cells[at + 4 * power + 3] = row.3 / 36
          }
        }
      }
    }
    return cells
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
