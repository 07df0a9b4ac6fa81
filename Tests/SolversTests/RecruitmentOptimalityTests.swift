import Testing

@testable import Solvers

@Suite struct RecruitmentOptimalityTests {
  @Test(arguments: [2, 3], ProblemFamily.allCases)
  func `ten thousand feasible problems are solved to the conditions of optimality`(
    p: Int, family: ProblemFamily
  ) {
    var g = SeededGenerator(state: UInt64(p))
    var converged = 0
    var worstMoment = 0.0
    var worstOptimality = 0.0
    var wronglyReserved = 0
    for _ in 0..<10_000 {
      let problem = family.feasible(exponent: p, using: &g)
      let (activations, report) = problem.solved()
      converged += report.status == .converged ? 1 : 0
      wronglyReserved += report.needsReserve ? 1 : 0
      let missing = problem.demand - problem.moments(of: activations)
      for j in 0..<3 where problem.isDemanded[j] { worstMoment = max(worstMoment, abs(missing[j])) }
      worstOptimality = max(worstOptimality, problem.optimalityViolation(activations, report.multiplier))
    }
    #expect(converged == 10_000)
    #expect(wronglyReserved == 0)
    // 1e-11 of the moment scale, at most 40 muscles of 200 N·m.
    #expect(worstMoment < 1e-7)
    // p = 2: rounding of A·λ. p = 3: the tolerance 1e-12 on squared activation, plus that rounding.
    #expect(worstOptimality < (p == 2 ? 1e-12 : 2e-12))
  }

  @Test(arguments: ProblemFamily.allCases)
  func `with p = 2 bounds below zero are bounds like any other`(family: ProblemFamily) {
    var g = SeededGenerator(state: 12)
    var unmet = 0
    for k in 0..<10_000 {
      var problem = family.feasible(exponent: 2, using: &g)
      // The unknown becomes the activation less a reference, some of them above every activation.
      var shift = [Double](repeating: 0, count: problem.muscleCount)
      for i in 0..<problem.muscleCount {
        shift[i] = Double.random(in: -0.5...1.5, using: &g)
        problem.lower[i] -= shift[i]
        problem.upper[i] -= shift[i]
      }
      problem.demand -= problem.moments(of: shift)
      // Every other demand is far beyond what can be met.
      if k % 2 == 1 { problem.demand *= 4 }
      let (activations, report) = problem.solved()
      #expect(report.status == .converged)
      if k % 2 == 0 { #expect(!report.needsReserve) }
      unmet += report.needsReserve ? 1 : 0
      // Rounding of A·λ.
      let reserve = report.needsReserve ? report.reserve : .zero
      #expect(problem.optimalityViolation(activations, report.multiplier, reserve: reserve) < 2e-12)
      let missing = problem.demand - problem.moments(of: activations)
      for j in 0..<3 where problem.isDemanded[j] {
        #expect(abs(missing[j] - report.reserve[j]) < 1e-10)
        // 1e-11 of the moment scale, at most 40 muscles of 300 N·m.
        if !report.needsReserve { #expect(abs(missing[j]) < 1.5e-7) }
      }
    }
    #expect(unmet > 500)
  }

  @Test(arguments: [2, 3])
  func `a problem built backwards from its optimum gives that optimum back`(p: Int) {
    var g = SeededGenerator(state: 11)
    for _ in 0..<2000 {
      var problem = ProblemFamily.unequalWeights.feasible(exponent: p, using: &g)
      let n = problem.muscleCount
      for i in 0..<n { problem.lower[i] = Double.random(in: 0...0.2, using: &g) }
      let λ = SIMD3<Double>.random(in: -0.02...0.02, using: &g)
      let optimum = (0..<n).map { i in
        let pull = (0..<3).reduce(0) { $0 + problem.momentPerActivation[3 * i + $1] * λ[$1] }
        let free =
          p == 2 ? pull / (2 * problem.weight[i]) : (max(0, pull) / (3 * problem.weight[i])).squareRoot()
        return min(max(free, problem.lower[i]), problem.upper[i])
      }
      problem.demand = problem.moments(of: optimum)
      let (activations, report) = problem.solved()
      #expect(report.status == .converged)
      // Strictly convex, so unique. The tolerances on moment and optimality leave the square root of their size
      // in directions where few muscles are free: 1e-6 of activation.
      for i in 0..<n { #expect(abs(activations[i] - optimum[i]) < 1e-6) }
      #expect(abs(problem.cost(of: activations) - problem.cost(of: optimum)) < 1e-8)
    }
  }

  @Test(arguments: [2, 3])
  func `two muscles of one joint share the moment as the closed form says`(p: Int) {
    var problem = RecruitmentProblem(muscleCount: 2, exponent: p)
    problem.momentPerActivation = [0, 50, 0, 0, 80, 0]
    problem.weight = [0.5, 2]
    problem.isDemanded[0] = false
    problem.isDemanded[2] = false
    problem.demand = SIMD3<Double>(0, 30, 0)
    let (a, report) = problem.solved()
    // (A1/w1)/(A2/w2) = 100/40 is the ratio of a^(p-1).
    let ratio = p == 2 ? 2.5 : 2.5.squareRoot()
    let second = 30 / (50 * ratio + 80)
    #expect(abs(a[0] - ratio * second) < 1e-11)
    #expect(abs(a[1] - second) < 1e-11)
    #expect(!report.needsReserve)
    #expect(report.atLower == 0 && report.atUpper == 0)
  }

  @Test(arguments: [2, 3])
  func `an involuntary tension is held, and its antagonists pay for it`(p: Int) {
    var relaxed = RecruitmentProblem.leg(exponent: p)
    for i in 0..<relaxed.muscleCount { relaxed.lower[i] = 0 }
    relaxed.demand = SIMD3<Double>(0, 60, 0)
    var tense = relaxed
    tense.lower[2] = 0.3
    let (before, _) = relaxed.solved()
    let (after, report) = tense.solved()
    #expect(after[2] == 0.3)
    #expect(report.atLower & (1 << 2) != 0)
    #expect(after[8] > before[8])
    #expect(tense.cost(of: after) > tense.cost(of: before))
  }

  @Test(arguments: [2, 3])
  func `the multiplier is the derivative of the least cost by the demand`(p: Int) {
    var problem = RecruitmentProblem.leg(exponent: p)
    let (_, report) = problem.solved()
    let demand = problem.demand
    for j in 0..<3 {
      // 1e-3 N·m: truncation h², rounding 1e-16/h; the cost is of order 1.
      let h = 1e-3
      problem.demand = demand
      problem.demand[j] = demand[j] + h
      let above = problem.cost(of: problem.solved().activations)
      problem.demand[j] = demand[j] - h
      let below = problem.cost(of: problem.solved().activations)
      let difference = (above - below) / (2 * h)
      #expect(abs(difference - report.multiplier[j]) < 1e-8)
      #expect(abs(difference) > 1e-6)
    }
  }
}
