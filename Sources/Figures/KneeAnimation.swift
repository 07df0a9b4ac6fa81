import Results

/// Knees from the side through a movement, side by side in one scale, above the force of the kneecap.
public struct KneeAnimation: Sendable, Equatable {
  public struct Panel: Sendable, Equatable {
    public var heading: String
    /// One per frame; nil where it was not solved.
    public var scenes: [KneeScene?]

    public init(heading: String, scenes: [KneeScene?]) {
      self.heading = heading
      self.scenes = scenes
    }
  }

  public var title, subtitle, description: String
  /// Percent of the movement of every frame.
  public var phases: [Double]
  public var panels: [Panel]
  /// How long the movement lasts here, s.
  public var duration: Double
  public var outlines: KneeOutlines
  public var isLeft: Bool
  public var released: String
  public var notes: [String]

  public init(
    title: String, subtitle: String, description: String, phases: [Double], panels: [Panel],
    duration: Double, outlines: KneeOutlines, isLeft: Bool, released: String, notes: [String]
  ) {
    precondition(panels.allSatisfy { $0.scenes.count == phases.count }, "one scene per frame")
    self.title = title
    self.subtitle = subtitle
    self.description = description
    self.phases = phases
    self.panels = panels
    self.duration = duration
    self.outlines = outlines
    self.isLeft = isLeft
    self.released = released
    self.notes = notes
  }

  /// Frames between which bodies move evenly: more would not be seen.
  static let keyframes = 40

  /// Frames that are drawn: all of a short movement, else about `keyframes` at even steps with both ends.
  var shown: [Int] {
    let last = phases.count - 1
    guard last > Self.keyframes else { return Array(phases.indices) }
    return (0...Self.keyframes).map { ($0 * last + Self.keyframes / 2) / Self.keyframes }
  }

  /// The frame of the greatest force in the first panel that has one.
  var peak: Int? {
    for panel in panels {
      let solved = phases.indices.filter { panel.scenes[$0] != nil }
      func force(_ i: Int) -> Double { panel.scenes[i]?.contact.newtons ?? 0 }
      if let peak = solved.max(by: { force($0) < force($1) }) { return peak }
    }
    return nil
  }

  /// A still drawing of one frame in the scales of all: for films made of pictures.
  ///
  /// - Parameter frame: nil for the moving drawing, in which nobody's script runs: SMIL moves it, and who prefers less motion
  ///   sees the instant of the greatest force.
  /// - Throws: `FigureError` where nothing was solved, or the movement is a single pose.
  public func drawing(width: Double, frame: Int? = nil) throws(FigureError) -> Drawing {
    precondition(Figure.widths.contains(width), "\(width) mm wide")
    guard let peak else { throw FigureError(.nothingSolved, "no frame was solved: there is no knee to draw") }
    guard phases.count > 1 else {
      throw FigureError(.tooMuch, "a single pose does not move: draw it with 'trochlea figure knee'")
    }
    let gap = 4.0
    var page = Page(margin: 3, width: width - 6)
    let columns = width >= KneePicture.wide ? panels.count : 1
    let panelWidth = (page.width - gap * Double(columns - 1)) / Double(columns)
    let scales = KneeScales(
      panels.flatMap { $0.scenes.compactMap { $0 } }, style: .patient, room: 0.33 * panelWidth)
    if frame == nil { page.body.append(Self.style) }
    page.say(title, size: Typeface.title, isBold: true)
    if !subtitle.isEmpty { page.say(subtitle, fill: Palette.faint) }
    page.y += 1
    var height = 0.0
    for (index, panel) in panels.enumerated() {
      let column = index % columns
      if column == 0, index > 0 { page.y += height + gap }
      let corner = Point(page.margin + Double(column) * (panelWidth + gap), page.y)
      let film = KneeFilm(
        animation: self, panel: panel, scales: scales, corner: corner, width: panelWidth, index: index,
        still: frame ?? peak, moves: frame == nil)
      page.body.append(SVG("g", ["class": "panel"], film.elements))
      height = film.height
    }
    page.y += height + 3
    let picture = picture(frame ?? peak)
    page.body += picture.legend(scales, at: Point(page.margin, page.y), width: page.width, y: &page.y)
    page.y += 2
    page.body += curves(at: Point(page.margin, page.y), width: page.width, y: &page.y, frame: frame)
    page.y += 1.5
    for note in KneePicture.drawingNotes + notes { page.say(note, fill: Palette.faint) }
    return Drawing(
      width: width, height: page.y + page.margin, title: title, description: description, body: page.body)
  }

  /// The number of still frames of a film.
  public var stills: [Int] { shown }

  /// One frame as a picture.
  func picture(_ frame: Int) -> KneePicture {
    KneePicture(
      title: title, subtitle: "", description: description,
      panels: panels.map { KneePicture.Panel(heading: $0.heading, scene: $0.scenes[frame]) },
      outlines: outlines, style: .patient, isLeft: isLeft, released: released, notes: [])
  }

  /// Where less motion is preferred, the still knees stand in place of the moving ones.
  private static let style = SVG(
    "style",
    text:
      ".still { display: none } @media (prefers-reduced-motion: reduce) { .still { display: inline } .moving"
      + " { display: none } }")

  /// The force over the movement in every state, and where the drawing is in it.
  private func curves(at corner: Point, width: Double, y: inout Double, frame: Int?) -> [SVG] {
    let forces = panels.map { panel in
      panel.scenes.map { scene in scene.map { 100 * $0.contact.newtons / $0.bodyWeight } }
    }
    var up = Scale(forces.flatMap { $0.compactMap { $0 } }, includesZero: true, count: 3)
    let (left, right, top, bottom) = (corner.x + 9, corner.x + width - 3, corner.y + 4, corner.y + 24)
    (up.start, up.end) = (bottom, top)
    let (first, last) = (phases[0], phases[phases.count - 1])
    func x(_ phase: Double) -> Double { left + (phase - first) / (last - first) * (right - left) }
    var result = [
      SVG.text("kneecap on thigh bone, % of body weight", at: Point(corner.x, corner.y + 2), isBold: true)
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
      result.append(SVG.text(panel.heading, at: Point(at, corner.y + 2)))
      result.append(
        SVG.stroke([Point(at - 7, corner.y + 1.2), Point(at - 1, corner.y + 1.2)], Palette.look(index)))
      at -= 11
    }
    var cursor = SVG.rule(Point(0, top), Point(0, bottom), color: Palette.colors[2], width: 0.5)
    cursor.attributes.append(.init(name: "class", value: "cursor"))
    cursor.attributes.append(
      .init(name: "transform", value: "translate(\(coordinate(x(phases[frame ?? peak ?? 0]))) 0)"))
    if frame == nil {
      cursor.children = [
        KneeFilm.motion(
          "animateTransform", "translate", shown.map { "\(coordinate(x(phases[$0]))) 0" }, duration)
      ]
    }
    result.append(cursor)
    y = bottom + 7
    return [SVG("g", ["class": "curves"], result)]
  }
}
