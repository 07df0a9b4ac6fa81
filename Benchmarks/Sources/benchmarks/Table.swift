import Foundation

/// A number with `places` digits after the point.
func decimal(_ value: Double, _ places: Int) -> String { String(format: "%.\(places)f", value) }

/// Nanoseconds with three digits and the unit that suits them.
func duration(_ nanoseconds: Double) -> String {
  for (unit, size) in [("s", 1e9), ("ms", 1e6), ("us", 1e3)] where nanoseconds >= size {
    let value = nanoseconds / size
    return decimal(value, value < 10 ? 2 : value < 100 ? 1 : 0) + " " + unit
  }
  return decimal(nanoseconds, nanoseconds < 10 ? 2 : nanoseconds < 100 ? 1 : 0) + " ns"
}

/// Rows in columns, the first and last to the left and the others to the right.
func table(_ head: [String], _ rows: [[String]]) -> String {
  let all = [head] + rows
  let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
  func line(_ row: [String]) -> String {
    let cells = row.enumerated().map { column, cell in
      let space = String(repeating: " ", count: widths[column] - cell.count)
      return column == 0 || column == row.count - 1 ? cell + space : space + cell
    }
    return "| " + cells.joined(separator: " | ") + " |"
  }
  let rule = widths.enumerated().map { column, width in
    column == 0 || column == widths.count - 1
      ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
  }
  return ([line(head), line(rule)] + rows.map(line)).joined(separator: "\n")
}

func timeTable(_ rows: [Measurement]) -> String {
  table(
    ["call", "median", "least", "spread", "ratio", "instructions", "allocations", "note"],
    rows.map {
      [
        $0.name, duration($0.median_ns), duration($0.min_ns), decimal($0.spread_percent, 1) + " %",
        ratio($0.ratio), count($0.instructions), count($0.allocations), $0.note,
      ]
    })
}

/// Empty where it was not counted.
private func count(_ value: Double?) -> String {
  value.map { decimal($0, $0 == $0.rounded() || $0 >= 100 ? 0 : 1) } ?? ""
}

/// Three digits.
private func ratio(_ value: Double) -> String {
  decimal(value, value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0)
}

func allocationTable(_ counts: [AllocationCount]) -> String {
  table(
    ["allocations", "least", "mean", "greatest", "calls"],
    counts.map { [$0.name, "\($0.least)", decimal($0.mean, 1), "\($0.greatest)", "\($0.calls)"] })
}

/// Writes the rows as a list, whole or not at all.
func writeJSON(_ rows: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try (encoder.encode(rows) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path), options: .atomic)
}

/// On one line.
func json(_ value: some Encodable) throws -> String {
  String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
}
