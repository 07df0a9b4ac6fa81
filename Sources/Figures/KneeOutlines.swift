/// Outlines of bones and cartilage in their own bodies' frames, mm: x anterior, y proximal.
public struct KneeOutlines: Sendable, Equatable {
  public enum Body: String, Sendable, Codable { case femur, tibia, patella }

  /// A line in one sagittal plane of a body.
  public struct Curve: Sendable, Equatable {
    public var body: Body
    /// Lateral position of the plane, mm.
    public var z: Double
    public var points: [Point]

    public init(body: Body, z: Double, points: [Point]) {
      self.body = body
      self.z = z
      self.points = points
    }

    public func scaled(by factor: Double) -> Curve {
      Curve(body: body, z: z * factor, points: points.map { Point($0.x * factor, $0.y * factor) })
    }
  }

  /// Bone at the groove and at the outer condyle, from behind or below to the front; the articular lines beside them.
  public var grooveBone, grooveCartilage, condyleBone, condyleCartilage: Curve
  /// The shin bone as a closed outline that ends where the scan did, and the articular line of its outer plateau.
  public var tibiaBone, tibiaCartilage: Curve
  /// The kneecap as a closed outline, and its articular line at the ridge, from below to above.
  public var patellaBone, patellaCartilage: Curve
  /// Thickness of the cartilage of the shin bone, of which no bone line is known at the plateau: half of the model's two layers.
  public var tibiaThickness: Double
  /// Size over that of the knee the lines were taken from.
  public var factor: Double

  public init(
    grooveBone: Curve, grooveCartilage: Curve, condyleBone: Curve, condyleCartilage: Curve, tibiaBone: Curve,
    tibiaCartilage: Curve, patellaBone: Curve, patellaCartilage: Curve, tibiaThickness: Double,
    factor: Double
  ) {
    self.grooveBone = grooveBone
    self.grooveCartilage = grooveCartilage
    self.condyleBone = condyleBone
    self.condyleCartilage = condyleCartilage
    self.tibiaBone = tibiaBone
    self.tibiaCartilage = tibiaCartilage
    self.patellaBone = patellaBone
    self.patellaCartilage = patellaCartilage
    self.tibiaThickness = tibiaThickness
    self.factor = factor
  }
}

extension KneeOutlines {
  /// Drawn by hand, not from the model: the shafts beyond the scan, the roof of the notch, and the calf bone. mm of the model's own
  /// knee. The thigh bone's sides pass the places where the model's muscles begin on it.
  enum Decoration {
    static let front = [
      Point(33.3, 24), Point(33, 40), Point(34.5, 80), Point(36.5, 130), Point(35, 200), Point(30, 260),
    ]
    static let back = [
      Point(6, 260), Point(8, 200), Point(8.5, 130), Point(6.5, 80), Point(1, 48), Point(-6, 28),
    ]
    /// From the lower end of the scan downward.
    static let shinFront = [Point(28.5, -97), Point(26.5, -140), Point(21, -220)]
    static let shinBack = [Point(-1.5, -97), Point(-2, -140), Point(-4, -220)]
    static let calf = [
      Point(-25, -220), Point(-24.5, -140), Point(-25, -80), Point(-28.5, -62), Point(-30, -50),
      Point(-28, -41), Point(-24, -37.5), Point(-20.5, -41), Point(-18.5, -52), Point(-17, -70),
      Point(-16, -140), Point(-17, -220),
    ]
  }

  private func decorated(_ points: [Point], body: Body, z: Double) -> Curve {
    Curve(body: body, z: z, points: points).scaled(by: factor)
  }

  /// Where the scan of the shin bone ends, mm: below it the outline only closes.
  private var scanEnd: Double { -95 * factor }

  /// The shin bone's outline without its lower edge: from the back, over the plateau, to the front.
  var tibiaScan: Curve {
    let points = tibiaBone.points
    // The outline runs around the bone: begin behind the longest run below the scan's end.
    guard
      let start = points.indices.first(where: {
        points[$0].y >= scanEnd && points[($0 + points.count - 1) % points.count].y < scanEnd
      })
    else { return tibiaBone }
    var run = (0..<points.count).map { points[(start + $0) % points.count] }.filter { $0.y >= scanEnd }
    if let first = run.first, let last = run.last, first.x > last.x { run.reverse() }
    return Curve(body: .tibia, z: tibiaBone.z, points: run)
  }

  /// Areas of bone, decoration included.
  var femurSection: Curve {
    let drawn = decorated(Decoration.front + Decoration.back, body: .femur, z: 0).points
    return Curve(body: .femur, z: grooveBone.z, points: grooveBone.points + drawn)
  }
  var condyleSection: Curve {
    let drawn = decorated(
      Decoration.front.dropFirst().prefix(1) + Decoration.back.suffix(2), body: .femur, z: 0)
    return Curve(body: .femur, z: condyleBone.z, points: condyleBone.points + drawn.points)
  }
  var tibiaSection: Curve {
    let scan = tibiaScan
    let drawn = decorated(Decoration.shinFront + Decoration.shinBack.reversed(), body: .tibia, z: 0)
    return Curve(body: .tibia, z: scan.z, points: scan.points + drawn.points)
  }
  var calfSection: Curve { decorated(Decoration.calf, body: .tibia, z: 33) }

