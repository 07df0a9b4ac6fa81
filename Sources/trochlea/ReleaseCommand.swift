import Activities
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
        trochlea release hamstrings --with stretching --after 5min
        trochlea release hamstrings --with stretching --sessions 4 --every 7d --until 12w
        trochlea release --with weight-loss --amount 5kg --activity stair-descent

      The states: as now (with the stated tension), after the release, and with no excess tension at all.
      Without --tone, --stiffness and --shortening a tone of 10% is assumed: an assumption about this person, not a \
      measurement. Without --by and --with half of the tension goes: the default of this program, an assumption too.
      With --with the second state is that after an intervention, with the effect that trials measured of it; \
      weight-loss and taping need no muscle, and assume no tone. Where there is no excess tension that state is left out. With \
      --sessions it is a table over time: bookkeeping of published decay, not prediction of a patient.
      """)

  @Argument(
    help: .init(
      "A muscle or a group; 'trochlea muscles' lists them. Weight-loss and taping need none.",
      valueName: "muscle-or-group"))
  var target: String?
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

  @OptionGroup(title: "Intervention") var intervention: InterventionOptions
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
    let fraction =
      try by.map { text throws(InputError) in try Quantity.release.parse(text, place: "--by") }
      ?? Self.defaultFraction
    let choice = try intervention.choice(by: by, mass: person.mass)
    let isOnMuscle = choice?.words.use.intervention.isOnMuscle ?? true
    let tension = try assumedTension(mayBeHealthy: choice != nil, isOnMuscle: isOnMuscle)
    let loaded = try Library.model(path: model.model)
    let muscles =
      try target.map { name throws(InputError) in try loaded.words.indices(of: name, place: "release") } ?? []
    let motion = try activity.motion(for: person, personHasMass: self.person.mass != nil)
    let words = ReleaseWords(
      target: target ?? "", muscles: muscles.map { loaded.muscleNames[$0] }, tension: tension,
      fraction: fraction,
      isDefaultTension: isDefaultTension, isDefaultFraction: by == nil, intervention: choice?.words)
    let simulator = try Simulator(model: loaded, person: person, freedom: freedom, exponent: exponent)
    let context = ReportContext(
      motion: motion, person: person, freedom: freedom.rawValue, exponent: exponent,
      style: output.style(console))
    let states = TensionStates(simulator: simulator, motion: motion, muscles: muscles)
    if let choice, let course = choice.course {
      return try execute(course, choice.words, words, states, context, console)
    }
    return try execute(words, states, context, console)
  }

  /// States that differ only in the tension of these muscles and in the mass that the knee carries.
  struct TensionStates {
    var simulator: Simulator
    var motion: Motion
    var muscles: [Int]

    /// One tension in the muscles, all others healthy.
    func with(_ tension: MuscleTension) -> [MuscleTension] {
      var all = [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count)
      for index in muscles { all[index] = tension }
      return all
    }

    /// A document of solved states.
    func document(_ states: [StateResult], notes: [String]) -> ResultsDocument {
      ResultsDocument(
        boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: simulator.model.hash),
        person: simulator.person, activity: .init(motion), states: states,
        notes: notes + trochlea.notes(of: motion))
    }
  }

  /// Three states side by side, with the ends of a published spread two more.
  private func execute(
    _ words: ReleaseWords, _ states: TensionStates, _ context: ReportContext, _ console: Console
  ) throws -> CommandStatus {
    let tension = words.tension
    var after = tension.released(by: words.fraction)
    var ends: [(name: String, tension: MuscleTension)] = []
    var findings: [Finding] = []
    if let intervention = words.intervention {
      let use = intervention.use
      after = try applied(use, use.effect(after: intervention.after), to: tension)
      if let spread = use.ends(after: intervention.after) {
        ends = [
          (words.stateName + ", least", try applied(use, spread.least, to: tension)),
          (words.stateName + ", most", try applied(use, spread.most, to: tension)),
        ]
      }
      findings = Finding.all(of: use, effects: [use.initialEffect])
    }
    let without = words.hasExcess ? [(name: "no excess tension", tension: MuscleTension.healthy)] : []
    let named = [("as now", tension), (words.stateName, after)] + without + ends
    var masses = [Double](repeating: context.person.mass, count: named.count)
    masses[1] -= words.intervention?.lostMass ?? 0
    let solved = solveStates(
      named.map { ($0.0, states.with($0.1)) }, carriedMasses: masses, states.simulator, states.motion,
      console,
      isQuiet: output.quiet)

    var document = states.document(solved, notes: words.lines)
    document.intervention = words.intervention.map { InterventionRecord($0) }
    let isHeld =
      CommandStatus(Finding.all(in: document.states, motion: states.motion, person: context.person)) == .done
    return try output.deliver(document, context, console, more: findings) {
      $0.releaseReport(context, words, isHeld: isHeld)
    }
  }

  /// A tension with an effect on it; what leaves its range is said of the option it comes from.
  func applied(
    _ use: Intervention.Use, _ effect: Double, to tension: MuscleTension
  ) throws(InputError) -> MuscleTension {
    do {
      return try use.applied(effect, to: tension)
    } catch {
      var error = error
      error.place = use.isStated ? "--amount" : "--\(use.intervention.acts_on.rawValue)"
      error.problem += " \(effect == use.initialEffect ? "" : "at an end of the published spread ")after it"
      throw error
    }
  }

  private var isDefaultTension: Bool { tone == nil && stiffness == nil && shortening == nil }

  /// The tension as stated, or the default tone when nothing is.
  /// - Parameters:
  ///   - mayBeHealthy: a healthy muscle has nothing to release, but can be stretched.
  ///   - isOnMuscle: false for what is done to the body or the skin: no muscle must be named, and no tone is assumed.
  private func assumedTension(mayBeHealthy: Bool, isOnMuscle: Bool) throws(InputError) -> MuscleTension {
    var tension = MuscleTension.healthy
    guard target != nil || (!isOnMuscle && isDefaultTension) else {
      throw InputError(
        .usage, place: "<muscle-or-group>",
        problem: isOnMuscle ? "is missing" : "is missing: a tension belongs to muscles",
        allowed: "as in 'trochlea release hamstrings'; 'trochlea muscles' lists them")
    }
    if isDefaultTension, isOnMuscle { tension.tone = Self.defaultTone }
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
    guard mayBeHealthy || tension != .healthy else {
      throw InputError(
        .usage, place: "release", problem: "this tension is healthy already: there is nothing to release",
        allowed: "a tone above 0, a stiffness above 1 or a shortening above 0")
    }
    return tension
  }
}
