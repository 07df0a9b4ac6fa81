import Activities
import Figures
import Knee
import Results
import Scenarios
import Solvers

/// A motion solved as it is now and after a release, to be drawn.
public struct ReleasePicture: Sendable {
  public var simulator: Simulator
  public var motion: Motion
  public var words: ReleaseWords
  /// Indices of the muscles that are released.
  public var released: [Int]
  /// As now, and after the release.
  public var states: [State]
  /// What is doubtful about them.
  public var findings: [Finding]

  public struct State: Sendable {
    public var name: String
    public var solved: SolvedState
    /// Numbers of every frame.
    public var frames: [FrameResult]
    /// The first reason for which this is no state of a living knee: it slips, cannot be held or was not solved; nil where all is well.
    public var doubt: Finding?
  }

  /// What else is to be known of how it was chosen, such as another squat than the measured one; empty where nothing is.
  public var remark = ""

  /// Solves both states.
  ///
  /// - Parameters:
  ///   - released: indices of the muscles that `words` names.
  ///   - after: their tension in the second state.
  ///   - findings: what is doubtful of an intervention.
  public init(
    _ simulator: Simulator, _ motion: Motion, _ words: ReleaseWords, released: [Int],
    after: MuscleTension, findings more: [Finding] = [], progress: (@Sendable () -> Void)? = nil
  ) {
    self.simulator = simulator
    self.motion = motion
    self.words = words
    self.released = released
    let model = simulator.model
    var lighter = simulator
    lighter.carriedMass -= words.intervention?.lostMass ?? 0
    let name = words.stateName.prefix(1).uppercased() + words.stateName.dropFirst()
    states = [("As now", words.tension, simulator), (name, after, lighter)].map { name, tension, simulator in
      var all = [MuscleTension](repeating: .healthy, count: model.muscles.count)
      for i in released { all[i] = tension }
      let solved = simulator.solvedState(motion, tension: all, progress: progress)
      return State(name: name, solved: solved, frames: solved.solution.results(model))
    }
    let results = states.map { state in
      StateResult(
        name: state.name.lowercased(), tension: [:], frames: state.frames,
        summary: state.solved.solution.summary)
    }
    for i in states.indices {
      states[i].doubt = Finding.all(in: [results[i]], motion: motion, person: simulator.person).first {
        $0.level == .careful
      }
    }
    findings = Finding.all(in: results, motion: motion, person: simulator.person) + more
  }

  /// Which instant is drawn.
  public enum Instant: Sendable, Equatable {
    /// The greatest force of the kneecap as now.
    case peak
    /// Percent of the motion.
    case phase(Double)
    /// Knee flexion, deg.
    case flexion(Double)
  }

  /// Most that a knee may be straighter or more bent than was asked, deg.
  public static let nearestFlexion = 3.0

  /// The frame nearest to an instant; the first of equals.
  ///
  /// - Throws: `InputError` (usage) where the motion never comes near the flexion; `FigureError` where no frame was solved.
  public func frame(at instant: Instant) throws -> Int {
    let frames = states[0].solved.solution.frames
    switch instant {
    case .peak:
      guard let peak = states[0].solved.peakFrame else {
        throw FigureError(.nothingSolved, "no frame was solved: there is no knee to draw")
      }
      return peak
    case .phase(let percent):
      func distance(_ i: Int) -> Double { ((frames[i].phase_percent ?? 0) - percent).magnitude }
      return frames.indices.min { distance($0) < distance($1) } ?? 0
    case .flexion(let degrees): return try Self.frame(of: motion, bent: degrees)
    }
  }

  /// The frame of a motion in which the knee is bent nearest to a flexion, deg; the first of equals.
  ///
  /// - Throws: `InputError` (usage) where it never comes near it.
  public static func frame(of motion: Motion, bent degrees: Double) throws(InputError) -> Int {
    let flexions = motion.frames.map { $0.kneeFlexion * 180 / .pi }
    func distance(_ i: Int) -> Double { (flexions[i] - degrees).magnitude }
    guard let frame = flexions.indices.min(by: { distance($0) < distance($1) }),
      distance(frame) <= nearestFlexion
    else {
      throw InputError(
        .usage, place: "--flexion",
        problem:
          "the knee is never near \(shortNumber((10 * degrees).rounded() / 10)) deg in '\(motion.name)'",
        allowed: "\(fixedNumber(flexions.min() ?? 0, 0)) to \(fixedNumber(flexions.max() ?? 0, 0)) deg;"
          + " a squat without --depth takes any from 0 to 120 deg")
    }
    return frame
  }

