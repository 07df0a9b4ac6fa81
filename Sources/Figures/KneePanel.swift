import Results

/// One knee in its frame, with its heading above and its numbers below.
struct KneePanel {
  private(set) var elements: [SVG] = []
  private(set) var height = 0.0
  /// The parts of it that do not move.
  private(set) var headings: [SVG], border: SVG
  private let picture: KneePicture
  private let scales: KneeScales
  private let width: Double

  /// - Parameters:
  ///   - flexion: of the picture, deg: all panels are turned alike.
  ///   - baseline: the first state, where this is another.
  ///   - hasNumbers: whether the force stands below in numbers.
  init(
    panel: KneePicture.Panel, picture: KneePicture, scales: KneeScales, corner: Point, width: Double,
    flexion: Double, baseline: KneeScene?, index: Int, hasNumbers: Bool = true
  ) {
    self.picture = picture
    self.scales = scales
    self.width = width
    let lines = Typeface.lines(panel.heading, width: width, isBold: true)
    headings = SVG.paragraph(lines, at: Point(corner.x, corner.y + 2.1), isBold: true)
    elements += headings
    let top = corner.y + Double(lines.count) * Typeface.text * Typeface.leading + 0.6
    let view = KneeView(
      flexion: flexion, isLeft: picture.isLeft, factor: picture.outlines.factor,
      corner: Point(corner.x, top), width: width)
    let id = "view\(index)"
    border = Self.rectangle(view.frame)
    border.attributes += Stroke.attributes("#bbbbbb", 0.2)
    elements.append(SVG("clipPath", ["id": id], [Self.rectangle(view.frame)]))
    if let scene = panel.scene {
      elements.append(SVG("g", ["clip-path": "url(#\(id))"], knee(scene, view)))
    } else {
      elements += Self.unsolved(view.frame, clip: id)
    }
    elements.append(border)
    if picture.style == .paper { elements += axes(view) }
    let below = view.frame.y + view.frame.height + (picture.style == .paper ? 5.5 : 0)
    height = below - corner.y
    if hasNumbers, let scene = panel.scene { height += numbers(scene, baseline, at: Point(corner.x, below)) }
  }

  private static func rectangle(_ r: Rect) -> SVG {
    SVG("rect", ["x": r.x, "y": r.y, "width": r.width, "height": r.height, "rx": 1])
  }

  /// The knee itself, back to front.
  private func knee(_ scene: KneeScene, _ view: KneeView) -> [SVG] {
    let o = picture.outlines
    var result: [SVG] = []
    func draw(_ shapes: [KneeShape]) {
      for shape in shapes { result.append(shape.drawn(view(scene.placed(shape.curve)))) }
    }
    func line(_ points: [Point], _ name: String, _ stroke: [SVG.Attribute]) {
      result.append(KneeShape.path(view(points), name, stroke))
    }
    draw(o.tibiaShapes + o.femurShapes)
    if picture.style == .paper {
      for strand in scene.ligaments where strand.tension > 1 {
        line(strand.points, "ligament", Stroke.ligament(newtons: strand.tension))
      }
    }
    for muscle in shown(scene) where !muscle.isReleased { line(muscle.points, "muscle", Stroke.muscle) }
    for strand in scene.patellarTendon { line(strand.points, "patellar-tendon", Stroke.tendon) }
    draw(o.patellaShapes)
    for stretch in scene.pressure where stretch.pressure > 0 {
      guard let strip = o.patellaStrip(from: stretch.low, to: stretch.high) else { continue }
      draw([KneeShape(strip, "contact", fill: scales.color(stretch.pressure))])
    }
    draw([o.patellaLine])
    for muscle in scene.muscles where muscle.isReleased {
      line(muscle.points, "muscle released", Stroke.released)
    }

    let arrows = arrows(scene, view)
    for arrow in arrows { result.append(SVG("g", ["class": arrow.name], arrow.drawn)) }
    if picture.style == .paper, scene.contact.newtons > 0 {
      let at = view(scene.contact.at)
      result.append(
        SVG(
          "circle",
          [
            "class": "center-of-pressure", "cx": at.x, "cy": at.y, "r": 0.8, "fill": Palette.white,
            "stroke": Palette.ink, "stroke-width": 0.3,
          ]))
    }
    return result + labels(scene, view, arrows)
  }

