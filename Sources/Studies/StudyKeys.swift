import Activities
import Knee
import Results
import Scenarios

/// What a key of a study file may hold. The table of keys drives the reader, the schema and the help alike.
indirect enum StudyKind: Sendable {
  /// Text in one line.
  case line
  /// Text in any number of lines.
  case text
  /// The path of a file, from the folder of the study.
  case path
  /// One of a list of words.
  case word([String])
  /// A whole number in a range.
  case whole(ClosedRange<Int>)
  case flag
  /// A number with its unit.
  case quantity(Quantity)
  /// One entry or more, no word twice.
  case list(StudyKind)
  case map(StudyMap)
  /// One word, or a map of keys.
  case wordOrMap([String], StudyMap)
  /// Muscles or groups, each with a value.
  case muscles(StudyKind)
  /// Parameters of a sweep, each with its values: a list, or a range such as `0:30:5 %`.
  case parameters(areLists: Bool)
}

/// The keys that a map may have, at least one of them, and what holds between them.
struct StudyMap: Sendable {
  var keys: [StudyKey]
  var rules: [Rule] = []
  /// Fewest keys.
  var least = 1

  enum Rule: Sendable {
    /// One of these keys at most.
    case oneAtMost([String])
    /// The first key only together with the second.
    case needs(String, String)
  }
}

/// A key of a study file.
struct StudyKey: Sendable {
  let name: String
  let kind: StudyKind
  /// One line for people.
  let help: String
  var isRequired = false
  /// A map whose keys are joined with those of the file that is extended; everything else replaces what stands there.
  var isJoined = false

  init(
    _ name: String, _ kind: StudyKind, _ help: String, isRequired: Bool = false, isJoined: Bool = false
  ) {
    self.name = name
    self.kind = kind
    self.help = help
    self.isRequired = isRequired
    self.isJoined = isJoined
  }
}

/// All keys of a study file, version 1.
enum StudyKeys {
  /// The version of the layout that this program reads.
  static let version = 1

  static let root = StudyMap(keys: [
    StudyKey("trochlea", .whole(version...version), "Version of this layout: 1.", isRequired: true),
    StudyKey("title", .line, "What the study is called, in one line."),
    StudyKey("question", .text, "What it asks."),
    StudyKey("source", .text, "Where its numbers come from, and what is assumed."),
    StudyKey(
      "extends", .path, "Another study file, or a built-in scenario by its name: what this file leaves out."),
    StudyKey("person", .map(person), "Whose knee it is.", isJoined: true),
    StudyKey(
      "activity", .wordOrMap(Activity.names, activity),
      "What the leg does: a built-in activity (squat), a trial or a table."),
    StudyKey(
      "boundary", .word(ResultsDocument.Boundary.allCases.map(\.rawValue)),
      "What is held when tension changes: fixed-moments, the movement (the default), or fixed-forces, the forces of all other muscles."
    ),
    StudyKey("model", .map(model), "The model of the knee.", isJoined: true),
    StudyKey(
      "tension", .muscles(.map(StudyMap(keys: tension))), "Tension as it is now, by muscle or group.",
      isJoined: true),
    StudyKey("what_if", .list(.map(whatIf)), "Changes, each compared with the state as it is now."),
    StudyKey("sweep", .map(sweep), "Parameters to vary: the study is solved for all of their values."),
    StudyKey(
      "report", .list(.word(SummaryColumn.names)), "What to show of every state; without it, the usual table."
    ),
    StudyKey(
      "keep", .word(["frames", "summary"]),
      "What is kept of every state: frames (the default without a sweep), or peaks only (with one)."),
  ])

  static let person = StudyMap(keys: [
    StudyKey("mass", .quantity(.mass), "Body mass; 75 kg. A trial needs it."),
    StudyKey("height", .quantity(.height), "Body height; 1.75 m."),
    StudyKey("sex", .word(Person.Sex.allCases.map(\.rawValue)), "Decides the masses of the leg; male."),
    StudyKey("side", .word(Person.Side.allCases.map(\.rawValue)), "Which knee; right."),
  ])

