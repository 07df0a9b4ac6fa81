extension RecruitmentProblem {
  /// Solves the problem into `activations` (n, overwritten) and says how.
  ///
  /// For p = 2 the problem is solved through its dual, which has one unknown per joint, λ: with `μ_i = A_i·λ`,
  /// `a_i = clamp(μ_i/(2 w_i), t_i, c_i)`. Each round penalizes the reserve by κ *around the last λ* and maximizes
  /// the concave dual with a semismooth Newton method; then the center moves to the λ found. This is the
  /// proximal-point method on the dual, that is the method of multipliers on the reserve (Rockafellar 1976, Math
  /// Oper Res 1:97-116, doi:10.1287/moor.1.2.97): the reserve falls by a factor of about κ each round, so that two or
  /// three rounds of a moderate κ bring it to rounding where one penalty would be either visible or
  /// ill-conditioned. Where it does not fall, `leastReserve` finds the part of the demand that cannot be met, and
  /// the rounds meet the rest.
  ///
  /// For p = 3 the cost is expanded to second order at the present activations and each such problem solved as
  /// above (sequential quadratic programming), with the exact minimum of the Lagrangian along each step. Newton on the
  /// dual of the cubic itself, a = √(μ/3w), stalls where an activation vanishes; the expansions do not.
  ///
  /// Allocates nothing. The same input gives the same bits.
  /// - Parameter start: λ of a neighboring problem, cost per N·m, for p = 2; nil starts from the solution without
  ///   bounds. For p = 3 the quadratic solution is the start, and this one is not used.
  public func solve(
    into activations: inout [Double], from start: SIMD3<Double>? = nil,
    settings: RecruitmentSettings = RecruitmentSettings()
  ) -> RecruitmentReport {
    let n = muscleCount
    precondition(
      momentPerActivation.count == 3 * n && lower.count == n && upper.count == n && activations.count == n,
      "sizes differ: n is \(n), of moments \(momentPerActivation.count), of activations \(activations.count)")
    var report = RecruitmentReport()
    let scale = scales()
    guard scale.isFinite && dot(start ?? .zero, .zero) == 0 else {
      for i in 0..<n { activations[i] = lower[i] }
      report.status = .notFinite
      return report
    }
    let tolerance = settings.relativeTolerance * scale.moment
    let κ = settings.penalty * scale.cost / (scale.moment * scale.moment)
    let demanded = demanded(demand)
    var round = RecruitmentRound(target: demanded, center: .zero, penalty: κ, floor: nil)
    var point = RecruitmentDual()

    // Quadratic cost.
    if let start, exponent == 2 {
      round.center = self.demanded(start)
    } else {
      round.center = unboundedMultiplier(round)
    }
    var isMet = rounds(settings.stallRatio, &round, &point, activations, tolerance, settings, &report)
    if !isMet {
      // Which part of the demand cannot be met at all?
      let least = leastReserve(
        guess: point.reserve, scale: scale.moment, activations: &activations,
        limit: settings.maximumIterations)
      report.iterations += least.changes
      if largestMagnitude(least.reserve) > tolerance {
        report.needsReserve = true
        round.target = demanded - least.reserve
        hold(
          &round, along: least.reserve, scale: scale.moment, negligible: tolerance / Double(n + 1),
          activations: activations)
      }
      // A poor start is not tried twice.
      round.center =
        report.needsReserve || start != nil ? unboundedMultiplier(round) : point.multiplier
      round.penalty = κ
      isMet = rounds(.infinity, &round, &point, activations, tolerance, settings, &report)
    }
    apply(point, round, &activations, negligible: settings.negligibleStep)

    // Cubic cost.
    if exponent == 3 && isMet {
      isMet = solveCubic(&round, &point, &activations, κ, tolerance, settings, &report)
    }
    finish(point.multiplier, round, activations, &report)
    // At the very limit of the muscles rounding may stop the rounds early: enough is what is promised.
    let isAcceptable =
      report.residual <= settings.acceptableResidual * scale.moment
      && report.stationarity <= settings.acceptableStationarity
    report.status = isMet || isAcceptable ? .converged : .maxIterations
    return report
  }

  /// Sequential quadratic programming on the cubic cost, from activations that meet the target.
  private func solveCubic(
    _ round: inout RecruitmentRound, _ point: inout RecruitmentDual, _ a: inout [Double], _ κ: Double,
    _ tolerance: Double, _ settings: RecruitmentSettings, _ report: inout RecruitmentReport
  ) -> Bool {
    var floor = settings.firstCurvatureFloor
    for _ in 0..<settings.maximumExpansions {
      round.floor = floor
      round.center = point.multiplier
      round.penalty = κ
      guard rounds(.infinity, &round, &point, a, tolerance, settings, &report) else { return false }
      report.expansions += 1
      apply(point, round, &a, negligible: settings.negligibleStep)
      if stationarity(point.multiplier, round, a) <= settings.stationarityTolerance { return true }
      floor = max(floor * settings.curvatureFloorDecay, settings.leastCurvatureFloor)
    }
    return false
  }
}
