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
  var shown: [Int] { frames(steps: Self.keyframes) }

  /// Still drawings per second of a film.
  public static let filmRate = 12.5

  /// Frames of the still drawings that a film is made of.
  public var stills: [Int] { frames(steps: Int(Self.filmRate * duration) - 1) }

  /// All frames where there are no more than that, else at even steps with both ends.
  private func frames(steps: Int) -> [Int] {
    let last = phases.count - 1
    guard last > steps else { return Array(phases.indices) }
    return (0...steps).map { ($0 * last + steps / 2) / steps }
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
    var page = Page(margin: 3, width: width - 6)
    let panelWidth = page.panelWidth(panels.count)
    let scales = KneeScales(
      panels.flatMap { $0.scenes.compactMap { $0 } }, style: .patient, room: 0.33 * panelWidth)
    if frame == nil { page.body.append(Self.style) }
    page.begin(title, subtitle)
    page.place(panels.count) { index, corner in
      let film = KneeFilm(
        animation: self, panel: panels[index], scales: scales, corner: corner, width: panelWidth,
        index: index, still: frame ?? peak, moves: frame == nil)
      return (film.elements, film.height)
    }
    page.y += 3
    let picture = picture(frame ?? peak)
    page.body += picture.legend(scales, at: Point(page.margin, page.y), width: page.width, y: &page.y)
    page.y += 2
    page.body += curves(at: Point(page.margin, page.y), width: page.width, y: &page.y, frame: frame)
    page.y += 1.5
    for note in KneePicture.drawingNotes + notes { page.say(note, fill: Palette.faint) }
    return Drawing(
      width: width, height: page.y + page.margin, title: title, description: description, body: page.body)
  }

  /// One frame as a picture.
  func picture(_ frame: Int) -> KneePicture {
    KneePicture(
      title: title, subtitle: "", description: description,
      panels: panels.map { KneePicture.Panel(heading: $0.heading, scene: $0.scenes[frame], isLeft: isLeft) },
      outlines: outlines, style: .patient, released: released, notes: [])
  }

  /// Where less motion is preferred, the still knees stand in place of the moving ones.
  private static let style = SVG(
    "style",
    text:
      ".still { display: none } @media (prefers-reduced-motion: reduce) { .still { display: inline } .moving"
      + " { display: none } }")
}