  /// Their outlines that are decoration.
  var femurFront: Curve {
    Curve(
      body: .femur, z: grooveBone.z,
      points: grooveBone.points.suffix(1) + decorated(Decoration.front, body: .femur, z: 0).points)
  }
  var femurBack: Curve {
    Curve(
      body: .femur, z: grooveBone.z,
      points: decorated(Decoration.back, body: .femur, z: 0).points + grooveBone.points.prefix(1))
  }
  var shinFront: Curve {
    Curve(
      body: .tibia, z: tibiaBone.z,
      points: tibiaScan.points.suffix(1) + decorated(Decoration.shinFront, body: .tibia, z: 0).points)
  }
  var shinBack: Curve {
    Curve(
      body: .tibia, z: tibiaBone.z,
      points: tibiaScan.points.prefix(1) + decorated(Decoration.shinBack, body: .tibia, z: 0).points)
  }

  /// Bands of cartilage: along the articular line, and back along the bone.
  var grooveBand: Curve {
    // The articular line goes on into the notch, where the section has no bone.
    let line = grooveCartilage.points
    let first =
      line.indices.min { distance(line[$0], grooveBone.points[0]) < distance(line[$1], grooveBone.points[0]) }
      ?? 0
    return band(Curve(body: .femur, z: grooveCartilage.z, points: Array(line[first...])), grooveBone.points)
  }
  var condyleBand: Curve { band(condyleCartilage, condyleBone.points) }
  var patellaBand: Curve { band(patellaCartilage, patellaBack) }
  var tibiaBand: Curve {
    // No bone line is known below the plateau: its articular line, moved inward.
    let line = tibiaCartilage.points
    let inner = line.indices.map { i -> Point in
      let (a, b) = (line[max(i - 1, 0)], line[min(i + 1, line.count - 1)])
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = max((dx * dx + dy * dy).squareRoot(), 1e-9)
      // Thin at both ends, as cartilage is.
      let thickness = i == 0 || i == line.count - 1 ? 0 : tibiaThickness
      return Point(line[i].x + thickness * dy / length, line[i].y - thickness * dx / length)
    }
    return band(tibiaCartilage, inner)
  }

  private func band(_ articular: Curve, _ bone: [Point]) -> Curve {
    Curve(body: articular.body, z: articular.z, points: articular.points + bone.reversed())
  }

  /// The back of the kneecap's bone between the ends of its cartilage, from below to above.
  var patellaBack: [Point] {
    let line = patellaCartilage.points
    let bone = patellaBone.points
    func nearest(_ p: Point) -> Int {
      bone.indices.min { distance(bone[$0], p) < distance(bone[$1], p) } ?? 0
    }
    let (low, high) = (nearest(line[0]), nearest(line[line.count - 1]))
    func run(from: Int, to: Int) -> [Point] {
      let count = (to - from + bone.count) % bone.count
      return (0...count).map { bone[(from + $0) % bone.count] }
    }
    // Of the two ways around, the one that lies further back.
    let ways = [run(from: low, to: high), run(from: high, to: low).reversed()]
    func mean(_ points: [Point]) -> Double { points.reduce(0) { $0 + $1.x } / Double(points.count) }
    return mean(ways[0]) < mean(ways[1]) ? ways[0] : Array(ways[1])
  }

  /// The part of the kneecap's cartilage between two heights on it, mm of its own frame; nil outside.
  func patellaStrip(from low: Double, to high: Double) -> Curve? {
    let line = patellaCartilage.points
    let (low, high) = (max(low, line[0].y), min(high, line[line.count - 1].y))
    guard low < high else { return nil }
    func part(_ points: [Point]) -> [Point] {
      guard let a = at(low, points), let b = at(high, points) else { return [] }
      return [a] + points.filter { $0.y > low && $0.y < high } + [b]
    }
    let articular = Curve(body: .patella, z: patellaCartilage.z, points: part(line))
    return band(articular, part(patellaBack))
  }

  /// The place at a height on a line that rises; its ends beyond it.
  private func at(_ y: Double, _ points: [Point]) -> Point? {
    guard let first = points.first, let last = points.last else { return nil }
    if y <= first.y { return first }
    for (a, b) in zip(points, points.dropFirst()) where a.y <= y && y <= b.y {
      let t = b.y > a.y ? (y - a.y) / (b.y - a.y) : 0
      return Point(a.x + t * (b.x - a.x), y)
    }
    return last
  }
}

/// Distance of two places, mm.
func distance(_ a: Point, _ b: Point) -> Double {
  ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
}
