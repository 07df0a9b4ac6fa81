import Dense

extension KneeModel {
  /// The energy W (J) of the knee at `ws.coordinates`, with its gradient and Hessian in all twelve coordinates.
  ///
  /// W = Σ U(strands) + Σ A u(contact elements) + F·L(muscles) - R·t(tibia). Muscle forces `F` (N, one per muscle) and
  /// the external force R are constants. Fills lengths, slopes and tensions of `ws` on the way.
  func evaluate(forces: [Double], external: Vector3, using ws: inout KneeWorkspace) -> Double {
    let tibia = BodyPose(ws.coordinates, offset: 0)
    let patella = BodyPose(ws.coordinates, offset: 6)
    var onTibia = AffineMoments()
    var onPatella = AffineMoments()
    for i in 0..<12 { ws.gradient[i] = 0 }
    for i in 0..<144 { ws.hessian[i] = 0 }
    ws.contactIsPastLimit = false

    var energy = addContact(patellaElements, patellofemoralLaw, patella, &onPatella, &ws.contactIsPastLimit)
    energy += addContact(tibiaElements, tibiofemoralLaw, tibia, &onTibia, &ws.contactIsPastLimit)
    energy += addStrands(tibia, patella, &onTibia, &onPatella, &ws)
    energy += addMuscles(forces, tibia, patella, &onTibia, &onPatella, &ws)

    onTibia.pullBack(tibia, offset: 0, &ws.gradient, &ws.hessian)
    onPatella.pullBack(patella, offset: 6, &ws.gradient, &ws.hessian)
    ws.gradient[Coordinate.tibiaX] -= external.x
    ws.gradient[Coordinate.tibiaY] -= external.y
    ws.gradient[Coordinate.tibiaZ] -= external.z
    return energy - external.dot(tibia.origin)
  }

  @inline(__always)
  private func addContact(
    _ elements: ContactElements, _ law: ContactLaw, _ pose: borrowing BodyPose,
    _ moments: inout AffineMoments,
    _ isPastLimit: inout Bool
  ) -> Double {
    var energy = 0.0
    for i in 0..<elements.count {
      let w = elements.halfRanges[i]
      let x = elements.points[i]
      guard let at = femur.sample(at: pose.place(x), margin: w),
        let mean = law.mean(depth: at.depth, halfRange: w)
      else { continue }
      let area = elements.areas[i]
      let pressure = area * mean.pressure
      energy += area * mean.energy
      if at.depth + w > ContactLaw.limit * law.thickness { isPastLimit = true }
      moments.add(
        point: x, gradient: pressure * at.gradient,
        hessian: .dyad(at.gradient, scale: area * mean.stiffness) + pressure * at.hessian)
    }
    return energy
  }

  private func addStrands(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ onTibia: inout AffineMoments,
    _ onPatella: inout AffineMoments, _ ws: inout KneeWorkspace
  ) -> Double {
    var energy = 0.0
    for i in strands.indices {
      let strand = strands[i]
      let start = strand.span == .patellaToTibia ? patella.place(strand.from) : strand.from
      let end = strand.span == .femurToPatella ? patella.place(strand.to) : tibia.place(strand.to)
      let along = end - start
      let length = along.length
      ws.strandLength[i] = length + ws.geometry.strandLength[i]
      let pull = strand.tension(at: ws.strandLength[i])
      ws.strandForce[i] = pull.force
      guard pull.force > 0 else { continue }
      energy += pull.energy
      let u = along / length
      let k = Symmetric3.dyad(u, scale: pull.slope - pull.force / length, plusIdentity: pull.force / length)
      switch strand.span {
      case .femurToPatella: onPatella.add(point: strand.to, gradient: pull.force * u, hessian: k)
      case .femurToTibia, .pelvisToTibia: onTibia.add(point: strand.to, gradient: pull.force * u, hessian: k)
      case .patellaToTibia:
        onTibia.add(point: strand.to, gradient: pull.force * u, hessian: k)
        onPatella.add(point: strand.from, gradient: -pull.force * u, hessian: k)
        addCross(k, tibia: tibia, strand.to, patella: patella, strand.from, &ws.hessian)
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
      let ks = Vector3(
        k.xx * s.x + k.xy * s.y + k.xz * s.z, k.xy * s.x + k.yy * s.y + k.yz * s.z,
        k.xz * s.x + k.yz * s.y + k.zz * s.z)
      for d in 0..<6 {
        let value = ks.dot(patella.slope(d, of: a))
        hessian[c * 12 + 6 + d] -= value
        hessian[(6 + d) * 12 + c] -= value
      }
    }
  }

  private func addMuscles(
    _ forces: [Double], _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose,
    _ onTibia: inout AffineMoments,
    _ onPatella: inout AffineMoments, _ ws: inout KneeWorkspace
  ) -> Double {
    var energy = 0.0
    for i in muscles.indices {
      let path = ws.geometry.paths[i]
      ws.muscleLength[i] = path.length
      ws.musclePerHip[i] = path.perHip
      ws.musclePerAnkle[i] = path.perAnkle
      if let crossing = path.crossing {
        let onThatTibia = crossing.body == .tibia
        let end = onThatTibia ? tibia.place(crossing.to) : patella.place(crossing.to)
        let segment = SagittalWrap.path(from: crossing.from, to: end, around: crossing.wrap)
        ws.muscleLength[i] += segment.length
        ws.musclePerHip[i] += segment.towardStart.dot(crossing.fromPerHip)
        let perAnkle = onThatTibia ? tibia.rotation * crossing.toPerAnkle : .zero
        ws.musclePerAnkle[i] += segment.towardEnd.dot(perAnkle)
        for c in 0..<6 {
          let slope = onThatTibia ? tibia.slope(c, of: crossing.to) : patella.slope(c, of: crossing.to)
          ws.muscleSlope[6 * i + c] = segment.towardEnd.dot(slope)
        }
        if forces[i] != 0 {
          let gradient = forces[i] * segment.towardEnd
          let hessian = forces[i] * segment.hessian
          if onThatTibia {
            onTibia.add(point: crossing.to, gradient: gradient, hessian: hessian)
          } else {
            onPatella.add(point: crossing.to, gradient: gradient, hessian: hessian)
          }
        }
      }
      energy += forces[i] * ws.muscleLength[i]
    }
    return energy
  }
}
