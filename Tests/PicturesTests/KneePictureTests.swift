import Figures
import Knee
import Results
import Testing

@testable import Pictures

/// Pictures of the knee, read back from the SVG.
struct KneePictureTests {
  static let instants: [ReleasePicture.Instant] = [.peak, .phase(0), .phase(30), .flexion(60)]

  private static func root(
    _ release: ReleasePicture, _ instant: ReleasePicture.Instant = .peak, style: KneePicture.Style = .patient,
    width: Double = 170
  ) throws -> SVG {
    try release.picture(at: instant, style: style).drawing(width: width).root
  }

  @Test(arguments: instants, KneePicture.Style.allCases)
  func `Arrows are as long as their forces, in the stated scale`(
    instant: ReleasePicture.Instant, style: KneePicture.Style
  ) throws {
    let release = try KneeSample.squat()
    let picture = try release.picture(at: instant, style: style)
    let root = try picture.drawing(width: 170).root
    let bar = try #require(root.all("force-scale").first?.arrow)
    let words = try #require(
      root.all.first { $0.text?.contains("body weight") == true && $0.text?.first?.isNumber == true })
    let weights = try #require(words.text.flatMap { leadingNumber(of: $0) }?.number)
    let perNewton = distance(bar.tail, bar.tip) / (weights * release.simulator.person.bodyWeight)
    var drawn = 0
    for (panel, scene) in zip(root.all("panel"), picture.panels.compactMap(\.scene)) {
      let forces = [
        ("kneecap", scene.contact), ("quadriceps-pull", scene.quadricepsPull),
        ("tendon-pull", scene.patellarTendonPull),
      ]
      for (name, force) in forces {
        guard let arrow = panel.all("force").first(where: { $0.all(name).count == 1 })?.arrow else {
          continue
        }
        drawn += 1
        // Ends are written to a hundredth of a millimeter; the bar is at most 12 mm long, arrows at most 30.
        #expect(abs(distance(arrow.tail, arrow.tip) - perNewton * force.newtons) < 0.06)
      }
    }
    #expect(drawn == (style == .paper ? 6 : 2))
    #expect(picture.panels[0].scene?.contact.newtons != picture.panels[1].scene?.contact.newtons)
  }

  @Test func `A left knee is the mirror image`() throws {
    let right = try Self.root(KneeSample.squat(), .flexion(60), width: 85)
    let left = try Self.root(KneeSample.release(side: .left), .flexion(60), width: 85)
    for name in ["patella", "tibia", "femur", "contact", "muscle"] {
      let pairs = zip(right.all(name), left.all(name))
      #expect(right.all(name).count == left.all(name).count && !right.all(name).isEmpty)
      for (a, b) in pairs {
        // Both in the same frame, from 3 to 82 mm; rounded to a hundredth.
        for (p, q) in zip(a.points, b.points) {
          #expect(abs(p.x + q.x - 85) < 0.021 && abs(p.y - q.y) < 0.011)
        }
      }
    }
  }

  @Test func `A taller person's knee fills the frame alike`() throws {
    let one = try Self.root(KneeSample.release(depth: 60, height: 1.5), .flexion(40))
    let other = try Self.root(KneeSample.release(depth: 60, height: 2), .flexion(40))
    for (p, q) in zip(one.all("femur")[0].points, other.all("femur")[0].points) {
      #expect(distance(p, q) < 0.03)
    }
  }

  /// Where a line of text is, mm: from its left end to its right, from its baseline up to the height of its capitals.
  private struct Box {
    var text: String
    var x, y, w, h: Double

    init(_ element: SVG) {
      text = element.text ?? ""
      h = Typeface.text
      if let size = element["font-size"] { h = Double(size) ?? .nan }
      w = Typeface.width(text, size: h, isBold: element["font-weight"] != nil)
      h *= 0.72
      (x, y) = (element.number("x"), element.number("y"))
      if element["text-anchor"] == "middle" { x -= w / 2 }
      if element["text-anchor"] == "end" { x -= w }
    }

    func isApart(from b: Box) -> Bool {
      if x + w <= b.x || b.x + b.w <= x { return true }
      return y - h >= b.y || b.y - b.h >= y
    }
  }

  @Test(arguments: [0.0, 15, 45, 75, 105, 120], KneePicture.Style.allCases)
  func `Texts lie inside and not on each other`(flexion: Double, style: KneePicture.Style) throws {
    for width in [85.0, 170] {
      let root = try Self.root(KneeSample.squat(at: flexion), .flexion(flexion), style: style, width: width)
      // Without the white rims below some of them.
      let texts = root.all.filter { $0.name == "text" && $0["aria-hidden"] == nil }
      let boxes = texts.map(Box.init)
      for (i, a) in boxes.enumerated() {
        #expect(a.x >= 1 && a.x + a.w <= width - 1, "\(a.text)")
        for b in boxes[(i + 1)...] {
          #expect(a.isApart(from: b), "'\(a.text)' and '\(b.text)' at \(flexion) deg, \(width) mm")
        }
      }
      #expect(texts.contains { $0.text == "hamstrings" })
    }
  }

  @Test func `A state that was not solved is hatched and named; without any there is no picture`() throws {
    var picture = try KneeSample.squat().picture(at: .peak, style: .patient)
    picture.panels[1].scene = nil
    let root = try picture.drawing(width: 170).root
    #expect(root.all("unsolved").count == 1)
    #expect(root.all.contains { $0.text == "not solved at this instant" })
    picture.panels[0].scene = nil
    #expect(throws: FigureError.self) { try picture.drawing(width: 170) }
  }

  @Test func `Without a force there is no arrow, and the number is 0`() throws {
    var picture = try KneeSample.squat().picture(at: .peak, style: .paper)
    for i in picture.panels.indices {
      picture.panels[i].scene?.contact.newtons = 0
      picture.panels[i].scene?.quadricepsPull.newtons = 0
      picture.panels[i].scene?.patellarTendonPull.newtons = 0
      picture.panels[i].scene?.pressure = []
    }
    let root = try picture.drawing(width: 170).root
    #expect(root.all("force").isEmpty)
    #expect(root.all.contains { $0.text == "0 N" })
  }

  @Test func `A flexion that the movement does not reach is refused with what it reaches`() throws {
    let release = try KneeSample.release(depth: 60)
    let error = #expect(throws: InputError.self) { try release.frame(at: .flexion(100)) }
    #expect(error?.description.contains("5 to 60 deg") == true)
  }

  @Test func `Notes name assumptions, boundary, and that it is a model`() throws {
    let text = try KneeSample.squat().picture(at: .peak, style: .patient).notes.joined(separator: " ")
    for part in [
      "assumption", "Fixed moments", "Load is not pain",
      "does not measure your knee",
    ] {
      #expect(text.contains(part))
    }
  }

  @Test func `Two drawings in one page of HTML share no id, and each finds its own`() throws {
    let roots = try [ReleasePicture.Instant.peak, .phase(0)].map { try Self.root(KneeSample.squat(), $0) }
    let ids = roots.map { $0.all.compactMap { $0["id"] } }
    #expect(ids[0].count == 5 && Set(ids[0] + ids[1]).count == 10)
    for (root, ids) in zip(roots, ids) {
      let mentions = root.all.flatMap(\.attributes).filter { $0.value.contains("url(#") }
      #expect(mentions.count == 3)
      for mention in mentions { #expect(ids.contains { mention.value == "url(#\($0))" }) }
    }
  }

  @Test func `The same knee gives the same bytes, and those of the golden files`() throws {
    let drawing = try KneeSample.squat().picture(at: .peak, style: .patient).drawing(width: 85)
    #expect(
      try drawing.svg == KneeSample.release().picture(at: .peak, style: .patient).drawing(width: 85).svg)
    try Sample.compare(drawing, "knee-patient-85")
    try Sample.compare(
      KneeSample.deepSquat().picture(at: .flexion(120), style: .paper).drawing(width: 170),
      "knee-paper-120deg")
  }
}
