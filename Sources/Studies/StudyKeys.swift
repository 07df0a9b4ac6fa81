import Activities
import Knee
import Results
import Scenarios

/// What a key of a study file may hold. The table of keys drives the reader, the schema and the help alike.
indirect enum StudyKind: Sendable {
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
  case list(StudyKind)
  case map([StudyKey])
  /// One word, or a map of keys.
  case wordOrMap([String], [StudyKey])
  /// Muscles or groups, each with a value.
  case muscles(StudyKind)
  /// Parameters of a sweep, each with its values: a list, or a range such as `0:30:5 %`.
  case parameters(areLists: Bool)
}

/// A key of a study file.
struct StudyKey: Sendable {
  let name: String
  let kind: StudyKind
  /// One line for people.
  let help: String
  var isRequired = false

  init(_ name: String, _ kind: StudyKind, _ help: String, isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    self.help = help
    self.isRequired = isRequired
  }
}

/// All keys of a study file, version 1.
enum StudyKeys {
  /// The version of the layout that this program reads.
  static let version = 1

  static let root: [StudyKey] = [
    StudyKey("trochlea", .whole(version...version), "Version of this layout: 1.", isRequired: true),
    StudyKey("title", .text, "What the study is called, in one line."),
    StudyKey("question", .text, "What it asks."),
    StudyKey("source", .text, "Where its numbers come from."),
    StudyKey("extends", .path, "Another study file: its keys hold where this one has none."),
    StudyKey("person", .map(person), "Whose knee it is."),
    StudyKey(
      "activity", .wordOrMap(Activity.names, activity), "What the leg does: a built-in activity, or a trial."),
    StudyKey(
      "boundary", .word(ResultsDocument.Boundary.allCases.map(\.rawValue)),
      "What is held when tension changes: the task (fixed-moments, the default), or the forces of all other muscles (fixed-forces)."
    ),
    StudyKey("model", .map(model), "The model of the knee."),
    StudyKey("tension", .muscles(.map(tension)), "Tension as it is now, by muscle or group."),
    StudyKey("what_if", .list(.map(whatIf)), "Changes, each compared with the state as it is now."),
    StudyKey("sweep", .map(sweep), "Parameters to vary: the study is solved for all of their values."),
    StudyKey(
      "report", .list(.word(SummaryColumn.names)), "What to show of every state; without it, the usual table."
    ),
    StudyKey(
      "keep", .word(["frames", "summary"]),
      "What is kept of every state: all frames (the default without a sweep), or peaks only (with one)."),
  ]

  static let person = [
    StudyKey("mass", .quantity(.mass), "Body mass; 75 kg."),
    StudyKey("height", .quantity(.height), "Body height; 1.75 m."),
    StudyKey("sex", .word(Person.Sex.allCases.map(\.rawValue)), "Decides the masses of the leg; male."),
    StudyKey("side", .word(Person.Side.allCases.map(\.rawValue)), "Which knee; right."),
  ]

  static let activity = [
    StudyKey("name", .word(Activity.names), "A built-in activity."),
    StudyKey("depth", .quantity(.depth), "Deepest knee flexion of a squat from plain statics."),
    StudyKey(
      "speed", .quantity(.speed), "How fast the joints turn, of the measured speed; moments stay as they are."
    ),
    StudyKey("motion", .path, "A trial: joint angles from OpenSim (.mot, .sto)."),
    StudyKey("moments", .path, "A trial: net joint moments from OpenSim."),
    StudyKey("forces", .path, "A trial: ground reaction."),
    StudyKey("table", .path, "A motion as one CSV table."),
    StudyKey("cycle", .flag, "The table is a cycle, whose last row leads on to the first."),
    StudyKey("all_frames", .flag, "A trial: every frame instead of one stride."),
  ]

  static let model =
    [
      StudyKey("file", .path, "Another model file than the built-in one."),
      StudyKey(
        "freedom", .word(Freedom.allCases.map(\.rawValue)), "Which coordinates are solved; patella."),
      StudyKey("exponent", .whole(2...3), "Power of activation in the effort; 2."),
    ] + cartilage

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

  static let whatIf =
    [
      StudyKey("name", .text, "What the change is called.", isRequired: true),
      StudyKey("release", .muscles(.quantity(.release)), "Part of the excess tension that goes."),
      StudyKey("set", .muscles(.map(tension)), "Tension to be set to these values."),
      StudyKey("strengthen", .muscles(.quantity(.gain)), "By how much the greatest force grows."),
      StudyKey("weaken", .muscles(.quantity(.release)), "By how much the greatest force falls."),
      StudyKey("mass", .quantity(.massChange), "Change of body mass, such as -5 kg."),
      StudyKey("side", .word(Person.Side.allCases.map(\.rawValue)), "The other knee."),
      StudyKey("depth", .quantity(.depth), "Another depth of the squat."),
      StudyKey("speed", .quantity(.speed), "Another speed of the joints."),
    ] + cartilage

  static let sweep = [
    StudyKey("grid", .parameters(areLists: true), "Every combination of the values of these parameters."),
    StudyKey("list", .list(.parameters(areLists: false)), "One value of each parameter for every point."),
  ]
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
