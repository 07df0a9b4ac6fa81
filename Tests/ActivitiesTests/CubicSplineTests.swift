import Testing

@testable import Activities

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct CubicSplineTests {
  @Test func `a cubic is reproduced on uneven points, with its derivatives`() {
    let x = [-1.0, -0.7, 0.1, 0.2, 1.4, 2.0]
    let cubic = { (t: Double) in 2 - t + 0.5 * t * t - 0.3 * t * t * t }
    let slope = { (t: Double) in -1 + t - 0.9 * t * t }
    let curvature = { (t: Double) in 1 - 1.8 * t }
    let spline = CubicSpline(x: x, y: x.map(cubic))
    for t in stride(from: -1.5, through: 2.5, by: 0.01) {
      #expect(abs(spline.value(at: t) - cubic(t)) < 1e-12)
      #expect(abs(spline.derivative(at: t) - slope(t)) < 1e-11)
      // Divided by the square of the shortest interval, 0.1.
      #expect(abs(spline.secondDerivative(at: t) - curvature(t)) < 1e-10)
    }
  }

  @Test(arguments: [1, 2, 3])
  func `few points give the polynomial through them`(count: Int) {
    let x = [0.0, 1, 3]
    let polynomial = { (t: Double) in [2, 2 + 3 * t, 2 + 3 * t - t * t][count - 1] }
    let spline = CubicSpline(x: Array(x[..<count]), y: x[..<count].map(polynomial))
    for t in [-1, 0, 0.5, 2, 4.0] { #expect(abs(spline.value(at: t) - polynomial(t)) < 1e-13) }
  }

  @Test func `a periodic curve converges to a sine with the fourth power of the spacing`() {
    func largestError(_ count: Int) -> Double {
      let x = (0...count).map { 2 * Double.pi * Double($0) / Double(count) }
      let spline = CubicSpline(x: x, y: x.dropLast().map { sin($0) } + [sin(x[0])], ends: .periodic)
      return stride(from: -7.0, through: 14, by: 0.013).map { abs(spline.value(at: $0) - sin($0)) }.max() ?? 0
    }
    // The second derivative with the square: h²/12 of the fourth one.
    let x = (0...40).map { Double.pi * Double($0) / 20 }
    let sine = CubicSpline(x: x, y: x.dropLast().map { sin($0) } + [sin(x[0])], ends: .periodic)
    for t in stride(from: 0.0, through: 6, by: 0.03) {
      #expect(abs(sine.secondDerivative(at: t) + sin(t)) < 1.1 / 6 * (.pi / 20) * (.pi / 20))
    }
    #expect(CubicSpline(x: [1], y: [2]).secondDerivative(at: 3) == 0)
    let (coarse, fine) = (largestError(20), largestError(40))
    #expect(fine < 2e-5)
    #expect((12...20).contains(coarse / fine))
  }

  @Test(arguments: [CubicSpline.Ends.notAKnot, .periodic])
  func `value, slope and curvature are continuous at every point`(ends: CubicSpline.Ends) {
    let x = [0.0, 0.5, 0.7, 1.5, 2.2, 3]
    let y = [1.0, -0.5, 2, 0, 0.3, 1]
    let spline = CubicSpline(x: x, y: y, ends: ends)
    let h = 1e-5
    for t in x.dropFirst().dropLast() + (ends == .periodic ? [3.0] : []) {
      // One-sided second differences: linear in each cubic, so their limits differ by the jump alone.
      let left = (spline.derivative(at: t - h) - spline.derivative(at: t - 2 * h)) / h
      let right = (spline.derivative(at: t + 2 * h) - spline.derivative(at: t + h)) / h
      // The curvature itself changes by |third derivative| × 3 h < 500 × 3e-5 between the two.
      #expect(abs(left - right) < 2e-2)
      #expect(abs(spline.value(at: t - 1e-12) - spline.value(at: t + 1e-12)) < 1e-9)
      #expect(abs(spline.derivative(at: t - 1e-12) - spline.derivative(at: t + 1e-12)) < 1e-9)
    }
    for (t, value) in zip(x, y) { #expect(abs(spline.value(at: t) - value) < 1e-14) }
  }

  @Test func `a polygon is exact on its points and constant beyond them`() {
    let curve = PolygonalCurve(x: [0, 1, 3], y: [0, 2, -2])
    #expect([-1, 0, 0.5, 1, 2, 3, 9].map(curve.value(at:)) == [0, 0, 1, 2, 0, -2, -2])
  }
}
