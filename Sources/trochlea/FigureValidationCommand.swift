import ArgumentParser
import Figures
import Pictures
import Results
import Validation

struct FigureValidationCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "validation", abstract: "The model against every published value with its band.",
    discussion: "Rows and bands are those of 'trochlea validate'. Exit code 2 when any row is out.")

  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @OptionGroup(title: "Output") var output: FigureOutput
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    let report = try Validation.validate(model: Library.model(path: model))
    try plan.deliver({ () throws(FigureError) in report.figure }, console)
    return report.isAllIn ? .done : .different
  }
}
