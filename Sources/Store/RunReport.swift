import Results
import Scenarios
import Studies

/// A run in short: what `run` and `show` print, and their JSON.
public struct RunReport: Encodable, Sendable {
  public var schema = 1
  /// Version of the program that solved it.
  public var trochlea: String
  public var run, study, title: String
  public var question: String?
  public var boundary: ResultsDocument.Boundary
  public var model: ResultsDocument.Model
  public var freedom: String
  public var parameters: [String]
  public var points, finished: Int
  public var states: [State]

  /// One state over all points.
  public struct State: Encodable, Sendable {
    public var name: String
    /// Points by how the state ended.
    public var status: [String: Int] = [:]
    /// The first reason of each status that has one.
    public var reasons: [String: String] = [:]
    /// What a reader must know, each thing once.
    public var warnings: [ResultsDocument.Warning] = []
    /// The state itself, where there is no sweep.
    public var summary: Summary?
    /// Where the change of its peak comes from; likewise.
    public var patellofemoral_change: PatellofemoralChange?
    /// Of the first reported column, over the points that have it.
    public var range: Range?
  }

  public struct Range: Encodable, Sendable {
    public var column: String
    public var lowest, highest: Double
    /// Points where they are, from 0.
    public var lowest_at, highest_at: Int
  }

  /// Different warnings that are kept of a state.
  static let mostWarnings = 8

  /// Reads the run; of a long sweep nothing but counts and ranges is held.
  public init(_ run: StoredRun, in store: ResultsStore) throws(Failure) {
    trochlea = run.program
    self.run = run.id
    study = run.studyHash
    title = run.title
    question = run.question
    boundary = run.boundary
    model = .init(name: run.model, hash: run.modelHash)
    freedom = run.freedom
    parameters = run.parameters
    (points, finished) = (run.points, run.finished)
    columns = run.report?.compactMap { name in SummaryColumn.all.first { $0.name == name } }
    states = run.states.map { State(name: $0) }
    // Warnings of each point of a sweep would be a book: those of the first, and the counts by status, say what matters.
    let isSweep = !run.parameters.isEmpty
    if isSweep, let first = try store.points(of: run, in: 0..<1, .words).first {
      for (index, state) in first.states.enumerated() {
        states[index].warnings = Array(state.warnings.prefix(Self.mostWarnings))
      }
    }
    try store.forEachPoint(of: run, isSweep ? [] : .words) { point in
      for (index, state) in point.states.enumerated() {
        add(state, at: point.index, to: &states[index], isSweep)
      }
    }
  }

  /// Columns that the study asks for, in its order.
  private let columns: [SummaryColumn]?

  private var firstColumn: SummaryColumn {
    columns?.first ?? SummaryColumn.all.first { $0.name == "peak_patellofemoral_force_BW" }
      ?? SummaryColumn.all[0]
  }

  private func add(_ state: StateOutcome, at point: Int, to sum: inout State, _ isSweep: Bool) {
    sum.status[state.status.rawValue, default: 0] += 1
    if let reason = state.reason, sum.reasons[state.status.rawValue] == nil {
      sum.reasons[state.status.rawValue] = (isSweep ? "point \(point): " : "") + reason
    }
    for warning in state.warnings
    where !sum.warnings.contains(warning) && sum.warnings.count < Self.mostWarnings {
      sum.warnings.append(warning)
    }
    if !isSweep { (sum.summary, sum.patellofemoral_change) = (state.summary, state.patellofemoral_change) }
    guard isSweep, let value = state.summary.flatMap(firstColumn.value) else { return }
    var range =
      sum.range
      ?? Range(column: firstColumn.name, lowest: value, highest: value, lowest_at: point, highest_at: point)
    if value < range.lowest { (range.lowest, range.lowest_at) = (value, point) }
    if value > range.highest { (range.highest, range.highest_at) = (value, point) }
    sum.range = range
  }

  private enum CodingKeys: String, CodingKey {
    case schema, trochlea, run, study, title, question, boundary, model, freedom, parameters, points,
      finished, states
  }
}

/// The report for people.
extension RunReport {
  public func text(_ style: TextStyle) -> String {
    let words = question?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let head = wrapped(style.bold(title)) + (words.map { wrapped($0) } ?? "")
    let isSweep = !parameters.isEmpty
    let table = isSweep ? sweepTable : columns.map(reportTable) ?? usualTable
    return head + "\n" + table.text(style) + "\n" + partsText(style) + Note.text(notes) + warningText
  }

  /// Where the changes of the peak kneecap force come from.
  private func partsText(_ style: TextStyle) -> String {
    let known = states.filter { $0.patellofemoral_change?.from_quadriceps_N != nil }
    guard !known.isEmpty else { return "" }
    var table = TextTable([
      .init("where the change comes from", .left), .init("change", unit: "N"),
      .init("changed muscles", unit: "N"), .init("quadriceps", unit: "N"), .init("joint shift", unit: "N"),
      .init("moved peak", unit: "N"),
    ])
    for state in known {
      let numbers = [state.patellofemoral_change?.change_N] + ChangePart.values(state.patellofemoral_change)
      table.add([state.name] + numbers.map { $0.map { signedNumber($0, 0) } ?? "-" })
    }
    // The first state is what the others are compared with.
    let left = states.dropFirst().compactMap { state in
      Self.reasonForNoParts(state).map { "\(state.name) (\($0))" }
    }
    let leftOut = left.isEmpty ? "" : " Left out: \(left.joined(separator: "; "))."
    return table.text(style) + wrapped(Self.legend + leftOut) + "\n"
  }

