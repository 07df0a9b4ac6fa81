import ArgumentParser
import Figures
import Knee
import Pictures
import Results
import Scenarios

struct FigureCurvesCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "curves", abstract: "A number of every frame over the movement: as now against the others.",
    discussion: """
      Examples:
        trochlea figure curves hamstrings --tone 10% --by 50% --activity squat --out curves.svg
        trochlea figure curves hamstrings --with stretching --width 85 --out curves.pdf
        trochlea figure curves tight-hamstrings-squat --x flexion --y quadriceps_force_N --out curves.png

      --y takes any column of 'trochlea solve --csv'. Shaded is the published spread of an intervention.
      """)

  @Option(
    help: .init(
      "A column of 'trochlea solve --csv'. (default: patellofemoral_force_BW)", valueName: "column"))
  var y: String?
  @Option(
    help: .init("phase, flexion (of the knee) or time. (default: phase)", valueName: "axis"),
    completion: .list(CurveAxis.allCases.map(\.rawValue)))
  var x: String?
  @OptionGroup var subject: FigureSubject
  @OptionGroup(title: "Output") var output: FigureOutput

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    let x: CurveAxis = try choice(x, "axis", place: "--x") ?? .phase
    let column = try column()
    let solved = try subject.solve(console, isQuiet: output.quiet)
    try plan.deliver({ () throws(FigureError) in try solved.states.curves(of: column, over: x) }, console)
    return solved.status
  }

  /// - Throws: `InputError` (usage) with the nearest column.
  private func column() throws(InputError) -> FrameColumn {
    let columns = FrameColumn.all(muscles: try Library.model(path: subject.release.model.model).muscleNames)
    let name = y ?? "patellofemoral_force_BW"
    guard let column = columns.first(where: { $0.name == name }) else {
      throw .unknown(.usage, "column", name, among: columns.map(\.name), place: "--y")
    }
    return column
  }
}

struct FigureBarsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "bars", abstract: "The peak of each state, and its change against the first.",
    discussion: """
      Examples:
        trochlea figure bars hamstrings --tone 10% --by 50% --activity squat --out bars.svg
        trochlea figure bars study.yaml --column peak_pressure_MPa --width 85 --out bars.png
      """)

  @Option(
    help: .init(
      "\(PeakColumn.all.map(\.name).joined(separator: ", ")). (default: \(PeakColumn.all[0].name))",
      valueName: "column"), completion: .list(PeakColumn.all.map(\.name)))
  var column: String?
  @OptionGroup var subject: FigureSubject
  @OptionGroup(title: "Output") var output: FigureOutput

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    guard let column = column == nil ? PeakColumn.all[0] : PeakColumn.all.first(where: { $0.name == column })
    else {
      throw InputError.unknown(
        .usage, "column", column ?? "", among: PeakColumn.all.map(\.name), place: "--column")
    }
    let solved = try subject.solve(console, isQuiet: output.quiet)
    try plan.deliver({ () throws(FigureError) in try solved.states.bars(of: column) }, console)
    return solved.status
  }
}

struct FigurePressureCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "pressure", abstract: "Where the kneecap is pressed on, along it over the movement.",
    discussion: """
      Examples:
        trochlea figure pressure hamstrings --tone 10% --by 50% --activity squat --out pressure.svg
        trochlea figure pressure weak-vastus-medialis --out pressure.png --data pressure.csv

      Pressure is known to a factor of two or three: look at where and when, and at changes.
      """)

  @OptionGroup var subject: FigureSubject
  @OptionGroup(title: "Output") var output: FigureOutput

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    let solved = try subject.solve(console, isQuiet: output.quiet)
    try plan.deliver(
      { () throws(FigureError) in try solved.states.pressure(models: solved.models) }, console)
    return solved.status
  }
}
