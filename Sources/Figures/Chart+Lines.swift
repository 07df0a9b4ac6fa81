import Results

/// The frame of a panel with two axes: where it lies on paper, its grid and its ticks.
struct PlotArea {
  var x, y: Scale
  /// mm on paper.
  var left, top, right, bottom: Double

  /// - Parameters:
  ///   - corner: of all that belongs to the panel, mm.
  ///   - labels: room for the numbers on the left, mm.
  ///   - right: what is kept free on the right, mm.
  init(
    x: Scale, y: Scale, at corner: Point, width: Double, height: Double, labels: Double, right: Double = 3
  ) {
    left = corner.x + labels + 1.5
    self.right = corner.x + width - right
    top = corner.y + Self.above
    bottom = top + height
    self.x = x
    self.y = y
    (self.x.start, self.x.end) = (left, self.right)
    (self.y.start, self.y.end) = (bottom, top)
  }

  /// Grid, ticks, and the axes with their names and units.
  func frame(_ chart: Chart, corner: Point) -> [SVG] {
    var body = [SVG.text(chart.y.text, at: Point(corner.x, corner.y + 2), isBold: false)]
    var lowest = Double.infinity
    for tick in y.ticks {
      let at = y(tick)
      body.append(.rule(Point(left, at), Point(right, at), color: tick == 0 ? Palette.faint : Palette.grid))
      guard at <= lowest - Typeface.text else { continue }
      body.append(.text(y.text(tick), at: Point(left - 1, at + 0.85), .end))
      lowest = at
    }
    var last = -Double.infinity
    for tick in x.ticks {
      let (at, text) = (x(tick), x.text(tick))
      body.append(.rule(Point(at, bottom), Point(at, bottom + 0.9), color: Palette.ink))
      // A tick without room for its number stays without.
      guard at - Typeface.width(text) / 2 > last + 1 else { continue }
      body.append(.text(text, at: Point(at, bottom + 3.3), .middle))
      last = at + Typeface.width(text) / 2
    }
    body.append(.rule(Point(left, bottom), Point(right, bottom), color: Palette.ink))
    body.append(.text(chart.x.text, at: Point(right, bottom + 6.6), .end))
    return body
  }

  static let below = 8.0, above = 4.8

  func place(_ x: Double, _ y: Double) -> Point { Point(self.x(x), self.y(y)) }
}

extension Chart {
  /// The scale upward of curves and colors; nil where rows have none.
  private var yScale: Scale? {
    switch marks {
    case .lines(let lines, _):
      Scale(
        lines.flatMap(\.points).flatMap { [$0.y, $0.low, $0.high] }.compactMap(\.self)
          + (y.range.map { [$0.lowerBound, $0.upperBound] } ?? []),
        includesZero: y.includesZero)
    case .grid(let grid): Scale(edges(grid.y), includesZero: false, isTight: true, ticks: y.ticks)
    case .bars, .bands: nil
    }
  }

  /// Room that the numbers on the left of curves and colors need, mm.
  var labelWidth: Double {
    yScale.map { scale in scale.ticks.map { Typeface.width(scale.text($0)) }.max() ?? 0 } ?? 0
  }

