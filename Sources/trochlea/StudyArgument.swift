import ArgumentParser
import Knee
import Results
import Studies

/// The study that a command is about.
struct StudyArgument: ParsableArguments {
  @Argument(
    help: .init("A study file (YAML), or a scenario by its name.", valueName: "study"),
    completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  /// - Throws: `StudyErrors` with everything that is wrong.
  func load() throws(StudyErrors) -> Study { try StudyFile.load(path: study) }
}

/// How many threads solve a study.
struct ThreadOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init("Threads, 1 to 1024; the results are the same. (default: one for each core)", valueName: "n"))
  var threads: String?

  /// - Throws: `InputError` (usage) for anything but a count.
  func count() throws(InputError) -> Int? {
    guard let threads else { return nil }
    guard let count = Int(threads), 1...1024 ~= count else {
      throw InputError(
        .usage, place: "--threads", problem: "'\(threads)' is no number of threads", allowed: "1 to 1024")
    }
    return count
  }
}
