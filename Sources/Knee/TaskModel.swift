import Solvers

/// What a task looks like around the present activations.
extension KneeModel {
  /// Before the first pass: the forces of the least activation at the lengths of the present pose.
  func firstForces(
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

  /// Lengthening velocity of a muscle, m/s, with the knee moving along its passive path: how fast the loads of the moment
  /// shift tibia and patella against that path is not known from one instant.
  func velocity(
    of i: Int, _ task: KneeTask, _ ws: borrowing KneeWorkspace
  ) -> Double {
    ws.musclePerHip[i] * task.velocity.x + passiveArm(of: i, using: ws) * task.velocity.y
      + ws.musclePerAnkle[i] * task.velocity.z
  }

  /// Every fiber at the present length, velocity and activation.
  func updateFibers(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace,
    _ muscle: inout MuscleWorkspace
  ) {
    for i in muscles.indices {
      let known = muscle.fibers[i].fiberLength
      muscle.fibers[i] = muscles[i].parameters.fiberState(
        length: ws.muscleLength[i], velocity: velocity(of: i, task, ws),
        activation: muscle.activations[i],
        tension: tension[i],
        initialFiberLength: known > 0 ? known : nil)
    }
  }

  /// Moments still missing, N·m: hip extension, knee extension, plantarflexion. Muscle forces are those of the fibers, the
  /// change against the forces of the equilibrium to first order; zero where nothing is demanded.
  func momentDefect(
    _ task: KneeTask, _ knee: Double, _ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace
  ) -> SIMD3<Double> {
    var (hip, ankle) = (0.0, 0.0)
    var more = 0.0
    for i in muscles.indices {
      hip += muscle.fibers[i].force * ws.musclePerHip[i]
      ankle += muscle.fibers[i].force * ws.musclePerAnkle[i]
      more += (muscle.fibers[i].force - muscle.forces[i]) * muscle.kneeArms[i]
    }
    for i in strands.indices { hip += ws.strandForce[i] * ws.geometry.strandPerHip[i] }
    let defect = task.moment - SIMD3<Double>(hip, knee + more, ankle)
    return defect.replacing(with: 0, where: .!task.isDemanded)
  }

  /// d²F/da² by a difference of the exact slopes; it only decides how fast the passes converge, not where to.
  func updateForceCurvature(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace,
    _ muscle: inout MuscleWorkspace
  ) {
    for i in muscles.indices {
      let step = muscle.activations[i] < 0.95 ? 0.05 : -0.05
      let beside = muscles[i].parameters.fiberState(
        length: ws.muscleLength[i], velocity: velocity(of: i, task, ws),
        activation: muscle.activations[i] + step, tension: tension[i],
        initialFiberLength: muscle.fibers[i].fiberLength)
      muscle.forceCurvature[i] = (beside.forcePerActivation - muscle.fibers[i].forcePerActivation) / step
    }
  }

  /// One step of sequential quadratic programming around the present activations: the moments by their tangents, the cost
  /// Σ w aᵖ with the curvature of the Lagrangian, p(p-1) w aᵖ⁻² - (λ·arm) d²F/da².
  func model(
    _ task: KneeTask, _ tension: [MuscleTension], _ defect: SIMD3<Double>, pass: Int, damping: Double = 0,
    _ ws: borrowing KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    // The cube has no curvature at zero: less and less of a floor is put under it.
    let floor = max(1e-6, 0.02 / Double(1 << min(pass, 20)))
    var demand = defect
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
      let pull = muscle.needsReserve ? 0 : muscle.multiplier.map { ($0 * arm).sum() } ?? 0
      let bend = min(max(-pull * muscle.forceCurvature[i], -0.7 * costCurvature), 20 * costCurvature)
      let q = (1 + damping) * costCurvature + bend
      let shift = a - costSlope / q
      muscle.shift[i] = shift
      muscle.problem.weight[i] = q / 2
      muscle.problem.lower[i] = tension[i].tone - shift
      muscle.problem.upper[i] = 1 - shift

      // The defect is that at the present activation.
      demand += arm * slope * (a - shift)
    }
    muscle.problem.demand = demand
    muscle.problem.isDemanded = task.isDemanded
  }
}
