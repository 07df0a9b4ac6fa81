#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One knee in its frame through a movement: bodies that turn and shift, lines that bend, colors that change.
///
/// Everything is in mm of the femur's frame inside one group that is turned and scaled. Bodies move as rigid lines in the
/// sagittal plane; what their turns out of it would change of their shape, less than 2 %, is left out.
struct KneeFilm {
  private(set) var elements: [SVG] = []
  private(set) var height = 0.0
  private let animation: KneeAnimation
  private let scales: KneeScales
  /// Scenes that are shown; what was not solved repeats the one before, hidden.
  private var scenes: [KneeScene] = []
  private var isSolved: [Bool] = []
  /// Which of them is seen where nothing moves: that of the still drawing.
  private var base = 0
  /// Paper mm per mm.
  private var scale = 1.0

  init(
    animation: KneeAnimation, panel: KneeAnimation.Panel, scales: KneeScales, corner: Point, width: Double,
    index: Int, still: Int, moves: Bool
  ) {
    self.animation = animation
    self.scales = scales
    // The still knee, as in a picture.
    let picture = animation.picture(still)
    let flexion = picture.panels.compactMap(\.scene).first?.flexion ?? 0
    let drawn = KneePanel(
      panel: picture.panels[index], picture: picture, scales: scales, corner: corner, width: width,
      flexion: flexion, baseline: nil, index: index, hasNumbers: !moves, hasLabels: moves)
    height = drawn.height
    guard moves, let start = panel.scenes.compactMap({ $0 }).first else {
      elements = drawn.elements
      return
    }
    var last = start
    for i in animation.shown {
      isSolved.append(panel.scenes[i] != nil)
      last = panel.scenes[i] ?? last
      scenes.append(last)
    }
    let shown = animation.shown
    base = shown.indices.min { (shown[$0] - still).magnitude < (shown[$1] - still).magnitude } ?? 0
    let top =
      corner.y + drawn.height - width * (KneeView.above + KneeView.below) / (KneeView.behind + KneeView.front)
    let view = KneeView(
      flexion: 0, isLeft: animation.isLeft, factor: animation.outlines.factor, corner: Point(corner.x, top),
      width: width)
    scale = view.scale
    let mirror = animation.isLeft ? -scale : scale
    let place =
      "translate(\(coordinate(view.center.x)) \(coordinate(view.center.y))) scale(\(fine(mirror)) \(fine(-scale)))"
    let turning = moving("rotate", scenes.map { coordinate(0.5 * $0.flexion) }, knee())
    elements = [SVG("g", ["class": "still"], drawn.elements)]
    elements.append(
      SVG(
        "g", ["class": "moving"],
        drawn.headings + [
          SVG("g", ["clip-path": "url(#view\(index))"], [SVG("g", ["transform": place], [turning])]),
          drawn.border,
        ]))
  }

  /// The knee in the femur's frame, back to front.
  private func knee() -> [SVG] {
    let o = animation.outlines
    func shapes(_ shapes: [KneeShape]) -> [SVG] { shapes.map { scaled($0.drawn($0.curve.points)) } }
    func lines(_ name: String, _ stroke: [SVG.Attribute], isReleased: Bool) -> [SVG] {
      scenes[0].muscles.indices.filter { i in
        let muscle = scenes[0].muscles[i]
        return muscle.isReleased == isReleased && (isReleased || muscle.isInGroup)
      }.map { i in
        bending(name, stroke, alike(scenes.map { $0.muscles[i].points }))
      }
    }
    let tendon = scenes[0].patellarTendon.indices.map { i in
      bending("patellar-tendon", Stroke.tendon, scenes.map { $0.patellarTendon[i].points })
    }
    let hidden: [SVG] =
      isSolved.allSatisfy { $0 }
      ? []
      : [
        SVG(
          "animate",
          [
            "attributeName": "visibility", "calcMode": "discrete",
            "dur": coordinate(animation.duration) + "s",
            "repeatCount": "indefinite",
            "values": isSolved.map { $0 ? "visible" : "hidden" }.joined(separator: ";"),
          ])
      ]
    // Each part of the shin turns and shifts as its own distance from the middle asks.
    let shinLayers = o.tibiaShapes.reduce(into: [[KneeShape]]()) { layers, shape in
      if layers.last?[0].curve.z == shape.curve.z {
        layers[layers.count - 1].append(shape)
      } else {
        layers.append([shape])
      }
    }
    return hidden
      + shinLayers.map { layer in body(shapes(layer), z: layer[0].curve.z) { $0.tibia } }
      + shapes(o.femurShapes)
      + lines("muscle", Stroke.muscle, isReleased: false) + tendon
      + [
        body(shapes(o.patellaShapes) + strips() + shapes([o.patellaLine]), z: o.patellaBone.z) { $0.patella }
      ]
      + lines("muscle released", Stroke.released, isReleased: true) + [arrow()]
  }

