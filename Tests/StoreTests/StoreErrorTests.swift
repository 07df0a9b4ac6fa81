import Foundation
import GRDB
import Results
import Synchronization
import Testing

@testable import Store

@Suite struct StoreErrorTests {
  @Test func `a folder that cannot be made is 73, a store that is not there 66`() throws {
    let folder = try Folder()
    let file = try folder.file("file", "")
    let made = failure { _ = try ResultsStore.make(in: file + "/results") }
    #expect(
      made?.status == .cannotCreate && made?.description.contains(file) == true, "\(String(describing: made))"
    )
    let opened = failure { _ = try ResultsStore.open(in: folder.path) }
    #expect(opened?.status == .missing && opened?.description.contains("trochlea run") == true)
    // A folder where the file should be.
    try FileManager.default.createDirectory(
      atPath: folder.path + "/" + ResultsStore.fileName, withIntermediateDirectories: false)
    #expect(failure { _ = try ResultsStore.make(in: folder.path) }?.status == .cannotCreate)
  }

  @Test func `a file that is no database, and a database that is no store, are bad data`() throws {
    let folder = try Folder()
    let path = try folder.file(ResultsStore.fileName, String(repeating: "no database ", count: 1000))
    let damaged = failure { _ = try ResultsStore.open(in: folder.path) }
    #expect(
      damaged?.status == .data && damaged?.description.contains("damaged") == true,
      "\(String(describing: damaged))")
    try FileManager.default.removeItem(atPath: path)
    try DatabaseQueue(path: path).write { try $0.execute(sql: "CREATE TABLE other (id INTEGER)") }
    let other = failure { _ = try ResultsStore.open(in: folder.path) }
    #expect(other?.status == .data && other?.description.contains("not a store") == true)
  }

  @Test(arguments: [nil, 42] as [Int?], [false, true])
  func `the database of another program is refused with every byte as it was`(mark: Int?, isGRDB: Bool) throws
  {
    let folder = try Folder()
    let path = folder.path + "/" + ResultsStore.fileName
    do {
      let other = try DatabaseQueue(path: path)
      try other.write { db in
        if let mark { try db.execute(sql: "PRAGMA application_id = \(mark)") }
        if isGRDB { try db.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT PRIMARY KEY)") }
        try db.execute(sql: "CREATE TABLE other (id INTEGER)")
      }
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let opened = failure { _ = try ResultsStore.open(in: folder.path) }
    let made = failure { _ = try ResultsStore.make(in: folder.path) }
    for refused in [opened, made] {
      #expect(refused?.status == .data && refused?.description.contains("not a store") == true)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [ResultsStore.fileName])
  }

  @Test(arguments: [
    "UPDATE state SET peak_patellofemoral_force_N = 'much' WHERE point = 3",
    "UPDATE state SET peak_pressure_MPa = NULL WHERE point = 3",
    "UPDATE state SET peak_pressure_MPa = 9e999 WHERE point = 3",
    "UPDATE state SET mass_kg = x'ff00' WHERE point = 3",
    "UPDATE state SET scenario_hash = zeroblob(20000000) WHERE point = 3",
    "UPDATE state SET status = 'fine' WHERE point = 3",
    "UPDATE state SET warnings = '[1, 2' WHERE point = 3",
    "UPDATE state SET state = 'first' WHERE point = 3 AND state = 0",
    "UPDATE point SET parameters = '[1]' WHERE point = 3",
    "UPDATE point SET parameters = 7 WHERE point = 3",
    "UPDATE point SET point = 'third' WHERE point = 3",
    "UPDATE run SET points = 'twelve'", "UPDATE run SET points = 1e300", "UPDATE run SET boundary = 1",
    "UPDATE study SET states = 'as now'", "UPDATE study SET title = x'ff'",
    "UPDATE study SET parameters = zeroblob(9)", "UPDATE study SET report = '{}'",
    "ALTER TABLE state RENAME COLUMN peak_pressure_MPa TO pressure", "DROP TABLE frame; DROP TABLE state",
  ])
  func `what does not belong into a column is bad data, and ends nothing else`(sql: String) throws {
    let folder = try Folder()
    let (store, _) = try Studied.solved(Studied.sweep, in: folder)
    try store.database.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
      try db.execute(sql: sql)
    }
    let found = failure {
      let store = try ResultsStore.open(in: folder.path)
      let run = try store.run(named: "latest")
      _ = try RunReport(run, in: store).text(.plain)
      _ = try RunExport(run, in: store).jsonBytes
      _ = try RunRecorder(Studied.load(Studied.sweep), in: store)
    }
    #expect(
      found?.status == .data && found?.description.contains(folder.path) == true,
      "\(String(describing: found))")
  }

  @Test func `a store is read without permission to write, and nothing is made beside it`() throws {
    let folder = try Folder()
    let expected: String
    do {
      let (store, run) = try Studied.solved(Studied.sweep, in: folder)
      expected = try RunExport(run, in: store).csvText
      try store.database.close()
    }
    let path = folder.path + "/" + ResultsStore.fileName
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [ResultsStore.fileName])
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let store = try ResultsStore(path: path, isReadOnly: true)
    #expect(try RunExport(store.run(named: "latest"), in: store).csvText == expected)
    let refused = failure { _ = try store.begin(Studied.load(Studied.single)) }
    #expect(refused?.status == .cannotWrite)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [ResultsStore.fileName])
  }

  @Test func `what another process has written but not yet moved into the file is read without permission`()
    throws
  {
    let folder = try Folder()
    let (writer, run) = try Studied.solved(Studied.sweep, in: folder)
    let path = folder.path + "/" + ResultsStore.fileName
    #expect(StoreFile(path).hasLog)
    let store = try ResultsStore(path: path, isReadOnly: true)
    #expect(try RunExport(run, in: store).csvText == RunExport(run, in: writer).csvText)
  }

  @Test func `an older store that may not be written says what is missing`() throws {
    let folder = try Folder()
    let path = folder.path + "/" + ResultsStore.fileName
    try DatabaseQueue(path: path).write {
      try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID); CREATE TABLE study (id INTEGER)")
    }
    let refused = failure { _ = try ResultsStore(path: path, isReadOnly: true) }
    #expect(refused?.status == .data && refused?.description.contains("permission to write") == true)
  }

  @Test(arguments: ["with ? and # %41.sqlite", "ümlaut.sqlite"])
  func `names mean themselves`(name: String) throws {
    let folder = try Folder()
    try Studied.solved(Studied.single, in: folder).store.database.close()
    let path = folder.path + "/" + name
    try FileManager.default.moveItem(atPath: folder.path + "/" + ResultsStore.fileName, toPath: path)
    #expect(try ResultsStore(path: path, isReadOnly: true).runs().count == 1)
    #expect(try ResultsStore.open(in: path).runs().count == 1)
  }

  @Test func `a store of a newer version is refused and left as it is`() throws {
    let folder = try Folder()
    let (store, _) = try Studied.solved(Studied.single, in: folder)
    try store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 of the future')") }
    let failure = failure { _ = try ResultsStore.open(in: folder.path) }
    #expect(failure?.status == .data && failure?.description.contains("newer version") == true)
  }

  @Test func `a store that calls the changed muscles released reads the same`() throws {
    let folder = try Folder()
    let (store, _) = try Studied.solved(Studied.single, in: folder)
    func table(_ store: ResultsStore) throws -> String {
      try RunExport(store.run(named: "latest"), in: store).csvText
    }
    let before = try table(store)
    try store.write { db in
      try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier LIKE '2 %'")
      try db.execute(
        sql: """
          UPDATE state SET patellofemoral_change =
            replace(patellofemoral_change, 'from_changed_muscles_N', 'from_released_muscles_N')
            WHERE patellofemoral_change LIKE '%from_changed_muscles_N%'
          """)
      #expect(db.changesCount > 0)
    }
    let failed = failure { _ = try table(store) }
    #expect(failed != nil)
    #expect(try table(ResultsStore.open(in: folder.path)) == before)
  }

  @Test func `pages of a store that are overwritten are found`() throws {
    let folder = try Folder()
    do {
      let (store, _) = try Studied.solved(Studied.sweep, in: folder)
      try store.database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }
    let path = folder.path + "/" + ResultsStore.fileName
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    try file.seek(toOffset: 4096)
    try file.write(contentsOf: Data(repeating: 0xA5, count: 60_000))
    try file.close()
    let failure = failure {
      let store = try ResultsStore.open(in: folder.path)
      _ = try RunExport(store.run(named: "latest"), in: store).csvText
    }
    #expect(failure?.status == .data, "\(String(describing: failure))")
  }

  @Test func `a full disk says so and keeps what was finished`() throws {
    let folder = try Folder()
    let store = try ResultsStore.make(in: folder.path)
    let recorder = try RunRecorder(try Studied.load(Studied.single), in: store)
    try store.database.writeWithoutTransaction { db in
      let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
      try db.execute(sql: "PRAGMA max_page_count = \(pages)")
    }
    let failure = failure { try recorder.record(threads: 1) }
    #expect(
      failure?.status == .cannotWrite && failure?.description.contains("full") == true,
      "\(String(describing: failure))")
    #expect(try store.refreshed(recorder.run).finished == 0)
    try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    try recorder.record(threads: 1)
    #expect(try store.refreshed(recorder.run).isComplete)
  }

  @Test func `many openings of a new store at once make one`() throws {
    let folder = try Folder()
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      if failure({ _ = try ResultsStore.make(in: folder.path).runs() }) != nil {
        failures.withLock { $0 += 1 }
      }
    }
    #expect(failures.withLock { $0 } == 0)
  }
}
