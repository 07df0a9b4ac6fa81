import Knee

/// A table of numbers with named columns, as a CSV file holds it.
///
/// Lines that start with `#` are comments, blank lines are skipped, cells are separated by commas and may
/// stand in double quotes; the first line that is neither holds the names. A byte order mark and CRLF line
/// ends are accepted. Semicolons or tabs between cells, and decimal commas, are recognized and refused by name.
public struct CSVTable: Sendable {
  /// The file name as the user gave it; part of every message.
  public let name: String
  /// Names of the columns in the order of the file.
  public let columns: [String]
  /// Line of the column names, counted from 1.
  public let headerLine: Int
  /// Line of each row, counted from 1.
  public let lines: [Int]
  /// Comment lines without the `#` and the blanks around.
  public let comments: [String]
  /// Numbers row by row (`rowCount × columns.count`); NaN only for an empty cell, where those are allowed.
  private let values: [Double]
  /// Text columns by name, one string per row.
  private let texts: [String: [String]]

  /// Most columns that are accepted.
  public static let columnLimit = 10_000

  public var rowCount: Int { lines.count }

  /// The number in a row and a column, both counted from 0; NaN for an empty cell.
  public subscript(row: Int, column: Int) -> Double { values[row * columns.count + column] }

  /// Reads a file; see `parse` and `FileBytes.read` for what is refused.
  public static func read(
    path: String, allowsEmptyCells: Bool = false, textColumns: Set<String> = []
  ) throws(InputError) -> CSVTable {
    try parse(
      FileBytes.read(path: path), name: path, allowsEmptyCells: allowsEmptyCells, textColumns: textColumns)
  }

  /// Reads a table from bytes.
  ///
  /// Throws `InputError` (data) with line and column for: no names, no rows, two columns of one name, a row of
  /// the wrong length, a cell that is no finite number (`textColumns` excepted), an open quote.
  public static func parse(
    _ bytes: [UInt8], name: String, allowsEmptyCells: Bool = false, textColumns: Set<String> = []
  ) throws(InputError) -> CSVTable {
    guard !bytes.isEmpty else { throw InputError(.data, file: name, problem: "the file is empty") }
    var reader = LineReader(bytes)
    var comments: [String] = []
    var columns: [String] = []
    var headerLine = 0
    var lines: [Int] = []
    var values: [Double] = []
    var texts = [String: [String]](uniqueKeysWithValues: textColumns.map { ($0, []) })

    while let line = reader.line() {
      let content = NumberText.trimmed(line)
      if content.isEmpty { continue }
      if content.first == UInt8(ascii: "#") {
        comments.append(String(decoding: NumberText.trimmed(content.dropFirst()), as: UTF8.self))
        continue
      }
      guard content.count <= LineReader.lengthLimit else {
        throw InputError(
          .data, file: name, line: reader.number, problem: "a line of \(content.count) bytes",
          allowed: "lines of at most \(LineReader.lengthLimit) bytes")
      }
      let cells = try cells(of: content, name: name, line: reader.number)

      // The first content line names the columns.
      if columns.isEmpty {
        columns = try names(cells, file: name, line: reader.number)
        headerLine = reader.number
        continue
      }
      guard cells.count == columns.count else {
        throw wrongCount(cells, of: columns.count, file: name, line: reader.number)
      }
      lines.append(reader.number)
      for (column, cell) in zip(columns, cells) {
        if texts[column] != nil {
          texts[column]?.append(String(decoding: cell, as: UTF8.self))
          values.append(.nan)
        } else if cell.isEmpty && allowsEmptyCells {
          values.append(.nan)
        } else if let value = NumberText.value(cell) {
          values.append(value)
        } else {
          throw InputError(
            .data, file: name, line: reader.number, place: column, problem: NumberText.problem(cell),
            allowed: "a decimal number such as -12.5")
        }
      }
    }
    guard !columns.isEmpty else {
      throw InputError(.data, file: name, problem: "no line with column names")
    }
    guard !lines.isEmpty else {
      throw InputError(
        .data, file: name, line: headerLine, problem: "column names but no row of numbers under them")
    }
    return CSVTable(
      name: name, columns: columns, headerLine: headerLine, lines: lines, comments: comments, values: values,
      texts: texts)
  }

  /// Splits a line at its commas; quotes are taken off, blanks around a cell as well.
  private static func cells(
    of line: ArraySlice<UInt8>, name: String, line number: Int
  ) throws(InputError) -> [ArraySlice<UInt8>] {
    let comma = UInt8(ascii: ","), quote = UInt8(ascii: "\"")
    var cells: [ArraySlice<UInt8>] = []
    var start = line.startIndex
    var isQuoted = false
    for index in line.indices {
      if line[index] == quote { isQuoted.toggle() }
      guard line[index] == comma, !isQuoted else { continue }
      cells.append(unquoted(line[start..<index]))
      start = index + 1
      guard cells.count < columnLimit else {
        throw InputError(
          .data, file: name, line: number, problem: "too many columns", allowed: "at most \(columnLimit)")
      }
    }
    guard !isQuoted else {
      throw InputError(.data, file: name, line: number, problem: "a double quote that is never closed")
    }
    cells.append(unquoted(line[start...]))
    return cells
  }

