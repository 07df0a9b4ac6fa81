import Knee

/// A checked value of a study file, with where it stands.
struct StudyValue: Sendable {
  let mark: StudyMark
  let content: Content

  indirect enum Content: Sendable {
    /// A text, a word or a path as written.
    case text(String)
    /// In the unit used inside; 0 or 1 for a flag.
    case number(Double)
    case list([StudyValue])
    case map([Entry])
    /// Something that was refused.
    case invalid
  }

  struct Entry: Sendable {
    let key: String
    let mark: StudyMark
    var value: StudyValue
  }
}

/// A place in a file, line and column from 1.
struct StudyMark: Sendable, Equatable {
  let file: String
  let line, column: Int

  func error(
    _ problem: String, place: String, allowed: String? = nil, suggestion: String? = nil
  ) -> InputError {
    InputError(
      .data, file: file, line: line, column: column, place: place.isEmpty ? nil : place, problem: problem,
      allowed: allowed, suggestion: suggestion)
  }
}

extension StudyValue {
  var text: String? { if case .text(let text) = content { text } else { nil } }
  var number: Double? { if case .number(let number) = content { number } else { nil } }
  var flag: Bool { number == 1 }
  var list: [StudyValue] { if case .list(let list) = content { list } else { [] } }
  var entries: [Entry] { if case .map(let entries) = content { entries } else { [] } }

  /// The value of a key of a map.
  subscript(key: String) -> StudyValue? { entries.first { $0.key == key }?.value }

  /// A study over one that it extends: the keys of person, model and tension are joined, everything else is
  /// replaced. Title and question of the base are not those of this study.
  func extending(_ base: StudyValue) -> StudyValue {
    let own = base.entries.filter { !["title", "question"].contains($0.key) }
    return over(StudyValue(mark: base.mark, content: .map(own))) { name in
      StudyKeys.root.keys.contains { $0.name == name && $0.isJoined }
    }
  }

  /// This map over another; keys that both have are joined in turn where `joins` says so.
  private func over(_ base: StudyValue, joins: (String) -> Bool = { _ in true }) -> StudyValue {
    guard case .map(let own) = content, case .map(var joined) = base.content else { return self }
    for entry in own {
      let index = joined.firstIndex { $0.key == entry.key }
      var entry = entry
      if let index {
        if joins(entry.key) { entry.value = entry.value.over(joined[index].value) }
        joined.remove(at: index)
      }
      // A later entry wins over those before it.
      joined.append(entry)
    }
    return StudyValue(mark: mark, content: .map(joined))
  }
}
