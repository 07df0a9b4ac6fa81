import Solvers

/// The mixtures of two tasks, and Newton's step for each.
struct TaskWay: ~Copyable {
  let model: KneeModel
  let from, to: KneeTask
  let tension: [MuscleTension]
  let settings: TaskPathSettings

  init(
    model: KneeModel, from: KneeTask, to: KneeTask, tension: [MuscleTension], settings: TaskPathSettings
  ) {
    self.model = model
    self.from = from
    self.to = to
    self.tension = tension
    self.settings = settings
  }

  /// Leaves Newton's step, with all derivatives complete, in `system`, for the task `part` of the way. False where there is none.
  func linearize(
    _ part: Double, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace, _ system: inout TaskSystem
  ) -> Bool {
    let task = to.blended(from: from, part)
    let external = task.posture.externalForce
    model.prescribe(task.posture, using: &ws)
    model.placeMuscles(using: &ws)
    muscle.updateFibers(model, task, tension, ws)
    let energy = model.evaluatePlaced(forces: muscle.forces, external: external, using: &ws)
    model.assemble(&ws)
    guard energy.isFinite, ws.largestResidual.isFinite else { return false }
    // The twist is that along the motion of this very pose.
    model.momentArms(&muscle.kneeArms, using: &ws)
    _ = model.evaluateMoving(
      forces: muscle.forces, external: external, using: &ws, rate: &system.hessianRate)
    model.assemble(&ws)
    system.takeTwist(ws)

    muscle.lacking?.replace(with: 0, where: .!task.isDemanded)
    let defect = model.momentDefect(task, ws.kneeMoment, ws, muscle)
    let lost = muscle.lacking ?? .zero
    muscle.regain(defect, &system)
    system.cubicFloor = 1e-6
    model.fill(task, defect, ws, muscle, &system)
    var isSolved = system.solve(tension, muscle)
    // As in Newton's method at a given task: where no muscle is left that could do more for a joint, its moment is out of reach.
    while let joint = system.exhausted(task) {
      guard muscle.lacking == .zero else { return false }
      muscle.lacking?[joint] = lost[joint] != 0 ? lost[joint] : (defect[joint] > 0 ? 1 : -1)
      model.fill(task, defect, ws, muscle, &system)
      isSolved = system.solve(tension, muscle)
    }
    return isSolved
  }
}
