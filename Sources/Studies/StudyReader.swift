import Knee
import Results
import Yams

/// Checks a YAML tree against the table of keys, and gathers everything that is wrong with it.
///
/// Keys and words are as the table has them, to the letter, so that a schema can say the same. Muscles may have hyphens or
/// blanks for underscores. What is wrong stays in the result as `invalid`, so that it does not count as missing.
struct StudyReader {
  let file: String
  /// nil where the model is not known: then any muscle will do.
  let words: MuscleWords?
  var errors: [InputError] = []
  /// Values left to look at: a file of aliases to aliases could ask for more than fit in memory.
  private var budget = 100_000
  /// Whether more is wrong than anybody reads: then no further keys are looked at.
  var isFull: Bool { errors.count >= StudyErrors.mostListed || budget <= 0 }

  init(file: String, words: MuscleWords?) {
    self.file = file
    self.words = words
  }

  /// A node as a value of that kind.
  mutating func read(_ node: Node, as kind: StudyKind, place: String) -> StudyValue {
    budget -= 1
    guard budget > 0 else {
      if budget == 0 { fail(node, "too many values", place: place, allowed: "at most 100000") }
      return value(node, .invalid)
    }
    let content: StudyValue.Content? =
      switch kind {
      case .line, .path: readText(node, inOneLine: true, place: place).map { .text($0) }
      case .text: readText(node, inOneLine: false, place: place).map { .text($0) }
      case .word(let words): readWord(node, among: words, place: place)
      case .whole(let range): readWhole(node, range, place: place)
      case .flag: readFlag(node, place: place)
      case .quantity(let quantity): readQuantity(node, quantity, place: place)
      case .list(let kind): readList(node, of: kind, place: place)
      case .map(let map): readMap(node, map, place: place)
      case .wordOrMap(let words, let map):
        node.mapping == nil
          ? readWord(node, among: words, place: place) : readMap(node, map, place: place)
      case .muscles(let kind): readMuscles(node, each: kind, place: place)
      case .parameters(let areLists): readParameters(node, areLists: areLists, place: place)
      }
    return value(node, content ?? .invalid)
  }

  private mutating func readMap(_ node: Node, _ map: StudyMap, place: String) -> StudyValue.Content? {
    let names = map.keys.map(\.name)
    guard let pairs = pairs(node, place: place, allowed: names) else { return nil }
    var entries: [StudyValue.Entry] = []
    for pair in pairs where !isFull {
      let value: StudyValue
      if let key = map.keys.first(where: { $0.name == pair.name }) {
        value = read(pair.value, as: key.kind, place: inner(place, key.name))
      } else {
        errors.append(unknown("key", pair.name, pair.key, among: names, place: place))
        value = self.value(pair.value, .invalid)
      }
      entries.append(.init(key: pair.name, mark: mark(pair.key), value: value))
    }
    for key in map.keys where key.isRequired && !isFull && !entries.contains(where: { $0.key == key.name }) {
      fail(node, "the key '\(key.name)' is missing", place: place, allowed: key.help)
    }
    if entries.count < map.least, !entries.isEmpty {
      fail(node, "nothing changes", place: place, allowed: names.dropFirst().joined(separator: ", "))
    }
    for rule in map.rules { check(rule, entries, node, place: place) }
    return .map(entries)
  }

  private mutating func check(
    _ rule: StudyMap.Rule, _ entries: [StudyValue.Entry], _ node: Node, place: String
  ) {
    func entry(_ name: String) -> StudyValue.Entry? { entries.first { $0.key == name } }
    switch rule {
    case .oneAtMost(let names):
      let found = entries.filter { names.contains($0.key) }
      if found.count > 1 {
        errors.append(
          found[1].mark.error(
            "not together with '\(found[0].key)'", place: inner(place, found[1].key),
            allowed: "one of \(names.joined(separator: ", "))"))
      }
    case .needs(let name, let other):
      if let found = entry(name), entry(other) == nil {
        errors.append(
          found.mark.error(
            "stands without '\(other)'", place: inner(place, name), allowed: "together with '\(other)'"))
      }
    }
  }

  private mutating func readMuscles(_ node: Node, each kind: StudyKind, place: String) -> StudyValue.Content?
  {
    guard let pairs = pairs(node, place: place, allowed: ["muscles or groups"]) else { return nil }
    var entries: [StudyValue.Entry] = []
    for pair in pairs where !isFull {
      do throws(InputError) {
        try words?.requireMuscle(shown(pair.name, limit: Self.longestWord), place: place)
      } catch {
        errors.append(at(pair.key, error))
      }
      entries.append(
        .init(
          key: MuscleWords.normalized(pair.name), mark: mark(pair.key),
          value: read(pair.value, as: kind, place: inner(place, pair.name))))
    }
    return .map(entries)
  }

