#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the sagittal plane comes onto paper: turned so that thigh and shank lean alike, a right knee seen from outside (forward
/// is to the right), a left one as its mirror image.
struct KneeView: Sendable, Equatable {
  /// What is shown of the plane, mm around the knee's center: behind, in front, above, below.
  static let behind = 62.0, front = 90.0, above = 64.0, below = 70.0

  /// Half the flexion, rad: counterclockwise for a right knee.
  let turn: Double
  let isLeft: Bool
  /// Paper mm per mm.
  let scale: Double
  /// The frame on paper, mm.
  let frame: Rect

  /// - Parameters:
  ///   - flexion: deg.
  ///   - factor: size of the person over that of the model, so that everybody's knee fills the frame.
  init(flexion: Double, isLeft: Bool, factor: Double, corner: Point, width: Double) {
    turn = 0.5 * flexion * .pi / 180
    self.isLeft = isLeft
    scale = width / ((Self.behind + Self.front) * factor)
    let height = width * (Self.above + Self.below) / (Self.behind + Self.front)
    frame = Rect(x: corner.x, y: corner.y, width: width, height: height)
  }

  /// The knee's center on paper.
  var center: Point {
    let share = Self.behind / (Self.behind + Self.front)
    return Point(
      frame.x + frame.width * (isLeft ? 1 - share : share),
      frame.y + frame.height * Self.above / (Self.above + Self.below))
  }

  /// Paper mm of a place in the femur's frame, mm.
  func callAsFunction(_ p: Point) -> Point {
    let x = cos(turn) * p.x - sin(turn) * p.y
    let y = sin(turn) * p.x + cos(turn) * p.y
    return Point(center.x + (isLeft ? -scale : scale) * x, center.y - scale * y)
  }

  /// Where the numbers of the upright axis stand: on the side of the kneecap, mm.
  var heights: Rect {
    Rect(x: isLeft ? frame.x : frame.x + frame.width - 8, y: frame.y, width: 8, height: frame.height)
  }

  func callAsFunction(_ points: [Point]) -> [Point] { points.map { self($0) } }

  /// The direction on paper, of unit length, of an angle from anterior toward proximal, deg.
  func direction(_ degrees: Double) -> Point {
    let angle = degrees * .pi / 180 + turn
    return Point(isLeft ? -cos(angle) : cos(angle), -sin(angle))
  }
}

/// An upright rectangle on paper, mm.
struct Rect: Sendable, Equatable {
  var x, y, width, height: Double

  func contains(_ p: Point, margin: Double = 0) -> Bool {
    p.x >= x - margin && p.x <= x + width + margin && p.y >= y - margin && p.y <= y + height + margin
  }

  func contains(_ other: Rect) -> Bool {
    other.x >= x && other.y >= y && other.x + other.width <= x + width
      && other.y + other.height <= y + height
  }

  func meets(_ other: Rect, margin: Double = 0) -> Bool {
    x < other.x + other.width + margin && other.x < x + width + margin
      && y < other.y + other.height + margin && other.y < y + height + margin
  }
}

/// Finds places for short texts in a drawing: inside the frame, over no other text, over as few lines as can be.
struct LabelLayout {
  let frame: Rect
  /// Where texts would rather be: their centers from the corner of the frame, mm, as `places` of a like drawing.
  private let wanted: [String: Point]
  /// Where they are. Numbers in a text do not count.
  private(set) var places: [String: Point] = [:]
  private var texts: [Rect] = []
  private var obstacles: [(Point, weight: Double)] = []

  init(frame: Rect, wanted: [String: Point] = [:]) {
    self.frame = frame
    self.wanted = wanted
  }

  /// A line that texts should not lie on; seen every half millimeter.
  mutating func avoid(_ line: [Point], weight: Double = 1) {
    for p in Self.sampled(line, every: 0.5) where frame.contains(p) { obstacles.append((p, weight)) }
  }

  /// An area that texts should not lie on; seen every two millimeters.
  mutating func avoid(area: [Point], weight: Double) {
    guard let low = area.map(\.y).min(), let high = area.map(\.y).max() else { return }
    let edges = Array(zip(area, area.dropFirst() + area.prefix(1)))
    for y in stride(from: max(low, frame.y) + 1, to: min(high, frame.y + frame.height), by: 2) {
      let crossings = edges.filter { ($0.y > y) != ($1.y > y) }
        .map { $0.x + (y - $0.y) / ($1.y - $0.y) * ($1.x - $0.x) }.sorted()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        for x in stride(from: crossings[pair] + 1, to: crossings[pair + 1], by: 2) {
          obstacles.append((Point(x, y), weight))
        }
      }
    }
  }

  /// A place where no text may be.
  mutating func reserve(_ rect: Rect) { texts.append(rect) }

  /// The text beside a line, or nil where there is no room.
  mutating func beside(_ line: [Point], _ text: String, isBold: Bool = false, fill: String) -> [SVG]? {
    let visible = Self.sampled(line, every: 2).filter { frame.contains($0, margin: -1) }
    let (w, h) = (Typeface.width(text, isBold: isBold), Typeface.text)
    var centers: [Point] = []
    for p in visible {
      for (dx, dy) in [(1.0, 0.0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1)] {
        centers.append(Point(p.x + dx * (w / 2 + 1), p.y + dy * (h / 2 + 0.8)))
      }
    }
    return at(centers, text, isBold: isBold, fill: fill)
  }

  /// The text centered at one of these places, or nil where there is no room.
  mutating func at(_ centers: [Point], _ text: String, isBold: Bool = false, fill: String) -> [SVG]? {
    let (w, h) = (Typeface.width(text, isBold: isBold), Typeface.text)
    let name = text.filter { !$0.isNumber }
    let home = wanted[name].map { Point(frame.x + $0.x, frame.y + $0.y) }
    var best: (cost: Double, rect: Rect)?
    for c in centers {
      let rect = Rect(x: c.x - w / 2, y: c.y - h / 2, width: w, height: h)
      let inner = Rect(
        x: frame.x + 0.8, y: frame.y + 0.8, width: frame.width - 1.6, height: frame.height - 1.6)
      guard inner.contains(rect), !texts.contains(where: { $0.meets(rect, margin: 0.6) }) else { continue }
      // A millimeter from where it would rather be weighs as much as a line.
      let way = home.map { distance(c, $0) } ?? 0
      let cost = obstacles.reduce(way) { $0 + (rect.contains($1.0, margin: 0.4) ? $1.weight : 0) }
      if cost < best?.cost ?? .infinity { best = (cost, rect) }
    }
    guard let rect = best?.rect else { return nil }
    texts.append(rect)
    places[name] = Point(rect.x + w / 2 - frame.x, rect.y + h / 2 - frame.y)
    let place = Point(rect.x, rect.y + 0.82 * h)
    // A rim of white keeps it legible where a line must pass below it.
    var rim = SVG.text(text, at: place, isBold: isBold, fill: Palette.white)
    for (name, value) in [("stroke", Palette.white), ("stroke-width", "0.9"), ("aria-hidden", "true")] {
      rim.attributes.append(.init(name: name, value: value))
    }
    return [rim, SVG.text(text, at: place, isBold: isBold, fill: fill)]
  }

  static func sampled(_ line: [Point], every step: Double) -> [Point] {
    var result: [Point] = []
    for (a, b) in zip(line, line.dropFirst()) {
      let count = max(1, Int((distance(a, b) / step).rounded(.up)))
      for i in 0..<count {
        let t = Double(i) / Double(count)
        result.append(Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)))
      }
    }
    return result + line.suffix(1)
  }
}
