import Knee
import Testing

@testable import Activities

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct StaticsTests {
  /// Knee flexions from upright to the deepest squat, rad.
  private let flexions = stride(from: 0.0, through: 120, by: 5).map { $0 * radiansPerDegree }

  private func bodies() throws -> [BodySegments] {
    try Person.Sex.allCases.flatMap { sex in
      try [1.5, 1.75, 2.0].map { try BodySegments(Person(height: $0, sex: sex)) }
    }
  }

  /// Masses (fractions of the body) and positions of all parts of both legs and the trunk.
  private func parts(_ pose: Statics.Pose, _ body: BodySegments) -> [(mass: Double, x: Double, y: Double)] {
    [
      (2 * body.foot.massFraction, pose.footMass.x, pose.footMass.y),
      (2 * body.shank.massFraction, pose.shankMass.x, pose.shankMass.y),
      (2 * body.thigh.massFraction, pose.thighMass.x, pose.thighMass.y),
      (body.trunkMassFraction, pose.trunkMass.x, pose.trunkMass.y),
    ]
  }

  @Test func `the segments of de Leva make one body`() throws {
    let male = try BodySegments(Person(height: 1.75, sex: .male))
    #expect(male.thigh.massFraction == 0.1416)
    #expect(abs(male.shank.length - 0.246 * 1.75) < 1e-15)
    let female = try BodySegments(Person(sex: .female))
    #expect(female.thigh.massFraction == 0.1478)
    for body in try bodies() {
      let legs = 2 * (body.foot.massFraction + body.shank.massFraction + body.thigh.massFraction)
      #expect(abs(legs + body.trunkMassFraction - 1) < 1e-15)
    }
  }

  @Test func `the center of mass stands over the point of the foot`() throws {
    for body in try bodies() {
      for flexion in flexions {
        let pose = Statics.pose(kneeFlexion: flexion, body)
        let center = parts(pose, body).map { $0.mass * $0.x }.reduce(0, +)
        #expect(abs(center - (0.35 * body.foot.length - body.ankleFromHeel)) < 1e-12)
        #expect(pose.trunkLean < 80 * radiansPerDegree && pose.trunkLean > -5 * radiansPerDegree)
      }
    }
  }

  @Test func `the moments from below equal those of the body above`() throws {
    for body in try bodies() {
      for flexion in flexions {
        let pose = Statics.pose(kneeFlexion: flexion, body)
        let frame = Statics.frame(pose, body)
        let g = Person.gravity
        // Half the trunk hangs before the hip; the thigh and half the trunk hang behind the knee; and so on down.
        let trunk = body.trunkMassFraction / 2
        let hip = g * trunk * (pose.trunkMass.x - pose.hip.x)
        let knee =
          -g
          * (trunk * (pose.trunkMass.x - pose.knee.x)
            + body.thigh.massFraction * (pose.thighMass.x - pose.knee.x))
        let ankle =
          g
          * (trunk * pose.trunkMass.x + body.thigh.massFraction * pose.thighMass.x
            + body.shank.massFraction * pose.shankMass.x)
        #expect(abs(frame.hipExtensionMoment - hip) < 1e-12)
        #expect(abs(frame.kneeExtensionMoment - knee) < 1e-12)
        #expect(abs(frame.anklePlantarflexionMoment - ankle) < 1e-12)
      }
    }
  }

  @Test func `the work of the moments is the change of height of the body`() throws {
    for body in try bodies() {
      for flexion in flexions.dropFirst() {
        let step = 1e-5
        let (before, after) = (
          Statics.pose(kneeFlexion: flexion - step, body), Statics.pose(kneeFlexion: flexion + step, body)
        )
        let height = { (pose: Statics.Pose) in self.parts(pose, body).map { $0.mass * $0.y }.reduce(0, +) }
        let frame = Statics.frame(Statics.pose(kneeFlexion: flexion, body), body)
        // Both legs, J/kg per rad of knee flexion; extension moments lose work in flexion.
        let work =
          -2
          * (frame.hipExtensionMoment * (after.hipFlexion - before.hipFlexion)
            + frame.kneeExtensionMoment * 2 * step
            + frame.anklePlantarflexionMoment * (after.dorsiflexion - before.dorsiflexion))
        let energy = Person.gravity * (height(after) - height(before))
        // Central differences of functions of order 1 over 2e-5: 1e-10 relative to the step, times 2e-5.
        #expect(abs(work - energy) < 1e-12)
        #expect(energy < 0 && energy / (2 * step) < -0.01)
      }
    }
  }

  @Test func `segments have their lengths and the frame its angles`() throws {
    for body in try bodies() {
      for flexion in flexions {
        let pose = Statics.pose(kneeFlexion: flexion, body)
        let shank = hypot(pose.knee.x, pose.knee.y - body.ankleHeight)
        let thigh = hypot(pose.hip.x - pose.knee.x, pose.hip.y - pose.knee.y)
        #expect(abs(shank - body.shank.length) < 1e-12 && abs(thigh - body.thigh.length) < 1e-12)
        // Included angle of the knee from the positions alone.
        let inclination = atan2(pose.knee.x - pose.hip.x, pose.hip.y - pose.knee.y)
        let lean = atan2(pose.knee.x, pose.knee.y - body.ankleHeight)
        let trunk = atan2(pose.trunkMass.x - pose.hip.x, pose.trunkMass.y - pose.hip.y)
        let frame = Statics.frame(pose, body)
        #expect(abs(inclination + lean - frame.kneeFlexion) < 1e-12)
        #expect(abs(lean - frame.ankleDorsiflexion) < 1e-12)
        #expect(abs(inclination + trunk - frame.hipFlexion) < 1e-12)
        #expect(abs(frame.thighInclination - inclination) < 1e-12)
        #expect(frame.groundReactionVertical == 0.5 && frame.groundReactionAnterior == 0)
      }
    }
  }

  @Test func `a squat goes from standing to the depth, and deeper loads the knee more`() throws {
    let person = try Person()
    let motion = try Activity.motion(named: "squat", person: person, depth: 90 * radiansPerDegree)
    #expect(motion.frames.count == 51)
    #expect(abs((motion.frames.first?.kneeFlexion ?? 0) - 5 * radiansPerDegree) < 1e-15)
    #expect(abs((motion.frames.last?.kneeFlexion ?? 0) - 90 * radiansPerDegree) < 1e-15)
    #expect(motion.frames.last?.phasePercent == 100)
    #expect(!motion.isMeasured && motion.frames.allSatisfy { $0.kneeVelocity == 0 })
    for (a, b) in zip(motion.frames, motion.frames.dropFirst()) {
      #expect(b.kneeExtensionMoment > a.kneeExtensionMoment)
    }
    // The measured squat needs 0.70 N·m/kg at 92 deg with its inertia; statics must be near, not equal.
    #expect((0.55...0.85).contains(motion.frames.last?.kneeExtensionMoment ?? 0))
    let standing = try Activity.motion(named: "standing", person: person)
    #expect(standing.frames.count == 1)
    #expect(standing.frames[0].kneeExtensionMoment == motion.frames[0].kneeExtensionMoment)
    #expect(abs(standing.frames[0].hipFlexion) < 5 * radiansPerDegree)
  }

  @Test(arguments: [-10.0, 121, 200, .nan, .infinity])
  func `a depth out of range is refused with the range in degrees`(degrees: Double) throws {
    let person = try Person()
    let error = inputError { () throws(InputError) in
      try Activity.motion(named: "squat", person: person, depth: degrees * radiansPerDegree)
    }
    #expect(error?.kind == .usage)
    #expect(error?.allowed == "0 to 120 deg of knee flexion")
  }

  @Test func `both ends of the range of depths are squats`() throws {
    for depth in [0, 120 * Double.pi / 180, 2 * Double.pi / 3] {
      #expect(try Activity.motion(named: "squat", person: Person(), depth: depth).frames.count == 51)
    }
  }
}
