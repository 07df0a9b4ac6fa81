import ArgumentParser
import Knee
import Results

/// A command that takes options only. Its stray words are taken up so that they can be refused with a hint.
protocol TakesOptionsOnly: Command {
  var stray: StrayWords { get }
}

/// Words that belong to no option.
struct StrayWords: ParsableArguments {
  @Argument(help: .hidden) var words: [String] = []

  /// - Throws: `InputError` (usage) for the first word, with the option that it is probably meant for.
  func refuse(by command: String) throws(InputError) {
    guard let word = words.first else { return }
    throw InputError(
      .usage, place: command, problem: "'\(word)' belongs to no option",
      allowed: "options only; 'trochlea help \(command)' lists them",
      suggestion: try Self.suggestion(for: word, in: command))
  }

  /// How an activity, a muscle or a group is given to a command; nil where it takes none, or the word is neither.
  private static func suggestion(for word: String, in command: String) throws(InputError) -> String? {
    let written: ((String) -> String)? =
      switch command {
      case "rank": { "release \($0)" }
      case "solve": { "--tone \($0)=10%" }
      case "rig": { "--force \($0)=200" }
      default: nil
      }
    guard let written else { return nil }
    // An activity by its name, then a muscle, then what is near an activity: 'quad' is a quadriceps, not a squat.
    let activities = command == "rig" ? [] : Library.activityNames
    if activities.contains(word.lowercased()) { return "--activity \(word.lowercased())" }
    return try Library.model(path: nil).words.nearest(to: word).map(written)
      ?? nearestWord(to: word.lowercased(), among: activities).map { "--activity \($0)" }
  }
}