  /// A body that shifts and turns.
  private func body(_ shapes: [SVG], z: Double, _ placement: (KneeScene) -> KneeScene.Placement) -> SVG {
    let places = scenes.map(placement)
    let turns = places.map { coordinate(atan2($0.y[0], $0.x[0]) * 180 / .pi) }
    let shifts = places.map { p -> String in
      let at = p(Point(0, 0), z: z)
      return "\(coordinate(at.x)) \(coordinate(at.y))"
    }
    return moving("translate", shifts, [moving("rotate", turns, shapes)])
  }

  /// The stretches of the kneecap's cartilage, in the color of the pressure at every instant.
  private func strips() -> [SVG] {
    let o = animation.outlines
    let all = scenes.flatMap(\.pressure)
    guard let first = all.first, let low = all.map(\.low).min(), let high = all.map(\.high).max() else {
      return []
    }
    let size = first.high - first.low
    return (0..<Int(((high - low) / size).rounded())).compactMap { row in
      let from = low + Double(row) * size
      guard let strip = o.patellaStrip(from: from, to: from + size) else { return nil }
      let colors = scenes.map { scene -> String in
        let found = scene.pressure.first { ($0.low - from).magnitude < 0.5 * size }?.pressure ?? 0
        return found > 0 ? scales.color(found) : Fill.cartilage
      }
      var shape = KneeShape(strip, "contact", fill: colors[base]).drawn(strip.points)
      if Set(colors).count > 1 { shape.children = [changing("fill", colors)] }
      return shape
    }
  }

  /// The net force: its tip at the center of pressure, its length by the force.
  private func arrow() -> SVG {
    let (head, shaft, rim) = (2.6 / scale, 0.8 / scale, 1.5 / scale)
    func length(_ scene: KneeScene) -> Double { scene.contact.newtons * scales.force / scale }
    func line(_ color: String, _ width: Double) -> SVG {
      var line = SVG(
        "path", ["fill": "none", "stroke": color, "stroke-width": fine(width)])
      let paths = scenes.map {
        "M\(coordinate(-length($0))) 0 L\(coordinate(-min(length($0), head - 0.3))) 0"
      }
      line.attributes.insert(.init(name: "d", value: paths[base]), at: 0)
      line.children = [changing("d", paths)]
      return line
    }
    let heads = scenes.map { scene -> String in
      let h = min(head, length(scene))
      return polyline([Point(0, 0), Point(-h, 0.4 * h), Point(-h, -0.4 * h)], closed: true) ?? ""
    }
    var tip = SVG("path", ["d": heads[base], "fill": Palette.ink])
    if Set(heads).count > 1 { tip.children = [changing("d", heads)] }
    var arrow = moving(
      "translate", scenes.map { "\(coordinate($0.contact.at.x)) \(coordinate($0.contact.at.y))" },
      [
        moving(
          "rotate", continuous(scenes.map(\.contact.direction)).map { coordinate($0) },
          [line(Palette.white, rim), line(Palette.ink, shaft), tip])
      ])
    arrow.attributes.insert(.init(name: "class", value: "force kneecap"), at: 0)
    return arrow
  }

