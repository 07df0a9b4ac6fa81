import Foundation

extension ValidationReport {
  /// The document of `trochlea validate --json`: keys in a fixed order, ends with a line end.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data([UInt8(ascii: "\n")])
  }

  /// The report for a terminal, `Self.tableWidth` columns wide at most; with `notes` also what was computed beside each
  /// value, and the sources.
  public func table(notes: Bool = false) -> String {
    var lines = heading.flatMap { wrap($0, Self.tableWidth) } + [""]
    let widths = [6, 46, 12, 14, 11, 7]
    lines.append(line(["row", "what", "published", "band", "ours", ""], widths))
    lines.append(line(widths.map { String(repeating: "-", count: $0) }, widths))
    for boundary in Target.Boundary.allCases {
      let rows = rows.filter { $0.boundary == boundary }
      guard !rows.isEmpty else { continue }
      lines.append(boundary.explanation)
      for row in rows {
        let cells = [
          [row.id], wrap(row.quantity + ": " + row.condition, widths[1]), wrap(row.published, widths[2]),
          [row.band], wrap(row.oursWithUnit, widths[4]), [row.verdict == .in ? "in" : "OUT"],
        ]
        for i in 0..<(cells.map(\.count).max() ?? 0) {
          lines.append(line(cells.map { i < $0.count ? $0[i] : "" }, widths))
        }
        if notes {
          let source = [row.source, row.doi].filter { !$0.isEmpty }.joined(separator: ", doi ")
          for text in [row.note, "source: " + source] where !text.isEmpty {
            lines += wrap(text, Self.tableWidth - 8).map { "        " + $0 }
          }
        }
      }
    }
    lines += [""] + verdict.flatMap { wrap($0, Self.tableWidth) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Columns of the table on a terminal.
  public static let tableWidth = 110

  /// The report as a table in Markdown, one line per row, for `docs/validation.md`.
  public func markdown() -> String {
    var lines = [
      "| row | boundary | what | condition | published | band | ours | unit | |",
      "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows {
      let cells = [
        row.id, row.boundary.words, row.quantity, row.condition, row.published, row.band, row.oursText,
        row.unit, row.verdict == .in ? "in" : "**out**",
      ]
      lines.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: [String] {
    ["\(model.name) (\(model.hash)) against published numbers; freedom \(freedom)"]
  }

  private var verdict: [String] {
    let out = rows.filter { $0.verdict == .out }.map(\.id)
    return out.isEmpty
      ? ["all \(rows.count) rows are in their bands"]
      : ["\(out.count) of \(rows.count) rows are out of their bands: " + out.joined(separator: ", ")]
  }
}

extension Target.Boundary {
  fileprivate var explanation: String {
    self == .fixedForces
      ? "fixed forces: the muscle forces are given, as in a rig"
      : "fixed moments: the net joint moments of a task are given, the muscles must meet them"
  }
}

extension ValidationReport.Row {
  /// `low to high`.
  package var band: String { "\(Self.short(low)) to \(Self.short(high))" }

  /// The model's value with three significant digits, two for those below a hundredth; `none` when there is none.
  package var oursText: String {
    guard let ours else { return "none" }
    if ours != 0, abs(ours) < 1e-6 { return "<1e-6" }
    var magnitude = abs(ours)
    var places = 2
    while magnitude >= 10, places > 0 {
      magnitude /= 10
      places -= 1
    }
    if abs(ours) < 0.01 { places = 4 }
    return text(ours, places)
  }

  package var oursWithUnit: String { ours == nil || unit == "-" ? oursText : oursText + " " + unit }

  /// A number of the list as short as it was written.
  private static func short(_ value: Double) -> String {
    value == value.rounded() ? text(value, 0) : "\(value)"
  }
}

/// Cells in their widths, two blanks between.
private func line(_ cells: [String], _ widths: [Int]) -> String {
  var text = ""
  var column = 0
  for (cell, width) in zip(cells, widths) {
    text += String(repeating: " ", count: max(0, column - text.count)) + cell
    column += width + 2
  }
  while text.last == " " { text.removeLast() }
  return text
}

/// A text in lines of at most `width` characters, broken at blanks; a longer word is broken where it must be.
func wrap(_ text: String, _ width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    var word = String(word)
    if !line.isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = ""
    }
    while word.count > width {
      lines.append(String(word.prefix(width)))
      word = String(word.dropFirst(width))
    }
    line += (line.isEmpty ? "" : " ") + word
  }
  return line.isEmpty ? lines : lines + [line]
}
