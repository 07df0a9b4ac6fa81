import Activities
import Knee
import ModelFiles
import Scenarios
import Testing

@Suite struct SymmetryTests {
  @Test(arguments: ["squat", "walking"])
  func `a left knee is a right one in the mirror`(activity: String) throws {
    let model = try loadModel()
    func frames(_ side: Person.Side) throws -> [FrameResult] {
      let person = try Person(mass: 62, height: 1.66, sex: .female, side: side)
      return try Simulator(model: model, person: person)
        .solve(
          try Activity.motion(named: activity, person: person),
          tension: tension(model, hamstrings, .init(tone: 0.1)))
    }
    #expect(try frames(.left) == frames(.right))
  }

  /// Every length of a knee grows with body height, every stiffness and so every force with its square: the same
  /// angles and stresses, k times the lengths, k² the forces.
  @Test(arguments: Freedom.allCases)
  func `a knee k times as large under k² the forces carries the same stress`(freedom: Freedom)
    throws
  {
    let model = try loadModel()
    let k = 1.25
    let small = try Simulator(model: model, person: Person(mass: 60, height: 1.6), freedom: freedom)
    let large = try Simulator(model: model, person: Person(mass: 60, height: 1.6 * k), freedom: freedom)
    func rows(_ scale: Double) -> [RigRow] {
      stride(from: 0.0, through: 100, by: 20).map { flexion in
        let forces = model.muscles.map { muscle in
          muscle.name.hasPrefix("vastus") ? 150 : muscle.name.hasPrefix("semi") ? 80.0 : 0
        }
        return RigRow(
          kneeFlexion: flexion * .pi / 180, hipFlexion: 0.3, ankleDorsiflexion: 0.1,
          forces: forces.map { $0 * scale }, tibiaAnterior: 30 * scale, tibiaProximal: 200 * scale)
      }
    }
    let (a, b) = (small.solveRig(rows(1)), large.solveRig(rows(k * k)))
    #expect((a + b).allSatisfy { $0.status == "converged" })

    // Both are solved to 1e-8 N; the rest is rounding.
    let tolerance = 1e-9
    let forces: [(FrameResult) -> Double] = [
      { $0.patellofemoral.force_N }, { $0.tibiofemoral.force_N }, { $0.patellar_tendon_force_N },
      { $0.tibiofemoral.medial_force_N }, { $0.ligaments_N.acl }, { $0.ligaments_N.mcl },
    ]
    let lengths: [(FrameResult) -> Double] = [
      { $0.quadriceps_moment_arm_mm }, { $0.patella.x_mm }, { $0.patella.shift_mm },
      { $0.tibiofemoral.anterior_translation_mm }, { $0.patellofemoral.center_of_pressure_mm },
    ]
    let same: [(FrameResult) -> Double] = [
      { $0.patellofemoral.mean_stress_MPa }, { $0.patellofemoral.peak_pressure_MPa },
      { $0.patella.flexion_deg }, { $0.patella.tilt_deg }, { $0.patellofemoral.lateral_share },
    ]
    for force in forces {
      #expect(scaledDifference(a, b, 1, force) > 0.3)
      #expect(scaledDifference(a, b, k * k, force) < tolerance)
    }
    for length in lengths { #expect(scaledDifference(a, b, k, length) < tolerance) }
    for number in same { #expect(scaledDifference(a, b, 1, number) < tolerance) }
    #expect(scaledDifference(a, b, k * k) { $0.patellofemoral.area_mm2 } < tolerance)
    #expect(scaledDifference(a, b, k * k * k) { $0.net_moment_Nm.knee } < tolerance)
  }

  /// Largest difference of `scale` times a number of `a` from that of `b`, over its largest size.
  private func scaledDifference(
    _ a: [FrameResult], _ b: [FrameResult], _ scale: Double, _ number: (FrameResult) -> Double
  ) -> Double {
    let size = b.map { abs(number($0)) }.max() ?? 0
    return (zip(a, b).map { abs(scale * number($0) - number($1)) }.max() ?? .infinity) / size
  }

  @Test
  func `with the same moments per body weight a heavier person carries more, and not in body weights only`()
    throws
  {
    let model = try loadModel()
    func peak(_ mass: Double) throws -> Summary {
      let person = try Person(mass: mass)
      let motion = try Activity.motion(named: "squat", person: person)
      let healthy = [MuscleTension](repeating: .healthy, count: model.muscles.count)
      return summarize(try Simulator(model: model, person: person).solve(motion, tension: healthy))
    }
    let (light, heavy) = (try peak(55), try peak(90))
    #expect(heavy.peak_patellofemoral_force_N > 1.4 * light.peak_patellofemoral_force_N)
    // The muscles of the heavier one are stronger, and the loads in body weights stay near.
    #expect(abs(heavy.peak_patellofemoral_force_BW / light.peak_patellofemoral_force_BW - 1) < 0.15)
  }
}
