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
  public var states: [(name: String, solved: SolvedState)]
  /// What is doubtful about them.
  public var findings: [Finding]

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
      return (name, simulator.solvedState(motion, tension: all, progress: progress))
    }
    let results = states.map { state in
      StateResult(
        name: state.name.lowercased(), tension: [:], frames: state.solved.solution.results(model),
        summary: state.solved.solution.summary)
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
    func tenths(_ degrees: Double) -> Double { (10 * degrees).rounded() / 10 }
    func nearest(_ distance: (FrameValues) -> Double) -> Int {
      frames.indices.min { distance(frames[$0]) < distance(frames[$1]) } ?? 0
    }
    switch instant {
    case .peak:
      guard let peak = states[0].solved.peakFrame else {
        throw FigureError(.nothingSolved, "no frame was solved: there is no knee to draw")
      }
      return peak
    case .phase(let percent): return nearest { (($0.phase_percent ?? 0) - percent).magnitude }
    case .flexion(let degrees):
      let frame = nearest { ($0.knee_flexion_deg - degrees).magnitude }
      let found = frames[frame].knee_flexion_deg
      guard (found - degrees).magnitude <= Self.nearestFlexion else {
        let flexions = frames.map(\.knee_flexion_deg)
        throw InputError(
          .usage, place: "--flexion",
          problem: "the knee is never near \(shortNumber(tenths(degrees))) deg in '\(motion.name)'",
          allowed: "\(fixedNumber(flexions.min() ?? 0, 0)) to \(fixedNumber(flexions.max() ?? 0, 0)) deg;"
            + " of a squat with --depth \(shortNumber(tenths(degrees))) too")
      }
      return frame
    }
  }

  /// The knee at an instant as now and after the release, side by side.
  public func picture(at instant: Instant, style: KneePicture.Style) throws -> KneePicture {
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
        + " seen from outside; \(moment)" + (instant == .peak ? ", where the force is greatest as now" : ""),
      description: describe(frame, moment),
      panels: states.map { state in
        KneePicture.Panel(
          heading: state.name,
          scene: KneeScene(
            simulator.model, state.solved, frame: frame, released: released, bodyWeight: person.bodyWeight))
      },
      outlines: try KneeOutlines(of: simulator.model), style: style, isLeft: person.side == .left,
      released: name, notes: notes(frame, instant))
  }

  /// What a person who cannot see the picture would be told.
  private func describe(_ frame: Int, _ moment: String) -> String {
    let forces = states.map { state in
      let values = state.solved.solution.frames[frame]
      guard values.status == .converged else { return "\(state.name): not solved." }
      return
        "\(state.name): the kneecap presses on the thigh bone with \(fixedNumber(100 * values.patellofemoral.force_BW, 0)) % of body weight."
    }
    return "Two drawings of the same knee from the side at \(moment). " + forces.joined(separator: " ")
      + " An arrow shows the force, colors on the kneecap's cartilage show the pressure."
  }

  func notes(_ frame: Int, _ instant: Instant) -> [String] {
    let peaks = states.map(\.solved.solution.summary)
    let weights = peaks.map { "\(fixedNumber(100 * $0.peak_patellofemoral_force_BW, 0)) %" }
    return [
      "Both drawings show the same instant of the same movement. Greatest force over all of it: \(weights[0]) of body weight as"
        + " now, \(weights[1]) \(words.stateName)."
    ] + commonNotes
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
