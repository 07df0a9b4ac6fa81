internal import CLAPACK

/// A general n × n system that is factored once (`dgetrf`) and solved for many right-hand sides, also transposed (`dgetrs`).
///
/// Rows are divided by their largest entry before they are factored, so that equations of different units stand side by
/// side. All buffers are made once; nothing is allocated afterwards.
public struct FactoredSystem: ~Copyable {
  /// Number of rows.
  public let n: Int
  /// The matrix as filled by the caller                   (n × n, column-major); left as it is by `factor`.
  public var matrix: [Double]
  /// Triangular factors of the scaled matrix              (n × n)
  private var factors: [Double]
  /// What each row was multiplied by                      (n)
  private var rowScale: [Double]
  /// Interchanges of rows                                 (n)
  private var pivots: [Int32]

  /// Smallest pivot over the largest that still counts as regular: some hundred units in the last place.
  public static let smallestPivotRatio = 1e-14

  public init(n: Int) {
    precondition(n > 0, "a system needs at least one row, not \(n)")
    self.n = n
    matrix = Array(repeating: 0, count: n * n)
    factors = matrix
    rowScale = Array(repeating: 1, count: n)
    pivots = Array(repeating: 0, count: n)
  }

  /// Factors the matrix. False when it is singular to rounding or not finite.
  public mutating func factor() -> Bool {
    for i in 0..<n {
      var largest = 0.0
      for j in 0..<n {
        let size = abs(matrix[i + j * n])
        // A NaN must not be lost in a comparison.
        if !(size <= largest) { largest = size }
      }
      guard largest > 0 && largest.isFinite else { return false }
      rowScale[i] = 1 / largest
    }
    for j in 0..<n { for i in 0..<n { factors[i + j * n] = rowScale[i] * matrix[i + j * n] } }
    guard unsafe lapack_factor_general(Int32(n), &factors, &pivots) == 0 else { return false }
    var (least, most) = (Double.infinity, 0.0)
    for i in 0..<n {
      let pivot = abs(factors[i + i * n])
      least = min(least, pivot)
      most = max(most, pivot)
    }
    return least > Self.smallestPivotRatio * most
  }

  /// Replaces the columns of `b` (n × count, column-major) by the solutions of A x = b, after `factor`.
  public func solve(_ b: inout [Double], count: Int) {
    precondition(b.count == n * count, "right-hand sides of \(b.count) for \(n) × \(count)")
    for k in 0..<count { for i in 0..<n { b[i + k * n] *= rowScale[i] } }
    let info = unsafe lapack_solve_general(Int32(n), Int32(count), 0, factors, pivots, &b)
    precondition(info == 0, "dgetrs: argument \(-info)")
  }

  /// Replaces the columns of `b` (n × count, column-major) by the solutions of Aᵀ x = b, after `factor`.
  public func solveTransposed(_ b: inout [Double], count: Int) {
    precondition(b.count == n * count, "right-hand sides of \(b.count) for \(n) × \(count)")
    let info = unsafe lapack_solve_general(Int32(n), Int32(count), 1, factors, pivots, &b)
    precondition(info == 0, "dgetrs: argument \(-info)")
    for k in 0..<count { for i in 0..<n { b[i + k * n] *= rowScale[i] } }
  }
}
