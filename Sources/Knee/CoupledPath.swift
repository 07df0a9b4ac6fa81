import Dense

/// The passive path of the knee: every coordinate as a function of knee flexion, twice continuously differentiable.
///
/// Natural cubic splines through the knots; beyond the first and last knot the path goes on straight.
public struct CoupledPath: Sendable {
  /// Knots of knee flexion, rad, rising          (count)
  public let flexion: [Double]
  /// Values at the knots per coordinate, rad or m; row 0 (flexion itself) is the knots      (12 × count)
  public let values: [[Double]]
  /// Second derivatives at the knots             (12 × count)
  private let curvatures: [[Double]]

  public init(flexion: [Double], values: [[Double]]) {
    precondition(
      values.count == Coordinate.count && flexion.count >= 3, "12 coordinates over 3 knots or more")
    self.flexion = flexion
    self.values = values
    curvatures = values.map { Self.naturalCurvatures(flexion, $0) }
  }

  /// True when `theta` (rad) lies between the first and the last knot, half a degree allowed.
  public func covers(_ theta: Double) -> Bool {
    theta > flexion[0] - 0.0088 && theta < flexion[flexion.count - 1] + 0.0088
  }

  /// The same path of a knee with every length multiplied by `factor`.
  public func scaled(by factor: Double) -> CoupledPath {
    let lengths: Set<Int> = [3, 4, 5, 9, 10, 11]
    return CoupledPath(
      flexion: flexion,
      values: values.enumerated().map { i, v in lengths.contains(i) ? v.map { $0 * factor } : v })
  }

  /// Writes the path at knee flexion `theta` (rad): value, slope and curvature of every coordinate (12 each).
  func evaluate(
    _ theta: Double, _ value: inout [Double], _ slope: inout [Double], _ curvature: inout [Double]
  ) {
    let last = flexion.count - 1
    var cell = 0
    while cell < last - 1 && theta >= flexion[cell + 1] { cell += 1 }
    let inside = min(max(theta, flexion[0]), flexion[last])
    let beyond = theta - inside
    let h = flexion[cell + 1] - flexion[cell]
    let b = (inside - flexion[cell]) / h
    let a = 1 - b
    for i in 0..<Coordinate.count {
      let (y0, y1) = (values[i][cell], values[i][cell + 1])
      let (m0, m1) = (curvatures[i][cell], curvatures[i][cell + 1])
      let s = (y1 - y0) / h + h * ((3 * b * b - 1) * m1 - (3 * a * a - 1) * m0) / 6
      value[i] = a * y0 + b * y1 + h * h * ((a * a * a - a) * m0 + (b * b * b - b) * m1) / 6 + s * beyond
      slope[i] = s
      curvature[i] = beyond == 0 ? a * m0 + b * m1 : 0
    }
    // The first coordinate is knee flexion itself.
    (value[0], slope[0], curvature[0]) = (theta, 1, 0)
  }

  private static func naturalCurvatures(_ x: [Double], _ y: [Double]) -> [Double] {
    let n = x.count
    let h = (0..<(n - 1)).map { x[$0 + 1] - x[$0] }
    let slopes = (0..<(n - 1)).map { (y[$0 + 1] - y[$0]) / h[$0] }
    let inner = solveTridiagonal(
      lower: Array(h[1..<(n - 2)]), diagonal: (1..<(n - 1)).map { 2 * (h[$0 - 1] + h[$0]) },
      upper: Array(h[1..<(n - 2)]), (1..<(n - 1)).map { 6 * (slopes[$0] - slopes[$0 - 1]) })
    precondition(inner != nil, "knots must rise")
    return [0] + (inner ?? []) + [0]
  }
}
