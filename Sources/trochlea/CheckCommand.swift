import ArgumentParser
import Knee
import Results
import Studies

struct CheckCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Find every mistake in study files, or say what they would solve.",
    discussion: """
      Examples:
        trochlea check study.yaml
        trochlea check *.yaml --json

      Mistakes go to the standard error, one a line: file:line:column: key: what is wrong (allowed: what is right). A warning is \
      of what can be solved but is hardly meant: points that are impossible, a value that the sweep replaces, a release of a \
      muscle without excess tension.
      Exit codes: 0 no mistakes (also with warnings), 65 mistakes, 66 nothing but files that are not there.
      """)

  @Argument(
    help: .init("Study files, or built-in scenarios by name.", valueName: "study"), completion: .file())
  var studies: [String]
  @Flag(help: "Mistakes and warnings as a list in JSON, on the standard output.")
  var json = false

  func execute(_ console: Console) throws -> CommandStatus {
    var errors: [InputError] = []
    var notes: [InputError] = []
    for path in studies {
      let study: Study
      do throws(StudyErrors) { study = try StudyFile.load(path: path) } catch {
        errors += error.errors
        continue
      }
      notes += study.notes
      if !json { try console.write("\(path): \(try study.inOneLine())\n") }
    }
    if json {
      try console.write(encodedJSON(errors.map { .init($0) } + notes.map { StudyMistakeEntry($0, .warning) }))
    } else {
      for note in notes { console.note("Warning: " + note.description) }
      for error in errors { console.complain(error.description) }
    }
    if errors.isEmpty { return .done }
    return errors.allSatisfy { $0.kind == .missing } ? .missing : .data
  }
}