  /// Why the change of a state is not divided; nil where it is.
  private static func reasonForNoParts(_ state: State) -> String? {
    guard state.summary != nil else { return "not solved" }
    guard let change = state.patellofemoral_change else { return "more than muscles differs" }
    switch change.status {
    case .converged: return nil
    case .frameNotConverged: return "a frame is not solved"
    case .patellaNotConverged: return "the kneecap has no balance between the two states"
    case .notReproduced: return "the parts do not add up"
    }
  }

  /// Under the table of parts.
  private static let legend =
    "Changed muscles: what they pull on the kneecap themselves. Quadriceps: the heads that are not changed, as they do more or"
    + " less. Joint shift: the shin bone lies elsewhere. Moved peak: it comes at another moment."

  private var usualTable: TextTable {
    var table = TextTable([
      .init("state", .left), .init("kneecap", unit: "BW"), .init("", unit: "N"), .init("change", unit: "%"),
      .init("knee joint", unit: "BW"), .init("change", unit: "%"), .init("stress", unit: "MPa"),
      .init("pressure", unit: "MPa"), .init("change", unit: "%"),
    ])
    for state in states {
      let s = state.summary
      func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { fixedNumber($0, decimals) } ?? "-"
      }
      func change(_ value: Double?) -> String { value.map { ($0 > 0 ? "+" : "") + fixedNumber($0, 1) } ?? "" }
      table.add([
        state.name, number(s?.peak_patellofemoral_force_BW, 2), number(s?.peak_patellofemoral_force_N, 0),
        change(s?.change_peak_patellofemoral_force_percent), number(s?.peak_tibiofemoral_force_BW, 2),
        change(s?.change_peak_tibiofemoral_force_percent), number(s?.peak_mean_stress_MPa, 1),
        number(s?.peak_pressure_MPa, 1), change(s?.change_peak_pressure_percent),
      ])
    }
    return table
  }

  private func reportTable(_ columns: [SummaryColumn]) -> TextTable {
    var table = TextTable([.init("number", .left)] + states.map { .init($0.name) })
    for column in columns {
      table.add(
        [column.name] + states.map { $0.summary.flatMap(column.value).map { fixedNumber($0, 3) } ?? "-" })
    }
    return table
  }

  private var sweepTable: TextTable {
    let statuses = StateOutcome.Status.allCases.map(\.rawValue)
    var table = TextTable(
      [.init("state", .left)] + statuses.map { .init($0, unit: "points") }
        + [.init("lowest"), .init("at", unit: "point"), .init("highest"), .init("at", unit: "point")])
    for state in states {
      let range = state.range
      table.add(
        [state.name] + statuses.map { "\(state.status[$0] ?? 0)" } + [
          range.map { fixedNumber($0.lowest, 3) } ?? "-", range.map { "\($0.lowest_at)" } ?? "",
          range.map { fixedNumber($0.highest, 3) } ?? "-", range.map { "\($0.highest_at)" } ?? "",
        ])
    }
    return table
  }

  private var notes: [Note] {
    var notes = [Note(label: "run", text: "\(run), solved by trochlea \(trochlea)")]
    if !parameters.isEmpty {
      notes.append(
        Note(
          label: "sweep",
          text: "\(parameters.joined(separator: ", ")); lowest and highest are those of \(firstColumn.name)"))
    }
    let all = finished == points ? "all \(points)" : "\(finished) of \(points)"
    notes.append(
      Note(label: "solved", text: "\(all) points; the same 'trochlea run' goes on with what is missing"))
    if finished == points { notes[notes.count - 1].text = points == 1 ? "the one point" : "\(all) points" }
    notes += [
      Note(label: "model", text: "\(model.name) (\(model.hash)), freedom \(freedom)"),
      Note(label: "boundary", text: boundary == .fixedMoments ? Wording.fixedMoments : Wording.heldForces),
      Note(
        label: "read",
        text: [Wording.stressBand, Wording.loadIsNotPain, Wording.model].joined(separator: " ")),
    ]
    return notes
  }

  private var warningText: String {
    var findings: [Note] = []
    for state in states {
      let reasons = state.reasons.sorted { $0.key < $1.key }
      findings += reasons.map {
        Note(label: "CAREFUL", text: "\(state.name), \($0.key) (\(state.status[$0.key] ?? 0)): \($0.value)")
      }
    }
    findings += sharedWarnings
    return findings.isEmpty ? "" : "\n" + Note.text(findings, labelWidth: 7)
  }

  /// Every warning once, with the states that it is about where it is not about all.
  private var sharedWarnings: [Note] {
    var order: [ResultsDocument.Warning] = []
    var names: [String: [String]] = [:]
    // The reason of a state is one of its warnings, too.
    let reasons = Set(states.flatMap(\.reasons.values))
    for state in states {
      for warning in state.warnings where !reasons.contains(warning.message) {
        if names[warning.message] == nil { order.append(warning) }
        names[warning.message, default: []].append(state.name)
      }
    }
    let at = parameters.isEmpty ? [] : ["first point"]
    return order.map { warning in
      let about = names[warning.message] ?? []
      let whom = at + (about.count == states.count ? [] : about)
      let text = (whom.isEmpty ? "" : whom.joined(separator: ", ") + ": ") + warning.message
      return Note(label: warning.level.rawValue.uppercased(), text: text)
    }
  }
}
