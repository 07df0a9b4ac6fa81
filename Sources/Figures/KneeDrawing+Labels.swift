import Results

extension KneeDrawing {
  /// Names of what is drawn, where they are in nobody's way.
  ///
  /// - Parameters:
  ///   - released: what the released muscles are called together.
  ///   - reserved: places where something else stands.
  ///   - wanted: where names stand in a like drawing.
  /// - Returns: also where they stand in this one.
  func labels(released: String, reserved: [Rect], wanted: [String: Point]) -> (
    drawn: [SVG], places: [String: Point]
  ) {
    let o = outlines
    let arrows = arrows
    var layout = LabelLayout(frame: view.frame, wanted: wanted)
    for place in reserved { layout.reserve(place) }
    for curve in [o.grooveBone, o.tibiaScan, o.femurFront, o.femurBack, o.shinFront, o.shinBack] {
      layout.avoid(view(scene.placed(curve)), weight: 0.7)
    }
    for curve in [o.condyleCartilage, o.tibiaCartilage] {
      layout.avoid(view(scene.placed(curve)), weight: 0.7)
    }
    for curve in [o.patellaBand, o.patellaBone] { layout.avoid(view(scene.placed(curve)), weight: 2) }
    for muscle in muscles { layout.avoid(view(muscle.points), weight: muscle.isReleased ? 2 : 0.5) }
    for strand in scene.patellarTendon { layout.avoid(view(strand.points)) }
    for strand in ligaments { layout.avoid(view(strand.points), weight: 0.5) }
    if style == .paper { layout.reserve(view.heights) }
    for arrow in arrows { layout.avoid([arrow.tail, arrow.tip], weight: 4) }

    var result: [SVG] = []
    func axis(_ name: KneeOutlines.Body, _ words: String, _ points: [Point]) {
      let curve = KneeOutlines.Curve(body: name, z: 0, points: points).scaled(by: o.factor)
      let line = view(scene.placed(curve))
      result += layout.at(LabelLayout.sampled(line, every: 1), words, fill: Palette.faint) ?? []
    }
    axis(.femur, "thigh bone", [Point(19, 26), Point(21, 90)])
    axis(.tibia, "shin bone", [Point(11, -38), Point(12, -105)])
    // All other names rather beside the bones than on them.
    for curve in [o.femurSection, o.condyleSection, o.tibiaSection] {
      layout.avoid(area: view(scene.placed(curve)), weight: 0.7)
    }
    func say(_ text: String, beside lines: [[Point]], isBold: Bool = false, fill: String = Palette.ink) {
      for line in lines {
        guard let label = layout.beside(line, text, isBold: isBold, fill: fill) else { continue }
        result += label
        return
      }
    }
    for arrow in arrows where style == .paper {
      say(
        arrow.text, beside: [[arrow.tail, arrow.tip]], isBold: arrow.color == Palette.ink, fill: arrow.color)
    }
    if let first = scene.muscles.first(where: \.isReleased) {
      say(released, beside: [view(first.points)], isBold: true, fill: Palette.colors[1])
    }
    say("kneecap", beside: [view(scene.placed(o.patellaBone))])
    if style == .patient {
      say("tendon of the kneecap", beside: scene.patellarTendon.map { view($0.points) })
    }
    for (group, words) in [
      ("quadriceps", "quadriceps"), ("hamstrings", "hamstrings"), ("gastrocnemius", "calf"),
    ] {
      let members = scene.muscles.filter { $0.group == group }.reversed()
      guard !members.contains(where: \.isReleased) else { continue }
      say(words, beside: members.map { view($0.points) }, fill: Palette.faint)
    }
    return (result, layout.places)
  }
}
