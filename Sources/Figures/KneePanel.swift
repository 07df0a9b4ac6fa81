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
    border = view.border
    let knee = panel.scene.map {
      KneeDrawing(scene: $0, view: view, outlines: picture.outlines, style: picture.style, scales: scales)
    }
    elements += view.clipped(
      knee.map { $0.elements + $0.labels(released: picture.released) } ?? Self.unsolved(view.frame),
      id: "view\(index)")
    elements.append(border)
    if picture.style == .paper { elements += axes(view) }
    let below = view.frame.y + view.frame.height + (picture.style == .paper ? 5.5 : 0)
    height = below - corner.y
    if hasNumbers, let scene = panel.scene { height += numbers(scene, baseline, at: Point(corner.x, below)) }
  }

  /// A frame without a knee: hatched, and named.
  private static func unsolved(_ frame: Rect) -> [SVG] {
    let reach = frame.width + frame.height
    let lines = stride(from: 4.0, to: reach, by: 4).map { way in
      SVG.rule(Point(frame.x + way, frame.y), Point(frame.x + way - frame.height, frame.y + frame.height))
    }
    let middle = Point(frame.x + frame.width / 2, frame.y + frame.height / 2)
    let words = "not solved at this instant"
    let w = Typeface.width(words) + 4
    return [
      SVG("g", ["class": "unsolved"], lines),
      SVG(
        "rect", ["x": middle.x - w / 2, "y": middle.y - 3, "width": w, "height": 6, "fill": Palette.white]),
      SVG.text(words, at: Point(middle.x, middle.y + 0.8), .middle),
    ]
  }

  /// Millimeters along the lower edge and that on the kneecap's side, from the knee's center, as the picture is turned.
  private func axes(_ view: KneeView) -> [SVG] {
    var result: [SVG] = []
    let (frame, center) = (view.frame, view.center)
    let bottom = frame.y + frame.height
    for mm in stride(from: -100.0, through: 100, by: 25) {
      let x = center.x + (view.isLeft ? -view.scale : view.scale) * mm
      let text = minusSigned(fixedNumber(mm, 0))
      if x > frame.x + 3, x < frame.x + frame.width - 3 {
        result.append(SVG.rule(Point(x, bottom), Point(x, bottom - 1), color: Palette.ink))
        result.append(SVG.text(text, at: Point(x, bottom + 2.6), .middle))
      }
      let y = center.y - view.scale * mm
      if y > frame.y + 3, y < bottom - 3 {
        let (edge, inward) = view.isLeft ? (frame.x, 1.0) : (frame.x + frame.width, -1.0)
        result.append(SVG.rule(Point(edge, y), Point(edge + inward, y), color: Palette.ink))
        result.append(
          SVG.text(text, at: Point(edge + 1.5 * inward, y + 0.85), view.isLeft ? .start : .end))
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
