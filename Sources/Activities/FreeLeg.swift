import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A leg that touches nothing: what its muscles must do follows from its motion alone.
///
/// Planar inverse dynamics after Newton and Euler (Winter 2009, Biomechanics and Motor Control of Human Movement, 4th
/// ed., chapter 5), for three rigid segments and hinges between them. x points forward, y up; a segment turns forward
/// (its distal end forward) with a positive angle and hangs straight down, the foot with level sole, at zero.
/// Masses, moments of inertia and moments are per kg of body mass.
struct FreeLeg {
  /// m: x forward, y up.
  typealias Vector = SIMD2<Double>

  /// How a segment turns in space: rad, rad/s, rad/s².
  struct Turn {
    var angle, velocity, acceleration: Double
  }

  /// A leg at an instant: acceleration of the hip (m/s²) and the turns of its segments.
  struct Instant {
    var hipAcceleration: Vector
    var thigh, shank, foot: Turn
  }

  /// Moments on the distal segment at each joint, turning it forward: hip flexion, knee extension, dorsiflexion; N·m/kg.
  struct Moments {
    var hip, knee, ankle: Double
  }

  /// A segment in its own directions, from its proximal joint: x forward and y up while it hangs straight down.
  struct Segment {
    /// Fraction of body mass.
    var mass: Double
    /// m, to the center of mass and to the distal joint.
    var center, end: Vector
    /// m², about the center of mass: squared radius of gyration times the fraction of body mass.
    var inertia: Double
  }

  /// Thigh, shank, foot. The foot's center of mass lies half the ankle's height under the ankle (as in `Statics`).
  let segments: [Segment]

  init(_ body: BodySegments) {
    func segment(_ part: BodySegments.Segment, center: Vector, end: Vector) -> Segment {
      Segment(
        mass: part.massFraction, center: center, end: end,
        inertia: part.massFraction * part.radiusOfGyration * part.radiusOfGyration)
    }
    segments =
      [body.thigh, body.shank].map {
        segment($0, center: Vector(0, -$0.centerOfMass), end: Vector(0, -$0.length))
      }
      + [
        segment(
          body.foot, center: Vector(body.foot.centerOfMass - body.ankleFromHeel, -body.ankleHeight / 2),
          end: .zero)
      ]
  }

  /// The net moments of the joints, N·m/kg.
  func moments(_ instant: Instant) -> Moments {
    // Down the leg: where each segment is, from the hip, and the force and couple that accelerate it. Weight counts as
    // an acceleration of everything upward.
    var joint = Vector.zero
    var acceleration = instant.hipAcceleration + Vector(0, Person.gravity)
    var joints: [Vector] = []
    var loads: [(center: Vector, force: Vector, couple: Double)] = []
    for (segment, turn) in zip(segments, [instant.thigh, instant.shank, instant.foot]) {
      joints.append(joint)
      let (center, end) = (turn.turned(segment.center), turn.turned(segment.end))
      loads.append(
        (
          joint + center, segment.mass * (acceleration + turn.acceleration(of: center)),
          segment.inertia * turn.acceleration
        ))
      joint += end
      acceleration += turn.acceleration(of: end)
    }

    // What a joint must turn is everything below it.
    let moments = joints.indices.map { index in
      loads[index...].reduce(0.0) { sum, load in
        let arm = load.center - joints[index]
        return sum + load.couple + arm.x * load.force.y - arm.y * load.force.x
      }
    }
    return Moments(hip: moments[0], knee: moments[1], ankle: moments[2])
  }
}

extension FreeLeg.Turn {
  /// A vector fixed in the segment, as it lies in space.
  func turned(_ v: FreeLeg.Vector) -> FreeLeg.Vector {
    FreeLeg.Vector(v.x * cos(angle) - v.y * sin(angle), v.x * sin(angle) + v.y * cos(angle))
  }

  /// How the end of a vector (in space) accelerates against its beginning, m/s².
  func acceleration(of v: FreeLeg.Vector) -> FreeLeg.Vector {
    acceleration * FreeLeg.Vector(-v.y, v.x) - velocity * velocity * v
  }
}
