internal import CLAPACK

/// Solves min ‖A x - b‖ through QR (`dgels`). `a` is rows × columns, column-major, of full rank, rows ≥ columns.
/// Returns x, or nil when A has no full rank.
public func leastSquares(_ a: [Double], rows: Int, columns: Int, _ b: [Double]) -> [Double]? {
  precondition(a.count == rows * columns && b.count == rows && rows >= columns, "shapes \(rows) × \(columns)")
  var matrix = a
  var right = b
  var work = [Double](repeating: 0, count: 64 * (rows + columns))
  let info = unsafe lapack_least_squares(
    Int32(rows), Int32(columns), &matrix, &right, &work, Int32(work.count))
  guard info == 0 else { return nil }
  return Array(right[..<columns])
}

/// Solves a symmetric positive definite band system (`dpbsv`).
///
/// `band` holds the lower triangle by columns, (bandwidth + 1) × n: element (i, j) stands at
/// `(i - j) + j (bandwidth + 1)`. Returns nil when the matrix is not positive definite.
public func solveBanded(_ band: [Double], n: Int, bandwidth: Int, _ b: [Double]) -> [Double]? {
  precondition(band.count == (bandwidth + 1) * n && b.count == n, "shapes \(bandwidth), \(n)")
  var matrix = band
  var right = b
  let info = unsafe lapack_solve_band(Int32(n), Int32(bandwidth), &matrix, &right)
  return info == 0 ? right : nil
}

/// Solves a tridiagonal system (`dgtsv`); `lower` and `upper` have n - 1 entries. Nil when singular.
public func solveTridiagonal(lower: [Double], diagonal: [Double], upper: [Double], _ b: [Double]) -> [Double]?
{
  let n = diagonal.count
  precondition(lower.count == n - 1 && upper.count == n - 1 && b.count == n, "shapes of \(n) unknowns")
  var (dl, d, du, right) = (lower, diagonal, upper, b)
  let info = unsafe lapack_solve_tridiagonal(Int32(n), &dl, &d, &du, &right)
  return info == 0 ? right : nil
}
