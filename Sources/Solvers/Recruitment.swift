/// The recruitment of muscles as a separable convex problem: which activations meet the joint moments at least cost.
///
///     min  Σ w_i a_i^p    subject to    A a + reserve = b,    t_i ≤ a_i ≤ c_i
///
/// over `n` activations and up to three moments (hip, knee, ankle). The reserve is a moment per joint that no muscle
/// supplies. Its norm is made as small as the bounds allow *first* (zero whenever the moments can be met), and only
/// then is the cost minimized: the limit of a penalty κ/2 Σ reserve² for κ → ∞, without the ill-conditioning of a
/// large κ (see `solve`).
///
/// The static optimization of Crowninshield & Brand 1981 (J Biomech 14:793-801), with lower bounds.
public struct RecruitmentProblem: Sendable {
  /// Joints, and so moment equations: hip, knee, ankle.
  public static let jointCount = 3
  /// Most muscles a problem may have: the sets of muscles at a bound are bits of one word.
  public static let maximumMuscleCount = 64

  /// Moment per unit of activation, N·m, 3 × n, column-major: joint `j` of muscle `i` at `3 i + j`. Any sign.
  public var momentPerActivation: [Double]
  /// Moments that the activations must supply, N·m: hip, knee, ankle (passive moments already subtracted).
  public var demand: SIMD3<Double>
  /// Joints whose moment is asked for. The others impose nothing and have no reserve.
  public var isDemanded: SIMDMask<SIMD3<Int64>>
  /// Cost of each muscle at full activation, w > 0, any unit, n.
  public var weight: [Double]
  /// Least activation, t ≤ c, dimensionless, n. Equal to `upper` for a muscle that is held. Not negative for p = 3; for
  /// p = 2 of any sign, as where the unknown is the activation less a reference.
  public var lower: [Double]
  /// Greatest activation, dimensionless, n.
  public var upper: [Double]
  /// Power p of the activation in the cost: 2 or 3.
  public var exponent: Int

  /// Number of muscles, n.
  public var muscleCount: Int { weight.count }

  /// A problem of `muscleCount` muscles without moments, of weight 1, free between 0 and 1; to be filled in place.
  public init(muscleCount: Int, exponent: Int = 2) {
    precondition(
      (0...Self.maximumMuscleCount).contains(muscleCount),
      "\(muscleCount) muscles, at most \(Self.maximumMuscleCount)")
    precondition(exponent == 2 || exponent == 3, "exponent \(exponent) is neither 2 nor 3")
    momentPerActivation = Array(repeating: 0, count: Self.jointCount * muscleCount)
    demand = .zero
    isDemanded = .init(repeating: true)
    weight = Array(repeating: 1, count: muscleCount)
    lower = Array(repeating: 0, count: muscleCount)
    upper = Array(repeating: 1, count: muscleCount)
    self.exponent = exponent
  }
}

/// How a recruitment ended.
public struct RecruitmentReport: Sendable, Equatable {
  public enum Status: String, Sendable {
    /// Optimal to the tolerance; the reserve says whether the moments were met.
    case converged
    /// Stopped at a limit; activations are within bounds, `residual` and `stationarity` say how far off.
    case maxIterations
    /// A number of the problem or of the start is not finite; activations are set to their lower bounds.
    case notFinite
  }

  public var status = Status.converged
  /// Newton steps, rounds and changes of the active set together.
  public var iterations = 0
  /// Evaluations of the dual, one pass over the muscles each.
  public var evaluations = 0
  /// Quadratic expansions of the cost; 0 for p = 2.
  public var expansions = 0
  /// What the muscles could not supply, exactly `demand - A a`, N·m; zero for a joint that is not demanded.
  /// Positive where the muscles supply too little.
  public var reserve = SIMD3<Double>.zero
  /// True when the reserve is what no activation within the bounds can meet, false when it is rounding.
  public var needsReserve = false
  /// Marginal cost λ of each moment, cost per N·m: `p w_i a_i^(p-1) = A_i·λ` for a muscle between its bounds. Where
  /// a reserve is needed: of the moments without it, by the muscles that can change them without changing it.
  public var multiplier = SIMD3<Double>.zero
  /// Largest moment not met beyond a needed reserve, N·m.
  public var residual = 0.0
  /// Largest violation of the condition at `multiplier` (at a bound: of the inequality), in units of a^(p-1).
  public var stationarity = 0.0
  /// Muscles at their lower and at their upper bound, bit `i` for muscle `i`; a held muscle is in both.
  public var atLower: UInt64 = 0, atUpper: UInt64 = 0

  public init() {}
}
