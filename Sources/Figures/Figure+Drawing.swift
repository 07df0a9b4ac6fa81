import Results

extension Figure {
  /// Widths of a column and of a page, mm.
  public static let widths = Quantity.pictureWidth.range

  /// Most curves that can be told apart in one panel, and most cells and rows that fit on a page.
  public static let maximumLines = 12, maximumCells = 40_000, maximumRows = 80

  /// Most maps of one figure.
  public static let maximumMaps = 8

  /// Height of a page (A4), mm: no figure is higher.
  static let maximumHeight = 297.0

  /// How panels stand: beside one another or not, and how close.
  private struct Arrangement {
    var columns: Int
    var isTight: Bool
    static let narrowestColumn = 75.0

    /// From the one that is read best to the one that takes least room.
    static func all(panels: Int, width: Double) -> [Self] {
      [1, 2].filter { $0 == 1 || panels > 1 && width / 2 >= narrowestColumn }.flatMap { columns in
        [false, true].map { Self(columns: columns, isTight: $0) }
      }
    }
  }

  /// The figure on paper of a width in mm; as high as it needs, and no higher than a page.
  ///
  /// - Throws: `FigureError` where nothing was solved, or more is asked than can be told apart or fits on a page.
  public func drawing(width: Double) throws(FigureError) -> Drawing {
    precondition(Self.widths.contains(width), "\(width) mm wide")
    for panel in panels { try panel.check() }
    guard let drawing = drawingOnPage(width: width) else { throw tooHigh(width: width) }
    return drawing
  }

  /// In the first arrangement that is not higher than a page; nil where none is.
  private func drawingOnPage(width: Double) -> Drawing? {
    Arrangement.all(panels: panels.count, width: width).lazy.map { drawing(width: width, $0) }
      .first { $0.height <= Self.maximumHeight }
  }

  private func drawing(width: Double, _ arrangement: Arrangement) -> Drawing {
    let margin = 3.0
    let inner = width - 2 * margin
    var y = margin
    var body: [SVG] = []

    func say(
      _ text: String, size: Double = Typeface.text, isBold: Bool = false, fill: String? = nil, most: Int
    ) {
      let lines = Typeface.lines(text, width: inner, size: size, isBold: isBold, most: most)
      body += SVG.paragraph(lines, at: Point(margin, y + 0.8 * size), size: size, isBold: isBold, fill: fill)
      y += Double(lines.count) * size * Typeface.leading
    }

    say(title, size: Typeface.title, isBold: true, most: 3)
    // What makes the numbers doubtful stands out.
    func fill(_ text: String) -> String? {
      ["DO NOT USE", "CAREFUL", "WARNING"].contains(where: text.hasPrefix) ? nil : Palette.faint
    }
    if !subtitle.isEmpty { say(subtitle, fill: fill(subtitle), most: 6) }
    y += 1.5
    let legend = Legend(entries, width: inner)
    body += legend.drawn(at: Point(margin, y))
    y += legend.height
    // Panels below each other are aligned.
    let labels = panels.map(\.labelWidth).max() ?? 0
    let rows = RowColumns(
      names: panels.map(\.rowColumns.names).max() ?? 0, words: panels.map(\.rowColumns.words).max() ?? 0)
    let gap = 4.0
    let room = (inner - gap * Double(arrangement.columns - 1)) / Double(arrangement.columns)
    for first in stride(from: 0, to: panels.count, by: arrangement.columns) {
      var highest = 0.0
      for (place, panel) in panels[first..<min(first + arrangement.columns, panels.count)].enumerated() {
        let corner = Point(margin + Double(place) * (room + gap), y)
        let (drawn, height) = panel.drawn(
          at: corner, width: room, labels: labels, columns: rows, isTight: arrangement.isTight)
        body.append(SVG("g", ["class": "panel"], drawn))
        highest = max(highest, height)
      }
      y += highest + 2
    }
    for note in notes { say(note, fill: fill(note), most: 40) }
    return Drawing(width: width, height: y + margin, title: title, description: description, body: body)
  }

  /// Says at which width it fits on a page, or how many rows do.
  private func tooHigh(width: Double) -> FigureError {
    let start =
      "the picture does not fit on a page (\(Int(Self.maximumHeight)) mm) at a width of \(shortNumber(width)) mm"
    if let wider = [100, 120, 140, 170, 210, 250].first(where: {
      $0 > width && drawingOnPage(width: $0) != nil
    }) {
      return FigureError(.tooMuch, start + ": --width \(shortNumber(wider)) does")
    }
    guard panels.contains(where: { $0.rowCount > 0 }) else {
      return FigureError(.tooMuch, start + ", nor at any other: fewer states, or a study of some of them")
    }
    let rows = panels.map(\.rowCount).max() ?? 0
    let most = stride(from: rows - 1, to: 0, by: -1).first {
      shortened(to: $0).drawingOnPage(width: width) != nil
    }
    return FigureError(
      .tooMuch, start + (most.map { ": \(rows) rows, of which \($0) fit" } ?? ", nor at any other"))
  }

  /// With so many rows in each panel.
  private func shortened(to rows: Int) -> Figure {
    var figure = self
    for i in panels.indices {
      switch panels[i].marks {
      case .bars(let bars): figure.panels[i].marks = .bars(Array(bars.prefix(rows)))
      case .bands(let bands): figure.panels[i].marks = .bands(Array(bands.prefix(rows)))
      case .lines, .grid: break
      }
    }
    return figure
  }

