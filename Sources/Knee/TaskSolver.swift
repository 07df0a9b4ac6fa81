import Solvers

extension KneeModel {
  /// Finds the muscle forces and the equilibrium of the knee that together meet a task.
  ///
  /// Each pass solves the equilibrium at the present forces, linearises the knee moment with the exact effective moment
  /// arms and every muscle's force in its activation, and solves the recruitment; until the forces no longer change.
  /// Begins from what the workspaces hold: the neighboring frame, or `startOnPath` and `reset`.
  public func solve(
    _ task: KneeTask, tension: [MuscleTension], settings: RecruitmentLoopSettings = .init(),
    using ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) -> TaskReport {
    var report = TaskReport()
    for i in muscles.indices { muscle.activations[i] = min(1, max(muscle.activations[i], tension[i].tone)) }
    if muscle.multiplier == nil { firstForces(task, tension, &ws, &muscle) }
    while report.passes < settings.maxPasses {
      report.passes += 1
      report.equilibrium = equilibrium(task.posture, forces: muscle.forces, using: &ws)
      report.iterations += report.equilibrium.iterations
      guard report.equilibrium.status == .converged else {
        report.status = report.equilibrium.status
        break
      }
      momentArms(&muscle.kneeArms, using: &ws)
      updateFibers(task, tension, ws, &muscle)
      if report.passes <= 2 { updateForceCurvature(task, tension, ws, &muscle) }
      let supplied = suppliedMoment(report.equilibrium.kneeMoment, ws, muscle)
      model(task, tension, supplied, pass: report.passes, ws, &muscle)
      report.recruitment = muscle.problem.solve(into: &muscle.proposed, from: muscle.multiplier)
      guard report.recruitment.status == .converged else {
        report.status = report.recruitment.status == .notFinite ? .notFinite : .maxIterations
        break
      }
      report.forceChange = adopt(report.recruitment, pass: report.passes, tension: tension, &muscle)
      report.reserve = report.recruitment.reserve
      if report.forceChange <= settings.forceTolerance {
        report.status = .converged
        break
      }
    }
    return report
  }

  /// Before the first pass: the forces of the least activation at the lengths of the present pose.
  private func firstForces(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    prescribe(task.posture, using: &ws)
    _ = evaluate(forces: muscle.forces, external: task.posture.externalForce, using: &ws)
    for i in muscles.indices {
      muscle.fibers[i] = muscles[i].parameters.fiberState(
        length: ws.muscleLength[i], activation: muscle.activations[i], tension: tension[i])
      muscle.forces[i] = muscle.fibers[i].force
    }
  }

  /// Lengthening velocity of a muscle, m/s: the whole knee follows flexion, so it is the effective moment arms times the
  /// angular velocities.
  private func velocity(
    of i: Int, _ task: KneeTask, _ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace
  ) -> Double {
    ws.musclePerHip[i] * task.velocity.x + muscle.kneeArms[i] * task.velocity.y
      + ws.musclePerAnkle[i] * task.velocity.z
  }

  /// Every fiber at the present length, velocity and activation.
  private func updateFibers(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    for i in muscles.indices {
      let known = muscle.fibers[i].fiberLength
      muscle.fibers[i] = muscles[i].parameters.fiberState(
        length: ws.muscleLength[i], velocity: velocity(of: i, task, ws, muscle), activation: muscle.activations[i],
        tension: tension[i],
        initialFiberLength: known > 0 ? known : nil)
    }
  }

  /// Moments that muscles and ligaments supply at the present forces: hip extension, knee extension, plantarflexion, N·m.
  private func suppliedMoment(
    _ knee: Double, _ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace
  ) -> SIMD3<Double> {
    var (hip, ankle) = (0.0, 0.0)
    for i in muscles.indices {
      hip += muscle.forces[i] * ws.musclePerHip[i]
      ankle += muscle.forces[i] * ws.musclePerAnkle[i]
    }
    for i in strands.indices { hip += ws.strandForce[i] * ws.geometry.strandPerHip[i] }
    return SIMD3<Double>(hip, knee, ankle)
  }

