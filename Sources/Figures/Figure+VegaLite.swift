import Results

extension Figure {
  /// The figure as a Vega-Lite 5 specification with its data inside, for notebooks.
  public var vegaLite: [UInt8] {
    var document: JSONValue = [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "title": ["text": .string(title), "subtitle": .string(subtitle), "anchor": "start"],
      "description": .string(description),
      "usermeta": ["notes": .words(notes)],
    ]
    let views = panels.map(\.vegaLite)
    document = document.with(["vconcat": .list(views)])
    return encodedJSON(document)
  }
}

extension Chart {
  fileprivate var vegaLite: JSONValue {
    var view: JSONValue = ["data": ["values": .list(values)], "width": 420]
    if let heading { view = view.with(["title": .string(heading)]) }
    switch marks {
    case .lines(let lines, let events):
      let names = lines.map(\.name)
      let color: JSONValue = [
        "field": "state", "type": "nominal", "title": "", "sort": .words(names),
        "scale": ["domain": .words(names), "range": .words(lines.map { Palette.look($0.look).color })],
      ]
      let state: JSONValue = ["field": "state", "type": "nominal", "title": "", "sort": .words(names)]
      var layers: [JSONValue] = []
      if lines.contains(where: { $0.points.contains { $0.low != nil } }) {
        layers.append([
          "mark": ["type": "area", "opacity": 0.15],
          "encoding": [
            "x": quantity(x), "y": quantity(y, field: y.column + "_low"),
            "y2": ["field": .string(y.column + "_high")],
            "color": color,
          ],
        ])
      }
      let encoding: JSONValue = ["x": quantity(x), "y": quantity(y), "color": color, "strokeDash": state]
      layers.append([
        "mark": ["type": "line", "point": .flag(lines.contains { $0.points.count == 1 })],
        // In the order of time, where that is not the order of x.
        "encoding": hasOrder
          ? encoding.with(["order": ["field": "sample", "type": "quantitative"]]) : encoding,
      ])
      layers += events.map { event in
        [
          "data": ["values": [.object([x.column: .number(event.x), "event": .string(event.name)])]],
          "mark": ["type": "rule", "color": .string(Palette.faint), "tooltip": .string(event.name)],
          "encoding": ["x": quantity(x)],
        ]
      }
      return view.with(["layer": .list(layers)])
    case .bars(let bars):
      var layers: [JSONValue] = [
        ["mark": "bar", "encoding": ["x": quantity(x), "y": rows(bars.map(\.name))]]
      ]
      if bars.contains(where: { $0.low != nil }) {
        layers.append([
          "mark": "rule",
          "encoding": [
            "x": quantity(x, field: x.column + "_low"), "x2": ["field": .string(x.column + "_high")],
            "y": rows(bars.map(\.name)),
          ],
        ])
      }
      return view.with(["layer": .list(layers)])
    case .grid(let grid):
      func ordinal(_ axis: Axis, sort: String) -> JSONValue {
        [
          "field": .string(axis.column), "type": "ordinal", "title": .string(axis.text),
          "sort": .string(sort),
        ]
      }
      return view.with([
        "mark": "rect",
        "encoding": [
          "x": ordinal(x, sort: "ascending"), "y": ordinal(y, sort: "descending"),
          "color": quantity(grid.quantity).with(["scale": ["scheme": "cividis", "reverse": true]]),
        ],
      ])
    case .bands(let bands):
      return view.with([
        "layer": [
          [
            "mark": ["type": "bar", "opacity": 0.4],
            "encoding": [
              "x": quantity(x, field: x.column + "_low"), "x2": ["field": .string(x.column + "_high")],
              "y": rows(bands.map(\.name)),
            ],
          ],
          [
            "mark": ["type": "point", "filled": true],
            "encoding": [
              "x": quantity(x), "y": rows(bands.map(\.name)),
              "shape": ["field": "verdict", "type": "nominal"],
            ],
          ],
        ]
      ])
    }
  }

  /// Whether a curve comes back over the same x.
  private var hasOrder: Bool {
    if case .lines(let lines, _) = marks { lines.contains(where: \.turns) } else { false }
  }

  private var values: [JSONValue] {
    table.rows.enumerated().map { index, row in
      let cells: [String: JSONValue] = row.mapValues {
        switch $0 {
        case .text(let text): .string(text)
        case .number(let number): .number(number)
        }
      }
      return .object(hasOrder ? cells.merging(["sample": .number(Double(index))]) { $1 } : cells)
    }
  }

  private func quantity(_ axis: Axis, field: String? = nil) -> JSONValue {
    [
      "field": .string(field ?? axis.column), "type": "quantitative", "title": .string(axis.text),
      "scale": ["zero": .flag(axis.includesZero)],
    ]
  }

  private func rows(_ names: [String]) -> JSONValue {
    ["field": .string(y.column), "type": "nominal", "title": .string(y.text), "sort": .words(names)]
  }
}