  /// Names of the curves with their looks, each once; none where a single curve needs no name.
  private var entries: [Legend.Entry] {
    var entries: [Legend.Entry] = []
    for panel in panels {
      guard case .lines(let lines, _) = panel.marks else { continue }
      for line in lines where !entries.contains(where: { $0.look == line.look }) {
        entries.append(.init(name: line.name, look: line.look))
      }
    }
    return entries
  }
}

extension Chart {
  /// 0 where it has none.
  fileprivate var rowCount: Int {
    switch marks {
    case .bars(let bars): bars.count
    case .bands(let bands): bands.count
    case .lines, .grid: 0
    }
  }

  fileprivate func check() throws(FigureError) {
    let count: Int
    switch marks {
    case .lines(let lines, _):
      guard lines.count <= Figure.maximumLines else {
        throw FigureError(
          .tooMuch,
          "\(lines.count) curves cannot be told apart in one picture: choose at most \(Figure.maximumLines)")
      }
      count = lines.reduce(0) { $0 + $1.points.count { $0.y != nil } }
    case .bars(let bars):
      guard bars.count <= Figure.maximumRows else {
        throw FigureError(
          .tooMuch, "\(bars.count) bars do not fit on a page: choose at most \(Figure.maximumRows)")
      }
      count = bars.count { $0.value != nil }
    case .grid(let grid):
      guard grid.x.count * grid.y.count <= Figure.maximumCells else {
        throw FigureError(
          .tooMuch,
          "\(grid.x.count) times \(grid.y.count) cells cannot be told apart: at most \(Figure.maximumCells) in all"
        )
      }
      count = grid.values.reduce(0) { $0 + $1.count { $0 != nil } }
    case .bands(let bands):
      guard bands.count <= Figure.maximumRows else {
        throw FigureError(
          .tooMuch, "\(bands.count) rows do not fit on a page: choose at most \(Figure.maximumRows)")
      }
      count = bands.count
    }
    guard count > 0 else { throw FigureError(.nothingSolved, "nothing was solved: there is nothing to draw") }
  }

  /// The panel with its upper left corner at a place, and its height, mm.
  ///
  /// - Parameters:
  ///   - labels: room on the left of curves and colors, the same in all panels.
  ///   - columns: those of rows.
  ///   - isTight: as low as it can be read.
  fileprivate func drawn(
    at corner: Point, width: Double, labels: Double, columns: RowColumns, isTight: Bool
  ) -> ([SVG], height: Double) {
    var head: [SVG] = []
    var top = corner
    if let heading {
      let lines = Typeface.lines(heading, width: width, isBold: true, most: 2)
      head = SVG.paragraph(lines, at: Point(top.x, top.y + 2), isBold: true)
      top.y += Double(lines.count) * Typeface.text * Typeface.leading + 0.5
    }
    let (drawn, height) =
      switch marks {
      case .lines(let lines, let events):
        self.drawn(lines, events, at: top, width: width, labels: labels, isTight: isTight)
      case .bars(let bars): self.drawn(bars, at: top, width: width, columns: columns, isTight: isTight)
      case .grid(let grid): self.drawn(grid, at: top, width: width, labels: labels, isTight: isTight)
      case .bands(let bands): self.drawn(bands, at: top, width: width, columns: columns, isTight: isTight)
      }
    return (head + drawn, top.y - corner.y + height)
  }
}

/// The names of the curves beside pieces of them, in rows as wide as the figure.
struct Legend {
  struct Entry: Equatable {
    var name: String
    var look: Int
  }

  private static let sample = 9.0, row = 3.6
  private var rows: [[(x: Double, lines: [String], look: Int)]] = []

  init(_ entries: [Entry], width: Double) {
    guard entries.count > 1 else { return }
    var x = 0.0
    for entry in entries {
      let lines = Typeface.lines(entry.name, width: width - Self.sample, most: 2)
      let needed = Self.sample + (lines.map { Typeface.width($0) }.max() ?? 0) + 4
      if rows.isEmpty || x + needed > width + 4 {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((x, lines, entry.look))
      x += needed
    }
  }

  private func height(_ row: Int) -> Double {
    Self.row + Double((rows[row].map(\.lines.count).max() ?? 1) - 1) * Typeface.text * Typeface.leading
  }

  var height: Double { rows.isEmpty ? 0 : rows.indices.reduce(1) { $0 + height($1) } }

  func drawn(at corner: Point) -> [SVG] {
    var y = corner.y
    var result: [SVG] = []
    for row in rows.indices {
      for (x, lines, look) in rows[row] {
        let look = Palette.look(look)
        let from = Point(corner.x + x, y + 1.5)
        result.append(SVG.stroke([from, Point(from.x + 7.5, from.y)], look))
        result.append(look.marker.drawn(at: Point(from.x + 3.75, from.y), color: look.color))
        result += SVG.paragraph(lines, at: Point(from.x + Self.sample, y + 2.35))
      }
      y += height(row)
    }
    return result
  }
}

extension SVG {
  /// A line in the look of a series.
  static func stroke(_ points: [Point], _ look: Palette.Look, width: Double = 0.55) -> SVG {
    var path = SVG(
      "path",
      [
        "d": polyline(points) ?? "", "fill": "none", "stroke": look.color, "stroke-width": width,
        "stroke-linejoin": "round",
      ])
    if !look.dash.isEmpty { path.attributes.append(.init(name: "stroke-dasharray", value: look.dash)) }
    return path
  }

  /// A straight line of an axis or a grid.
  static func rule(_ a: Point, _ b: Point, color: String = Palette.grid, width: Double = 0.2) -> SVG {
    SVG("line", ["x1": a.x, "y1": a.y, "x2": b.x, "y2": b.y, "stroke": color, "stroke-width": width])
  }
}
