import Figures
import Results
import Scenarios
import Studies

/// States of one person in one movement, solved, with what must be said beside a picture of them.
package struct SolvedStates: Sendable {
  /// One state; without frames where there was nothing to solve.
  package struct State: Sendable {
    package var name: String
    package var frames: [FrameResult]
    /// When each frame is, s; empty for a pose.
    package var times: [Double]
    package var summary: Summary?
    /// Why it is not done; nil when it is.
    package var reason: String?
    /// Why its numbers are none to go by, in a few words; nil where they are.
    package var doubt: String?

    /// - Parameter status: how it ended.
    package init(
      name: String, frames: [FrameResult], times: [Double], summary: Summary?, reason: String? = nil,
      status: CommandStatus = .done
    ) {
      self.name = name
      self.frames = frames
      self.times = times
      self.summary = summary
      self.reason = reason
      doubt =
        frames.contains(where: \.hasSlipped)
        ? "the knee slips"
        : status == .cannotBeHeld ? "cannot be held" : status == .notConverged ? "not all solved" : nil
    }

    /// What it is called in a picture.
    package var label: String { doubt.map { "\(name) (\($0))" } ?? name }
  }

  /// What it is about, such as `Release of the hamstrings by 50 %: squat`.
  package var title: String
  /// Whose knee, under which boundary, with which program and model.
  package var subtitle: String
  /// As now first.
  package var states: [State]
  /// The two ends of a published spread around state 1, least first.
  package var ends: [State] = []
  /// Below the picture: what is wrong, what is assumed, how to read it.
  package var notes: [String]

  package init(title: String, subtitle: String, states: [State], ends: [State] = [], notes: [String]) {
    self.title = title
    self.subtitle = subtitle
    self.states = states
    self.ends = ends
    self.notes = notes
  }
}

extension SolvedStates {
  /// States of a release.
  ///
  /// - Parameters:
  ///   - document: of `words`; its states are as now, after it, without any excess where there is one, and the ends of a spread.
  ///   - times: of the frames, s.
  ///   - findings: about those states.
  ///   - statuses: how each of the document's states ended.
  package init(
    _ document: ResultsDocument, _ words: ReleaseWords, freedom: String, times: [Double], findings: [Finding],
    statuses: [CommandStatus]
  ) {
    let all = zip(document.states, statuses).map {
      State(name: $0.name, frames: $0.frames, times: times, summary: $0.summary, status: $1)
    }
    let shown = words.hasExcess ? 3 : 2
    let activity = document.activity.map { ": " + $0.name } ?? ""
    self.init(
      title: words.title + activity,
      subtitle: Closing.person(document.person) + ". "
        + Closing.source(model: document.model.name, hash: document.model.hash, freedom: freedom),
      states: Array(all.prefix(shown)), ends: Array(all.dropFirst(shown)),
      notes: Closing.heeded(findings.map(ResultsDocument.Warning.init)) + words.pictureNotes
        + Closing.notes(
          boundary: document.boundary,
          reconstructed: document.activity.flatMap { $0.measured ? nil : $0.name }))
  }

  /// States of a study without a sweep.
  ///
  /// - Parameter point: its only one, with frames.
  package init(_ study: Study, _ point: PointOutcome) {
    let warnings = point.states.flatMap(\.warnings)
    // Of a state that is not done the reason; of others what no living knee would hold.
    let careful = point.states.flatMap { state in
      state.status == .done
        ? state.warnings.filter { $0.level == .careful }.map { "\(state.name): \($0.message)" }
        : ["\(state.name): \(state.status.words)" + (state.reason.map { ", \($0)" } ?? "")]
    }
    let first = point.states[0]
    self.init(
      title: study.title,
      subtitle:
        "\(shortNumber(first.mass_kg)) kg, \(shortNumber(first.height_m)) m, \(first.side.rawValue) knee, \(first.activity). "
        + Closing.source(model: study.model.name, hash: study.model.hash, freedom: study.freedom.rawValue),
      states: point.states.map {
        State(
          name: $0.name, frames: $0.frames ?? [], times: $0.times_s ?? [], summary: $0.summary,
          reason: $0.status == .done ? nil : $0.reason ?? $0.status.words, status: $0.status.ofCommand)
      },
      notes: careful.map { "CAREFUL: " + $0 } + Self.tensions(point.states) + Closing.ofMotion(warnings)
        + Closing.notes(
          boundary: study.boundary, isSameMovement: study.isSameMovement, reconstructed: nil))
  }

  /// Most states whose tension is written out.
  private static let spelledOut = 6

  /// The tension of every state, as its warnings have it; of many states that of the first.
  private static func tensions(_ states: [StateOutcome]) -> [String] {
    let start = "tension: "
    let shown = states.count > spelledOut ? states.prefix(1) : states[...]
    let assumption = ". " + Wording.toneIsAssumed
    let said = shown.compactMap { state in
      state.warnings.map(\.message).first { $0.hasPrefix(start) }.map {
        "\(state.name): \($0.dropFirst(start.count))"
      }
    }
    guard !said.isEmpty else { return [] }
    let short = said.map { $0.hasSuffix(assumption) ? String($0.dropLast(assumption.count)) : $0 }
    return ["Tension, " + short.joined(separator: "; ") + (short == said ? "" : assumption)]
  }

  /// Says that nothing was solved, and why.
  package func requireSolved() throws(FigureError) {
    guard !states.contains(where: \.isSolved) else { return }
    let reasons = states.compactMap(\.reason)
    throw FigureError(
      .nothingSolved,
      "nothing was solved: there is nothing to draw" + (reasons.first.map { " (\($0))" } ?? ""))
  }
}

extension SolvedStates.State {
  /// Whether any of it was solved.
  var isSolved: Bool { frames.contains { $0.status == "converged" } }
}

extension FrameResult {
  /// Whether its numbers are those of a knee: solved, and the shin bone in its place.
  var isSound: Bool { status == "converged" && !hasSlipped }
}
