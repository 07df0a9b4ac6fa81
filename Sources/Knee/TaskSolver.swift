import Solvers

extension KneeModel {
  /// Finds the muscle forces and the equilibrium of the knee that together meet a task.
  ///
  /// Sequential quadratic programming on the activations. Each pass solves the equilibrium at the present forces,
  /// linearises the moments with the exact effective moment arms and every muscle's force in its activation, and
  /// solves the recruitment; a step that does not lower the merit is halved. Until the forces no longer change.
  /// Begins from what the workspaces hold: the neighboring frame, or `startOnPath` and `reset`.
  public func solve(
    _ task: KneeTask, tension: [MuscleTension], settings: RecruitmentLoopSettings = .init(),
    using ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) -> TaskReport {
    var report = TaskReport()
    for i in muscles.indices { muscle.activations[i] = min(1, max(muscle.activations[i], tension[i].tone)) }
    if muscle.multiplier == nil { firstForces(task, tension, &ws, &muscle) }
    muscle.penalty = 0
    muscle.history.reset()
    var halvings = 0
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
      let defect = momentDefect(task, report.equilibrium.kneeMoment, ws, muscle)

      // The last step must have paid. It is trusted near the solution, where merits differ by rounding, and where the task
      // cannot be met, for what is missing then changes from pass to pass.
      let merit = muscle.merit(defect)
      if report.passes > 1 && merit > muscle.lastMerit && report.forceChange > settings.trustedChange
        && halvings < settings.maxHalvings && !muscle.needsReserve
      {
        halvings += 1
        muscle.takeStep(muscle.stepLength / 2)
        continue
      }
      halvings = 0

      if report.passes <= 2 { updateForceCurvature(task, tension, ws, &muscle) }
      model(task, tension, defect, pass: report.passes, ws, &muscle)
      report.recruitment = muscle.problem.solve(into: &muscle.proposed, from: muscle.multiplier)
      guard report.recruitment.status == .converged else {
        report.status = report.recruitment.status == .notFinite ? .notFinite : .maxIterations
        break
      }
      report.reserve = report.recruitment.reserve
      report.forceChange = muscle.propose(report.recruitment, defect, tension)
      if report.forceChange <= settings.forceTolerance {
        report.status = .converged
        break
      }
      muscle.accelerate()
      muscle.takeStep(1)
    }
    if report.status == .maxIterations || report.status == .stalled {
      solveJointly(task, tension, settings, &report, &ws, &muscle)
    }
    if report.status == .converged { muscle.noteLacking(report) }
    return report
  }
}
