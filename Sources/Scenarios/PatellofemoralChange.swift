import Knee

/// Where a change of the patellofemoral force between two solved states comes from: parts that add up to it, N.
public struct PatellofemoralChange: Codable, Sendable, Equatable {
  public enum Status: String, Codable, Sendable {
    case converged
    /// The frame, or no frame at all, of one of the states is solved: neither forces nor parts are known.
    case frameNotConverged = "frame_not_converged"
    /// The patella has no equilibrium under forces of one state with the tibia where the other has it: no parts.
    case patellaNotConverged = "patella_not_converged"
    /// The held tibia does not give back the states' own forces: no parts.
    case notReproduced = "not_reproduced"
  }

  public var status = Status.converged
  /// When it is compared: percent of the motion; of two peaks, when the first state has its own.
  @NullWhenNil public var at_phase_percent: Double? = nil
  /// Patellofemoral force of both states (of peaks: both peaks), and the second less the first.
  @NullWhenNil public var before_N: Double? = nil
  @NullWhenNil public var after_N: Double? = nil
  @NullWhenNil public var change_N: Double? = nil
  /// From the pull on the patella of the muscles whose tension or strength differs, with the tibia where it was.
  @NullWhenNil public var from_changed_muscles_N: Double? = nil
  /// From the changed pull of all others that pull on the patella: heads of the quadriceps whose tension is the same.
  @NullWhenNil public var from_quadriceps_N: Double? = nil
  /// From the tibia's shift to its new pose.
  @NullWhenNil public var from_joint_shift_N: Double? = nil
  /// From the peak's move to another frame: the new peak less the new force where the old peak was; 0 at one frame.
  @NullWhenNil public var from_moved_peak_N: Double? = nil

  public init() {}
}

/// What changes between two states at one frame.
enum ChangePart: Int, CaseIterable {
  case changedMuscles, otherMuscles, tibia

  /// Its place in the number of a mixture: a mixture has the parts of the second state whose bits are set.
  var bit: Int { 1 << rawValue }
}

/// The force in each of the eight mixtures of two states, by `ChangePart.bit`.
struct ChangeMixtures {
  var force: [Double]

  /// Shapley value of a part: what it adds when it is changed, in the mean over the six orders of changing all three.
  /// Source: Shapley 1953, Contributions to the Theory of Games II:307. The three add up to `force[7] - force[0]`.
  func share(of part: ChangePart) -> Double {
    var sum = 0.0
    for mixture in force.indices where mixture & part.bit == 0 {
      // Of the six orders the part is first in two and last in two; second it is after either of the others in one.
      let weight = mixture.nonzeroBitCount == 1 ? 1.0 / 6 : 1.0 / 3
      sum += weight * (force[mixture | part.bit] - force[mixture])
    }
    return sum
  }
}
