/// Texts and panels that flow down a page, mm.
struct Page {
  /// From this width of paper on two panels stand side by side; on narrower paper one below the other.
  static let wide = 120.0
  private static let gap = 4.0

  let margin, width: Double
  var y: Double
  var body: [SVG] = []

  init(margin: Double, width: Double) {
    self.margin = margin
    self.width = width
    y = margin
  }

  mutating func say(_ text: String, size: Double = Typeface.text, isBold: Bool = false, fill: String? = nil) {
    let lines = Typeface.lines(text, width: width, size: size, isBold: isBold)
    body += SVG.paragraph(lines, at: Point(margin, y + 0.8 * size), size: size, isBold: isBold, fill: fill)
    y += Double(lines.count) * size * Typeface.leading
  }

  mutating func begin(_ title: String, _ subtitle: String) {
    say(title, size: Typeface.title, isBold: true)
    if !subtitle.isEmpty { say(subtitle, fill: Palette.faint) }
    y += 1
  }

  private func columns(_ panels: Int) -> Int { width + 2 * margin >= Self.wide ? panels : 1 }

  func panelWidth(_ panels: Int) -> Double {
    let columns = Double(columns(panels))
    return (width - Self.gap * (columns - 1)) / columns
  }

  /// Panels in rows, and `y` below them.
  ///
  /// - Parameter draw: a panel by its number, its upper left corner at a place; what it draws and how high that is.
  mutating func place(_ panels: Int, draw: (Int, Point) -> ([SVG], height: Double)) {
    let (columns, panelWidth) = (columns(panels), panelWidth(panels))
    var height = 0.0
    for index in 0..<panels {
      let column = index % columns
      if column == 0, index > 0 {
        y += height + Self.gap
        height = 0
      }
      let (drawn, high) = draw(index, Point(margin + Double(column) * (panelWidth + Self.gap), y))
      body.append(SVG("g", ["class": "panel"], drawn))
      height = max(height, high)
    }
    y += height
  }
}
