import Activities
import ArgumentParser
import Knee
import Results
import Scenarios

/// What the leg does: a built-in activity, a trial of one's own, or a table.
struct ActivityOptions: ParsableArguments {
  @Option(
    help: .init("Built-in activity; 'trochlea activities' lists them. (default: squat)", valueName: "name"))
  var activity: String?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Deepest knee flexion of the squat, 0 to 120 deg: a slow squat from statics (default: as measured); or knee flexion in sitting (default: 90).",
      valueName: "deg"))
  var depth: String?
  @Option(
    help: .init("Trial: joint angles as OpenSim writes them (.mot, .sto).", valueName: "file"),
    completion: .file())
  var motion: String?
  @Option(
    help: .init("Trial: net joint moments of inverse dynamics (.sto).", valueName: "file"),
    completion: .file())
  var moments: String?
  @Option(help: .init("Trial: ground reaction (.mot).", valueName: "file"), completion: .file())
  var forces: String?
  @Option(
    help: .init(
      "Trial: how the knee angle counts: automatic, flexion-positive or flexion-negative. (default: automatic)",
      valueName: "sign"), completion: .list(Trial.KneeSign.allCases.map(\.rawValue)))
  var kneeSign: String?
  @Option(
    help: .init(
      "Trial: unit of the angles: stated (by the file's header), degrees or radians. (default: stated)",
      valueName: "unit"), completion: .list(Trial.AngleUnit.allCases.map(\.rawValue)))
  var angleUnit: String?
  @Option(
    help: .init(
      "Trial: force plate under this foot, by its name in the file. May be repeated. (default: recognized)",
      valueName: "name"))
  var plate: [String] = []
  @Flag(help: "Trial: every frame instead of one stride.")
  var allFrames = false
  @Option(
    help: .init(
      """
      A motion as one CSV table. Columns: time_s or pct; hip_flexion_deg, knee_flexion_deg, ankle_dorsiflexion_deg; \
      hip_extension_moment_Nm_kg, knee_extension_moment_Nm_kg, ankle_plantarflexion_moment_Nm_kg (or _Nm for N·m); and, \
      if known, grf_vertical_BW, grf_anterior_BW (or _N) of this foot.
      """,
      valueName: "file"),
    completion: .file())
  var csvMotion: String?
  @Flag(help: "CSV motion: a cycle, whose last row leads on to the first.")
  var cycle = false
  @Option(
    help: .init(
      "CSV motion without pelvis_tilt_deg: upright-trunk, or flat-foot as in a squat. (default: upright-trunk)",
      valueName: "rule"), completion: .list(ThighWord.allCases.map(\.rawValue)))
  var thigh: String?

  /// The options that were given.
  var given: [String] {
    givenNames([
      ("--activity", activity != nil), ("--depth", depth != nil), ("--motion", motion != nil),
      ("--moments", moments != nil), ("--forces", forces != nil), ("--knee-sign", kneeSign != nil),
      ("--angle-unit", angleUnit != nil), ("--plate", !plate.isEmpty), ("--all-frames", allFrames),
      ("--csv-motion", csvMotion != nil), ("--cycle", cycle), ("--thigh", thigh != nil),
    ])
  }

  /// How a person names the rule for the inclination of the thigh.
  enum ThighWord: String, CaseIterable {
    case uprightTrunk = "upright-trunk"
    case flatFoot = "flat-foot"

    var rule: Motion.ThighRule {
      switch self {
      case .uprightTrunk: .uprightTrunk
      case .flatFoot: .flatFoot
      }
    }
  }

  /// Reads the motion.
  ///
  /// - Parameter personHasMass: whether the person's mass was given; a trial needs it.
  /// - Throws: `InputError` when options contradict each other or a file is bad.
  func motion(for person: Person, personHasMass: Bool) throws(InputError) -> Motion {
    let isTrial = motion != nil || moments != nil || forces != nil
    let given = [
      activity.map { _ in "--activity" }, isTrial ? "--motion" : nil, csvMotion.map { _ in "--csv-motion" },
    ]
    .compactMap { $0 }
    guard given.count <= 1 else {
      throw InputError(
        .usage, place: given[1], problem: "not together with \(given[0])", allowed: "one source of the motion"
      )
    }
    let name = (activity ?? "squat").lowercased()
    if depth != nil, isTrial || csvMotion != nil || !["squat", "sitting"].contains(name) {
      throw InputError(
        .usage, place: "--depth", problem: "only a squat has a depth, and sitting a knee flexion",
        allowed: "with --activity squat or sitting")
    }
    let ofTrials = [
      kneeSign.map { _ in "--knee-sign" }, angleUnit.map { _ in "--angle-unit" },
      plate.isEmpty ? nil : "--plate", allFrames ? "--all-frames" : nil,
    ]
    if !isTrial, let option = ofTrials.compactMap(\.self).first {
      throw InputError(
        .usage, place: option, problem: "belongs to a trial", allowed: "with --motion and --moments")
    }
    if csvMotion == nil, cycle || thigh != nil {
      throw InputError(
        .usage, place: cycle ? "--cycle" : "--thigh", problem: "belongs to a motion from a CSV table",
        allowed: "with --csv-motion")
    }
    if let csvMotion {
      var options = MotionCSV.Options()
      options.isPeriodic = cycle
      let word: ThighWord? = try choice(thigh, "rule", place: "--thigh")
      options.thighRule = word?.rule
      return try Library.motion(csv: csvMotion, person: person, options: options)
    }
    guard isTrial else {
      let depth = try depth.map { text throws(InputError) in try Quantity.depth.parse(text, place: "--depth")
      }
      return try Library.activity(named: name, person: person, depth: depth)
    }
    guard let motion, let moments else {
      throw InputError(
        .usage, place: motion == nil ? "--motion" : "--moments", problem: "a trial needs angles and moments",
        allowed: "--motion FILE --moments FILE, and --forces FILE for the ground reaction")
    }
    guard personHasMass else {
      throw InputError(
        .usage, place: "--mass", problem: "a trial needs the mass of its person",
        allowed: "\(Quantity.mass.allowed)")
    }
    var options = Trial.Options()
    options.kneeSign = try choice(kneeSign, "sign", place: "--knee-sign") ?? .automatic
    options.angleUnit = try choice(angleUnit, "unit", place: "--angle-unit") ?? .stated
    options.plates = plate
    if allFrames { options.cycle = .all }
    return try Library.trial(
      motion: motion, moments: moments, forces: forces, person: person, options: options)
  }
}
