import Testing

@testable import Solvers

@Suite struct RecruitmentEdgeTests {
  @Test(arguments: [2, 3])
  func `no muscles leave the whole demand as reserve`(p: Int) {
    var problem = RecruitmentProblem(muscleCount: 0, exponent: p)
    problem.demand = SIMD3<Double>(1, -2, 3)
    let (_, report) = problem.solved()
    #expect(report.status == .converged)
    #expect(report.reserve == problem.demand)
    #expect(report.needsReserve)
  }

  @Test(arguments: [2, 3])
  func `muscles without a moment arm rest, or do what they must`(p: Int) {
    var problem = RecruitmentProblem(muscleCount: 3, exponent: p)
    problem.momentPerActivation = [0, 0, 0, 0, 70, 0, 0, 0, 0]
    problem.lower = [0, 0, 0.2]
    problem.demand = SIMD3<Double>(0, 35, 0)
    let (a, report) = problem.solved()
    #expect(report.status == .converged)
    #expect(a[0] == 0)
    #expect(abs(a[1] - 0.5) < 1e-11)
    #expect(a[2] == 0.2)
  }

  @Test(arguments: [2, 3])
  func `all muscles held leave exactly what is missing`(p: Int) {
    var problem = RecruitmentProblem.leg(exponent: p)
    for i in 0..<problem.muscleCount {
      problem.lower[i] = 0.25
      problem.upper[i] = 0.25
    }
    let (a, report) = problem.solved()
    let expected = problem.demand - problem.moments(of: a)
    #expect(a.allSatisfy { $0 == 0.25 })
    #expect(report.status == .converged)
    for j in 0..<3 { #expect(abs(report.reserve[j] - expected[j]) < 1e-12) }
    #expect(report.atLower == report.atUpper)
    #expect(report.atLower == (1 << 17) - 1)
  }

  @Test(arguments: [2, 3])
  func `no demand and no tension is rest`(p: Int) {
    var problem = RecruitmentProblem.leg(exponent: p)
    for i in 0..<problem.muscleCount { problem.lower[i] = 0 }
    problem.demand = .zero
    let (a, report) = problem.solved()
    #expect(a.allSatisfy { $0 == 0 })
    #expect(report.reserve == .zero)
    #expect(report.status == .converged)
  }

  @Test(arguments: [2, 3])
  func `a demand at the very limit of the muscles is met by full activation`(p: Int) {
    var problem = RecruitmentProblem(muscleCount: 3, exponent: p)
    problem.momentPerActivation = [120, 0, 0, 0, 90, 0, 0, 0, 60]
    problem.demand = SIMD3<Double>(120, 90, 60)
    let (a, report) = problem.solved()
    for i in 0..<3 { #expect(abs(a[i] - 1) < 1e-9) }
    #expect(!report.needsReserve)
    #expect(report.status == .converged)
  }

  @Test(arguments: [2, 3])
  func `a demand almost too small to see is met in proportion`(p: Int) {
    var problem = RecruitmentProblem.leg(exponent: p)
    for i in 0..<problem.muscleCount { problem.lower[i] = 0 }
    problem.demand = SIMD3<Double>(0, 1e-4, 0)
    let (a, report) = problem.solved()
    #expect(report.status == .converged)
    // 1e-11 of the moment scale.
    #expect(abs(problem.moments(of: a).y - 1e-4) < 1e-8)
  }

  @Test(arguments: [Double.nan, .infinity])
  func `a number that is not finite is reported and not spread`(bad: Double) {
    var problem = RecruitmentProblem.leg(exponent: 2)
    problem.momentPerActivation[7] = bad
    let (a, report) = problem.solved()
    #expect(report.status == .notFinite)
    #expect(a == problem.lower)
    problem = RecruitmentProblem.leg(exponent: 3)
    problem.demand.x = bad
    #expect(problem.solved().report.status == .notFinite)
    problem = RecruitmentProblem.leg(exponent: 2)
    #expect(problem.solved(from: SIMD3<Double>(0, bad, 0)).report.status == .notFinite)
  }

  @Test(arguments: [2, 3])
  func `a solver stopped early says so and stays within the bounds`(p: Int) {
    let problem = RecruitmentProblem.leg(exponent: p)
    var settings = RecruitmentSettings()
    settings.maximumIterations = 0
    var a = [Double](repeating: .nan, count: problem.muscleCount)
    let report = problem.solve(into: &a, settings: settings)
    #expect(report.status == .maxIterations)
    #expect(report.residual > 1e-6 || report.stationarity > 1e-9)
    for i in 0..<a.count { #expect(a[i] >= problem.lower[i] && a[i] <= problem.upper[i]) }
  }
}
