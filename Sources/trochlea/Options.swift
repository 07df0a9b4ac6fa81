import ArgumentParser
import Knee
import Results
import Scenarios

/// Whose knee it is.
struct PersonOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init("Body mass, 20 to 300 kg. (default: 75 kg; a trial needs it)", valueName: "kg"))
  var mass: String?
  @Option(
    parsing: .unconditional, help: .init("Body height, 1.0 to 2.3 m. (default: 1.75 m)", valueName: "m"))
  var height: String?
  @Option(
    help: .init(
      "female or male: decides the masses of the leg, not strength or knee size. (default: male)",
      valueName: "sex"), completion: .list(["female", "male"]))
  var sex: String?
  @Option(
    help: .init(
      "right or left knee: which leg of a trial; a left knee is the mirror of a right one. (default: right)",
      valueName: "side"),
    completion: .list(["right", "left"]))
  var side: String?

  /// The options that were given.
  var given: [String] {
    givenNames([
      ("--mass", mass != nil), ("--height", height != nil), ("--sex", sex != nil), ("--side", side != nil),
    ])
  }

  /// - Throws: `InputError` (usage) naming the option and what is allowed.
  func person() throws(InputError) -> Person {
    let standard = try Person()
    return try Person(
      mass: try mass.map { text throws(InputError) in try Quantity.mass.parse(text, place: "--mass") }
        ?? standard.mass,
      height: try height.map { text throws(InputError) in try Quantity.height.parse(text, place: "--height") }
        ?? standard.height,
      sex: try choice(sex, "sex", place: "--sex") ?? standard.sex,
      side: try choice(side, "side", place: "--side") ?? standard.side)
  }
}

/// Which model, and what of it may move.
struct ModelOptions: ParsableArguments {
  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @Option(
    help: .init(
      "What is solved: planar (5 coordinates), patella (8: shift, tilt, rotation of the kneecap too) or full (11)."
        + " (default: patella)", valueName: "freedom"), completion: .list(Freedom.allCases.map(\.rawValue)))
  var freedom: String?

  /// The options that were given.
  var given: [String] { givenNames([("--model", model != nil), ("--freedom", freedom != nil)]) }

  /// - Throws: `InputError` (usage) for an unknown word.
  func chosenFreedom() throws(InputError) -> Freedom {
    try choice(freedom, "freedom", place: "--freedom") ?? .patella
  }
}

/// How the muscles share a task.
struct RecruitmentOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init(
      "Power of activation in the effort that the muscles minimize: 2 or 3. (default: 2)", valueName: "p"))
  var exponent: String?

  /// The options that were given.
  var given: [String] { givenNames([("--exponent", exponent != nil)]) }

  /// - Throws: `InputError` (usage) for anything but 2 or 3.
  func chosenExponent() throws(InputError) -> Int {
    switch exponent ?? "2" {
    case "2": return 2
    case "3": return 3
    case let text:
      throw InputError(.usage, place: "--exponent", problem: "'\(text)' is not offered", allowed: "2 or 3")
    }
  }
}

/// The options of a list that are given.
func givenNames(_ options: [(name: String, isGiven: Bool)]) -> [String] {
  options.filter(\.isGiven).map(\.name)
}

/// A word of an enumeration, whatever its case.
///
/// - Returns: nil when no word was given.
/// - Throws: `InputError` (usage) with the nearest word and the list.
func choice<T: RawRepresentable & CaseIterable>(
  _ word: String?, _ what: String, place: String
) throws(InputError) -> T? where T.RawValue == String {
  guard let word else { return nil }
  guard let value = T(rawValue: word.lowercased()) else {
    throw .unknown(.usage, what, word, among: T.allCases.map(\.rawValue), place: place)
  }
  return value
}
