import Testing

@testable import Solvers

@Suite struct RecruitmentReserveTests {
  /// A demand that lies a known vector outside what the muscles can do: the corner of the bounds farthest along a
  /// direction, and on along that direction.
  static func infeasible(
    _ family: ProblemFamily, exponent: Int, using g: inout SeededGenerator
  ) -> (problem: RecruitmentProblem, reserve: SIMD3<Double>) {
    var problem = family.feasible(exponent: exponent, using: &g)
    var direction = SIMD3<Double>.random(in: -1...1, using: &g)
    for j in 0..<3 where !problem.isDemanded[j] { direction[j] = 0 }
    let corner = (0..<problem.muscleCount).map { i in
      let along = (0..<3).reduce(0) { $0 + problem.momentPerActivation[3 * i + $1] * direction[$1] }
      return along > 0 ? problem.upper[i] : problem.lower[i]
    }
    let reserve = Double.random(in: 1...300, using: &g) * direction
    problem.demand = problem.moments(of: corner) + reserve
    return (problem, reserve)
  }

  @Test(arguments: [2, 3], ProblemFamily.allCases)
  func `an infeasible demand leaves exactly the reserve it was built with`(p: Int, family: ProblemFamily) {
    var g = SeededGenerator(state: UInt64(p + 5))
    for _ in 0..<2000 {
      let (problem, expected) = Self.infeasible(family, exponent: p, using: &g)
      let (activations, report) = problem.solved()
      let size = max(abs(expected.x), abs(expected.y), abs(expected.z))
      if size < 1e-3 { continue }
      #expect(report.status == .converged)
      #expect(report.needsReserve)
      for j in 0..<3 {
        // Rounding of sums of some 1e3 N·m, and the tolerance on the moments (1e-11 of them, sumwise 1e-8).
        #expect(abs(report.reserve[j] - expected[j]) < 1e-7)
        let missing = problem.isDemanded[j] ? problem.demand[j] - problem.moments(of: activations)[j] : 0
        #expect(abs(report.reserve[j] - missing) < 1e-11)
      }
      #expect(
        problem.optimalityViolation(activations, report.multiplier, reserve: report.reserve)
          < (p == 2 ? 1e-12 : 2e-12))
    }
  }

  @Test(arguments: [2, 3], ProblemFamily.allCases)
  func `where a demand cannot be met no activation leaves a shorter reserve`(
    p: Int, family: ProblemFamily
  ) {
    var g = SeededGenerator(state: UInt64(p + 7))
    var needed = 0
    for _ in 0..<5000 {
      var problem = family.feasible(exponent: p, using: &g)
      problem.demand *= 3
      let (activations, report) = problem.solved()
      #expect(report.status == .converged)
      guard report.needsReserve else { continue }
      needed += 1
      #expect(
        problem.optimalityViolation(activations, report.multiplier, reserve: report.reserve)
          < (p == 2 ? 1e-12 : 2e-12))
      // The duality gap |r| (|r| - |r*|) ≤ max r·(A a' - A a), from the support of the bounds along r, N²·m².
      var gap = 0.0
      var capacity = 0.0
      for i in 0..<problem.muscleCount {
        let column = problem.column(i)
        let along = dot(column, report.reserve)
        let bound = along > 0 ? problem.upper[i] : problem.lower[i]
        gap += along * (bound - activations[i])
        capacity += dot(column, column).squareRoot() * (problem.upper[i] - problem.lower[i])
      }
      // The moments are met to 1e-11 of the scale in each joint; turning r by that much turns the support with it.
      let size = dot(report.reserve, report.reserve).squareRoot()
      #expect(gap < 4e-11 * problem.scales().moment * (capacity + size))
    }
    #expect(needed > 500)
  }

  @Test(arguments: [2, 3], ProblemFamily.allCases)
  func `a demand just inside or just outside the limit of the muscles is solved like any other`(
    p: Int, family: ProblemFamily
  ) {
    var g = SeededGenerator(state: UInt64(p + 9))
    for _ in 0..<300 {
      var (problem, reserve) = Self.infeasible(family, exponent: p, using: &g)
      let corner = problem.demand - reserve
      let size = dot(reserve, reserve).squareRoot()
      if size == 0 { continue }
      for power in -12...0 {
        for sign in [-1.0, 1.0] {
          var distance = sign
          for _ in power..<0 { distance *= 0.1 }
          problem.demand = corner + (distance / size) * reserve
          let (activations, report) = problem.solved()
          #expect(report.status == .converged)
          // The corner is no farther than that; outside it is the nearest point. Tolerance: 1e-11 of the scale in
          // each joint.
          let missing = dot(report.reserve, report.reserve).squareRoot()
          let tolerance = 2e-11 * problem.scales().moment
          #expect(missing <= abs(distance) + tolerance)
          if sign > 0 { #expect(missing >= distance - tolerance) }
          for i in 0..<activations.count {
            #expect(activations[i] >= problem.lower[i] && activations[i] <= problem.upper[i])
          }
        }
      }
    }
  }

  @Test func `the reserve agrees with coordinate descent on the bounded least squares`() {
    var g = SeededGenerator(state: 3)
    for _ in 0..<200 {
      var problem = ProblemFamily.narrowBounds.feasible(exponent: 2, using: &g)
      problem.demand *= 2.5
      let (_, report) = problem.solved()
      // Exact minimization over one activation after the other: slow, but of another kind.
      var a = problem.lower
      var rest = problem.demand - problem.moments(of: a)
      for _ in 0..<20_000 {
        var largest = 0.0
        for i in 0..<problem.muscleCount {
          let v = problem.column(i)
          let square = dot(v, v)
          if square == 0 { continue }
          let new = min(max(a[i] + dot(v, rest) / square, problem.lower[i]), problem.upper[i])
          rest -= (new - a[i]) * v
          largest = max(largest, abs(new - a[i]))
          a[i] = new
        }
        if largest < 1e-13 { break }
      }
      // The descent is the looser of the two: its moves shrink geometrically where columns are nearly parallel.
      for j in 0..<3 { #expect(abs(report.reserve[j] - rest[j]) < 1e-5) }
    }
  }

  @Test(arguments: [2, 3])
  func `a muscle too weak for its joint is full, and the rest is reserve of that joint alone`(p: Int) {
    var problem = RecruitmentProblem(muscleCount: 2, exponent: p)
    problem.momentPerActivation = [100, 0, 0, 0, 40, 0]
    problem.demand = SIMD3<Double>(50, 65, -7)
    let (a, report) = problem.solved()
    #expect(abs(a[0] - 0.5) < 1e-10)
    #expect(a[1] == 1)
    #expect(abs(report.reserve.x) < 1e-8)
    #expect(abs(report.reserve.y - 25) < 1e-8)
    #expect(report.reserve.z == -7)
    #expect(report.needsReserve)
    #expect(report.atUpper == 0b10)
    #expect(report.residual < 1e-8)
  }

  @Test(arguments: [2, 3])
  func `an involuntary tension that nothing opposes needs a negative reserve`(p: Int) {
    var problem = RecruitmentProblem(muscleCount: 1, exponent: p)
    problem.momentPerActivation = [0, -60, 0]
    problem.lower = [0.25]
    let (a, report) = problem.solved()
    #expect(a == [0.25])
    #expect(report.reserve == SIMD3<Double>(0, 15, 0))
    #expect(report.needsReserve)
  }
}
