import ArgumentParser
import Knee
import Results
import Store

struct ExportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "A run as CSV, JSON, or one state for OpenSim's plotter.",
    discussion: """
      Examples:
        trochlea results export latest --format csv --store results --out study.csv
        trochlea results export latest --format csv --frames --store results
        trochlea results export latest --format sto --state "as now" --point 3 --store results --out state.sto

      CSV has one row per point and state, or with --frames one per frame: it opens in pandas, R and Excel as it is. Points \
      come in the order of the sweep, so that the same results are the same bytes.
      """)

  enum Format: String, CaseIterable { case csv, json, sto }

  @Argument(help: .run) var run: String
  @Option(
    help: .init("csv, json, or sto (OpenSim).", valueName: "format"),
    completion: .list(Format.allCases.map(\.rawValue)))
  var format: String
  @Flag(help: "Frames too, where the study keeps them.")
  var frames = false
  @Option(parsing: .unconditional, help: .init("sto: the point of the sweep, from 0.", valueName: "n"))
  var point: String?
  @Option(
    parsing: .unconditional,
    help: .init("sto: the state. (default: the state as it is now)", valueName: "name"))
  var state: String?
  @Option(
    help: .init("Write to a file: under a temporary name, then renamed.", valueName: "file"),
    completion: .file())
  var out: String?
  @OptionGroup var store: StoreOptions

  func execute(_ console: Console) throws -> CommandStatus {
    guard let format: Format = try choice(format, "format", place: "--format") else { return .usage }
    if format != .sto, let option = state.map({ _ in "--state" }) ?? point.map({ _ in "--point" }) {
      throw InputError(.usage, place: option, problem: "belongs to a .sto file", allowed: "with --format sto")
    }
    let point = try point.map { text throws(InputError) in
      guard let number = Int(text), number >= 0 else {
        throw InputError(.usage, place: "--point", problem: "'\(text)' is no point", allowed: "0 or more")
      }
      return number
    }
    let store = try store.open()
    let export = RunExport(try store.run(named: run), in: store)
    try deliver(to: out, console) { sink throws(Failure) in
      switch format {
      case .csv: try frames ? export.framesCSV(sink) : export.csv(sink)
      case .json: try export.json(withFrames: frames, sink)
      case .sto:
        let bytes = try export.openSim(point: point, state: state)
        try store.guarded { try sink(bytes) }
      }
    }
    return .done
  }
}
