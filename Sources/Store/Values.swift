import Foundation
import Results

/// A value as JSON with sorted keys: every number reads back as the same bits.
func jsonText(_ value: some Encodable) -> String {
  String(decoding: encodedJSON(value).dropLast(), as: UTF8.self)
}

/// A value from the JSON of a column.
func value<T: Decodable>(_ text: String) throws -> T {
  do {
    return try JSONDecoder().decode(T.self, from: Data(text.utf8))
  } catch {
    throw Failure(.data, "the store is damaged: \(T.self) expected in place of '\(text.prefix(80))'")
  }
}

/// A word of an enumeration from a column.
func known<T: RawRepresentable>(_ word: String) throws -> T where T.RawValue == String {
  guard let value = T(rawValue: word) else {
    throw Failure(.data, "the store is damaged: unknown word '\(word)'")
  }
  return value
}
