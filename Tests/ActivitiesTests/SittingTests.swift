import Knee
import Testing

@testable import Activities

@Suite struct SittingTests {
  @Test func `sitting is the balance of shank and foot on the floor, by hand`() throws {
    let person = try Person(mass: 75, height: 1.75, sex: .male)
    let motion = try Activity.motion(named: "sitting", person: person)
    let frame = try #require(motion.frames.first)
    #expect(motion.frames.count == 1 && motion.duration == 0)
    #expect(frame.kneeFlexion == .pi / 2 && frame.hipFlexion == .pi / 2 && frame.ankleDorsiflexion == 0)

    // de Leva 1996, male: shank 4.33 and foot 1.37 % of the body; the foot's center of mass at 44.15 % of 0.152 x 1.75 m from
    // the heel, the ankle at 18.9 %.
    #expect(abs(frame.groundReactionVertical - 0.057) < 1e-12)
    let foot = (0.4415 - 0.189) * 0.152 * 1.75
    let floor = 0.0137 * foot / 0.057
    // The floor carries both at a point under the foot, 1.6 cm before the ankle, and then no moment is left at the ankle, nor
    // at the knee straight above it.
    #expect(abs(floor - 0.016) < 0.0005)
    #expect(abs(0.057 * floor - 0.0137 * foot) < 1e-15)
    #expect(frame.isAtRest && !frame.hipMomentIsValid)
    #expect(frame.kneeExtensionMoment == 0 && frame.anklePlantarflexionMoment == 0)
    #expect(try abs(frame.groundReactionVertical - BodySegments.belowKneeMassFraction(person)) < 1e-15)
  }

  @Test(arguments: [(30.0, -20.0), (60, -20), (80, -10), (90, 0), (105, 15), (120, 20)])
  func `the foot stays flat as far as the ankle goes`(knee: Double, ankle: Double) throws {
    let motion = try Activity.motion(named: "sitting", person: Person(), depth: knee * radiansPerDegree)
    #expect(abs(motion.frames[0].kneeFlexion - knee * radiansPerDegree) < 1e-15)
    #expect(abs(motion.frames[0].ankleDorsiflexion - ankle * radiansPerDegree) < 1e-12)
    #expect(motion.frames[0].thighInclination == .pi / 2)
  }

  @Test(arguments: [0.0, 29.9, 120.1, .nan])
  func `a knee that no sitting person has is refused`(degrees: Double) throws {
    let person = try Person()
    let error = inputError { () throws(InputError) in
      try Activity.motion(named: "sitting", person: person, depth: degrees * radiansPerDegree)
    }
    #expect(error?.kind == .usage && error?.place == "depth")
    #expect(error?.allowed == "30 to 120 deg of knee flexion")
  }
}
