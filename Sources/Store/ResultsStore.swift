import Foundation
import GRDB
import Results

/// Runs of studies in one SQLite file, which many processes may read and write at once.
public final class ResultsStore: Sendable {
  /// The file in a folder of results.
  public static let fileName = "trochlea.sqlite"
  /// How long one process waits for another's transaction, s. Transactions take milliseconds.
  static let patience = 60.0

  /// As the user gave it, for messages.
  public let path: String
  let database: DatabaseQueue

  /// Opens the store in a folder; makes both where they are missing.
  ///
  /// - Throws: `Failure`: 73 where they cannot be made, 65 where the file is no store, is damaged or newer than this program.
  public static func make(in folder: String) throws(Failure) -> ResultsStore {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      // Foundation does not say why; the system does.
      guard unsafe mkdir(folder, 0o777) != 0 else { return try ResultsStore(path: folder + "/" + fileName) }
      throw Failure(
        .cannotCreate, "\(folder): the folder cannot be created: \(AtomicFile.systemMessage(errno))")
    }
    return try ResultsStore(path: folder + "/" + fileName)
  }

  /// Opens the store in a folder for reading. Permission to write is not needed, unless the tables are of an older version, or
  /// another process has left its last transactions beside the file.
  ///
  /// - Throws: `Failure`: 66 where there is none, 65 where an older store cannot be brought up to date, else as `make`.
  public static func open(in folder: String) throws(Failure) -> ResultsStore {
    let path = folder.hasSuffix(".sqlite") ? folder : folder + "/" + fileName
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
    else {
      throw Failure(
        .missing,
        "\(path): there is no such store; 'trochlea run STUDY --out DIR' makes one, and --store DIR names it")
    }
    return try ResultsStore(path: path, isReadOnly: !StoreFile(path).isWritable)
  }

  init(path: String, isReadOnly: Bool = false) throws(Failure) {
    self.path = path
    do {
      // Whoever opens a database writes to it: a file of somebody else must be told apart before.
      try StoreFile(path).requireOwn()
      database = try isReadOnly ? Self.readOnly(path) : Self.writable(path)
    } catch {
      throw Self.failure(error, path)
    }
  }

  private static func writable(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    // One connection that may write: SQLite clears its log away only if such a one is the last to close.
    configuration.journalMode = .wal
    // Two processes may make one store at once: who comes second finds it made.
    let first = ContinuousClock.now
    while true {
      do {
        let database = try DatabaseQueue(path: path, configuration: configuration)
        if try database.read(needsMigration) {
          // First of all the mark of a store, by which an unfinished one is known again.
          try database.write { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
          try Schema.migrator.migrate(database)
        }
        return database
      } catch {
        // A table that is there already is another's work; that error may also mean a damaged store.
        let waits: Duration =
          switch (error as? DatabaseError)?.resultCode {
          case .SQLITE_BUSY, .SQLITE_LOCKED: .seconds(patience)
          case .SQLITE_ERROR: .seconds(2)
          default: .zero
          }
        guard ContinuousClock.now - first < waits else { throw error }
        usleep(20_000)
      }
    }
  }

  private static func readOnly(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(patience)
    let file = StoreFile(path)
    do {
      let database = try DatabaseQueue(path: file.pathForReading, configuration: configuration)
      if try database.read(needsMigration) {
        throw Unusable(
          "an older version of trochlea made this store; bringing it up to date needs permission to write to it and to its folder"
        )
      }
      return database
    } catch let error as DatabaseError where file.hasLog && error.resultCode == .SQLITE_CANTOPEN {
      throw Unusable(
        "the last transactions still stand in \(file.log), and reading them needs permission to write to the folder; or copy both files to a folder of your own"
      )
    }
  }

  /// Whether the tables have to be made or brought up to date.
  ///
  /// - Throws: `Failure` (65) for the database of another program or of a newer version.
  private static func needsMigration(_ db: Database) throws -> Bool {
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    guard application == Schema.applicationID || (application == 0 && tables == 0) else {
      throw Unusable.foreign
    }
    guard try !Schema.migrator.hasBeenSuperseded(db) else {
      throw Unusable("a newer version of trochlea made this store; this one cannot read it")
    }
    return try !Schema.migrator.hasCompletedMigrations(db)
  }
}

/// What goes wrong with a database, as a person and a shell see it.
extension ResultsStore {
  /// Runs `body` with every error as a `Failure` of this store.
  public func guarded<T>(_ body: () throws -> T) throws(Failure) -> T {
    do { return try body() } catch { throw Self.failure(error, path) }
  }

  func read<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
    try guarded { try database.read(body) }
  }

  func write<T>(_ body: (Database) throws -> T) throws(Failure) -> T {
    try guarded { try database.write(body) }
  }

  static func failure(_ error: any Error, _ path: String) -> Failure {
    if let failure = error as? Failure { return failure }
    if let unusable = error as? Unusable { return Failure(.data, "\(path): \(unusable.text)") }
    if let damage = error as? Damage {
      return Failure(.data, "\(path): the store is damaged: \(damage.text)")
    }
    guard let error = error as? DatabaseError else {
      return Failure(.data, "\(path): the store cannot be read: \(error)")
    }
    let message = error.message ?? "\(error.resultCode)"
    return switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      Failure(.data, "\(path): the store is damaged (\(message)); make another one in a new folder")
    case .SQLITE_CANTOPEN:
      Failure(.cannotCreate, "\(path): the store cannot be opened or created: \(message)")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      Failure(.cannotWrite, "\(path): the store cannot be written: \(message)")
    case .SQLITE_FULL: Failure(.cannotWrite, "\(path): the disk is full; what was finished before is kept")
    case .SQLITE_IOERR:
      Failure(
        .cannotWrite,
        "\(path): the store cannot be read or written (\(message)); what was finished before is kept")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      Failure(
        .cannotWrite, "\(path): another process has kept the store locked for \(shortNumber(patience)) s")
    default: Failure(.data, "\(path): the store cannot be used: \(message)")
    }
  }
}
