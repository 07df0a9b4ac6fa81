import Scenarios

/// One number of a frame under the name it has in a table, unit included.
package struct FrameColumn: Sendable {
  package let name: String
  /// Nil where the frame has no such number (the phase of a rig).
  package let value: @Sendable (FrameResult) -> Double?

  init(_ name: String, _ value: @escaping @Sendable (FrameResult) -> Double?) {
    self.name = name
    self.value = value
  }
}

extension FrameColumn {
  /// The posture: where in the motion, and the joint angles.
  static let posture: [FrameColumn] = [
    .init("phase_percent") { $0.phase_percent },
    .init("hip_flexion_deg") { $0.hip_flexion_deg },
    .init("knee_flexion_deg") { $0.knee_flexion_deg },
    .init("ankle_dorsiflexion_deg") { $0.ankle_dorsiflexion_deg },
  ]

  /// Contact, kneecap, tendons.
  static let loads: [FrameColumn] = [
    .init("patellofemoral_force_N") { $0.patellofemoral.force_N },
    .init("patellofemoral_force_BW") { $0.patellofemoral.force_BW },
    .init("patellofemoral_direction_deg") { $0.patellofemoral.direction_deg },
    .init("patellofemoral_area_mm2") { $0.patellofemoral.area_mm2 },
    .init("patellofemoral_mean_stress_MPa") { $0.patellofemoral.mean_stress_MPa },
    .init("patellofemoral_peak_pressure_MPa") { $0.patellofemoral.peak_pressure_MPa },
    .init("patellofemoral_center_of_pressure_mm") { $0.patellofemoral.center_of_pressure_mm },
    .init("patellofemoral_lateral_share") { $0.patellofemoral.lateral_share },
    .init("patellofemoral_peak_pressure_lateral_MPa") { $0.patellofemoral.peak_pressure_lateral_MPa },
    .init("patellofemoral_peak_pressure_medial_MPa") { $0.patellofemoral.peak_pressure_medial_MPa },
    .init("tibiofemoral_force_N") { $0.tibiofemoral.force_N },
    .init("tibiofemoral_force_BW") { $0.tibiofemoral.force_BW },
    .init("tibiofemoral_medial_force_N") { $0.tibiofemoral.medial_force_N },
    .init("tibiofemoral_lateral_force_N") { $0.tibiofemoral.lateral_force_N },
    .init("tibiofemoral_anterior_translation_mm") { $0.tibiofemoral.anterior_translation_mm },
    .init("patella_x_mm") { $0.patella.x_mm },
    .init("patella_y_mm") { $0.patella.y_mm },
    .init("patella_flexion_deg") { $0.patella.flexion_deg },
    .init("patella_shift_mm") { $0.patella.shift_mm },
    .init("patella_tilt_deg") { $0.patella.tilt_deg },
    .init("patella_rotation_deg") { $0.patella.rotation_deg },
    .init("quadriceps_force_N") { $0.quadriceps_force_N },
    .init("patellar_tendon_force_N") { $0.patellar_tendon_force_N },
    .init("quadriceps_moment_arm_mm") { $0.quadriceps_moment_arm_mm },
  ]

  /// Moments, ligaments, and how well the frame was solved.
  static let balance: [FrameColumn] = [
    .init("net_moment_hip_Nm") { $0.net_moment_Nm.hip },
    .init("net_moment_knee_Nm") { $0.net_moment_Nm.knee },
    .init("net_moment_ankle_Nm") { $0.net_moment_Nm.ankle },
    .init("reserve_hip_Nm") { $0.reserve_Nm.hip },
    .init("reserve_knee_Nm") { $0.reserve_Nm.knee },
    .init("reserve_ankle_Nm") { $0.reserve_Nm.ankle },
    .init("ligament_acl_N") { $0.ligaments_N.acl },
    .init("ligament_pcl_N") { $0.ligaments_N.pcl },
    .init("ligament_mcl_N") { $0.ligaments_N.mcl },
    .init("ligament_lcl_N") { $0.ligaments_N.lcl },
    .init("ligament_capsule_N") { $0.ligaments_N.capsule },
    .init("residual_N") { $0.residual },
    .init("minimum_stiffness_N_per_mm") { $0.minimum_stiffness },
  ]

  /// The four numbers of a muscle.
  static func muscle(_ name: String) -> [FrameColumn] {
    [
      .init("\(name)_activation") { $0.muscles[name]?.activation },
      .init("\(name)_force_N") { $0.muscles[name]?.force_N },
      .init("\(name)_passive_force_N") { $0.muscles[name]?.passive_force_N },
      .init("\(name)_fiber_length") { $0.muscles[name]?.fiber_length },
    ]
  }

  /// Every number of these frames: posture, loads, balance, then the muscles in alphabetical order.
  package static func all(for frames: [FrameResult]) -> [FrameColumn] {
    all(muscles: Array(Set(frames.flatMap(\.muscles.keys))))
  }

  /// Every number of frames of a model with these muscles.
  package static func all(muscles: [String]) -> [FrameColumn] {
    posture + loads + balance + muscles.sorted().flatMap(muscle)
  }
}
