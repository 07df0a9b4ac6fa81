import Dense

extension KneeModel {
  /// The energy W (J) of the knee at `ws.coordinates`, with its gradient and Hessian in all twelve coordinates.
  ///
  /// W = Σ U(strands) + Σ A u(contact elements) + F·L(muscles) - R·t(tibia). Muscle forces `F` (N, one per muscle) and
  /// the external force R are constants. Fills lengths, slopes and tensions of `ws` on the way.
  func evaluate(forces: [Double], external: Vector3, using ws: inout KneeWorkspace) -> Double {
    let tibia = BodyPose(ws.coordinates, offset: 0)
    let patella = BodyPose(ws.coordinates, offset: 6)
    for i in 0..<12 { ws.gradient[i] = 0 }
    for i in 0..<144 { ws.hessian[i] = 0 }
    for i in 0..<12 { ws.evaluated[i] = ws.coordinates[i] }
    ws.contactIsPastLimit = false

    var onPatella = BodyMoments()
    var onTibia = BodyMoments()
    ws.patellaCandidates.update(patellaElements, patella, femur)
    ws.tibiaCandidates.update(tibiaElements, tibia, femur)
    var energy = addContact(
      ws.patellaCandidates, patellofemoralLaw, patella, &onPatella, &ws.contactIsPastLimit)
    energy += addContact(
      ws.tibiaCandidates, tibiofemoralLaw, tibia, &onTibia, &ws.contactIsPastLimit)
    energy += addStrands(tibia, patella, &onTibia, &onPatella, &ws)
    placeMuscles(tibia, patella, &ws)
    energy += addMuscles(forces, tibia, patella, &onTibia, &onPatella, ws)

    onTibia.pullBack(tibia, offset: 0, &ws.gradient, &ws.hessian)
    onPatella.pullBack(patella, offset: 6, &ws.gradient, &ws.hessian)
    ws.gradient[Coordinate.tibiaX] -= external.x
    ws.gradient[Coordinate.tibiaY] -= external.y
    ws.gradient[Coordinate.tibiaZ] -= external.z
    return energy - external.dot(tibia.origin)
  }

  @inline(__always)
  private func addContact(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ pose: borrowing BodyPose,
    _ moments: inout BodyMoments, _ isPastLimit: inout Bool
  ) -> Double {
    var sum = LaneMoments()
    var energy = Lanes.zero
    var deepest = Lanes.zero
    forEachTouching(candidates, law, pose) { quad, x, at, mean in
      let pressure = quad.area * mean.pressure
      let stiffness = quad.area * mean.stiffness
      energy += quad.area * mean.energy
      deepest = Lanes.greatest(at.depth + quad.halfRange, deepest)
      let (sx, sy, sz) = (stiffness * at.x, stiffness * at.y, stiffness * at.z)
      sum.add(
        at: x, pressure * at.x, pressure * at.y, pressure * at.z, xx: sx * at.x + pressure * at.xx,
        xy: sx * at.y + pressure * at.xy, xz: sx * at.z + pressure * at.xz, yy: sy * at.y + pressure * at.yy,
        yz: sy * at.z + pressure * at.yz, zz: sz * at.z + pressure * at.zz)
    }
    if deepest.max() > ContactLaw.limit * law.thickness { isPastLimit = true }
    moments = sum.total
    return energy.total
  }

  /// Calls `body` for every four elements of which some touch: where they are from the body's origin, the surface there,
  /// and the means of the law, which are zero for those that do not touch.
  @inline(__always)
  func forEachTouching(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ pose: borrowing BodyPose,
    _ body: (ContactElements.Quad, Lanes3, FemurSurface.LaneSample<Lanes>, ContactLaw.Mean) -> Void
  ) {
    for candidate in candidates.list {
      if candidate.distance >= candidates.way { break }
      let quad = candidate.quad
      let x = pose.turn(quad.points)
      let place = femur.place(pose.moved(x), near: candidate.reference)
      var at = femur.sample(place)
      at.depth = at.depth.replacing(with: -1, where: .!place.isInside)
      guard any(at.depth .> Lanes.zero - quad.halfRange) else { continue }
      body(quad, x, at, law.mean(depth: at.depth, halfRange: quad.halfRange, perRange: quad.perRange))
    }
  }

  private func addStrands(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ onTibia: inout BodyMoments,
    _ onPatella: inout BodyMoments, _ ws: inout KneeWorkspace
  ) -> Double {
    var energy = 0.0
    for i in strands.indices {
      let strand = strands[i]
      let onPatellaEnd = strand.span == .femurToPatella
      let from = strand.span == .patellaToTibia ? patella.rotation * strand.from : strand.from
      let start = strand.span == .patellaToTibia ? patella.origin + from : from
      let to = onPatellaEnd ? patella.rotation * strand.to : tibia.rotation * strand.to
      let along = (onPatellaEnd ? patella.origin : tibia.origin) + to - start
      ws.strandForce[i] = 0
      // Most strands are slack, which their length squared tells.
      let slack = strand.slackLength - ws.geometry.strandLength[i]
      let square = along.dot(along)
      if square <= slack * slack && slack > 0 { continue }
      let length = square.squareRoot()
      let pull = strand.tension(at: length + ws.geometry.strandLength[i])
      guard pull.force > 0 else { continue }
      ws.strandForce[i] = pull.force
      energy += pull.energy
      let u = along / length
      let k = Symmetric3.dyad(u, scale: pull.slope - pull.force / length, plusIdentity: pull.force / length)
      switch strand.span {
      case .femurToPatella: onPatella.add(at: to, gradient: pull.force * u, hessian: k)
      case .femurToTibia, .pelvisToTibia: onTibia.add(at: to, gradient: pull.force * u, hessian: k)
      case .patellaToTibia:
        onTibia.add(at: to, gradient: pull.force * u, hessian: k)
        onPatella.add(at: from, gradient: -pull.force * u, hessian: k)
        addCross(k, tibia: tibia, to, patella: patella, from, &ws.hessian)
      }
    }
    return energy
  }

  /// The mixed second derivative of a spring between the two bodies: -K between its ends.
  private func addCross(
    _ k: Symmetric3, tibia: borrowing BodyPose, _ b: Vector3, patella: borrowing BodyPose, _ a: Vector3,
    _ hessian: inout [Double]
  ) {
    for c in 0..<6 {
      let s = tibia.slope(c, of: b)
      let ks = k * s
      for d in 0..<6 {
        let value = ks.dot(patella.slope(d, of: a))
        hessian[c * 12 + 6 + d] -= value
        hessian[(6 + d) * 12 + c] -= value
      }
    }
  }

  /// Lengths of all muscles with their slopes at `ws.coordinates`, and their segments that cross the knee.
  func placeMuscles(using ws: inout KneeWorkspace) {
    placeMuscles(BodyPose(ws.coordinates, offset: 0), BodyPose(ws.coordinates, offset: 6), &ws)
  }

  private func placeMuscles(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ ws: inout KneeWorkspace
  ) {
    for i in muscles.indices {
      ws.muscleLength[i] = ws.geometry.paths[i].length
      ws.musclePerHip[i] = ws.geometry.paths[i].perHip
      ws.musclePerAnkle[i] = ws.geometry.paths[i].perAnkle
      guard let crossing = ws.geometry.paths[i].crossing else { continue }
      let pose = crossing.body == .tibia ? tibia : patella
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
