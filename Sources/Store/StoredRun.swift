import Foundation
import GRDB
import Results
import Studies

/// A run as the store knows it.
public struct StoredRun: Sendable, Equatable {
  /// In this store.
  let row, study: Int64
  /// What it is called: 16 hexadecimal digits, the same for the same study and program.
  public let id: String
  public let studyHash: String
  public let title: String
  public let question: String?
  /// Version of the program that solved it.
  public let program: String
  /// Hash of what that program computes; nil in runs of before there was one.
  public let numerics: String?
  /// When it was begun and last called, ISO 8601 in UTC; nil in runs of before there were dates.
  public let begun, called: String?
  /// Where the study's file lay when it was last called.
  public let path: String?
  public let model, modelHash: String
  public let freedom: String
  public let boundary: ResultsDocument.Boundary
  /// The state as it is now first.
  public let states: [String]
  /// Columns of the sweep; empty without one.
  public let parameters: [String]
  /// Columns that the study asks to be shown.
  public let report: [String]?
  /// Points asked for, and those finished when the run was looked up.
  public let points, finished: Int
  /// States by how they ended.
  public let counts: [StateOutcome.Status: Int]
}

extension StoredRun {
  /// Whether another build solved it, or one on another machine, whose numbers are others than those of this program here.
  public var isOfOtherNumerics: Bool { numerics.map { $0 != Numerics.fingerprint } ?? false }

  public var isComplete: Bool { finished == points }

  /// How the call that solves it ends: what did not converge outweighs what cannot be held or is impossible.
  public var status: CommandStatus {
    if counts[.notConverged] != nil { return .notConverged }
    return counts[.cannotBeHeld] != nil || counts[.impossible] != nil ? .cannotBeHeld : .done
  }
}

extension ResultsStore {
  /// Every run, the last called first.
  public func runs() throws(Failure) -> [StoredRun] {
    try read { db in try runs(db, where: "1 ORDER BY run.called DESC") }
  }

  /// The run that a word names: its id, the beginning of it, or `latest`.
  ///
  /// - Throws: `Failure`: 66 where there is none, 64 where the beginning is that of several.
  public func run(named word: String) throws(Failure) -> StoredRun {
    let found = try read { db in
      word == "latest"
        ? try runs(db, where: "1 ORDER BY run.called DESC LIMIT 1")
        : try runs(db, where: "substr(run.hash, 1, length(?)) = ?", [word.lowercased(), word.lowercased()])
    }
    guard let run = found.first, !word.isEmpty else {
      throw Failure(
        .missing,
        "\(path): there is no run '\(word)'; 'trochlea results list' shows all, and 'latest' is the last")
    }
    guard found.count == 1 else {
      throw Failure(
        .usage, "\(path): '\(word)' begins several runs: \(found.map(\.id).joined(separator: ", "))")
    }
    return run
  }

  /// The run of a study by this program: found, or begun.
  public func begin(_ study: Study, program: String = trochleaVersion) throws(Failure) -> StoredRun {
    try begin(study, program: program, numerics: Numerics.fingerprint, now: Date())
  }