  /// For a patient only the muscles that have a name in the picture.
  private func shown(_ scene: KneeScene) -> [KneeScene.Muscle] {
    scene.muscles.filter { $0.isReleased || $0.isInGroup || picture.style == .paper }
  }

  private struct Arrow {
    var name, text: String
    var tail, tip: Point
    var color: String
    var drawn: [SVG] { KneePanel.arrow(from: tail, to: tip, color) }
  }

  /// The net force with its tip where it presses; for a paper also the pulls with their tails where they pull.
  private func arrows(_ scene: KneeScene, _ view: KneeView) -> [Arrow] {
    func ends(_ force: KneeScene.Force, pulls: Bool) -> (Point, Point) {
      let (at, u) = (view(force.at), view.direction(force.direction))
      let length = force.newtons * scales.force
      return pulls
        ? (at, Point(at.x + length * u.x, at.y + length * u.y))
        : (Point(at.x - length * u.x, at.y - length * u.y), at)
    }
    var result: [Arrow] = []
    func add(_ name: String, _ words: String, _ force: KneeScene.Force, pulls: Bool, _ color: String) {
      guard force.newtons > 0 else { return }
      let (tail, tip) = ends(force, pulls: pulls)
      result.append(
        Arrow(
          name: "force " + name,
          text: words + (words.isEmpty ? "" : " ") + "\(fixedNumber(force.newtons, 0)) N", tail: tail,
          tip: tip,
          color: color))
    }
    if picture.style == .paper {
      add("quadriceps-pull", "quadriceps", scene.quadricepsPull, pulls: true, Palette.colors[2])
      add("tendon-pull", "patellar tendon", scene.patellarTendonPull, pulls: true, Palette.colors[2])
    }
    add("kneecap", "", scene.contact, pulls: false, Palette.ink)
    return result
  }

