import Knee
import Results
import Yams

/// Single values of a study file.
extension StudyReader {
  /// Longest text that is taken for a number or a word, characters.
  static let longestWord = 100

  /// - Parameter inOneLine: refuses line breaks, but for those at the end that a block of YAML brings along.
  mutating func readText(_ node: Node, inOneLine: Bool, place: String) -> String? {
    guard let text = readScalar(node, place: place) else { return nil }
    let kept = inOneLine ? text.trimmingEnd() : text
    let isBad = kept.unicodeScalars.contains { $0.isControl && (inOneLine || ($0 != "\n" && $0 != "\t")) }
    guard !isBad else {
      fail(
        node, inOneLine && kept.contains("\n") ? "more than one line" : "a control character", place: place,
        allowed: inOneLine ? "text in one line" : "text")
      return nil
    }
    guard !text.allSatisfy(\.isWhitespace) else {
      fail(node, "an empty text", place: place, allowed: "text")
      return nil
    }
    return kept
  }

  mutating func readWord(_ node: Node, among words: [String], place: String) -> StudyValue.Content? {
    guard let text = readWordText(node, place: place) else { return nil }
    guard words.contains(text) else {
      var error = unknown("word", text, node, among: words, place: place)
      // A slip of the pen, or the shortest word that begins so.
      let spelled = words.first { $0 == text.lowercased() } ?? error.suggestion
      error.suggestion = spelled ?? words.filter { $0.hasPrefix(text) }.min { $0.count < $1.count }
      errors.append(error)
      return nil
    }
    return .text(text)
  }

  mutating func readWhole(_ node: Node, _ range: ClosedRange<Int>, place: String) -> StudyValue.Content? {
    guard let text = readWordText(node, place: place) else { return nil }
    guard node.scalar?.style == .plain, let number = Double(text), let whole = Int(exactly: number),
      range.contains(whole)
    else {
      let allowed = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      fail(node, "'\(text)' is not allowed", place: place, allowed: allowed)
      return nil
    }
    return .number(number)
  }

  /// `true` or `false`, in the spellings of YAML 1.2.
  mutating func readFlag(_ node: Node, place: String) -> StudyValue.Content? {
    guard let text = readWordText(node, place: place) else { return nil }
    guard node.scalar?.style == .plain,
      let flag = ["true": 1.0, "True": 1, "TRUE": 1, "false": 0, "False": 0, "FALSE": 0][text]
    else {
      fail(node, "'\(text)' is neither true nor false", place: place, allowed: "true or false")
      return nil
    }
    return .number(flag)
  }

  mutating func readQuantity(_ node: Node, _ quantity: Quantity, place: String) -> StudyValue.Content? {
    guard let text = readWordText(node, place: place) else { return nil }
    do {
      return .number(try quantity.parse(text, place: place, kind: .data))
    } catch {
      errors.append(at(node, error))
      return nil
    }
  }

  /// One value, or `start:stop:step`, where a unit behind the step is that of all three.
  mutating func readRange(_ node: Node, _ quantity: Quantity, place: String) -> StudyValue.Content? {
    guard let text = readWordText(node, place: place) else { return nil }
    do {
      let numbers = try quantity.parseRange(spreadUnit(text), place: place, kind: .data)
      return .list(numbers.map { value(node, .number($0)) })
    } catch {
      errors.append(at(node, error))
      return nil
    }
  }

  /// `0:30:5 %` with its unit at each number.
  private func spreadUnit(_ text: String) -> String {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    // What follows the number, an exponent being part of that.
    func unit(_ part: Substring) -> Substring { leadingNumber(of: String(part))?.rest ?? "" }
    guard parts.count == 3, !unit(parts[2]).isEmpty else { return text }
    return parts.map { unit($0).isEmpty ? $0 + unit(parts[2]) : $0 }.joined(separator: ":")
  }

  /// The text of a word or a number.
  private mutating func readWordText(_ node: Node, place: String) -> String? {
    guard let text = readScalar(node, place: place) else { return nil }
    guard text.count <= Self.longestWord, !text.unicodeScalars.contains(where: \.isControl) else {
      fail(node, "'\(shown(text))' where a word or a number should be", place: place, allowed: "one value")
      return nil
    }
    return text
  }

  private mutating func readScalar(_ node: Node, place: String) -> String? {
    guard case .scalar(let scalar) = node, !isNull(scalar) else {
      fail(node, "\(described(node)) where a value should be", place: place, allowed: "one value")
      return nil
    }
    return scalar.string
  }

  /// Whether YAML takes this for no value at all.
  func isNull(_ scalar: Node.Scalar) -> Bool {
    scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// A text as it may stand in a message: short, and without control characters.
  func shown(_ text: String, limit: Int = 60) -> String {
    let start = String(
      String.UnicodeScalarView(text.unicodeScalars.prefix(limit).map { $0.isControl ? "?" : $0 }))
    return start.unicodeScalars.count < text.unicodeScalars.count ? start + "…" : start
  }
}

extension Unicode.Scalar {
  /// Control characters, which a terminal might obey.
  var isControl: Bool { properties.generalCategory == .control }
}

extension String {
  func trimmingEnd() -> String {
    var text = self[...]
    while text.last?.isWhitespace ?? false { text.removeLast() }
    return String(text)
  }
}
