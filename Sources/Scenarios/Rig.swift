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
  /// Solves every row for fixed muscle forces, each from the one before, in smaller steps where one is too long; only when
  /// those do not converge either, afresh from the passive path.
  public func solveRig(_ rows: [RigRow]) -> [FrameResult] {
    var knee = LoadedKnee(self)
    return rows.map { row in
      let load = KneeLoad(posture: posture(of: row), forces: row.forces)
      let report = knee.follow(load)
      var values = knee.values(load, report)
      values.net_moment_Nm.knee = report.kneeMoment
      let muscles = row.forces.map {
        FrameResult.Muscle(activation: 0, force_N: $0, passive_force_N: 0, fiber_length: 0)
      }
      var result = FrameResult(values, model, muscles: muscles[...])
      result.clamps = values.limits.words(model, from: "row")
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
