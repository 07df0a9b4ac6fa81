import ArgumentParser
import Foundation
import Results
import Store

struct ResultsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "results", abstract: "Kept runs: list, show, compare, export.",
    discussion: """
      Examples:
        trochlea results list --store results
        trochlea results show latest --store results
        trochlea results compare 3f2a latest --tolerance 1e-6 --store results
        trochlea results export latest --format csv --store results --out study.csv
      """,
    subcommands: [ListCommand.self, ShowCommand.self, CompareCommand.self, ExportCommand.self])

  struct ListCommand: Command {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Every run, the last called first.")

    @OptionGroup var store: StoreOptions
    @OptionGroup var list: ListOptions

    func execute(_ console: Console) throws -> CommandStatus {
      let runs = try store.open().runs()
      return try list.deliver(runs.map(Entry.init), console) {
        var table = TextTable([
          .init("run", .left), .init("last called", .left), .init("solved"), .init("of"), .init("not done"),
          .init("program"),
          .init("title", .left), .init("file", .left),
        ])
        for run in runs {
          table.add([
            run.id, run.called.map(localTime) ?? "-", "\(run.finished)", "\(run.points)", "\(run.notDone)",
            run.program, oneLine(run.title), oneLine(run.path ?? "-"),
          ])
        }
        return runs.isEmpty ? "No runs are kept here.\n" : table.text(console.style)
      }
    }
  }

  /// A run in the JSON of the list.
  struct Entry: Encodable {
    var run, study, title, trochlea, boundary: String
    var numerics, file: String?
    /// When it was begun and last called, in UTC.
    var begun, called: String?
    var points, finished: Int
    /// States by how they ended.
    var states: [String: Int]

    init(_ run: StoredRun) {
      (self.run, study, title, trochlea) = (run.id, run.studyHash, run.title, run.program)
      boundary = run.boundary.rawValue
      (numerics, file, begun, called) = (run.numerics, run.path, run.begun, run.called)
      (points, finished) = (run.points, run.finished)
      states = Dictionary(uniqueKeysWithValues: run.counts.map { ($0.key.rawValue, $0.value) })
    }
  }

  struct ShowCommand: Command {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "What 'run' printed at the end of a run, or would print now.")

    @Argument(help: .run) var run: String
    @OptionGroup var store: StoreOptions
    @Flag(help: "The result as one JSON document.")
    var json = false

    func execute(_ console: Console) throws -> CommandStatus {
      let store = try store.open()
      let report = try RunReport(store.run(named: run), in: store)
      try console.write(json ? encodedJSON(report) : Array(report.text(console.style).utf8))
      return .done
    }
  }
}

/// `2026-11-23 21:05`, where this computer is.
private func localTime(_ utc: String) -> String {
  guard let date = try? Date(utc, strategy: .iso8601) else { return utc }
  let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current)
  return String(date.formatted(style).prefix(16))
}

/// Text from a file as a cell of a table.
private func oneLine(_ text: String) -> String {
  text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
}

extension StoredRun {
  /// States that are not done.
  var notDone: Int { counts.reduce(0) { $0 + ($1.key == .done ? 0 : $1.value) } }
}