  /// A line with a head, mm; one shorter than its head is all head.
  static func arrow(from tail: Point, to tip: Point, _ color: String) -> [SVG] {
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
    for (stroke, width) in [(Palette.white, 1.5), (color, 0.8)] {
      if length > head {
        result.append(
          SVG(
            "line",
            [
              "x1": tail.x, "y1": tail.y, "x2": neck.x + 0.3 * ux, "y2": neck.y + 0.3 * uy, "stroke": stroke,
              "stroke-width": width,
            ]))
      }
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

  /// Names of what is drawn, where they are in nobody's way.
  private func labels(_ scene: KneeScene, _ view: KneeView, _ arrows: [Arrow]) -> [SVG] {
    let o = picture.outlines
    var layout = LabelLayout(frame: view.frame)
    for curve in [o.grooveBone, o.tibiaScan, o.femurFront, o.femurBack, o.shinFront, o.shinBack] {
      layout.avoid(view(scene.placed(curve)), weight: 0.7)
    }
    for curve in [o.condyleCartilage, o.tibiaCartilage] {
      layout.avoid(view(scene.placed(curve)), weight: 0.7)
    }
    for curve in [o.patellaBand, o.patellaBone] { layout.avoid(view(scene.placed(curve)), weight: 2) }
    for muscle in shown(scene) { layout.avoid(view(muscle.points), weight: muscle.isReleased ? 2 : 0.5) }
    for strand in scene.patellarTendon { layout.avoid(view(strand.points)) }
    if picture.style == .paper {
      for strand in scene.ligaments where strand.tension > 1 {
        layout.avoid(view(strand.points), weight: 0.5)
      }
      layout.reserve(heights(view.frame))
    }
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
    for arrow in arrows where picture.style == .paper {
      say(
        arrow.text, beside: [[arrow.tail, arrow.tip]], isBold: arrow.color == Palette.ink, fill: arrow.color)
    }
    let released = scene.muscles.filter(\.isReleased)
    if let first = released.first {
      say(picture.released, beside: [view(first.points)], isBold: true, fill: Palette.colors[1])
    }
    say("kneecap", beside: [view(scene.placed(o.patellaBone))])
    if picture.style == .patient {
      say("tendon of the kneecap", beside: scene.patellarTendon.map { view($0.points) })
    }
    for (group, words) in [
      ("quadriceps", "quadriceps"), ("hamstrings", "hamstrings"), ("gastrocnemius", "calf"),
    ] {
      let members = scene.muscles.filter { $0.group == group }.reversed()
      guard !members.contains(where: \.isReleased) else { continue }
      say(words, beside: members.map { view($0.points) }, fill: Palette.faint)
    }
    return result
  }

  /// A frame without a knee: hatched, and named.
  private static func unsolved(_ frame: Rect, clip: String) -> [SVG] {
    let reach = frame.width + frame.height
    let lines = stride(from: 4.0, to: reach, by: 4).map { way in
      SVG.rule(Point(frame.x + way, frame.y), Point(frame.x + way - frame.height, frame.y + frame.height))
    }
    let middle = Point(frame.x + frame.width / 2, frame.y + frame.height / 2)
    let words = "not solved at this instant"
    let w = Typeface.width(words) + 4
    return [
      SVG("g", ["class": "unsolved", "clip-path": "url(#\(clip))"], lines),
      SVG(
        "rect", ["x": middle.x - w / 2, "y": middle.y - 3, "width": w, "height": 6, "fill": Palette.white]),
      SVG.text(words, at: Point(middle.x, middle.y + 0.8), .middle),
    ]
  }

  /// Where the numbers of the upright axis stand: on the side of the kneecap.
  private func heights(_ frame: Rect) -> Rect {
    Rect(x: picture.isLeft ? frame.x : frame.x + frame.width - 8, y: frame.y, width: 8, height: frame.height)
  }

  /// Millimeters along the lower edge and that on the kneecap's side, from the knee's center, as the picture is turned.
  private func axes(_ view: KneeView) -> [SVG] {
    var result: [SVG] = []
    let (frame, center) = (view.frame, view.center)
    let bottom = frame.y + frame.height
    for mm in stride(from: -100.0, through: 100, by: 25) {
      let x = center.x + (picture.isLeft ? -view.scale : view.scale) * mm
      let text = minusSigned(fixedNumber(mm, 0))
      if x > frame.x + 3, x < frame.x + frame.width - 3 {
        result.append(SVG.rule(Point(x, bottom), Point(x, bottom - 1), color: Palette.ink))
        result.append(SVG.text(text, at: Point(x, bottom + 2.6), .middle))
      }
      let y = center.y - view.scale * mm
      if y > frame.y + 3, y < bottom - 3 {
        let (edge, inward) = picture.isLeft ? (frame.x, 1.0) : (frame.x + frame.width, -1.0)
        result.append(SVG.rule(Point(edge, y), Point(edge + inward, y), color: Palette.ink))
        result.append(
          SVG.text(text, at: Point(edge + 1.5 * inward, y + 0.85), picture.isLeft ? .start : .end))
      }
    }
    result.append(
      SVG.text("mm from the knee's center", at: Point(frame.x + frame.width / 2, bottom + 5.2), .middle))
    return [SVG("g", ["class": "axes"], result)]
  }

  /// The kneecap's force in numbers, and its change against the first state; returns how high that is, mm.
  private mutating func numbers(_ scene: KneeScene, _ baseline: KneeScene?, at corner: Point) -> Double {
    let force = scene.contact.newtons
    let weights = force / scene.bodyWeight
    let large = 5.0
    var y = corner.y + 1.5 + 0.8 * large
    let number =
      picture.style == .patient
      ? "\(fixedNumber(100 * weights, 0)) %" : "\(fixedNumber(force, 0)) N"
    elements.append(SVG.text(number, at: Point(corner.x, y), size: large, isBold: true))
    var words = [
      picture.style == .patient
        ? "of body weight presses the kneecap on the thigh bone"
        : "kneecap on thigh bone, \(fixedNumber(weights, 2)) body weights"
    ]
    if let baseline, baseline.contact.newtons > 0 {
      let change = 100 * (force - baseline.contact.newtons) / baseline.contact.newtons
      let whole = fixedNumber(change.magnitude, 0)
      words.append(
        whole == "0"
          ? "to the percent as much as in the first picture"
          : "\(whole) % \(change < 0 ? "less" : "more") than in the first picture")
    }
    if picture.style == .paper {
      let peak = scene.pressure.map(\.pressure).max() ?? 0
      words.append("largest pressure \(fixedNumber(peak, 1)) MPa")
    }
    let left = corner.x + Typeface.width(number, size: large, isBold: true) + 2.5
    let lines = words.flatMap { Typeface.lines($0, width: max(20, corner.x + width - left)) }
    let step = Typeface.text * Typeface.leading
    elements += SVG.paragraph(lines, at: Point(left, corner.y + 1.5 + 0.8 * Typeface.text))
    y = max(y + 0.2 * large, corner.y + 1.5 + Double(lines.count) * step)
    return y - corner.y
  }
}
