/// A JSON value that is written for people to read and for `diff` to compare: members in the order given, tables with
/// a row per line.
enum JSONText {
  case number(Double)
  case text(String)
  case list([JSONText])
  case object([(String, JSONText)])

  static func numbers(_ values: [Double]) -> JSONText { .list(values.map { .number($0) }) }

  private var isFlat: Bool {
    switch self {
    case .number, .text: true
    case .list(let items): items.allSatisfy { if case .number = $0 { true } else { false } }
    case .object(let members): members.allSatisfy { $0.1.isFlat || !$0.1.isLong } && members.count <= 16
    }
  }

  private var isLong: Bool {
    if case .list(let items) = self { return items.count > 12 }
    return false
  }

  /// The value indented by `depth` levels.
  func written(_ depth: Int = 0) -> String {
    let indent = String(repeating: "  ", count: depth + 1)
    let end = "\n" + String(repeating: "  ", count: depth)
    switch self {
    case .number(let value):
      return value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    case .text(let text):
      let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      return "\"\(escaped)\""
    case .list(let items):
      if isFlat && !isLong { return "[" + items.map { $0.written() }.joined(separator: ", ") + "]" }
      if isFlat {
        let lines = stride(from: 0, to: items.count, by: 12).map { k in
          items[k..<min(k + 12, items.count)].map { $0.written() }.joined(separator: ", ")
        }
        return "[\n" + indent + lines.joined(separator: ",\n" + indent) + end + "]"
      }
      return "[\n" + indent + items.map { $0.written(depth + 1) }.joined(separator: ",\n" + indent) + end
        + "]"
    case .object(let members):
      let parts = members.map { "\"\($0.0)\": " + $0.1.written(depth + 1) }
      if isFlat && depth > 1 && !parts.contains(where: { $0.contains("\n") }) {
        return "{" + parts.joined(separator: ", ") + "}"
      }
      return "{\n" + indent + parts.joined(separator: ",\n" + indent) + end + "}"
    }
  }
}
