/// Colors that people with every kind of color vision tell apart, each with a second cue.
public enum Palette {
  public static let ink = "#1a1a1a", faint = "#767676", grid = "#dddddd", white = "#ffffff"

  /// Okabe & Ito 2008, "Color universal design", in an order in which neighbors also differ in grey; yellow left out, which
  /// is too light for a line on white.
  public static let colors = ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"]

  /// Dashes in mm; the first is a full line.
  static let dashes = [
    "", "1.8 0.8", "0.5 0.7", "2.4 0.7 0.5 0.7", "4 1", "1 0.5 1 1.4", "3 0.6 0.5 0.6 0.5 0.6",
  ]

  /// How the series of this number looks: the first is the baseline. No two of the first 49 are alike.
  static func look(_ index: Int) -> Look {
    let (round, place) = (index / colors.count, index % colors.count)
    return Look(
      color: colors[place], dash: dashes[(place + round) % dashes.count],
      marker: Marker.allCases[index % Marker.allCases.count])
  }

  struct Look: Sendable, Equatable {
    var color, dash: String
    var marker: Marker
  }

  enum Marker: CaseIterable, Sendable { case circle, square, triangle, diamond, cross }
}

extension Palette.Marker {
  /// The marker around a place, 2 mm across.
  func drawn(at p: Point, color: String, radius r: Double = 1) -> SVG {
    let shape: [Point]
    switch self {
    case .circle:
      return SVG(
        "circle",
        ["cx": p.x, "cy": p.y, "r": 0.9 * r, "fill": Palette.white, "stroke": color, "stroke-width": 0.4])
    case .square: shape = [Point(-0.8, -0.8), Point(0.8, -0.8), Point(0.8, 0.8), Point(-0.8, 0.8)]
    case .triangle: shape = [Point(0, -1), Point(0.95, 0.75), Point(-0.95, 0.75)]
    case .diamond: shape = [Point(0, -1.15), Point(1, 0), Point(0, 1.15), Point(-1, 0)]
    case .cross:
      let d =
        "M\(coordinate(p.x - r)) \(coordinate(p.y - r)) l\(coordinate(2 * r)) \(coordinate(2 * r))"
        + " M\(coordinate(p.x - r)) \(coordinate(p.y + r)) l\(coordinate(2 * r)) \(coordinate(-2 * r))"
      return SVG("path", ["d": d, "fill": "none", "stroke": color, "stroke-width": 0.5])
    }
    let outline = polyline(shape.map { Point(p.x + r * $0.x, p.y + r * $0.y) }, closed: true) ?? ""
    return SVG("path", ["d": outline, "fill": Palette.white, "stroke": color, "stroke-width": 0.4])
  }
}

/// Colors for a quantity: cividis (Nuñez, Anderton & Renslow 2018 PLOS ONE 13:e0199239), which grows evenly in luminance and
/// looks the same with red-green color blindness; reversed, so that nothing is near white and much is dark.
public enum ColorMap {
  /// At 0, 0.1 ... 1, from dark to light as published.
  private static let cividis: [(Double, Double, Double)] = [
    (0, 34, 78), (18, 53, 112), (59, 73, 108), (87, 93, 109), (112, 113, 115), (138, 134, 120),
    (165, 156, 116),
    (195, 179, 105), (225, 204, 85), (241, 220, 66), (254, 232, 56),
  ]

  /// The color of a share of the range, 0 to 1, as `#rrggbb`.
  public static func color(_ share: Double) -> String {
    let (r, g, b) = rgb(share)
    return "#" + [r, g, b].map { hex(Int($0.rounded())) }.joined()
  }

  /// Relative luminance (WCAG 2), 0 black to 1 white.
  public static func luminance(_ share: Double) -> Double {
    func linear(_ c: Double) -> Double {
      let s = c / 255
      return s <= 0.04045 ? s / 12.92 : power((s + 0.055) / 1.055, 2.4)
    }
    let (r, g, b) = rgb(share)
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
  }

  /// Black or white, whichever is read better on the color.
  static func ink(on share: Double) -> String { luminance(share) > 0.2 ? Palette.ink : Palette.white }

  private static func rgb(_ share: Double) -> (Double, Double, Double) {
    let place = (1 - min(1, max(0, share))) * Double(cividis.count - 1)
    let i = min(Int(place), cividis.count - 2)
    let (a, b, t) = (cividis[i], cividis[i + 1], place - Double(i))
    return (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1), a.2 + t * (b.2 - a.2))
  }

  private static func hex(_ byte: Int) -> String {
    let text = String(byte, radix: 16)
    return text.count < 2 ? "0" + text : text
  }
}
