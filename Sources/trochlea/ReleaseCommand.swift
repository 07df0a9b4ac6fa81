import ArgumentParser
import Knee
import Results
import Scenarios

struct ReleaseCommand: Command {
  /// Involuntary tone that is assumed when nothing is said of the tension. In a squat it raises the kneecap force by a
  /// visible 15 to 27 %; nobody has measured what is usual.
  static let defaultTone = 0.1
  /// Part of the tension that goes when nothing is said.
  static let defaultFraction = 0.5

  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "What releasing a tight muscle would change, in three states side by side.",
    discussion: """
      Examples:
        trochlea release hamstrings --tone 10% --by 50% --activity squat
        trochlea release gastrocnemius --stiffness 1.5 --activity walking --json
        trochlea release rectus-femoris --tone 5% --shortening 10% --depth 60deg
        trochlea release calf --motion ik.mot --moments id.sto --mass 72.6

      The states: as now (with the stated tension), after the release, and with no excess tension at all.
      Without --tone, --stiffness and --shortening a tone of 10% is assumed: an assumption about this person, not a \
      measurement.
      """)

  @Argument(help: .init("A muscle or a group; 'trochlea muscles' lists them.", valueName: "muscle-or-group"))
  var target: String
  @Option(
    parsing: .unconditional,
    help: .init("Involuntary activation now, 0 to 100%. (default: 10%)", valueName: "tone"))
  var tone: String?
  @Option(
    parsing: .unconditional,
    help: .init("Factor on passive force now, 1 to 10; 1 is healthy.", valueName: "factor"))
  var stiffness: String?
  @Option(
    parsing: .unconditional,
    help: .init("Shift of the passive curve now, 0 to 50% of fiber length.", valueName: "shift"))
  var shortening: String?
  @Option(
    parsing: .unconditional, help: .init("How much of it goes, up to 100%. (default: 50%)", valueName: "part")
  )
  var by: String?

  @OptionGroup(title: "Activity") var activity: ActivityOptions
  @OptionGroup(title: "Person") var person: PersonOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var recruitment: RecruitmentOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func execute(_ console: Console) throws -> CommandStatus {
    // Everything that can be wrong with the call is found before anything is solved.
    try output.check()
    let person = try person.person()
    let freedom = try model.chosenFreedom()
    let exponent = try recruitment.chosenExponent()
    let tension = try assumedTension()
    let fraction =
      try by.map { text throws(InputError) in try Quantity.release.parse(text, place: "--by") }
      ?? Self.defaultFraction
    let loaded = try Library.model(path: model.model)
    let muscles = try loaded.words.indices(of: target, place: "release")
    let motion = try activity.motion(for: person, personHasMass: self.person.mass != nil)

    // Three states that differ only in the tension of these muscles.
    let healthy = [MuscleTension](repeating: .healthy, count: loaded.muscleNames.count)
    func with(_ tension: MuscleTension) -> [MuscleTension] {
      var all = healthy
      for index in muscles { all[index] = tension }
      return all
    }
    let simulator = try Simulator(model: loaded, person: person, freedom: freedom, exponent: exponent)
    let states = solveStates(
      [
        ("as now", with(tension)), ("after release", with(tension.released(by: fraction))),
        ("no excess tension", healthy),
      ], simulator, motion, console, isQuiet: output.quiet)

    let words = ReleaseWords(
      target: target, muscles: muscles.map { loaded.muscleNames[$0] }, tension: tension, fraction: fraction,
      isDefaultTension: isDefaultTension)
    let document = ResultsDocument(
      boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: simulator.model.hash),
      person: person,
      activity: .init(motion), states: states,
      notes: ["tension: " + words.assumption, "release: " + words.releaseAssumption] + notes(of: motion)
    )
    let context = ReportContext(
      motion: motion, person: person, freedom: freedom.rawValue, exponent: exponent,
      style: output.style(console))
    let isHeld = CommandStatus(Finding.all(in: document.states, motion: motion, person: person)) == .done
    return try output.deliver(document, context, console) {
      $0.releaseReport(context, words, isHeld: isHeld)
    }
  }

  private var isDefaultTension: Bool { tone == nil && stiffness == nil && shortening == nil }

  /// The tension as stated, or the default tone when nothing is.
  private func assumedTension() throws(InputError) -> MuscleTension {
    var tension = MuscleTension.healthy
    if isDefaultTension { tension.tone = Self.defaultTone }
    for (part, text) in [(TensionPart.tone, tone), (.stiffness, stiffness), (.shortening, shortening)] {
      guard let text else { continue }
      part.set(try part.quantity.parse(text, place: "--\(part.rawValue)"), in: &tension)
    }
    guard tension.stiffness >= 1 else {
      throw InputError(
        .usage, place: "--stiffness",
        problem: "\(tension.stiffness) is slacker than healthy: there is nothing to release",
        allowed: "1 to 10; 'solve --stiffness' takes less")
    }
    guard tension != .healthy else {
      throw InputError(
        .usage, place: "release", problem: "this tension is healthy already: there is nothing to release",
        allowed: "a tone above 0, a stiffness above 1 or a shortening above 0")
    }
    return tension
  }
}
