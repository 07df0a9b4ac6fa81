import Knee
import Testing

@testable import Activities

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Inverse dynamics of a free leg against a pendulum, against statics and against the balance of energy.
@Suite struct FreeLegTests {
  private typealias Vector = FreeLeg.Vector
  private let leg: FreeLeg
  private let body: BodySegments

  init() throws {
    body = try BodySegments(Person(height: 1.8))
    leg = FreeLeg(body)
  }

  /// The same turn of all segments: the leg as one rigid body about a hip at rest.
  private func rigid(_ turn: FreeLeg.Turn, hip: Vector = .zero) -> FreeLeg.Instant {
    .init(hipAcceleration: hip, thigh: turn, shank: turn, foot: turn)
  }

  @Test func `the segments are those of the person`() {
    let thigh = leg.segments[0]
    #expect(thigh.mass == 0.1416 && thigh.end == Vector(0, -0.245 * 1.8))
    let radius = 0.329 * 0.245 * 1.8
    #expect(abs(thigh.inertia - 0.1416 * radius * radius) < 1e-16)
    #expect(leg.segments[1].center == Vector(0, -body.shank.centerOfMass))
    // The foot's mass lies before the ankle and under it.
    let foot = leg.segments[2]
    #expect(abs(foot.center.x - (0.4415 - 0.189) * 0.152 * 1.8) < 1e-15)
    #expect(abs(foot.center.y + 0.039 * 1.8 / 2) < 1e-15)
  }

  @Test func `a leg that swings as a pendulum needs no moment at the hip`() {
    // Distances from the hip in the straight leg; moment of inertia about it and first moment.
    let (thigh, shank, foot) = (leg.segments[0], leg.segments[1], leg.segments[2])
    let centers = [thigh.center, thigh.end + shank.center, thigh.end + shank.end + foot.center]
    var (inertia, first) = (0.0, Vector.zero)
    for (segment, center) in zip(leg.segments, centers) {
      inertia += segment.inertia + segment.mass * (center.x * center.x + center.y * center.y)
      first += segment.mass * center
    }
    for angle in stride(from: -3.0, through: 3, by: 0.37) {
      for velocity in [-8.0, 0, 2.5] {
        // θ'' = -g S_x(θ) / I, the compound pendulum; how fast it is does not matter.
        let forward = first.x * cos(angle) - first.y * sin(angle)
        let turn = FreeLeg.Turn(
          angle: angle, velocity: velocity, acceleration: -Person.gravity * forward / inertia)
        let moments = leg.moments(rigid(turn))
        #expect(abs(moments.hip) < 1e-13)
        // What hangs from the hip alone would swing faster: the knee must hold it back or push it.
        if abs(sin(angle)) > 0.1 { #expect(abs(moments.knee) > 1e-3) }
      }
    }
  }

  @Test func `a leg held still carries the weight of its segments`() {
    func still(_ angle: Double) -> FreeLeg.Turn { .init(angle: angle, velocity: 0, acceleration: 0) }
    // Thigh level and forward, shank hanging, sole level.
    let moments = leg.moments(
      .init(hipAcceleration: .zero, thigh: still(.pi / 2), shank: still(0), foot: still(0)))
    let g = Person.gravity
    let toes = body.foot.centerOfMass - body.ankleFromHeel
    #expect(abs(moments.ankle - g * body.foot.massFraction * toes) < 1e-15)
    #expect(abs(moments.knee - moments.ankle) < 1e-15)
    let below = body.foot.massFraction + body.shank.massFraction
    let hip =
      g * (body.thigh.massFraction * body.thigh.centerOfMass + below * body.thigh.length) + moments.ankle
    #expect(abs(moments.hip - hip) < 1e-14)
  }

  @Test func `a leg that falls freely needs no moments, and one pushed forward feels a tilted weight`() {
    let still = FreeLeg.Turn(angle: 0.7, velocity: 0, acceleration: 0)
    let falling = leg.moments(rigid(still, hip: Vector(0, -Person.gravity)))
    #expect(falling.hip == 0 && falling.knee == 0 && falling.ankle == 0)

    // Forward by g tan β: weight times 1 / cos β, hanging backward by β. The leg hangs still in it at that angle turned.
    let β = 0.3
    let pushed = leg.moments(rigid(still, hip: Vector(Person.gravity * tan(β), 0)))
    let turned = leg.moments(rigid(.init(angle: 0.7 + β, velocity: 0, acceleration: 0)))
    for (a, b) in [(pushed.hip, turned.hip), (pushed.knee, turned.knee), (pushed.ankle, turned.ankle)] {
      #expect(abs(a - b / cos(β)) < 1e-14)
    }
  }

  /// Energy of what hangs from each joint changes by the power of that joint's force and of all moments below; forces from
  /// the change of momentum. Nothing of `FreeLeg` is used but the moments.
  @Test(arguments: [0.0, 0.13, 0.4, 0.77, 1.2])
  func `the power of the moments is the change of energy, of leg, lower leg and foot`(t: Double) {
    let motion = ProbeMotion(body: body)
    let instant = motion.instant(at: t)
    let moments = leg.moments(instant)
    let turns = [instant.thigh, instant.shank, instant.foot]
    for first in 0..<3 {
      let change = derivative(at: t) { motion.energy(at: $0, from: first) }
      let forceX = derivative(at: t) { motion.momentum(at: $0, from: first).x }
      let forceY = derivative(at: t) { motion.momentum(at: $0, from: first).y }
      let weight = motion.segments[first...].reduce(0) { $0 + $1.mass } * Person.gravity
      let jointX = derivative(at: t) { motion.joint(first, at: $0).x }
      let jointY = derivative(at: t) { motion.joint(first, at: $0).y }
      var power = forceX * jointX + (forceY + weight) * jointY
      for (index, moment) in [moments.hip, moments.knee, moments.ankle].enumerated() where index >= first {
        power += moment * (turns[index].velocity - (index > first ? turns[index - 1].velocity : 0))
      }
      // Differences of differences: W/kg, of up to 20.
      #expect(abs(power - change) < 1e-6)
      #expect(abs(change) > 1e-3)
    }
  }
}

/// Fourth-order central difference.
private func derivative(at t: Double, _ value: (Double) -> Double) -> Double {
  let h = 1e-3
  return (8 * (value(t + h) - value(t - h)) - (value(t + 2 * h) - value(t - 2 * h))) / (12 * h)
}

/// A leg that moves smoothly, faster than in walking, with positions written out.
private struct ProbeMotion {
  typealias Vector = FreeLeg.Vector
  let body: BodySegments

