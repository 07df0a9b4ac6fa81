internal import CLAPACK

/// A symmetric n × n system with the workspace of its factorizations: fill, factor, solve. Column-major, full storage.
///
/// All buffers are made once; nothing is allocated afterwards.
public struct SymmetricSystem: ~Copyable {
  /// Number of rows.
  public let n: Int
  /// The matrix as filled by the caller (n × n, column-major); left as it is by the factorizations.
  public var matrix: [Double]
  /// Cholesky factor, or eigenvectors after `eigen`      (n × n)
  private var factor: [Double]
  /// Eigenvalues, ascending                               (n)
  public private(set) var eigenvalues: [Double]
  /// LAPACK's scratch                                     (34 n)
  private var work: [Double]
  /// Right-hand side in the basis of the eigenvectors     (n)
  private var rotated: [Double]

  public init(n: Int) {
    precondition(n > 0, "a system needs at least one row, not \(n)")
    self.n = n
    matrix = Array(repeating: 0, count: n * n)
    factor = Array(repeating: 0, count: n * n)
    eigenvalues = Array(repeating: 0, count: n)
    work = Array(repeating: 0, count: 34 * n)
    rotated = Array(repeating: 0, count: n)
  }

  /// Factors the matrix as L Lᵀ (`dpotrf`). False when it is not positive definite.
  public mutating func factorCholesky() -> Bool {
    for i in 0..<(n * n) { factor[i] = matrix[i] }
    return unsafe lapack_factor_cholesky(Int32(n), &factor) == 0
  }

  /// Replaces `b` (n) by the solution of A x = b, from the factor of `factorCholesky` (`dpotrs`).
  public mutating func solveCholesky(_ b: inout [Double]) {
    precondition(b.count == n, "right-hand side of \(b.count) for \(n) rows")
    let info = unsafe lapack_solve_cholesky(Int32(n), factor, &b)
    precondition(info == 0, "dpotrs: argument \(-info)")
  }

  /// Eigenvalues and eigenvectors (`dsyev`). False when the iteration did not converge (a matrix with NaN).
  public mutating func eigen() -> Bool {
    for i in 0..<(n * n) { factor[i] = matrix[i] }
    return unsafe lapack_eigen(Int32(n), &factor, &eigenvalues, &work, Int32(work.count)) == 0
  }

  /// Eigenvalues alone, for half the work. False as in `eigen`.
  public mutating func findEigenvalues() -> Bool {
    for i in 0..<(n * n) { factor[i] = matrix[i] }
    return unsafe lapack_eigenvalues(Int32(n), &factor, &eigenvalues, &work, Int32(work.count)) == 0
  }

  /// Replaces `b` (n) by V max(|Λ|, floor)⁻¹ Vᵀ b after `eigen`: a descent direction whatever the signs of Λ.
  public mutating func solveEigenShifted(_ b: inout [Double], floor: Double) {
    solveEigen(&b) { max(abs($0), floor) }
  }

  /// Replaces `b` (n) by A⁻¹ b after `eigen`, for an indefinite matrix; eigenvalues nearer to zero than `floor` are moved to
  /// it, keeping their sign.
  public mutating func solveEigen(_ b: inout [Double], floor: Double) {
    solveEigen(&b) { abs($0) >= floor ? $0 : ($0 < 0 ? -floor : floor) }
  }

  private mutating func solveEigen(_ b: inout [Double], by divisor: (Double) -> Double) {
    precondition(b.count == n, "right-hand side of \(b.count) for \(n) rows")
    for j in 0..<n {
      var sum = 0.0
      for i in 0..<n { sum += factor[i + j * n] * b[i] }
      rotated[j] = sum / divisor(eigenvalues[j])
    }
    for i in 0..<n {
      var sum = 0.0
      for j in 0..<n { sum += factor[i + j * n] * rotated[j] }
      b[i] = sum
    }
  }
}
