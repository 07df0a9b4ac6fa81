import Knee
import Testing

@testable import Activities

@Suite struct BuiltInActivitiesTests {
  @Test func `the catalog is complete`() throws {
    let expected = [
      "walking", "walking-adult", "squat", "chair-rise", "sitting-down", "stair-ascent", "stair-descent",
      "standing", "sitting",
    ]
    #expect(Activity.names == expected)
    let catalog = try Activity.catalog()
    #expect(catalog.map(\.name) == expected)
    for activity in catalog {
      #expect(!activity.title.isEmpty && !activity.source.isEmpty && !activity.licence.isEmpty)
      #expect(activity.frameCount == (["standing", "sitting"].contains(activity.name) ? 1 : 101))
    }
    #expect(catalog.map(\.duration).dropFirst(2) == [1.82, 1.08, 0.98, 1.4, 1.4, 0, 0])
  }

  @Test func `what is not measured says so`() throws {
    for activity in try Activity.catalog() {
      let isReconstructed = activity.name.hasPrefix("stair")
      #expect(activity.isMeasured == !(isReconstructed || ["standing", "sitting"].contains(activity.name)))
      #expect(activity.title.contains("reconstructed") == isReconstructed)
      #expect(activity.caveats.contains { $0.contains("not measured") } == !activity.isMeasured)
    }
  }

  @Test func `the frames of a file without a cycle are its rows`() throws {
    let motion = try Activity.motion(named: "squat", person: Person())
    let table = try EmbeddedData.table("activities/squat_opencap_subject4.csv")
    let columns: [(String, Double, (MotionFrame) -> Double)] = [
      ("hip_flexion_deg", radiansPerDegree, \.hipFlexion),
      ("knee_flexion_deg", radiansPerDegree, \.kneeFlexion),
      ("ankle_dorsiflexion_deg", radiansPerDegree, \.ankleDorsiflexion),
      ("hip_extension_moment_Nm_kg", 1, \.hipExtensionMoment),
      ("knee_extension_moment_Nm_kg", 1, \.kneeExtensionMoment),
      ("ankle_plantarflexion_moment_Nm_kg", 1, \.anklePlantarflexionMoment),
      ("grf_vertical_BW", 1, \.groundReactionVertical), ("grf_anterior_BW", 1, \.groundReactionAnterior),
    ]
    for (name, scale, quantity) in columns {
      for (row, number) in try table.column(name).enumerated() {
        #expect(abs(quantity(motion.frames[row]) - number * scale) < 1e-12, "\(name) row \(row)")
      }
    }
  }

  @Test func `walking passes through the group's samples and takes the adult's ground reaction`() throws {
    let walking = try Activity.motion(named: "walking", person: Person())
    let adult = try Activity.motion(named: "walking-adult", person: Person())
    let table = try EmbeddedData.table("activities/cc-by-sa-4.0/walking_pinzone2014_centre2.csv")
    for (row, degrees) in try table.column("knee_flexion_deg").dropLast().enumerated() {
      #expect(abs(walking.frames[2 * row].kneeFlexion - degrees * radiansPerDegree) < 1e-12)
    }
    for (a, b) in zip(walking.frames, adult.frames) {
      #expect(abs(a.groundReactionVertical - b.groundReactionVertical) < 1e-12)
    }
    #expect(walking.duration == 1.1)
    #expect(walking.caveats.contains { $0.contains("borrowed") })
    #expect(walking.licence.contains("CC BY-SA 4.0") && walking.licence.contains("CC BY 3.0"))
  }

  @Test func `the adult's stride ends at the heel strike that the force plate shows`() throws {
    let motion = try Activity.motion(named: "walking-adult", person: Person())
    #expect(abs(motion.duration - 1.2353) < 1e-12)
    // Knee flexion of the source just before the strike (96 %: 0.72 deg, 97 %: 2.00 deg) and at it (1.36 deg).
    #expect(abs((motion.frames.last?.kneeFlexion ?? 0) / radiansPerDegree - 1.3606) < 1e-9)
    // Between the last sample of the moments and the heel strike the curve stays between the two,
    // but for the dip with which the knee moment enters the next stride.
    for frame in motion.frames where frame.phasePercent > 80 {
      #expect((-0.0626...0.3054).contains(frame.hipExtensionMoment))
      #expect((-0.27...0.0087).contains(frame.kneeExtensionMoment))
    }
  }

