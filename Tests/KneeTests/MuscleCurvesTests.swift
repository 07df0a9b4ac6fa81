import Foundation
import Testing

@testable import Knee

/// Slope by central difference; its error is h² f'''/6, below 1e-7 for the curves here.
private func difference(_ x: Double, _ f: (Double) -> Double) -> Double {
  let h = 1e-5
  return (f(x + h) - f(x - h)) / (2 * h)
}

/// `first` and then every `step` up to `last`.
private func steps(_ first: Double, _ last: Double, _ step: Double) -> [Double] {
  Array(stride(from: first, through: last, by: step))
}

@Suite struct MuscleCurvesTests {
  // Samples of the curves of OpenSim 4.6, rounded to six decimals: hence the tolerance of 6e-7.
  static let active = [
    (0.2, 0.007736), (0.34, 0.017935), (0.48, 0.044158), (0.62, 0.391288), (0.76, 0.791432), (0.9, 0.937123),
    (1.04, 0.996585), (1.18, 0.832154), (1.32, 0.53844), (1.46, 0.281297), (1.6, 0.124255), (1.74, 0.04832),
    (1.88, 0.017161),
  ]
  static let passive = [
    (0.8, 0.00474), (0.94, 0.01219), (1.08, 0.031135), (1.22, 0.079313), (1.36, 0.201826), (1.5, 0.513374),
    (1.64, 1.305632),
  ]
  static let tendon = [
    (0.99, -0.061253), (0.997, -0.020779), (1.004, 0.031501), (1.011, 0.099032), (1.018, 0.186262),
    (1.025, 0.298937), (1.032, 0.444481), (1.039, 0.632482), (1.046, 0.875324), (1.053, 1.189005),
    (1.06, 1.594189),
  ]
  static let velocity = [
    (-1.0, 0.0), (-0.65, 0.144824), (-0.3, 0.408919), (0.05, 1.113145), (0.4, 1.525377), (0.75, 1.707414),
  ]

  @Test(arguments: active) func `the active curve meets the published samples`(x: Double, f: Double) {
    #expect(abs(MuscleCurves.activeForceLength(x).value - f) < 6e-7)
  }

  @Test(arguments: passive) func `the passive curve meets the published samples`(x: Double, f: Double) {
    #expect(abs(MuscleCurves.passiveForceLength(x).value - f) < 6e-7)
  }

  @Test(arguments: tendon) func `the tendon curve meets the published samples`(x: Double, f: Double) {
    #expect(abs(MuscleCurves.tendonForceLength(x).value - f) < 6e-7)
  }

  // The published curve ends at -5e-5 for the velocity -1, which the samples clip to 0.
  @Test(arguments: velocity) func `the force-velocity curve meets the published samples`(x: Double, f: Double)
  {
    #expect(abs(MuscleCurves.forceVelocity(x).value - f) < (x == -1 ? 6e-5 : 6e-7))
  }

  @Test func `every slope is the derivative of its curve`() {
    func check(_ name: String, _ points: [Double], _ curve: (Double) -> CurveValue) {
      var largest = 0.0
      for x in points {
        let exact = curve(x).slope
        largest = max(largest, abs(exact))
        #expect(abs(exact - difference(x) { curve($0).value }) < 1e-6 * max(1, abs(exact)), "\(name) at \(x)")
      }
      #expect(largest > 0.5, "\(name) was never steep")
    }
    check("active", steps(0.16, 2.2, 0.0137), MuscleCurves.activeForceLength)
    check("active, short", steps(0.0, 0.14, 0.0137) + [0.9], MuscleCurves.activeForceLength)
    check("passive", steps(0.1, 2.5, 0.0137)) { MuscleCurves.passiveForceLength($0) }
    check("passive, early and steep", steps(0.1, 2.5, 0.0137)) {
      MuscleCurves.passiveForceLength($0, strainAtZero: -0.19, strainAtMaxForce: 0.4)
    }
    check("velocity", steps(-0.99, 0.99, 0.0137), MuscleCurves.forceVelocity)
    check("velocity, beyond", [-1.5, -0.5, 1.5], MuscleCurves.forceVelocity)
    check("tendon", steps(0.9, 1.2, 0.00137), MuscleCurves.tendonForceLength)
    check("tendon inverse", steps(-0.19, 5, 0.0137)) { x in
      let inverse = MuscleCurves.tendonLength(force: x)
      return CurveValue(value: 10 * inverse.value, slope: 10 * inverse.slope)
    }
  }

  @Test func `the curves pass their landmarks`() {
    #expect(abs(MuscleCurves.activeForceLength(1).value - 1) < 1e-3)
    #expect(abs(MuscleCurves.forceVelocity(0).value - 1) < 1e-3)
    #expect(abs(MuscleCurves.tendonForceLength(1).value) < 1e-15)
    #expect(abs(MuscleCurves.tendonForceLength(1.049).value - 1) < 1e-13)
    #expect(abs(MuscleCurves.passiveForceLength(1.6).value - 1) < 1e-14)
    #expect(abs(MuscleCurves.passiveForceLength(0.2).value) < 1e-15)
    let calf = PassiveForceLengthCurve(strainAtZero: 0.15, strainAtMaxForce: 0.55)
    #expect(abs(calf(1.55).value - 1) < 1e-14)
    #expect(abs(calf(1.15).value - 0.018) < 2e-3)
  }

  @Test
  func `passive and tendon curve rise everywhere and go straight on above three times the maximal force`() {
    for curve in [
      PassiveForceLengthCurve(strainAtZero: 0, strainAtMaxForce: 0.6),
      PassiveForceLengthCurve(strainAtZero: -0.19, strainAtMaxForce: 0.66),
    ] {
      let values = steps(0, 6, 0.01).map { curve($0) }
      for (a, b) in zip(values, values.dropFirst()) { #expect(a.value < b.value && a.slope <= b.slope) }
      #expect(values.allSatisfy { $0.value > -2e-3 })
      #expect(curve(5).slope == curve(50).slope && curve(50).value.isFinite)
    }
    #expect(abs(MuscleCurves.tendonForceLength(MuscleCurves.linearTendonLength).value - 3) < 1e-13)
    #expect(MuscleCurves.tendonForceLength(1.2).slope == MuscleCurves.tendonForceLength(12).slope)
    // The tangent joins without a kink.
    let join = MuscleCurves.linearTendonLength
    let before = MuscleCurves.tendonForceLength(join - 1e-12).slope
    #expect(abs(before / MuscleCurves.tendonForceLength(join + 1e-12).slope - 1) < 1e-9)
  }

  @Test(arguments: steps(-0.19, 6, 0.173)) func `tendon length and tendon force are inverse`(force: Double) {
    let length = MuscleCurves.tendonLength(force: force)
    let back = MuscleCurves.tendonForceLength(length.value)
    #expect(abs(back.value - force) < 1e-12)
    #expect(abs(back.slope * length.slope - 1) < 1e-11)
  }

  @Test func `the force-velocity curve is held beyond the maximal velocity`() {
    #expect(
      MuscleCurves.forceVelocity(-3) == CurveValue(value: MuscleCurves.forceVelocity(-1).value, slope: 0))
    #expect(MuscleCurves.forceVelocity(3) == CurveValue(value: MuscleCurves.forceVelocity(1).value, slope: 0))
  }
}
