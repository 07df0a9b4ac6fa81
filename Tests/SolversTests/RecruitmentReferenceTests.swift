import Testing

@testable import Solvers

/// The solver against others that share nothing with it.
@Suite struct RecruitmentReferenceTests {
  /// Solves the n × n system by Gaussian elimination with pivoting; nil when singular.
  static func eliminate(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
    var m = matrix
    var b = right
    let n = b.count
    for k in 0..<n {
      let pivot = (k..<n).max { abs(m[$0][k]) < abs(m[$1][k]) }!
      if abs(m[pivot][k]) < 1e-12 { return nil }
      m.swapAt(k, pivot)
      b.swapAt(k, pivot)
      for row in k + 1..<max(n, k + 1) {
        let factor = m[row][k] / m[k][k]
        for column in k..<n { m[row][column] -= factor * m[k][column] }
        b[row] -= factor * b[k]
      }
    }
    for k in stride(from: n - 1, through: 0, by: -1) {
      for column in k + 1..<max(n, k + 1) { b[k] -= m[k][column] * b[column] }
      b[k] /= m[k][k]
    }
    return b
  }

  /// Least cost for p = 2 over all 3^n ways to be at the lower bound, at the upper bound or between, each
  /// an equality-constrained problem solved through its full system of conditions.
  static func enumerate(_ problem: RecruitmentProblem) -> [Double]? {
    let n = problem.muscleCount
    var best: [Double]?
    var leastCost = Double.infinity
    var ways = 1
    for _ in 0..<n { ways *= 3 }
    for way in 0..<ways {
      var code = way
      var a = [Double](repeating: 0, count: n)
      var free: [Int] = []
      for i in 0..<n {
        switch code % 3 {
        case 0: a[i] = problem.lower[i]
        case 1: a[i] = problem.upper[i]
        default: free.append(i)
        }
        code /= 3
      }
      let rest = problem.demand - problem.moments(of: a)
      if free.count >= 3 {
        // [ 2W  -Aᵀ ] [a]   [0]
        // [ A    0  ] [λ] = [b]
        let size = free.count + 3
        var m = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        var right = [Double](repeating: 0, count: size)
        for (k, i) in free.enumerated() {
          m[k][k] = 2 * problem.weight[i]
          for j in 0..<3 {
            m[k][free.count + j] = -problem.momentPerActivation[3 * i + j]
            m[free.count + j][k] = problem.momentPerActivation[3 * i + j]
          }
        }
        for j in 0..<3 { right[free.count + j] = rest[j] }
        guard let x = eliminate(m, right) else { continue }
        for (k, i) in free.enumerated() { a[i] = x[k] }
      } else {
        continue
      }
      let isWithin = (0..<n).allSatisfy {
        a[$0] >= problem.lower[$0] - 1e-12 && a[$0] <= problem.upper[$0] + 1e-12
      }
      let cost = problem.cost(of: a)
      if isWithin && cost < leastCost {
        leastCost = cost
        best = a
      }
    }
    return best
  }

