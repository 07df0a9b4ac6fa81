import Results

/// A knee from the side, or two of them in the same pose and scale.
public struct KneePicture: Sendable, Equatable {
  /// For whom it is drawn.
  public enum Style: String, CaseIterable, Sendable {
    /// One arrow, and forces in percent of body weight.
    case patient
    /// Also the pulls on the kneecap, ligaments, the center of pressure, axes, and forces in N.
    case paper
  }

  public struct Panel: Sendable, Equatable {
    public var heading: String
    /// Nil where the instant was not solved in this state.
    public var scene: KneeScene?
    public var isLeft: Bool
    /// Nil where only the instant is told of.
    public var greatest: Greatest?
    /// Nil where it is the state of a living knee.
    public var doubt: Doubt?

    public init(
      heading: String, scene: KneeScene?, isLeft: Bool, greatest: Greatest? = nil, doubt: Doubt? = nil
    ) {
      self.heading = heading
      self.scene = scene
      self.isLeft = isLeft
      self.greatest = greatest
      self.doubt = doubt
    }
  }

  /// The greatest kneecap force of the movement, N, and whether this is its instant.
  public struct Greatest: Sendable, Equatable {
    public var newtons: Double
    public var isHere: Bool

    public init(newtons: Double, isHere: Bool) {
      self.newtons = newtons
      self.isHere = isHere
    }
  }

  /// Why a state is not one of a living knee, in the words of its panel.
  public enum Doubt: String, Sendable {
    case slipped = "SLIPPED: not a pose that a knee has"
    case notHeld = "CANNOT BE HELD: not a state of a living knee"
    case notSolved = "NOT SOLVED at some instants: do not rely on it"
  }

  public var title, subtitle, description: String
  public var panels: [Panel]
  public var outlines: KneeOutlines
  public var style: Style
  /// What the released muscles are called together.
  public var released: String
  public var notes: [String]

  public init(
    title: String, subtitle: String, description: String, panels: [Panel], outlines: KneeOutlines,
    style: Style, released: String, notes: [String]
  ) {
    self.title = title
    self.subtitle = subtitle
    self.description = description
    self.panels = panels
    self.outlines = outlines
    self.style = style
    self.released = released
    self.notes = notes
  }
}

/// What all panels of a picture have in common, so that they can be compared.
struct KneeScales: Sendable, Equatable {
  /// MPa; begins at 0.
  var pressure: Scale
  /// Paper mm per newton.
  var force: Double
  /// The bar that states it: body weights, and its length, mm.
  var bar: (bodyWeights: Double, length: Double)

  static func == (a: KneeScales, b: KneeScales) -> Bool { a.pressure == b.pressure && a.force == b.force }

  /// - Parameter room: longest arrow, mm.
  init(_ scenes: [KneeScene], style: KneePicture.Style, room: Double) {
    pressure = Scale(scenes.flatMap { $0.pressure.map(\.pressure) }, includesZero: true, count: 3)
    let forces = scenes.flatMap { scene in
      [scene.contact.newtons]
        + (style == .paper ? [scene.quadricepsPull.newtons, scene.patellarTendonPull.newtons] : [])
    }
    let weight = scenes.first?.bodyWeight ?? 1
    let most = (forces.max() ?? 0) / weight
    // Paper mm per body weight: a round number with which the longest arrow has room.
    let perWeight = Self.round(below: most > 0 ? room / most : room)
    force = perWeight / weight
    let bodyWeights = Self.round(below: 12 / perWeight)
    bar = (bodyWeights, bodyWeights * perWeight)
  }

  /// The color of a pressure, MPa.
  func color(_ megapascals: Double) -> String {
    ColorMap.color((megapascals - pressure.low) / (pressure.high - pressure.low))
  }

  /// The largest of 1, 2 and 5 times a power of ten that is not above `value`.
  static func round(below value: Double) -> Double {
    var decade = 1.0
    while decade > value { decade /= 10 }
    while decade * 10 <= value { decade *= 10 }
    return decade * (value >= 5 * decade ? 5 : value >= 2 * decade ? 2 : 1)
  }
}

