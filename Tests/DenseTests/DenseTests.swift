import Testing

@testable import Dense

/// Deterministic numbers in -1...1.
struct Sequence64 {
  var state: UInt64
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
  }
}

struct SymmetricSystemTests {
  /// A random symmetric n × n matrix, `shift` added to its diagonal.
  private func fill(_ system: inout SymmetricSystem, shift: Double, seed: UInt64) {
    var random = Sequence64(state: seed)
    let n = system.n
    for j in 0..<n {
      for i in 0...j {
        let value = random.next() + (i == j ? shift : 0)
        system.matrix[i + j * n] = value
        system.matrix[j + i * n] = value
      }
    }
  }

  private func residual(_ system: borrowing SymmetricSystem, _ x: [Double], _ b: [Double]) -> Double {
    let n = system.n
    return (0..<n).map { i in abs((0..<n).reduce(-b[i]) { $0 + system.matrix[i + $1 * n] * x[$1] }) }.max()
      ?? 0
  }

  @Test(arguments: [1, 3, 8, 11, 24])
  func `a positive definite system is solved to rounding`(n: Int) {
    var system = SymmetricSystem(n: n)
    fill(&system, shift: Double(2 * n), seed: UInt64(n))
    let b = (0..<n).map { Double($0) - 1.5 }
    var x = b
    let isDefinite = system.factorCholesky()
    #expect(isDefinite)
    system.solveCholesky(&x)
    let error = residual(system, x, b)
    #expect(error < 1e-13 * Double(n))
  }

  @Test func `an indefinite matrix has no Cholesky factor and is solved by its eigenvectors`() {
    var system = SymmetricSystem(n: 8)
    fill(&system, shift: 0, seed: 7)
    let isDefinite = system.factorCholesky()
    let isSolved = system.eigen()
    let values = system.eigenvalues
    #expect(!isDefinite && isSolved)
    #expect(values.first! < 0 && values.last! > 0)
    let b = (0..<8).map { Double($0) - 3 }
    var x = b
    system.solveEigen(&x, floor: 1e-9)
    let error = residual(system, x, b)
    #expect(error < 1e-12)
  }

  @Test func `the shifted solution is a direction of ascent of bᵀx whatever the signs of the eigenvalues`() {
    for seed in 1...50 {
      var system = SymmetricSystem(n: 6)
      fill(&system, shift: 0, seed: UInt64(seed))
      let b = (0..<6).map { _ in 1.0 }
      var x = b
      let isSolved = system.eigen()
      #expect(isSolved)
      system.solveEigenShifted(&x, floor: 0.1)
      #expect(zip(x, b).reduce(0) { $0 + $1.0 * $1.1 } > 0)
    }
  }

  @Test func `a matrix with NaN is refused, not factored`() {
    var system = SymmetricSystem(n: 3)
    fill(&system, shift: 5, seed: 1)
    system.matrix[4] = .nan
    let isDefinite = system.factorCholesky()
    #expect(!isDefinite)
  }
}

struct LeastSquaresTests {
  @Test func `least squares finds the known solution of a consistent system and a normal residual otherwise`()
    throws
  {
    var random = Sequence64(state: 3)
    let (rows, columns) = (20, 4)
    let a = (0..<(rows * columns)).map { _ in random.next() }
    let known = [1.0, -2, 0.5, 3]
    func product(_ x: [Double]) -> [Double] {
      (0..<rows).map { i in (0..<columns).reduce(0) { $0 + a[i + $1 * rows] * x[$1] } }
    }
    let exact = try #require(leastSquares(a, rows: rows, columns: columns, product(known)))
    #expect(zip(exact, known).allSatisfy { abs($0 - $1) < 1e-13 })

    let b = product(known).map { $0 + random.next() }
    let x = try #require(leastSquares(a, rows: rows, columns: columns, b))
    let r = zip(product(x), b).map { $0 - $1 }
    for j in 0..<columns { #expect(abs((0..<rows).reduce(0) { $0 + a[$1 + j * rows] * r[$1] }) < 1e-12) }
  }

  @Test func `a column of zeros has no full rank`() {
    #expect(leastSquares([0, 0, 0, 1, 2, 3], rows: 3, columns: 2, [1, 1, 1]) == nil)
  }

  @Test func `banded and tridiagonal systems are solved to rounding`() throws {
    let n = 30
    // 4 on the diagonal, -1 beside it: the same matrix in both storages.
    var band = [Double](repeating: -1, count: 2 * n)
    for j in 0..<n { band[2 * j] = 4 }
    let b = (0..<n).map { Double($0 % 5) }
    let x = try #require(solveBanded(band, n: n, bandwidth: 1, b))
    let beside = [Double](repeating: -1, count: n - 1)
    let y = try #require(
      solveTridiagonal(lower: beside, diagonal: Array(repeating: 4, count: n), upper: beside, b))
    for i in 0..<n {
      let left = 4 * x[i] - (i > 0 ? x[i - 1] : 0) - (i < n - 1 ? x[i + 1] : 0)
      #expect(abs(left - b[i]) < 1e-14 * 10)
      #expect(abs(x[i] - y[i]) < 1e-14)
    }
    band[0] = -4
    #expect(solveBanded(band, n: n, bandwidth: 1, b) == nil)
  }
}

