import ArgumentParser
import Knee
import Results
import Scenarios

struct SolveCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "solve", abstract: "One state through an activity: forces in the knee, frame by frame.",
    discussion: """
      Examples:
        trochlea solve --activity walking --mass 75kg --height 1.75m
        trochlea solve --depth 60deg --tone hamstrings=10% --strength vasti=75% --json
        trochlea solve --motion ik.mot --moments id.sto --forces grf.mot --mass 72.6
        trochlea solve --activity squat --csv --out frames.csv
        trochlea solve --activity squat --tone hamstrings=10% --sensitivities

      The net joint moments are given (boundary fixed-moments): the muscles share them.
      The table shows some of the frames; --json and --csv have all.
      With --sensitivities also what small changes of muscles, mass, cartilage and ligaments would change: exact \
      derivatives of the model, for small changes only. In JSON they stand under states[].sensitivities, with all frames; \
      --csv then has them in place of the frames: a row per parameter, and in d_<load>_per_step the change of the load by the \
      step that the parameter names.
      """)

  @Flag(help: "Also what small changes of the person and the model would change.")
  var sensitivities = false

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
    let states =
      sensitivities
      ? [solveWithSensitivities(name, tension, simulator, motion, console, isQuiet: output.quiet)]
      : solveStates([(name, tension)], simulator, motion, console, isQuiet: output.quiet)
    let inWords = tensionInWords(tension, of: loaded.muscleNames)
    let document = ResultsDocument(
      boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: simulator.model.hash),
      person: person,
      activity: .init(motion), states: states,
      notes: (inWords.map { ["tension: " + $0] } ?? []) + notes(of: motion))
    let context = ReportContext(
      motion: motion, person: person, freedom: freedom.rawValue, exponent: exponent,
      style: output.style(console))
    let table: ((ResultsDocument) throws -> [UInt8])? = sensitivities ? { $0.sensitivitiesCSV() } : nil
    return try output.deliver(document, context, console, csv: table) {
      $0.solveReport(context, tension: inWords)
    }
  }
}

/// The tension of a person, muscle by muscle.
struct TensionOptions: ParsableArguments {
  @Option(
    help: .init(
      "Involuntary activation, 0 to 100%, as in hamstrings=10%. May be repeated for other muscles.",
      valueName: "muscle=value"))
  var tone: [String] = []
  @Option(
    help: .init(
      "Factor on passive force, 0 to 10, as in gastrocnemius=1.5; 1 is healthy.", valueName: "muscle=value"))
  var stiffness: [String] = []
  @Option(help: .init("Shift of the passive curve, 0 to 50% of fiber length.", valueName: "muscle=value"))
  var shortening: [String] = []
  @Option(help: .init("Factor on maximal force, 0 to 200%, as in vasti=75%.", valueName: "muscle=value"))
  var strength: [String] = []

  /// The tension of every muscle; one that two options of a kind name is refused.
  func tension(for model: KneeModel) throws(InputError) -> [MuscleTension] {
    var tension = [MuscleTension](repeating: .healthy, count: model.muscleNames.count)
    let words = model.words
    for part in TensionPart.allCases {
      let options =
        switch part {
        case .tone: tone
        case .stiffness: stiffness
        case .shortening: shortening
        case .strength: strength
        }
      try part.apply(options, words: words, to: &tension)
    }
    return tension
  }
}
