import Scenarios

/// One cell of a CSV table.
package enum CSVCell {
  case text(String)
  case integer(Int)
  /// Nil leaves the cell empty.
  case number(Double?)

  /// The cell as RFC 4180 writes it: quoted where it holds a comma, a quote or a line break.
  package var field: String {
    switch self {
    case .integer(let value): return String(value)
    case .number(let value): return value.map(shortNumber) ?? ""
    case .text(let text):
      let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" }
      return needsQuotes
        ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\"" : text
    }
  }
}

extension ResultsDocument {
  /// The frames as a tidy table: one row per state and frame, a header with units, RFC 4180 (comma, point, CRLF).
  ///
  /// `state` and `frame` (from 0) come first, then `status` and `iterations`, then every number of a frame by its
  /// path joined with underscores: `patellofemoral_force_N`, `vastus_lateralis_activation`. Of an intervention its name and
  /// the trials for and against it stand last.
  ///
  /// - Throws: `NotFinite` when a number is not finite.
  public func csv() throws(NotFinite) -> [UInt8] {
    try requireFinite()
    let columns = FrameColumn.all(for: states.flatMap(\.frames))
    let last = intervention?.cells ?? []
    let lastNames = intervention == nil ? [] : InterventionRecord.columns
    var rows = [["state", "frame", "status", "iterations"] + columns.map(\.name) + lastNames]
    for state in states {
      for (index, frame) in state.frames.enumerated() {
        let cells: [CSVCell] =
          [.text(state.name), .integer(index), .text(frame.status), .integer(frame.iterations)]
          + columns.map { .number($0.value(frame)) } + last
        rows.append(cells.map(\.field))
      }
    }
    return Array(rows.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
  }
}
