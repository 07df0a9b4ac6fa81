import CData
import Knee

/// The files of `data/` that are compiled into the program.
enum EmbeddedData {
  /// The bytes of an embedded file by its path inside `data/`; a missing one is a mistake of the build.
  static func bytes(of name: String) -> [UInt8] {
    for index in 0..<trochlea_file_count() {
      let file = unsafe trochlea_file_at(index)
      guard unsafe String(cString: file.name) == name else { continue }
      return unsafe [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count))
    }
    preconditionFailure("\(name) is not compiled into this program: see Sources/CData/cdata.c")
  }

  /// An embedded table; empty cells are allowed.
  static func table(_ name: String, textColumns: Set<String> = []) throws(InputError) -> CSVTable {
    try CSVTable.parse(
      bytes(of: name), name: "data/" + name, allowsEmptyCells: true, textColumns: textColumns)
  }
}
