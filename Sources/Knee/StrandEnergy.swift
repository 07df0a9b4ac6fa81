import Dense

/// The springs of ligaments, capsule and tendons.
extension KneeModel {
  /// Adds the energy of all strands, with gradient and Hessian; returns it, J.
  func addStrands(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ onTibia: inout BodyMoments,
    _ onPatella: inout BodyMoments, _ ws: inout KneeWorkspace
  ) -> Double {
    var energy = Lanes.zero
    var (tibiaSum, patellaSum) = (LaneMoments(), LaneMoments())
    var between = MutualMoments()
    forEachTautQuad(tibia, patella, &ws) { quad, at, pull in
      energy += pull.energy
      let force = Lanes3(pull.force * at.u.x, pull.force * at.u.y, pull.force * at.u.z)
      let bend = pull.force / at.length
      let k = LaneSymmetric3.dyad(at.u, scale: pull.slope - bend, plusIdentity: bend)
      switch quad.span {
      case .femurToPatella: patellaSum.add(at: at.to, force, k)
      case .femurToTibia, .pelvisToTibia: tibiaSum.add(at: at.to, force, k)
      case .patellaToTibia:
        tibiaSum.add(at: at.to, force, k)
        patellaSum.add(at: at.from, force.negative, k)
        for lane in 0..<quad.count { between.add(k[lane], tibia: at.to[lane], patella: at.from[lane]) }
      }
    }
    onTibia.add(tibiaSum.total)
    onPatella.add(patellaSum.total)
    between.pullBack(tibia, patella, &ws.hessian)
    return energy.total
  }

  /// Adds the pulls of all strands on both bodies.
  func addStrands(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ onTibia: inout BodyPull,
    _ onPatella: inout BodyPull, _ ws: inout KneeWorkspace
  ) {
    forEachTautQuad(tibia, patella, &ws) { quad, at, pull in
      let force = Lanes3(pull.force * at.u.x, pull.force * at.u.y, pull.force * at.u.z)
      switch quad.span {
      case .femurToPatella: onPatella.add(force, at: at.to)
      case .femurToTibia, .pelvisToTibia: onTibia.add(force, at: at.to)
      case .patellaToTibia:
        onTibia.add(force, at: at.to)
        onPatella.add(force.negative, at: at.from)
      }
    }
  }

  /// Calls `body` for every four strands of which some pull, with how they are stretched and energy, force and slope, zero for
  /// those that are slack. Fills the tensions of `ws`.
  @inline(__always)
  func forEachTautQuad(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ ws: inout KneeWorkspace,
    _ body: (StrandQuad, StrandQuad.Stretch, (energy: Lanes, force: Lanes, slope: Lanes)) -> Void
  ) {
    for quad in ws.strandQuads {
      guard let at = quad.stretch(tibia, patella, ws.geometry) else {
        for lane in 0..<quad.count { ws.strandForce[quad.members[lane]] = 0 }
        continue
      }
      let pull = quad.tension(at.strain)
      for lane in 0..<quad.count { ws.strandForce[quad.members[lane]] = pull.force[lane] }
      body(quad, at, pull)
    }
  }

  /// Calls `body` for every taut strand from the pelvis with the slope of its hip moment in the tibia's coordinates, N·m per
  /// rad and N.
  func forEachStrandHip(
    _ tibia: borrowing BodyPose, _ ws: borrowing KneeWorkspace, _ body: (BodySlope) -> Void
  ) {
    for i in strands.indices where ws.geometry.strandPerHip[i] != 0 && ws.strandForce[i] > 0 {
      let to = tibia.rotation * strands[i].to
      let along = tibia.origin + to - strands[i].from
      let length = along.length
      let slope = strands[i].tension(at: length + ws.geometry.strandLength[i]).slope
      body(slope * ws.geometry.strandPerHip[i] * BodySlope(along / length, at: to, tibia))
    }
  }
}
