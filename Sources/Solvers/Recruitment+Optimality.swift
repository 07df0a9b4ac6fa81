extension RecruitmentProblem {
  /// Moves the activations to the minimum of the model at λ; for p = 3 only as far on the way there as the
  /// Lagrangian itself falls, which is a cubic along the way, so that its minimum is exact.
  func apply(
    _ point: RecruitmentDual, _ round: RecruitmentRound, _ activations: inout [Double], negligible: Double
  ) {
    let A = momentPerActivation.span
    let w = weight.span, t = lower.span, c = upper.span
    var a = activations.mutableSpan
    let λ = point.multiplier
    func pull(_ i: Int) -> Double { A[3 * i] * λ.x + A[3 * i + 1] * λ.y + A[3 * i + 2] * λ.z }
    func minimum(_ i: Int, _ a: Double) -> Double {
      let bit: UInt64 = 1 << UInt64(i)
      if round.heldLower & bit != 0 { return t[i] }
      if round.heldUpper & bit != 0 { return c[i] }
      let (q, m) = Self.model(w[i], a, round.floor)
      return min(max((m + pull(i)) / q, t[i]), c[i])
    }
    var α = 1.0
    if round.floor != nil {
      // d/dα Σ w (a + α d)³ - μ (a + α d) = 3 (s0 + 2 s1 α + s2 α²), every term of s0 ≤ 0 ≤ s1
      var s0 = 0.0, s1 = 0.0, s2 = 0.0
      var largest = 0.0
      for i in 0..<w.count {
        let d = minimum(i, a[i]) - a[i]
        largest = max(largest, abs(d))
        if (round.heldLower | round.heldUpper) & (1 << UInt64(i)) != 0 { continue }
        s0 += (w[i] * a[i] * a[i] - pull(i) / 3) * d
        s1 += w[i] * a[i] * d * d
        s2 += w[i] * d * d * d
      }
      // A tiny step is whole: the model is exact there, and the sums are rounding.
      if largest > negligible && s0 < 0 && s0 + 2 * s1 + s2 > 0 {
        α = min(1, -s0 / (s1 + (s1 * s1 - s0 * s2).squareRoot()))
      }
    }
    for i in 0..<w.count {
      let new = minimum(i, a[i])
      a[i] = α == 1 ? new : a[i] + α * (new - a[i])
    }
  }

  /// Largest violation of `p w a^(p-1) = A_i·λ` (at a bound: of the inequality) beyond rounding, relative to p w.
  /// Muscles held because of the reserve have no such condition.
  func stationarity(_ λ: SIMD3<Double>, _ round: RecruitmentRound, _ a: borrowing [Double]) -> Double {
    var worst = 0.0
    let held = round.heldLower | round.heldUpper
    for i in 0..<muscleCount where lower[i] < upper[i] && held & (1 << UInt64(i)) == 0 {
      let v = column(i)
      let unit = 1 / (Double(exponent) * weight[i])
      let excess = (exponent == 3 ? a[i] * a[i] : a[i]) - unit * dot(v, λ)
      let rounding = 4 * Double.ulpOfOne * unit * (abs(v.x * λ.x) + abs(v.y * λ.y) + abs(v.z * λ.z))
      if a[i] > lower[i] { worst = max(worst, excess - rounding) }
      if a[i] < upper[i] { worst = max(worst, -excess - rounding) }
    }
    return worst
  }

  /// The size of the problem: moment in N·m as in `relativeTolerance`, and the largest weight. Not finite when
  /// any number of the problem is not.
  func scales() -> (moment: Double, cost: Double, isFinite: Bool) {
    var moment = SIMD3<Double>(abs(demand.x), abs(demand.y), abs(demand.z))
    var cost = 0.0
    // Zero times anything finite is zero; NaN and infinity stay.
    var probe = 0 * (demand.x + demand.y + demand.z)
    for i in 0..<muscleCount {
      let v = SIMD3<Double>(
        momentPerActivation[3 * i], momentPerActivation[3 * i + 1], momentPerActivation[3 * i + 2])
      moment += max(abs(lower[i]), abs(upper[i])) * SIMD3<Double>(abs(v.x), abs(v.y), abs(v.z))
      cost = max(cost, weight[i])
      probe += 0 * (v.x + v.y + v.z + weight[i] + lower[i] + upper[i])
    }
    let largest = largestMagnitude(demanded(moment))
    return (largest > 0 ? largest : 1, cost > 0 ? cost : 1, probe == 0)
  }

  /// What the report says of the final activations.
  func finish(
    _ λ: SIMD3<Double>, _ round: RecruitmentRound, _ activations: borrowing [Double],
    _ report: inout RecruitmentReport
  ) {
    for i in 0..<muscleCount {
      if activations[i] == lower[i] { report.atLower |= 1 << UInt64(i) }
      if activations[i] == upper[i] { report.atUpper |= 1 << UInt64(i) }
    }
    report.multiplier = λ
    report.reserve = reserve(of: activations)
    report.residual = largestMagnitude(report.reserve - (demanded(demand) - round.target))
    report.stationarity = stationarity(λ, round, activations)
  }
}