  /// d²F/da² by a difference of the exact slopes; it only decides how fast the passes converge, not where to.
  private func updateForceCurvature(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    for i in muscles.indices {
      let step = muscle.activations[i] < 0.95 ? 0.05 : -0.05
      let beside = muscles[i].parameters.fiberState(
        length: ws.muscleLength[i], velocity: velocity(of: i, task, ws, muscle),
        activation: muscle.activations[i] + step, tension: tension[i],
        initialFiberLength: muscle.fibers[i].fiberLength)
      muscle.forceCurvature[i] = (beside.forcePerActivation - muscle.fibers[i].forcePerActivation) / step
    }
  }

  /// One step of sequential quadratic programming around the present activations: the moments by their tangents, the cost
  /// Σ w aᵖ with the curvature of the Lagrangian, p(p-1) w aᵖ⁻² - (λ·arm) d²F/da².
  private func model(
    _ task: KneeTask, _ tension: [MuscleTension], _ supplied: SIMD3<Double>, pass: Int,
    _ ws: borrowing KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    // The cube has no curvature at zero: less and less of a floor is put under it.
    let floor = max(1e-6, 0.02 / Double(1 << min(pass, 20)))
    var demand = task.moment - supplied
    for i in muscles.indices {
      let arm = SIMD3<Double>(ws.musclePerHip[i], muscle.kneeArms[i], ws.musclePerAnkle[i])
      let (a, slope, w) = (muscle.activations[i], muscle.fibers[i].forcePerActivation, muscle.weights[i])
      muscle.problem.momentPerActivation[3 * i] = arm.x * slope
      muscle.problem.momentPerActivation[3 * i + 1] = arm.y * slope
      muscle.problem.momentPerActivation[3 * i + 2] = arm.z * slope

      // Cost ½ q a² - m a, written as ½ q (a - m/q)².
      let isCubic = muscle.exponent == 3
      let costSlope = isCubic ? 3 * w * a * a : 2 * w * a
      let costCurvature = isCubic ? 6 * w * max(a, floor) : 2 * w
      let pull = muscle.multiplier.map { ($0 * arm).sum() } ?? 0
      let bend = min(max(-pull * muscle.forceCurvature[i], -0.7 * costCurvature), 20 * costCurvature)
      let q = costCurvature + bend
      let shift = a - costSlope / q
      muscle.shift[i] = shift
      muscle.problem.weight[i] = q / 2
      muscle.problem.lower[i] = tension[i].tone - shift
      muscle.problem.upper[i] = 1 - shift

      // Moment of this muscle at activation `shift` by the tangent, against the force in the equilibrium.
      demand -= arm * (muscle.fibers[i].force - slope * (a - shift) - muscle.forces[i])
    }
    muscle.problem.demand = demand
    muscle.problem.isDemanded = task.isDemanded
  }

  /// Moves activations and forces toward the proposed ones; the largest change of a force that is proposed, N.
  ///
  /// The whole way at first; then relaxed after Aitken (Irons & Tuck 1969, Int J Numer Methods Eng 1:275), because moment
  /// arms that change with the forces (a cruciate that comes taut) can make whole steps swing.
  private func adopt(
    _ recruitment: RecruitmentReport, pass: Int, tension: [MuscleTension], _ muscle: inout MuscleWorkspace
  ) -> Double {
    muscle.multiplier = recruitment.multiplier
    var (along, turn, change) = (0.0, 0.0, 0.0)
    for i in muscles.indices {
      let fiber = muscle.fibers[i]
      muscle.proposed[i] = min(1, max(tension[i].tone, muscle.proposed[i] + muscle.shift[i]))
      let force = max(0, fiber.force + fiber.forcePerActivation * (muscle.proposed[i] - muscle.activations[i]))
      let step = force - muscle.forces[i]
      let difference = step - muscle.lastStep[i]
      along += muscle.lastStep[i] * difference
      turn += difference * difference
      change = max(change, abs(step))
      muscle.lastStep[i] = step
    }
    if pass <= 2 || turn == 0 { muscle.relaxation = 1 } else { muscle.relaxation *= -along / turn }
    muscle.relaxation = min(max(muscle.relaxation, 0.1), 2)
    for i in muscles.indices {
      let a = muscle.activations[i] + muscle.relaxation * (muscle.proposed[i] - muscle.activations[i])
      muscle.activations[i] = min(1, max(tension[i].tone, a))
      muscle.forces[i] = max(0, muscle.forces[i] + muscle.relaxation * muscle.lastStep[i])
    }
    return change
  }
}
