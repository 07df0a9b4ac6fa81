import Knee

/// A table as OpenSim writes it (`.mot`, `.sto`): header lines up to `endheader`, column names, numbers over time.
///
/// Read in one pass. Names are kept as they stand, plain (`knee_angle_r`) or as paths
/// (`/jointset/walker_knee_r/knee_angle_r/value`); `column(named:)` finds both.
public struct OpenSimTable: Sendable {
  /// The file name as the user gave it; part of every message.
  public let name: String
  /// What the header's `inDegrees` says; nil when it says nothing.
  public let inDegrees: Bool?
  /// Names of the columns, the first one `time`.
  public let columns: [String]
  /// Line of the column names, counted from 1.
  public let headerLine: Int
  /// Seconds, rising.
  public let times: [Double]
  /// Line of the first row; the rows follow, blank lines not counted.
  private let lines: [Int]
  /// Numbers row by row (`times.count × columns.count`), all finite.
  private let values: [Double]

  /// Most columns that are accepted.
  public static let columnLimit = 10_000
  /// Most header lines that are searched for `endheader`.
  public static let headerLimit = 10_000

  /// The number in a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double { values[row * columns.count + column] }

  /// Line of a row in the file, counted from 1.
  public func line(ofRow row: Int) -> Int { lines[row] }

  /// Reads a file; see `parse` and `FileBytes.read` for what is refused.
  public static func read(path: String) throws(InputError) -> OpenSimTable {
    try parse(FileBytes.read(path: path), name: path)
  }

  /// Reads a table from bytes.
  ///
  /// Throws `InputError` (data) with line and column for: an empty file, no `endheader`, no column `time`, a row
  /// of the wrong length, a cell that is no finite number, times that do not rise, and counts of rows or columns
  /// that differ from `nRows` and `nColumns` (or `datarows`, `datacolumns`) in the header.
  public static func parse(_ bytes: [UInt8], name: String) throws(InputError) -> OpenSimTable {
    guard !bytes.isEmpty else { throw InputError(.data, file: name, problem: "the file is empty") }
    var reader = LineReader(bytes)
    let header = try Header(&reader, name: name)

    var columns: [String] = []
    var headerLine = 0
    var lines: [Int] = []
    var times: [Double] = []
    var values: [Double] = []
    while let line = reader.line() {
      guard line.count <= LineReader.lengthLimit else {
        throw InputError(
          .data, file: name, line: reader.number, problem: "a line of \(line.count) bytes",
          allowed: "lines of at most \(LineReader.lengthLimit) bytes")
      }
      if columns.isEmpty {
        columns = try names(line, header: header, name: name, number: reader.number)
        headerLine = reader.number
      } else {
        let count = try append(line, to: &values, columns: columns, name: name, number: reader.number)
        if count == 0 { continue }
        guard count == columns.count else {
          throw InputError(
            .data, file: name, line: reader.number,
            problem: "\(count) numbers where the header names \(columns.count) columns: is the file cut off?",
            allowed: "one number per column")
        }
        let time = values[values.count - columns.count]
        if let last = times.last, !(time > last) {
          throw InputError(
            .data, file: name, line: reader.number, place: columns[0],
            problem: "\(time) does not rise above \(last) of the row before", allowed: "times that rise")
        }
        times.append(time)
        lines.append(reader.number)
      }
    }
    guard !columns.isEmpty else {
      throw InputError(
        .data, file: name, line: reader.number, problem: "the file ends before the column names")
    }
    guard !times.isEmpty else {
      throw InputError(.data, file: name, line: headerLine, problem: "column names but no row of numbers")
    }
    if let rows = header.rows, rows != times.count {
      throw InputError(
        .data, file: name, line: reader.number, place: "nRows",
        problem: "\(times.count) rows found where the header says \(rows)"
          + (times.count < rows ? ": is the file cut off?" : ""),
        allowed: "as many rows as the header says")
    }
    return OpenSimTable(
      name: name, inDegrees: header.inDegrees, columns: columns, headerLine: headerLine, times: times,
      lines: lines, values: values)
  }

  /// The column names, one by one, split at tabs and blanks.
  private static func names(
    _ line: ArraySlice<UInt8>, header: Header, name: String, number: Int
  ) throws(InputError) -> [String] {
    let words = line.split(maxSplits: columnLimit, omittingEmptySubsequences: true) { $0 == 9 || $0 == 32 }
    guard !words.isEmpty else { return [] }
    guard words.count <= columnLimit else {
      throw InputError(
        .data, file: name, line: number, problem: "too many columns", allowed: "at most \(columnLimit)")
    }
    let names = words.map { String(decoding: $0, as: UTF8.self) }
    guard names[0].lowercased() == "time" else {
      throw InputError(
        .data, file: name, line: number, place: NumberText.shown(words[0]),
        problem: "the first column must be the time", allowed: "time")
    }
    if let columns = header.columns, columns != names.count {
      throw InputError(
        .data, file: name, line: number, place: "nColumns",
        problem: "\(names.count) column names found where the header says \(columns)",
        allowed: "as many columns as the header says")
    }
    return names
  }

