import ArgumentParser
import Results
import Studies

struct InitCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a study file with a comment on every key.",
    discussion: """
      Examples:
        trochlea init study.yaml
        trochlea init > study.yaml

      A file that is there already is left as it is (exit code 73).
      """)

  @Argument(
    help: .init("The file to write. (default: the standard output)", valueName: "file"), completion: .file())
  var file: String?

  func execute(_ console: Console) throws -> CommandStatus {
    guard let file else {
      try console.write(StudyTemplate.text)
      return .done
    }
    try Interrupt.held { _ throws(Failure) in
      try AtomicFile.create(Array(StudyTemplate.text.utf8), at: file)
    }
    console.note("Wrote \(file). 'trochlea check \(file)' finds mistakes.")
    return .done
  }
}
