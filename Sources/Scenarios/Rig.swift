import Dense
import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One setting of a rig: a posture with fixed muscle forces.
public struct RigRow: Sendable, Equatable {
  /// rad; flexion and dorsiflexion positive.
  public var kneeFlexion, hipFlexion, ankleDorsiflexion: Double
  /// N, by muscle index.
  public var forces: [Double]
  /// Extra force on the tibia along its own anterior and proximal axes, N.
  public var tibiaAnterior, tibiaProximal: Double

  public init(
    kneeFlexion: Double, hipFlexion: Double = 0, ankleDorsiflexion: Double = 0, forces: [Double],
    tibiaAnterior: Double = 0, tibiaProximal: Double = 0
  ) {
    self.kneeFlexion = kneeFlexion
    self.hipFlexion = hipFlexion
    self.ankleDorsiflexion = ankleDorsiflexion
    self.forces = forces
    self.tibiaAnterior = tibiaAnterior
    self.tibiaProximal = tibiaProximal
  }
}

extension Simulator {
  /// Solves every row for fixed muscle forces, each from the one before, or afresh when that does not converge.
  public func solveRig(_ rows: [RigRow]) -> [FrameResult] {
    var ws = KneeWorkspace(model, freedom: freedom)
    var arms = [Double](repeating: 0, count: model.muscles.count)
    var isStarted = false
    return rows.map { row in
      precondition(row.forces.count == model.muscles.count, "one force per muscle")
      let posture = posture(of: row)
      var report = EquilibriumReport()
      if isStarted { report = model.equilibrium(posture, forces: row.forces, using: &ws) }
      let isRestarted = isStarted && report.status != .converged
      if report.status != .converged {
        model.startOnPath(row.kneeFlexion, using: &ws)
        report = model.equilibrium(posture, forces: row.forces, using: &ws)
      }
      isStarted = report.status == .converged
      model.momentArms(&arms, using: &ws)
      var result = frameResult(self, posture, report, knee: ws, forces: row.forces, kneeArms: arms)
      result.net_moment_Nm.knee = report.kneeMoment
      if isRestarted { result.note(["solved afresh from the passive path, not from the row before"]) }
      return result
    }
  }

  func posture(of row: RigRow) -> KneePosture {
    let (s, c) = (sin(row.kneeFlexion), cos(row.kneeFlexion))
    // The tibia is turned by minus its flexion.
    let force = Vector3(
      c * row.tibiaAnterior + s * row.tibiaProximal, -s * row.tibiaAnterior + c * row.tibiaProximal, 0)
    return KneePosture(
      kneeFlexion: row.kneeFlexion, hipFlexion: row.hipFlexion, ankleDorsiflexion: row.ankleDorsiflexion,
      externalForce: force)
  }
}
