import Testing

@testable import Solvers

/// SplitMix64 (Steele, Lea & Flood 2014): the same problems on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Kinds of random problems, each a different way to be awkward.
enum ProblemFamily: CaseIterable {
  case plain, unequalWeights, narrowBounds, manyHeld, dependentRows, pairsAlmostParallel, undemandedJoints,
    fewMuscles

  /// A problem whose demand some activation within the bounds meets.
  func feasible(exponent: Int, using g: inout SeededGenerator) -> RecruitmentProblem {
    let n = self == .fewMuscles ? Int.random(in: 1...4, using: &g) : Int.random(in: 1...40, using: &g)
    var problem = RecruitmentProblem(muscleCount: n, exponent: exponent)
    for k in 0..<3 * n {
      problem.momentPerActivation[k] = Bool.random(using: &g) ? 0 : Double.random(in: -200...200, using: &g)
    }
    for i in 0..<n {
      switch self {
      case .unequalWeights:
        problem.weight[i] = Double.random(in: 0.01...10, using: &g)
      case .narrowBounds:
        problem.lower[i] = Double.random(in: 0...0.5, using: &g)
        problem.upper[i] = Double.random(in: problem.lower[i]...1, using: &g)
      case .manyHeld:
        problem.upper[i] = Double.random(in: 0...0.3, using: &g)
        if Bool.random(using: &g) { problem.lower[i] = problem.upper[i] }
      case .dependentRows:
        problem.momentPerActivation[3 * i + 2] = -0.5 * problem.momentPerActivation[3 * i + 1]
      case .pairsAlmostParallel:
        if i % 2 == 1 {
          for j in 0..<3 {
            problem.momentPerActivation[3 * i + j] = (1 + 1e-6) * problem.momentPerActivation[3 * (i - 1) + j]
          }
        }
      case .plain, .undemandedJoints, .fewMuscles:
        break
      }
    }
    if self == .undemandedJoints {
      for j in 0..<3 { problem.isDemanded[j] = Bool.random(using: &g) }
    }
    // Muscles at a bound as often as between them.
    let activations = (0..<n).map { i in
      let dice = Double.random(in: 0...1, using: &g)
      if dice < 0.3 { return problem.lower[i] }
      if dice < 0.5 { return problem.upper[i] }
      return Double.random(in: problem.lower[i]...problem.upper[i], using: &g)
    }
    problem.demand = problem.moments(of: activations)
    return problem
  }
}

extension RecruitmentProblem {
  /// A a, all three joints.
  func moments(of activations: [Double]) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for i in 0..<muscleCount {
      for j in 0..<3 { sum[j] += momentPerActivation[3 * i + j] * activations[i] }
    }
    return sum
  }

  /// Σ w a^p
  func cost(of activations: [Double]) -> Double {
    (0..<muscleCount).reduce(0) { sum, i in
      let a = activations[i]
      return sum + weight[i] * a * a * (exponent == 3 ? a : 1)
    }
  }

  func solved(from start: SIMD3<Double>? = nil) -> (activations: [Double], report: RecruitmentReport) {
    var activations = [Double](repeating: .nan, count: muscleCount)
    let report = solve(into: &activations, from: start)
    return (activations, report)
  }

  /// Largest violation of the conditions of optimality other than the moments, written out again here: bounds, and
  /// p w a^(p-1) = A·λ between them, ≥ at the lower, ≤ at the upper; in units of a^(p-1). A muscle
  /// that works along a needed reserve may instead stand at the bound that serves it.
  func optimalityViolation(
    _ activations: [Double], _ λ: SIMD3<Double>, reserve: SIMD3<Double> = .zero
  ) -> Double {
    let length = (reserve * reserve).sum().squareRoot()
    var worst = 0.0
    for i in 0..<muscleCount {
      let a = activations[i]
      guard a >= lower[i] && a <= upper[i] else { return .infinity }
      var pull = 0.0
      var work = 0.0
      for j in 0..<3 where length > 0 && isDemanded[j] {
        work += momentPerActivation[3 * i + j] * reserve[j] / length * (upper[i] - lower[i])
      }
      if work != 0 && a == (work > 0 ? upper[i] : lower[i]) { continue }
      for j in 0..<3 where isDemanded[j] { pull += momentPerActivation[3 * i + j] * λ[j] }
      let marginal = exponent == 3 ? 3 * weight[i] * a * a : 2 * weight[i] * a
      let gradient = (marginal - pull) / (Double(exponent) * weight[i])
      if a == lower[i] && a == upper[i] { continue }
      if a == lower[i] {
        worst = max(worst, -gradient)
      } else if a == upper[i] {
        worst = max(worst, gradient)
      } else {
        worst = max(worst, abs(gradient))
      }
    }
    return worst
  }

  /// Walking-like: uniarticular and biarticular muscles of hip, knee and ankle, N·m at full activation.
  static func leg(exponent: Int) -> RecruitmentProblem {
    let columns: [(hip: Double, knee: Double, ankle: Double, weight: Double)] = [
      (150, 0, 0, 0.9), (90, 0, 0, 0.5), (80, -60, 0, 0.4), (70, -50, 0, 0.3), (0, -40, 0, 0.1),
      (-60, 80, 0, 0.4),
      (0, 90, 0, 0.6), (0, 70, 0, 0.4), (0, 100, 0, 1.0), (0, -40, 60, 0.3), (0, -25, 40, 0.2),
      (0, 0, 140, 0.7),
      (0, 0, 40, 0.1), (0, 0, -50, 0.2), (-120, 0, 0, 0.5), (-20, -10, 0, 0.1), (30, 0, 0, 0.2),
    ]
    var problem = RecruitmentProblem(muscleCount: columns.count, exponent: exponent)
    for (i, column) in columns.enumerated() {
      problem.momentPerActivation[3 * i] = column.hip
      problem.momentPerActivation[3 * i + 1] = column.knee
      problem.momentPerActivation[3 * i + 2] = column.ankle
      problem.weight[i] = column.weight
      problem.lower[i] = i == 2 || i == 3 ? 0.1 : 0
    }
    problem.demand = SIMD3<Double>(35, 60, 25)
    return problem
  }
}
