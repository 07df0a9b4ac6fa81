import Knee
import Testing

@testable import Activities

@Suite struct TrialTests {
  /// The curves of the same trial in data/activities, which were low-pass filtered at 6 Hz and laid over 0.618 to
  /// 1.892 s; the angles here are not filtered. Largest and root-mean-square difference allowed, with those seen.
  @Test(arguments: [
    ("hip_flexion_deg", 0.8, 0.25),  // 0.60, 0.17 deg
    ("knee_flexion_deg", 1.3, 0.45),  // 1.05, 0.36 deg: at the end of the swing
    ("ankle_dorsiflexion_deg", 2.2, 0.7),  // 1.86, 0.54 deg: the fastest of the three at push-off
    ("hip_extension_moment_Nm_kg", 0.23, 0.06),  // 0.19, 0.044 N·m/kg: at heel strike
    ("knee_extension_moment_Nm_kg", 0.15, 0.04),  // 0.12, 0.028 N·m/kg
    ("ankle_plantarflexion_moment_Nm_kg", 0.13, 0.035),  // 0.10, 0.025 N·m/kg
    ("grf_vertical_BW", 0.008, 0.003),  // 0.0054, 0.0020
    ("grf_anterior_BW", 0.002, 0.001),  // 0.0013, 0.0007: not filtered there either
  ])
  func `the right stride agrees with the published curves`(column: String, largest: Double, rms: Double)
    throws
  {
    let motion = try RealTrial.read().motion(of: .subject01())
    let table = try EmbeddedData.table("activities/walking_gait2392_subject01.csv")
    let published = CubicSpline(x: try table.column("pct"), y: try table.column(column))
    let quantity = try #require(Self.quantities[column])
    // Moments past the end of the file, at 79 %, are another matter (`SwingTests`).
    let frames = column.contains("moment") ? motion.frames.prefix(80) : motion.frames[...]
    let differences = frames.map { frame in
      quantity(frame) - published.value(at: (0.6183 + frame.time - 0.618) / 1.274 * 100)
    }
    #expect((differences.map(abs).max() ?? .infinity) < largest)
    #expect((differences.map { $0 * $0 }.reduce(0, +) / Double(differences.count)).squareRoot() < rms)
    #expect(motion.frames.count == 101)
  }

  private static let quantities: [String: @Sendable (MotionFrame) -> Double] = [
    "hip_flexion_deg": { $0.hipFlexion / radiansPerDegree },
    "knee_flexion_deg": { $0.kneeFlexion / radiansPerDegree },
    "ankle_dorsiflexion_deg": { $0.ankleDorsiflexion / radiansPerDegree },
    "hip_extension_moment_Nm_kg": { $0.hipExtensionMoment },
    "knee_extension_moment_Nm_kg": { $0.kneeExtensionMoment },
    "ankle_plantarflexion_moment_Nm_kg": { $0.anklePlantarflexionMoment },
    "grf_vertical_BW": { $0.groundReactionVertical },
    "grf_anterior_BW": { $0.groundReactionAnterior },
  ]

