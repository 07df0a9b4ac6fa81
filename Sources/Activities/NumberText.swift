/// Decimal numbers in files: what counts as one, and how a cell is shown when it is none.
enum NumberText {
  /// Powers of ten that are exact doubles.
  private static let exactPowers: [Double] = (0...22).map { Double("1e\($0)") ?? .nan }

  /// The double nearest to the decimal text, or nil when the text is not one finite decimal number.
  ///
  /// Sign, digits, at most one point, and an exponent after `e` or `E` are read; words (nan, inf), hexadecimal
  /// digits, blanks and values beyond the largest double are refused.
  /// - Postcondition: equal to `Double(String)` on the same text, bit for bit.
  static func value(_ text: ArraySlice<UInt8>) -> Double? {
    var index = text.startIndex
    let end = text.endIndex
    var isNegative = false
    if index < end, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
      isNegative = text[index] == UInt8(ascii: "-")
      index += 1
    }

    // Digits, as an integer times a power of ten; 19 digits fit in 64 bits.
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var scale = 0
    var sawPoint = false
    while index < end {
      let byte = text[index]
      if byte == UInt8(ascii: "."), !sawPoint {
        sawPoint = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        digits += 1
        if significant > 0 || byte != UInt8(ascii: "0") { significant += 1 }
        if significant <= 19 { mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0")) }
        if sawPoint { scale -= 1 }
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < end {
      guard let exponent = exponent(text[index...]) else { return nil }
      scale += exponent
    }

    // Both factors exact: one rounding, the right one (Clinger 1990). Otherwise the standard library.
    if significant <= 19, mantissa < 1 << 53, abs(scale) <= 22 {
      let magnitude =
        scale < 0 ? Double(mantissa) / exactPowers[-scale] : Double(mantissa) * exactPowers[scale]
      return isNegative ? -magnitude : magnitude
    }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  /// `e`, an optional sign and digits up to the end; clamped to ±100000.
  private static func exponent(_ text: ArraySlice<UInt8>) -> Int? {
    guard let mark = text.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return nil }
    var digits = text.dropFirst()
    var isNegative = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      digits = digits.dropFirst()
    }
    guard !digits.isEmpty else { return nil }
    var value = 0
    for byte in digits {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = min(100_000, value * 10 + Int(byte - UInt8(ascii: "0")))
    }
    return isNegative ? -value : value
  }

  /// A cell for a message: at most 40 characters, control characters as `·`.
  static func shown(_ text: ArraySlice<UInt8>) -> String {
    let clipped = String(decoding: text.prefix(160), as: UTF8.self)
    var shown = ""
    for (index, character) in clipped.enumerated() {
      if index == 40 { return shown + "…" }
      let isControl = character.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) }
      shown.append(isControl ? "·" : character)
    }
    return shown
  }

  /// The text without blanks and tabs at its ends.
  static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let first = text.first, first == 32 || first == 9 { text = text.dropFirst() }
    while let last = text.last, last == 32 || last == 9 { text = text.dropLast() }
    return text
  }

  /// What is said of a cell that holds no number.
  static func problem(_ text: ArraySlice<UInt8>) -> String {
    let shown = shown(text)
    switch shown.lowercased() {
    case "": return "an empty cell"
    case "nan", "-nan", "+nan": return "'\(shown)' is not a number: the value is missing in this file"
    case "inf", "-inf", "+inf", "infinity", "-infinity": return "'\(shown)' is not a finite number"
    default:
      let isPointed = value(text.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }[...]) != nil
      return isPointed ? "'\(shown)' has a decimal comma" : "'\(shown)' is not a finite decimal number"
    }
  }
}

/// The lines of a text one after the other, without their ends (LF or CRLF); a byte order mark is skipped.
struct LineReader {
  private let bytes: [UInt8]
  private var next: Int
  /// Number of the line that was returned last, counted from 1.
  private(set) var number = 0
  /// Longest line that is returned whole, bytes; a longer one is a sign of a wrong file.
  static let lengthLimit = 1 << 20

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    next = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The next line, or nil at the end.
  mutating func line() -> ArraySlice<UInt8>? {
    guard next < bytes.count else { return nil }
    number += 1
    let start = next
    var end = start
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    next = end + 1
    if end > start, bytes[end - 1] == 13 { end -= 1 }
    return bytes[start..<end]
  }
}
