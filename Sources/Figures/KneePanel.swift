import Results

/// One knee in its frame, with its heading above and its numbers below.
struct KneePanel {
  private(set) var elements: [SVG] = []
  private(set) var height = 0.0
  /// The parts of it that do not move.
  private(set) var headings: [SVG], border: SVG
  /// Where the names stand in it.
  private(set) var places: [String: Point] = [:]
  private let picture: KneePicture
  private let scales: KneeScales
  private let width: Double

  /// - Parameters:
  ///   - flexion: of the picture, deg: all panels are turned alike.
  ///   - baseline: the first state, where this is another.
  ///   - hasNumbers: whether the force stands below in numbers.
  ///   - wanted: where names stand in the first state's panel.
  ///   - hasLabels: whether names stand in the drawing: in a film they would jump.
  init(
    panel: KneePicture.Panel, picture: KneePicture, scales: KneeScales, corner: Point, width: Double,
    flexion: Double, baseline: KneePicture.Panel?, index: Int, hasNumbers: Bool = true,
    wanted: [String: Point] = [:], hasLabels: Bool = true
  ) {
    self.picture = picture
    self.scales = scales
    self.width = width
    let lines = Typeface.lines(panel.heading, width: width, isBold: true)
    headings = SVG.paragraph(lines, at: Point(corner.x, corner.y + 2.1), isBold: true)
    elements += headings
    let top = corner.y + Double(lines.count) * Typeface.text * Typeface.leading + 0.6
    let view = KneeView(
      flexion: flexion, isLeft: panel.isLeft, factor: picture.outlines.factor,
      corner: Point(corner.x, top), width: width)
    border = view.border
    let knee = panel.scene.map {
      KneeDrawing(scene: $0, view: view, outlines: picture.outlines, style: picture.style, scales: scales)
    }
    let doubt = panel.doubt.map { Self.banner($0.rawValue, view.frame) }
    var drawn = knee?.elements ?? Self.unsolved(view.frame)
    if hasLabels, let knee {
      let labels = knee.labels(
        released: picture.released, reserved: doubt.map { [$0.place] } ?? [], wanted: wanted)
      drawn += labels.drawn
      places = labels.places
    }
    elements += view.clipped(drawn, id: "view\(index)")
    elements += (doubt?.drawn ?? []) + [border]
    if picture.style == .paper { elements += axes(view) }
    let below = view.frame.y + view.frame.height + (picture.style == .paper ? 5.5 : 0)
    height = below - corner.y
    if hasNumbers, let scene = panel.scene {
      height += numbers(scene, panel, baseline, at: Point(corner.x, below))
    }
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

  /// What is wrong, across the upper edge of a frame.
  private static func banner(_ words: String, _ frame: Rect) -> (place: Rect, drawn: [SVG]) {
    let lines = Typeface.lines(words, width: frame.width - 4, isBold: true)
    let place = Rect(
      x: frame.x, y: frame.y, width: frame.width,
      height: Double(lines.count) * Typeface.text * Typeface.leading + 2)
    var box = SVG("rect", ["x": place.x, "y": place.y, "width": place.width, "height": place.height])
    box.attributes += Stroke.attributes(Palette.colors[2], 0.4).filter { $0.name != "fill" }
    box.attributes.append(.init(name: "fill", value: Palette.white))
    let middle = Point(frame.x + frame.width / 2, frame.y + 3.1)
    return (
      place, [SVG("g", ["class": "doubt"], [box] + SVG.paragraph(lines, at: middle, .middle, isBold: true))]
    )
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

  /// The kneecap's force in numbers, here and at its greatest, with their changes against the first state; returns how high that
  /// is, mm. Where a state is in doubt there is no change.
  private mutating func numbers(
    _ scene: KneeScene, _ panel: KneePicture.Panel, _ baseline: KneePicture.Panel?, at corner: Point
  ) -> Double {
    let isPatient = picture.style == .patient
    let force = scene.contact.newtons
    func text(_ newtons: Double) -> String {
      isPatient ? "\(fixedNumber(100 * newtons / scene.bodyWeight, 0)) %" : "\(fixedNumber(newtons, 0)) N"
    }
    var words = [
      isPatient
        ? "of body weight presses the kneecap on the thigh bone"
        : "kneecap on thigh bone, \(fixedNumber(force / scene.bodyWeight, 2)) body weights"
    ]
    if !isPatient {
      let peak = scene.pressure.map(\.pressure).max() ?? 0
      words.append("largest pressure \(fixedNumber(peak, 1)) MPa")
    }
    if panel.doubt == nil {
      let first = baseline.flatMap { $0.doubt == nil ? $0 : nil }
      let change = Self.change(force, first?.scene?.contact.newtons).map { $0 + " in the first picture" }
      if let greatest = panel.greatest {
        let isHere = greatest.isHere && first?.greatest?.isHere != false
        words.append(
          (isHere ? "at its greatest in the movement" : "at this instant") + (change.map { ", " + $0 } ?? ""))
        if !isHere {
          let change = Self.change(greatest.newtons, first?.greatest?.newtons).map { ", " + $0 + " there" }
          words.append("greatest in the movement: \(text(greatest.newtons))\(change ?? "")")
        }
      } else if let change {
        words.append(change)
      }
    }
    let large = 5.0
    elements.append(
      SVG.text(text(force), at: Point(corner.x, corner.y + 1.5 + 0.8 * large), size: large, isBold: true))
    let left = corner.x + Typeface.width(text(force), size: large, isBold: true) + 2.5
    let lines = words.flatMap { Typeface.lines($0, width: max(20, corner.x + width - left)) }
    elements += SVG.paragraph(lines, at: Point(left, corner.y + 1.5 + 0.8 * Typeface.text))
    return max(1.5 + large, 1.5 + Double(lines.count) * Typeface.text * Typeface.leading)
  }

  /// How much more or less than a first force, in words; nil without one.
  private static func change(_ newtons: Double, _ first: Double?) -> String? {
    guard let first, first > 0 else { return nil }
    let change = 100 * (newtons - first) / first
    let whole = fixedNumber(change.magnitude, 0)
    return whole == "0" ? "to the percent as much as" : "\(whole) % \(change < 0 ? "less" : "more") than"
  }
}
