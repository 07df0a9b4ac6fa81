import Solvers

/// Equilibrium and recruitment in one Newton method.
extension KneeModel {
  /// Solves a task with pose and forces as unknowns side by side, beginning where the nested passes gave up.
  ///
  /// Between two stable poses (the tibia in front of or behind a step of its path) the moment that constant forces hold
  /// has a gap. A task in the gap is met in an equilibrium that is unstable under constant forces and would in a
  /// person be held by the stiffness of the muscles; it is a stationary point like any other, and its negative
  /// `minimumStiffness` says what it is. Where the last passes go back and forth over the beginning of a muscle's wrap the
  /// report names the muscle, and the workspaces hold forces between both sides.
  func solveJointly(
    _ task: KneeTask, _ tension: [MuscleTension], _ settings: RecruitmentLoopSettings,
    _ report: inout TaskReport,
    _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    prescribe(task.posture, using: &ws)
    var (damping, part) = (0.0, 1.0)
    var wrapped: UInt64? = nil
    var beginning: UInt64 = 0
    report.status = .maxIterations
    for pass in 1...settings.maxJointPasses {
      report.passes += 1
      report.iterations += 1
      let energy = evaluate(forces: muscle.forces, external: task.posture.externalForce, using: &ws)
      assemble(&ws)
      report.equilibrium.residual = ws.largestResidual
      guard energy.isFinite && report.equilibrium.residual.isFinite else {
        report.status = .notFinite
        return
      }
      momentArms(&muscle.kneeArms, using: &ws)
      updateFibers(task, tension, ws, &muscle)
      if pass > settings.maxJointPasses - settings.jumpPasses {
        beginning |= (wrapped ?? ws.wrappedMuscles) ^ ws.wrappedMuscles
        wrapped = ws.wrappedMuscles
      }

      // The moment that the equilibrium one Newton step away will supply, then the recruitment around it.
      var moment = ws.kneeMoment
      for i in ws.solved { moment += ws.motion[i] * ws.gradient[i] }
      let defect = momentDefect(task, moment, ws, muscle)
      if pass <= 2 { updateForceCurvature(task, tension, ws, &muscle) }
      model(task, tension, defect, pass: pass + 4, damping: damping, ws, &muscle)
      report.recruitment = muscle.problem.solve(into: &muscle.proposed, from: muscle.multiplier)
      guard report.recruitment.status == .converged else {
        report.status = report.recruitment.status == .notFinite ? .notFinite : .maxIterations
        return
      }
      report.reserve = report.recruitment.reserve
      report.forceChange = muscle.propose(report.recruitment, defect, tension)
      if report.forceChange * (1 + damping) <= settings.forceTolerance
        && report.equilibrium.residual <= 1e-3 * settings.forceTolerance
      {
        report.status = .converged
        report.equilibrium.status = .converged
        report.equilibrium.kneeMoment = ws.kneeMoment
        report.equilibrium.minimumStiffness = ws.system.findEigenvalues() ? ws.system.eigenvalues[0] : 0
        return
      }
      // Where steps go back and forth the cost is stiffened and only a part of the step is taken. Both are bounded: a step
      // that is small for want of freedom must not pass for convergence.
      damping =
        muscle.swings ? min(settings.maxDamping, max(1, 3 * damping)) : (damping < 0.2 ? 0 : 0.8 * damping)
      part = muscle.swings ? max(settings.minJointPart, part / 2) : min(1, 1.3 * part)
      if pass == settings.maxJointPasses {
        if beginning != 0, isBetween(task, defect, report.forceChange * (1 + damping), settings, report) {
          report.muscleAtJump = beginning.trailingZeroBitCount
          report.equilibrium.kneeMoment = ws.kneeMoment
          report.equilibrium.minimumStiffness = ws.system.findEigenvalues() ? ws.system.eigenvalues[0] : 0
        }
        return
      }
      moveJointly(settings, part, &ws, &muscle)
    }
  }

  /// Whether forces that swing across a jump of the equations hold both bones and supply the moments.
  ///
  /// Where a muscle begins to wrap its stiffness jumps, with it the motion of the knee at constant forces, and so all arms. What
  /// would be optimal on one side then asks for forces of the other, and what lies between is the solution.
  /// - Parameter swing: change of a force that the step would bring without the stiffened cost, N.
  private func isBetween(
    _ task: KneeTask, _ defect: SIMD3<Double>, _ swing: Double, _ settings: RecruitmentLoopSettings,
    _ report: TaskReport
  ) -> Bool {
    let tolerance = settings.jumpTolerance
    let missing = defect - report.reserve
    for j in 0..<3 where task.isDemanded[j] {
      if !(abs(missing[j]) <= tolerance * max(1, abs(task.moment[j]))) { return false }
    }
    return report.equilibrium.residual <= tolerance && swing <= settings.jumpSwing
  }

  /// Pose and forces by `part` of one step δq = -H⁻¹ (g + Σ δF dL/dq), shortened to `maxJointStep`.
  private func moveJointly(
    _ settings: RecruitmentLoopSettings, _ part: Double, _ ws: inout KneeWorkspace,
    _ muscle: inout MuscleWorkspace
  ) {
    let n = ws.solved.count
    for i in 0..<n {
      let coordinate = ws.solved[i]
      var pull = ws.gradient[coordinate]
      let (body, place) = coordinate < 6 ? (MovingBody.tibia, coordinate) : (.patella, coordinate - 6)
      for k in muscles.indices where ws.geometry.paths[k].crossing?.body == body {
        pull += muscle.forceStep[k] * ws.muscleSlope[6 * k + place]
      }
      ws.step[i] = -pull * ws.scale[i]
    }
    ws.solveWithHessian()
    var largest = 0.0
    for i in 0..<n { largest = max(largest, abs(ws.step[i])) }
    let length = min(part, settings.maxJointStep / max(largest, 1e-12))
    for i in 0..<n { ws.coordinates[ws.solved[i]] += length * ws.scale[i] * ws.step[i] }
    muscle.takeStep(length)
  }
}
