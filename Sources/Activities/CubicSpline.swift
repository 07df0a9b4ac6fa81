/// A curve with continuous second derivative through given points: a piecewise cubic.
///
/// Ends: `notAKnot` takes one cubic over the first two and the last two intervals, so that a cubic is
/// reproduced exactly (de Boor 1978, chapter IV); `periodic` joins the last point to the first with the same
/// slope and curvature. Outside the points the end pieces go on, or the period repeats.
public struct CubicSpline: Sendable {
  public enum Ends: Sendable { case notAKnot, periodic }

  private let x: [Double]
  private let y: [Double]
  /// Slope at each point.
  private let slopes: [Double]
  private let ends: Ends

  /// Through `y` at the rising `x`, one point at least; one point gives a constant, two a line, three a parabola
  /// (not-a-knot). A periodic curve has its last `y` equal to its first, and three intervals at least.
  public init(x: [Double], y: [Double], ends: Ends = .notAKnot) {
    precondition(x.count == y.count && !x.isEmpty, "\(x.count) abscissae, \(y.count) ordinates")
    precondition(zip(x, x.dropFirst()).allSatisfy { $0 < $1 }, "the abscissae must rise")
    self.x = x
    self.y = y
    self.ends = ends
    switch ends {
    case .notAKnot: slopes = Self.notAKnotSlopes(x, y)
    case .periodic:
      precondition(y.first == y.last && x.count >= 4, "a periodic curve closes and has three intervals")
      slopes = Self.periodicSlopes(x, y)
    }
  }

  /// The value at `t`, in the unit of `y`.
  public func value(at t: Double) -> Double {
    guard x.count > 1 else { return y[0] }
    let (i, h, s) = piece(at: t)
    let (a, b) = shape(i, h)
    return y[i] + s * (slopes[i] + s * (a + s * b))
  }

  /// The derivative at `t`, in the unit of `y` over that of `x`.
  public func derivative(at t: Double) -> Double {
    guard x.count > 1 else { return 0 }
    let (i, h, s) = piece(at: t)
    let (a, b) = shape(i, h)
    return slopes[i] + s * (2 * a + s * 3 * b)
  }

  /// The second derivative at `t`, in the unit of `y` over the square of that of `x`; a polygon over the points.
  public func secondDerivative(at t: Double) -> Double {
    guard x.count > 1 else { return 0 }
    let (i, h, s) = piece(at: t)
    let (a, b) = shape(i, h)
    return 2 * a + s * 6 * b
  }

