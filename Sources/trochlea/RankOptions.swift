import Activities
import ArgumentParser
import Knee
import Results
import Scenarios
import Studies

/// What is ranked, as a person states it.
struct RankOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      "Also release every muscle that has tension by this part of it, up to 100%, and solve each.",
      valueName: "part"))
  var by: String?
  @Option(
    help: .init(
      "Take person, activity, tension, model and amounts from a study file; not together with their options.",
      valueName: "file"), completion: .file())
  var study: String?

  @OptionGroup(title: "Activity") var activity: ActivityOptions
  @OptionGroup(title: "Person") var person: PersonOptions
  @OptionGroup(title: "Tension") var tension: TensionOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var recruitment: RecruitmentOptions

  /// A ranking with what must be said of it.
  struct Ranked {
    var ranking: Ranking
    /// Of the state that is ranked; its findings are among its warnings.
    var document: ResultsDocument
    var context: ReportContext
    /// The tension in words; nil where every muscle is healthy.
    var tension: String?
    /// Which of a study's changes it is about.
    var remarks: [String]
    /// What a reader must know before anything is found out; what was found of the state, and of the releases.
    var notes: [String]
    var findings, unsolved: [Finding]
  }

  /// Finds everything that is wrong with the options, then solves and ranks.
  func rank(_ console: Console, isQuiet: Bool) throws -> Ranked {
    let task = try task()
    let (simulator, motion, tension) = (task.simulator, task.motion, task.tension)
    let (loaded, person) = (simulator.model, simulator.person)
    let name = tension.allSatisfy { $0 == .healthy } ? "healthy" : "as stated"
    let state = solveWithSensitivities(name, tension, simulator, motion, console, isQuiet: isQuiet)
    let inWords = tensionInWords(tension, of: loaded.muscleNames)
    let findings = Finding.all(in: [state], motion: motion, person: person)
    let notes = (inWords.map { ["tension: " + $0] } ?? []) + task.remarks + notes(of: motion)
    var document = ResultsDocument(
      boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: simulator.model.hash),
      person: person, activity: .init(motion), states: [state],
      notes: notes)
    document.warnings += findings.map(ResultsDocument.Warning.init)
    try document.requireFinite()
    var ranking = try Ranking(document, groups: loaded.words.groups)
    if let amounts = task.amounts,
      let slopes = state.sensitivities?.summary.peak_patellofemoral_force_N.derivatives
    {
      ranking.stated = StatedReleases(
        simulator, motion, tension: tension, amounts: amounts, groups: loaded.words.groups,
        peak: ranking.peak_patellofemoral_force_N, slopes: slopes)
      try ranking.stated?.requireFinite()
    }
    let unsolved = ranking.stated?.findings ?? []
    ranking.warnings += unsolved.map(ResultsDocument.Warning.init)
    return Ranked(
      ranking: ranking, document: document,
      context: ReportContext(
        motion: motion, person: person, freedom: simulator.freedom.rawValue, exponent: simulator.exponent,
        style: .plain),
      tension: inWords, remarks: task.remarks, notes: notes, findings: findings, unsolved: unsolved)
  }

  /// What is ranked: one state, and how much of its tension is released.
  private struct Task {
    let simulator: Simulator
    let motion: Motion
    let tension: [MuscleTension]
    /// One per muscle, 0 to 1; nil where none was stated.
    let amounts: [Double]?
    /// Which of a study's changes it is about.
    var remarks: [String] = []
  }

  private func task() throws -> Task {
    let part = try by.map { text throws(InputError) in try Quantity.release.parse(text, place: "--by") }
    if let study {
      try refuseOthers()
      return try Self.task(of: try StudyFile.load(path: study), by: part)
    }
    let person = try person.person()
    let freedom = try model.chosenFreedom()
    let exponent = try recruitment.chosenExponent()
    let loaded = try Library.model(path: model.model)
    let tension = try tension.tension(for: loaded)
    return Task(
      simulator: try Simulator(model: loaded, person: person, freedom: freedom, exponent: exponent),
      motion: try activity.motion(for: person, personHasMass: self.person.mass != nil), tension: tension,
      amounts: part.map { Array(repeating: $0, count: tension.count) })
  }

  /// The present state of a study and the releases it states; muscles of which it states none take `part`.
  private static func task(of study: Study, by part: Double?) throws -> Task {
    func refuse(_ problem: String, _ allowed: String) -> InputError {
      InputError(.usage, place: "--study", problem: "'\(study.title)' \(problem)", allowed: allowed)
    }
    guard study.boundary == .fixedMoments else {
      throw refuse("holds muscle forces: a ranking is of a task", "boundary: fixed-moments")
    }
    guard study.sweep == nil else {
      throw refuse("has a sweep: a ranking is of one state", "a study without one: remove 'sweep:'")
    }
    let conditions = study.states(at: 0)[0]
    let ranked = study.whatIfs.filter(\.onlyReleases)
    var amounts = Array(repeating: part ?? 0, count: conditions.tension.count)
    for (muscle, amount) in ranked.flatMap(\.releases) { amounts[muscle] = max(amounts[muscle], amount) }
    guard amounts.contains(where: { $0 > 0 }) else {
      throw refuse(
        "states no change that is a release alone", "a what-if with 'release' and nothing else, or --by")
    }
    return Task(
      simulator: try study.simulator(conditions),
      motion: try conditions.activity.motion(of: conditions.person()),
      tension: conditions.tension, amounts: amounts, remarks: remarks(on: study.whatIfs, ranked: ranked))
  }

  /// What of a study's changes is not ranked, or not as it stands.
  private static func remarks(on whatIfs: [WhatIf], ranked: [WhatIf]) -> [String] {
    let others = whatIfs.filter { !$0.onlyReleases }.map { "'\($0.name)'" }
    let amounts = Dictionary(grouping: ranked.flatMap(\.releases), by: \.key).mapValues {
      Set($0.map(\.value))
    }
    return [
      others.isEmpty
        ? nil
        : "left out, as no release alone: \(others.joined(separator: ", ")); 'trochlea run' solves the study as it stands",
      amounts.values.allSatisfy { $0.count == 1 }
        ? nil : "the study releases a muscle by several amounts: the largest of each muscle is ranked",
    ].compactMap(\.self)
  }

  /// - Throws: `InputError` (usage) for an option that says what the study says.
  private func refuseOthers() throws(InputError) {
    let tensions = givenNames([
      ("--tone", !tension.tone.isEmpty), ("--stiffness", !tension.stiffness.isEmpty),
      ("--shortening", !tension.shortening.isEmpty), ("--strength", !tension.strength.isEmpty),
    ])
    let others = activity.given + person.given + tensions + model.given + recruitment.given
    guard let other = others.first else { return }
    throw InputError(
      .usage, place: other, problem: "not together with --study, which says it", allowed: "one of them")
  }
}
