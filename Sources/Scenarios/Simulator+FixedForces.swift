import Activities
import Knee

extension Simulator {
  /// Solves a motion in another tension with the muscle forces of a baseline held, frame by frame: a muscle acts only by its own
  /// changed pull and by where that moves the bones. No muscle makes up for another.
  ///
  /// A muscle whose tension differs from the baseline's has the force of its own curves in the new tension, at the length
  /// and velocity that it has in the baseline's frame. Its activation is the baseline's, except that where it
  /// stood at the floor of its tone (within `floorTolerance`) it goes to the new floor, and that it is never below that.
  ///
  /// Every frame is begun at the baseline's own pose and followed from the baseline's forces to the changed ones, in
  /// smaller steps where one is too long. So with the baseline's tension the baseline's frames come out, and a frame
  /// does not depend on those before it. In a frame,
  /// - `net_moment_Nm` is what the movement asks for, `reserve_Nm` is zero, and `excess_moment_Nm` is what muscles and knee now
  ///   supply beyond what they did in the baseline;
  /// - `clamps` names a tibia that slips off (also where the baseline's had), and a baseline whose own forces would not keep its
  ///   pose (`minimum_stiffness` below zero) where the frame shows another balance: it differs for that reason too;
  /// - a frame of which the baseline did not converge is the baseline's, with its status.
  /// - Parameters:
  ///   - baseline: this motion, solved by this simulator.
  ///   - tension: one per muscle of the model.
  ///   - progress: called once for every frame that is done.
  public func solveFixedForces(
    _ motion: Motion, baseline: SolvedState, tension: [MuscleTension],
    progress: (@Sendable () -> Void)? = nil
  ) -> SolvedState {
    let count = model.muscles.count
    precondition(
      tension.count == count && baseline.tension.count == count,
      "\(tension.count) tensions for \(count) muscles")
    precondition(
      baseline.solution.frames.count == motion.frames.count,
      "a baseline of \(baseline.solution.frames.count) frames for \(motion.frames.count)")
    var knee = LoadedKnee(self)
    var state = SolvedState(tension: tension, solution: baseline.solution)
    for (index, frame) in motion.frames.enumerated() {
      if baseline.solution.frames[index].status == .converged {
        hold(index, task(for: frame), baseline, &state, using: &knee)
      }
      progress?()
    }
    return state
  }

  /// Solves frame `index`, which holds the baseline's.
  private func hold(
    _ index: Int, _ task: KneeTask, _ baseline: SolvedState, _ state: inout SolvedState,
    using knee: inout LoadedKnee
  ) {
    // The baseline's equilibrium, and what it supplies.
    let before = baseline.solution.frames[index]
    let held = KneeLoad(posture: task.posture, forces: baseline.forces(index))
    knee.begin(at: baseline.solution.pose(index), under: held)
    let supplied = model.suppliedMoments(forces: held.forces, using: knee.knee)

    // The changed muscles' own forces there.
    var limits = before.limits
    var load = held
    let first = index * model.muscles.count
    for i in state.musclesThatDiffer(from: baseline) {
      let activation = Self.activation(
        baseline.solution.muscles[first + i].activation, from: baseline.tension[i], to: state.tension[i])
      let fiber = model.fiberState(
        of: i, task, activation: activation, tension: state.tension[i], using: knee.knee)
      load.forces[i] = fiber.force
      state.solution.muscles[first + i] = FrameResult.Muscle(
        activation: activation, force_N: fiber.force, passive_force_N: fiber.passiveForce,
        fiber_length: fiber.fiberLength)
      let bit: UInt64 = 1 << UInt64(i)
      limits.tooShortMuscles = fiber.isClamped ? limits.tooShortMuscles | bit : limits.tooShortMuscles & ~bit
    }

    // The equilibrium under them.
    let report = knee.follow(load, nearest: Run.longestWay)
    var values = knee.values(load, report)
    values.phase_percent = before.phase_percent
    values.net_moment_Nm = before.net_moment_Nm
    let excess = model.suppliedMoments(forces: load.forces, using: knee.knee) - supplied
    values.excess_moment_Nm = .init(hip: excess.x, knee: excess.y, ankle: excess.z)
    let isAstray = before.limits.hasSlipped || knee.isRestarted || knee.way > Run.longestWay
    limits.hasSlipped = isAstray && report.status == .converged && knee.knee.tibiaFromPath > Run.slipped
    limits.isBaselineUnstable = before.minimum_stiffness < 0 && values.minimum_stiffness > 0
    (limits.isRestarted, limits.isBeyondPath) = (values.limits.isRestarted, values.limits.isBeyondPath)
    limits.contactIsPastLimit = values.limits.contactIsPastLimit
    values.limits = limits
    state.solution.frames[index] = values
    state.solution.keepPose(index, knee.knee)
  }

  /// Distance from its tone within which a muscle's activation counts as standing at it: recruitment ends there to rounding.
  static let floorTolerance = 1e-9

  /// The activation of a muscle that does what it did before, in another tension.
  static func activation(_ before: Double, from old: MuscleTension, to new: MuscleTension) -> Double {
    before <= old.tone + floorTolerance ? new.tone : max(before, new.tone)
  }
}
