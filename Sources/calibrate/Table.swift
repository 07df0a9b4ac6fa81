import Foundation
import Knee

/// A source table with named columns; `#` lines are comments.
struct Table {
  let columns: [String]
  let rows: [[String]]

  init(_ url: URL) throws {
    let text = try String(contentsOf: url, encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    guard let header = lines.first else {
      throw InputError(.data, file: url.path, problem: "the table is empty", allowed: "a header and rows")
    }
    columns = Self.fields(header)
    rows = lines.dropFirst().map(Self.fields)
  }

  /// Fields of a line; a quoted field may hold commas.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    for character in line {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == "," && !isQuoted {
        fields.append("")
      } else {
        fields[fields.count - 1].append(character)
      }
    }
    return fields
  }

  /// A column as text.
  func text(_ name: String) -> [String] {
    guard let index = columns.firstIndex(of: name) else { preconditionFailure("no column \(name)") }
    return rows.map { $0[index] }
  }

  /// A column as numbers.
  func numbers(_ name: String) -> [Double] {
    text(name).map { value in
      guard let number = Double(value) else { preconditionFailure("\(name): '\(value)' is no number") }
      return number
    }
  }
}
