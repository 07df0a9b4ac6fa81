import ArgumentParser
import Figures
import Foundation
import Knee
import Pictures
import Results
import Scenarios
import Studies

/// What a picture of states is about: a release as options state it, or a study.
struct FigureSubject: ParsableArguments {
  @Argument(
    help: .init(
      "A muscle or a group, as in 'release'; or a study file, or a scenario by its name: then without the options of a release.",
      valueName: "muscle-or-study"))
  var subject: String?
  @OptionGroup var release: ReleaseOptions
  @OptionGroup(title: "Change") var moment: MomentOptions
  // Hidden, so that it is refused with a hint.
  @OptionGroup(visibility: .hidden) var sessions: CourseOptions

  /// The subject, checked and not yet solved.
  enum Found {
    case release(Release)
    case study(Study)
  }

  /// - Throws: `InputError` for a word that is neither, and for options that a study says itself; `StudyErrors` with all mistakes.
  func find() throws -> Found {
    try sessions.refuse()
    guard let subject, try isStudy(subject) else {
      return .release(try release.release(of: subject, moment, sessions))
    }
    if let option = (release.given + moment.given).first {
      throw InputError(
        .usage, place: option, problem: "not together with the study '\(subject)', which says it",
        allowed: "one of them")
    }
    return .study(try StudyFile.load(path: subject))
  }

  /// A muscle is known by its name; what is a file or a scenario is a study.
  private func isStudy(_ word: String) throws(InputError) -> Bool {
    let muscles = try Library.model(path: release.model.model).words
    if (try? muscles.indices(of: word)) != nil { return false }
    if StudyFile.mayBe(word) { return true }
    throw .unknown(
      .usage, "muscle, group or scenario", word, among: muscles.words + BuiltInScenario.names,
      place: "<muscle-or-study>")
  }

  /// What was solved, and how the command ends.
  struct Solved {
    var states: SolvedStates
    /// Of each state, scaled to its person; nil where its conditions are impossible.
    var models: [KneeModel?]
    var status: CommandStatus
  }

  /// Solves all states with their frames.
  ///
  /// - Throws: also `InputError` for a study with a sweep.
  func solve(_ console: Console, isQuiet: Bool) throws -> Solved {
    switch try find() {
    case .release(let release):
      let (document, more) = try release.solve(console, isQuiet: isQuiet)
      try document.requireFinite()
      let findings =
        Finding.all(in: document.states, motion: release.motion, person: release.context.person) + more
      say(findings, console)
      let times = release.motion.frames.map { $0.time - release.motion.frames[0].time }
      let states = SolvedStates(
        document, release.words, freedom: release.context.freedom, times: times, findings: findings,
        statuses: document.states.map {
          CommandStatus(Finding.all(in: [$0], motion: release.motion, person: release.context.person))
        })
      return Solved(
        states: states, models: states.states.map { _ in release.simulator.model },
        status: CommandStatus(findings))
    case .study(var study):
      guard study.sweep == nil else {
        throw InputError(
          .usage, place: "<muscle-or-study>", problem: "'\(study.title)' has a sweep",
          allowed: "a study without one: remove 'sweep:'; 'trochlea figure heatmap' draws sweeps")
      }
      study.keepsFrames = true
      let point = StudyRunner(study).solve(0)
      for state in point.states where state.status != .done {
        console.complain("\(state.name): \(state.status.rawValue)" + (state.reason.map { ", " + $0 } ?? ""))
      }
      return Solved(
        states: SolvedStates(study, point),
        models: study.states(at: 0).map { try? study.simulator($0).model }, status: point.status)
    }
  }

  private func say(_ findings: [Finding], _ console: Console) {
    for finding in findings where finding.status != .done { console.complain(finding.message) }
  }
}

extension PointOutcome {
  /// How a command ends that solved it: 4 before 3.
  var status: CommandStatus {
    if states.contains(where: { $0.status == .notConverged }) { return .notConverged }
    return states.allSatisfy { $0.status == .done } ? .done : .cannotBeHeld
  }
}

extension StudyFile {
  /// Whether a word is the name of a scenario, or of a file that is there or is called like a study.
  static func mayBe(_ word: String) -> Bool {
    BuiltInScenario.names.contains(word) || word.contains("/") || word.hasSuffix(".yaml")
      || word.hasSuffix(".yml") || FileManager.default.fileExists(atPath: word)
  }
}
