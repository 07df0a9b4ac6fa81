import Foundation
import Testing

@testable import Figures

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct FigureTests {
  /// A figure with every kind of panel, and texts that are hard to set.
  static func hard(name: String = "as now") -> Figure {
    let lines = [
      Chart.Line(
        name, (0...20).map { Chart.Sample(Double($0), $0 == 7 ? nil : Double($0 * $0) - 40) }, look: 0),
      Chart.Line(
        "after", (0...20).map { Chart.Sample(Double($0), Double($0), low: 0, high: Double(2 * $0)) }, look: 1),
    ]
    return Figure(
      title: "Load <of> the \"knee\" & more", subtitle: name, description: "Two curves & three bars.",
      panels: [
        Chart(
          heading: "Curves", x: .init("time", unit: "s", column: "time_s"),
          y: .init("force", unit: "N", column: "force_N", includesZero: true),
          .lines(lines, events: [Chart.Event(19, "peak " + name)])),
        Chart(
          heading: "Bars", x: .init("change", unit: "%", column: "change_percent", includesZero: true),
          y: .init("state", unit: nil, column: "state"),
          .bars([
            Chart.Bar(name, -12, low: -20, high: -3, text: "−12 %", look: 0),
            Chart.Bar("after", 4, text: "+4 %", look: 1),
            Chart.Bar("failed", nil, text: "not solved", look: 1),
          ])),
        Chart(
          heading: "Colors", x: .init("mass", unit: "kg", column: "mass_kg"),
          y: .init("tone", unit: "fraction", column: "tone"),
          .grid(
            Chart.Grid(
              x: [60, 70, 80], y: [0, 0.1], values: [[1, 2, 3], [2, nil, 4]],
              quantity: .init("load", unit: "BW", column: "load_BW")))),
        Chart(
          heading: "Bands", x: .init("place", unit: nil, column: "place"),
          y: .init("value", unit: nil, column: "value"),
          .bands([
            Chart.Band(name, low: 0, high: 1, value: 0.4, text: "0.4", isInside: true),
            Chart.Band("other", low: 0, high: 1, value: 1.4, text: "1.4", isInside: false),
          ])),
      ], notes: ["A note."])
  }

  static let names = [
    "as now", "حالة الآن بعد الإطلاق", "现在的状态，松解之后的状态，以及没有多余张力的状态，还有更多的状态", "a < b & \"c\"\nand d",
    String(repeating: "a very long name of a state ", count: 12), String(repeating: "x", count: 300), "",
  ]

  @Test func `words without end are cut, and letters keep their number where they fit`() {
    for endless in [
      String(repeating: "knee", count: 5000), String(repeating: "knee ", count: 5000),
      String(repeating: "🦵", count: 500),
    ] {
      let lines = Typeface.lines(endless, width: 160, most: 3)
      #expect(lines.count == 3 && lines[2].hasSuffix("…"))
      for line in lines { #expect(Typeface.width(line) <= 160) }
    }
    let word = String(repeating: "knee", count: 100)
    #expect(Typeface.lines(word, width: 40).joined() == word)
    // A figure stays on its page.
    #expect(throws: Never.self) {
      let drawing = try Self.hard(name: String(repeating: "knee", count: 5000)).drawing(width: 170)
      #expect(drawing.height <= Figure.maximumHeight)
    }
  }

  @Test(arguments: names) func `odd names are set inside the picture, in XML that can be read`(name: String)
    throws
  {
    for width in [60.0, 85, 170, 250] {
      let drawing = try Self.hard(name: name).drawing(width: width)
      let document = try XMLDocument(data: Data(drawing.svg.utf8))
      #expect(document.rootElement()?.name == "svg")
      for text in drawing.root.all where text.name == "text" {
        let (x, y) = (
          try #require(text["x"].flatMap(Double.init)), try #require(text["y"].flatMap(Double.init))
        )
        let size = text["font-size"].flatMap(Double.init) ?? Typeface.text
        let wide = Typeface.width(text.text ?? "", size: size, isBold: text["font-weight"] != nil)
        let left =
          switch text["text-anchor"] {
          case "end": x - wide
          case "middle": x - wide / 2
          default: x
          }
        #expect(left > -0.01 && left + wide < width + 0.01, "'\(text.text ?? "")' at \(left) of \(width)")
        #expect(y > 0 && y < drawing.height)
        // 7 pt
        #expect(size >= 2.469)
      }
    }
  }

  @Test func `a picture says what it is to those who cannot see it`() throws {
    let root = try Self.hard().drawing(width: 85).root
    let ids = root.children.prefix(2).compactMap { $0["id"] }
    #expect(root["role"] == "img" && root["aria-labelledby"] == ids.joined(separator: " "))
    #expect(ids.map { $0.split(separator: "-").last } == ["title", "description"])
    #expect(root.children[0].text == Self.hard().title && root.children[1].text == Self.hard().description)
    // White behind everything, as large as the paper.
    #expect(root.children[2]["fill"] == "#ffffff" && root.children[2]["width"] == "85")
  }

  @Test func `axes carry their units`() throws {
    let texts = try Self.hard().drawing(width: 170).root.all.compactMap { $0.name == "text" ? $0.text : nil }
    for axis in ["time (s)", "force (N)", "change (%)", "mass (kg)", "tone (fraction)", "load (BW)"] {
      #expect(texts.contains(axis))
    }
  }

  @Test func `what was not solved leaves a gap in a curve, no bar, and a hatched cell`() throws {
    let root = try Self.hard().drawing(width: 170).root
    let curve = try #require(root.all.first { $0["class"] == "curve" })
    #expect(curve.all.count { $0.name == "path" } == 2)
    #expect(root.all.count { $0["class"] == "bar" } == 2)
    #expect(root.all.contains { $0["class"] == "not-solved" })
    let cells = try #require(root.all.first { $0["class"] == "cells" })
    #expect(cells.children.count == 5)
  }

  @Test
  func `hatches lie in the cells that were not solved alone, and numbers have the digits of the colors`()
    throws
  {
    let root = try Self.hard().drawing(width: 170).root
    let cells = try #require(root.all.first { $0["class"] == "cells" }).children
    func number(_ cell: SVG, _ name: String) throws -> Double {
      try #require(cell[name].flatMap(Double.init))
    }
    // The upper row: the hole is between 2 and 4.
    let (before, after) = (cells[3], cells[4])
    let (left, right) = (try number(before, "x") + number(before, "width"), try number(after, "x"))
    let top = try number(before, "y")
    let bottom = try top + number(before, "height")
    let path = try #require(root.all.first { $0["class"] == "not-solved" }?["d"])
    let ends = path.matches(of: /[ML](\S+) (\S+)/).compactMap { match in
      Double(match.output.1).flatMap { x in Double(match.output.2).map { (x, $0) } }
    }
    #expect(ends.count > 20)
    for (x, y) in ends {
      #expect(x > left - 0.02 && x < right + 0.02 && y > top - 0.02 && y < bottom + 0.02, "\(x), \(y) mm")
    }
    // Ticks step by 0.5.
    #expect(root.all.contains { $0.text == "4.0" })
  }

  @Test func `a jump has a mark and a whisker, and a number where it is gone at once`() throws {
    func root(until end: Double) throws -> SVG {
      let points = [0, 7].flatMap { start in
        [
          Chart.Sample(start, 0, low: 0, high: 0), Chart.Sample(start, -13, low: -39, high: 0),
          Chart.Sample(start + 0.01, -5, low: -15, high: 0), Chart.Sample(start + 0.02, 0, low: 0, high: 0),
        ]
      }
      return try Figure(
        title: "T", subtitle: "", description: "",
        panels: [
          Chart(
            x: .init("time", unit: "d", column: "t"),
            y: .init("change", unit: "%", column: "c", includesZero: true),
            .lines([
              Chart.Line(
                "a", points.filter { $0.x < end } + [Chart.Sample(end, 0, low: 0, high: 0)], look: 0,
                marked: .jumps)
            ]))
        ], notes: []
      ).drawing(width: 85).root
    }
    let weeks = try root(until: 30)
    let whiskers = weeks.all.filter { $0["class"] == "whisker" }
    let marks = weeks.all.filter { $0.name == "circle" }
    #expect(marks.count == 2 && whiskers.count == 2)
    let (marked, low) = (
      try #require(marks[0]["cy"].flatMap(Double.init)),
      try #require(whiskers[0]["d"]?.firstMatch(of: /^M\S+ (\S+)/).flatMap { Double($0.output.1) })
    )
    let zero = try #require(
      weeks.all.first { $0.name == "line" && $0["stroke"] == Palette.faint }?["y1"].flatMap(Double.init))
    // Three times as far down.
    #expect(((low - zero) / (marked - zero) - 3).magnitude < 0.01)
    // The last one only.
    #expect(weeks.all.count { $0.text == "\u{2212}13\u{A0}%" } == 1)
    #expect(try !root(until: 0.1).all.contains { $0.text == "\u{2212}13\u{A0}%" })
  }

  @Test func `a negative change is a bar to the left of zero`() throws {
    let bars = try Self.hard().drawing(width: 170).root.all.filter { $0["class"] == "bar" }
    func end(_ bar: SVG) throws -> (Double, Double) {
      let x = try #require(bar["x"].flatMap(Double.init)),
        width = try #require(bar["width"].flatMap(Double.init))
      return (x, x + width)
    }
    let (less, more) = (try end(bars[0]), try end(bars[1]))
    #expect((less.1 - more.0).magnitude < 0.02 && less.0 < less.1)
    // As long as their values.
    #expect(((less.1 - less.0) / (more.1 - more.0) - 3).magnitude < 0.01)
  }

  @Test func `a flat curve has a scale around it`() throws {
    for level in [0.0, 5, -5] {
      let flat = Figure(
        title: "Flat", subtitle: "", description: "",
        panels: [
          Chart(
            x: .init("time", unit: "s", column: "t"), y: .init("angle", unit: "deg", column: "a"),
            .lines([Chart.Line("a", [Chart.Sample(0, level), Chart.Sample(1, level)], look: 0)]))
        ], notes: [])
      let curve = try #require(
        try flat.drawing(width: 85).root.all.first { $0["class"] == "curve" }?.children.first {
          $0.name == "path"
        })
      #expect(!(curve["d"] ?? "").contains("nan"))
    }
  }

  @Test func `one point is a marker, nothing solved is refused, and so is more than can be told apart`()
    throws
  {
    func figure(_ lines: [Chart.Line]) -> Figure {
      Figure(
        title: "T", subtitle: "", description: "",
        panels: [
          Chart(
            x: .init("time", unit: "s", column: "t"), y: .init("angle", unit: "deg", column: "a"),
            .lines(lines))
        ], notes: [])
    }
    let one = try figure([Chart.Line("a", [Chart.Sample(0, 3)], look: 0, marked: .none)]).drawing(width: 85)
    #expect(one.root.all.contains { $0.name == "circle" })
    let none = #expect(throws: FigureError.self) {
      _ = try figure([Chart.Line("a", [Chart.Sample(0, nil)], look: 0)]).drawing(width: 85)
    }
    #expect(none?.kind == .nothingSolved)
    let many = #expect(throws: FigureError.self) {
      let line = { Chart.Line("\($0)", [Chart.Sample(0, 3)], look: $0) }
      _ = try figure((0..<40).map(line)).drawing(width: 85)
    }
    #expect(many?.kind == .tooMuch && many?.description.contains("40 curves") == true)
  }

  @Test func `forty bars make a tall picture`() throws {
    let figure = Figure(
      title: "T", subtitle: "", description: "",
      panels: [
        Chart(
          x: .init("peak", unit: "BW", column: "peak_BW", includesZero: true),
          y: .init("state", unit: nil, column: "state"),
          .bars((0..<40).map { Chart.Bar("state \($0)", Double($0), text: "\($0)", look: 1) }))
      ], notes: [])
    let drawing = try figure.drawing(width: 85)
    #expect(drawing.height > 200 && drawing.root.all.count { $0["class"] == "bar" } == 40)
  }

  @Test func `the table has every number, quoted where it must be`() throws {
    let csv = String(decoding: Self.hard(name: "a, \"b\"").table.csv, as: UTF8.self)
    let lines = csv.components(separatedBy: "\r\n")
    #expect(lines[0].hasPrefix("panel,state,time_s,force_N,force_N_low,force_N_high,change_percent"))
    #expect(csv.contains("\"a, \"\"b\"\"\",0,-40"))
    // 2 curves of 21 samples, 3 bars, 6 cells, 2 bands, the header, and the end of the last line.
    #expect(lines.count == 42 + 3 + 6 + 2 + 2)
  }

  @Test func `a percent sign stays with its number where lines are broken`() {
    for width in stride(from: 8.0, to: 40, by: 1) {
      let lines = Typeface.lines("biceps femoris by 100 % or by 50 %", width: width)
      #expect(!lines.contains { $0.hasPrefix("%") }, "\(width) mm: \(lines)")
    }
  }

  @Test func `series differ in color and in dash or marker, and colors in luminance or dash`() {
    let looks = (0..<Figure.maximumLines).map(Palette.look)
    for i in looks.indices {
      for j in looks.indices where i < j {
        #expect(looks[i] != looks[j])
        #expect(looks[i].dash != looks[j].dash || looks[i].marker != looks[j].marker)
      }
    }
  }

  @Test func `colors for amounts grow darker all the way`() {
    let luminance = (0...100).map { ColorMap.luminance(Double($0) / 100) }
    #expect(zip(luminance, luminance.dropFirst()).allSatisfy { $0 > $1 })
    // Numbers on them can be read: a contrast of 4 at the least (WCAG asks for 4.5 of small text, 3 of large).
    for share in stride(from: 0.0, through: 1, by: 0.01) {
      let ink = ColorMap.ink(on: share) == Palette.white ? 1.0 : 0.0103
      let (light, dark) = (max(ink, ColorMap.luminance(share)), min(ink, ColorMap.luminance(share)))
      #expect((light + 0.05) / (dark + 0.05) > 4, "at \(share)")
    }
  }
}
