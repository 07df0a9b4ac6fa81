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
    // Twice the multipliers, cost per N·m; bounded because those of a task that cannot be met grow without limit.
    let λ = recruitment.multiplier
    penalty = min(max(penalty, 2 * max(abs(λ.x), abs(λ.y), abs(λ.z))), 100)
    lastMerit = merit(defect)
    (stepAlong, stepTurn) = (0, 0)
    var change = 0.0
    for i in activations.indices {
      proposed[i] = min(1, max(tension[i].tone, proposed[i] + shift[i]))
      let force = max(0, fibers[i].force + fibers[i].forcePerActivation * (proposed[i] - activations[i]))
      let step = force - forces[i]
      let turn = step - forceStep[i]
      stepAlong += forceStep[i] * turn
      stepTurn += turn * turn
      change = max(change, abs(step))
      forceStep[i] = step
      startActivations[i] = activations[i]
      startForces[i] = forces[i]
    }
    return change
  }

  /// Length of the next step: whole at first, then relaxed after Aitken (Irons & Tuck 1969, Int J Numer Methods Eng 1:275),
  /// because moment arms that change with the forces (a cruciate that comes taut) make whole steps swing.
  func relaxedLength(pass: Int) -> Double {
    guard pass > 2 && stepTurn > 0 else { return 1 }
    return min(max(-stepLength * stepAlong / stepTurn, 0.1), 1.5)
  }

  /// Moves to the start of the step plus `length` times the step.
  mutating func takeStep(_ length: Double) {
    stepLength = length
    for i in activations.indices {
      let a = startActivations[i] + length * (proposed[i] - startActivations[i])
      activations[i] = min(1, max(0, a))
      forces[i] = max(0, startForces[i] + length * forceStep[i])
    }
  }
}
