/// A table for people: columns of fixed width, two blanks apart, units in the header.
public struct TextTable: Sendable {
  public enum Alignment: Sendable { case left, right }

  public struct Column: Sendable {
    public var title: String
    /// Stands in a second line of the header; empty when there is none.
    public var unit: String
    public var alignment: Alignment
    public init(_ title: String, unit: String = "", _ alignment: Alignment = .right) {
      self.title = title
      self.unit = unit
      self.alignment = alignment
    }
  }

  public var columns: [Column]
  public var rows: [[String]] = []

  public init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row; it must have a cell for every column.
  public mutating func add(_ cells: [String]) {
    precondition(cells.count == columns.count, "\(cells.count) cells for \(columns.count) columns")
    rows.append(cells)
  }

  /// The lines of the table, the header in bold where the style allows; each ends with a newline.
  public func text(_ style: TextStyle = .plain) -> String {
    var header = [columns.map(\.title)]
    if columns.contains(where: { !$0.unit.isEmpty }) { header.append(columns.map(\.unit)) }
    let widths = columns.indices.map { column in (header + rows).map { $0[column].count }.max() ?? 0 }

    func line(_ cells: [String]) -> String {
      var line = ""
      for (index, cell) in cells.enumerated() {
        let blanks = String(repeating: " ", count: widths[index] - cell.count)
        line += (index == 0 ? "" : "  ") + (columns[index].alignment == .left ? cell + blanks : blanks + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
    return header.map { style.bold(line($0)) + "\n" }.joined() + rows.map { line($0) + "\n" }.joined()
  }
}

/// How text may be set off: plain in pipes and with `NO_COLOR`, bold on a terminal.
public struct TextStyle: Sendable, Equatable {
  public var usesBold: Bool
  public static let plain = TextStyle(usesBold: false)
  public static let terminal = TextStyle(usesBold: true)

  package func bold(_ text: String) -> String {
    usesBold && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }
}

/// A paragraph broken at blanks into lines of at most a width, the first with a lead and the others indented under it.
///
/// A word longer than the line stands alone on one; a percent sign stays with its number.
public func wrapped(_ text: String, lead: String = "", width: Int = 92) -> String {
  let indent = String(repeating: " ", count: lead.count)
  var lines: [String] = []
  var line = lead
  var isEmpty = true
  let words = text.split(separator: " ").reduce(into: [String]()) { words, word in
    if word.first == "%", let number = words.popLast() {
      words.append("\(number) \(word)")
    } else {
      words.append(String(word))
    }
  }
  for word in words {
    if !isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = indent
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    isEmpty = false
  }
  lines.append(line)
  return lines.map { $0 + "\n" }.joined()
}
