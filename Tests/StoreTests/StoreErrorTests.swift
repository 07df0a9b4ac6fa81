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
