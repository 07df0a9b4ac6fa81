import ArgumentParser
import Knee
import Results
import Store

struct CompareCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Two runs of comparable studies: how far their answers are apart.",
    discussion: """
      Examples:
        trochlea results compare 3f2a 81c0 --store results
        trochlea results compare latest latest --store baseline --other-store results --tolerance 1e-6

      Every number of every state's summary is compared. A difference counts relative to the size of its column: the largest \
      number in it, in either run and over all states; columns in percent (changes, and when the peak comes) have the \
      size 100. A state that ended otherwise, or a point that only one of the runs has finished, is a difference too.
      Exit codes: 0 the answers agree; 2 they differ by more than the tolerance; 65 the studies have not the same \
      states, sweep and points.
      """)

  @Argument(help: .run) var first: String
  @Argument(help: .run) var second: String
  @Option(
    parsing: .unconditional,
    help: .init("Allowed difference, of the size of the column.", valueName: "part"))
  var tolerance = "1e-6"
  @OptionGroup var store: StoreOptions
  @Option(
    help: .init("The store of the second run, where it is another.", valueName: "dir"),
    completion: .directory)
  var otherStore: String?
  @Flag(help: "The differences as JSON.")
  var json = false

  /// Rows that people are shown.
  static let shownRows = 10

  func execute(_ console: Console) throws -> CommandStatus {
    guard let allowed = Double(tolerance), allowed >= 0, allowed.isFinite else {
      throw InputError(
        .usage, place: "--tolerance", problem: "'\(tolerance)' is no tolerance",
        allowed: "0 or more, such as 1e-6")
    }
    let store = try store.open()
    let other = try otherStore.map { path throws(Failure) in try ResultsStore.open(in: path) } ?? store
    let (first, second) = (try store.run(named: first), try other.run(named: second))
    let comparison = try Comparison(first, in: store, second, in: other, tolerance: allowed)
    try console.write(
      json
        ? encodedJSON(Document(first, second, comparison))
        : Array(text(first, second, comparison, console.style).utf8))
    return comparison.isSame ? .done : .different
  }

  private func text(_ first: StoredRun, _ second: StoredRun, _ found: Comparison, _ style: TextStyle)
    -> String
  {
    var table = TextTable([
      .init("column", .left), .init("state", .left), .init("point"), .init("first"), .init("second"),
      .init("relative"),
    ])
    let differing = found.rows.filter { $0.relative > 0 }
    for row in differing.prefix(Self.shownRows) {
      table.add([
        row.column, row.state, "\(row.point)", shortNumber(row.first), shortNumber(row.second),
        roughNumber(row.relative),
      ])
    }
    var lines = differing.isEmpty ? "" : table.text(style) + "\n"
    if differing.count > Self.shownRows {
      lines += wrapped(
        "\(differing.count - Self.shownRows) more columns of states differ, none of them more: --json has all."
      )
    }
    if found.unlike > 0 {
      lines += wrapped("\(found.unlike) states or numbers are unlike, first: \(found.firstUnlike ?? "").")
    }
    if found.missing > 0 { lines += wrapped("\(found.missing) points are finished in one of the runs only.") }
    if first.program != second.program {
      lines += wrapped("The first was solved by trochlea \(first.program), the second by \(second.program).")
    } else if first.numerics != second.numerics {
      lines += wrapped("They were solved by two builds of trochlea \(first.program), or on two machines.")
    }
    let size = roughNumber(found.rows.first?.relative ?? 0)
    let largest =
      differing.isEmpty ? "no number differs" : "the largest difference is \(size) of its column's size"
    return lines
      + wrapped(
        "\(found.compared) of \(first.points) points compared: \(largest)."
          + (found.isSame ? " The answers agree" : " The answers differ") + " (tolerance \(tolerance)).")
  }

  private struct Document: Encodable {
    var schema = 1
    var first, second: String
    var tolerance: Double
    var same: Bool
    var points, compared, missing, unlike: Int
    var first_unlike: String?
    var differences: [Comparison.Row]

    init(_ first: StoredRun, _ second: StoredRun, _ found: Comparison) {
      (self.first, self.second, tolerance, same) = (first.id, second.id, found.tolerance, found.isSame)
      (points, compared, missing) = (first.points, found.compared, found.missing)
      (unlike, first_unlike) = (found.unlike, found.firstUnlike)
      differences = found.rows.filter { $0.relative > 0 }
    }
  }
}