  /// Interval of `t`, its length, and how far `t` is in it.
  private func piece(at t: Double) -> (Int, Double, Double) {
    var t = t
    if ends == .periodic {
      let period = x[x.count - 1] - x[0]
      t -= ((t - x[0]) / period).rounded(.down) * period
    }
    // Bisection for the last point at or before t.
    var low = 0
    var high = x.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if x[middle] <= t { low = middle } else { high = middle }
    }
    return (low, x[low + 1] - x[low], t - x[low])
  }

  /// Coefficients of the square and the cube in interval `i`.
  private func shape(_ i: Int, _ h: Double) -> (Double, Double) {
    let secant = (y[i + 1] - y[i]) / h
    let a = (3 * secant - 2 * slopes[i] - slopes[i + 1]) / h
    let b = (slopes[i] + slopes[i + 1] - 2 * secant) / (h * h)
    return (a, b)
  }

  /// Slopes that make the second derivative continuous, and the third across the second and last but one point.
  private static func notAKnotSlopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    guard n > 1 else { return [0] }
    let h = (0..<n - 1).map { x[$0 + 1] - x[$0] }
    let d = (0..<n - 1).map { (y[$0 + 1] - y[$0]) / h[$0] }
    if n == 2 { return [d[0], d[0]] }
    if n == 3 {
      let c = (d[1] - d[0]) / (h[0] + h[1])
      return [d[0] - c * h[0], d[0] + c * h[0], d[1] + c * h[1]]
    }
    var lower = [Double](repeating: 0, count: n)
    var diagonal = lower
    var upper = lower
    var right = lower
    for i in 1..<n - 1 {
      lower[i] = h[i]
      diagonal[i] = 2 * (h[i - 1] + h[i])
      upper[i] = h[i - 1]
      right[i] = 3 * (h[i] * d[i - 1] + h[i - 1] * d[i])
    }
    // de Boor's end rows, already tridiagonal.
    let first = h[0] + h[1]
    diagonal[0] = h[1]
    upper[0] = first
    right[0] = ((h[0] + 2 * first) * h[1] * d[0] + h[0] * h[0] * d[1]) / first
    let last = h[n - 2] + h[n - 3]
    diagonal[n - 1] = h[n - 3]
    lower[n - 1] = last
    right[n - 1] = (h[n - 2] * h[n - 2] * d[n - 3] + (2 * last + h[n - 2]) * h[n - 3] * d[n - 2]) / last
    return solveTridiagonal(lower, diagonal, upper, right)
  }

  /// Slopes of the closed curve: a cyclic tridiagonal system by a rank-one correction (Sherman and Morrison).
  private static func periodicSlopes(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count - 1
    let h = (0..<n).map { x[$0 + 1] - x[$0] }
    let d = (0..<n).map { (y[$0 + 1] - y[$0]) / h[$0] }
    func before(_ i: Int) -> Int { (i + n - 1) % n }
    let lower = (0..<n).map { h[$0] }
    var diagonal = (0..<n).map { 2 * (h[before($0)] + h[$0]) }
    let upper = (0..<n).map { h[before($0)] }
    let right = (0..<n).map { 3 * (h[$0] * d[before($0)] + h[before($0)] * d[$0]) }

    // Corners: row 0 holds lower[0] in the last column, the last row upper[n-1] in column 0.
    let corner = upper[n - 1]
    let gamma = -diagonal[0]
    diagonal[0] -= gamma
    diagonal[n - 1] -= corner * lower[0] / gamma
    var u = [Double](repeating: 0, count: n)
    u[0] = gamma
    u[n - 1] = corner
    let p = solveTridiagonal(lower, diagonal, upper, right)
    let q = solveTridiagonal(lower, diagonal, upper, u)
    let factor = (p[0] + lower[0] / gamma * p[n - 1]) / (1 + q[0] + lower[0] / gamma * q[n - 1])
    let slopes = (0..<n).map { p[$0] - factor * q[$0] }
    return slopes + [slopes[0]]
  }

  /// Elimination without pivoting; `lower[0]` and the last `upper` are not read.
  private static func solveTridiagonal(
    _ lower: [Double], _ diagonal: [Double], _ upper: [Double], _ right: [Double]
  ) -> [Double] {
    let n = diagonal.count
    var c = upper
    var solution = right
    var pivot = diagonal[0]
    solution[0] /= pivot
    for i in 1..<n {
      c[i - 1] = upper[i - 1] / pivot
      pivot = diagonal[i] - lower[i] * c[i - 1]
      solution[i] = (right[i] - lower[i] * solution[i - 1]) / pivot
    }
    for i in stride(from: n - 2, through: 0, by: -1) { solution[i] -= c[i] * solution[i + 1] }
    return solution
  }
}

/// A polygon through points: for ground reactions, whose onset a smooth curve would overshoot.
struct PolygonalCurve {
  let x: [Double]
  let y: [Double]

  /// Value at `t`; the end values outside the points.
  func value(at t: Double) -> Double {
    guard t > x[0] else { return y[0] }
    guard t < x[x.count - 1] else { return y[y.count - 1] }
    var low = 0
    var high = x.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if x[middle] <= t { low = middle } else { high = middle }
    }
    return y[low] + (y[high] - y[low]) * (t - x[low]) / (x[high] - x[low])
  }
}
