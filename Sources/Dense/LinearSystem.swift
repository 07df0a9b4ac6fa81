/// A small system A x = b of any kind, by Gaussian elimination with partial pivoting of equilibrated rows, four columns
/// at a time. For systems of some twenty unknowns this takes a fifth of the time of `dgesv`, whose tests compare the two.
///
/// All buffers are made once; nothing is allocated afterwards. The same input gives the same bits.
@safe public struct LinearSystem: ~Copyable {
  /// Unknowns, and lanes of a row: the matrix, then the right-hand side in column `n`.
  public let n, width: Int
  /// Rows of lanes                                                     (n × width)
  private let rows: UnsafeMutablePointer<Lanes>
  /// Order of the rows after pivoting                                  (n)
  private var order: [Int]

  public init(n: Int) {
    precondition(n > 0, "a system needs at least one row, not \(n)")
    self.n = n
    width = n / 4 + 1
    unsafe rows = .allocate(capacity: n * width)
    unsafe rows.initialize(repeating: .zero, count: n * width)
    order = Array(0..<n)
  }

  deinit { unsafe rows.deallocate() }

  /// An entry; the right-hand side is column `n`.
  public subscript(row: Int, column: Int) -> Double {
    @inline(__always) get {
      precondition(row >= 0 && row < n && column >= 0 && column <= n)
      return unsafe UnsafeRawPointer(rows + row * width).load(fromByteOffset: 8 * column, as: Double.self)
    }
    @inline(__always) set {
      precondition(row >= 0 && row < n && column >= 0 && column <= n)
      unsafe UnsafeMutableRawPointer(rows + row * width)
        .storeBytes(of: newValue, toByteOffset: 8 * column, as: Double.self)
    }
  }

  /// Sets every entry to zero.
  public mutating func clear() { unsafe rows.update(repeating: .zero, count: n * width) }

  /// Takes over the entries of another system of the same size.
  public mutating func copy(_ other: borrowing LinearSystem) {
    precondition(other.n == n, "systems of \(other.n) and \(n) unknowns")
    unsafe rows.update(from: other.rows, count: n * width)
  }

  /// Adds `factor` times the row vector `values`, whose last entry belongs to the right-hand side, to a row.
  @inline(__always)
  public mutating func add(_ values: borrowing RowVector, times factor: Double, toRow row: Int) {
    precondition(row >= 0 && row < n && values.width == width)
    let at = unsafe rows + row * width
    for i in 0..<width { unsafe at[i] += factor * values.lanes[i] }
  }

  /// Replaces `x` (n) by the solution; the entries are destroyed. False when the matrix is singular to rounding.
  public mutating func solve(_ x: inout [Double]) -> Bool {
    precondition(x.count == n, "\(x.count) unknowns for \(n) rows")
    guard equilibrate() else { return false }
    for k in 0..<n {
      var pivot = k
      var largest = unsafe abs(entry(order[k], k).pointee)
      for i in (k + 1)..<max(n, k + 1) {
        let size = unsafe abs(entry(order[i], k).pointee)
        if size > largest { (pivot, largest) = (i, size) }
      }
      guard largest > 1e-13 else { return false }
      order.swapAt(k, pivot)
      let top = order[k]
      let inverse = unsafe 1 / entry(top, k).pointee
      let from = unsafe rows + top * width
      for i in (k + 1)..<max(n, k + 1) {
        let factor = unsafe entry(order[i], k).pointee * inverse
        if factor == 0 { continue }
        let to = unsafe rows + order[i] * width
        for c in (k / 4)..<width { unsafe to[c] -= factor * from[c] }
      }
    }
    // Column by column: what is known is taken off all rows above.
    for k in stride(from: n - 1, through: 0, by: -1) {
      let row = order[k]
      let value = unsafe entry(row, n).pointee / entry(row, k).pointee
      x[k] = value
      for i in 0..<k { unsafe entry(order[i], n).pointee -= entry(order[i], k).pointee * value }
    }
    return true
  }

  /// Sign of the determinant, 1 or -1, of the regular matrix that `solve` has just eliminated.
  public var determinantSign: Double {
    var sign = 1.0
    for k in 0..<n {
      if unsafe entry(order[k], k).pointee < 0 { sign = -sign }
      // Every pair of rows in the wrong order is one interchange.
      for i in 0..<k where order[i] > order[k] { sign = -sign }
    }
    return sign
  }

  /// Where an entry lies; row and column in range.
  @inline(__always)
  private func entry(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Double> {
    unsafe UnsafeMutableRawPointer(rows).assumingMemoryBound(to: Double.self) + (row * width * 4 + column)
  }

  /// Divides every row by its largest entry.
  private mutating func equilibrate() -> Bool {
    for row in 0..<n {
      order[row] = row
      var largest = 0.0
      var sum = 0.0
      for column in 0..<n {
        let size = unsafe abs(entry(row, column).pointee)
        largest = max(largest, size)
        sum += size
      }
      // A NaN must not be lost in a comparison.
      guard largest > 0, sum.isFinite, self[row, n].isFinite else { return false }
      let factor = 1 / largest
      for c in 0..<width { unsafe rows[row * width + c] = factor * rows[row * width + c] }
    }
    return true
  }
}

/// A row to be added to a `LinearSystem`: n entries and that of the right-hand side.
@safe public struct RowVector: ~Copyable {
  let width: Int
  let count: Int
  let lanes: UnsafeMutablePointer<SIMD4<Double>>

  public init(n: Int) {
    count = n + 1
    width = n / 4 + 1
    unsafe lanes = .allocate(capacity: width)
    unsafe lanes.initialize(repeating: .zero, count: width)
  }

  deinit { unsafe lanes.deallocate() }

  public subscript(column: Int) -> Double {
    @inline(__always) get {
      precondition(column >= 0 && column < count)
      return unsafe UnsafeRawPointer(lanes).load(fromByteOffset: 8 * column, as: Double.self)
    }
    @inline(__always) set {
      precondition(column >= 0 && column < count)
      unsafe UnsafeMutableRawPointer(lanes).storeBytes(
        of: newValue, toByteOffset: 8 * column, as: Double.self)
    }
  }
}
