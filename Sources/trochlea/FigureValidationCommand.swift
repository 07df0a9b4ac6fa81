import ArgumentParser
import Figures
import Pictures
import Results
import Validation

struct FigureValidationCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "validation", abstract: "The model against every published value with its band.",
    discussion:
      "Rows and bands are those of 'trochlea validate'. Rows that are out are said on the standard error; 'trochlea validate' ends with 2 then."
  )

  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @OptionGroup(title: "Output") var output: FigureOutput
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    let report = try Validation.validate(model: Library.model(path: model))
    try plan.deliver({ () throws(FigureError) in report.figure }, console)
    let misses = report.rows.count { $0.verdict == .out }
    if misses > 0, !output.quiet {
      console.note(
        "Note: \(misses) of \(report.rows.count) values of the model are outside their published bands.")
    }
    return .done
  }
}
