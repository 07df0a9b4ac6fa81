import Results

extension KneeAnimation {
  /// The force over the movement in every state, and where the drawing is in it.
  func curves(at corner: Point, width: Double, y: inout Double, frame: Int?) -> [SVG] {
    let forces = panels.map { panel in
      panel.scenes.map { scene in scene.map { 100 * $0.contact.newtons / $0.bodyWeight } }
    }
    var up = Scale(forces.flatMap { $0.compactMap { $0 } }, includesZero: true, count: 3)
    // Names of the curves stand beside the heading, below it where there is no room.
    let heading = "kneecap on thigh bone, % of body weight"
    let names = panels.reduce(0) { $0 + Typeface.width($1.heading) + 11 }
    let namesFit = Typeface.width(heading, isBold: true) + names <= width - 3
    let namesY = corner.y + (namesFit ? 2 : 6)
    let (left, right, top) = (corner.x + 9, corner.x + width - 3, namesY + 2)
    let bottom = top + 20
    (up.start, up.end) = (bottom, top)
    let (first, last) = (phases[0], phases[phases.count - 1])
    func x(_ phase: Double) -> Double { left + (phase - first) / (last - first) * (right - left) }
    var result = [
      SVG.text(heading, at: Point(corner.x, corner.y + 2), isBold: true)
    ]
    for tick in up.ticks {
      result.append(SVG.rule(Point(left, up(tick)), Point(right, up(tick))))
      result.append(SVG.text(up.text(tick), at: Point(left - 1, up(tick) + 0.85), .end))
    }
    for share in [0.0, 0.25, 0.5, 0.75, 1] {
      let phase = first + share * (last - first)
      result.append(
        SVG.text(
          "\(fixedNumber(phase, 0))" + (share == 1 ? " %" : ""), at: Point(x(phase), bottom + 3), .middle))
    }
    result.append(SVG.text("percent of the movement", at: Point((left + right) / 2, bottom + 6), .middle))
    for (index, force) in forces.enumerated() {
      let look = Palette.look(index)
      // What was not solved leaves a gap.
      var run: [Point] = []
      for (i, value) in force.enumerated() {
        if let value { run.append(Point(x(phases[i]), up(value))) }
        if value == nil || i == force.count - 1 {
          if run.count > 1 { result.append(SVG.stroke(run, look)) }
          run = []
        }
      }
    }
    // Names of the curves, each beside a piece of its line.
    var at = right
    for (index, panel) in panels.enumerated().reversed() {
      at -= Typeface.width(panel.heading)
      result.append(SVG.text(panel.heading, at: Point(at, namesY)))
      result.append(
        SVG.stroke([Point(at - 7, namesY - 0.8), Point(at - 1, namesY - 0.8)], Palette.look(index)))
      at -= 11
    }
    func mark(_ name: String, _ motion: [SVG]) -> SVG {
      var mark = SVG.rule(Point(0, top), Point(0, bottom), color: Palette.colors[2], width: 0.5)
      let place = "translate(\(coordinate(x(phases[frame ?? peak ?? 0]))) 0)"
      mark.attributes += [.init(name: "class", value: name), .init(name: "transform", value: place)]
      mark.children = motion
      return mark
    }
    if frame != nil {
      result.append(mark("cursor", []))
    } else {
      let places = shown.map { "\(coordinate(x(phases[$0]))) 0" }
      result.append(mark("cursor still", []))
      result.append(
        mark("cursor moving", [KneeFilm.motion("animateTransform", "translate", places, duration)]))
    }
    y = bottom + 7
    return [SVG("g", ["class": "curves"], result)]
  }
}