  func begin(_ study: Study, program: String, numerics: String, now: Date) throws(Failure) -> StoredRun {
    let hash = study.runHash(program: program + " " + numerics)
    let date = now.formatted(.iso8601)
    return try write { db in
      let row = try row(of: study, db)
      let last: Int =
        try Row.fetchOne(db, sql: "SELECT max(called) AS called FROM run")?
        .readIfPresent("called") ?? 0
      guard last < .max else { throw Damage("run.called is \(last)") }
      try db.execute(
        sql: "UPDATE run SET called = ?, called_utc = ? WHERE hash = ?", arguments: [last + 1, date, hash])
      if db.changesCount == 0 {
        try db.execute(
          sql: """
            INSERT INTO run (hash, study, program, model, model_hash, freedom, boundary, points, called,
              numerics, begun_utc, called_utc)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            hash, row, program, study.model.name, study.model.hash, study.freedom.rawValue,
            study.boundary.rawValue, study.pointCount, last + 1, numerics, date, date,
          ])
      }
      return try runs(db, where: "run.hash = ?", [hash])[0]
    }
  }

  /// The row of a study, made where it is new. Its files are noted where they were seen last.
  private func row(of study: Study, _ db: Database) throws -> Int64 {
    if let row = try Int64.fetchOne(db, sql: "SELECT id FROM study WHERE hash = ?", arguments: [study.hash]) {
      for (position, input) in study.inputs.enumerated() {
        try db.execute(
          sql: "UPDATE input SET path = ? WHERE study = ? AND position = ?",
          arguments: [input.path, row, position])
      }
      return row
    }
    try db.execute(
      sql: "INSERT INTO study (hash, title, question, states, parameters, report) VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        study.hash, study.title, study.question, jsonText(study.stateNames), jsonText(study.columns),
        study.report.map { jsonText($0.map(\.name)) },
      ])
    let row = db.lastInsertedRowID
    for (position, input) in study.inputs.enumerated() {
      try db.execute(
        sql: "INSERT INTO input (study, position, role, path, hash, text) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [row, position, input.role.rawValue, input.path, input.hash, input.text.map { Data($0) }])
    }
    return row
  }

  /// What the run's study was made of.
  public func inputs(of run: StoredRun) throws(Failure) -> [StudyInput] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT role, path, hash, text FROM input WHERE study = ? ORDER BY position",
        arguments: [run.study]
      ).map { row in
        StudyInput(
          role: try row.word("role"), path: try row.read("path"), hash: try row.read("hash"),
          text: (try row.readIfPresent("text") as Data?).map { Array($0) })
      }
    }
  }

  /// The run as it is now.
  public func refreshed(_ run: StoredRun) throws(Failure) -> StoredRun {
    try read { db in try runs(db, where: "run.id = ?", [run.row])[0] }
  }

  private func runs(
    _ db: Database, where condition: String, _ arguments: StatementArguments = StatementArguments()
  ) throws -> [StoredRun] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT run.*, study.hash AS study_hash,
          (SELECT path FROM input WHERE input.study = study.id AND position = 0) AS path, title, question, states, parameters, report,
          (SELECT count(*) FROM point
           WHERE point.run = run.id AND point.point >= 0 AND point.point < run.points) AS finished
        FROM run JOIN study ON study.id = run.study WHERE \(condition)
        """, arguments: arguments
    ).map { row in
      let id: Int64 = try row.read("id")
      var counts: [StateOutcome.Status: Int] = [:]
      for count in try Row.fetchAll(
        db, sql: "SELECT status, count(*) AS count FROM state WHERE run = ? GROUP BY status", arguments: [id])
      { counts[try count.word("status")] = try count.read("count") }
      let (points, states): (Int, [String]) = (try row.read("points"), try row.decoded("states"))
      guard 1...Sweep.limit ~= points, !states.isEmpty else {
        throw Damage("a run of \(points) points with \(states.count) states")
      }
      return StoredRun(
        row: id, study: try row.read("study"), id: try row.read("hash"),
        studyHash: try row.read("study_hash"), title: try row.read("title"),
        question: try row.readIfPresent("question"), program: try row.read("program"),
        numerics: try row.readIfPresent("numerics"), begun: try row.readIfPresent("begun_utc"),
        called: try row.readIfPresent("called_utc"), path: try row.readIfPresent("path"),
        model: try row.read("model"), modelHash: try row.read("model_hash"),
        freedom: try row.read("freedom"), boundary: try row.word("boundary"), states: states,
        parameters: try row.decoded("parameters"),
        report: try row.has("report") ? try row.decoded("report") : nil,
        points: points, finished: try row.read("finished"), counts: counts)
    }
  }
}

extension Study {
  /// Columns of the sweep's parameters.
  var columns: [String] { sweep?.parameters.map(\.column) ?? [] }
}
