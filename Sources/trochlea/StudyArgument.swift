import ArgumentParser
import Knee
import Results
import Studies

/// The study that a command is about.
struct StudyArgument: ParsableArguments {
  @Argument(
    help: .init("A study file (YAML).", valueName: "study"), completion: .file(extensions: ["yaml", "yml"]))
  var study: String

  /// The one place that decides what the word means: the path of a file.
  ///
  /// - Throws: `Failure` with everything that is wrong, a line for each.
  func load() throws(Failure) -> Study {
    do {
      return try StudyFile.load(path: study)
    } catch {
      let isMissing = error.errors.contains { $0.kind == .missing }
      throw Failure(
        isMissing ? .missing : .data, error.errors.map(\.description).joined(separator: "\nError: "))
    }
  }
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
