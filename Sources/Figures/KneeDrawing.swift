import Results

/// The knee of one scene on paper: bones, cartilage, lines and arrows, without words.
struct KneeDrawing {
  let scene: KneeScene
  let view: KneeView
  let outlines: KneeOutlines
  let style: KneePicture.Style
  let scales: KneeScales

  /// All of it, back to front.
  var elements: [SVG] {
    var result: [SVG] = []
    func draw(_ shapes: [KneeShape]) {
      for shape in shapes { result.append(shape.drawn(view(scene.placed(shape.curve)))) }
    }
    func line(_ points: [Point], _ name: String, _ stroke: [SVG.Attribute]) {
      result.append(KneeShape.path(view(points), name, stroke))
    }
    draw(outlines.tibiaShapes + outlines.femurShapes)
    for strand in ligaments { line(strand.points, "ligament", Stroke.ligament(newtons: strand.tension)) }
    for muscle in muscles where !muscle.isReleased { line(muscle.points, "muscle", Stroke.muscle) }
    for strand in scene.patellarTendon { line(strand.points, "patellar-tendon", Stroke.tendon) }
    draw(outlines.patellaShapes)
    for stretch in scene.pressure where stretch.pressure > 0 {
      guard let strip = outlines.patellaStrip(from: stretch.low, to: stretch.high) else { continue }
      draw([KneeShape(strip, "contact", fill: scales.color(stretch.pressure))])
    }
    draw([outlines.patellaLine])
    for muscle in muscles where muscle.isReleased {
      line(muscle.points, "muscle released", Stroke.released)
    }
    return result + arrows.map(\.drawn) + centerOfPressure
  }

  /// For a patient only the muscles that have a name in the picture.
  var muscles: [KneeScene.Muscle] {
    scene.muscles.filter { $0.isReleased || $0.isInGroup || style == .paper }
  }

  /// Those that are drawn.
  var ligaments: [KneeScene.Strand] { style == .paper ? scene.ligaments.filter { $0.tension > 1 } : [] }

  /// The net force with its tip where it presses; for a paper also the pulls with their tails where they pull.
  var arrows: [KneeArrow] {
    var result: [KneeArrow] = []
    func add(_ name: String, _ words: String, _ force: KneeScene.Force, pulls: Bool, _ color: String) {
      guard force.newtons > 0 else { return }
      let (at, u) = (view(force.at), view.direction(force.direction))
      let length = force.newtons * scales.force
      let (tail, tip) =
        pulls
        ? (at, Point(at.x + length * u.x, at.y + length * u.y))
        : (Point(at.x - length * u.x, at.y - length * u.y), at)
      result.append(
        KneeArrow(
          name: "force " + name,
          text: words + (words.isEmpty ? "" : " ") + "\(fixedNumber(force.newtons, 0)) N", tail: tail,
          tip: tip, color: color))
    }
    if style == .paper {
      add("quadriceps-pull", "quadriceps", scene.quadricepsPull, pulls: true, Palette.colors[2])
      add("tendon-pull", "patellar tendon", scene.patellarTendonPull, pulls: true, Palette.colors[2])
    }
    add("kneecap", "", scene.contact, pulls: false, Palette.ink)
    return result
  }

  private var centerOfPressure: [SVG] {
    guard style == .paper, scene.contact.newtons > 0 else { return [] }
    let at = view(scene.contact.at)
    return [
      SVG(
        "circle",
        [
          "class": "center-of-pressure", "cx": at.x, "cy": at.y, "r": 0.8, "fill": Palette.white,
          "stroke": Palette.ink, "stroke-width": 0.3,
        ])
    ]
  }
}

extension KneeView {
  /// What lies inside the frame, cut off at it.
  func clipped(_ elements: [SVG], id: String) -> [SVG] {
    [
      SVG("clipPath", ["id": id], [Self.rectangle(frame)]),
      SVG("g", ["clip-path": "url(#\(id))"], elements),
    ]
  }

  var border: SVG {
    var border = Self.rectangle(frame)
    border.attributes += Stroke.attributes("#bbbbbb", 0.2)
    return border
  }

  private static func rectangle(_ r: Rect) -> SVG {
    SVG("rect", ["x": r.x, "y": r.y, "width": r.width, "height": r.height, "rx": 1])
  }
}
