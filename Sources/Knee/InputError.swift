/// A wrong input, said so that a person can mend it: where it is, what stands there, what is allowed.
public struct InputError: Error, Sendable, Equatable {
  /// What kind of input was wrong; decides the exit code.
  public enum Kind: Sendable {
    /// A wrong call or option value (exit code 64).
    case usage
    /// Bad data in a file (exit code 65).
    case data
    /// A file that is not there or cannot be read (exit code 66).
    case missing
  }

  public var kind: Kind
  /// File name as the user gave it, if the input came from one.
  public var file: String?
  /// Line in that file, counted from 1.
  public var line: Int?
  /// Column in that line, counted from 1.
  public var column: Int?
  /// Column name, key path or option.
  public var place: String?
  /// What is wrong, with the value as it was found.
  public var problem: String
  /// What would be right: a range, a list of words, a unit.
  public var allowed: String?
  /// The nearest valid word, if one is near.
  public var suggestion: String?

  public init(
    _ kind: Kind, file: String? = nil, line: Int? = nil, column: Int? = nil, place: String? = nil,
    problem: String, allowed: String? = nil, suggestion: String? = nil
  ) {
    self.kind = kind
    self.file = file
    self.line = line
    self.column = column
    self.place = place
    self.problem = problem
    self.allowed = allowed
    self.suggestion = suggestion
  }

  /// An unknown word: names the nearest valid one and lists them all.
  public static func unknown(
    _ kind: Kind, _ what: String, _ word: String, among valid: [String], file: String? = nil,
    line: Int? = nil, place: String? = nil
  ) -> InputError {
    InputError(
      kind, file: file, line: line, place: place, problem: "unknown \(what) '\(word)'",
      allowed: valid.joined(separator: ", "), suggestion: nearestWord(to: word, among: valid))
  }
}

extension InputError: CustomStringConvertible {
  /// One line: `file:line:column: place: problem; allowed: …; did you mean '…'?`
  public var description: String {
    var text = ""
    if let file {
      text += file + (line.map { ":\($0)" } ?? "") + (column.map { ":\($0)" } ?? "") + ": "
    } else if let line {
      text += "line \(line): "
    }
    if let place { text += place + ": " }
    text += problem
    if let suggestion { text += "; did you mean '\(suggestion)'?" }
    if let allowed { text += " (allowed: \(allowed))" }
    return text
  }
}

/// The valid word that was likely meant: the one with the smallest edit distance, where at least half of the longer word is
/// left and the distance is within a third of its length (at least 2); else the only one that begins with the word; else nil.
public func nearestWord(to word: String, among valid: [String]) -> String? {
  let scored = valid.map { ($0, editDistance(Array(word.utf8), Array($0.utf8))) }
  guard let (best, distance) = scored.min(by: { $0.1 < $1.1 }) else { return nil }
  let isNear =
    distance <= max(2, best.utf8.count / 3) && 2 * distance <= max(best.utf8.count, word.utf8.count)
  if isNear { return best }
  let longer = valid.filter { $0.hasPrefix(word) }
  return longer.count == 1 && word.count >= 3 ? longer[0] : nil
}

/// Levenshtein distance: insertions, deletions and replacements that turn one word into the other.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for i in 0..<a.count {
    var diagonal = row[0]
    row[0] = i + 1
    for j in 0..<b.count {
      let replaced = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
