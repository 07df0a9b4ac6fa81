import Dense
import Knee
import Solvers

/// Everything that is known of one solved instant, as plain numbers: nothing is allocated for it. Names and units as in
/// `FrameResult`; the muscles stand beside it in a `MotionSolution`.
public struct FrameValues: Sendable, Equatable {
  public var phase_percent: Double? = nil
  public var hip_flexion_deg = 0.0, knee_flexion_deg = 0.0, ankle_dorsiflexion_deg = 0.0
  public var patellofemoral = FrameResult.Patellofemoral()
  public var tibiofemoral = FrameResult.Tibiofemoral()
  public var patella = FrameResult.Patella()
  public var quadriceps_force_N = 0.0, patellar_tendon_force_N = 0.0, quadriceps_moment_arm_mm = 0.0
  public var net_moment_Nm = FrameResult.Joints(), reserve_Nm = FrameResult.Joints()
  public var excess_moment_Nm: FrameResult.Joints? = nil
  public var ligaments_N = FrameResult.Ligaments()
  public var status = SolverStatus.maxIterations
  public var limits = Limits()
  public var iterations = 0, residual = 0.0, minimum_stiffness = 0.0

  /// Where a part of the model is at the end of what it describes.
  public struct Limits: Sendable, Equatable {
    /// Bit i: muscle i is too short to pull.
    public var tooShortMuscles: UInt64 = 0
    /// Part of the moments under which the knee was solved, 0 to 1.
    public var heldPart = 1.0
    public var contactIsPastLimit = false, isBeyondPath = false, isRestarted = false
    /// The muscle that begins to wrap where forces are between those of either side of the jump.
    public var muscleAtJump: Int? = nil
    /// The tibia has slipped off its path.
    public var hasSlipped = false
    /// The frame whose muscle forces are held was in an equilibrium that these forces alone would not keep.
    public var isBaselineUnstable = false
    public init() {}
  }

  public init() {}
}

extension FrameValues {
  /// What is known of a solved knee: contact, patella, ligaments, tendon, moment arm; without activations.
  init(
    _ simulator: Simulator, _ posture: KneePosture, _ report: EquilibriumReport,
    knee: borrowing KneeWorkspace, forces: [Double], kneeArms: [Double]
  ) {
    let model = simulator.model
    hip_flexion_deg = degrees(posture.hipFlexion)
    knee_flexion_deg = degrees(posture.kneeFlexion)
    ankle_dorsiflexion_deg = degrees(posture.ankleDorsiflexion)
    patellofemoral = .init(model.patellofemoralContact(using: knee), simulator.person)
    tibiofemoral = .init(model.tibiofemoralContact(using: knee), simulator.person)
    tibiofemoral.anterior_translation_mm = model.anteriorTranslation(posture.kneeFlexion, using: knee) * 1e3
    patella = .init(knee.coordinates)

    // Quadriceps: force, and the moment arm of one more newton shared as the present ones are.
    let quadriceps = simulator.quadriceps
    var (total, arm) = (0.0, 0.0)
    for i in quadriceps { total += forces[i] }
    for i in quadriceps {
      arm += kneeArms[i] * (total > 0 ? forces[i] / total : 1 / Double(quadriceps.count))
    }
    quadriceps_force_N = total
    quadriceps_moment_arm_mm = 1e3 * arm
    patellar_tendon_force_N = model.patellarTendonForce(using: knee).length
    for i in model.strands.indices { ligaments_N.add(knee.strandForces[i], model.strands[i].bundle) }

    limits.contactIsPastLimit = knee.contactIsPastLimit
    limits.isBeyondPath = !model.path.covers(posture.kneeFlexion)
    status = report.status
    iterations = report.iterations
    residual = report.residual
    minimum_stiffness = report.minimumStiffness * 1e-3
  }
}

extension FrameResult.Ligaments {
  /// Adds a strand's tension (N) to the ligament it belongs to, if it is one that is reported.
  mutating func add(_ force: Double, _ bundle: Strand.Bundle) {
    switch bundle {
    case .aclAnteromedial, .aclPosterolateral: acl += force
    case .pclAnterolateral, .pclPosteromedial: pcl += force
    case .mclSuperficial, .mclDeep, .mclPosterior: mcl += force
    case .lcl, .popliteofibular: lcl += force
    case .posteriorCapsule: capsule += force
    default: break
    }
  }
}

extension FrameResult.Patellofemoral {
  init(_ contact: ContactSummary, _ person: Person) {
    force_N = contact.force.length
    force_BW = force_N / person.bodyWeight
    direction_deg = degrees(angle(contact.force.y, contact.force.x))
    area_mm2 = contact.area * 1e6
    mean_stress_MPa = contact.area > 0 ? force_N / contact.area * 1e-6 : 0
    peak_pressure_MPa = contact.peakPressure * 1e-6
    center_of_pressure_mm = contact.center.y * 1e3
    let total = contact.lateralForce + contact.medialForce
    lateral_share = total > 0 ? contact.lateralForce / total : 0
    peak_pressure_lateral_MPa = contact.lateralPeakPressure * 1e-6
    peak_pressure_medial_MPa = contact.medialPeakPressure * 1e-6
  }
}

extension FrameResult.Tibiofemoral {
  init(_ contact: ContactSummary, _ person: Person) {
    force_N = contact.force.length
    force_BW = force_N / person.bodyWeight
    medial_force_N = contact.medialResultant
    lateral_force_N = contact.lateralResultant
  }
}

extension FrameResult.Patella {
  init(_ c: [Double]) {
    x_mm = c[Coordinate.patellaX] * 1e3
    y_mm = c[Coordinate.patellaY] * 1e3
    shift_mm = c[Coordinate.patellaZ] * 1e3
    flexion_deg = degrees(c[Coordinate.patellaFlexion])
    tilt_deg = degrees(c[Coordinate.patellaTilt])
    rotation_deg = degrees(c[Coordinate.patellaRotation])
  }
}

private func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