  func drawn(
    _ lines: [Line], _ events: [Event], at corner: Point, width: Double, labels: Double,
    isTight: Bool
  ) -> ([SVG], height: Double) {
    let samples = lines.flatMap(\.points)
    let (least, most) = (samples.map(\.x).min() ?? 0, samples.map(\.x).max() ?? 1)
    // A marker on the axis would hide its numbers.
    let hasMarkOnAxis = lines.contains { $0.jumps.first?.x == least }
    let height = min(isTight ? 45 : 70, max(32, 0.45 * width))
    // Names of events stand above the curves.
    let room = events.isEmpty ? 0 : 3.4
    let area = PlotArea(
      x: Scale(
        [hasMarkOnAxis ? least - 0.025 * (most - least) : least, most], includesZero: x.includesZero,
        isTight: true, count: Int(width / 16), ticks: x.ticks),
      y: yScale ?? Scale([], includesZero: true), at: Point(corner.x, corner.y + room), width: width,
      height: height, labels: labels)
    var body = area.frame(self, corner: corner)

    for line in lines {
      let look = Palette.look(line.look)
      for piece in line.pieces where piece.contains(where: { $0.low != nil && $0.high != nil }) {
        let spread = piece.filter { $0.low != nil && $0.high != nil }
        let outline =
          spread.map { area.place($0.x, $0.high ?? 0) }
          + spread.reversed().map { area.place($0.x, $0.low ?? 0) }
        body.append(
          SVG(
            "path",
            [
              "class": "spread", "d": polyline(outline, closed: true) ?? "", "fill": look.color,
              "fill-opacity": 0.15, "stroke": look.color, "stroke-width": 0.15,
            ]))
      }
    }
    body += drawn(events, area, corner: corner)
    for line in lines {
      let look = Palette.look(line.look)
      var drawn: [SVG] = []
      for piece in line.pieces {
        let points = piece.map { area.place($0.x, $0.y ?? 0) }
        if points.count > 1 { drawn.append(.stroke(points, look)) }
        drawn += arrowHeads(along: points, line.look).map {
          SVG(
            "path",
            [
              "class": "arrow-head", "d": $0, "fill": look.color, "stroke": Palette.white,
              "stroke-width": 0.15,
            ])
        }
        // What stands alone would not be seen as a line.
        if points.count == 1 { drawn.append(look.marker.drawn(at: points[0], color: look.color)) }
      }
      drawn += line.jumps.flatMap { whisker($0, area, look.color) }
      for point in line.markers where !line.isDoubtful {
        drawn.append(look.marker.drawn(at: area.place(point.x, point.y), color: look.color))
      }
      if let last = line.jumps.last, !line.isDoubtful { drawn += number(of: last, line, area) }
      var curve = SVG("g", ["class": "curve"], [SVG("title", text: line.name)] + drawn)
      if line.isDoubtful { curve.attributes.append(.init(name: "opacity", value: "0.4")) }
      body.append(curve)
    }
    return (body, room + PlotArea.above + height + PlotArea.below)
  }

  /// The spread of a sample, upright.
  private func whisker(_ sample: Sample, _ area: PlotArea, _ color: String) -> [SVG] {
    guard let low = sample.low, let high = sample.high else { return [] }
    let (a, b) = (area.place(sample.x, low), area.place(sample.x, high))
    let d =
      "M\(coordinate(a.x)) \(coordinate(a.y)) V\(coordinate(b.y)) M\(coordinate(a.x - 1)) \(coordinate(a.y)) h2"
      + " M\(coordinate(b.x - 1)) \(coordinate(b.y)) h2"
    return [SVG("path", ["class": "whisker", "d": d, "stroke": color, "stroke-width": 0.3])]
  }

  /// The value of a sample on its right; nothing where there is no room, or the curve is seen to come back from it.
  private func number(of sample: Sample, _ line: Line, _ area: PlotArea) -> [SVG] {
    guard let value = sample.y,
      let half = line.points.first(where: {
        $0.x > sample.x && ($0.y ?? value).magnitude < 0.5 * value.magnitude
      }),
      area.x(half.x) - area.x(sample.x) < 0.5
    else { return [] }
    let text =
      minusSigned(fixedNumber(value, value.magnitude < 9.5 ? 1 : 0)) + (y.unit.map { "\u{A0}" + $0 } ?? "")
    let at = area.place(sample.x, value)
    guard at.x + 1.8 + Typeface.width(text) < area.right else { return [] }
    return [.text(text, at: Point(at.x + 1.8, at.y + 0.85))]
  }

