extension RecruitmentProblem {
  /// Proximal rounds until the target is met, or the reserve has not fallen to `stall` of what it was. True when met.
  func rounds(
    _ stall: Double, _ round: inout RecruitmentRound, _ point: inout RecruitmentDual, _ a: borrowing [Double],
    _ tolerance: Double, _ settings: RecruitmentSettings, _ report: inout RecruitmentReport
  ) -> Bool {
    let limit = report.iterations + settings.maximumIterations
    let greatestPenalty = round.penalty * settings.greatestPenalty / settings.penalty
    var last = Double.infinity
    dual(at: round.center, round, a, result: &point)
    report.evaluations += 1
    while true {
      while largestMagnitude(point.gradient) > tolerance {
        if report.iterations >= limit { return false }
        report.iterations += 1
        guard let step = point.curvature.solve(point.gradient),
          moves(point.multiplier, by: step, settings.negligibleRatio),
          ascend(&point, along: step, round, a, settings, &report.evaluations)
        else { break }
      }
      let reserve = largestMagnitude(point.reserve)
      if reserve <= tolerance { return true }
      if reserve > stall * last || report.iterations >= limit { return false }
      // At the greatest penalty a small reserve that does not fall is the rounding of a large λ.
      if round.penalty >= greatestPenalty && reserve > 0.5 * last && reserve <= 10 * tolerance { return true }
      report.iterations += 1
      last = reserve
      recenter(&round, &point, penalty: min(round.penalty * settings.penaltyGrowth, greatestPenalty))
    }
  }

  /// True when some component of the step is more than rounding of that of λ.
  private func moves(_ λ: SIMD3<Double>, by step: SIMD3<Double>, _ ratio: Double) -> Bool {
    abs(step.x) > ratio * abs(λ.x) || abs(step.y) > ratio * abs(λ.y) || abs(step.z) > ratio * abs(λ.z)
  }

  /// Moves `point` up the dual along `step`: all the way where that ascends, else to a point between that ascends
  /// enough. False when rounding leaves no ascent.
  func ascend(
    _ point: inout RecruitmentDual, along step: SIMD3<Double>, _ round: RecruitmentRound,
    _ a: borrowing [Double],
    _ settings: RecruitmentSettings, _ evaluations: inout Int
  ) -> Bool {
    let start = point.multiplier
    let value = point.value
    let slope = dot(point.gradient, step)
    guard slope > 0 else { return false }
    let rounding = settings.valueRounding * (abs(value) + abs(dot(start, round.target)))
    // The slope along the step falls monotonically: not negative at `near`, negative at `far`.
    var near = 0.0, far = 1.0
    var slopeNear = slope
    var α = 1.0
    var trial = RecruitmentDual()
    for count in 0..<settings.maximumTrials {
      dual(at: start + α * step, round, a, result: &trial)
      evaluations += 1
      let here = dot(trial.gradient, step)
      let ascends: Bool
      if α == 1 {
        // The whole step: by its slope, by the value (Armijo), or, where that drowns in rounding, by the gradient.
        ascends =
          here >= 0 || trial.value >= value + settings.sufficientIncrease * slope
          || (here >= -settings.slopeRatio * slope && trial.value >= value - rounding
            && dot(trial.gradient, trial.gradient) < dot(point.gradient, point.gradient))
      } else {
        // Part of it: nearly to the top, so that the next curvature is that of the ridge and not of the slopes on
        // either side; a fall beyond the top is made up by what concavity proves to be gained before it.
        ascends =
          abs(here) <= settings.slopeRatio * slope && (here >= 0 || near * slopeNear + (α - near) * here >= 0)
      }
      if ascends {
        point = trial
        return true
      }
      if here >= 0 {
        near = α
        slopeNear = here
      } else {
        far = α
      }
      // Newton on the slope where it stays inside, alternating with halving (tenths as long as near is 0).
      let newton = α + here / trial.curvature.form(step)
      let width = far - near
      if count % 2 == 0 && newton > near + 1e-3 * width && newton < far - 1e-3 * width {
        α = newton
      } else {
        α = near > 0 ? near + 0.5 * width : 0.1 * far
      }
    }
    return false
  }
}
