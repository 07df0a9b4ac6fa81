import ArgumentParser
import Figures
import Knee
import Pictures
import Results
import Store
import Studies
import Synchronization

struct FigureHeatmapCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "heatmap", abstract: "A study's sweep: two parameters in colors, one as a curve.",
    discussion: """
      Examples:
        trochlea figure heatmap hamstrings-tone-sweep --out sweep.svg
        trochlea figure heatmap study.yaml --column change_peak_patellofemoral_force_percent --out sweep.png
        trochlea figure heatmap --run latest --store results --out sweep.pdf

      A study is solved here; --run draws what 'trochlea run' has kept. Hatched is what was not solved.
      """)

  @Argument(
    help: .init("A study file (YAML), or a scenario by its name.", valueName: "study"),
    completion: .file(extensions: ["yaml", "yml"]))
  var study: String?
  @Option(
    help: .init(
      "A run that is kept in --store, in place of a study: its id, its beginning, or 'latest'.",
      valueName: "run"))
  var run: String?
  @Option(
    help: .init("The folder of the store of --run. (default: this folder)", valueName: "dir"),
    completion: .directory)
  var store: String?
  @Option(
    help: .init(
      "A number of the summary: \(SummaryColumn.names.joined(separator: ", ")). (default: the study's first, else peak_patellofemoral_force_BW)",
      valueName: "column"), completion: .list(SummaryColumn.names))
  var column: String?
  @Option(help: .init("A state to show, by its name. May be repeated. (default: all)", valueName: "name"))
  var state: [String] = []
  @OptionGroup var threads: ThreadOptions
  @OptionGroup(title: "Output") var output: FigureOutput

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    let threads = try threads.count()
    if let column, !SummaryColumn.names.contains(column) {
      throw InputError.unknown(.usage, "column", column, among: SummaryColumn.names, place: "--column")
    }
    guard (study == nil) != (run == nil), run != nil || store == nil else {
      throw InputError(
        .usage, place: run == nil && store != nil ? "--store" : "<study>",
        problem: study == nil ? "is missing" : "not together with --run",
        allowed: "a study, or --run with --store")
    }
    let (sweep, status) =
      try run.map { run in try stored(run) } ?? solved(study ?? "", threads, console)
    let name = column ?? sweep.standardColumn
    guard let chosen = SummaryColumn.all.first(where: { $0.name == name }) else {
      // Only a store that another program wrote has such a column.
      throw InputError.unknown(.data, "column", name, among: SummaryColumn.all.map(\.name), place: "report")
    }
    try plan.deliver({ () throws(FigureError) in try sweep.figure(of: chosen, states: state) }, console)
    return status
  }

  private func stored(_ run: String) throws -> (SolvedSweep, CommandStatus) {
    let store = try ResultsStore.open(in: store ?? ".")
    let found = try store.run(named: run)
    var sweep = try checked { () throws(FigureError) in try SolvedSweep(found) }
    var points: [PointOutcome] = []
    try store.forEachPoint(of: found, .words) { points.append($0) }
    sweep.points = points
    if !found.isComplete {
      sweep.notes.insert(
        "Hatched, too: \(found.points - found.finished) of \(found.points) points are not solved yet.", at: 0)
    }
    return (sweep, found.status)
  }

  private func solved(
    _ path: String, _ threads: Int?, _ console: Console
  ) throws -> (SolvedSweep, CommandStatus) {
    let study = try StudyFile.load(path: path)
    var summaries = study
    summaries.keepsFrames = false
    var sweep = try checked { () throws(FigureError) in try SolvedSweep(study) }
    let progress = Progress(
      total: study.pointCount, of: "points", console: console, isQuiet: output.quiet)
    let count = progress.counter()
    let outcomes = Mutex<[PointOutcome]>([])
    try StudyRunner(summaries).run(0..<study.pointCount, threads: threads) { point in
      outcomes.withLock { $0.append(point) }
      count?()
    }
    progress.end()
    sweep.points = outcomes.withLock { $0 }.sorted { $0.index < $1.index }
    let statuses = sweep.points.map(\.status)
    return (
      sweep, statuses.contains(.notConverged) ? .notConverged : statuses.first { $0 != .done } ?? .done
    )
  }

  /// A sweep whose points are still to come: what cannot be drawn whatever they are is a wrong call.
  private func checked(_ make: () throws(FigureError) -> SolvedSweep) throws -> SolvedSweep {
    let sweep: SolvedSweep
    do { sweep = try make() } catch { throw Failure(.usage, error.description) }
    for name in state where !sweep.stateNames.contains(name) {
      throw InputError.unknown(.usage, "state", name, among: sweep.stateNames, place: "--state")
    }
    return sweep
  }
}
