/// A force on paper: a line with a head, and what is said beside it.
struct KneeArrow: Sendable, Equatable {
  /// Its class in the drawing.
  var name: String
  var text = ""
  /// mm
  var tail, tip: Point
  var color: String

  var drawn: SVG { SVG("g", ["class": name], Self.lines(from: tail, to: tip, color)) }

  /// A line with a head, mm; one shorter than its head is all head.
  private static func lines(from tail: Point, to tip: Point, _ color: String) -> [SVG] {
    let length = distance(tail, tip)
    guard length > 0 else { return [] }
    let (ux, uy) = ((tip.x - tail.x) / length, (tip.y - tail.y) / length)
    let head = min(2.6, length)
    let half = 0.4 * head
    let neck = Point(tip.x - head * ux, tip.y - head * uy)
    let shape = [
      tip, Point(neck.x - half * uy, neck.y + half * ux), Point(neck.x + half * uy, neck.y - half * ux),
    ]
    var result: [SVG] = []
    for (stroke, width) in [(Palette.white, 1.5), (color, 0.8)] where length > head {
      result.append(
        SVG(
          "line",
          [
            "x1": tail.x, "y1": tail.y, "x2": neck.x + 0.3 * ux, "y2": neck.y + 0.3 * uy, "stroke": stroke,
            "stroke-width": width,
          ]))
    }
    result.append(
      SVG(
        "path",
        [
          "d": polyline(shape, closed: true) ?? "", "fill": color, "stroke": Palette.white,
          "stroke-width": 0.3,
        ]))
    return result
  }
}
