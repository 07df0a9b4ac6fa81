/// A panel of rows: names on the left, marks in the middle, words on the right.
private struct RowArea {
  var scale: Scale
  var left, right, top: Double
  /// Lines of each name, and the upper edge and height of each row, mm.
  var names: [[String]] = []
  var tops: [Double] = []
  var heights: [Double] = []
  /// Lines of the words on the right of each row.
  var words: [[String]] = []
  let corner: Point

  /// - Parameters:
  ///   - texts: the names of the rows.
  ///   - words: what stands on their right.
  init(
    names texts: [String], texts words: [String], scale: Scale, at corner: Point, width: Double,
    columns: RowColumns, isTight: Bool
  ) {
    self.corner = corner
    self.scale = scale
    let (nameColumn, wordColumn) = (min(columns.names, 0.4 * width), min(columns.words, 0.22 * width))
    left = corner.x + nameColumn + 3
    right = corner.x + width - wordColumn - 2
    top = corner.y
    var y = top
    for (name, word) in zip(texts, words) {
      names.append(Typeface.lines(name, width: nameColumn + 0.01, most: 4))
      self.words.append(Typeface.lines(word, width: wordColumn + 0.01, most: 4))
      let lines = max(names[names.count - 1].count, self.words[names.count - 1].count)
      tops.append(y)
      let text = Double(lines) * Typeface.text * Typeface.leading
      heights.append(isTight ? max(3.4, text + 0.3) : max(5, text + 1.2))
      y += heights[heights.count - 1]
    }
    (self.scale.start, self.scale.end) = (left, right)
  }

  /// The words on the right of a row.
  func text(_ row: Int, fill: String? = nil) -> [SVG] {
    SVG.paragraph(words[row], at: Point(right + 1.5, baseline(row, words[row].count)), fill: fill)
  }

  /// The first baseline of so many lines in the middle of a row.
  private func baseline(_ row: Int, _ lines: Int) -> Double {
    middle(row) + 0.85 - Double(lines - 1) / 2 * Typeface.text * Typeface.leading
  }

  var bottom: Double { (tops.last ?? top) + (heights.last ?? 0) }
  func middle(_ row: Int) -> Double { tops[row] + heights[row] / 2 }

  /// Names, grid, ticks and the axis below.
  func frame(_ axis: Chart.Axis) -> [SVG] {
    var body: [SVG] = []
    var last = -Double.infinity
    for tick in scale.ticks {
      let (at, text) = (scale(tick), scale.text(tick))
      body.append(.rule(Point(at, top), Point(at, bottom), color: tick == 0 ? Palette.ink : Palette.grid))
      guard at - Typeface.width(text) / 2 > last + 1 else { continue }
      body.append(.text(text, at: Point(at, bottom + 3.3), .middle))
      last = at + Typeface.width(text) / 2
    }
    for row in names.indices {
      body += SVG.paragraph(names[row], at: Point(left - 2, baseline(row, names[row].count)), .end)
    }
    body.append(
      .text(axis.text, at: Point(max(right, corner.x + Typeface.width(axis.text)), bottom + 6.6), .end))
    return body
  }
}

/// Widths that the names and the words of rows take where there is room, mm: the same in all panels of a figure.
struct RowColumns {
  var names = 0.0, words = 0.0
}

extension Chart {
  /// What the rows of this panel need.
  var rowColumns: RowColumns {
    func widest(_ texts: [String]) -> Double { texts.map { Typeface.width($0) }.max() ?? 0 }
    switch marks {
    case .bars(let bars): return RowColumns(names: widest(bars.map(\.name)), words: widest(bars.map(\.text)))
    case .bands(let bands):
      return RowColumns(names: widest(bands.map(\.name)), words: widest(bands.map(\.text)))
    case .lines, .grid: return RowColumns()
    }
  }

  func drawn(
    _ bars: [Bar], at corner: Point, width: Double, columns: RowColumns, isTight: Bool
  ) -> ([SVG], height: Double) {
    let shown = x.range.map { [$0.lowerBound, $0.upperBound] } ?? []
    let values = bars.flatMap { [$0.value, $0.low, $0.high] }.compactMap(\.self) + shown
    let area = RowArea(
      names: bars.map(\.name), texts: bars.map(\.text),
      scale: Scale(values, includesZero: true, isTight: true, count: 4),
      at: corner, width: width, columns: columns, isTight: isTight)
    var body = area.frame(x)
    for (row, bar) in bars.enumerated() {
      let y = area.middle(row)
      body += area.text(row, fill: bar.value == nil ? Palette.faint : nil)
      guard let value = bar.value else { continue }
      let (from, to) = (area.scale(min(0, value)), area.scale(max(0, value)))
      let look = Palette.look(bar.look)
      // The baseline is full; what is compared with it has a frame and a lighter inside, and so differs in grey too. What is none
      // to go by is an empty frame.
      let opacity = bar.isDoubtful ? 0 : bar.look == 0 ? 0.85 : 0.45
      var rect = SVG(
        "rect",
        [
          "class": "bar", "x": from, "y": y - 1.4, "width": to - from, "height": 2.8, "fill": look.color,
          "fill-opacity": opacity, "stroke": look.color, "stroke-width": 0.3,
        ], [SVG("title", text: "\(bar.name): \(bar.text)")])
      if bar.isDoubtful { rect.attributes.append(.init(name: "stroke-dasharray", value: "0.8 0.6")) }
      body.append(rect)
      if let low = bar.low, let high = bar.high {
        let (a, b) = (area.scale(low), area.scale(high))
        let d =
          "M\(coordinate(a)) \(coordinate(y)) H\(coordinate(b)) M\(coordinate(a)) \(coordinate(y - 1)) v2"
          + " M\(coordinate(b)) \(coordinate(y - 1)) v2"
        body.append(SVG("path", ["class": "spread", "d": d, "stroke": Palette.ink, "stroke-width": 0.35]))
      }
    }
    return (body, area.bottom - corner.y + PlotArea.below)
  }

  func drawn(
    _ bands: [Band], at corner: Point, width: Double, columns: RowColumns, isTight: Bool
  ) -> ([SVG], height: Double) {
    let values = bands.flatMap { [$0.low, $0.high, $0.value].compactMap(\.self) }
    let shown = x.range.map { [$0.lowerBound, $0.upperBound] } ?? []
    let area = RowArea(
      names: bands.map(\.name), texts: bands.map(\.text),
      scale: Scale(values + shown, includesZero: x.includesZero, count: 4),
      at: corner, width: width, columns: columns, isTight: isTight)
    var body = area.frame(x)
    for (row, band) in bands.enumerated() {
      let y = area.middle(row)
      let (from, to) = (area.scale(band.low), area.scale(band.high))
      body.append(
        SVG(
          "rect",
          [
            "class": "band", "x": from, "y": y - 1.3, "width": to - from, "height": 2.6, "fill": "#56b4e9",
            "fill-opacity": 0.4, "stroke": "#0072b2", "stroke-width": 0.2,
          ]))
      body += area.text(row)
      guard let value = band.value else { continue }
      // Inside a round mark, outside a cross: not by color alone.
      let marker: Palette.Marker = band.isInside ? .circle : .cross
      body.append(
        marker.drawn(at: Point(area.scale(value), y), color: band.isInside ? Palette.ink : "#d55e00"))
    }
    return (body, area.bottom - corner.y + PlotArea.below)
  }
}
