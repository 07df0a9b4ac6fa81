import Activities
import Knee
import Results
import Yams

/// Checks a YAML tree against the table of keys, and gathers everything that is wrong with it.
struct StudyReader {
  let file: String
  let words: MuscleWords
  private(set) var errors: [InputError] = []
  /// Values left to look at: a file of aliases to aliases could ask for more than fit in memory.
  private var budget = 100_000

  init(file: String, words: MuscleWords) {
    self.file = file
    self.words = words
  }

  /// A node as a value of that kind; nil where it is wrong.
  mutating func read(_ node: Node, as kind: StudyKind, place: String) -> StudyValue? {
    budget -= 1
    guard budget > 0 else {
      if budget == 0 { fail(node, "too many values", place: place, allowed: "at most 100000") }
      return nil
    }
    switch kind {
    case .text, .path: return readText(node, place: place).map { value(node, .text($0)) }
    case .word(let words): return readWord(node, among: words, place: place)
    case .whole(let range): return readWhole(node, range, place: place)
    case .flag: return readFlag(node, place: place)
    case .quantity(let quantity): return readQuantity(node, quantity, place: place)
    case .list(let kind): return readList(node, of: kind, place: place)
    case .map(let keys): return readMap(node, keys, place: place)
    case .wordOrMap(let words, let keys):
      if case .mapping = node { return readMap(node, keys, place: place) }
      return readWord(node, among: words, place: place)
    case .muscles(let kind): return readMuscles(node, each: kind, place: place)
    case .parameters(let areLists): return readParameters(node, areLists: areLists, place: place)
    }
  }

  private mutating func readMap(_ node: Node, _ keys: [StudyKey], place: String) -> StudyValue? {
    guard let pairs = pairs(node, place: place, allowed: keys.map(\.name)) else { return nil }
    var entries: [StudyValue.Entry] = []
    for (keyNode, name, child) in pairs {
      guard let key = keys.first(where: { $0.name == MuscleWords.normalized(name) }) else {
        errors.append(unknown("key", name, keyNode, among: keys.map(\.name), place: place))
        continue
      }
      let place = place.isEmpty ? key.name : "\(place).\(key.name)"
      if let value = read(child, as: key.kind, place: place) {
        entries.append(.init(key: key.name, mark: mark(keyNode), value: value))
      }
    }
    for key in keys
    where key.isRequired && !pairs.contains(where: { MuscleWords.normalized($0.name) == key.name }) {
      fail(node, "the key '\(key.name)' is missing", place: place.isEmpty ? nil : place, allowed: key.help)
    }
    return value(node, .map(entries))
  }

  private mutating func readMuscles(_ node: Node, each kind: StudyKind, place: String) -> StudyValue? {
    guard let pairs = pairs(node, place: place, allowed: ["muscles or groups"]) else { return nil }
    var entries: [StudyValue.Entry] = []
    for (keyNode, name, child) in pairs {
      do {
        _ = try words.indices(of: name, kind: .data, place: place)
      } catch {
        errors.append(at(keyNode, error))
        continue
      }
      if let value = read(child, as: kind, place: "\(place).\(name)") {
        entries.append(.init(key: MuscleWords.normalized(name), mark: mark(keyNode), value: value))
      }
    }
    return value(node, .map(entries))
  }

  private mutating func readParameters(_ node: Node, areLists: Bool, place: String) -> StudyValue? {
    guard let pairs = pairs(node, place: place, allowed: SweepParameter.examples) else { return nil }
    var entries: [StudyValue.Entry] = []
    for (keyNode, name, child) in pairs {
      let parameter: SweepParameter
      do {
        parameter = try SweepParameter(name, words: words, place: place)
      } catch {
        errors.append(at(keyNode, error))
        continue
      }
      let place = "\(place).\(name)"
      let found =
        areLists
        ? readValues(child, parameter.quantity, place: place)
        : readQuantity(child, parameter.quantity, place: place)
      if let found { entries.append(.init(key: name, mark: mark(keyNode), value: found)) }
    }
    return value(node, .map(entries))
  }

  /// A list of values, or one text such as `0:30:5 %`.
  private mutating func readValues(_ node: Node, _ quantity: Quantity, place: String) -> StudyValue? {
    if case .sequence = node { return readList(node, of: .quantity(quantity), place: place) }
    guard let text = readText(node, place: place) else { return nil }
    do {
      let numbers = try quantity.parseRange(spreadUnit(text), place: place, kind: .data)
      return value(node, .list(numbers.map { value(node, .number($0)) }))
    } catch {
      errors.append(at(node, error))
      return nil
    }
  }