  /// What a table is written with, for messages.
  private static let separators = "commas between the cells and decimal points, as in 0.5,12.5,20"

  /// What stands between cells in place of commas, in words; nil when nothing does.
  private static func otherSeparator(in cell: ArraySlice<UInt8>) -> String? {
    if cell.contains(UInt8(ascii: ";")) { return "semicolons" }
    return cell.contains(UInt8(ascii: "\t")) ? "tabs" : nil
  }

  /// A row of the wrong length, with the usual reasons: another separator, or decimal commas, each of which makes two
  /// cells of one.
  private static func wrongCount(
    _ cells: [ArraySlice<UInt8>], of columns: Int, file: String, line: Int
  ) -> InputError {
    var problem = "\(cells.count) cells where the header names \(columns) columns"
    if let separator = cells.lazy.compactMap(otherSeparator).first {
      problem += ": are they separated by \(separator)?"
    } else if cells.count > columns,
      cells.allSatisfy({ NumberText.value($0) != nil && !$0.contains(UInt8(ascii: ".")) })
    {
      problem += ": decimal commas?"
    } else {
      return InputError(.data, file: file, line: line, problem: problem, allowed: "one cell per column")
    }
    return InputError(
      .data, file: file, line: line, problem: problem, allowed: "one cell per column, " + separators)
  }

  private static func unquoted(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let cell = NumberText.trimmed(cell)
    let quote = UInt8(ascii: "\"")
    guard cell.count >= 2, cell.first == quote, cell.last == quote else { return cell }
    return cell.dropFirst().dropLast()
  }

  /// Column names: no empty one, no two alike, and no row of numbers in their place.
  private static func names(
    _ cells: [ArraySlice<UInt8>], file: String, line: Int
  ) throws(InputError) -> [String] {
    guard !cells.allSatisfy({ NumberText.value($0) != nil }) else {
      throw InputError(
        .data, file: file, line: line, problem: "numbers where the column names should be",
        allowed: "a first line that names every column")
    }
    if cells.count == 1, let separator = otherSeparator(in: cells[0]) {
      throw InputError(
        .data, file: file, line: line, problem: "the columns are separated by \(separator)",
        allowed: separators)
    }
    var seen: Set<String> = []
    var names: [String] = []
    for (index, cell) in cells.enumerated() {
      guard !cell.isEmpty else {
        throw InputError(.data, file: file, line: line, problem: "column \(index + 1) has no name")
      }
      let name = NumberText.shown(cell)
      guard seen.insert(name).inserted else {
        throw InputError(.data, file: file, line: line, place: name, problem: "two columns have this name")
      }
      names.append(name)
    }
    return names
  }
}

extension CSVTable {
  /// Index of a column, or nil.
  public func index(of column: String) -> Int? { columns.firstIndex(of: column) }

  /// All numbers of a column. Throws `InputError` (data) when it is not there, or has an empty cell.
  public func column(_ column: String) throws(InputError) -> [Double] {
    guard let index = index(of: column) else {
      throw InputError(
        .data, file: name, line: headerLine, place: column, problem: "this column is missing",
        suggestion: nearestWord(to: column, among: columns))
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let value = self[row, index]
      guard !value.isNaN else {
        throw InputError(
          .data, file: name, line: lines[row], place: column, problem: "an empty cell",
          allowed: "a decimal number such as -12.5")
      }
      numbers.append(value)
    }
    return numbers
  }

  /// The strings of a column that was read as text; empty for any other.
  public func texts(_ column: String) -> [String] { texts[column] ?? [] }

  /// The text after `key:` in the comments, or nil.
  public func note(_ key: String) -> String? {
    for comment in comments where comment.hasPrefix(key + ":") {
      let value = comment.utf8.dropFirst(key.utf8.count + 1).drop { $0 == 32 || $0 == 9 }
      return String(Substring(value))
    }
    return nil
  }

  /// The number at the start of the text after `key:` in the comments, or nil when there is none.
  public func numberNote(_ key: String) -> Double? {
    guard let word = note(key)?.split(separator: " ").first else { return nil }
    return NumberText.value(Array(word.utf8)[...])
  }

  /// Throws `InputError` (data) for the first column that is not among the valid ones, naming the nearest.
  public func refuseColumns(except valid: [String]) throws(InputError) {
    for column in columns where !valid.contains(column) {
      throw .unknown(.data, "column", column, among: valid, file: name, line: headerLine)
    }
  }

  /// Throws `InputError` (data) unless the numbers of the column rise from row to row.
  public func requireRising(_ column: String) throws(InputError) {
    let numbers = try self.column(column)
    for row in numbers.indices.dropFirst() where !(numbers[row] > numbers[row - 1]) {
      throw InputError(
        .data, file: name, line: lines[row], place: column,
        problem: "\(numbers[row]) does not rise above \(numbers[row - 1]) of the row before",
        allowed: "numbers that rise from row to row")
    }
  }
}
