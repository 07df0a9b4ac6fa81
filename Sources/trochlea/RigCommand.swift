import ArgumentParser
import Knee
import Results
import Scenarios

struct RigCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "rig", abstract: "A knee with given muscle forces, as in a cadaver rig.",
    discussion: """
      Examples:
        trochlea rig --flexion 60 --force quadriceps=400 --force hamstrings=200
        trochlea rig --flexion 0:100:10 --force quadriceps=600 --json
        trochlea rig --flexion 30 --force quadriceps=600 --anterior-force 50
        trochlea rig --frames forces.csv --csv --out rig.csv

      The muscle forces are given (boundary fixed-forces); a force given to a group is shared by maximal isometric force.
      Columns of --frames: knee_flexion_deg, and as wanted hip_flexion_deg, ankle_dorsiflexion_deg, tibia_anterior_N, \
      tibia_proximal_N and <muscle or group>_N, such as vastus_lateralis_N.
      """)

  @Option(
    parsing: .unconditional,
    help: .init("Knee flexion, -10 to 130 deg: one value or start:stop:step.", valueName: "deg"))
  var flexion: String?
  @Option(parsing: .unconditional, help: .init("Hip flexion, -40 to 140 deg. (default: 0)", valueName: "deg"))
  var hip: String?
  @Option(
    parsing: .unconditional, help: .init("Ankle dorsiflexion, -60 to 50 deg. (default: 0)", valueName: "deg"))
  var ankle: String?
  @Option(
    help: .init(
      "Force of a muscle or group, as in quadriceps=400 (N). May be repeated.", valueName: "muscle=N"))
  var force: [String] = []
  @Option(
    parsing: .unconditional,
    help: .init("Force on the tibia, forward positive, N. (default: 0)", valueName: "N"))
  var anteriorForce: String?
  @Option(
    parsing: .unconditional,
    help: .init("Force on the tibia, upward positive, N. (default: 0)", valueName: "N"))
  var proximalForce: String?
  @Option(
    help: .init("A CSV table with one row per frame, in place of the above.", valueName: "file"),
    completion: .file())
  var frames: String?

  @OptionGroup(title: "Person") var person: PersonOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    try output.check()
    let person = try person.person()
    let freedom = try model.chosenFreedom()
    let loaded = try Library.model(path: model.model)
    let simulator = try Simulator(model: loaded, person: person, freedom: freedom)
    // Forces are shared by the strengths of this person's model.
    let rows = try rows(for: simulator.model)

    let frames = simulator.solveRig(rows)
    let names = simulator.model.muscleNames
    let state = StateResult(
      name: "rig", tension: Dictionary(uniqueKeysWithValues: names.map { ($0, MuscleTension.healthy) }),
      frames: frames,
      summary: summarize(frames))
    let document = ResultsDocument(
      boundary: .fixedForces, model: .init(name: simulator.model.name, hash: simulator.model.hash),
      person: person,
      activity: nil, states: [state], notes: [])
    let context = ReportContext(
      motion: nil, person: person, freedom: freedom.rawValue, exponent: nil, style: output.style(console))
    return try output.deliver(document, context, console) { $0.rigReport(context, forces: forcesInWords) }
  }

  /// Rows from the table or from the options.
  private func rows(for model: KneeModel) throws(InputError) -> [RigRow] {
    let words = model.words
    let strengths = model.maxIsometricForces
    if let frames {
      let others =
        [flexion, hip, ankle, anteriorForce, proximalForce].contains { $0 != nil } || !force.isEmpty
      guard !others else {
        throw InputError(
          .usage, place: "--frames", problem: "not together with flexion or forces",
          allowed: "a table alone: its columns hold all of them")
      }
      return try RigReader.rows(of: try Library.table(frames), words: words, maxIsometricForce: strengths)
    }
    guard let flexion else {
      throw InputError(
        .usage, place: "--flexion", problem: "is missing",
        allowed: "--flexion 60, --flexion 0:90:10, or --frames FILE")
    }
    func value(_ text: String?, _ quantity: Quantity, _ place: String) throws(InputError) -> Double {
      guard let text else { return 0 }
      return try quantity.parse(text, place: place)
    }
    let flexions = try Quantity.kneeFlexion.parseRange(flexion, place: "--flexion")
    let forces = try RigReader.forces(force, place: "--force", words: words, maxIsometricForce: strengths)
    let hip = try value(hip, .hipFlexion, "--hip")
    let ankle = try value(ankle, .ankleDorsiflexion, "--ankle")
    let anterior = try value(anteriorForce, .externalForce, "--anterior-force")
    let proximal = try value(proximalForce, .externalForce, "--proximal-force")
    return flexions.map {
      RigRow(
        kneeFlexion: $0, hipFlexion: hip, ankleDorsiflexion: ankle, forces: forces, tibiaAnterior: anterior,
        tibiaProximal: proximal)
    }
  }

  /// The forces for the report.
  private var forcesInWords: String {
    if let frames { return "from \(frames)" }
    var parts = force
    if let anteriorForce { parts.append("on the tibia forward \(anteriorForce)") }
    if let proximalForce { parts.append("on the tibia upward \(proximalForce)") }
    return parts.isEmpty ? "none: a passive knee" : parts.joined(separator: ", ") + " (N)"
  }
}
