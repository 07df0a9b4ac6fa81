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
    setBounds(tension, &muscle)
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
      let supplied = suppliedMoment(report.equilibrium.kneeMoment, ws, muscle)
      linearize(task, supplied, ws, &muscle)
      report.recruitment = muscle.problem.solve(into: &muscle.proposed, from: muscle.multiplier)
      guard report.recruitment.status == .converged else {
        report.status = report.recruitment.status == .notFinite ? .notFinite : .maxIterations
        break
      }
      report.forceChange = adopt(report.recruitment, &muscle)
      report.reserve = report.recruitment.reserve
      if report.forceChange <= settings.forceTolerance {
        report.status = .converged
        break
      }
    }
    return report
  }

  /// Bounds of the activations: the involuntary tension below, full activation above.
  private func setBounds(_ tension: [MuscleTension], _ muscle: inout MuscleWorkspace) {
    for i in muscles.indices {
      muscle.problem.lower[i] = tension[i].tone
      muscle.problem.upper[i] = 1
      muscle.activations[i] = max(muscle.activations[i], tension[i].tone)
    }
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

  /// Every fiber at the present length, velocity and activation. The whole knee follows flexion, so the lengthening
  /// velocity is the effective moment arm times the angular velocity.
  private func updateFibers(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    for i in muscles.indices {
      let velocity =
        ws.musclePerHip[i] * task.velocity.x + muscle.kneeArms[i] * task.velocity.y
        + ws.musclePerAnkle[i] * task.velocity.z
      let known = muscle.fibers[i].fiberLength
      muscle.fibers[i] = muscles[i].parameters.fiberState(
        length: ws.muscleLength[i], velocity: velocity, activation: muscle.activations[i], tension: tension[i],
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

  /// The recruitment problem around the present activations: M(F) + Σ arm_i (F_i(a) - F_i) with F_i(a) by its tangent.
  private func linearize(
    _ task: KneeTask, _ supplied: SIMD3<Double>, _ ws: borrowing KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    var demand = task.moment - supplied
    for i in muscles.indices {
      let arm = SIMD3<Double>(ws.musclePerHip[i], muscle.kneeArms[i], ws.musclePerAnkle[i])
      let slope = muscle.fibers[i].forcePerActivation
      // Force of this muscle at zero activation by the tangent, against the force in the equilibrium.
      demand -= arm * (muscle.fibers[i].force - slope * muscle.activations[i] - muscle.forces[i])
      muscle.problem.momentPerActivation[3 * i] = arm.x * slope
      muscle.problem.momentPerActivation[3 * i + 1] = arm.y * slope
      muscle.problem.momentPerActivation[3 * i + 2] = arm.z * slope
    }
    muscle.problem.demand = demand
    muscle.problem.isDemanded = task.isDemanded
  }

  /// Takes the proposed activations and the forces they give by the tangents; the largest change of a force, N.
  private func adopt(_ recruitment: RecruitmentReport, _ muscle: inout MuscleWorkspace) -> Double {
    muscle.multiplier = recruitment.multiplier
    var change = 0.0
    for i in muscles.indices {
      let fiber = muscle.fibers[i]
      let force = max(0, fiber.force + fiber.forcePerActivation * (muscle.proposed[i] - muscle.activations[i]))
      change = max(change, abs(force - muscle.forces[i]))
      muscle.forces[i] = force
      muscle.activations[i] = muscle.proposed[i]
    }
    return change
  }
}
