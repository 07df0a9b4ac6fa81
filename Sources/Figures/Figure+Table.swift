import Results

/// What a figure shows, as a table: tidy, one row per mark.
public struct DataTable: Sendable, Equatable {
  public enum Cell: Sendable, Equatable {
    case text(String)
    case number(Double)
  }
  /// A cell and its column.
  public struct Named: Sendable, Equatable {
    public var column: String
    public var cell: Cell
    public init(_ column: String, _ cell: Cell) {
      self.column = column
      self.cell = cell
    }
  }
  public var columns: [String]
  /// Without a cell where a row has none of the column.
  public var rows: [[String: Cell]]

  /// RFC 4180: comma, decimal point, CRLF.
  public var csv: [UInt8] {
    let lines =
      [columns.map { CSVCell.text($0).field }]
      + rows.map { row in
        columns.map { column in
          switch row[column] {
          case .text(let text): CSVCell.text(text).field
          case .number(let number): CSVCell.number(number).field
          case nil: ""
          }
        }
      }
    return Array(lines.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
  }
}

extension Figure {
  /// The numbers of all panels; a column `panel` where there is more than one.
  public var table: DataTable {
    var table = DataTable(columns: [], rows: [])
    for (index, panel) in panels.enumerated() {
      var part = panel.table
      if panels.count > 1 {
        let name = panel.heading ?? "\(index + 1)"
        part.columns.insert("panel", at: 0)
        for row in part.rows.indices { part.rows[row]["panel"] = .text(name) }
      }
      table.columns += part.columns.filter { !table.columns.contains($0) }
      table.rows += part.rows
    }
    return table
  }
}

extension Chart {
  /// The numbers of this panel, in columns named by its axes.
  var table: DataTable {
    var columns: [String]
    var rows: [[String: DataTable.Cell]] = []
    func add(_ cells: KeyValuePairs<String, DataTable.Cell?>) {
      rows.append(Dictionary(uniqueKeysWithValues: cells.compactMap { key, cell in cell.map { (key, $0) } }))
    }
    func number(_ value: Double?) -> DataTable.Cell? { value.map { .number($0) } }
    let (xName, yName) = (x.column, y.column)
    switch marks {
    case .lines(let lines, _):
      let hasSpread = lines.contains { $0.points.contains { $0.low != nil } }
      columns = ["state", xName, yName] + (hasSpread ? [yName + "_low", yName + "_high"] : [])
      for line in lines {
        for point in line.points {
          add([
            "state": .text(line.name), xName: .number(point.x), yName: number(point.y),
            yName + "_low": number(point.low), yName + "_high": number(point.high),
          ])
        }
      }
    case .bars(let bars):
      let hasSpread = bars.contains { $0.low != nil }
      columns = [yName, xName] + (hasSpread ? [xName + "_low", xName + "_high"] : [])
      for bar in bars {
        add([
          yName: .text(bar.name), xName: number(bar.value), xName + "_low": number(bar.low),
          xName + "_high": number(bar.high),
        ])
      }
    case .grid(let grid):
      columns = [xName, yName, grid.quantity.column]
      for row in grid.y.indices {
        for column in grid.x.indices {
          add([
            xName: .number(grid.x[column]), yName: .number(grid.y[row]),
            grid.quantity.column: number(grid.values[row][column]),
          ])
        }
      }
    case .bands(let bands):
      columns = [yName, xName, xName + "_low", xName + "_high", "verdict"]
      columns += (bands.first?.cells ?? []).map(\.column)
      for band in bands {
        add([
          yName: .text(band.name), xName: number(band.value), xName + "_low": .number(band.low),
          xName + "_high": .number(band.high), "verdict": .text(band.isInside ? "in" : "out"),
        ])
        for named in band.cells { rows[rows.count - 1][named.column] = named.cell }
      }
    }
    return DataTable(columns: columns, rows: rows)
  }
}
