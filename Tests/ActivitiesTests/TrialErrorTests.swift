import Knee
import Testing

@testable import Activities

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Wrong trials, each with the message that names the place.
@Suite struct TrialErrorTests {
  private typealias Change = (String) -> String

  private func error(
    motion: Change = { $0 }, moments: Change = { $0 }, forces: Change = { $0 },
    _ options: Trial.Options = .init()
  ) throws -> InputError? {
    let person = try Person.subject01()
    return inputError { () throws(InputError) in
      try RealTrial.read(motion: motion, moments: moments, forces: forces).motion(
        of: person, options: options)
    }
  }

  /// A squat of 1 s on two plates: columns of the force file and rows, and the two knees, as functions of time.
  private func squat(
    forceColumns: String, forces: (Double) -> String, knees: (Double) -> (right: Double, left: Double)
  ) throws(InputError) -> Trial {
    let times = (0...50).map { Double($0) / 50 }
    let motion = times.map { time in
      let (right, left) = knees(time)
      return "\(time) \(right) \(left) 30 30 10 10"
    }
    let names = "time knee_angle_r knee_angle_l hip_flexion_r hip_flexion_l ankle_angle_r ankle_angle_l"
    let moments = times.map { "\($0) -40 -40 -30 -30 -20 -20" }
    let momentNames = names.split(separator: " ").map { $0 == "time" ? "time" : $0 + "_moment" }.joined(
      separator: " ")
    func table(_ name: String, _ header: String, _ rows: [String]) throws(InputError) -> OpenSimTable {
      try OpenSimTable.parse(
        bytes("x\ninDegrees=yes\nendheader\n\(header)\n" + rows.joined(separator: "\n") + "\n"), name: name)
    }
    return Trial(
      angles: try table("ik.mot", names, motion), moments: try table("id.sto", momentNames, moments),
      forces: try table("grf.mot", forceColumns, times.map { "\($0) " + forces($0) }))
  }

  @Test func `a missing file is named`() {
    let error = inputError { () throws(InputError) in
      try Trial(motionPath: RealTrial.motionPath, momentsPath: "nowhere/id.sto")
    }
    #expect(error?.kind == .missing)
    #expect(error?.description == "nowhere/id.sto: there is no such file")
  }

  @Test func `radians labelled degrees are noticed`() throws {
    let rotations = Set(["pelvis_tilt", "pelvis_rotation"]).union(
      ["hip_flexion", "knee_angle", "ankle_angle"].flatMap { [$0 + "_r", $0 + "_l"] })
    let change = { (text: String) in RealTrial.mapColumn(text, rotations) { $0 * radiansPerDegree } }
    let error = try error(motion: change)
    #expect(error?.kind == .data)
    #expect(error?.file == "subject01_walk1_ik.mot")
    #expect(error?.place == "inDegrees")
    #expect(error?.problem.contains("radians labelled degrees?") == true)
    // Said outright to be radians, the file is read.
    var options = Trial.Options()
    options.angleUnit = .radians
    let plain = try RealTrial.read().motion(of: .subject01())
    let read = try RealTrial.read(motion: change).motion(of: .subject01(), options: options)
    #expect(largestDifference(plain, read, \.kneeFlexion) < 1e-12)
  }

  @Test func `degrees labelled radians are noticed`() throws {
    let error = try error(motion: { $0.replacing("inDegrees=yes", with: "inDegrees=no") })
    #expect(error?.place == "inDegrees")
    #expect(error?.problem.contains("degrees labelled radians?") == true)
    var options = Trial.Options()
    options.angleUnit = .radians
    let forced = try self.error(options)
    #expect(forced?.problem.contains("degrees labelled radians?") == true)
  }

  @Test func `a flexion of 200 degrees is refused with its line`() throws {
    let change = { (text: String) in
      RealTrial.mapColumn(text, ["knee_angle_r"]) { abs($0 + 68.578) < 0.5 ? -200 : $0 }
    }
    let error = try error(motion: change)
    #expect(error?.place == "knee_angle_r")
    #expect(error?.problem.hasPrefix("200 deg is not plausible") == true)
    let text = change(String(decoding: try FileBytes.read(path: RealTrial.motionPath), as: UTF8.self))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(error?.line)
    #expect(lines[line - 1].contains("-200.0"))
  }

  @Test func `a wrong column name tells the nearest one`() throws {
    let angle = try error(motion: { $0.replacing("\tankle_angle_r\t", with: "\tankel_angle_r\t") })
    #expect(angle?.place == "ankle_angle_r" && angle?.suggestion == "ankel_angle_r")
    #expect(angle?.line == 11)
    let moment = try error(moments: { $0.replacing("knee_angle_r_moment", with: "knee_r") })
    #expect(moment?.file == "InverseDynamicsOutput.sto")
    #expect(moment?.allowed == "knee_angle_r_moment or knee_flexion_r_moment")
    let force = try error(forces: { $0.replacing("vy", with: "vertical") })
    #expect(force?.problem == "no ground reaction among the columns")
    // Moments in place of angles.
    let person = try Person.subject01()
    let swapped = inputError { () throws(InputError) in
      try Trial(motionPath: RealTrial.momentsPath, momentsPath: RealTrial.motionPath).motion(of: person)
    }
    #expect(swapped?.place == "hip_flexion_r" && swapped?.line == 7)
  }