extension KneePicture {
  /// The picture on paper of a width in mm; as high as it needs.
  ///
  /// - Throws: `FigureError` where no state was solved at this instant.
  public func drawing(width: Double) throws(FigureError) -> Drawing {
    precondition(Figure.widths.contains(width), "\(width) mm wide")
    let scenes = panels.compactMap(\.scene)
    guard let first = scenes.first else {
      throw FigureError(.nothingSolved, "no state was solved at this instant: there is no knee to draw")
    }
    var page = Page(margin: 3, width: width - 6)
    let panelWidth = page.panelWidth(panels.count)
    let scales = KneeScales(scenes, style: style, room: 0.33 * panelWidth)
    page.begin(title, subtitle)
    var places: [String: Point] = [:]
    page.place(panels.count) { index, corner in
      let drawn = KneePanel(
        panel: panels[index], picture: self, scales: scales, corner: corner, width: panelWidth,
        flexion: first.flexion, baseline: index > 0 ? panels[0] : nil, index: index,
        // Names stand alike, so that the eye finds what has changed; a mirror image has its own.
        wanted: panels[index].isLeft == panels[0].isLeft ? places : [:])
      if index == 0 { places = drawn.places }
      return (drawn.elements, drawn.height)
    }
    page.y += 2.5
    page.body += legend(scales, at: Point(page.margin, page.y), width: page.width, y: &page.y)
    page.y += 1.5
    for note in Self.drawingNotes + notes { page.say(note, fill: Palette.faint) }
    return Drawing(
      width: width, height: page.y + page.margin, title: title, description: description, body: page.body)
  }

  /// What is drawn and not from the model.
  static let drawingNotes =
    [
      "Drawn from the solved model: bones and cartilage in section through the groove, paler the outer half of the knee."
        + " Dashed: shafts, the roof of the notch and the calf bone are decoration."
    ]
}

extension KneePicture {
  /// Scales and lines in words: in rows as wide as the page; moves `y` below them.
  func legend(_ scales: KneeScales, at corner: Point, width: Double, y: inout Double) -> [SVG] {
    var items: [(width: Double, height: Double, draw: (Point) -> [SVG])] = []

    let bar = min(44.0, width)
    let label = "pressure on the kneecap (MPa)"
    items.append(
      (
        max(bar, Typeface.width(label)) + 8, 9.6,
        { Self.pressureBar(scales.pressure, label, at: $0, width: bar) }
      ))

    let weights = scales.bar.bodyWeights
    let words = "\(shortNumber(weights)) body weight" + (weights > 1 ? "s" : "")
    items.append(
      (
        scales.bar.length + 2 + Typeface.width(words) + 8, 4,
        { p in
          let y = p.y + 1.5
          return [
            KneeArrow(
              name: "force-scale", tail: Point(p.x, y), tip: Point(p.x + scales.bar.length, y),
              color: Palette.ink
            ).drawn,
            SVG.text(words, at: Point(p.x + scales.bar.length + 2, y + 0.85)),
          ]
        }
      ))
    func line(_ words: String, _ stroke: [SVG.Attribute]) {
      items.append(
        (
          9 + Typeface.width(words) + 6, 4,
          { p in
            var rule = SVG("line", ["x1": p.x, "y1": p.y + 1.5, "x2": p.x + 7.5, "y2": p.y + 1.5])
            rule.attributes += stroke
            return [rule, SVG.text(words, at: Point(p.x + 9, p.y + 2.35))]
          }
        ))
    }
    if !released.isEmpty { line(released, Stroke.released) }
    line(style == .paper ? "other muscles that cross the knee" : "other muscles", Stroke.muscle)
    if style == .paper {
      line("ligaments that pull, wider with tension", Stroke.ligament(newtons: 100))
    }

    var result: [SVG] = []
    var (x, top, height) = (corner.x, corner.y, 0.0)
    for item in items {
      if x > corner.x, x + item.width - 6 > corner.x + width {
        top += height
        (x, height) = (corner.x, 0)
      }
      result += item.draw(Point(x, top))
      x += item.width
      height = max(height, item.height)
    }
    y = top + height
    return [SVG("g", ["class": "legend"], result)]
  }

  private static func pressureBar(_ scale: Scale, _ label: String, at corner: Point, width: Double) -> [SVG] {
    var result: [SVG] = [SVG.text(label, at: Point(corner.x, corner.y + 2))]
    let stops = (0...10).map { i in
      SVG("stop", ["offset": Double(i) / 10, "stop-color": ColorMap.color(Double(i) / 10)])
    }
    result.append(SVG("linearGradient", ["id": "pressure"], stops))
    result.append(
      SVG(
        "rect", ["x": corner.x, "y": corner.y + 3, "width": width, "height": 2.4, "fill": "url(#pressure)"]))
    for tick in scale.ticks {
      let x = corner.x + width * (tick - scale.low) / (scale.high - scale.low)
      let anchor: SVG.Anchor =
        tick == scale.ticks.first ? .start : tick == scale.ticks.last ? .end : .middle
      result.append(SVG.rule(Point(x, corner.y + 5.4), Point(x, corner.y + 6), color: Palette.ink))
      result.append(SVG.text(scale.text(tick), at: Point(x, corner.y + 8.2), anchor))
    }
    return result
  }
}
