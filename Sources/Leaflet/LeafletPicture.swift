import Figures

/// The two loads as bars on one ground: no words in it, so that one picture serves every language.
public enum LeafletPicture {
  /// mm; the halves of the width belong to the two states.
  static let width = 84.0, height = 34.0
  private static let bar = 16.0, ground = 32.0, tallest = 30.0

  /// - Parameters:
  ///   - before: peak force as now, in any unit, not negative.
  ///   - after: after the change, in the same unit.
  ///   - alt: what a person who cannot see it would be told.
  public static func bars(before: Double, after: Double, title: String, alt: String) -> Drawing {
    let highest = max(before, after)
    let scale = highest > 0 ? tallest / highest : 0
    let body = [("before", before, 0.25), ("after", after, 0.75)].map { name, value, place in
      // Full as now; a frame with a light inside after the change, which differs in grey, too.
      SVG(
        "rect",
        [
          "class": name, "x": place * width - bar / 2, "y": ground - scale * value, "width": bar,
          "height": scale * value, "fill": Palette.colors[1], "fill-opacity": name == "before" ? 1 : 0.3,
          "stroke": Palette.colors[1], "stroke-width": 0.5,
        ])
    }
    let line = SVG(
      "line",
      [
        "x1": 4.0, "y1": ground, "x2": width - 4, "y2": ground, "stroke": Palette.ink, "stroke-width": 0.4,
      ])
    return Drawing(width: width, height: height, title: title, description: alt, body: body + [line])
  }
}