  private mutating func readParameters(_ node: Node, areLists: Bool, place: String) -> StudyValue.Content? {
    guard let pairs = pairs(node, place: place, allowed: SweepParameter.examples) else { return nil }
    var entries: [StudyValue.Entry] = []
    for pair in pairs where !isFull {
      let place = inner(place, pair.name)
      var content: StudyValue.Content?
      do throws(InputError) {
        let parameter = try SweepParameter(
          shown(pair.name, limit: Self.longestWord), words: words, place: place)
        content =
          areLists
          ? readValues(pair.value, parameter.quantity, place: place)
          : readQuantity(pair.value, parameter.quantity, place: place)
      } catch {
        errors.append(at(pair.key, error))
      }
      entries.append(
        .init(key: pair.name, mark: mark(pair.key), value: value(pair.value, content ?? .invalid)))
    }
    return .map(entries)
  }

  /// A list of values, or one text such as `0:30:5 %`.
  private mutating func readValues(_ node: Node, _ quantity: Quantity, place: String) -> StudyValue.Content? {
    if node.sequence != nil { return readList(node, of: .quantity(quantity), place: place) }
    return readRange(node, quantity, place: place)
  }

  private mutating func readList(_ node: Node, of kind: StudyKind, place: String) -> StudyValue.Content? {
    guard case .sequence(let sequence) = node else {
      fail(node, "\(described(node)) where a list should be", place: place, allowed: "a list, such as [a, b]")
      return nil
    }
    if sequence.isEmpty { fail(node, "the list is empty", place: place, allowed: "one entry or more") }
    var values: [StudyValue] = []
    var words: Set<String> = []
    for (index, child) in sequence.enumerated() where !isFull {
      let value = read(child, as: kind, place: "\(place)[\(index + 1)]")
      if case .word = kind, let text = value.text, !words.insert(text).inserted {
        fail(child, "'\(text)' stands here twice", place: place, allowed: "each word once")
      }
      values.append(value)
    }
    return .list(values)
  }

  /// Keys with their values; nil for what is no map, or an empty one.
  private mutating func pairs(
    _ node: Node, place: String, allowed: [String]
  ) -> [(key: Node, name: String, value: Node)]? {
    guard case .mapping(let mapping) = node, !mapping.isEmpty else {
      fail(
        node, "\(described(node)) where keys with values should be", place: place,
        allowed: allowed.joined(separator: ", "))
      return nil
    }
    var found: [(key: Node, name: String, value: Node)] = []
    var names: Set<String> = []
    for (key, child) in mapping {
      guard case .scalar(let scalar) = key else {
        fail(key, "\(described(key)) as a key", place: place, allowed: "a word")
        continue
      }
      // `rectus_femoris` and `rectus-femoris` are one muscle.
      let name = MuscleWords.normalized(scalar.string)
      guard names.insert(name).inserted else {
        fail(
          key, "the key '\(shown(scalar.string))' stands here twice", place: place, allowed: "each key once")
        continue
      }
      // Between braces `12,5 %` is 12, and a key without a value.
      if let nothing = child.scalar, isNull(nothing), let last = found.last,
        let whole = last.value.scalar?.string,
        whole.last?.isNumber ?? false, scalar.string.first?.isNumber ?? false
      {
        fail(
          last.value, "'\(shown(whole)),\(shown(scalar.string))' has a comma",
          place: inner(place, last.name), allowed: "a decimal point: \(shown(whole)).\(shown(scalar.string))")
        found.removeLast()
        continue
      }
      found.append((key, scalar.string, child))
    }
    return found
  }

  private func inner(_ place: String, _ name: String) -> String {
    place.isEmpty ? shown(name) : "\(place).\(shown(name))"
  }
}

/// What is wrong, and where.
extension StudyReader {
  func mark(_ node: Node) -> StudyMark {
    StudyMark(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  func value(_ node: Node, _ content: StudyValue.Content) -> StudyValue {
    StudyValue(mark: mark(node), content: content)
  }

  mutating func fail(_ node: Node, _ problem: String, place: String, allowed: String) {
    errors.append(mark(node).error(problem, place: place, allowed: allowed))
  }

  func at(_ node: Node, _ error: InputError) -> InputError {
    var error = error
    let mark = mark(node)
    (error.kind, error.file, error.line, error.column) = (.data, mark.file, mark.line, mark.column)
    error.problem = shown(error.problem, limit: 200)
    return error
  }

  func unknown(_ what: String, _ word: String, _ node: Node, among valid: [String], place: String)
    -> InputError
  {
    let nearest = InputError.unknown(
      .data, what, shown(word), among: valid, place: place.isEmpty ? nil : place)
    return at(node, nearest)
  }

  func described(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): isNull(scalar) ? "nothing" : "'\(shown(scalar.string))'"
    case .mapping(let mapping): mapping.isEmpty ? "an empty map" : "a map of keys"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
