import Activities
import Knee
import Results
import Yams

/// The bytes of a study file, and where they are from.
struct StudyText {
  let path: String
  let bytes: [UInt8]
  /// Whether it is a scenario of the program, and no file whatever its path.
  var isBuiltIn = false

  /// A file, or the built-in scenario of that name where there is no such file.
  ///
  /// - Parameters:
  ///   - file: the study from whose folder the path is seen. From a built-in one only built-in ones are seen.
  ///   - stored: texts that go before those on the disk and the built-in ones.
  /// - Throws: `InputError` (missing) with the nearest scenario for what looks like the name of one.
  static func find(_ name: String, besides file: ParsedStudy? = nil, among stored: [StudyText] = [])
    throws(InputError) -> StudyText
  {
    let path = file.map { StudyFile.beside($0.path, name) } ?? name
    let scenario = stored.first { $0.isBuiltIn && $0.path == BuiltInScenario.path(of: name) }
    if file?.isBuiltIn != true, let text = stored.first(where: { !$0.isBuiltIn && $0.path == path }) {
      return text
    }
    if let scenario { return scenario }
    if let file, file.isBuiltIn { return try BuiltInScenario(named: name).text }
    do {
      return StudyText(path: path, bytes: try FileBytes.read(path: path, limit: StudyFile.sizeLimit))
    } catch {
      let isName = !name.isEmpty && !name.contains("/") && !name.contains(".")
      guard error.kind == .missing, isName else { throw error }
      return try BuiltInScenario(named: name).text
    }
  }
}

/// A study file as a tree.
struct ParsedStudy {
  let path: String
  let bytes: [UInt8]
  let isBuiltIn: Bool
  let node: Node

  /// Most aliases: with more, a few lines could stand for more values than fit in memory.
  private static let mostAliases = 24

  /// - Throws: `InputError` (data) for what is no YAML.
  init(_ text: StudyText) throws(InputError) {
    path = text.path
    bytes = text.bytes
    isBuiltIn = text.isBuiltIn
    do throws(StudyMistake) {
      guard let string = String(validating: text.bytes, as: UTF8.self) else {
        throw StudyMistake("this is not UTF-8 text")
      }
      // Some editors begin a file with a mark of its encoding.
      let yaml =
        string.unicodeScalars.first == "\u{feff}" ? String(string.unicodeScalars.dropFirst()) : string
      try Self.check(yaml)
      node = try Self.compose(yaml)
    } catch {
      throw InputError(
        .data, file: text.path, line: error.line, column: error.column, problem: error.problem,
        allowed: "a study in YAML: 'trochlea init' writes one")
    }
  }

  /// What the parser does not see, or sees too late.
  private static func check(_ text: String) throws(StudyMistake) {
    guard !text.allSatisfy(\.isWhitespace) else { throw StudyMistake("the file is empty") }
    var (line, column, aliases) = (1, 1, 0)
    var last: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar.isControl, !["\t", "\n", "\r", "\u{85}"].contains(scalar) {
        throw StudyMistake("a control character", line, column)
      }
      if last == "*", isOfAlias(scalar) { aliases += 1 }
      if aliases > mostAliases {
        throw StudyMistake("more than \(mostAliases) aliases (*)", line, column)
      }
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      last = scalar
    }
  }

  /// Whether a name of an alias can begin so: letters, digits, `_` and `-`.
  private static func isOfAlias(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
  }

  private static func compose(_ text: String) throws(StudyMistake) -> Node {
    do {
      guard let node = try Yams.compose(yaml: text) else { throw StudyMistake("the file holds no keys") }
      return node
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw StudyMistake("no YAML: " + problem, mark.line, mark.column)
      case .duplicatedKeysInMapping(let keys, let context):
        let key = keys.first ?? ""
        let mark = again(key, after: context.mark, in: text)
        throw StudyMistake("the key '\(key)' stands here twice", mark.line, mark.column)
      default: throw StudyMistake("no YAML: \(error)")
      }
    } catch {
      throw (error as? StudyMistake) ?? StudyMistake("no YAML: \(error)")
    }
  }

  /// Where a key stands for the second time: below the first in the same column, or further on in its line; otherwise the
  /// first place.
  private static func again(_ key: String, after mark: Mark, in text: String) -> (line: Int, column: Int) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(mark.line - 1) else { return (mark.line, mark.column) }
    let rest = lines[mark.line - 1].dropFirst(mark.column)
    if let found = rest.firstRange(of: key + ":") {
      return (mark.line, mark.column + rest.distance(from: rest.startIndex, to: found.lowerBound) + 1)
    }
    for (index, line) in lines.enumerated().dropFirst(mark.line)
    where line.dropFirst(mark.column - 1).hasPrefix(key + ":") {
      return (index + 1, mark.column)
    }
    return (mark.line, mark.column)
  }

  /// The path under a key; nil where there is none that the reader will take.
  func path(_ key: String, in map: Node.Mapping? = nil) -> String? {
    guard let text = (map ?? node.mapping)?[key]?.scalar?.string.trimmingEnd(), !text.isEmpty,
      !text.unicodeScalars.contains(where: \.isControl)
    else { return nil }
    return text
  }

  func mark(of key: String) -> StudyMark {
    let mark = node.mapping?[key]?.mark
    return StudyMark(file: path, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

/// Why a text is no YAML, and where.
private struct StudyMistake: Error {
  var problem: String
  var line, column: Int?

  init(_ problem: String, _ line: Int? = nil, _ column: Int? = nil) {
    (self.problem, self.line, self.column) = (problem, line, column)
  }
}
