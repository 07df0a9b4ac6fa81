import Foundation
import Testing

@testable import Knee

/// Repeatable random numbers (SplitMix64).
private struct Randomness: RandomNumberGenerator {
  var seed: UInt64
  mutating func next() -> UInt64 {
    seed &+= 0x9E37_79B9_7F4A_7C15
    var z = seed
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Short fibers on a long tendon, long fibers on a short one, strongly and hardly pennate, soft and stiff passive curves.
private let muscles: [MuscleParameters] = {
  let table = [
    (4336.0, 0.0453, 0.2827, 21.85, 0.0402, 0.7660), (1923.0, 0.0990, 0.1091, 24.19, 0.1781, 0.7060),
    (296.0, 0.0401, 0.3868, 12.88, -0.0065, 0.6999), (175.0, 0.4066, 0.0947, 1.50, -0.0729, 0.7021),
    (715.0, 0.1161, 0.0974, 16.04, -0.1607, 0.5021), (1534.0, 0.0827, 0.3229, 0.0, 0.1998, 0.8997),
  ]
  return table.map { row in
    do {
      return try MuscleParameters(
        maxIsometricForce: row.0, optimalFiberLength: row.1, tendonSlackLength: row.2,
        pennationAtOptimal: row.3 * .pi / 180, maxFiberVelocity: 10, passiveStrainAtZero: row.4,
        passiveStrainAtMaxForce: row.5)
    } catch { fatalError("\(error)") }
  }
}()

/// One muscle at one instant.
private struct Sample {
  var muscle: MuscleParameters
  var length: Double
  var velocity: Double
  var activation: Double
  var tension: MuscleTension

  func state(length: Double? = nil, activation: Double? = nil) -> FiberState {
    muscle.fiberState(
      length: length ?? self.length, velocity: velocity, activation: activation ?? self.activation,
      tension: tension)
  }

  /// Fibers between 0.45 and 1.7 of their optimal length if the tendon were 2 % long, any activation and tension.
  static func random(_ random: inout Randomness) -> Sample {
    let muscle = muscles.randomElement(using: &random)!
    let height = sin(muscle.pennationAtOptimal)
    let fiber = Double.random(in: 0.45...1.7, using: &random)
    let along = (fiber * fiber - height * height).squareRoot()
    return Sample(
      muscle: muscle, length: 1.02 * muscle.tendonSlackLength + muscle.optimalFiberLength * along,
      velocity: .random(in: -1.2...1.2, using: &random) * muscle.optimalFiberLength * muscle.maxFiberVelocity,
      activation: .random(in: 0...1, using: &random),
      tension: MuscleTension(
        stiffness: .random(in: 0.3...3, using: &random), shortening: .random(in: 0...0.2, using: &random),
        strength: .random(in: 0.3...1.2, using: &random)))
  }
}

@Suite struct MuscleMechanicsTests {
  @Test func `tendon and fibers carry the same force`() {
    var random = Randomness(seed: 1)
    var count = 0
    for _ in 0..<10_000 {
      let s = Sample.random(&random)
      let state = s.state()
      guard !state.isClamped else { continue }
      count += 1
      let m = s.muscle
      let l = state.fiberLength
      let along = (l * l - pow(sin(m.pennationAtOptimal), 2)).squareRoot()
      let tendon = MuscleCurves.tendonForceLength(
        (s.length - m.optimalFiberLength * along) / m.tendonSlackLength)
      let v = s.velocity * cos(m.pennationAtOptimal) / (m.optimalFiberLength * m.maxFiberVelocity)
      let active =
        s.activation * s.tension.strength * max(MuscleCurves.forceVelocity(v).value, 0)
        * MuscleCurves.activeForceLength(l).value
      let passive = s.tension.stiffness * m.passiveCurve(l + s.tension.shortening).value
      // The tendon multiplies rounding in the fiber's length by up to kT lopt/lts × 3.2, some hundreds.
      #expect(abs(tendon.value - (active + passive) * along / l) < 1e-11)
      #expect(abs(state.force / m.maxIsometricForce - (active + passive) * along / l) < 1e-12)
      #expect(abs(state.passiveForce / m.maxIsometricForce - max(passive, 0) * along / l) < 1e-12)
    }
    #expect(count > 9000)
  }

  @Test func `the derivatives by activation and length are those of the force`() {
    var random = Randomness(seed: 2)
    var count = 0
    var largest = (activation: 0.0, length: 0.0)
    for _ in 0..<10_000 {
      let s = Sample.random(&random)
      let state = s.state()
      let h = 1e-5
      let k = 1e-7  // m; a tendon's force grows e-fold in about 3 mm
      guard !state.isClamped, s.activation > h, s.activation < 1 - h else { continue }
      count += 1
      let byActivation =
        (s.state(activation: s.activation + h).force - s.state(activation: s.activation - h).force) / (2 * h)
      let byLength = (s.state(length: s.length + k).force - s.state(length: s.length - k).force) / (2 * k)
      // Central differences: h² of the curvature, and rounding of the force (1e-13) over the step.
      let scale = s.muscle.maxIsometricForce
      #expect(abs(state.forcePerActivation - byActivation) < 1e-6 * scale)
      #expect(
        abs(state.forcePerLength - byLength) < 2e-6 * max(abs(byLength), scale / s.muscle.tendonSlackLength))
      largest.activation = max(largest.activation, state.forcePerActivation / scale)
      largest.length = max(largest.length, state.forcePerLength * s.muscle.tendonSlackLength / scale)
    }
    #expect(count > 9000)
    #expect(largest.activation > 0.5 && largest.length > 1)
  }

  @Test func `more activation never gives less force, at any length`() {
    var random = Randomness(seed: 3)
    for muscle in muscles {
      for step in 0...120 {
        let length = muscle.tendonSlackLength * 0.8 + 0.02 * Double(step) * muscle.optimalFiberLength
        let tension = MuscleTension(
          stiffness: .random(in: 0...10, using: &random), shortening: .random(in: 0...0.5, using: &random),
          strength: .random(in: 0...2, using: &random))
        let states = (0...20).map { i in
          muscle.fiberState(length: length, activation: Double(i) / 20, tension: tension)
        }
        for (a, b) in zip(states, states.dropFirst()) {
          #expect(b.force >= a.force - 1e-12 * muscle.maxIsometricForce)
          #expect(a.forcePerActivation >= 0)
          #expect(b.fiberLength <= a.fiberLength + 1e-12)
        }
      }
    }
  }

  @Test func `a muscle far too short carries nothing and says so`() {
    for muscle in muscles {
      for length in [-1, 0, 0.5 * muscle.tendonSlackLength, muscle.tendonSlackLength] {
        let state = muscle.fiberState(length: length, activation: 1)
        #expect(state.isClamped && state.forcePerActivation == 0)
        #expect(state.force < 0.02 * muscle.maxIsometricForce)
      }
    }
  }

  @Test func `a muscle far too long carries a large finite force`() {
    for muscle in muscles {
      for length in [1.0, 3, 10] {
        let state = muscle.fiberState(length: length, activation: 1)
        #expect(state.force.isFinite && state.forcePerLength.isFinite && !state.isClamped)
        #expect(state.force > 3 * muscle.maxIsometricForce)
      }
    }
  }

  @Test func `the force is continuous where the fiber reaches its shortest length`() {
    for muscle in muscles {
      for activation in [0, 0.3, 1] {
        var lengths = (short: 0.0, long: 2.0)
        while lengths.long - lengths.short > 1e-12 {
          let middle = 0.5 * (lengths.short + lengths.long)
          if muscle.fiberState(length: middle, activation: activation).isClamped {
            lengths.short = middle
          } else {
            lengths.long = middle
          }
        }
        let below = muscle.fiberState(length: lengths.short, activation: activation)
        let above = muscle.fiberState(length: lengths.long, activation: activation)
        #expect(below.isClamped && !above.isClamped)
        #expect(abs(below.force - above.force) < 1e-8 * muscle.maxIsometricForce)
      }
    }
  }

  @Test func `tension acts as its words say`() {
    for muscle in muscles {
      let length = 1.01 * muscle.tendonSlackLength + 1.25 * muscle.optimalFiberLength
      let healthy = muscle.fiberState(length: length, activation: 0)
      let stiff = muscle.fiberState(length: length, activation: 0, tension: MuscleTension(stiffness: 2))
      let short = muscle.fiberState(length: length, activation: 0, tension: MuscleTension(shortening: 0.1))
      #expect(stiff.force > 1.3 * healthy.force && stiff.force < 2 * healthy.force)
      #expect(short.force > healthy.force && short.fiberLength < healthy.fiberLength)
      #expect(abs(healthy.passiveForce - healthy.force) < 1e-12 * muscle.maxIsometricForce)
      let weak = muscle.fiberState(length: length, activation: 0.8, tension: MuscleTension(strength: 0.5))
      let half = muscle.fiberState(length: length, activation: 0.4)
      #expect(abs(weak.force - half.force) < 1e-10 * muscle.maxIsometricForce)
    }
  }

  @Test func `a shortening muscle is weaker and a lengthening one stronger than a still one`() {
    for muscle in muscles {
      let length = 1.03 * muscle.tendonSlackLength + muscle.optimalFiberLength
      func force(_ v: Double) -> Double {
        muscle.fiberState(length: length, velocity: v, activation: 0.7).force
      }
      let slow = 0.2 * muscle.optimalFiberLength * muscle.maxFiberVelocity
      #expect(force(-slow) < force(0) && force(0) < force(slow))
      #expect(force(-100) < 0.2 * force(0) && force(100) == force(1000))
    }
  }

  @Test func `the search takes few steps, fewer from a near start, and ends at the same place`() {
    var random = Randomness(seed: 4)
    var cold = 0
    var warm = 0
    for _ in 0..<2000 {
      let s = Sample.random(&random)
      let first = s.state()
      let again = s.muscle.fiberState(
        length: s.length, velocity: s.velocity, activation: s.activation, tension: s.tension,
        initialFiberLength: first.fiberLength + 0.01)
      cold += first.iterations
      warm += again.iterations
      #expect(abs(first.fiberLength - again.fiberLength) < 1e-12)
    }
    // 3.5 and 3.1 on average when this was written.
    #expect(cold < 2000 * 7 && warm < cold)
  }

  @Test func `scaling force and length scales the result`() {
    let muscle = muscles[0]
    let large = muscle.scaled(force: 1.5, length: 1.1)
    let length = 1.02 * muscle.tendonSlackLength + muscle.optimalFiberLength
    let a = muscle.fiberState(length: length, activation: 0.5)
    let b = large.fiberState(length: 1.1 * length, activation: 0.5)
    #expect(abs(b.force / a.force - 1.5) < 1e-12 && abs(b.fiberLength - a.fiberLength) < 1e-13)
  }

  @Test(
    arguments: [
      (-1, 0.1, 0.2, 0.1, 10, 0, 0.6, "maxIsometricForce"),
      (1, 0, 0.2, 0.1, 10, 0, 0.6, "optimalFiberLength"),
      (1, 0.1, .nan, 0.1, 10, 0, 0.6, "tendonSlackLength"),
      (1, 0.1, 0.2, 1.3, 10, 0, 0.6, "pennationAtOptimal"),
      (1, 0.1, 0.2, 0.1, 0, 0, 0.6, "maxFiberVelocity"),
      (1, 0.1, 0.2, 0.1, 10, -0.6, 0.6, "passiveStrainAtZero"),
      (1, 0.1, 0.2, 0.1, 10, 0.6, 0.6, "passiveStrainAtMaxForce"),
    ] as [(Double, Double, Double, Double, Double, Double, Double, String)])
  func `a parameter outside its range is refused by name`(
    row: (Double, Double, Double, Double, Double, Double, Double, String)
  ) {
    let error = #expect(throws: InputError.self) {
      try MuscleParameters(
        maxIsometricForce: row.0, optimalFiberLength: row.1, tendonSlackLength: row.2,
        pennationAtOptimal: row.3,
        maxFiberVelocity: row.4, passiveStrainAtZero: row.5, passiveStrainAtMaxForce: row.6)
    }
    #expect(error?.place == row.7)
  }
}
