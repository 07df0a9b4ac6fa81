/// The letters of all pictures. Widths are those of Arial, Helvetica and Liberation Sans, which agree.
public enum Typeface {
  public static let families =
    "Liberation Sans, Arial, Helvetica, Noto Sans, Noto Sans CJK SC, DejaVu Sans, sans-serif"
  /// mm per typographic point.
  static let point = 25.4 / 72
  /// Sizes, mm: 7 pt, the smallest that is used, and 9 pt.
  public static let text = 2.47, title = 3.18
  /// From one line to the next, in sizes.
  static let leading = 1.25

  /// Width of a line, mm. Letters beyond Latin-1 count as wide as they may be, so that no text is cut.
  public static func width(_ text: String, size: Double = Typeface.text, isBold: Bool = false) -> Double {
    let units = text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    return Double(units) / 1000 * size * (isBold ? 1.08 : 1)
  }

  /// The text in lines no wider than `width` (mm): broken at blanks, and inside a word only where it alone is wider.
  ///
  /// - Parameter most: lines; where there are more, the last ends with three dots.
  public static func lines(
    _ text: String, width: Double, size: Double = Typeface.text, isBold: Bool = false, most: Int = .max
  ) -> [String] {
    func wide(_ part: some StringProtocol) -> Double { Self.width(String(part), size: size, isBold: isBold) }
    var (lines, line, taken) = ([String](), "", 0.0)
    // A percent sign stays with its number.
    let words = text.replacing(" %", with: "\u{A0}%").split { $0.isWhitespace && $0 != "\u{A0}" }
    for word in words where lines.count <= most {
      let needed = wide(word)
      if line.isEmpty || taken + wide(" ") + needed > width {
        if !line.isEmpty { lines.append(line) }
        (line, taken) = ("", 0)
      } else {
        (line, taken) = (line + " ", taken + wide(" "))
      }
      guard needed > width else {
        (line, taken) = (line + word, taken + needed)
        continue
      }
      for letter in word where lines.count <= most {
        let needed = wide(String(letter))
        if taken + needed > width, !line.isEmpty {
          lines.append(line)
          (line, taken) = ("", 0)
        }
        line.append(letter)
        taken += needed
      }
    }
    if !line.isEmpty { lines.append(line) }
    guard lines.count > most else { return lines }
    return lines.prefix(most - 1) + [
      shortened(lines[most - 1] + "…", width: width, size: size, isBold: isBold)
    ]
  }

  /// The text itself where it fits, else its beginning with three dots.
  static func shortened(
    _ text: String, width: Double, size: Double = Typeface.text, isBold: Bool = false
  ) -> String {
    func wide(_ part: String) -> Double { Self.width(part, size: size, isBold: isBold) }
    guard wide(text) > width else { return text }
    var (start, taken) = ("", wide("…"))
    for letter in text {
      taken += wide(String(letter))
      guard taken <= width else { break }
      start.append(letter)
    }
    return start + "…"
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 32...126: ascii[Int(scalar.value) - 32]
    case 0x300...0x36F, 0x200B...0x200F, 0x2066...0x2069: 0
    case 0xA0: 278
    case 0xA1...0x24F: scalar.properties.isUppercase ? 740 : 590
    case 0x2212, 0xB1, 0xD7, 0xF7: 584
    case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F000...0x3FFFF:
      1000
    case 0x2026: 1000
    default: 700
    }
  }

  /// From the blank (32) to the tilde (126), thousandths of the size.
  private static let ascii = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
}

extension SVG {
  enum Anchor: String { case start, middle, end }

  /// A line of text: its baseline begins, is centered or ends at `at`, mm.
  static func text(
    _ text: String, at: Point, _ anchor: Anchor = .start, size: Double = Typeface.text,
    isBold: Bool = false, fill: String? = nil
  ) -> SVG {
    var element = SVG("text", ["x": at.x, "y": at.y], text: text)
    func add(_ name: String, _ value: any SVGValue) {
      element.attributes.append(.init(name: name, value: value.svgText))
    }
    if anchor != .start { add("text-anchor", anchor.rawValue) }
    if size != Typeface.text { add("font-size", size) }
    if isBold { add("font-weight", "bold") }
    if let fill { add("fill", fill) }
    return element
  }

  /// Lines of text below each other, the first baseline at `at`, mm.
  static func paragraph(
    _ lines: [String], at: Point, _ anchor: Anchor = .start, size: Double = Typeface.text,
    isBold: Bool = false,
    fill: String? = nil
  ) -> [SVG] {
    lines.enumerated().map { row, line in
      text(
        line, at: Point(at.x, at.y + Double(row) * size * Typeface.leading), anchor, size: size,
        isBold: isBold,
        fill: fill)
    }
  }
}
