import Scenarios

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ResultsDocument {
  /// The document as one line of JSON with sorted keys and a final newline: the same results give the same bytes.
  ///
  /// - Throws: `NotFinite` when a number cannot be written in JSON.
  public func json() throws(NotFinite) -> [UInt8] {
    try requireFinite()
    return encodedJSON(self)
  }

  /// Reads a document back.
  ///
  /// - Throws: `DecodingError` when a key is missing or has another type.
  public init(json: [UInt8]) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(json))
  }
}

/// A value as one line of JSON with sorted keys and a final newline. Its numbers must be finite.
public func encodedJSON(_ value: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  } catch {
    preconditionFailure("a value whose numbers are finite cannot fail to encode: \(error)")
  }
}
