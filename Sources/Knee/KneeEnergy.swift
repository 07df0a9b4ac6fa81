import Dense

extension KneeModel {
  /// The energy W (J) of the knee at `ws.coordinates`, with its gradient and Hessian in all twelve coordinates.
  ///
  /// W = Σ U(strands) + Σ A u(contact elements) + F·L(muscles) - R·t(tibia). Muscle forces `F` (N, one per muscle) and
  /// the external force R are constants. Fills lengths, slopes and tensions of `ws` on the way.
  func evaluate(forces: [Double], external: Vector3, using ws: inout KneeWorkspace) -> Double {
    placeMuscles(using: &ws)
    return evaluatePlaced(forces: forces, external: external, using: &ws)
  }

  /// The same where the muscles have been placed.
  func evaluatePlaced(forces: [Double], external: Vector3, using ws: inout KneeWorkspace) -> Double {
    let (tibia, patella) = beginEvaluation(&ws)
    for i in 0..<144 { ws.hessian[i] = 0 }
    ws.contactIsPastLimit = false

    var onPatella = BodyMoments()
    var onTibia = BodyMoments()
    var energy = addContact(
      ws.patellaCandidates, patellofemoralLaw, &onPatella, &ws.contactIsPastLimit)
    energy += addContact(
      ws.tibiaCandidates, tibiofemoralLaw, &onTibia, &ws.contactIsPastLimit)
    energy += addStrands(tibia, patella, &onTibia, &onPatella, &ws)
    energy += addMuscles(forces, tibia, patella, &onTibia, &onPatella, ws)

    onTibia.pullBack(tibia, offset: 0, &ws.gradient, &ws.hessian)
    onPatella.pullBack(patella, offset: 6, &ws.gradient, &ws.hessian)
    subtract(external, &ws)
    return energy - external.dot(tibia.origin)
  }

  /// The gradient alone, with the muscles placed, and what the contacts amount to: for a pose that is to be shown.
  func readPlaced(forces: [Double], external: Vector3, using ws: inout KneeWorkspace) {
    let (tibia, patella) = beginEvaluation(&ws)
    readContacts(&ws)
    var onPatella = BodyPull(force: -ws.patellaContact.force, moment: -ws.patellaContact.moment)
    var onTibia = BodyPull(force: -ws.tibiaContact.force, moment: -ws.tibiaContact.moment)
    addStrands(tibia, patella, &onTibia, &onPatella, &ws)
    for i in muscles.indices where forces[i] != 0 {
      guard let crossing = ws.geometry.paths[i].crossing else { continue }
      let force = forces[i] * ws.segments[i].towardEnd
      if crossing.body == .tibia {
        onTibia.add(force, at: tibia.rotation * crossing.to)
      } else {
        onPatella.add(force, at: patella.rotation * crossing.to)
      }
    }
    onTibia.pullBack(tibia, offset: 0, &ws.gradient)
    onPatella.pullBack(patella, offset: 6, &ws.gradient)
    subtract(external, &ws)
  }

  /// Clears the gradient and finds what touches.
  func beginEvaluation(_ ws: inout KneeWorkspace) -> (tibia: BodyPose, patella: BodyPose) {
    let (tibia, patella) = (ws.tibia, ws.patella)
    for i in 0..<12 { ws.gradient[i] = 0 }
    for i in 0..<12 { ws.evaluated[i] = ws.coordinates[i] }
    ws.contactIsRead = false
    ws.patellaCandidates.update(patella, femur)
    ws.tibiaCandidates.update(tibia, femur)
    return (tibia, patella)
  }

  func subtract(_ external: Vector3, _ ws: inout KneeWorkspace) {
    ws.gradient[Coordinate.tibiaX] -= external.x
    ws.gradient[Coordinate.tibiaY] -= external.y
    ws.gradient[Coordinate.tibiaZ] -= external.z
  }

  /// Both bodies' poses at `ws.coordinates`, and the lengths of all muscles with their slopes and the segments that cross the
  /// knee.
  func placeMuscles(using ws: inout KneeWorkspace) {
    ws.tibia = BodyPose(ws.coordinates, offset: 0)
    ws.patella = BodyPose(ws.coordinates, offset: 6)
    for i in muscles.indices {
      ws.muscleLength[i] = ws.geometry.paths[i].length
      ws.musclePerHip[i] = ws.geometry.paths[i].perHip
      ws.musclePerAnkle[i] = ws.geometry.paths[i].perAnkle
      guard let crossing = ws.geometry.paths[i].crossing else { continue }
      let pose = crossing.body == .tibia ? ws.tibia : ws.patella
      let to = pose.rotation * crossing.to
      let segment = SagittalWrap.path(from: crossing.from, to: pose.origin + to, around: crossing.wrap)
      ws.segments[i] = segment
      ws.muscleLength[i] += segment.length
      ws.musclePerHip[i] += segment.towardStart.dot(crossing.fromPerHip)
      ws.musclePerAnkle[i] += segment.towardEnd.dot(pose.rotation * crossing.toPerAnkle)
      let moment = to.cross(segment.towardEnd)
      ws.muscleSlope[6 * i] = pose.axes.0.dot(moment)
      ws.muscleSlope[6 * i + 1] = pose.axes.1.dot(moment)
      ws.muscleSlope[6 * i + 2] = pose.axes.2.dot(moment)
      for c in 0..<3 { ws.muscleSlope[6 * i + 3 + c] = segment.towardEnd[c] }
    }
  }

  private func addMuscles(
    _ forces: [Double], _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose,
    _ onTibia: inout BodyMoments, _ onPatella: inout BodyMoments, _ ws: borrowing KneeWorkspace
  ) -> Double {
    var energy = 0.0
    for i in muscles.indices where forces[i] != 0 {
      energy += forces[i] * ws.muscleLength[i]
      guard let crossing = ws.geometry.paths[i].crossing else { continue }
      let gradient = forces[i] * ws.segments[i].towardEnd
      let hessian = forces[i] * ws.segments[i].hessian
      if crossing.body == .tibia {
        onTibia.add(at: tibia.rotation * crossing.to, gradient: gradient, hessian: hessian)
      } else {
        onPatella.add(at: patella.rotation * crossing.to, gradient: gradient, hessian: hessian)
      }
    }
    return energy
  }
}
