import Foundation
import GRDB
import Results

/// What a store cannot hold unless something else than this program wrote into it.
struct Damage: Error {
  let text: String
  init(_ text: String) { self.text = text }
}

/// A value as JSON with sorted keys: every number reads back as the same bits.
func jsonText(_ value: some Encodable) -> String {
  String(decoding: encodedJSON(value).dropLast(), as: UTF8.self)
}

/// Columns, each as the type that it must have. GRDB's own subscripts end the process at another type, or read it as zero.
extension Row {
  /// - Throws: `Damage` where the column is missing, empty or of another type, and where a number is not finite.
  func read<T: DatabaseValueConvertible>(_ column: String) throws -> T {
    guard let value: T = try readIfPresent(column) else { throw damage(column, "nothing") }
    return value
  }

  /// The same, or nil where the column is empty.
  func readIfPresent<T: DatabaseValueConvertible>(_ column: String) throws -> T? {
    guard hasColumn(column) else { throw Damage("there is no column '\(column)'") }
    let stored: DatabaseValue = self[column]
    guard !stored.isNull else { return nil }
    // GRDB reads bytes as text, too.
    if case .blob = stored.storage, T.self == String.self { throw damage(column, "bytes") }
    guard let value = T.fromDatabaseValue(stored), (value as? Double)?.isFinite != false else {
      throw damage(column, "'\(stored)'")
    }
    return value
  }

  /// Whether the column holds anything.
  func has(_ column: String) throws -> Bool {
    try readIfPresent(column) as DatabaseValue? != nil
  }

  /// A value from JSON.
  func decoded<T: Decodable>(_ column: String) throws -> T {
    let text: String = try read(column)
    do {
      return try JSONDecoder().decode(T.self, from: Data(text.utf8))
    } catch {
      throw damage(column, "'\(text)'")
    }
  }

  /// A word of an enumeration.
  func word<T: RawRepresentable>(_ column: String) throws -> T where T.RawValue == String {
    let word: String = try read(column)
    guard let value = T(rawValue: word) else { throw damage(column, "'\(word)'") }
    return value
  }

  private func damage(_ column: String, _ found: String) -> Damage {
    let point = hasColumn("point") ? Int.fromDatabaseValue(self["point"]).map { " of point \($0)" } : nil
    return Damage("\(found.prefix(80)) cannot stand in '\(column)'\(point ?? "")")
  }
}