  static let activity = StudyMap(
    keys: [
      StudyKey("name", .word(Activity.names), "A built-in activity; squat."),
      StudyKey(
        "depth", .quantity(.depth), "Deepest knee flexion of a squat from statics; knee flexion in sitting."),
      StudyKey(
        "speed", .quantity(.speed),
        "How fast the joints turn, of the source's speed; moments stay as they are."
      ),
      StudyKey("motion", .path, "A trial: joint angles from OpenSim (.mot, .sto)."),
      StudyKey("moments", .path, "A trial: net joint moments from OpenSim."),
      StudyKey("forces", .path, "A trial: ground reaction."),
      StudyKey("all_frames", .flag, "A trial: every frame instead of one stride."),
      StudyKey("table", .path, "A motion as one CSV table."),
      StudyKey("cycle", .flag, "A table that is a cycle: its last row leads on to the first."),
    ],
    rules: [
      .oneAtMost(["name", "motion", "table"]), .oneAtMost(["depth", "motion"]),
      .oneAtMost(["depth", "table"]),
      .needs("motion", "moments"), .needs("moments", "motion"), .needs("forces", "motion"),
      .needs("all_frames", "motion"), .needs("cycle", "table"),
    ])

  static let model = StudyMap(
    keys: [
      StudyKey("file", .path, "Another model file than the built-in one."),
      StudyKey(
        "freedom", .word(Freedom.allCases.map(\.rawValue)), "Which coordinates are solved; patella."),
      StudyKey("exponent", .whole(2...3), "Power of activation in the effort; 2."),
    ] + cartilage)

  static let cartilage = [
    StudyKey("cartilage_modulus", .quantity(.modulusFactor), "Stiffness of all cartilage, of the model's."),
    StudyKey(
      "cartilage_thickness", .quantity(.thicknessFactor), "Thickness of all cartilage, of the model's."),
  ]

  static let tension = [
    StudyKey("tone", .quantity(.tone), "Involuntary activation; 0 is healthy."),
    StudyKey("stiffness", .quantity(.stiffness), "Factor on passive force; 1 is healthy."),
    StudyKey(
      "shortening", .quantity(.shortening), "Shift of the passive curve in fiber lengths; 0 is healthy."),
    StudyKey("strength", .quantity(.strength), "Factor on the greatest force; 1 is healthy."),
  ]

  /// A name, and what changes.
  static let whatIf = StudyMap(
    keys: [
      StudyKey("name", .line, "What the change is called.", isRequired: true),
      StudyKey("release", .muscles(.quantity(.release)), "Part of the excess tension that goes."),
      StudyKey("set", .muscles(.map(StudyMap(keys: tension))), "Tension to be set to these values."),
      StudyKey("strengthen", .muscles(.quantity(.gain)), "By how much the greatest force grows."),
      StudyKey("weaken", .muscles(.quantity(.release)), "By how much the greatest force falls."),
      StudyKey("mass", .quantity(.massChange), "Change of body mass, such as -5 kg; knee and muscles stay."),
      StudyKey("side", .word(Person.Side.allCases.map(\.rawValue)), "The other knee."),
      StudyKey("depth", .quantity(.depth), "Another depth of the squat, or another knee flexion in sitting."),
      StudyKey("speed", .quantity(.speed), "Another speed of the joints."),
    ] + cartilage, least: 2)

  static let sweep = StudyMap(
    keys: [
      StudyKey("grid", .parameters(areLists: true), "Every combination of the values of these parameters."),
      StudyKey("list", .list(.parameters(areLists: false)), "One value of each parameter for every point."),
    ], rules: [.oneAtMost(["grid", "list"])])
}

extension Quantity {
  /// Joint velocities over the measured ones; fraction.
  static let speed = fraction(0.2...3)
  /// Modulus of cartilage over the model's; fraction.
  static let modulusFactor = fraction(0.05...5)
  /// Thickness of cartilage over the model's; fraction. The built-in model has 6 mm for both layers together.
  static let thicknessFactor = fraction(0.3...1.5)
  /// Added to a strength, of that strength; fraction above 0.
  static let gain = fraction(0...1, excludesZero: true)
  /// Change of body mass; kg, signed.
  static let massChange = Quantity(units: mass.units, range: -150...150, excludesZero: true)
}
