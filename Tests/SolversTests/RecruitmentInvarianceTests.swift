import Testing

@testable import Solvers

@Suite struct RecruitmentInvarianceTests {
  @Test(arguments: [2, 3])
  func `the order of the muscles does not matter`(p: Int) {
    let problem = RecruitmentProblem.leg(exponent: p)
    let (activations, _) = problem.solved()
    var g = SeededGenerator(state: 31)
    for _ in 0..<100 {
      let order = Array(0..<problem.muscleCount).shuffled(using: &g)
      var shuffled = problem
      for (new, old) in order.enumerated() {
        for j in 0..<3 {
          shuffled.momentPerActivation[3 * new + j] = problem.momentPerActivation[3 * old + j]
        }
        shuffled.weight[new] = problem.weight[old]
        shuffled.lower[new] = problem.lower[old]
        shuffled.upper[new] = problem.upper[old]
      }
      let (moved, _) = shuffled.solved()
      // Sums in another order; the moments are met to 1e-8 N·m by muscles of some 50 N·m.
      for (new, old) in order.enumerated() { #expect(abs(moved[new] - activations[old]) < 1e-9) }
    }
  }

  @Test(arguments: [2, 3])
  func `a muscle split into halves by volume pulls as before`(p: Int) {
    let problem = RecruitmentProblem.leg(exponent: p)
    let (activations, _) = problem.solved()
    for split in 0..<problem.muscleCount {
      var halves = problem
      for j in 0..<3 {
        halves.momentPerActivation[3 * split + j] /= 2
        halves.momentPerActivation.append(halves.momentPerActivation[3 * split + j])
      }
      halves.weight[split] /= 2
      halves.weight.append(halves.weight[split])
      halves.lower.append(halves.lower[split])
      halves.upper.append(halves.upper[split])
      let (divided, _) = halves.solved()
      for i in 0..<problem.muscleCount { #expect(abs(divided[i] - activations[i]) < 1e-9) }
      #expect(abs(divided[problem.muscleCount] - activations[split]) < 1e-9)
    }
  }

  @Test(arguments: [2, 3], [1e-6, 1e6])
  func `neither the unit of the cost nor that of the moments matters`(p: Int, factor: Double) {
    let problem = RecruitmentProblem.leg(exponent: p)
    let (activations, report) = problem.solved()
    var scaled = problem
    for i in 0..<problem.muscleCount { scaled.weight[i] *= factor }
    for k in 0..<problem.momentPerActivation.count { scaled.momentPerActivation[k] *= factor }
    scaled.demand *= factor
    let (again, other) = scaled.solved()
    for i in 0..<problem.muscleCount { #expect(abs(again[i] - activations[i]) < 1e-10) }
    // Cost and moment grew alike, so their ratio stays.
    for j in 0..<3 { #expect(abs(other.multiplier[j] - report.multiplier[j]) < 1e-10) }
  }

  @Test func `any start leads to the same activations`() {
    var problem = RecruitmentProblem.leg(exponent: 2)
    let (cold, first) = problem.solved()
    let (warm, second) = problem.solved(from: first.multiplier)
    #expect(second.iterations == 0)
    for i in 0..<cold.count { #expect(abs(warm[i] - cold[i]) < 1e-12) }
    var g = SeededGenerator(state: 33)
    for demand in [SIMD3<Double>(35, 60, 25), SIMD3<Double>(400, -300, 20)] {
      problem.demand = demand
      let (expected, _) = problem.solved()
      for exponent in [-3.0, 0, 3, 6] {
        var size = 1.0
        for _ in 0..<Int(abs(exponent)) { size *= exponent < 0 ? 0.1 : 10 }
        for _ in 0..<200 {
          let start = SIMD3<Double>.random(in: -size...size, using: &g)
          let (found, report) = problem.solved(from: start)
          #expect(report.status == .converged)
          for i in 0..<found.count { #expect(abs(found[i] - expected[i]) < 1e-8) }
        }
      }
    }
  }

  @Test(arguments: [2, 3])
  func `a joint that is not demanded imposes nothing`(p: Int) {
    var problem = RecruitmentProblem.leg(exponent: p)
    problem.isDemanded[1] = false
    let (activations, report) = problem.solved()
    #expect(report.reserve.y == 0)
    #expect(report.multiplier.y == 0)
    // The moment of that joint, whatever is asked of it, changes nothing.
    problem.demand.y = 1e5
    let (again, _) = problem.solved()
    #expect(again == activations)
    // Uniarticular knee muscles rest.
    for i in [4, 6, 7, 8] { #expect(activations[i] == 0) }
  }

  @Test(arguments: [2, 3])
  func `the same problem gives the same bits`(p: Int) {
    var g = SeededGenerator(state: 35)
    for family in ProblemFamily.allCases {
      let problem = family.feasible(exponent: p, using: &g)
      let (first, report) = problem.solved()
      let (second, again) = problem.solved()
      #expect(first == second)
      #expect(report == again)
    }
  }
}
