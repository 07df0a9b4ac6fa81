import Foundation
import GRDB
import Knee
import Results
import Scenarios
import Studies

/// A solved point as rows: made by the thread that solved it, so that the one that writes has little left to do.
struct PointRows: Sendable {
  let point: Int
  let parameters: String
  let states: [[DatabaseValue]]
  /// By state: when each frame is, and the frame.
  let frames: [[(time_s: Double, document: String)]]

  init(_ outcome: PointOutcome) {
    point = outcome.index
    parameters = jsonText(outcome.values)
    states = outcome.states.map(Self.values)
    frames = outcome.states.map { state in
      zip(state.times_s ?? [], state.frames ?? []).map { ($0, jsonText($1)) }
    }
  }

  /// Roughly what it takes in memory.
  var size: Int {
    1000 * states.count + frames.reduce(0) { $0 + $1.reduce(0) { $0 + $1.document.utf8.count } }
  }

  static let columns =
    [
      "scenario_hash", "status", "reason", "mass_kg", "height_m", "side", "activity", "tension", "warnings",
      "patellofemoral_change",
    ] + SummaryColumn.names

  private static func values(_ state: StateOutcome) -> [DatabaseValue] {
    let words: [(any DatabaseValueConvertible)?] = [
      state.scenario_hash, state.status.rawValue, state.reason, state.mass_kg, state.height_m,
      state.side.rawValue, state.activity, jsonText(state.tension), jsonText(state.warnings),
      state.patellofemoral_change.map { jsonText($0) },
    ]
    let numbers = SummaryColumn.all.map { column in state.summary.flatMap { column.value($0) } }
    return words.map { $0?.databaseValue ?? .null } + numbers.map { $0?.databaseValue ?? .null }
  }

  /// Writes the point, unless another process was first with it: both have the same.
  func insert(_ db: Database, run: Int64) throws {
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO point (run, point, parameters) VALUES (?, ?, ?)")
      .execute(arguments: [run, point, parameters])
    guard db.changesCount > 0 else { return }
    let marks = String(repeating: ", ?", count: Self.columns.count)
    let state = try db.cachedStatement(
      sql:
        "INSERT INTO state (run, point, state, \(Self.columns.joined(separator: ", "))) VALUES (?, ?, ?\(marks))"
    )
    let frame = try db.cachedStatement(
      sql: "INSERT INTO frame (run, point, state, frame, time_s, document) VALUES (?, ?, ?, ?, ?, ?)")
    for index in states.indices {
      try state.execute(
        arguments: StatementArguments(
          [run.databaseValue, point.databaseValue, index.databaseValue] + states[index]))
      for (number, (time, document)) in frames[index].enumerated() {
        try frame.execute(arguments: [run, point, index, number, time, document])
      }
    }
  }
}

/// What is read of a point beside the numbers of its states.
public struct PointParts: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  public static let tension = PointParts(rawValue: 1)
  public static let warnings = PointParts(rawValue: 2)
  public static let frames = PointParts(rawValue: 4)
  public static let words: PointParts = [.tension, .warnings]
}

extension ResultsStore {
  /// Points that are read at once: few where each brings its frames, so that memory stays flat.
  static func step(_ parts: PointParts) -> Int { parts.contains(.frames) ? 1 : 512 }

  /// Every finished point of a run in order.
  public func forEachPoint(
    of run: StoredRun, _ parts: PointParts, _ body: (PointOutcome) throws -> Void
  ) throws(Failure) {
    let step = Self.step(parts)
    for start in stride(from: 0, to: run.points, by: step) {
      let points = try points(of: run, in: start..<min(start + step, run.points), parts)
      try guarded { try points.forEach(body) }
    }
  }

