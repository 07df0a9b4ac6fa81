import ArgumentParser
import Knee
import Results
import Scenarios

struct RankCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Which muscle's tone matters most: the muscles by what a small release of each changes.",
    discussion: """
      Examples:
        trochlea rank --activity squat
        trochlea rank --activity squat --tone hamstrings=10% --tone rectus-femoris=5%
        trochlea rank --activity walking --mass 60kg --json
        trochlea rank --motion ik.mot --moments id.sto --mass 72.6 --csv --out rank.csv

      For each muscle, and for each group as the sum of its muscles, the change of the peak kneecap force by 1 % less \
      involuntary tone, as an exact derivative of the model: minus relieves, in the table as in JSON and CSV. Muscles with \
      tone now come first; for one without, the change is that of a tone it is only assumed to have. Ranks begin anew with \
      each kind. It holds for small changes; 'trochlea release' computes large ones.
      """)

  @OptionGroup(title: "Activity") var activity: ActivityOptions
  @OptionGroup(title: "Person") var person: PersonOptions
  @OptionGroup(title: "Tension") var tension: TensionOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var recruitment: RecruitmentOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    // Everything that can be wrong with the call is found before anything is solved.
    try output.check()
    let person = try person.person()
    let freedom = try model.chosenFreedom()
    let exponent = try recruitment.chosenExponent()
    let loaded = try Library.model(path: model.model)
    let tension = try tension.tension(for: loaded)
    let motion = try activity.motion(for: person, personHasMass: self.person.mass != nil)

    let simulator = try Simulator(model: loaded, person: person, freedom: freedom, exponent: exponent)
    let name = tension.allSatisfy { $0 == .healthy } ? "healthy" : "as stated"
    let state = solveWithSensitivities(name, tension, simulator, motion, console, isQuiet: output.quiet)
    let inWords = tensionInWords(tension, of: loaded.muscleNames)
    let findings = Finding.all(in: [state], motion: motion, person: person)
    let notes = (inWords.map { ["tension: " + $0] } ?? []) + notes(of: motion)
    var document = ResultsDocument(
      boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: simulator.model.hash),
      person: person, activity: .init(motion), states: [state],
      notes: notes)
    document.warnings += findings.map(ResultsDocument.Warning.init)
    try document.requireFinite()
    let ranking = try Ranking(document, groups: loaded.words.groups)
    let context = ReportContext(
      motion: motion, person: person, freedom: freedom.rawValue, exponent: exponent,
      style: output.style(console))
    return try output.deliver(
      findings, notes: notes, console, json: ranking.json, csv: ranking.csv,
      report: { ranking.text(document, context, tension: inWords, findings: findings) })
  }
}
