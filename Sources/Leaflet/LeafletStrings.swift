import Foundation
import ModelFiles
import Results

/// The languages that leaflets are written in, by their ISO 639 code.
public enum LeafletLanguage: String, CaseIterable, Sendable { case en, de, es, zh }

/// The words of one language: `data/leaflet/LANGUAGE.json`, one text for each key, with numbers and names as `{placeholders}`.
public struct LeafletStrings: Sendable {
  public let language: LeafletLanguage
  let table: [String: String]

  public init(_ language: LeafletLanguage) {
    self.language = language
    // A table that is not one is a mistake of the build, and found by its tests.
    table = try! JSONDecoder().decode(
      [String: String].self, from: embeddedFile("leaflet/\(language.rawValue).json"))
  }

  /// A text with its placeholders filled. A number stays on the line of its unit.
  public func text(_ key: String, _ values: [String: String] = [:]) -> String {
    guard let text = table[key] else { preconditionFailure("leaflet/\(language.rawValue).json lacks \(key)") }
    return Self.filled(text.replacing(" %", with: "\u{A0}%").replacing("} kg", with: "}\u{A0}kg"), values)
  }

  /// In one pass, so that a name with braces stays as it is.
  static func filled(_ text: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      guard let value = values[name] else { preconditionFailure("no value for {\(name)} in '\(text)'") }
      result += value
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// What is assumed or changed, in a sentence's part.
  func text(_ item: LeafletItem) -> String {
    var values = ["muscles": item.muscles.map(muscle).joined(separator: text("name.separator"))]
    if let number = item.number { values[number.name] = whole(number.value, number.name) }
    return text(item.key, values)
  }

  /// A whole number; in words where rounding would make it nothing, or all.
  ///
  /// - Parameters:
  ///   - value: not negative.
  ///   - name: `percent` (a share), `kg` or `count` (an amount), or `degrees`.
  func whole(_ value: Double, _ name: String) -> String {
    let isShare = name == "percent"
    switch value {
    case _ where name == "degrees": break
    case 0.nextUp..<0.5: return text((isShare ? "percent" : "count") + ".under", ["number": "1"])
    case 99.5..<100 where isShare: return text("percent.almost", ["number": "100"])
    case 100.nextUp..<100.5 where isShare: return text("percent.over", ["number": "100"])
    default: break
    }
    let number = String(Int(value.rounded()))
    return isShare ? text("percent.plain", ["number": number]) : number
  }

  /// At most four things, and how many more there are.
  func list(_ items: [LeafletItem]) -> String {
    let shown = items.prefix(items.count > 4 ? 3 : 4).map { text($0) }
    let more =
      items.count > 4 ? [text("list.more", ["count": String(items.count - 3)])] : []
    return (shown + more).joined(separator: text("list.separator"))
  }

  /// A muscle or group; one that only a user's own model has keeps its name.
  private func muscle(_ name: String) -> String { table["muscle." + name] ?? MuscleWords.spoken(name) }

  func activity(_ name: String?) -> String { table["activity." + (name ?? "own")] ?? text("activity.own") }
}