  /// Amplitude, frequency (rad/s) and phase of thigh, shank and foot.
  private let waves = [(0.6, 4.0, 0.2), (0.9, 5.0, 1.1), (0.7, 7.0, -0.6)]

  var segments: [(mass: Double, radius: Double)] {
    [body.thigh, body.shank, body.foot].map { ($0.massFraction, $0.radiusOfGyration) }
  }

  func angle(_ index: Int, at t: Double) -> Double {
    let (amplitude, frequency, phase) = waves[index]
    return 0.1 + amplitude * sin(frequency * t + phase)
  }

  func instant(at t: Double) -> FreeLeg.Instant {
    let turns = waves.indices.map { index in
      let (amplitude, frequency, phase) = waves[index]
      return FreeLeg.Turn(
        angle: angle(index, at: t), velocity: amplitude * frequency * cos(frequency * t + phase),
        acceleration: -amplitude * frequency * frequency * sin(frequency * t + phase))
    }
    return .init(
      hipAcceleration: .init(-0.1 * 9 * sin(3 * t), -0.05 * 36 * cos(6 * t)), thigh: turns[0],
      shank: turns[1],
      foot: turns[2])
  }

  /// Hip, knee, ankle.
  func joint(_ index: Int, at t: Double) -> Vector {
    var point = Vector(0.1 * sin(3 * t), 0.05 * cos(6 * t))
    for (i, length) in [body.thigh.length, body.shank.length].enumerated() where i < index {
      point += length * Vector(sin(angle(i, at: t)), -cos(angle(i, at: t)))
    }
    return point
  }

  func center(_ index: Int, at t: Double) -> Vector {
    let a = angle(index, at: t)
    switch index {
    case 0: return joint(0, at: t) + body.thigh.centerOfMass * Vector(sin(a), -cos(a))
    case 1: return joint(1, at: t) + body.shank.centerOfMass * Vector(sin(a), -cos(a))
    default:
      return joint(2, at: t) + (body.foot.centerOfMass - body.ankleFromHeel) * Vector(cos(a), sin(a))
        + body.ankleHeight / 2 * Vector(sin(a), -cos(a))
    }
  }

  private func velocity(_ index: Int, at t: Double) -> Vector {
    Vector(derivative(at: t) { center(index, at: $0).x }, derivative(at: t) { center(index, at: $0).y })
  }

  /// Per kg of body mass, of the segments from one on.
  func momentum(at t: Double, from first: Int) -> Vector {
    (first..<3).reduce(Vector.zero) { $0 + segments[$1].mass * velocity($1, at: t) }
  }

  func energy(at t: Double, from first: Int) -> Double {
    (first..<3).reduce(0.0) { sum, index in
      let v = velocity(index, at: t)
      let turn = derivative(at: t) { angle(index, at: $0) } * segments[index].radius
      return sum + segments[index].mass
        * (0.5 * (v.x * v.x + v.y * v.y + turn * turn) + Person.gravity * center(index, at: t).y)
    }
  }
}