  /// Outlines of heads that show which way a curve goes that comes back over the same x: one on every long stretch to one side,
  /// at another place for each look.
  private func arrowHeads(along points: [Point], _ look: Int) -> [String] {
    var runs: [[Point]] = []
    for point in points {
      if let run = runs.last, let last = run.last,
        run.count < 2 || (last.x - run[0].x) * (point.x - last.x) >= 0
      {
        runs[runs.count - 1].append(point)
      } else {
        runs.append((runs.last?.last).map { [$0, point] } ?? [point])
      }
    }
    guard runs.count > 1 else { return [] }
    return runs.compactMap { run in
      guard (run[run.count - 1].x - run[0].x).magnitude > 8 else { return nil }
      let at = run[0].x + (0.35 + 0.1 * Double(look % 4)) * (run[run.count - 1].x - run[0].x)
      guard let i = run.indices.dropFirst().first(where: { (run[$0].x - at) * (run[$0 - 1].x - at) <= 0 })
      else { return nil }
      let (dx, dy) = (run[i].x - run[i - 1].x, run[i].y - run[i - 1].y)
      let length = (dx * dx + dy * dy).squareRoot()
      guard length > 0 else { return nil }
      let (ux, uy) = (dx / length, dy / length)
      let tip = run[i]
      return polyline(
        [
          Point(tip.x + 1.3 * ux, tip.y + 1.3 * uy),
          Point(tip.x - 1.3 * ux - 0.9 * uy, tip.y - 1.3 * uy + 0.9 * ux),
          Point(tip.x - 1.3 * ux + 0.9 * uy, tip.y - 1.3 * uy - 0.9 * ux),
        ], closed: true)
    }
  }

  /// A line down at every event, its name on the side where there is room; without a name where another stands there.
  private func drawn(_ events: [Event], _ area: PlotArea, corner: Point) -> [SVG] {
    var body: [SVG] = []
    var taken = -Double.infinity
    // Short ones stand in a row, every so-many named.
    let short = events.filter { !$0.isLong }
    let room = short.count > 1 ? area.x(short[1].x) - area.x(short[0].x) : .infinity
    let widest = short.map { Typeface.width($0.name) }.max() ?? 0
    let step = [1, 2, 5, 10, 20, 50].first { Double($0) * room > widest } ?? 100
    for (index, event) in events.enumerated() {
      let at = area.x(event.x)
      let end = event.isLong ? area.bottom : area.top + 0.4
      body.append(.rule(Point(at, area.top - 1), Point(at, end), color: Palette.faint, width: 0.25))
      guard event.isLong || index == 0 || (index + 1) % step == 0 else { continue }
      // On the left where there is more room and the right is too narrow.
      let (onRight, onLeft) = (area.right + 3 - at, at - corner.x)
      let isRight = Typeface.width(event.name) < onRight || onRight > onLeft
      let name = Typeface.shortened(event.name, width: isRight ? onRight : onLeft)
      let width = Typeface.width(name)
      guard (isRight ? at : at - width) > taken + 1.2 else { continue }
      body.append(
        .text(name, at: Point(at, area.top - 1.6), isRight ? .start : .end, fill: Palette.faint))
      taken = isRight ? at + width : at
    }
    return body
  }
}

extension Chart.Line {
  /// Whether it comes back over the same x.
  var turns: Bool {
    let steps = zip(points, points.dropFirst()).map { $1.x - $0.x }
    return steps.contains { $0 > 0 } && steps.contains { $0 < 0 }
  }

  /// Runs of samples that were solved.
  var pieces: [ArraySlice<Chart.Sample>] { points.split { $0.y == nil } }

  /// Samples to which it jumps, where these are marked.
  fileprivate var jumps: [Chart.Sample] {
    guard marked == .jumps else { return [] }
    return zip(points, points.dropFirst()).filter { $0.x == $1.x && $0 != $1 }.map(\.1)
  }

  /// Where its markers stand.
  fileprivate var markers: [Point] {
    switch marked {
    case .none: []
    case .jumps: jumps.compactMap { sample in sample.y.map { Point(sample.x, $0) } }
    case .peak: [peak].compactMap(\.self)
    // Where they would touch, the line alone is clearer.
    case .samples:
      points.count > 30 ? [] : points.compactMap { sample in sample.y.map { Point(sample.x, $0) } }
    }
  }

  /// The sample farthest from zero, the first of equals; nil where none was solved.
  public var peak: Point? {
    var peak: Point? = nil
    for sample in points {
      guard let y = sample.y else { continue }
      if y.magnitude > peak?.y.magnitude ?? -1 { peak = Point(sample.x, y) }
    }
    return peak
  }
}
