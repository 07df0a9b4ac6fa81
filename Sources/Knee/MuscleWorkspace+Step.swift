import Solvers

/// Steps of the sequential quadratic programming.
extension MuscleWorkspace {
  /// Cost of the activations plus the missing moments times a penalty that outweighs their multipliers.
  func merit(_ defect: SIMD3<Double>) -> Double {
    var cost = 0.0
    for i in activations.indices {
      let a = activations[i]
      cost += weights[i] * (exponent == 3 ? a * a * a : a * a)
    }
    return cost + penalty * (abs(defect.x) + abs(defect.y) + abs(defect.z))
  }

  /// Takes what the recruitment proposes as the direction of the next step; the largest change of a force in it, N.
  mutating func propose(
    _ recruitment: RecruitmentReport, _ defect: SIMD3<Double>, _ tension: [MuscleTension]
  ) -> Double {
    multiplier = recruitment.multiplier
    needsReserve = recruitment.needsReserve
    // Twice the multipliers, cost per N·m; those of a task that cannot be met mean nothing.
    let λ = needsReserve ? .zero : recruitment.multiplier
    penalty = max(penalty, 2 * max(abs(λ.x), abs(λ.y), abs(λ.z)), 0.1)
    lastMerit = merit(defect)
    var (change, along, square) = (0.0, 0.0, 0.0)
    for i in activations.indices {
      floor[i] = tension[i].tone
      let a = min(1, max(floor[i], proposed[i] + shift[i]))
      let force = max(0, fibers[i].force + fibers[i].forcePerActivation * (a - activations[i]))
      activationStep[i] = a - activations[i]
      along += forceStep[i] * (force - forces[i])
      square += forceStep[i] * forceStep[i]
      forceStep[i] = force - forces[i]
      startActivations[i] = activations[i]
      startForces[i] = forces[i]
      change = max(change, abs(forceStep[i]))
    }
    swings = along < -0.1 * square
    return change
  }

  /// Turns the step into Anderson's, from the last passes: moment arms that change with the forces (a cruciate that comes
  /// taut) make plain steps swing or creep. Source: Anderson 1965 J ACM 12:547; Walker & Ni 2011 SIAM J Numer Anal 49:1715.
  mutating func accelerate() {
    history.add(
      activations: startActivations, forces: startForces, activationStep: activationStep, forceStep: forceStep
    )
    history.mix(&activationStep, &forceStep)
  }

  /// Moves to the start of the step plus `length` times the step.
  mutating func takeStep(_ length: Double) {
    stepLength = length
    for i in activations.indices {
      activations[i] = min(1, max(floor[i], startActivations[i] + length * activationStep[i]))
      forces[i] = max(0, startForces[i] + length * forceStep[i])
    }
  }
}
