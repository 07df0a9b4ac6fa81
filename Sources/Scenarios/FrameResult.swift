/// Everything that is known of one solved instant. Field names are those of the JSON document
/// (units in the names); forces in N, BW = body weights of the person.
public struct FrameResult: Codable, Sendable, Equatable {
  public struct Patellofemoral: Codable, Sendable, Equatable {
    /// Resultant contact force on the patella, N and body weights.
    public var force_N = 0.0, force_BW = 0.0
    /// Direction of that force in the femur's sagittal plane: angle from anterior (+x) toward proximal (+y), deg.
    public var direction_deg = 0.0
    /// Contact area, mean stress (force / area) and largest element pressure.
    public var area_mm2 = 0.0, mean_stress_MPa = 0.0, peak_pressure_MPa = 0.0
    /// Centre of pressure along the patella, proximal of its centre of mass positive, mm.
    public var center_of_pressure_mm = 0.0
    /// Share of the summed normal force on the lateral facet, 0 to 1, and the largest pressure on each facet.
    public var lateral_share = 0.0, peak_pressure_lateral_MPa = 0.0, peak_pressure_medial_MPa = 0.0
    public init() {}
  }
  public struct Tibiofemoral: Codable, Sendable, Equatable {
    public var force_N = 0.0, force_BW = 0.0, medial_force_N = 0.0, lateral_force_N = 0.0
    /// Forward shift of the tibia against its unloaded passive position at this flexion, mm.
    public var anterior_translation_mm = 0.0
    public init() {}
  }
  public struct Patella: Codable, Sendable, Equatable {
    /// Pose in the femur frame: x anterior, y proximal, shift lateral positive; flexion, tilt, rotation in deg.
    public var x_mm = 0.0, y_mm = 0.0, flexion_deg = 0.0, shift_mm = 0.0, tilt_deg = 0.0, rotation_deg = 0.0
    public init() {}
  }
  /// One value per joint, N·m: hip extension, knee extension, ankle plantarflexion positive.
  public struct Joints: Codable, Sendable, Equatable {
    public var hip = 0.0, knee = 0.0, ankle = 0.0
    public init() {}
    public init(hip: Double, knee: Double, ankle: Double) {
      self.hip = hip
      self.knee = knee
      self.ankle = ankle
    }
  }
  public struct Ligaments: Codable, Sendable, Equatable {
    public var acl = 0.0, pcl = 0.0, mcl = 0.0, lcl = 0.0, capsule = 0.0
    public init() {}
  }
  public struct Muscle: Codable, Sendable, Equatable {
    /// Activation 0 to 1; tendon force and the passive part of it, N; fiber length over optimal fiber length.
    public var activation = 0.0, force_N = 0.0, passive_force_N = 0.0, fiber_length = 0.0
    public init() {}
    init(activation: Double, force_N: Double, passive_force_N: Double, fiber_length: Double) {
      self.activation = activation
      self.force_N = force_N
      self.passive_force_N = passive_force_N
      self.fiber_length = fiber_length
    }
  }

  /// Percent of the motion; nil in a rig.
  public var phase_percent: Double? = nil
  public var hip_flexion_deg = 0.0, knee_flexion_deg = 0.0, ankle_dorsiflexion_deg = 0.0
  public var patellofemoral = Patellofemoral()
  public var tibiofemoral = Tibiofemoral()
  public var patella = Patella()
  public var quadriceps_force_N = 0.0, patellar_tendon_force_N = 0.0, quadriceps_moment_arm_mm = 0.0
  /// Moments asked for, and what muscles could not supply of them.
  public var net_moment_Nm = Joints(), reserve_Nm = Joints()
  /// Where the muscle forces of another state are held: what muscles and knee now supply beyond what they did there, N·m; a
  /// person would not stay in the movement by so much. Nil, absent in JSON, in tasks and rigs.
  public var excess_moment_Nm: Joints? = nil
  public var ligaments_N = Ligaments()
  /// By muscle name with underscores.
  public var muscles: [String: Muscle] = [:]
  /// `converged`, or why not.
  public var status = ""
  /// Where a part of the model is at the end of what it describes, in words; absent when nowhere.
  public var clamps: [String]? = nil
  /// Newton iterations, residual force (N), and smallest eigenvalue of the scaled Hessian (N/mm).
  public var iterations = 0, residual = 0.0, minimum_stiffness = 0.0

  public init() {}
}

/// The peaks of a state and, after the first state, their change in percent against the first.
public struct Summary: Codable, Sendable, Equatable {
  public var peak_patellofemoral_force_N = 0.0, peak_patellofemoral_force_BW = 0.0
  /// When the peak kneecap force comes; nil, null in JSON, in a rig and in a single pose.
  @NullWhenNil public var peak_phase_percent: Double? = nil
  public var peak_mean_stress_MPa = 0.0, peak_pressure_MPa = 0.0
  /// Integral of the kneecap force over the motion, BW times percent of the motion; nil, null in JSON under the name of
  /// `patellofemoral_impulse_BW_percent`, where nothing has a duration: in a rig and in a single pose.
  @NullWhenNil public var impulse: Double? = nil
  public var peak_tibiofemoral_force_BW = 0.0
  public var change_peak_patellofemoral_force_percent: Double? = nil
  public var change_peak_mean_stress_percent: Double? = nil
  public var change_peak_pressure_percent: Double? = nil
  public var change_patellofemoral_impulse_percent: Double? = nil
  public var change_peak_tibiofemoral_force_percent: Double? = nil
  public init() {}

  /// The impulse as a number: 0 where there is none.
  public var patellofemoral_impulse_BW_percent: Double {
    get { impulse ?? 0 }
    set { impulse = newValue }
  }

  enum CodingKeys: String, CodingKey {
    case peak_patellofemoral_force_N, peak_patellofemoral_force_BW, peak_phase_percent
    case peak_mean_stress_MPa, peak_pressure_MPa
    case impulse = "patellofemoral_impulse_BW_percent"
    case peak_tibiofemoral_force_BW
    case change_peak_patellofemoral_force_percent, change_peak_mean_stress_percent,
      change_peak_pressure_percent
    case change_patellofemoral_impulse_percent, change_peak_tibiofemoral_force_percent
  }
}
