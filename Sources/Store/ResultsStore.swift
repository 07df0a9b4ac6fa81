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
  let database: DatabasePool

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

  /// Opens the store in a folder.
  ///
  /// - Throws: `Failure`: 66 where there is none, else as `make`.
  public static func open(in folder: String) throws(Failure) -> ResultsStore {
    let path = folder.hasSuffix(".sqlite") ? folder : folder + "/" + fileName
    guard FileManager.default.fileExists(atPath: path) else {
      throw Failure(
        .missing,
        "\(path): there is no such store; 'trochlea run STUDY --out DIR' makes one, and --store DIR names it")
    }
    return try ResultsStore(path: path)
  }

  private init(path: String) throws(Failure) {
    self.path = path
    var configuration = Configuration()
    configuration.busyMode = .timeout(Self.patience)
    configuration.maximumReaderCount = 2
    // Two processes may make one store at once: who comes second finds it made.
    let first = ContinuousClock.now
    while true {
      do {
        let database = try DatabasePool(path: path, configuration: configuration)
        if try database.read({ try Self.needsMigration($0, path) }) { try Schema.migrator.migrate(database) }
        self.database = database
        return
      } catch {
        // A table that is there already is another's work; that error may also mean a damaged store.
        let waits: Duration =
          switch (error as? DatabaseError)?.resultCode {
          case .SQLITE_BUSY, .SQLITE_LOCKED: .seconds(Self.patience)
          case .SQLITE_ERROR: .seconds(2)
          default: .zero
          }
        guard ContinuousClock.now - first < waits else { throw Self.failure(error, path) }
        usleep(20_000)
      }
    }
  }

  /// Whether the tables have to be made or brought up to date.
  ///
  /// - Throws: `Failure` (65) for the database of another program or of a newer version.
  private static func needsMigration(_ db: Database, _ path: String) throws -> Bool {
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
    // A store that is being made has the table of migrations before its own.
    let isBegun = try db.tableExists("grdb_migrations")
    guard application == Schema.applicationID || tables == 0 || isBegun else {
      throw Failure(.data, "\(path): this is an SQLite database, but not a store of trochlea")
    }
    guard try !Schema.migrator.hasBeenSuperseded(db) else {
      throw Failure(.data, "\(path): a newer version of trochlea made this store; this one cannot read it")
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
