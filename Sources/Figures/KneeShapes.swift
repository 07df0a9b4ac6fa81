/// How the lines of a knee look; widths in mm on paper.
enum Stroke {
  static let released = attributes(Palette.colors[1], 1.0)
  static let muscle = attributes("#9a9a9a", 0.25)
  static let tendon = attributes("#b7a27c", 0.5)
  static let bone = attributes("#5f5b54", 0.3)
  static let decoration = attributes("#8d897f", 0.22, dash: "1 0.8")
  static let cartilage = attributes("#6d8b9b", 0.2)
  static let paleBone = attributes("#a39d90", 0.2)
  static let paleCartilage = attributes("#a9bcc6", 0.2)
  /// Wider with the root of the tension, as a rope's cross-section grows with what it bears.
  static func ligament(newtons: Double) -> [SVG.Attribute] {
    attributes(Palette.colors[3], min(1.6, 0.2 + 0.05 * newtons.squareRoot()), dash: "1.4 0.4")
  }

  static func attributes(_ color: String, _ width: Double, dash: String = "") -> [SVG.Attribute] {
    [
      .init(name: "fill", value: "none"), .init(name: "stroke", value: color),
      .init(name: "stroke-width", value: coordinate(width)), .init(name: "stroke-linejoin", value: "round"),
    ] + (dash.isEmpty ? [] : [.init(name: "stroke-dasharray", value: dash)])
  }
}

enum Fill { static let bone = "#efe8da", pale = "#f8f5ee", cartilage = "#d3e3ea", paleCartilage = "#eaf2f5" }

/// A line or an area of a body as it is drawn.
struct KneeShape: Sendable, Equatable {
  var curve: KneeOutlines.Curve
  /// Its class in the drawing.
  var name: String
  var isClosed: Bool
  var look: [SVG.Attribute]

  init(_ curve: KneeOutlines.Curve, _ name: String, fill: String, stroke: [SVG.Attribute] = []) {
    self.curve = curve
    self.name = name
    isClosed = true
    look = stroke.filter { $0.name != "fill" } + [.init(name: "fill", value: fill)]
  }

  init(_ curve: KneeOutlines.Curve, _ name: String, stroke: [SVG.Attribute], isClosed: Bool = false) {
    self.curve = curve
    self.name = name
    self.isClosed = isClosed
    look = stroke
  }

  /// The shape with its points placed.
  func drawn(_ points: [Point]) -> SVG { Self.path(points, name, look, isClosed: isClosed) }

  static func path(_ points: [Point], _ name: String, _ look: [SVG.Attribute], isClosed: Bool = false) -> SVG
  {
    var path = SVG("path", ["class": name, "d": polyline(points, closed: isClosed) ?? ""])
    path.attributes += look
    return path
  }
}

extension KneeOutlines {
  /// Calf bone, shin bone and its cartilage, back to front.
  var tibiaShapes: [KneeShape] {
    [
      KneeShape(calfSection, "decoration", fill: Fill.pale, stroke: Stroke.decoration),
      KneeShape(tibiaSection, "tibia-area", fill: Fill.bone),
      KneeShape(shinFront, "decoration", stroke: Stroke.decoration),
      KneeShape(shinBack, "decoration", stroke: Stroke.decoration),
      KneeShape(tibiaScan, "tibia", stroke: Stroke.bone),
      KneeShape(tibiaBand, "tibia-cartilage", fill: Fill.cartilage, stroke: Stroke.cartilage),
    ]
  }

  /// The outer condyle, and in front of it the section through the groove.
  var femurShapes: [KneeShape] {
    [
      KneeShape(condyleBand, "condyle-cartilage", fill: Fill.paleCartilage, stroke: Stroke.paleCartilage),
      KneeShape(condyleSection, "condyle-area", fill: Fill.pale),
      KneeShape(condyleBone, "condyle", stroke: Stroke.paleBone),
      KneeShape(femurSection, "femur-area", fill: Fill.bone),
      KneeShape(femurFront, "decoration", stroke: Stroke.decoration),
      KneeShape(femurBack, "decoration", stroke: Stroke.decoration),
      KneeShape(grooveBand, "groove-cartilage", fill: Fill.cartilage, stroke: Stroke.cartilage),
      KneeShape(grooveBone, "femur", stroke: Stroke.bone),
    ]
  }

  /// The kneecap and its cartilage; `patellaLine` comes after the contact.
  var patellaShapes: [KneeShape] {
    [
      KneeShape(patellaBone, "patella-area", fill: Fill.bone),
      KneeShape(patellaBand, "patella-cartilage", fill: Fill.cartilage, stroke: Stroke.cartilage),
    ]
  }
  var patellaLine: KneeShape { KneeShape(patellaBone, "patella", stroke: Stroke.bone, isClosed: true) }
}
