import Foundation
import Results

/// Why a file is not used as a store, though it may be sound.
struct Unusable: Error {
  let text: String
  init(_ text: String) { self.text = text }

  static let foreign = Unusable("this is an SQLite database, but not a store of trochlea")
}

/// The file of a store before SQLite has opened it. Nothing here writes.
struct StoreFile {
  let path: String
  init(_ path: String) { self.path = path }

  /// Where transactions stand that are not in the file yet; SQLite removes it when the last process has closed the store.
  var log: String { resolved + "-wal" }
  var hasLog: Bool { FileManager.default.fileExists(atPath: log) }

  /// Whether file and folder may be written: SQLite makes files beside the store, also for reading.
  var isWritable: Bool {
    let folder = URL(fileURLWithPath: resolved).deletingLastPathComponent().path
    return [resolved, folder].allSatisfy { FileManager.default.isWritableFile(atPath: $0) }
  }

  /// With symbolic links followed: SQLite does so too, and its other files stand beside the last.
  private var resolved: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// What SQLite opens where nothing may be written. Without a log nobody is at work on the store, so that it can do without
  /// files beside it.
  var pathForReading: String {
    guard !hasLog else { return path }
    // Every byte that a URI could take for its own is escaped.
    return "file:"
      + resolved.utf8.map { byte in
        let isPlain = byte == UInt8(ascii: "/") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
        return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }.joined() + "?immutable=1"
  }

  /// Passes where there is no file yet, an empty one, or a store.
  ///
  /// - Throws: `Unusable` for the database of another program; `Failure`: 65 for what is no database, 73 for what is no file.
  func requireOwn() throws {
    guard let kind = try? FileManager.default.attributesOfItem(atPath: resolved)[.type] as? FileAttributeType
    else { return }
    guard kind == .typeRegular else {
      throw Failure(.cannotCreate, "\(path): a store cannot be made here: this is no file")
    }
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Failure(.missing, "\(path): the store cannot be read: \(AtomicFile.systemMessage(errno))")
    }
    // 105 bytes in the format of SQLite 3, sections 1.3 and 1.6: what the file is, whose, and how many tables its first page has.
    let bytes = [UInt8](try file.read(upToCount: 105) ?? Data())
    guard !bytes.isEmpty else { return }
    guard bytes.count == 105, bytes.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw Unusable("this is no SQLite database, or it is damaged")
    }
    func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 << 8 | Int($1) } }
    // A store that was only begun has neither a mark nor a table.
    guard number(68..<72) == Schema.applicationID || (number(68..<72) == 0 && number(103..<105) == 0) else {
      throw Unusable.foreign
    }
  }
}