  @Test func `the stride is that of the force plate`() throws {
    let motion = try RealTrial.read().motion(of: .subject01())
    // Heel strikes at 0.618 and 1.853 s; moments until 1.600 s: 79 %.
    #expect(motion.frames.first?.phasePercent == 0)
    #expect(motion.frames.last?.phasePercent == 100)
    #expect(abs(motion.frames[50].time - 0.5 * 1.235) < 0.002)
    #expect(motion.isPeriodic && motion.isMeasured)
    #expect(motion.caveats.contains { $0.contains("end at 79 % of the stride") })
    #expect(motion.thighRule == .pelvisTiltPlusHip)
    // Pelvis tilt of 5 deg backward and hip flexion of 19 deg.
    #expect(
      abs(motion.frames[0].thighInclination - motion.frames[0].hipFlexion - 4.8 * radiansPerDegree) < 0.02)
  }

  @Test func `with moments for its whole length a stride has 101 frames and is a cycle`() throws {
    // The same file with its time stretched: 0.4 to 1.6 s become 0.4 to 2.2 s.
    let trial = try RealTrial.read(moments: { RealTrial.mapColumn($0, ["time"]) { 0.4 + ($0 - 0.4) * 1.5 } })
    let motion = try trial.motion(of: .subject01())
    #expect(motion.frames.map(\.phasePercent) == (0...100).map(Double.init))
    #expect(motion.isPeriodic && !motion.caveats.contains { $0.contains("inverse dynamics") })
    let (first, last) = (motion.frames[0], motion.frames[100])
    #expect(abs(first.kneeFlexion - last.kneeFlexion) < 2 * radiansPerDegree)
    #expect(abs(last.groundReactionVertical * 72.6 * Person.gravity - 20) < 1e-6)
    #expect(!motion.caveats.contains { $0.contains("stride") })
  }

  @Test func `all frames are the samples that every file covers`() throws {
    var options = Trial.Options()
    options.cycle = .all
    let trial = try RealTrial.read()
    let motion = try trial.motion(of: .subject01(), options: options)
    let end = try #require(trial.moments.times.last)
    let times = trial.angles.times.filter { $0 <= end }
    #expect(motion.frames.count == times.count && times.count == 66)
    let knee = try trial.angles.column(named: ["knee_angle_r"], meaning: "")
    for (row, frame) in motion.frames.enumerated() {
      #expect(abs(frame.kneeFlexion + knee[row] * radiansPerDegree) < 1e-12)
    }
    #expect(motion.frames.first?.phasePercent == 0 && motion.frames.last?.phasePercent == 100)
  }

  @Test func `the left leg has its own angles, moments and plate`() throws {
    let trial = try RealTrial.read()
    let motion = try trial.motion(of: .subject01(.left))
    #expect(motion.caveats.contains { $0.contains("all frames") })
    #expect(motion.caveats.contains { $0.contains("left foot recognised: 1_ground_force") })
    // Row at 1.1 s: knee_angle_l is -26.3 deg; the left foot is in the air there, and stands at 0.633 s.
    let swing = try #require(motion.frames.first { abs($0.time - 0.6) < 1e-6 })
    #expect(abs(swing.kneeFlexion / radiansPerDegree - 26.3) < 0.05)
    #expect(swing.groundReactionVertical == 0)
    let stance = try #require(motion.frames.first { abs($0.time - 0.1333) < 1e-3 })
    #expect(stance.groundReactionVertical > 0.9)
    var options = Trial.Options()
    options.cycle = .stride
    let error = inputError { () throws(InputError) in
      try trial.motion(of: try Person(mass: 72.6, side: .left), options: options)
    }
    #expect(error?.kind == .data && error?.place == "cycle")
  }

  @Test func `the mirrored trial of the left leg is the right one`() throws {
    let swap = { (text: String) in
      text.replacing("_r\t", with: "_X\t").replacing("_l\t", with: "_r\t").replacing("_X\t", with: "_l\t")
        .replacing("_r_moment", with: "_X_moment").replacing("_l_moment", with: "_r_moment")
        .replacing("_X_moment", with: "_l_moment")
    }
    // The pelvis and the force plates in the mirror.
    let pelvis = { (text: String) in
      RealTrial.mapColumn(text, ["pelvis_list", "pelvis_rotation", "pelvis_tz"]) { -$0 }
    }
    let plates = { (text: String) in
      RealTrial.mapColumn(
        text, ["ground_force_vz", "ground_force_pz", "1_ground_force_vz", "1_ground_force_pz"]
      ) {
        -$0
      }
    }
    let right = try RealTrial.read().motion(of: .subject01())
    let left = try RealTrial.read(motion: { swap(pelvis($0)) }, moments: swap, forces: plates).motion(
      of: .subject01(.left))
    #expect(left.frames.count == 101)
    #expect(left.frames == right.frames)
  }

  @Test func `the same angles in radians give the same motion`() throws {
    let rotations = Set(["pelvis_tilt", "pelvis_list", "pelvis_rotation"]).union(
      ["hip_flexion", "knee_angle", "ankle_angle"].flatMap { [$0 + "_r", $0 + "_l"] })
    let inRadians = { (text: String) in
      RealTrial.mapColumn(text, rotations) { $0 * radiansPerDegree }.replacing(
        "inDegrees=yes", with: "inDegrees=no")
    }
    let degrees = try RealTrial.read().motion(of: .subject01())
    let radians = try RealTrial.read(motion: inRadians).motion(of: .subject01())
    #expect(degrees.frames.count == radians.frames.count)
    for quantity in Self.quantities.values { #expect(largestDifference(degrees, radians, quantity) < 1e-9) }
    #expect(largestDifference(degrees, radians, \.kneeVelocity) < 1e-9)
    #expect(largestDifference(degrees, radians, \.thighInclination) < 1e-12)
    // And where the header is silent, the values tell.
    let silent = try RealTrial.read(motion: { inRadians($0).replacing("inDegrees=no", with: "") })
    #expect(largestDifference(degrees, try silent.motion(of: .subject01()), \.kneeFlexion) < 1e-12)
  }

  @Test func `a knee that counts the other way gives the same motion`() throws {
    let knees = Set(["knee_angle_r", "knee_angle_l", "knee_angle_r_moment", "knee_angle_l_moment"])
    let turned = { (text: String) in RealTrial.mapColumn(text, knees) { -$0 } }
    let negative = try RealTrial.read().motion(of: .subject01())
    let positive = try RealTrial.read(motion: turned, moments: turned).motion(of: .subject01())
    #expect(negative.frames == positive.frames)
    // Said outright, the signs do the same; said wrongly, the knee is out of its range.
    var options = Trial.Options()
    options.kneeSign = .flexionNegative
    #expect(try RealTrial.read().motion(of: .subject01(), options: options).frames == negative.frames)
    options.kneeSign = .flexionPositive
    let trial = try RealTrial.read()
    let error = inputError { () throws(InputError) in
      try trial.motion(of: try Person(mass: 72.6), options: options)
    }
    #expect(error?.place == "knee_angle_r" && error?.line != nil)
    #expect(error?.allowed == "-20 to 160 deg")
  }

  @Test func `paths as column names give the same motion`() throws {
    let paths = { (text: String) in
      text.replacing("\tknee_angle_r\t", with: "\t/jointset/walker_knee_r/knee_angle_r/value\t")
        .replacing("\thip_flexion_r\t", with: "\t/jointset/hip_r/hip_flexion_r/value\t")
    }
    let plain = try RealTrial.read().motion(of: .subject01())
    #expect(try RealTrial.read(motion: paths).motion(of: .subject01()).frames == plain.frames)
  }

  @Test(arguments: [
    ("ground_force_r_v", "ground_force_l_v"), ("R_ground_force_v", "L_ground_force_v"),
    ("ground_force_1_v", "ground_force_2_v"), ("force_right_F", "force_left_F"),
  ])
  func `plates are found under the names in use`(right: String, left: String) throws {
    let named = { (text: String) in
      text.replacing("1_ground_force_v", with: "LEFT").replacing("ground_force_v", with: right)
        .replacing("LEFT", with: left)
    }
    let plain = try RealTrial.read()
    let trial = try RealTrial.read(forces: named)
    for side in Person.Side.allCases {
      #expect(
        try trial.motion(of: .subject01(side)).frames == plain.motion(of: .subject01(side)).frames)
    }
  }

  @Test func `a plate can be given, alone or with others`() throws {
    let trial = try RealTrial.read()
    #expect(try trial.plateNames() == ["ground_force", "1_ground_force"])
    var options = Trial.Options()
    options.cycle = .all
    options.plates = ["ground_force", "1_ground_force"]
    let both = try trial.motion(of: .subject01(), options: options)
    options.plates = ["ground_force"]
    let right = try trial.motion(of: .subject01(), options: options)
    options.plates = ["1_ground_force"]
    let left = try trial.motion(of: .subject01(), options: options)
    for (index, frame) in both.frames.enumerated() {
      let sum = right.frames[index].groundReactionVertical + left.frames[index].groundReactionVertical
      #expect(abs(frame.groundReactionVertical - sum) < 1e-12)
    }
    options.plates = ["ground_forse"]
    let error = inputError { () throws(InputError) in
      try trial.motion(of: try Person(mass: 72.6), options: options)
    }
    #expect(error?.suggestion == "ground_force")
  }

  @Test func `without forces all frames come without ground reaction, and say so`() throws {
    let trial = try Trial(motionPath: RealTrial.motionPath, momentsPath: RealTrial.momentsPath)
    let motion = try trial.motion(of: .subject01())
    #expect(motion.frames.allSatisfy { $0.groundReactionVertical == 0 })
    #expect(motion.caveats.contains { $0.contains("no force file") })
  }

  @Test func `a single contact finds its next heel strike in the angles`() throws {
    // Nothing touches the right plate after 1.7 s: the second heel strike, measured at 1.8533 s, is not seen.
    let single = { (text: String) in
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.enumerated().map { index, line in
        let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
        guard let time = Double(cells.first ?? ""), cells.count > 3, time > 1.7 else { return String(line) }
        return ([cells[0], "0", "0", "0"] + cells.dropFirst(4)).joined(separator: "\t")
      }.joined(separator: "\n")
    }
    let seen = try RealTrial.read().motion(of: .subject01())
    let estimated = try RealTrial.read(forces: single).motion(of: .subject01())
    #expect(estimated.caveats.contains { $0.contains("repetition of the angles") })
    // Successive strides of a person differ by a few percent of their time: 1.235 s here and 1.21 s on average.
    let (a, b) = (seen.frames[50].time * 2, estimated.frames[50].time * 2)
    #expect(abs(a - b) < 0.04)
  }
}
