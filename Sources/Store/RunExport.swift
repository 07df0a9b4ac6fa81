import GRDB
import Results
import Scenarios
import Studies

/// Runs as tables and documents. Points come in their order, so that the bytes are the same for whatever order, number of
/// threads and interruptions they were solved with.
public struct RunExport: Sendable {
  public let store: ResultsStore
  public let run: StoredRun

  /// Takes the next bytes of a file; what it throws ends the export.
  public typealias Sink = ([UInt8]) throws -> Void

  public init(_ run: StoredRun, in store: ResultsStore) {
    self.store = store
    self.run = run
  }

  /// One row per point and state: the sweep's parameters, how the state ended, and the numbers of its summary under the
  /// names that they have in JSON. RFC 4180.
  public func csv(_ sink: Sink) throws(Failure) {
    let columns =
      ["scenario_hash", "mass_kg", "height_m", "side", "activity"] + SummaryColumn.names + ChangePart.columns
    try table(["point"] + run.parameters + ["state", "status", "reason"] + columns, [], sink) { point in
      point.states.map { state in
        let numbers = SummaryColumn.all.map { column in
          CSVCell.number(state.summary.flatMap { column.value($0) })
        }
        return [.integer(point.index)] + point.values.map { .number($0) }
          + [.text(state.name), .text(state.status.rawValue), .text(state.reason ?? "")]
          + [
            .text(state.scenario_hash), .number(state.mass_kg), .number(state.height_m),
            .text(state.side.rawValue), .text(state.activity),
          ] + numbers + ChangePart.values(state.patellofemoral_change).map { .number($0) }
      }
    }
  }

  /// One row per point, state and frame, with the columns of `ResultsDocument.csv` and the time.
  ///
  /// - Throws: `Failure` (65) where no frames were kept.
  public func framesCSV(_ sink: Sink) throws(Failure) {
    let columns = FrameColumn.all(for: [try firstFrame()])
    let header = ["point"] + run.parameters + ["state", "frame", "time_s", "status", "iterations"]
    try table(header + columns.map(\.name), .frames, sink) { point in
      point.states.flatMap { state in
        zip(state.frames ?? [], state.times_s ?? []).enumerated().map { index, frame in
          let (frame, time) = frame
          return [.integer(point.index)] + point.values.map { .number($0) }
            + [
              .text(state.name), .integer(index), .number(time), .text(frame.status),
              .integer(frame.iterations),
            ] + columns.map { .number($0.value(frame)) }
        }
      }
    }
  }

  private func table(
    _ header: [String], _ parts: PointParts, _ sink: Sink, rows: (PointOutcome) -> [[CSVCell]]
  ) throws(Failure) {
    func line(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }
    try store.guarded { try sink(Array(line(header.map { CSVCell.text($0).field }).utf8)) }
    try store.forEachPoint(of: run, parts) { point in
      try sink(Array(rows(point).map { line($0.map(\.field)) }.joined().utf8))
    }
  }

  /// One document: the run, and every finished point with its states.
  public func json(withFrames: Bool, _ sink: Sink) throws(Failure) {
    let head = jsonText(RunHead(run)).dropLast() + #","states":"# + jsonText(run.states) + #","points":["#
    let parts: PointParts = withFrames ? [.words, .frames] : .words
    try store.guarded { try sink(Array(head.utf8)) }
    var isFirst = true
    try store.forEachPoint(of: run, parts) { point in
      try sink(Array((isFirst ? "" : ",").utf8) + Array(jsonText(point).utf8))
      isFirst = false
    }
    try store.guarded { try sink(Array("]}\n".utf8)) }
  }

  /// A frame that is stored; all others have the same columns.
  private func firstFrame() throws(Failure) -> FrameResult {
    let frame: FrameResult? = try store.read { db in
      try Row.fetchOne(db, sql: "SELECT document FROM frame WHERE run = ? LIMIT 1", arguments: [run.row])?
        .decoded("document")
    }
    guard let frame else { throw noFrames }
    return frame
  }

  var noFrames: Failure {
    Failure(.data, "run \(run.id) has kept no frames; 'keep: frames' in the study keeps them")
  }
}

/// The parts of a change of the peak kneecap force as columns.
enum ChangePart {
  static let columns = [
    "from_changed_muscles_N", "from_quadriceps_N", "from_joint_shift_N", "from_moved_peak_N",
  ].map { "change_peak_patellofemoral_force_" + $0 }

  static func values(_ change: PatellofemoralChange?) -> [Double?] {
    [
      change?.from_changed_muscles_N, change?.from_quadriceps_N, change?.from_joint_shift_N,
      change?.from_moved_peak_N,
    ]
  }
}
