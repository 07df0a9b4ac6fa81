import Dense
import Foundation
import Testing

@testable import Knee

/// A segment of a muscle around a cylinder, against differences, closed forms and a string pulled tight.
@Suite struct SagittalWrapTests {
  /// SplitMix64 (Steele, Lea & Flood 2014).
  private struct Randomness: RandomNumberGenerator {
    var seed: UInt64
    mutating func next() -> UInt64 {
      seed &+= 0x9E37_79B9_7F4A_7C15
      var z = seed
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  /// A cylinder of 1 to 4 cm, and two points 0.2 to 15 cm off its surface, m.
  private static func draw(
    using g: inout Randomness
  ) -> (wrap: SagittalWrap, start: Vector3, end: Vector3) {
    let wrap = SagittalWrap(
      x: .random(in: -0.02...0.02, using: &g), y: .random(in: -0.02...0.02, using: &g),
      radius: .random(in: 0.01...0.04, using: &g), side: Bool.random(using: &g) ? 1 : -1)
    func point() -> Vector3 {
      let distance = wrap.radius + Double.random(in: 0.002...0.15, using: &g)
      let angle = Double.random(in: -Double.pi...Double.pi, using: &g)
      return Vector3(
        wrap.x + distance * cos(angle), wrap.y + distance * sin(angle),
        Double.random(in: -0.05...0.05, using: &g))
    }
    return (wrap, point(), point())
  }

  private static func moved(_ p: Vector3, _ axis: Int, by h: Double) -> Vector3 {
    Vector3(p.x + (axis == 0 ? h : 0), p.y + (axis == 1 ? h : 0), p.z + (axis == 2 ? h : 0))
  }

  private static func components(_ v: Vector3) -> [Double] { [v.x, v.y, v.z] }

  private static func rows(_ m: Symmetric3) -> [[Double]] {
    [[m.xx, m.xy, m.xz], [m.xy, m.yy, m.yz], [m.xz, m.yz, m.zz]]
  }

  @Test func `slopes and curvature are those of the length, straight and wrapped, on both sides`() {
    var g = Randomness(seed: 1)
    // By branch and side.
    var counts: [String: Int] = [:]
    for _ in 0..<20_000 {
      let (wrap, start, end) = Self.draw(using: &g)
      let here = wrap.path(from: start, to: end)
      // Central differences of 1 µm; a pair of points that lies astride a change of branch is no derivative.
      let h = 1e-6
      var straddles = false
      for axis in 0..<3 {
        let above = wrap.path(from: start, to: Self.moved(end, axis, by: h))
        let below = wrap.path(from: start, to: Self.moved(end, axis, by: -h))
        let after = wrap.path(from: Self.moved(start, axis, by: h), to: end)
        let before = wrap.path(from: Self.moved(start, axis, by: -h), to: end)
        if [above, below, after, before].contains(where: { $0.isWrapped != here.isWrapped }) {
          straddles = true
          continue
        }
        // Truncation h²/6 of third derivatives below 1/t² ~ 1e6 /m² with a tangent of 1 mm, rounding 1e-17/h.
        let byEnd = (above.length - below.length) / (2 * h)
        let byStart = (after.length - before.length) / (2 * h)
        #expect(abs(byEnd - Self.components(here.towardEnd)[axis]) < 1e-6)
        #expect(abs(byStart - Self.components(here.towardStart)[axis]) < 1e-6)
        // Second derivatives are of order 1/t: up to 1e3 /m.
        for other in 0..<3 {
          let difference =
            (Self.components(above.towardEnd)[other] - Self.components(below.towardEnd)[other]) / (2 * h)
          let exact = Self.rows(here.hessian)[axis][other]
          #expect(abs(difference - exact) < 1e-5 * (1 + abs(exact)))
        }
      }
      if !straddles { counts["\(here.isWrapped) \(wrap.side)", default: 0] += 1 }
    }
    #expect(counts.count == 4)
    #expect(counts.values.allSatisfy { $0 > 1000 })
  }

  @Test func `the length is the same from either end, with the side changed`() {
    var g = Randomness(seed: 2)
    for _ in 0..<5000 {
      let (wrap, start, end) = Self.draw(using: &g)
      var back = wrap
      back.side = -wrap.side
      let there = wrap.path(from: start, to: end)
      let return_ = back.path(from: end, to: start)
      #expect(there.isWrapped == return_.isWrapped)
      #expect(abs(there.length - return_.length) < 1e-13)
      for k in 0..<3 {
        #expect(abs(Self.components(there.towardEnd)[k] - Self.components(return_.towardStart)[k]) < 1e-11)
        #expect(abs(Self.components(there.towardStart)[k] - Self.components(return_.towardEnd)[k]) < 1e-11)
      }
    }
  }

  @Test func `a mirror image has the other side and the same length`() {
    var g = Randomness(seed: 3)
    for _ in 0..<5000 {
      let (wrap, start, end) = Self.draw(using: &g)
      let mirror = SagittalWrap(x: -wrap.x, y: wrap.y, radius: wrap.radius, side: -wrap.side)
      let image = mirror.path(
        from: Vector3(-start.x, start.y, start.z), to: Vector3(-end.x, end.y, end.z))
      let original = wrap.path(from: start, to: end)
      #expect(image.isWrapped == original.isWrapped)
      #expect(abs(image.length - original.length) < 1e-14)
    }
  }

  @Test func `turning everything about the axis turns the slopes and keeps the length`() {
    var g = Randomness(seed: 4)
    for _ in 0..<2000 {
      let (wrap, start, end) = Self.draw(using: &g)
      let angle = Double.random(in: -3...3, using: &g)
      let (c, s) = (cos(angle), sin(angle))
      func turned(_ p: Vector3) -> Vector3 { Vector3(c * p.x - s * p.y, s * p.x + c * p.y, p.z) }
      let axis = turned(Vector3(wrap.x, wrap.y, 0))
      let rotated = SagittalWrap(x: axis.x, y: axis.y, radius: wrap.radius, side: wrap.side)
      let here = wrap.path(from: start, to: end)
      let there = rotated.path(from: turned(start), to: turned(end))
      // The branch may flip by rounding only where both lengths agree.
      #expect(abs(here.length - there.length) < 1e-13)
      guard here.isWrapped == there.isWrapped else { continue }
      let expected = Self.components(turned(here.towardEnd))
      for k in 0..<3 { #expect(abs(Self.components(there.towardEnd)[k] - expected[k]) < 1e-10) }
    }
  }

  @Test(arguments: [1.0, -1.0])
  func `points at right angles to the axis wrap by the closed form`(side: Double) {
    // From (-d, 0) to (0, ∓d): tangents √(d² - r²) each, and an arc of 90° (or 270°) less twice acos(r/d).
    let (d, r) = (0.05, 0.02)
    let wrap = SagittalWrap(x: 0, y: 0, radius: r, side: side)
    let tangent = (d * d - r * r).squareRoot()
    // Left axis: counterclockwise about it.
    for (end, turn) in [
      (Vector3(0, -side * d, 0), 0.5 * Double.pi), (Vector3(0, side * d, 0), 1.5 * Double.pi),
    ] {
      let segment = wrap.path(from: Vector3(-d, 0, 0), to: end)
      let arc = turn - 2 * acos(r / d)
      if arc > 0 {
        #expect(segment.isWrapped)
        #expect(abs(segment.length - (2 * tangent + r * arc)) < 1e-15)
      } else {
        #expect(!segment.isWrapped)
        #expect(abs(segment.length - d * 2.0.squareRoot()) < 1e-15)
      }
    }
  }

  @Test func `half a turn and a shift along the axis are the hypotenuse of the unrolled way`() {
    // Start and end on opposite sides, 3 cm apart along z.
    let (d, r) = (0.05, 0.02)
    let wrap = SagittalWrap(x: 0, y: 0, radius: r, side: 1)
    let segment = wrap.path(from: Vector3(-d, 0, -0.01), to: Vector3(d, 0, 0.02))
    let flat = 2 * (d * d - r * r).squareRoot() + r * (Double.pi - 2 * acos(r / d))
    #expect(segment.isWrapped)
    #expect(abs(segment.length - (flat * flat + 0.03 * 0.03).squareRoot()) < 1e-15)
  }

  @Test func `the way wraps on smoothly past half a turn`() {
    // The end runs from 150° to 320° around the axis: the length grows by r dangle throughout, without a jump.
    let (d, r) = (0.05, 0.02)
    let wrap = SagittalWrap(x: 0.01, y: -0.02, radius: r, side: 1)
    var last: Double?
    for degree in 150...320 {
      let angle = Double(degree) * .pi / 180
      let segment = wrap.path(
        from: Vector3(wrap.x + d, wrap.y, 0), to: Vector3(wrap.x + d * cos(angle), wrap.y + d * sin(angle), 0)
      )
      #expect(segment.isWrapped)
      if let last { #expect(abs(segment.length - last - r * Double.pi / 180) < 1e-14) }
      last = segment.length
    }
  }

  @Test func `length and slope pass continuously from straight to wrapped`() {
    var g = Randomness(seed: 5)
    var crossed = 0
    for _ in 0..<4000 {
      let (wrap, start, end) = Self.draw(using: &g)
      // Between a straight and a wrapped end, the two ends of a bisection come together.
      var straight = end
      var wrapped = Self.draw(using: &g).end
      let first = wrap.path(from: start, to: straight)
      let second = wrap.path(from: start, to: wrapped)
      if first.isWrapped == second.isWrapped { continue }
      if first.isWrapped { swap(&straight, &wrapped) }
      // Ways on which the line does not pass along the cylinder between the points have no touching transition.
      for _ in 0..<60 {
        let middle = 0.5 * (straight + wrapped)
        if wrap.path(from: start, to: middle).isWrapped { wrapped = middle } else { straight = middle }
      }
      let radial = hypot(wrapped.x - wrap.x, wrapped.y - wrap.y)
      if radial < 1.001 * wrap.radius { continue }
      let (outside, inside) = (wrap.path(from: start, to: straight), wrap.path(from: start, to: wrapped))
      // A change of side, from passing right to passing left, is a jump by nature; it is at least the arc saved.
      if abs(outside.length - inside.length) > 1e-3 { continue }
      crossed += 1
      #expect(abs(outside.length - inside.length) < 1e-12)
      // The slope leaves the straight one like the square root of the depth, here some 1e-17 m.
      let turn = outside.towardEnd - inside.towardEnd
      #expect(turn.length < 1e-6)
    }
    #expect(crossed > 300)
  }

  @Test func `a wrapped way is that of a string pulled tight over the cylinder`() {
    // A chain of 200 points around the cylinder, shortened by keeping each on the line between its neighbors or on
    // the surface, is never shorter than the geodesic and comes close to it.
    let wrap = SagittalWrap(x: 0, y: 0, radius: 0.03, side: 1)
    let (start, end) = (Vector3(-0.06, 0.01, -0.02), Vector3(0.05, 0.02, 0.03))
    let exact = wrap.path(from: start, to: end)
    #expect(exact.isWrapped)
    let n = 120
    // Counterclockwise about the axis: below it.
    var chain = (0...n).map { k -> Vector3 in
      let s = Double(k) / Double(n)
      let angle = Double.pi * (1 + s)
      let radius = 0.06
      return Vector3(radius * cos(angle), radius * sin(angle), start.z + s * (end.z - start.z))
    }
    chain[0] = start
    chain[n] = end
    for _ in 0..<40_000 {
      for k in 1..<n {
        var p = 0.5 * (chain[k - 1] + chain[k + 1])
        let radial = hypot(p.x, p.y)
        if radial < wrap.radius { p = Vector3(p.x * wrap.radius / radial, p.y * wrap.radius / radial, p.z) }
        chain[k] = p
      }
    }
    let length = (0..<n).reduce(0.0) { $0 + (chain[$1 + 1] - chain[$1]).length }
    // Chords cut the arc: (segment)²/(24 r²) of it, 1e-4; and the chain may still be creeping.
    #expect(abs(length - exact.length) < 2e-4 * exact.length)
  }

  @Test func `pulling along the way is a pull of one, and the force on the cylinder is what is left`() {
    var g = Randomness(seed: 6)
    for _ in 0..<5000 {
      let (wrap, start, end) = Self.draw(using: &g)
      let segment = wrap.path(from: start, to: end)
      // |dL/dend| = |dL/dstart| = 1: the tension is the same along the way, whatever it wraps.
      #expect(abs(segment.towardEnd.length - 1) < 1e-12)
      #expect(abs(segment.towardStart.length - 1) < 1e-12)
      // No force along z and no moment about the axis is left for a frictionless cylinder.
      #expect(abs(segment.towardEnd.z + segment.towardStart.z) < 1e-12)
      func moment(_ p: Vector3, _ f: Vector3) -> Double { (p.x - wrap.x) * f.y - (p.y - wrap.y) * f.x }
      #expect(abs(moment(end, segment.towardEnd) + moment(start, segment.towardStart)) < 1e-13)
    }
  }

  @Test func `a point inside the cylinder gives a finite way`() {
    let wrap = SagittalWrap(x: 0, y: 0, radius: 0.03, side: 1)
    for depth in [0.0299, 0.02, 0.001] {
      let segment = wrap.path(from: Vector3(-0.06, 0, 0), to: Vector3(depth, 0.0001, 0))
      #expect(segment.length.isFinite && segment.length > 0)
      #expect(segment.towardEnd.length.isFinite)
      #expect(segment.hessian.xx.isFinite && segment.hessian.yy.isFinite && segment.hessian.xy.isFinite)
    }
  }

  @Test func `without a cylinder the way is the straight line`() {
    let segment = SagittalWrap.path(
      from: Vector3(0.01, 0.02, 0.03), to: Vector3(0.04, 0.06, 0.03), around: nil)
    #expect(abs(segment.length - 0.05) < 1e-16)
    #expect(abs(segment.towardEnd.x - 0.6) < 1e-15 && abs(segment.towardEnd.y - 0.8) < 1e-15)
    #expect(!segment.isWrapped)
  }
}