  /// Angles, deg, that never turn about the long way from one to the next.
  private func continuous(_ angles: [Double]) -> [Double] {
    var result: [Double] = []
    for angle in angles {
      let last = result.last ?? angle
      result.append(angle - 360 * ((angle - last) / 360).rounded())
    }
    return result
  }

  /// Lines with as many points at every instant: as they are where that is so, else, with an arc that comes and goes, at even
  /// steps along the part that is seen.
  private func alike(_ lines: [[Point]]) -> [[Point]] {
    Set(lines.map(\.count)).count == 1 ? lines : lines.map { resampled(seen($0)) }
  }

  /// The part of a line from where it first comes near the knee to where it last is.
  private func seen(_ line: [Point]) -> [Point] {
    let near = 160 * animation.outlines.factor
    let fine = LabelLayout.sampled(line, every: 2)
    guard let first = fine.firstIndex(where: { distance($0, Point(0, 0)) < near }),
      let last = fine.lastIndex(where: { distance($0, Point(0, 0)) < near })
    else { return line }
    return Array(fine[first...last])
  }

  /// Points of a line at even steps.
  private func resampled(_ points: [Point]) -> [Point] {
    let ways = points.indices.dropFirst().reduce(into: [0.0]) {
      $0.append(($0.last ?? 0) + distance(points[$1 - 1], points[$1]))
    }
    guard let whole = ways.last, whole > 0 else { return points }
    let steps = 12
    var segment = 0
    return (0...steps).map { step in
      let way = whole * Double(step) / Double(steps)
      while segment < points.count - 2, ways[segment + 1] < way { segment += 1 }
      let part = ways[segment + 1] - ways[segment]
      let t = part > 0 ? min(1, max(0, (way - ways[segment]) / part)) : 0
      let (a, b) = (points[segment], points[segment + 1])
      return Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y))
    }
  }

  private func bending(_ name: String, _ stroke: [SVG.Attribute], _ lines: [[Point]]) -> SVG {
    let paths = lines.map { polyline($0) ?? "" }
    var path = SVG("path", ["class": name, "d": paths[base]])
    path.attributes += stroke
    path.children = [changing("d", paths)]
    return scaled(path)
  }

  /// Widths on paper as widths inside the scaled group.
  private func scaled(_ element: SVG) -> SVG {
    var element = element
    for i in element.attributes.indices where element.attributes[i].name == "stroke-width" {
      element.attributes[i].value = fine((Double(element.attributes[i].value) ?? 0) / scale)
    }
    for i in element.attributes.indices where element.attributes[i].name == "stroke-dasharray" {
      let dashes = element.attributes[i].value.split(separator: " ").compactMap { Double($0) }
      element.attributes[i].value = dashes.map { fine($0 / scale) }.joined(separator: " ")
    }
    return element
  }

  private func moving(_ kind: String, _ values: [String], _ children: [SVG]) -> SVG {
    let motion =
      Set(values).count > 1 ? [Self.motion("animateTransform", kind, values, animation.duration)] : []
    return SVG("g", ["transform": "\(kind)(\(values[base]))"], motion + children)
  }

  private func changing(_ attribute: String, _ values: [String]) -> SVG {
    Self.motion("animate", attribute, values, animation.duration)
  }

  /// An element of SMIL that goes through values evenly, again and again.
  static func motion(_ element: String, _ what: String, _ values: [String], _ duration: Double) -> SVG {
    let isTransform = element == "animateTransform"
    var motion = SVG(
      element,
      [
        "attributeName": isTransform ? "transform" : what, "dur": coordinate(duration) + "s",
        "repeatCount": "indefinite", "values": values.joined(separator: ";"),
      ])
    if isTransform { motion.attributes.insert(.init(name: "type", value: what), at: 1) }
    return motion
  }

  /// A factor, to a ten-thousandth.
  private func fine(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }
}
