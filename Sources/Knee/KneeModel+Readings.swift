import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Readings of a solved knee.
extension KneeModel {
  /// Forward shift of the tibia's origin against the passive path at this flexion (rad), along the tibia's own anterior
  /// axis, m.
  public func anteriorTranslation(_ kneeFlexion: Double, using ws: borrowing KneeWorkspace) -> Double {
    let dx = ws.coordinates[Coordinate.tibiaX] - ws.pathValue[Coordinate.tibiaX]
    let dy = ws.coordinates[Coordinate.tibiaY] - ws.pathValue[Coordinate.tibiaY]
    return cos(kneeFlexion) * dx - sin(kneeFlexion) * dy
  }

  /// Resultant pull of the patellar tendon on the tibia, femur frame, N.
  public func patellarTendonForce(using ws: borrowing KneeWorkspace) -> Vector3 {
    let tibia = BodyPose(ws.coordinates, offset: 0)
    let patella = BodyPose(ws.coordinates, offset: 6)
    var force = Vector3.zero
    for i in strands.indices where strands[i].bundle == .patellarTendon {
      let along = patella.place(strands[i].from) - tibia.place(strands[i].to)
      force += ws.strandForce[i] / along.length * along
    }
    return force
  }
}

/// Angle of (x, y) from the x axis toward y, rad, -π to π; 0 at the origin.
public func angle(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