  @Test(arguments: ["walking", "walking-adult", "stair-ascent", "stair-descent"])
  func `a cycle closes on itself in value and speed`(name: String) throws {
    let motion = try Activity.motion(named: name, person: Person())
    let (first, last) = (try #require(motion.frames.first), try #require(motion.frames.last))
    #expect(motion.isPeriodic)
    #expect(abs(first.kneeFlexion - last.kneeFlexion) < 1e-12)
    #expect(abs(first.kneeVelocity - last.kneeVelocity) < 1e-9)
    #expect(abs(first.hipExtensionMoment - last.hipExtensionMoment) < 1e-12)
    #expect(abs(first.groundReactionVertical - last.groundReactionVertical) < 1e-12)
  }

  @Test(arguments: Activity.names)
  func `angular velocities are the change of the angles over time`(name: String) throws {
    let frames = try Activity.motion(named: name, person: Person()).frames
    for i in frames.indices.dropFirst().dropLast() {
      let step = frames[i + 1].time - frames[i - 1].time
      let difference = (frames[i + 1].kneeFlexion - frames[i - 1].kneeFlexion) / step
      // For a cubic with breaks at the frames: central difference = speed + (second difference of speeds) / 6,
      // up to rounding. The breaks of walking-adult lie between its frames: 0.02 of up to 8 rad/s.
      let bend = frames[i + 1].kneeVelocity - 2 * frames[i].kneeVelocity + frames[i - 1].kneeVelocity
      let error = abs(difference - frames[i].kneeVelocity - bend / 6)
      #expect(error < (name == "walking-adult" ? 0.02 : 1e-11))
      #expect(frames[i].time > frames[i - 1].time)
    }
  }

  @Test(arguments: Activity.names)
  func `every frame is plausible and its thigh follows the stated rule`(name: String) throws {
    let motion = try Activity.motion(named: name, person: Person())
    for frame in motion.frames {
      #expect(Plausible.kneeFlexion.contains(frame.kneeFlexion / radiansPerDegree))
      #expect((-1.5...2).contains(frame.kneeExtensionMoment))
      #expect((0...1.5).contains(frame.groundReactionVertical))
      let flat = frame.kneeFlexion - frame.ankleDorsiflexion
      if motion.thighRule == .flatFoot { #expect(frame.thighInclination == flat) }
    }
    #expect((motion.thighRule == .flatFootPhase) == (name.hasPrefix("walking") || name.hasPrefix("stair")))
  }

  @Test(arguments: ["walking", "walking-adult", "stair-ascent", "stair-descent"])
  func `while the foot is flat the thigh is inclined by knee flexion minus dorsiflexion on average`(
    name: String
  ) throws {
    let frames = try Activity.motion(named: name, person: Person()).frames[15...35]
    let excess = frames.map { $0.thighInclination - ($0.kneeFlexion - $0.ankleDorsiflexion) }.reduce(0, +)
    #expect(abs(excess) / Double(frames.count) < 1e-12)
  }

  @Test func `the tilt that the flat foot shows is the one that the trial of walking-adult measured`() throws
  {
    let frame = try Activity.motion(named: "walking-adult", person: Person()).frames[0]
    // The trial's pelvis is tilted by 4.8 degrees at heel strike; the foot is flat only on average.
    #expect(abs(frame.thighInclination - frame.hipFlexion - 4.8 * radiansPerDegree) < 1 * radiansPerDegree)
  }

  @Test func `the hip moment is not to be demanded while a chair carries the body`() throws {
    let rise = try Activity.motion(named: "chair-rise", person: Person())
    #expect(rise.frames.filter { !$0.hipMomentIsValid }.map(\.phasePercent) == (0...40).map(Double.init))
    let sit = try Activity.motion(named: "sitting-down", person: Person())
    #expect(sit.frames.filter { !$0.hipMomentIsValid }.map(\.phasePercent) == (92...100).map(Double.init))
    #expect(try Activity.motion(named: "squat", person: Person()).frames.allSatisfy(\.hipMomentIsValid))
    for motion in [rise, sit] { #expect(motion.caveats.contains { $0.contains("no hip moment") }) }
  }

  @Test(arguments: [("sqat", "squat"), ("stairs-ascent", "stair-ascent"), ("Walking", "walking")])
  func `an unknown activity names the nearest one`(word: String, nearest: String) throws {
    let person = try Person()
    let error = inputError { () throws(InputError) in try Activity.motion(named: word, person: person) }
    #expect(error?.kind == .usage)
    #expect(error?.suggestion == nearest)
    #expect(error?.allowed == Activity.names.joined(separator: ", "))
  }

  @Test func `only a squat has a depth, and sitting`() throws {
    let person = try Person()
    let error = inputError { () throws(InputError) in
      try Activity.motion(named: "walking", person: person, depth: 1)
    }
    #expect(error?.kind == .usage)
    #expect(error?.place == "depth")
  }

  @Test func `the compiled data are the files of the project`() throws {
    let root = fixture("../../../data/")
    for name in ["anthropometry.csv"] + BuiltInActivities.all.map({ "activities/" + $0.file }) {
      #expect(try EmbeddedData.bytes(of: name) == FileBytes.read(path: root + name))
    }
  }
}
