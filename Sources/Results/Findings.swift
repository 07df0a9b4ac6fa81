import Activities
import Knee
import Scenarios

/// Something about solved states that a reader must know before using their numbers.
public struct Finding: Sendable, Equatable {
  /// How much a reader must heed it; shown in capitals under a table.
  public enum Level: String, Codable, Sendable {
    /// The results are good, only to be read with this in mind.
    case note
    /// The muscles cannot hold the task, the knee slips, a frame was not solved, or no living knee would hold it.
    case careful
    /// The input does not look like what it is said to be; the results are right for it as it stands.
    case warning
  }

  /// `cannotBeHeld` or `notConverged`; `done` for what does not change how the command ends.
  public var status: CommandStatus
  public var level: Level
  public var message: String

  /// A note where the status is `done`, else `careful`, unless another level is given.
  public init(status: CommandStatus, level: Level? = nil, message: String) {
    self.status = status
    self.level = level ?? (status == .done ? .note : .careful)
    self.message = message
  }
}

extension Finding {
  /// From where on a reserve moment counts.
  public struct Limits: Sendable {
    /// Of the largest net moment that is asked of the joint during the motion: Hicks et al. 2015 J Biomech Eng
    /// 137:020905, doi 10.1115/1.4029304, recommend reserves below 5 % of the net joint moments.
    public var fraction = 0.05
    /// N·m per kg of body mass: the same twentieth of the 1 N·m/kg that daily activities ask of a joint, for joints of
    /// which little is asked.
    public var momentPerMass = 0.05
    /// N·m: smaller reserves are not worth a word; the balance of a frame is known to less.
    public var noted = 0.01
    /// Activation from which a muscle counts as being at its limit; it leaves room for the solver's tolerance.
    public var activation = 0.995
    public init() {}
  }

  /// What is to be said of the states of one call, each thing once: doubts about the motion, a knee that slips, a joint that the
  /// muscles cannot hold, frames that did not converge, then the notes.
  ///
  /// - Parameter motion: nil in a rig, where no moments are asked for.
  public static func all(
    in states: [StateResult], motion: Motion?, person: Person, limits: Limits = Limits()
  ) -> [Finding] {
    let reserves = LegJoint.allCases.map { joint in
      Reserves(joint, in: states, limit: limit(of: joint, motion, person, limits), limits)
    }
    let doubts = (motion?.doubts ?? []).map { Finding(status: .done, level: .warning, message: $0) }
    let found =
      [slips(in: states)] + reserves.map(\.shortfall) + [
        notConverged(in: states, reserves), smallReserves(reserves), pose(motion),
        unstable(in: states),
      ]
    return doubts + (found + [beyondHuman(in: states)]).compactMap { $0 } + clamps(in: states)
  }

  /// Why a motion of one frame lacks an impulse.
  private static func pose(_ motion: Motion?) -> Finding? {
    guard let motion, motion.frames.count == 1 else { return nil }
    return Finding(
      status: .done, message: "a single pose has no duration: no impulse, and no time of the peak")
  }

  /// The reserve, N·m, above which a joint counts as not held.
  static func limit(of joint: LegJoint, _ motion: Motion?, _ person: Person, _ limits: Limits) -> Double {
    let asked = (motion?.frames ?? []).filter {
      !$0.isAtRest && (joint != .hip || $0.hipMomentIsValid)
    }.map { frame in
      switch joint {
      case .hip: frame.hipExtensionMoment.magnitude
      case .knee: frame.kneeExtensionMoment.magnitude
      case .ankle: frame.anklePlantarflexionMoment.magnitude
      }
    }
    return person.mass * max(limits.fraction * (asked.max() ?? 0), limits.momentPerMass)
  }

  /// The reserves that are too small to mean more, in one note.
  private static func smallReserves(_ reserves: [Reserves]) -> Finding? {
    let parts = reserves.compactMap(\.note)
    guard !parts.isEmpty else { return nil }
    return Finding(
      status: .done,
      message: "small reserve moments make up what the muscles do not supply: "
        + parts.joined(separator: "; "))
  }

  /// The first frame that did not converge, and how many there are.
  private static func notConverged(in states: [StateResult], _ reserves: [Reserves]) -> Finding? {
    let bad = FramePlace.all(in: states) { $0.status != "converged" }
    guard let first = bad.first else { return nil }
    let frame = first.frame(in: states)
    // A task beyond these muscles is the usual reason.
    let lacks = reserves.compactMap { $0.lack(in: frame) }
    let reason =
      lacks.isEmpty ? "" : "; when it was given up, the muscles lacked " + lacks.joined(separator: ", ")
    return Finding(
      status: .notConverged,
      message: "\(first.words(in: states)) did not converge: \(frame.status) after \(frame.iterations)"
        + " iterations, residual \(roughNumber(frame.residual)) N; \(FramePlace.count(bad, in: states))\(reason)"
    )
  }

  /// Frames whose pose is a balance like that of a ball on a hill: constant muscle forces would not keep it.
  private static func unstable(in states: [StateResult]) -> Finding? {
    let found = FramePlace.all(in: states) { $0.status == "converged" && $0.minimum_stiffness < 0 }
    guard let first = found.first else { return nil }
    return Finding(
      status: .done,
      message: "held in \(FramePlace.count(found, in: states)) by an equilibrium that is not stable by itself"
        + " (first: \(first.words(in: states))): steady muscle forces alone would not keep the bones there")
  }
}

/// One frame of one of several states.
struct FramePlace {
  /// Index of the state, and of the frame in it.
  var state: Int
  var index: Int

  /// Frames of all states that a test picks, state by state.
  static func all(in states: [StateResult], where isPicked: (FrameResult) -> Bool) -> [FramePlace] {
    states.indices.flatMap { state in
      states[state].frames.indices.filter { isPicked(states[state].frames[$0]) }.map {
        FramePlace(state: state, index: $0)
      }
    }
  }

  func frame(in states: [StateResult]) -> FrameResult { states[state].frames[index] }

  /// Which frame it is; the state is named where there are several.
  func words(in states: [StateResult]) -> String {
    frame(in: states).place(index) + (states.count > 1 ? " of '\(states[state].name)'" : "")
  }

  /// `3 of 101 frames`; over all states where there are several.
  static func count(_ places: [FramePlace], in states: [StateResult]) -> String {
    let all = states.reduce(0) { $0 + $1.frames.count }
    return "\(places.count) of \(all) frames" + (states.count > 1 ? " of all states" : "")
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
  /// The status of results with these findings: not converged outweighs what cannot be held; notes and warnings do not count.
  public init(_ findings: [Finding]) {
    if findings.contains(where: { $0.status == .notConverged }) {
      self = .notConverged
    } else {
      self = findings.allSatisfy { $0.status == .done } ? .done : .cannotBeHeld
    }
  }
}
