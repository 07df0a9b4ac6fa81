import Foundation
import GRDB
import Results
import Studies
import Synchronization
import Testing

@testable import Store

@Suite struct RecorderTests {
  @Test func `what is stored reads back as what was solved, to the last bit`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let computed = StudyRunner(try Studied.load(Studied.single)).solve(0)
    let stored = try store.points(of: run, in: 0..<1, [.words, .frames])
    #expect(stored == [computed])
    #expect(computed.states[0].frames?.isEmpty == false && computed.states[1].summary != nil)
    #expect(run.isComplete && run.status == .done && run.points == 1)
  }

  @Test func `a second call solves nothing again and is the same run`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.sweep, in: folder)
    let again = try RunRecorder(try Studied.load(Studied.sweep), in: store)
    #expect(again.missing.isEmpty && again.run.id == run.id)
    #expect(try store.runs().count == 1)
  }

  @Test func `a changed line makes another run in the same store`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let changed = Studied.single.replacing("tone: 10 %", with: "tone: 11 %")
    let other = try RunRecorder(try Studied.load(changed), in: store)
    #expect(other.run.id != run.id && other.missing == [0])
    #expect(try store.runs().map(\.id) == [other.run.id, run.id])
    #expect(try store.run(named: "latest").id == other.run.id)
    #expect(try store.run(named: String(run.id.prefix(10))).id == run.id)
    #expect(failure { _ = try store.run(named: "") }?.status == .missing)
    #expect(failure { _ = try store.run(named: "no such run") }?.status == .missing)
  }

  @Test func `another version of the program is another run of the same study`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let other = try store.begin(try Studied.load(Studied.single), program: "0.0.9")
    #expect(other.id != run.id && other.studyHash == run.studyHash && other.finished == 0)
  }

  @Test func `a program of the same version with other mathematics makes another run`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    #expect(run.numerics == Numerics.fingerprint && !run.isOfOtherNumerics)
    let study = try Studied.load(Studied.single)
    let other = try store.begin(study, program: run.program, numerics: "0123456789abcdef", now: Date())
    #expect(other.id != run.id && other.studyHash == run.studyHash && other.isOfOtherNumerics)
    #expect(try store.begin(study).id == run.id)
  }

  @Test func `a run has dates, and they are in nothing that is exported or shown of it`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    func written() throws -> [String] {
      let run = try store.refreshed(run)
      let export = RunExport(run, in: store)
      return try [
        export.csvText, String(decoding: export.jsonBytes, as: UTF8.self),
        jsonText(RunReport(run, in: store)),
        RunReport(run, in: store).text(.plain),
      ]
    }
    let before = try written()
    let later = Date(timeIntervalSince1970: 4_000_000_000)
    _ = try store.begin(
      try Studied.load(Studied.single), program: run.program, numerics: Numerics.fingerprint, now: later)
    let again = try store.refreshed(run)
    #expect(again.called == "2096-10-02T07:06:40Z" && again.begun == run.begun && run.begun == run.called)
    #expect(try written() == before)
  }

  @Test func `a store of the first version is brought up to date, its runs without dates`() throws {
    let folder = try Folder()
    let path = folder.path + "/" + ResultsStore.fileName
    try Schema.migrator.migrate(DatabaseQueue(path: path), upTo: "1 studies, runs, states, frames")
    try DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: """
          INSERT INTO study VALUES (1, 'a', 'Old', NULL, '["as now"]', '[]', NULL);
          INSERT INTO run VALUES (1, 'b', 1, '0.0.9', 'm', 'h', 'patella', 'fixed-moments', 1, 1);
          """)
    }
    let run = try ResultsStore.open(in: folder.path).run(named: "latest")
    #expect(run.title == "Old" && run.begun == nil && run.numerics == nil && !run.isOfOtherNumerics)
  }

  @Test func `a stopped run goes on with what is missing, and its exports are the same bytes`() throws {
    let (whole, parts) = (try Folder(), try Folder())
    let (store, run) = try Studied.solved(Studied.sweep, in: whole)
    let study = try Studied.load(Studied.sweep)
    let other = try ResultsStore.make(in: parts.path)
    var calls = 0
    while true {
      let recorder = try RunRecorder(study, in: other)
      if recorder.missing.isEmpty { break }
      // Each call solves two points and is then asked to stop.
      let done = Mutex(0)
      try recorder.record(
        threads: 1, isStopped: { done.withLock { $0 } >= 2 }, progress: { done.withLock { $0 += 1 } })
      calls += 1
      #expect(calls < 20)
      if calls >= 20 { break }
    }
    #expect(calls == 6)
    let (a, b) = (RunExport(run, in: store), RunExport(try other.run(named: "latest"), in: other))
    #expect(try a.csvText == b.csvText)
    #expect(try a.jsonBytes == b.jsonBytes)
  }

  @Test(arguments: [1, 2, 8]) func `any number of threads gives the same bytes`(threads: Int) throws {
    let (one, other) = (try Folder(), try Folder())
    let (store, run) = try Studied.solved(Studied.sweep, in: one, threads: 1)
    let (second, same) = try Studied.solved(Studied.sweep, in: other, threads: threads)
    #expect(try RunExport(run, in: store).jsonBytes == RunExport(same, in: second).jsonBytes)
  }

  @Test func `a failed point is stored with its reason and stops nothing`() throws {
    let folder = try Folder()
    // A person becomes too light in one point; another cannot hold the squat.
    let study = """
      trochlea: 1
      activity: {name: squat, depth: 90 deg}
      what_if:
        - {name: thinner, mass: -10 kg}
      sweep:
        list:
          - {person.mass: 60 kg, tension.quadriceps.strength: 100 %}
          - {person.mass: 60 kg, tension.quadriceps.strength: 5 %}
      """
    let (store, run) = try Studied.solved(study, in: folder)
    #expect(run.isComplete && run.status != .done)
    let points = try store.points(of: run, in: 0..<2, .words)
    #expect(points[0].states[0].status == .done)
    let failed = points[1].states[0]
    #expect(failed.status != .done && failed.reason?.isEmpty == false, "\(failed)")
    #expect(try RunExport(run, in: store).csvText.contains(failed.status.rawValue))
  }

  @Test func `a point whose conditions are impossible is stored without numbers`() throws {
    let folder = try Folder()
    let study = try Studied.load(Studied.single)
    let store = try ResultsStore.make(in: folder.path)
    let run = try store.begin(study)
    var outcome = StudyRunner(study).solve(0)
    outcome.states[1].status = .impossible
    outcome.states[1].reason = "mass: '15' is out of range, \"really\"\nand more"
    (outcome.states[1].summary, outcome.states[1].frames, outcome.states[1].times_s) = (nil, nil, nil)
    try store.write { try PointRows(outcome).insert($0, run: run.row) }
    let again = try store.refreshed(run)
    #expect(try store.points(of: again, in: 0..<1, [.words, .frames]) == [outcome])
    #expect(again.status == .cannotBeHeld && again.counts[.impossible] == 1)
    #expect(
      try RunExport(again, in: store).csvText.contains(
        "\"mass: '15' is out of range, \"\"really\"\"\nand more\""))
  }

  @Test func `who writes a point second changes nothing`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let before = try RunExport(run, in: store).jsonBytes
    let outcome = StudyRunner(try Studied.load(Studied.single)).solve(0)
    try store.write { try PointRows(outcome).insert($0, run: run.row) }
    #expect(try RunExport(run, in: store).jsonBytes == before)
  }
}
