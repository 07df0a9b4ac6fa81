import Results
import Scenarios
import Studies

/// A run in short: what `run` and `show` print, and their JSON.
public struct RunReport: Encodable, Sendable {
  let head: RunHead
  public internal(set) var points = 0
  public let finished: Int
  public internal(set) var states: [State]
  /// What a reader must know of any state at any point, each thing once.
  public internal(set) var warnings: [Told] = []
  /// Of a sweep with few points: every state at every point; else nil.
  public internal(set) var rows: [Row]?
  /// Of a sweep: each number of each state over the points that have it.
  public internal(set) var spreads: [Spread]?

  /// One state over all points.
  public struct State: Encodable, Sendable {
    public var name: String
    /// Points by how the state ended.
    public var status: [String: Int] = [:]
    /// The state itself, where there is no sweep.
    public var summary: Summary?
    /// Where the change of its peak comes from; likewise.
    public var patellofemoral_change: PatellofemoralChange?
  }

  /// A point of the sweep.
  public struct Place: Encodable, Sendable, Equatable {
    /// From 0.
    public var point: Int
    /// Values of the sweep's parameters.
    public var parameters: [Double]
  }

  /// A state at a point.
  public struct Row: Encodable, Sendable {
    public var at: Place
    public var state: String
    public var status: StateOutcome.Status
    /// Under their names; a number that the state has not is left out.
    public var numbers: [String: Double]
  }

  /// Something that a reader must know; in a sweep the same sentence with other numbers is the same thing.
  public struct Told: Encodable, Sendable {
    /// As it is said of the first state and point.
    public var warning: ResultsDocument.Warning
    /// How the states ended whose reason it is.
    public var status: StateOutcome.Status?
    public var first: Place
    /// Whether it is said with other numbers elsewhere.
    public var varies = false
    /// Points where it is said of any state, and of each.
    public var points = 0
    public var states: [String: Int] = [:]
  }

  /// Where the study's report and the default begin.
  static let defaultColumn = "peak_patellofemoral_force_BW"
  /// Rows that are shown of a sweep; one with more shows its spreads.
  static let mostRows = 40

  /// Columns that the study asks for, in its order; nil for the usual ones.
  let columns: [SummaryColumn]?
  /// Columns of a sweep: those or the default, each followed by its change against the first state where there are others.
  let sweptColumns: [SummaryColumn]

  /// Reads the run; of a long sweep nothing is held but 16 bytes for each reported number.
  public init(_ run: StoredRun, in store: ResultsStore) throws(Failure) {
    head = RunHead(run)
    (points, finished) = (run.points, run.finished)
    states = run.states.map { State(name: $0) }
    let columns = run.report?.compactMap { name in SummaryColumn.all.first { $0.name == name } }
    let reported = columns ?? SummaryColumn.all.filter { $0.name == Self.defaultColumn }
    self.columns = columns
    sweptColumns = reported.reduce(into: []) { all, column in
      let change = run.states.count > 1 && !reported.contains { $0 == column.change } ? column.change : nil
      for column in [column, change].compactMap(\.self) where !all.contains(column) { all.append(column) }
    }
    let isSweep = !run.parameters.isEmpty
    if isSweep, run.points * run.states.count <= Self.mostRows { rows = [] }
    var spreading = Spreading(columns: sweptColumns, states: isSweep ? run.states.count : 0)
    var telling = Telling(isSweep: isSweep)
    try store.forEachPoint(of: run, .warnings) { point in
      let place = Place(point: point.index, parameters: point.values)
      for (index, state) in point.states.enumerated() {
        states[index].status[state.status.rawValue, default: 0] += 1
        telling.add(state, at: place)
        guard isSweep else {
          states[index].summary = state.summary
          states[index].patellofemoral_change = state.patellofemoral_change
          continue
        }
        spreading.add(state, index, at: point.index)
        rows?.append(Row(state, at: place, sweptColumns))
      }
    }
    warnings = telling.sorted
    if isSweep { spreads = try spreading.spreads(of: run, in: store) }
  }

  public func encode(to encoder: any Encoder) throws {
    try head.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(points, forKey: .points)
    try container.encode(finished, forKey: .finished)
    try container.encode(states, forKey: .states)
    try container.encode(warnings, forKey: .warnings)
    try container.encodeIfPresent(rows, forKey: .rows)
    try container.encodeIfPresent(spreads, forKey: .spreads)
  }

  private enum CodingKeys: String, CodingKey { case points, finished, states, warnings, rows, spreads }
}

extension RunReport.Row {
  init(_ state: StateOutcome, at place: RunReport.Place, _ columns: [SummaryColumn]) {
    (at, self.state, status) = (place, state.name, state.status)
    let known = columns.compactMap { column in
      state.summary.flatMap(column.value).map { (column.name, $0) }
    }
    numbers = Dictionary(uniqueKeysWithValues: known)
  }
}

/// Collects what is told of the states, point by point.
private struct Telling {
  private let isSweep: Bool
  private var told: [RunReport.Told] = []
  /// Where a thing stands in `told`.
  private var places: [String: Int] = [:]
  private var lastPoint: [Int] = []

  init(isSweep: Bool) { self.isSweep = isSweep }

  mutating func add(_ state: StateOutcome, at place: RunReport.Place) {
    var warnings = state.warnings
    if let reason = state.reason, !warnings.contains(where: { $0.message == reason }) {
      warnings.insert(.init(level: .careful, message: reason), at: 0)
    }
    for warning in warnings {
      let status = warning.message == state.reason ? state.status : nil
      let key =
        (status?.rawValue ?? "") + warning.level.rawValue
        + (isSweep ? pattern(warning.message) : warning.message)
      let index = places[key] ?? told.count
      if index == told.count {
        places[key] = index
        told.append(.init(warning: warning, status: status, first: place))
        lastPoint.append(-1)
      }
      if told[index].warning != warning { told[index].varies = true }
      if lastPoint[index] != place.point { told[index].points += 1 }
      lastPoint[index] = place.point
      told[index].states[state.name, default: 0] += 1
    }
  }

  /// What is wrong before what is only to be kept in mind, else in the order of points.
  var sorted: [RunReport.Told] {
    told.filter { $0.warning.level != .note } + told.filter { $0.warning.level == .note }
  }

  /// A sentence without its numbers: digits, and what stands between two of them.
  private func pattern(_ message: String) -> String {
    var pattern: [UInt8] = []
    var isNumber = false
    for byte in message.utf8 {
      let isDigit = UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
      if isDigit {
        if !isNumber { pattern.append(UInt8(ascii: "#")) }
      } else if !(isNumber && (byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","))) {
        pattern.append(byte)
      }
      isNumber = isDigit || (isNumber && byte == UInt8(ascii: "."))
    }
    return String(decoding: pattern, as: UTF8.self)
  }
}
