import Results

extension Chart {
  func drawn(
    _ grid: Grid, at corner: Point, width: Double, labels: Double, isTight: Bool
  ) -> ([SVG], height: Double) {
    let bar = 16.0
    let height = isTight ? 30 : min(60, max(30, 0.3 * width))
    let (xs, ys) = (edges(grid.x), edges(grid.y))
    let area = PlotArea(
      x: Scale(xs, includesZero: false, isTight: true, count: Int(width / 16), ticks: x.ticks),
      y: Scale(ys, includesZero: false, isTight: true, ticks: y.ticks), at: corner, width: width,
      height: height,
      labels: labels, right: bar + 3)
    let values = grid.values.joined().compactMap(\.self)
    let span = grid.range.map { [$0.lowerBound, $0.upperBound] } ?? values
    let colors = Scale(span, includesZero: grid.isBlankAtZero)
    func share(_ value: Double) -> Double { (value - colors.low) / (colors.high - colors.low) }

    var cells: [SVG] = []
    // Strokes over what was not solved.
    var missing = ""
    for row in grid.y.indices {
      let (top, bottom) = (onPaper(area.y(ys[row + 1])), onPaper(area.y(ys[row])))
      // Neighbors of one color are one rectangle.
      var start = 0
      let fills = grid.values[row].map {
        $0.map { grid.isBlankAtZero && $0 == 0 ? Palette.white : ColorMap.color(share($0)) }
      }
      for column in 1...fills.count where column == fills.count || fills[column] != fills[start] {
        let (left, right) = (onPaper(area.x(xs[start])), onPaper(area.x(xs[column])))
        if let fill = fills[start] {
          cells.append(
            SVG("rect", ["x": left, "y": top, "width": right - left, "height": bottom - top, "fill": fill]))
        } else {
          missing += hatches(left: left, top: top, right: right, bottom: bottom)
        }
        start = column
      }
    }
    var body: [SVG] = []
    if !missing.isEmpty {
      body.append(
        SVG("path", ["class": "not-solved", "d": missing, "stroke": Palette.faint, "stroke-width": 0.2]))
    }
    body.append(SVG("g", ["class": "cells", "shape-rendering": "crispEdges"], cells))
    body += numbers(grid, area, colors)
    body += area.frame(self, corner: corner).filter { $0["stroke"] == nil || $0["stroke"] == Palette.ink }
    body += colorBar(grid.quantity, colors, area, width: bar)
    return (body, PlotArea.above + height + PlotArea.below)
  }

  /// Strokes over a rectangle, mm, that go on in its neighbors.
  private func hatches(left: Double, top: Double, right: Double, bottom: Double) -> String {
    let apart = 2.0
    let first = ((left + top) / apart).rounded(.up) * apart
    return stride(from: first, to: right + bottom, by: apart).map { sum in
      let (x0, x1) = (max(left, sum - bottom), min(right, sum - top))
      return "M\(coordinate(x0)) \(coordinate(sum - x0)) L\(coordinate(x1)) \(coordinate(sum - x1)) "
    }.joined()
  }

  /// The values themselves, where cells are large enough.
  private func numbers(_ grid: Grid, _ area: PlotArea, _ colors: Scale) -> [SVG] {
    let texts = grid.values.map { $0.map { $0.map { minusSigned(shortened($0, colors)) } } }
    let widest = texts.joined().compactMap { $0.map { Typeface.width($0) } }.max() ?? 0
    let (xs, ys) = (edges(grid.x), edges(grid.y))
    let narrowest = zip(xs, xs.dropFirst()).map { area.x($1) - area.x($0) }.min() ?? 0
    let lowest = zip(ys, ys.dropFirst()).map { area.y($0) - area.y($1) }.min() ?? 0
    guard widest + 1 < narrowest, lowest > 3 else { return [] }
    return grid.y.indices.flatMap { row in
      grid.x.indices.compactMap { column in
        guard let value = grid.values[row][column], let text = texts[row][column] else { return nil }
        let middle = Point(
          (area.x(xs[column]) + area.x(xs[column + 1])) / 2,
          (area.y(ys[row]) + area.y(ys[row + 1])) / 2 + 0.85)
        let share = (value - colors.low) / (colors.high - colors.low)
        return SVG.text(text, at: middle, .middle, fill: ColorMap.ink(on: share))
      }
    }
  }

  private func colorBar(_ quantity: Axis, _ colors: Scale, _ area: PlotArea, width: Double) -> [SVG] {
    let left = area.right + 4
    var scale = colors
    (scale.start, scale.end) = (area.bottom, area.top)
    let steps = 32
    let edges = (0...steps).map { step in
      onPaper(area.bottom + (area.top - area.bottom) * Double(step) / Double(steps))
    }
    let body = (0..<steps).map { step in
      SVG(
        "rect",
        [
          "x": left, "y": edges[step + 1], "width": 3.0, "height": edges[step] - edges[step + 1],
          "fill": ColorMap.color((Double(step) + 0.5) / Double(steps)),
        ])
    }
    let ticks = colors.ticks.map {
      SVG.text(colors.text($0), at: Point(left + 3.8, scale($0) + 0.85))
    }
    let name = SVG.text(quantity.text, at: Point(area.right + width + 3, area.top - 2), .end)
    return [SVG("g", ["class": "color-bar", "shape-rendering": "crispEdges"], body)] + ticks + [name]
  }

  /// With the decimals of the ticks of the colors, and one more where those step by 1, 2 or 5.
  private func shortened(_ value: Double, _ colors: Scale) -> String {
    fixedNumber(value, colors.decimals + (colors.hasHalves ? 0 : 1))
  }
}

/// A length as it is written, so that neighbors share their edge, mm.
private func onPaper(_ mm: Double) -> Double { (mm * 100).rounded() / 100 }

/// Edges between centers: halfway, and as far outside.
func edges(_ centers: [Double]) -> [Double] {
  guard centers.count > 1 else { return centers.isEmpty ? [] : [centers[0] - 0.5, centers[0] + 0.5] }
  let between = zip(centers, centers.dropFirst()).map { ($0 + $1) / 2 }
  let last = centers.count - 1
  return [2 * centers[0] - between[0]] + between + [2 * centers[last] - between[last - 1]]
}