struct VectorTests {
  @Test func `dyads and rotations agree with their definitions`() {
    let u = Vector3(1, 2, -3)
    let k = Symmetric3.dyad(u, scale: 2, plusIdentity: 5)
    #expect(k.xx == 7 && k.xy == 4 && k.xz == -6 && k.yy == 13 && k.yz == -12 && k.zz == 23)
    let m = Matrix3(Vector3(0, -1, 0), Vector3(1, 0, 0), Vector3(0, 0, 1))
    #expect(m * u == Vector3(-2, 1, -3))
    #expect((m * m) * u == Vector3(-1, -2, -3))
    #expect(u.cross(Vector3(0, 0, 1)) == Vector3(2, -1, 0))
  }
}

@Suite struct LinearSystemTests {
  /// The determinant by expansion, for the smallest systems.
  private func determinant(_ rows: [[Double]]) -> Double {
    guard rows.count > 1 else { return rows[0][0] }
    return rows.indices.reduce(0) { sum, column in
      let minor = rows.dropFirst().map { row in row.indices.filter { $0 != column }.map { row[$0] } }
      return sum + (column % 2 == 0 ? 1 : -1) * rows[0][column] * determinant(minor)
    }
  }

  @Test(arguments: 1...6) func `the sign of the determinant is that of its expansion`(n: Int) {
    var random = Sequence64(state: UInt64(n))
    var signs: Set<Double> = []
    for _ in 0..<20 {
      let rows = (0..<n).map { _ in (0..<n).map { _ in random.next() } }
      var system = LinearSystem(n: n)
      for i in 0..<n { for j in 0..<n { system[i, j] = rows[i][j] } }
      var x = [Double](repeating: 0, count: n)
      let isSolved = system.solve(&x)
      let sign = system.determinantSign
      #expect(isSolved && sign == (determinant(rows) < 0 ? -1 : 1))
      signs.insert(sign)
    }
    #expect(signs == [-1, 1])
  }

  @Test(arguments: [1, 3, 4, 13, 19, 25])
  func `elimination solves every equation to rounding, and refuses a singular system`(n: Int) throws {
    var state: UInt64 = 11
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
    }
    var system = LinearSystem(n: n)
    var row = RowVector(n: n)
    for _ in 0..<50 {
      // Rows of very different size, as forces beside moments.
      var a = [Double](repeating: 0, count: n * n)
      var b = [Double](repeating: 0, count: n)
      for i in 0..<n {
        let size = i % 3 == 0 ? 1e6 : 1
        for j in 0..<n { a[i + j * n] = size * next() }
        b[i] = size * next()
      }
      system.clear()
      for i in 0..<n {
        for j in 0..<n { row[j] = 0.5 * a[i + j * n] }
        row[n] = 0.5 * b[i]
        system.add(row, times: 2, toRow: i)
      }
      var x = [Double](repeating: 0, count: n)
      let isSolved = system.solve(&x)
      #expect(isSolved)
      for i in 0..<n {
        var sum = -b[i]
        var size = abs(b[i])
        for j in 0..<n {
          sum += a[i + j * n] * x[j]
          size += abs(a[i + j * n] * x[j])
        }
        // Backward stable: a residual of rounding, n times 2^-53, in each equation.
        #expect(abs(sum) <= 4e-15 * Double(n) * size)
      }
    }
    // Two equal rows.
    system.clear()
    for i in 0..<n { system[i, 0] = 1 }
    var x = [Double](repeating: 0, count: n)
    let isSolved = system.solve(&x)
    #expect(isSolved == (n == 1))
  }
}

struct FactoredSystemTests {
  @Test(arguments: [1, 2, 7, 19, 40])
  func `one factorization solves many right-hand sides, transposed too`(n: Int) {
    var random = Sequence64(state: UInt64(n))
    var system = FactoredSystem(n: n)
    // Rows of very different units.
    for i in 0..<n {
      let unit = [1e6, 1, 1e-6][i % 3]
      for j in 0..<n { system.matrix[i + j * n] = unit * (random.next() + (i == j ? 3 : 0)) }
    }
    let a = system.matrix
    let count = 5
    let b = (0..<(n * count)).map { _ in random.next() }
    let isRegular = system.factor()
    #expect(isRegular)
    var (x, y) = (b, b)
    system.solve(&x, count: count)
    system.solveTransposed(&y, count: count)
    for k in 0..<count {
      for i in 0..<n {
        var (row, column, rowSize, columnSize) = (0.0, 0.0, 0.0, 0.0)
        for j in 0..<n {
          row += a[i + j * n] * x[j + k * n]
          rowSize += abs(a[i + j * n] * x[j + k * n])
          column += a[j + i * n] * y[j + k * n]
          columnSize += abs(a[j + i * n] * y[j + k * n])
        }
        #expect(abs(row - b[i + k * n]) < 1e-12 * (1 + rowSize))
        #expect(abs(column - b[i + k * n]) < 1e-12 * (1 + columnSize))
      }
    }
    // The matrix is as it was filled.
    let isUntouched = system.matrix == a
    #expect(isUntouched)
  }

  @Test func `a singular system and one that is not finite have no factors`() {
    var system = FactoredSystem(n: 3)
    system.matrix = [1, 2, 3, 2, 4, 6, 1, 0, 1]
    let isRegular = system.factor()
    system.matrix = [1, 0, 0, 0, .nan, 0, 0, 0, 1]
    let isFinite = system.factor()
    system.matrix = [1, 0, 0, 0, 0, 0, 0, 0, 1]
    let hasRow = system.factor()
    #expect(!isRegular && !isFinite && !hasRow)
  }
}