  /// The knee at an instant as now and after the release, side by side.
  ///
  /// - Throws: `InputError` and `FigureError` as `frame`; for a patient also what `requireHeld` throws.
  public func picture(at instant: Instant, style: KneePicture.Style) throws -> KneePicture {
    if style == .patient { try requireHeld() }
    let frame = try frame(at: instant)
    let person = simulator.person
    let values = states[0].solved.solution.frames[frame]
    let name = MuscleWords.spoken(words.target)
    let moment =
      (values.phase_percent.map { "\(fixedNumber($0, 0)) % of the motion" } ?? "one pose")
      + ", knee bent \(fixedNumber(values.knee_flexion_deg, 0)) deg"
    let title = "\(words.title): \(motion.name)"
    return KneePicture(
      title: title,
      subtitle:
        "\(shortNumber(person.mass)) kg, \(shortNumber(person.height)) m, \(person.side.rawValue) knee"
        + " seen from outside; \(moment)" + (instant == .peak ? ", where the force is greatest as now" : "")
        + (remark.isEmpty ? "" : ", \(motion.title)"),
      description: describe(frame, moment),
      panels: states.map { state in
        KneePicture.Panel(
          heading: state.name,
          scene: KneeScene(
            simulator.model, state.solved, frame: frame, released: released, bodyWeight: person.bodyWeight),
          isLeft: person.side == .left,
          greatest: state.solved.peakFrame.map {
            KneePicture.Greatest(newtons: state.frames[$0].patellofemoral.force_N, isHere: $0 == frame)
          },
          doubt: state.doubt.map {
            if state.frames[frame].hasSlipped { return .slipped }
            return $0.status == .notConverged ? .notSolved : .notHeld
          })
      },
      outlines: try KneeOutlines(of: simulator.model), style: style,
      released: name,
      notes: [
        "Both drawings show the same instant of the same movement." + (remark.isEmpty ? "" : " " + remark)
      ]
        + commonNotes)
  }

  /// What a person who cannot see the picture would be told.
  private func describe(_ frame: Int, _ moment: String) -> String {
    let forces = states.map { state in
      let values = state.solved.solution.frames[frame]
      guard values.status == .converged else { return "\(state.name): not solved." }
      guard state.doubt == nil else { return "\(state.name): no state of a living knee." }
      return
        "\(state.name): the kneecap presses on the thigh bone with \(fixedNumber(100 * values.patellofemoral.force_BW, 0)) % of body weight."
    }
    return "Two drawings of the same knee from the side at \(moment). " + forces.joined(separator: " ")
      + " An arrow shows the force, colors on the kneecap's cartilage show the pressure."
  }

  /// Passes where both states are those of a living knee, whose numbers a patient may see.
  ///
  /// - Throws: `Failure` (cannot be held, not converged) with the reason.
  public func requireHeld() throws(Failure) {
    for state in states {
      guard let doubt = state.doubt else { continue }
      throw Failure(
        doubt.status == .notConverged ? .notConverged : .cannotBeHeld,
        "no picture for a patient: '\(state.name.lowercased())': \(doubt.message); --style paper of 'figure knee' draws it, and says so"
      )
    }
  }

  /// Assumptions, boundary and doubts.
  var commonNotes: [String] {
    words.pictureNotes
      + findings.filter { $0.level != .note }.map { "\($0.level.rawValue.uppercased()): \($0.message)" }
      + [
        Wording.stressBand
      ]
      + Closing.notes(boundary: .fixedMoments, reconstructed: motion.isMeasured ? nil : motion.name) + [
        Closing.source(
          model: simulator.model.name, hash: simulator.model.hash, freedom: simulator.freedom.rawValue) + "."
      ]
  }
}
