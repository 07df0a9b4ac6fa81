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

extension RigRow {
  /// The row `part` (0 to 1) of the way from `other` to this one.
  func blended(from other: RigRow, _ part: Double) -> RigRow {
    func mix(_ a: Double, _ b: Double) -> Double { a + part * (b - a) }
    return RigRow(
      kneeFlexion: mix(other.kneeFlexion, kneeFlexion), hipFlexion: mix(other.hipFlexion, hipFlexion),
      ankleDorsiflexion: mix(other.ankleDorsiflexion, ankleDorsiflexion),
      forces: zip(other.forces, forces).map { mix($0, $1) },
      tibiaAnterior: mix(other.tibiaAnterior, tibiaAnterior),
      tibiaProximal: mix(other.tibiaProximal, tibiaProximal))
  }
}

extension Simulator {
  /// Solves every row for fixed muscle forces, each from the one before, in smaller steps where one is too long; only when
  /// those do not converge either, afresh from the passive path.
  public func solveRig(_ rows: [RigRow]) -> [FrameResult] {
    var ws = KneeWorkspace(model, freedom: freedom)
    var arms = [Double](repeating: 0, count: model.muscles.count)
    var last: RigRow? = nil
    return rows.map { row in
      precondition(row.forces.count == model.muscles.count, "one force per muscle")
      var report = EquilibriumReport()
      if let last {
        ws.keep()
        for steps in Run.divisions where report.status != .converged {
          ws.goBack()
          report = approach(row, from: last, steps: steps, using: &ws)
        }
      }
      let isRestarted = last != nil && report.status != .converged
      if report.status != .converged {
        model.startOnPath(row.kneeFlexion, using: &ws)
        report = model.equilibrium(posture(of: row), forces: row.forces, using: &ws)
      }
      last = report.status == .converged ? row : nil
      model.momentArms(&arms, using: &ws)
      var values = FrameValues(
        self, posture(of: row), report, knee: ws, forces: row.forces, kneeArms: arms)
      values.net_moment_Nm.knee = report.kneeMoment
      values.limits.isRestarted = isRestarted
      let muscles = row.forces.map {
        FrameResult.Muscle(activation: 0, force_N: $0, passive_force_N: 0, fiber_length: 0)
      }
      var result = FrameResult(values, model, muscles: muscles[...])
      result.clamps = values.limits.words(model, from: "row")
      return result
    }
  }

  /// The report of the last of so many equal steps from one row to the next, or of the first that does not converge.
  private func approach(
    _ row: RigRow, from last: RigRow, steps: Int, using ws: inout KneeWorkspace
  ) -> EquilibriumReport {
    var report = EquilibriumReport()
    for step in 1...steps {
      let part = step == steps ? row : row.blended(from: last, Double(step) / Double(steps))
      report = model.equilibrium(posture(of: part), forces: part.forces, using: &ws)
      if report.status != .converged { return report }
    }
    return report
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
