import Dense
import Foundation

/// A penalised bicubic spline through the polar samples of the femoral cartilage.
///
/// Minimises Σ weight (r - spline)² + smoothness Σ (second differences of the coefficients)² with a banded
/// Cholesky factorization. Samples past the cartilage's edge count little: they only make the surface recede.
struct SurfaceFit {
  /// Spacing of the knots: 1.5 mm and 3 degrees (1.6 mm on a radius of 30 mm), finer than the 3 mm
  /// elements that touch it, coarser than the facets of the source mesh.
  static let zStep = 1.5
  static let psiStep = 3.0
  /// Knots reach past the samples so that every element finds a surface; there the spline goes on straight.
  static let zRange = -36.0...37.5
  static let psiRange = -234.0...126.0
  /// Weight of a sample past the edge, against 1 on the cartilage.
  static let edgeWeight = 0.005
  /// Weight of a squared second difference (1/mm²): leaves a misfit of the size of the source's facets, 0.02 mm.
  static let smoothness = 0.02

  let zCount, psiCount: Int
  /// mm            (zCount × psiCount, ψ fastest)
  let radius: [Double]
  /// Root mean square misfit on the cartilage, mm.
  let misfit: Double

  init(_ table: Table) {
    let (z, psi, r) = (table.numbers("z_mm"), table.numbers("psi_deg"), table.numbers("r_mm"))
    let onCartilage = table.numbers("on_cartilage")
    let zCells = Int(((Self.zRange.upperBound - Self.zRange.lowerBound) / Self.zStep).rounded())
    let psiCells = Int(((Self.psiRange.upperBound - Self.psiRange.lowerBound) / Self.psiStep).rounded())
    zCount = zCells + 3
    psiCount = psiCells + 3
    // Unknowns run along z first: the band is then three columns of z wide.
    let n = zCount * psiCount
    let width = 3 * zCount + 3
    var band = [Double](repeating: 0, count: (width + 1) * n)
    var right = [Double](repeating: 0, count: n)
    func add(_ indices: [Int], _ values: [Double], weight: Double, target: Double, _ zCount: Int) {
      for (a, i) in indices.enumerated() {
        right[i] += weight * values[a] * target
        for (b, j) in indices.enumerated() where i >= j {
          band[(i - j) + j * (width + 1)] += weight * values[a] * values[b]
        }
      }
    }
    var bases: [(indices: [Int], values: [Double])] = []
    for k in z.indices {
      let (zCell, wz) = Self.weights((z[k] - Self.zRange.lowerBound) / Self.zStep)
      let (psiCell, wp) = Self.weights((psi[k] - Self.psiRange.lowerBound) / Self.psiStep)
      var indices: [Int] = []
      var values: [Double] = []
      for b in 0..<4 {
        for a in 0..<4 {
          indices.append((psiCell + b) * zCount + zCell + a)
          values.append(wz[a] * wp[b])
        }
      }
      bases.append((indices, values))
      add(indices, values, weight: onCartilage[k] == 1 ? 1 : Self.edgeWeight, target: r[k], zCount)
    }
    for p in 0..<psiCount {
      for q in 0..<zCount {
        let i = p * zCount + q
        if q + 2 < zCount { add([i, i + 1, i + 2], [1, -2, 1], weight: Self.smoothness, target: 0, zCount) }
        if p + 2 < psiCount {
          add([i, i + zCount, i + 2 * zCount], [1, -2, 1], weight: Self.smoothness, target: 0, zCount)
        }
      }
    }
    guard let solution = solveBanded(band, n: n, bandwidth: width, right) else {
      preconditionFailure("the penalised normal equations are positive definite")
    }
    var squares = 0.0
    for k in z.indices where onCartilage[k] == 1 {
      var value = 0.0
      for (i, v) in zip(bases[k].indices, bases[k].values) { value += solution[i] * v }
      squares += (value - r[k]) * (value - r[k])
    }
    misfit = (squares / Double(onCartilage.filter { $0 == 1 }.count)).squareRoot()
    let (zTotal, psiTotal) = (zCount, psiCount)
    radius = (0..<n).map { solution[($0 % psiTotal) * zTotal + $0 / psiTotal] }
  }

  /// Cell and the four uniform cubic B-spline weights at a place counted in knots.
  private static func weights(_ place: Double) -> (Int, [Double]) {
    let cell = Int(place.rounded(.down))
    let u = place - Double(cell)
    let v = 1 - u
    return (
      cell,
      [
        v * v * v / 6, (3 * u * u * u - 6 * u * u + 4) / 6, (3 * v * v * v - 6 * v * v + 4) / 6,
        u * u * u / 6,
      ]
    )
  }
}
