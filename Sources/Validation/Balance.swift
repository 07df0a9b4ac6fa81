import Dense
import Knee

/// An equilibrium of the knee at fixed muscle forces with the readings that a frame does not carry.
struct Balance: Sendable {
  /// Internal knee-extension moment, N·m.
  var kneeMoment: Double
  /// Magnitude of the patellofemoral contact force, N.
  var patellofemoralForce: Double
  /// Patellofemoral contact area, m².
  var patellofemoralArea: Double
  /// Pull of the patellar tendon on the tibia, femur frame, N.
  var tendon: Vector3
  /// Effective knee-extension moment arms, m, one per muscle.
  var arms: [Double]
}

extension Bench {
  /// The knee at its own size in balance; throws `Unsolved`. Always from the passive path, so that the same forces give
  /// the same bits.
  func balance(
    _ posture: KneePosture, _ forces: [Double], settings: EquilibriumSettings = .init()
  ) throws -> Balance {
    let model = rig.model
    var ws = KneeWorkspace(model, freedom: rig.freedom)
    model.startOnPath(posture.kneeFlexion, using: &ws)
    let report = model.equilibrium(posture, forces: forces, settings: settings, using: &ws)
    guard report.status == .converged else {
      throw Unsolved(reason: "rig at \(text(degrees(posture.kneeFlexion), 1)) deg: \(report.status.rawValue)")
    }
    var arms = [Double](repeating: 0, count: model.muscles.count)
    model.momentArms(&arms, using: &ws)
    let contact = model.patellofemoralContact(using: ws)
    return Balance(
      kneeMoment: report.kneeMoment, patellofemoralForce: contact.force.length,
      patellofemoralArea: contact.area,
      tendon: model.patellarTendonForce(using: ws), arms: arms)
  }

  /// The factor on `pattern` (forces of 1 N in all) at which `others` and it together supply a knee moment, N·m: Newton
  /// with the exact moment arm, to `tolerance` N·m. Negative when the others alone supply more.
  func factor(
    on pattern: [Double], with others: [Double], for moment: Double, at posture: KneePosture,
    from start: Double, tolerance: Double = 1e-6, settings: EquilibriumSettings = .init()
  ) throws -> (factor: Double, balance: Balance) {
    var factor = start
    for _ in 0..<50 {
      let forces = zip(pattern, others).map { factor * $0 + $1 }
      let balance = try balance(posture, forces, settings: settings)
      let missing = moment - balance.kneeMoment
      if abs(missing) <= tolerance { return (factor, balance) }
      factor += missing / zip(pattern, balance.arms).reduce(0) { $0 + $1.0 * $1.1 }
    }
    throw Unsolved(
      reason:
        "no quadriceps force gives \(text(moment, 2)) N·m at \(text(degrees(posture.kneeFlexion), 1)) deg")
  }
}

func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
