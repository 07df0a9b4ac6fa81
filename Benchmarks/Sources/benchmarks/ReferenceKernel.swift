/// What every time is compared with: a symmetric matrix of 64 × 64 times a vector, row by row, in plain Swift.
///
/// Each row is one chain of dependent additions: it runs at the clock rate of the core, whatever the
/// libraries and the width of the vector units, and fits in the nearest caches. Each call goes on from the
/// vector of the last (power iteration), so that no call can be left out.
struct ReferenceKernel {
  static let note = "64 x 64 matrix times vector, plain loop"
  private static let n = 64
  /// Calls in one sample: about 2 ms.
  static let sampleRepetitions = 1000
  private let matrix = (0..<(n * n)).map { 1 + Double(($0 / n) * ($0 % n) % 17) }
  private var vector = (0..<n).map { 1 / Double($0 + 1) }
  private var product = [Double](repeating: 0, count: n)

  /// Replaces the vector by its product over the largest component, and returns that.
  @inline(never)
  mutating func run() -> Double {
    var largest = 0.0
    for i in 0..<Self.n {
      var sum = 0.0
      for j in 0..<Self.n { sum += matrix[i * Self.n + j] * vector[j] }
      product[i] = sum
      largest = max(largest, sum)
    }
    for i in 0..<Self.n { vector[i] = product[i] / largest }
    return largest
  }
}