  @Test func `p = 2 agrees with the enumeration of all active sets, bounds below zero included`() {
    var g = SeededGenerator(state: 21)
    var compared = 0
    for _ in 0..<300 {
      let n = Int.random(in: 4...6, using: &g)
      var problem = RecruitmentProblem(muscleCount: n)
      for k in 0..<3 * n { problem.momentPerActivation[k] = Double.random(in: -100...100, using: &g) }
      var inside = [Double](repeating: 0, count: n)
      for i in 0..<n {
        problem.weight[i] = Double.random(in: 0.1...3, using: &g)
        problem.lower[i] = Double.random(in: -0.6...0.3, using: &g)
        problem.upper[i] = Double.random(in: 0.5...1, using: &g)
        inside[i] = Double.random(in: problem.lower[i]...problem.upper[i], using: &g)
      }
      problem.demand = problem.moments(of: inside)
      guard let expected = Self.enumerate(problem) else { continue }
      compared += 1
      let (activations, _) = problem.solved()
      // The moments are met to some 1e-9 N·m, which a nearly singular set of three muscles magnifies.
      for i in 0..<n { #expect(abs(activations[i] - expected[i]) < 1e-7) }
    }
    #expect(compared == 300)
  }

  @Test(arguments: [2, 3])
  func `four muscles and three moments agree with a bisection along the one free direction`(p: Int) {
    var g = SeededGenerator(state: 22)
    for _ in 0..<2000 {
      var problem = RecruitmentProblem(muscleCount: 4, exponent: p)
      for k in 0..<12 { problem.momentPerActivation[k] = Double.random(in: -100...100, using: &g) }
      for i in 0..<4 { problem.weight[i] = Double.random(in: 0.1...3, using: &g) }
      let inside = (0..<4).map { _ in Double.random(in: 0...1, using: &g) }
      problem.demand = problem.moments(of: inside)

      // z with A z = 0, from the 3 × 3 minors.
      func determinant(without skipped: Int) -> Double {
        let c = (0..<4).filter { $0 != skipped }.map { problem.column($0) }
        return c[0].x * (c[1].y * c[2].z - c[1].z * c[2].y) - c[1].x * (c[0].y * c[2].z - c[0].z * c[2].y)
          + c[2].x * (c[0].y * c[1].z - c[0].z * c[1].y)
      }
      var z = (0..<4).map { ($0 % 2 == 0 ? 1 : -1) * determinant(without: $0) }
      let size = z.map(abs).max()!
      z = z.map { $0 / size }
      // The interval of s with 0 ≤ inside + s z ≤ 1, then the zero of the increasing derivative of the cost.
      var low = -Double.infinity
      var high = Double.infinity
      for i in 0..<4 where z[i] != 0 {
        let ends = [-inside[i] / z[i], (1 - inside[i]) / z[i]]
        low = max(low, ends.min()!)
        high = min(high, ends.max()!)
      }
      func slope(_ s: Double) -> Double {
        (0..<4).reduce(0) { sum, i in
          let a = max(0, inside[i] + s * z[i])
          return sum + problem.weight[i] * z[i] * (p == 2 ? 2 * a : 3 * a * a)
        }
      }
      for _ in 0..<200 {
        let middle = 0.5 * (low + high)
        if slope(middle) > 0 { high = middle } else { low = middle }
      }
      let (activations, report) = problem.solved()
      #expect(report.status == .converged && !report.needsReserve)
      // The moments are met to 1e-8 N·m, which the inverse of the columns magnifies; and for p = 3 the square root
      // of the tolerance 1e-12 where all four activations are small.
      let expected = (0..<4).map { inside[$0] + low * z[$0] }
      #expect(abs(problem.cost(of: activations) - problem.cost(of: expected)) < 1e-8)
      for i in 0..<4 { #expect(abs(activations[i] - expected[i]) < 1e-5) }
    }
  }

  @Test(arguments: [2, 3])
  func `one moment agrees with a bisection on its multiplier`(p: Int) {
    var g = SeededGenerator(state: 23)
    for _ in 0..<1000 {
      var problem = ProblemFamily.narrowBounds.feasible(exponent: p, using: &g)
      problem.isDemanded[0] = false
      problem.isDemanded[2] = false
      let n = problem.muscleCount
      func activations(_ λ: Double) -> [Double] {
        (0..<n).map { i in
          let u = problem.momentPerActivation[3 * i + 1] * λ / (Double(p) * problem.weight[i])
          return min(max(p == 2 ? u : max(0, u).squareRoot(), problem.lower[i]), problem.upper[i])
        }
      }
      var low = -100.0
      var high = 100.0
      for _ in 0..<200 {
        let middle = 0.5 * (low + high)
        if problem.moments(of: activations(middle)).y > problem.demand.y {
          high = middle
        } else {
          low = middle
        }
      }
      let (found, _) = problem.solved()
      let expected = activations(low)
      for i in 0..<n where problem.momentPerActivation[3 * i + 1] != 0 {
        // Within the moment tolerance of 1e-8 N·m, shared by muscles of 1 N·m and more.
        #expect(abs(found[i] - expected[i]) < 1e-7)
      }
    }
  }
}
