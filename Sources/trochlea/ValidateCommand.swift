import ArgumentParser
import Results
import Validation

struct ValidateCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "The model against published numbers.",
    discussion: """
      Every row is a published value with the band in which the model has to land. A row that is out stays out; \
      its cause is in docs/validation.md. Exit code 2 when any row is out.

      Examples:
        trochlea validate
        trochlea validate --notes
        trochlea validate --json
      """)

  @Flag(help: "Under each row, what the band allows for.")
  var notes = false
  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @OptionGroup var list: ListOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let report = try Validation.validate(model: Library.model(path: model))
    try console.write(list.json ? Array(report.json()) : Array(report.table(notes: notes).utf8))
    return report.isAllIn ? .done : .different
  }
}
