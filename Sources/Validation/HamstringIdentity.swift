import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Experiment {
  /// G5-3: with the knee moment held by the quadriceps alone, the change of the patellofemoral force PF per newton of
  /// involuntary hamstring force F_h, found in two ways at 30, 60 and 90 deg. The value is the largest relative deviation.
  ///
  /// First way: the quadriceps force that holds the moment is solved for at F_h ± δ and the difference of PF is taken.
  /// Second way: at fixed forces the total derivative is
  ///
  ///     dPF/dF_h = ∂PF/∂F_h + ∂PF/∂F_q dF_q/dF_h,   dF_q/dF_h = -r_h / r_q
  ///
  /// with the exact effective moment arms r = dM/dF. ∂PF/∂F_q is the k of "k r_hamstring / r_quadriceps"; ∂PF/∂F_h, which
  /// that closed form leaves out, is what the hamstrings do by moving the tibia. Forces are those of 600 N of quadriceps
  /// and 100 N of hamstrings, each group shared by maximal isometric force.
  ///
  /// Only the second way knows the moment arms and only the first solves for the moment, so the row fails when a moment
  /// arm is not the derivative of the moment, or the moment not that of the equilibrium.
  static let hamstringIdentity = Experiment(ids: ["G5-3"]) { bench in
    var deviation = 0.0
    var parts: [String] = []
    for flexion in [30.0, 60, 90] {
      let slopes = try HamstringSlopes(bench, flexion: radians(flexion))
      let relative = abs(slopes.held - slopes.closed) / abs(slopes.closed)
      if !(relative <= deviation) { deviation = relative }
      parts.append(
        "\(text(flexion, 0)) deg: \(text(slopes.held, 3)) N/N (k r_h/r_q \(text(slopes.textbook, 2)), "
          + "direct \(text(slopes.direct, 2)))")
    }
    return ["G5-3": Outcome(value: deviation, note: parts.joined(separator: "; "))]
  }
}

/// The change of the patellofemoral force per newton of hamstring force at a held knee moment, N/N.
struct HamstringSlopes {
  /// Step of the central differences, N. Elements whose edge comes into contact make the force's second derivative jump,
  /// so the error falls only with the step: 1e-5 at 1 N, 1e-8 at 0.02 N. Equilibria are closed to 1e-9 N and usually far
  /// better, which is some 1e-9 of the derivative.
  static let step = 0.02
  /// Held moments are met to this, N·m: with arms of some 30 mm, 3e-11 N of quadriceps force.
  static let momentTolerance = 1e-12

  /// From moment-held solutions, and from the partial derivatives with the exact moment arms.
  var held, closed: Double
  /// The two parts of `closed`: k r_h / r_q (positive) and ∂PF/∂F_h.
  var textbook, direct: Double

  init(_ bench: Bench, flexion: Double, step: Double = Self.step) throws {
    let posture = KneePosture(kneeFlexion: flexion)
    var settings = EquilibriumSettings()
    settings.tolerance = 1e-10
    let quadriceps = bench.forces(.quadriceps, 1)
    let hamstrings = bench.forces(.hamstrings, 1)
    let (q0, h0) = (600.0, 100.0)
    func at(_ q: Double, _ h: Double) throws -> Balance {
      try bench.balance(posture, zip(quadriceps, hamstrings).map { q * $0 + h * $1 }, settings: settings)
    }
    let base = try at(q0, h0)

    let k = try derivative(step) { try at(q0 + $0, h0).patellofemoralForce }
    direct = try derivative(step) { try at(q0, h0 + $0).patellofemoralForce }
    func arm(_ pattern: [Double]) -> Double { zip(pattern, base.arms).reduce(0) { $0 + $1.0 * $1.1 } }
    textbook = -k * arm(hamstrings) / arm(quadriceps)
    closed = direct + textbook

    held = try derivative(step) { change in
      try bench.factor(
        on: quadriceps, with: hamstrings.map { (h0 + change) * $0 }, for: base.kneeMoment, at: posture,
        from: q0,
        tolerance: Self.momentTolerance, settings: settings
      ).balance.patellofemoralForce
    }
  }
}

/// The derivative at 0 by the central difference.
private func derivative(_ δ: Double, _ function: (Double) throws -> Double) rethrows -> Double {
  (try function(δ) - function(-δ)) / (2 * δ)
}
