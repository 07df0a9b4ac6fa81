import Scenarios

/// Something about a state that a reader must know before using its numbers.
public struct Finding: Sendable, Equatable {
  /// `cannotBeHeld` or `notConverged`.
  public var status: CommandStatus
  public var message: String
}

extension Finding {
  /// A reserve above both limits means that the muscles cannot hold the task.
  public struct Limits: Sendable {
    /// N·m: far below the scatter of measured net moments (their standard deviations in the data are 3-10 N·m for 75 kg).
    public var moment = 1.0
    /// Fraction of the moment that is asked for: below it the peaks change by less than is shown.
    public var fraction = 0.01
    /// Activation from which a muscle counts as being at its limit; it leaves room for the solver's tolerance.
    public var activation = 0.995
    public init() {}
  }

  /// What is wrong with the frames of a state: a joint that the muscles cannot hold, and frames that did not converge.
  public static func all(in state: StateResult, limits: Limits = Limits()) -> [Finding] {
    LegJoint.allCases.compactMap { shortfall(of: $0, in: state, limits) }
      + [notConverged(in: state)].compactMap { $0 }
  }

  /// The worst frame of a joint whose moment the muscles cannot supply.
  private static func shortfall(of joint: LegJoint, in state: StateResult, _ limits: Limits) -> Finding? {
    func moments(_ frame: FrameResult) -> (reserve: Double, demand: Double) {
      switch joint {
      case .hip: (frame.reserve_Nm.hip, frame.net_moment_Nm.hip)
      case .knee: (frame.reserve_Nm.knee, frame.net_moment_Nm.knee)
      case .ankle: (frame.reserve_Nm.ankle, frame.net_moment_Nm.ankle)
      }
    }
    let short = state.frames.indices.filter { index in
      let (reserve, demand) = moments(state.frames[index])
      return reserve.magnitude > max(limits.moment, limits.fraction * demand.magnitude)
    }
    guard
      let worst = short.max(by: {
        moments(state.frames[$0]).reserve.magnitude < moments(state.frames[$1]).reserve.magnitude
      })
    else { return nil }

    let frame = state.frames[worst]
    let (reserve, demand) = moments(frame)
    let share =
      demand == 0
      ? ""
      : " (\(fixedNumber(100 * (reserve / demand).magnitude, 0)) % of \(fixedNumber(demand.magnitude, 1)) N·m)"
    let limiting = frame.muscles.filter {
      $0.value.activation >= limits.activation && joint.isMover($0.key, positive: reserve > 0)
    }.keys.sorted().map(MuscleWords.spoken)
    let limit =
      limiting.isEmpty
      ? "no muscle is at its limit: other joints or involuntary tension bind them"
      : "at their limit: " + limiting.joined(separator: ", ")
    return Finding(
      status: .cannotBeHeld,
      message: "\(state.name): these muscles cannot hold the task: \(joint.rawValue)"
        + " \(joint.action(positive: reserve > 0)) falls short by \(fixedNumber(reserve.magnitude, 1)) N·m\(share)"
        + " at \(frame.place(worst)), \(short.count) of \(state.frames.count) frames; \(limit)")
  }

  /// The first frame that did not converge, and how many there are.
  private static func notConverged(in state: StateResult) -> Finding? {
    let bad = state.frames.indices.filter { state.frames[$0].status != "converged" }
    guard let first = bad.first else { return nil }
    let frame = state.frames[first]
    return Finding(
      status: .notConverged,
      message:
        "\(state.name): \(frame.place(first)) did not converge: \(frame.status) after \(frame.iterations)"
        + " iterations, residual \(roughNumber(frame.residual)) N; \(bad.count) of \(state.frames.count) frames"
    )
  }
}

extension FrameResult {
  /// Where the frame is, for a message: its number from 0, and the phase or the flexion.
  func place(_ index: Int) -> String {
    let point =
      phase_percent.map { "\(fixedNumber($0, 0)) % of the motion" }
      ?? "knee \(fixedNumber(knee_flexion_deg, 1)) deg"
    return "frame \(index) (\(point))"
  }
}

extension CommandStatus {
  /// The status of results with these findings: not converged outweighs what cannot be held.
  public init(_ findings: [Finding]) {
    if findings.contains(where: { $0.status == .notConverged }) {
      self = .notConverged
    } else {
      self = findings.isEmpty ? .done : .cannotBeHeld
    }
  }
}
