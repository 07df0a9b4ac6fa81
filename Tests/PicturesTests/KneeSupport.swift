import Activities
import Figures
import Foundation
import Knee
import ModelFiles
import Results
import Scenarios
import Testing

@testable import Pictures

/// Releases solved once for all tests of knees.
enum KneeSample {
  /// Hamstrings with a tone of 10 %, half of which goes.
  static func release(depth: Double? = nil, height: Double = 1.75, side: Person.Side = .right) throws
    -> ReleasePicture
  {
    let model = try loadModel()
    let person = try Person(mass: 75, height: height, sex: .male, side: side)
    let muscles = try model.words.indices(of: "hamstrings")
    var tension = MuscleTension.healthy
    tension.tone = 0.1
    let words = ReleaseWords(
      target: "hamstrings", muscles: muscles.map { model.muscleNames[$0] }, tension: tension, fraction: 0.5,
      isDefaultTension: false)
    let motion = try Activity.motion(named: "squat", person: person, depth: depth.map { $0 * .pi / 180 })
    return ReleasePicture(
      try Simulator(model: model, person: person), motion, words, released: muscles,
      after: tension.released(by: 0.5))
  }

  private static let measured = Result { try release() }
  private static let deep = Result { try release(depth: 120) }
  /// The measured squat, and one from statics from 0 to 120 deg.
  static func squat() throws -> ReleasePicture { try measured.get() }
  /// A squat that comes to this flexion, deg: those from statics begin at 5 deg, or at their depth.
  static func squat(at flexion: Double) throws -> ReleasePicture {
    flexion < 5 ? try release(depth: flexion) : try deep.get()
  }
  static func deepSquat() throws -> ReleasePicture { try deep.get() }
}

extension SVG {
  func all(_ name: String) -> [SVG] {
    all.filter { ($0["class"] ?? "").split(separator: " ").contains(Substring(name)) }
  }

  /// The places that a path of straight lines goes through, mm.
  var points: [Point] {
    let numbers = (self["d"] ?? "").split { "MLZ ".contains($0) }.compactMap { Double($0) }
    return stride(from: 0, to: numbers.count - 1, by: 2).map { Point(numbers[$0], numbers[$0 + 1]) }
  }

  func number(_ name: String) -> Double { Double(self[name] ?? "") ?? .nan }

  /// Tail and tip of the arrow in a group.
  var arrow: (tail: Point, tip: Point)? {
    guard let line = children.first(where: { $0.name == "line" }),
      let head = children.first(where: { $0.name == "path" })
    else { return nil }
    return (Point(line.number("x1"), line.number("y1")), head.points[0])
  }
}

func distance(_ a: Point, _ b: Point) -> Double {
  ((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)).squareRoot()
}

/// Distance of a place from an area, mm: 0 inside.
func distance(_ p: Point, toArea area: [Point]) -> Double {
  var isInside = false
  var nearest = Double.infinity
  for (a, b) in zip(area, area.dropFirst() + area.prefix(1)) {
    if (a.y > p.y) != (b.y > p.y), p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) { isInside.toggle() }
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let squared = dx * dx + dy * dy
    let t = squared > 0 ? max(0, min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / squared)) : 0
    nearest = min(nearest, distance(p, Point(a.x + t * dx, a.y + t * dy)))
  }
  return isInside ? 0 : nearest
}
