import Activities
import Knee

extension Simulator {
  /// Where the change of the patellofemoral force at one frame comes from.
  ///
  /// With h(F changed, F others, tibia) the force of a patella in equilibrium under those muscle forces while the tibia is
  /// held in that pose, the parts are the Shapley values of the three changes. They add up to the change to
  /// `reproduction` of the force. A muscle counts as changed when its tension differs between the states. States may be of tasks or of fixed
  /// forces, and `after` also tighter than `before`.
  /// - Parameters:
  ///   - frame: index in the motion.
  ///   - before, after: this motion, solved by this simulator.
  public func patellofemoralChange(
    _ motion: Motion, frame: Int, from before: SolvedState, to after: SolvedState
  ) -> PatellofemoralChange {
    precondition(
      before.solution.frames.count == motion.frames.count
        && after.solution.frames.count == motion.frames.count,
      "states of \(before.solution.frames.count) and \(after.solution.frames.count) frames for \(motion.frames.count)"
    )
    let states = [before, after]
    let solved = states.map { $0.solution.frames[frame] }
    var change = PatellofemoralChange()
    change.at_phase_percent = motion.frames[frame].phasePercent
    guard solved.allSatisfy({ $0.status == .converged }) else {
      change.status = .frameNotConverged
      return change
    }
    let forces = solved.map(\.patellofemoral.force_N)
    (change.before_N, change.after_N, change.change_N) = (forces[0], forces[1], forces[1] - forces[0])

    guard let mixtures = mixtures(task(for: motion.frames[frame]).posture, frame, before, after) else {
      change.status = .patellaNotConverged
      return change
    }
    let tolerance = Self.reproduction * max(forces[0], forces[1], person.bodyWeight)
    guard abs(mixtures.force[0] - forces[0]) <= tolerance, abs(mixtures.force[7] - forces[1]) <= tolerance
    else {
      change.status = .notReproduced
      return change
    }
    change.from_changed_muscles_N = mixtures.share(of: .changedMuscles)
    change.from_quadriceps_N = mixtures.share(of: .otherMuscles)
    change.from_joint_shift_N = mixtures.share(of: .tibia)
    change.from_moved_peak_N = 0
    return change
  }

  /// Where the change of the peak comes from: the parts of the change at the frame in which `before` has its peak, and what the
  /// peak of `after` is higher than its force there.
  /// - Parameters:
  ///   - before, after: this motion, solved by this simulator; frames that did not converge are left out of the peaks.
  public func peakPatellofemoralChange(
    _ motion: Motion, from before: SolvedState, to after: SolvedState
  ) -> PatellofemoralChange {
    guard let peak = before.peakFrame, let newPeak = after.peakFrame else {
      var change = PatellofemoralChange()
      change.status = .frameNotConverged
      return change
    }
    var change = patellofemoralChange(motion, frame: peak, from: before, to: after)
    guard let first = change.before_N, let there = change.after_N else { return change }
    let last = after.solution.frames[newPeak].patellofemoral.force_N
    change.after_N = last
    change.change_N = last - first
    change.from_moved_peak_N = last - there
    return change
  }

  /// Part of the force, or of the body weight where the force is smaller, to which parts add up to the change: frames are
  /// solved to 1e-6 N of force on the bones, and to 1e-4 N at a jump.
  static let reproduction = 1e-6

  /// The force in every mixture of two states at a frame; nil where the patella has no equilibrium in one.
  private func mixtures(
    _ posture: KneePosture, _ frame: Int, _ before: SolvedState, _ after: SolvedState
  ) -> ChangeMixtures? {
    var knee = KneeWorkspace(model, freedom: freedom, holdsTibia: true)
    let changed = before.musclesThatDiffer(from: after)
    let states = [before, after]
    var found = ChangeMixtures(force: [])
    for mixture in 0..<8 {
      func state(_ part: ChangePart) -> SolvedState { states[mixture & part.bit == 0 ? 0 : 1] }
      var forces = state(.otherMuscles).forces(frame)
      let own = state(.changedMuscles).forces(frame)
      for i in changed { forces[i] = own[i] }
      // The patella begins where it is in the state that the tibia is taken from.
      knee.take(state(.tibia).solution.pose(frame))
      let report = model.equilibrium(posture, forces: forces, using: &knee)
      guard report.status == .converged else { return nil }
      found.force.append(model.patellofemoralContact(using: knee).force.length)
    }
    return found
  }
}

extension SolvedState {
  /// The first frame with the largest patellofemoral force; nil where none converged.
  fileprivate var peakFrame: Int? {
    var peak: Int? = nil
    for (index, frame) in solution.frames.enumerated() where frame.status == .converged {
      if let peak, solution.frames[peak].patellofemoral.force_N >= frame.patellofemoral.force_N { continue }
      peak = index
    }
    return peak
  }
}