  /// The finished points in a range, in order.
  public func points(of run: StoredRun, in range: Range<Int>, _ parts: PointParts) throws(Failure)
    -> [PointOutcome]
  {
    try read { db in
      let arguments: StatementArguments = [run.row, range.lowerBound, range.upperBound]
      var points = try Row.fetchAll(
        db.cachedStatement(
          sql: "SELECT point, parameters FROM point WHERE run = ? AND point >= ? AND point < ? ORDER BY point"
        ),
        arguments: arguments
      ).map { row in
        let values: [Double] = try row.decoded("parameters")
        guard values.count == run.parameters.count else {
          throw Damage("\(values.count) parameters stand where there are \(run.parameters.count)")
        }
        return PointOutcome(index: try row.read("point"), values: values, states: [])
      }
      let rows = try Row.fetchCursor(
        db.cachedStatement(
          sql: "SELECT * FROM state WHERE run = ? AND point >= ? AND point < ? ORDER BY point, state"),
        arguments: arguments)
      var place = 0
      while let row = try rows.next() {
        let point: Int = try row.read("point")
        while place < points.count, points[place].index < point { place += 1 }
        guard place < points.count, points[place].index == point,
          points[place].states.count < run.states.count,
          try row.read("state") == points[place].states.count
        else {
          throw Damage("a state of point \(point) has no place")
        }
        points[place].states.append(
          try StateOutcome(
            row, name: run.states[points[place].states.count], parts))
      }
      if let point = points.first(where: { $0.states.count != run.states.count }) {
        throw Damage("point \(point.index) has \(point.states.count) of \(run.states.count) states")
      }
      if parts.contains(.frames) {
        for point in points.indices {
          for state in points[point].states.indices { try addFrames(db, run, &points[point], state) }
        }
      }
      return points
    }
  }

  private func addFrames(_ db: Database, _ run: StoredRun, _ point: inout PointOutcome, _ state: Int) throws {
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: "SELECT time_s, document FROM frame WHERE run = ? AND point = ? AND state = ? ORDER BY frame"),
      arguments: [run.row, point.index, state])
    var (frames, times): ([FrameResult], [Double]) = ([], [])
    while let row = try rows.next() {
      frames.append(try row.decoded("document"))
      times.append(try row.read("time_s"))
    }
    guard !frames.isEmpty else { return }
    point.states[state].frames = frames
    point.states[state].times_s = times
  }

  /// Which points of a run are finished.
  func finished(_ run: StoredRun) throws(Failure) -> [Bool] {
    try read { db in
      var finished = [Bool](repeating: false, count: run.points)
      let points = try Row.fetchCursor(db, sql: "SELECT point FROM point WHERE run = ?", arguments: [run.row])
      while let row = try points.next() {
        let point: Int = try row.read("point")
        if finished.indices.contains(point) { finished[point] = true }
      }
      return finished
    }
  }
}

extension StateOutcome {
  init(_ row: Row, name: String, _ parts: PointParts) throws {
    self.init(
      name: name, scenario_hash: try row.read("scenario_hash"), status: try row.word("status"),
      reason: try row.readIfPresent("reason"),
      mass_kg: try row.read("mass_kg"), height_m: try row.read("height_m"), side: try row.word("side"),
      activity: try row.read("activity"),
      tension: parts.contains(.tension) ? try row.decoded("tension") : [:],
      summary: try Summary(row),
      patellofemoral_change: try row.has("patellofemoral_change")
        ? try row.decoded("patellofemoral_change") : nil,
      warnings: parts.contains(.warnings) ? try row.decoded("warnings") : [])
  }
}

extension Summary {
  /// nil where the state has none.
  init?(_ row: Row) throws {
    guard let force: Double = try row.readIfPresent("peak_patellofemoral_force_N") else { return nil }
    self.init()
    peak_patellofemoral_force_N = force
    peak_patellofemoral_force_BW = try row.read("peak_patellofemoral_force_BW")
    peak_phase_percent = try row.readIfPresent("peak_phase_percent")
    peak_mean_stress_MPa = try row.read("peak_mean_stress_MPa")
    peak_pressure_MPa = try row.read("peak_pressure_MPa")
    impulse = try row.readIfPresent("patellofemoral_impulse_BW_percent")
    peak_tibiofemoral_force_BW = try row.read("peak_tibiofemoral_force_BW")
    change_peak_patellofemoral_force_percent = try row.readIfPresent(
      "change_peak_patellofemoral_force_percent")
    change_peak_mean_stress_percent = try row.readIfPresent("change_peak_mean_stress_percent")
    change_peak_pressure_percent = try row.readIfPresent("change_peak_pressure_percent")
    change_patellofemoral_impulse_percent = try row.readIfPresent("change_patellofemoral_impulse_percent")
    change_peak_tibiofemoral_force_percent = try row.readIfPresent("change_peak_tibiofemoral_force_percent")
  }
}
