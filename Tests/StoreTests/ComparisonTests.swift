import Foundation
import GRDB
import Results
import Studies
import Testing

@testable import Store

@Suite struct ComparisonTests {
  @Test func `a run agrees with itself, and not with one under another tone`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let same = try Comparison(run, in: store, run, in: store, tolerance: 0)
    #expect(same.isSame && same.compared == 1 && same.rows.allSatisfy { $0.relative == 0 })
    let (_, other) = try Studied.solved(Studied.single.replacing("10 %", with: "20 %"), in: folder)
    let found = try Comparison(run, in: store, other, in: store, tolerance: 1e-6)
    #expect(!found.isSame && found.rows[0].relative > 1e-3)
  }

  @Test func `a difference counts relative to the size of its column`() throws {
    let (one, two) = (try Folder(), try Folder())
    let (store, run) = try Studied.solved(Studied.sweep, in: one)
    let (other, changed) = try Studied.solved(Studied.sweep, in: two)
    try other.write {
      try $0.execute(
        sql:
          "UPDATE state SET peak_patellofemoral_force_N = peak_patellofemoral_force_N * (1 + 1e-5) WHERE point = 7 AND state = 1"
      )
    }
    let found = try Comparison(run, in: store, changed, in: other, tolerance: 1e-6)
    let largest = found.rows[0]
    #expect(!found.isSame && largest.point == 7 && largest.column == "peak_patellofemoral_force_N")
    var size = 0.0
    try store.forEachPoint(of: run, []) { point in
      for state in point.states { size = max(size, state.summary?.peak_patellofemoral_force_N ?? 0) }
    }
    #expect((largest.relative - (largest.first - largest.second).magnitude / size).magnitude < 1e-12)
    #expect(try Comparison(run, in: store, changed, in: other, tolerance: 1e-4).isSame)
  }

  @Test func `another ending and a missing point are differences`() throws {
    let (one, two) = (try Folder(), try Folder())
    let (store, run) = try Studied.solved(Studied.sweep, in: one)
    let (other, changed) = try Studied.solved(Studied.sweep, in: two)
    try other.write {
      try $0.execute(sql: "UPDATE state SET status = 'not-converged' WHERE point = 2 AND state = 0")
      try $0.execute(sql: "DELETE FROM point WHERE point = 11")
    }
    let found = try Comparison(run, in: store, changed, in: other, tolerance: 1)
    #expect(!found.isSame && found.unlike == 1 && found.missing == 1 && found.compared == 11)
    #expect(try other.refreshed(changed).status == .notConverged)
  }

  @Test func `other states or another sweep cannot be compared`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let (_, sweep) = try Studied.solved(Studied.sweep, in: folder)
    let (_, named) = try Studied.solved(Studied.single.replacing("half", with: "most"), in: folder)
    let (_, moved) = try Studied.solved(Studied.sweep.replacing("90 kg", with: "95 kg"), in: folder)
    for (a, b) in [(run, sweep), (run, named), (sweep, moved)] {
      #expect(failure { _ = try Comparison(a, in: store, b, in: store, tolerance: 0) }?.status == .data)
    }
  }
}

@Suite struct ReproductionTests {
  @Test func `a run solved again has the same bits, and a changed one is named`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let study = try Reproduction.study(of: run, in: store)
    let same = try Reproduction(run, in: store, study: study)
    #expect(same.isSame && same.points == 1)
    // The last bit of one number.
    try store.write { db in
      let number = try #require(
        try Double.fetchOne(db, sql: "SELECT peak_pressure_MPa FROM state WHERE state = 1"))
      try db.execute(
        sql: "UPDATE state SET peak_pressure_MPa = ? WHERE state = 1", arguments: [number.nextUp])
    }
    let other = try Reproduction(run, in: store, study: study)
    #expect(
      other.different == 1 && other.first?.number == "peak_pressure_MPa"
        && other.first?.state == "half, at least")
  }

  @Test func `the text in the store is enough, as long as the other files are the same`() throws {
    let (folder, results) = (try Folder(), try Folder())
    let table = try folder.file("bend.csv", Motions.bend)
    let base = try folder.file("base.yaml", "trochlea: 1\nactivity: {table: bend.csv}\n")
    let path = try folder.file("study.yaml", "trochlea: 1\nextends: base.yaml\n")
    let store = try ResultsStore.make(in: results.path)
    let study = try StudyFile.load(path: path)
    #expect(study.inputs.map(\.role) == [.study, .study, .motion])
    let recorder = try RunRecorder(study, in: store)
    try recorder.record()
    let run = try store.refreshed(recorder.run)
    try FileManager.default.removeItem(atPath: base)
    try FileManager.default.removeItem(atPath: path)
    #expect(try Reproduction(run, in: store, study: Reproduction.study(of: run, in: store)).isSame)

    _ = try folder.file("bend.csv", Motions.bend.replacing("35", with: "36"))
    let changed = failure { _ = try Reproduction.study(of: run, in: store) }
    #expect(changed?.status == .data && changed?.description.contains("bend.csv") == true)
    try FileManager.default.removeItem(atPath: table)
    let gone = failure { _ = try Reproduction.study(of: run, in: store) }
    #expect(gone?.status == .missing && gone?.description.contains("bend.csv") == true)
  }

  @Test func `where a study lies does not matter, what its files hold does`() throws {
    let (one, two) = (try Folder(), try Folder())
    func study(_ folder: Folder, _ table: String) throws -> Study {
      _ = try folder.file("bend.csv", table)
      return try StudyFile.load(path: folder.file("study.yaml", "trochlea: 1\nactivity: {table: bend.csv}\n"))
    }
    let first = try study(one, Motions.bend)
    let second = try study(two, Motions.bend)
    let store = try ResultsStore.make(in: one.path)
    let run = try store.begin(first)
    #expect(try store.begin(second).id == run.id)
    #expect(try store.inputs(of: run) == second.inputs)
    #expect(first.hash == second.hash && first.runHash(program: "1") == second.runHash(program: "1"))
    #expect(first.runHash(program: "1") != first.runHash(program: "2"))
    #expect(StudyRunner(first).solve(0) == StudyRunner(second).solve(0))
    #expect(try study(two, Motions.bend.replacing("35", with: "36")).hash != first.hash)
  }
}

enum Motions {
  /// A slow bend of the knee.
  static let bend = """
    time_s,hip_flexion_deg,knee_flexion_deg,ankle_dorsiflexion_deg,hip_extension_moment_Nm_kg,knee_extension_moment_Nm_kg,ankle_plantarflexion_moment_Nm_kg,grf_vertical_BW
    0.0,10,20,5,0.1,0.3,0.2,0.5
    0.5,20,35,8,0.2,0.5,0.2,0.5
    1.0,30,50,10,0.3,0.7,0.2,0.5

    """
}