  /// Appends the numbers of a line; returns how many there are.
  private static func append(
    _ line: ArraySlice<UInt8>, to values: inout [Double], columns: [String], name: String, number: Int
  ) throws(InputError) -> Int {
    var count = 0
    var start = line.startIndex
    while true {
      while start < line.endIndex, line[start] == 9 || line[start] == 32 { start += 1 }
      guard start < line.endIndex else { return count }
      var end = start
      while end < line.endIndex, line[end] != 9, line[end] != 32 { end += 1 }
      // One number too many ends the row: the caller says what was expected.
      guard count < columns.count else { return count + 1 }
      guard let value = NumberText.value(line[start..<end]) else {
        throw InputError(
          .data, file: name, line: number, place: columns[count],
          problem: NumberText.problem(line[start..<end]), allowed: "a decimal number such as -12.5")
      }
      values.append(value)
      count += 1
      start = end
    }
  }
}

extension OpenSimTable {
  /// What the lines before `endheader` say.
  private struct Header {
    var inDegrees: Bool?
    var rows: Int?
    var columns: Int?

    init(_ reader: inout LineReader, name: String) throws(InputError) {
      while let line = reader.line(), reader.number <= OpenSimTable.headerLimit {
        let text = String(decoding: NumberText.trimmed(line.prefix(200)), as: UTF8.self)
        if text.lowercased() == "endheader" { return }

        // `key=value` (OpenSim) or `key value` (SIMM).
        let words = text.split(maxSplits: 1) { $0 == "=" || $0 == " " || $0 == "\t" }
        guard words.count == 2 else { continue }
        let value = String(words[1].drop { $0 == " " || $0 == "=" || $0 == "\t" })
        switch words[0].lowercased() {
        case "nrows", "datarows": rows = try Self.count(value, words[0], name: name, line: reader.number)
        case "ncolumns", "datacolumns":
          columns = try Self.count(value, words[0], name: name, line: reader.number)
        case "indegrees":
          switch value.lowercased() {
          case "yes", "true", "1": inDegrees = true
          case "no", "false", "0": inDegrees = false
          default:
            throw InputError(
              .data, file: name, line: reader.number, place: "inDegrees", problem: "'\(value)' is neither",
              allowed: "yes, no")
          }
        default: continue
        }
      }
      throw InputError(
        .data, file: name, line: reader.number,
        problem: "no line 'endheader': this is not a whole OpenSim file",
        allowed: "a .mot or .sto file as OpenSim writes it")
    }

    private static func count(
      _ text: String, _ key: Substring, name: String, line: Int
    ) throws(InputError) -> Int {
      guard let count = Int(text), count >= 0 else {
        throw InputError(
          .data, file: name, line: line, place: String(key), problem: "'\(text)' is not a count",
          allowed: "a whole number")
      }
      return count
    }
  }

  /// The plain name of a column: `/jointset/walker_knee_r/knee_angle_r/value` is `knee_angle_r`, a path that
  /// ends in `moment` is `knee_angle_r_moment`; a plain name is itself.
  public static func plainName(_ column: String) -> String {
    let parts = column.split(separator: "/")
    guard column.contains("/"), let last = parts.last else { return column }
    guard parts.count >= 2 else { return String(last) }
    switch last {
    case "value": return String(parts[parts.count - 2])
    case "moment", "force", "speed": return parts[parts.count - 2] + "_" + last
    default: return String(last)
    }
  }

  /// Index of the column with a name, as it stands or as the end of a path; nil when there is none.
  /// Throws `InputError` (data) when several columns have it.
  public func index(named wanted: String) throws(InputError) -> Int? {
    let exact = columns.indices.filter { columns[$0] == wanted }
    let found = exact.isEmpty ? columns.indices.filter { Self.plainName(columns[$0]) == wanted } : exact
    guard found.count <= 1 else {
      throw InputError(
        .data, file: name, line: headerLine, place: wanted, problem: "\(found.count) columns have this name")
    }
    return found.first
  }

  /// Numbers of the first of the names that is a column. Throws `InputError` (data) when none is.
  public func column(named wanted: [String], meaning: String) throws(InputError) -> [Double] {
    for name in wanted {
      if let index = try index(named: name) { return column(at: index) }
    }
    // The same angle of the other leg is near in letters, and wrong.
    let sided = columns.map(Self.plainName).filter { !Self.isOtherSide($0, of: wanted[0]) }
    throw InputError(
      .data, file: name, line: headerLine, place: wanted[0], problem: "no column for the \(meaning)",
      allowed: wanted.joined(separator: " or "), suggestion: nearestWord(to: wanted[0], among: sided))
  }

  /// Whether one name has a part `l` where the other has a part `r`.
  private static func isOtherSide(_ name: String, of other: String) -> Bool {
    let (parts, others) = (name.split(separator: "_"), other.split(separator: "_"))
    return parts.contains("l") && others.contains("r") || parts.contains("r") && others.contains("l")
  }

  /// All numbers of a column.
  public func column(at index: Int) -> [Double] {
    times.indices.map { values[$0 * columns.count + index] }
  }
}
