/// What one round of the dual Newton method holds fixed.
struct RecruitmentRound {
  /// Moments to be met, b, N·m; zero where none is demanded.
  var target: SIMD3<Double>
  /// λc, cost per N·m.
  var center: SIMD3<Double>
  /// κ, cost per (N·m)².
  var penalty: Double
  /// Smallest activation at which the curvature of the cubic cost is taken; nil for the quadratic cost.
  var floor: Double?
  /// Muscles held at their lower and upper bound because of a needed reserve, bit `i` for muscle `i`.
  var heldLower: UInt64 = 0, heldUpper: UInt64 = 0
}

/// The concave dual of one round at a point λ, and its first two derivatives.
///
///     D(λ) = λ·b + Σ min_{t≤a≤c} (q a²/2 - (m + μ) a) - |λ - λc|² / (2κ),    μ_i = A_i·λ
///
/// with the quadratic model q a²/2 - m a of each muscle's cost.
struct RecruitmentDual {
  /// λ, cost per N·m.
  var multiplier = SIMD3<Double>.zero
  /// D, in units of cost.
  var value = 0.0
  /// Moments not supplied, b - A a(λ), N·m.
  var reserve = SIMD3<Double>.zero
  /// dD/dλ = reserve - (λ - λc)/κ, N·m.
  var gradient = SIMD3<Double>.zero
  /// -d²D/dλ² = A diag(da/dμ) Aᵀ + I/κ, positive definite, one element of the generalized derivative at kinks.
  var curvature = MomentMatrix()
}

extension RecruitmentProblem {
  /// Quadratic model q a²/2 - m a of the cost of a muscle: the cost itself for p = 2, its second-order expansion
  /// at activation `a` for p = 3, with the curvature of `floor` where a is less.
  @inline(__always)
  static func model(_ w: Double, _ a: Double, _ floor: Double?) -> (q: Double, m: Double) {
    guard let floor else { return (2 * w, 0) }
    let q = 6 * w * max(a, floor)
    return (q, (q - 3 * w * a) * a)
  }

  /// D and its derivatives at λ; `a` holds the activations at which the cubic cost is expanded.
  func dual(
    at λ: SIMD3<Double>, _ round: RecruitmentRound, _ a: borrowing [Double], result: inout RecruitmentDual
  ) {
    let A = momentPerActivation.span
    let w = weight.span, t = lower.span, c = upper.span, x = a.span
    let l0 = λ.x, l1 = λ.y, l2 = λ.z
    var value = 0.0
    var s0 = 0.0, s1 = 0.0, s2 = 0.0
    var h = MomentMatrix()
    let held = round.heldLower | round.heldUpper
    for i in 0..<w.count {
      let a0 = A[3 * i], a1 = A[3 * i + 1], a2 = A[3 * i + 2]
      let (q, m) = Self.model(w[i], x[i], round.floor)
      let pull = m + a0 * l0 + a1 * l1 + a2 * l2
      let s = 1 / q
      var a = s * pull
      let bit: UInt64 = 1 << UInt64(i)
      if held & bit != 0 {
        a = round.heldUpper & bit != 0 ? c[i] : t[i]
      } else if a <= t[i] {
        a = t[i]
      } else if a >= c[i] {
        a = c[i]
      } else {
        let d0 = s * a0, d1 = s * a1, d2 = s * a2
        h.xx += d0 * a0
        h.xy += d0 * a1
        h.xz += d0 * a2
        h.yy += d1 * a1
        h.yz += d1 * a2
        h.zz += d2 * a2
      }
      value += (0.5 * q * a - pull) * a
      s0 += a0 * a
      s1 += a1 * a
      s2 += a2 * a
    }
    let shift = λ - round.center
    result.multiplier = λ
    result.reserve = demanded(round.target - SIMD3<Double>(s0, s1, s2))
    result.gradient = result.reserve - shift / round.penalty
    result.value = value + dot(λ, round.target) - dot(shift, shift) / (2 * round.penalty)
    result.curvature = masked(h, plus: 1 / round.penalty)
  }

  /// Starts the next round around `point`, whose dual follows without another pass over the muscles.
  func recenter(_ round: inout RecruitmentRound, _ point: inout RecruitmentDual, penalty κ: Double) {
    let shift = point.multiplier - round.center
    let change = 1 / κ - 1 / round.penalty
    point.value += dot(shift, shift) / (2 * round.penalty)
    point.gradient = point.reserve
    point.curvature.xx += change
    point.curvature.yy += change
    point.curvature.zz += change
    round.center = point.multiplier
    round.penalty = κ
  }

  /// λ at which the model without bounds meets the target, those muscles aside that are held.
  func unboundedMultiplier(_ round: RecruitmentRound) -> SIMD3<Double> {
    var h = MomentMatrix()
    var held = SIMD3<Double>.zero
    for i in 0..<muscleCount {
      let v = column(i)
      let bit: UInt64 = 1 << UInt64(i)
      if lower[i] < upper[i] && (round.heldLower | round.heldUpper) & bit == 0 {
        h.add(v, times: 0.5 / weight[i])
      } else {
        held += (round.heldUpper & bit != 0 ? upper[i] : lower[i]) * v
      }
    }
    return masked(h, plus: 1 / round.penalty).solve(round.target - held) ?? .zero
  }

  /// Moment of muscle `i` per unit of activation at the demanded joints, N·m.
  @inline(__always)
  func column(_ i: Int) -> SIMD3<Double> {
    demanded(
      SIMD3<Double>(
        momentPerActivation[3 * i], momentPerActivation[3 * i + 1], momentPerActivation[3 * i + 2]))
  }

  /// The vector with zeros for the joints that are not demanded.
  @inline(__always)
  func demanded(_ v: SIMD3<Double>) -> SIMD3<Double> { v.replacing(with: 0, where: .!isDemanded) }

  /// The matrix without the rows and columns of joints that are not demanded, plus `diagonal` times the identity.
  func masked(_ h: MomentMatrix, plus diagonal: Double) -> MomentMatrix {
    let x = isDemanded[0], y = isDemanded[1], z = isDemanded[2]
    return MomentMatrix(
      xx: (x ? h.xx : 0) + diagonal, xy: x && y ? h.xy : 0, xz: x && z ? h.xz : 0,
      yy: (y ? h.yy : 0) + diagonal, yz: y && z ? h.yz : 0, zz: (z ? h.zz : 0) + diagonal)
  }
}
