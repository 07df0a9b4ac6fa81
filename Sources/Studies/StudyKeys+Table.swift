import Results

extension StudyKeys {
  /// All keys, those of inner maps after the outer one, each key once.
  static var all: [StudyKey] { sections.flatMap(\.keys) }

  /// The maps of a study under their place, in the order of the documents.
  static let sections: [(place: String, keys: [StudyKey])] = [
    ("", root.keys), ("person", person.keys), ("activity", activity.keys), ("model", model.keys),
    ("tension.MUSCLE", tension), ("what_if[N]", whatIf.keys), ("sweep", sweep.keys),
  ]

  /// The table of all keys for the documents, in Markdown.
  static var markdown: String {
    var text = "| key | value | what it is |\n|---|---|---|\n"
    for section in sections {
      for key in section.keys {
        let name = section.place.isEmpty ? key.name : "\(section.place).\(key.name)"
        let required = key.isRequired ? " Required." : ""
        text += "| `\(name)` | \(key.kind.inWords) | \(key.help)\(required) |\n"
      }
    }
    return text
  }
}

extension StudyKind {
  /// What may stand here, in a few words.
  var inWords: String {
    switch self {
    case .line: "one line of text"
    case .text: "text"
    case .path: "path"
    case .word(let words): words.count > 8 ? "a name" : words.map { "`\($0)`" }.joined(separator: ", ")
    case .whole(let range):
      range.count == 1 ? "`\(range.lowerBound)`" : "\(range.lowerBound) to \(range.upperBound)"
    case .flag: "`true`, `false`"
    case .quantity(let quantity): quantity.allowed
    case .list(let kind): "list of: \(kind.inWords)"
    case .map: "keys below"
    case .wordOrMap: "a name, or keys below"
    case .muscles(.map): "muscles, each with keys below"
    case .muscles(let kind): "muscles, each with \(kind.inWords)"
    case .parameters(let areLists):
      areLists ? "parameters, each with values" : "parameters, each with a value"
    }
  }
}