  /// `0:30:5 %` with its unit at each number.
  private func spreadUnit(_ text: String) -> String {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let start = parts[2].firstIndex(where: { $0.isLetter || "%°".contains($0) })
    else {
      return text
    }
    let unit = parts[2][start...]
    return parts.map {
      $0.contains(where: { $0.isLetter || "%°".contains($0) }) ? String($0) : String($0) + String(unit)
    }
    .joined(separator: ":").filter { $0 != " " }
  }

  private mutating func readList(_ node: Node, of kind: StudyKind, place: String) -> StudyValue? {
    guard case .sequence(let sequence) = node else {
      fail(node, "\(described(node)) where a list should be", place: place, allowed: "a list, such as [a, b]")
      return nil
    }
    if sequence.isEmpty { fail(node, "the list is empty", place: place, allowed: "one entry or more") }
    return value(
      node,
      .list(
        sequence.enumerated().compactMap { read($0.element, as: kind, place: "\(place)[\($0.offset + 1)]") }))
  }

  private mutating func readQuantity(_ node: Node, _ quantity: Quantity, place: String) -> StudyValue? {
    guard let text = readText(node, place: place) else { return nil }
    do {
      return value(node, .number(try quantity.parse(text, place: place, kind: .data)))
    } catch {
      errors.append(at(node, error))
      return nil
    }
  }

  private mutating func readWord(_ node: Node, among words: [String], place: String) -> StudyValue? {
    guard let text = readText(node, place: place) else { return nil }
    guard let word = words.first(where: { $0.lowercased() == text.lowercased() }) else {
      errors.append(unknown("word", text, node, among: words, place: place))
      return nil
    }
    return value(node, .text(word))
  }

  private mutating func readWhole(_ node: Node, _ range: ClosedRange<Int>, place: String) -> StudyValue? {
    guard let text = readText(node, place: place) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      let allowed = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
      fail(node, "'\(text)' is not allowed", place: place, allowed: allowed)
      return nil
    }
    return value(node, .number(Double(number)))
  }

  private mutating func readFlag(_ node: Node, place: String) -> StudyValue? {
    guard let text = readText(node, place: place) else { return nil }
    guard text == "true" || text == "false" else {
      fail(node, "'\(text)' is neither true nor false", place: place, allowed: "true or false")
      return nil
    }
    return value(node, .number(text == "true" ? 1 : 0))
  }

  private mutating func readText(_ node: Node, place: String) -> String? {
    guard case .scalar(let scalar) = node, !(scalar.string.isEmpty && scalar.style == .plain) else {
      fail(node, "\(described(node)) where a value should be", place: place, allowed: "one value")
      return nil
    }
    guard !scalar.string.unicodeScalars.contains(where: { $0.value < 32 && $0 != "\n" && $0 != "\t" }) else {
      fail(node, "a control character", place: place, allowed: "text")
      return nil
    }
    return scalar.string
  }

  /// Keys with their values; nil for what is no map.
  private mutating func pairs(
    _ node: Node, place: String, allowed: [String]
  ) -> [(node: Node, name: String, value: Node)]? {
    guard case .mapping(let mapping) = node else {
      fail(
        node, "\(described(node)) where keys with values should be", place: place.isEmpty ? nil : place,
        allowed: allowed.joined(separator: ", "))
      return nil
    }
    var found: [(node: Node, name: String, value: Node)] = []
    for (key, child) in mapping {
      guard case .scalar(let scalar) = key else {
        fail(key, "\(described(key)) as a key", place: place, allowed: "a word")
        continue
      }
      // `tension` and `Tension`, or `what-if` and `what_if`, are one key.
      let name = MuscleWords.normalized(scalar.string)
      if found.contains(where: { MuscleWords.normalized($0.name) == name }) {
        fail(key, "the key '\(scalar.string)' stands here twice", place: place, allowed: "each key once")
        continue
      }
      found.append((key, scalar.string, child))
    }
    return found
  }
}

/// What is wrong, and where.
extension StudyReader {
  private func mark(_ node: Node) -> StudyMark {
    StudyMark(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  private func value(_ node: Node, _ content: StudyValue.Content) -> StudyValue {
    StudyValue(mark: mark(node), content: content)
  }

  private mutating func fail(_ node: Node, _ problem: String, place: String?, allowed: String) {
    var error = mark(node).error(problem, place: place ?? "", allowed: allowed)
    if place?.isEmpty ?? true { error.place = nil }
    errors.append(error)
  }

  private func at(_ node: Node, _ error: InputError) -> InputError {
    var error = error
    let mark = mark(node)
    (error.kind, error.file, error.line, error.column) = (.data, mark.file, mark.line, mark.column)
    return error
  }

  private func unknown(_ what: String, _ word: String, _ node: Node, among valid: [String], place: String)
    -> InputError
  {
    at(node, .unknown(.data, what, word, among: valid, place: place.isEmpty ? nil : place))
  }

  private func described(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
    case .mapping: "a map of keys"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
