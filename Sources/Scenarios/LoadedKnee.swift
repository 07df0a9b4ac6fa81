import Knee

/// A posture and the muscle forces (N, one per muscle) that are given in it.
struct KneeLoad {
  var posture: KneePosture
  var forces: [Double]

  /// The load `part` (0 to 1) of the way from `other` to this one.
  func blended(from other: KneeLoad, _ part: Double) -> KneeLoad {
    KneeLoad(
      posture: posture.blended(from: other.posture, part),
      forces: zip(other.forces, forces).map { $0 + part * ($1 - $0) })
  }
}

/// A knee under given muscle forces: one load after another, each from the equilibrium of the one before.
struct LoadedKnee: ~Copyable {
  let simulator: Simulator
  private(set) var knee: KneeWorkspace
  private var arms: [Double]
  /// The load whose equilibrium the workspace holds
  private var last: KneeLoad? = nil
  /// The load just solved could not be reached from the one before
  private(set) var isRestarted = false
  /// Way of the unknowns from the load before, m (angles count `rotationLength` m per rad)
  private(set) var way = 0.0

  init(_ simulator: Simulator) {
    self.simulator = simulator
    knee = KneeWorkspace(simulator.model, freedom: simulator.freedom)
    arms = Array(repeating: 0, count: simulator.model.muscles.count)
  }

  /// Takes a pose (rad, m; 12) that is known to balance a load.
  mutating func begin(at coordinates: ArraySlice<Double>, under load: KneeLoad) {
    simulator.model.place(load.posture, at: coordinates, forces: load.forces, using: &knee)
    last = load
  }

  /// Solves a load from the one before, in smaller steps where one is too long or leads farther than `nearest` (m); where all
  /// do, wherever they lead; only when none converges, afresh from the passive path.
  mutating func follow(_ load: KneeLoad, nearest: Double = .infinity) -> EquilibriumReport {
    precondition(load.forces.count == simulator.model.muscles.count, "one force per muscle")
    isRestarted = false
    if let last {
      knee.keep()
      for limit in nearest < .infinity ? [nearest, .infinity] : [.infinity] {
        for steps in Run.divisions {
          knee.goBack()
          let report = approach(load, from: last, steps: steps)
          way = knee.wayFromKept
          if report.status == .converged, way <= limit {
            self.last = load
            return report
          }
        }
      }
      isRestarted = true
    }
    let model = simulator.model
    model.startOnPath(load.posture.kneeFlexion, using: &knee)
    let report = model.equilibrium(load.posture, forces: load.forces, using: &knee)
    last = report.status == .converged ? load : nil
    return report
  }

  /// What is known of the load just solved; without activations and moments.
  mutating func values(_ load: KneeLoad, _ report: EquilibriumReport) -> FrameValues {
    simulator.model.momentArms(&arms, using: &knee)
    var values = FrameValues(
      simulator, load.posture, report, knee: knee, forces: load.forces, kneeArms: arms)
    values.limits.isRestarted = isRestarted
    return values
  }

  /// The report of the last of so many equal steps from one load to the next, or of the first that does not converge.
  private mutating func approach(_ load: KneeLoad, from last: KneeLoad, steps: Int) -> EquilibriumReport {
    var report = EquilibriumReport()
    for step in 1...steps {
      let part = step == steps ? load : load.blended(from: last, Double(step) / Double(steps))
      report = simulator.model.equilibrium(part.posture, forces: part.forces, using: &knee)
      if report.status != .converged { return report }
    }
    return report
  }
}