  @Test func `moments in another unit and forces of another person are refused`() throws {
    let moments = try error(moments: { RealTrial.mapColumn($0, ["knee_angle_r_moment"]) { $0 * 1000 } })
    #expect(moments?.place == "knee_angle_r_moment" && moments?.problem.contains("N·mm") == true)
    let forces = try error(forces: { RealTrial.mapColumn($0, ["ground_force_vy"]) { $0 * 100 } })
    #expect(forces?.file == "subject01_walk1_grf.mot" && forces?.line == 8)
    #expect(forces?.allowed == "-0.5 to 15 body weights of this person")
    let down = try error(forces: { RealTrial.mapColumn($0, ["ground_force_vy"]) { -$0 } })
    #expect(down?.place == "ground_force_vy" && down?.line == 8)
    #expect(down?.allowed == "forces of the ground on the foot, up positive")
  }

  @Test func `an unused plate is no riddle`() throws {
    let unused = { (text: String) in
      text.replacing("ground_torque_x\tground_torque_y\t", with: "spare_vx\tspare_vy\t")
    }
    let emptied = { (text: String) in RealTrial.mapColumn(unused(text), ["spare_vx", "spare_vy"]) { _ in 0 } }
    let trial = try RealTrial.read(forces: emptied)
    #expect(try trial.plateNames() == ["ground_force", "1_ground_force", "spare"])
    #expect(try trial.motion(of: .subject01()).frames == RealTrial.read().motion(of: .subject01()).frames)
  }

  @Test func `files without common times list their spans`() throws {
    let error = try error(moments: { RealTrial.mapColumn($0, ["time"]) { $0 + 100 } })
    #expect(error?.place == "time")
    #expect(error?.problem.contains("subject01_walk1_ik.mot 0.5 to 4 s") == true)
  }

  @Test func `a knee that hardly moves needs its sign said`() throws {
    let forces = { (time: Double) in "0 400 0 400" }
    let columns = "time R_ground_force_vx R_ground_force_vy L_ground_force_vx L_ground_force_vy"
    let trial = try squat(forceColumns: columns, forces: forces, knees: { _ in (4, 4) })
    let person = try Person()
    let error = inputError { () throws(InputError) in try trial.motion(of: person) }
    #expect(error?.place == "knee_angle_r" && error?.allowed == "flexion-positive, flexion-negative")
    var options = Trial.Options()
    options.kneeSign = .flexionNegative
    #expect(try trial.motion(of: person, options: options).frames[0].kneeFlexion < 0)
  }

  @Test func `in a squat the plate further to the right is the right foot's`() throws {
    let columns =
      "time ground_force_vx ground_force_vy ground_force_px ground_force_pz "
      + "1_ground_force_vx 1_ground_force_vy 1_ground_force_px 1_ground_force_pz"
    let knees = { (time: Double) in (10 + 60 * sin(.pi * time), 10 + 60 * sin(.pi * time)) }
    let apart = try squat(
      forceColumns: columns, forces: { _ in "5 300 0 -0.1 7 400 0 0.1" }, knees: knees)
    for (side, force) in [(Person.Side.right, 400.0), (.left, 300)] {
      let person = try Person(side: side)
      let motion = try apart.motion(of: person)
      #expect(abs(motion.frames[9].groundReactionVertical - force / person.bodyWeight) < 1e-12)
      #expect(motion.frames.count == 51)
    }
    let together = try squat(
      forceColumns: columns, forces: { _ in "5 300 0 0.01 7 400 0 0.02" }, knees: knees)
    let person = try Person()
    let error = inputError { () throws(InputError) in try together.motion(of: person) }
    #expect(error?.kind == .data && error?.place == "plate")
    #expect(error?.allowed?.contains("ground_force, 1_ground_force") == true)
  }

  @Test func `a force file of the other foot alone is refused`() throws {
    let named = { (text: String) in
      text.replacing("\t1_ground_force_v", with: "\tother_").replacing(
        "\tground_force_v", with: "\tforce_l_v")
    }
    let error = try error(forces: named)
    #expect(error?.problem == "no force plate of the right foot among force_l")
    let unnamed = try self.error(forces: { $0.replacing("\tground_force_v", with: "\tother_") })
    #expect(unnamed?.problem.contains("the right foot stands on none of the plates") == true)
  }

  @Test func `a stride that is demanded and not there is refused`() throws {
    var options = Trial.Options()
    options.cycle = .stride
    let error = try error(forces: { RealTrial.mapColumn($0, ["time"]) { $0 - 0.9 } }, options)
    #expect(error?.place == "cycle" && error?.kind == .data)
  }

  @Test(arguments: [0.0, 5000, -70, .nan])
  func `a body of no plausible mass is refused`(mass: Double) {
    let error = inputError { () throws(InputError) in try Person(mass: mass) }
    #expect(error?.kind == .usage && error?.place == "mass")
    #expect(error?.allowed == "20.0 to 300.0 kg")
  }
}
