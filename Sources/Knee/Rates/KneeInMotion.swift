import Dense

/// A knee at rest in its pose and along its motion at constant forces: what the rates are taken of.
struct KneeInMotion {
  let tibia, patella: BodyPose
  /// Along dc/dθ of the solved knee.
  let tibiaMotion, patellaMotion: BodyMotion
  /// Along the passive path.
  let tibiaPath, patellaPath: BodyMotion

  /// - Parameter ws: with the muscles placed.
  init(_ ws: borrowing KneeWorkspace) {
    (tibia, patella) = (ws.tibia, ws.patella)
    tibiaMotion = BodyMotion(tibia, ws.motion, offset: 0)
    patellaMotion = BodyMotion(patella, ws.motion, offset: 6)
    tibiaPath = BodyMotion(tibia, ws.pathSlope, offset: 0)
    patellaPath = BodyMotion(patella, ws.pathSlope, offset: 6)
  }
}

/// Moments of both bodies with their rates; the rates are corotational.
struct MovingMoments {
  var tibia = BodyMoments(), tibiaRate = BodyMoments()
  var patella = BodyMoments(), patellaRate = BodyMoments()

  /// Adds a muscle's segment that crosses the knee, with its rates.
  mutating func add(
    _ segment: SagittalWrap.Segment, _ crossing: MuscleGeometry.Crossing, force: Double,
    _ at: borrowing KneeInMotion
  ) {
    let onTibia = crossing.body == .tibia
    let pose = onTibia ? at.tibia : at.patella
    let motion = onTibia ? at.tibiaMotion : at.patellaMotion
    let x = pose.rotation * crossing.to
    let velocity = motion.velocity(of: x)
    let hessianRate = SagittalWrap.hessianRate(
      segment, from: crossing.from, to: pose.origin + x, around: crossing.wrap, velocity: velocity)
    let (f, fRate) = (force * segment.towardEnd, force * (segment.hessian * velocity))
    let (h, hRate) = (force * segment.hessian, force * hessianRate)
    if onTibia {
      tibia.add(at: x, gradient: f, hessian: h)
      tibiaRate.addRates(at: x, gradient: f, fRate, hessian: h, hRate, turn: motion.turn)
    } else {
      patella.add(at: x, gradient: f, hessian: h)
      patellaRate.addRates(at: x, gradient: f, fRate, hessian: h, hRate, turn: motion.turn)
    }
  }

  /// Adds to `h` (12 × 12) the rates of the Hessian of all that was added.
  func pullBackRates(_ at: borrowing KneeInMotion, _ h: inout [Double]) {
    patellaRate.rates(of: patella, turn: at.patellaMotion.turn)
      .pullBackRates(of: patella, at.patella, at.patellaMotion, offset: 6, &h)
    tibiaRate.rates(of: tibia, turn: at.tibiaMotion.turn)
      .pullBackRates(of: tibia, at.tibia, at.tibiaMotion, offset: 0, &h)
  }
}

extension KneeModel {
  /// `evaluatePlaced`, and in `rate` (12 × 12) how the Hessian changes along the motion of `ws` at constant forces.
  func evaluateMoving(
    forces: [Double], external: Vector3, using ws: inout KneeWorkspace, rate: inout [Double]
  ) -> Double {
    let (tibia, patella) = beginEvaluation(&ws)
    for i in 0..<144 { (ws.hessian[i], rate[i]) = (0, 0) }
    ws.contactIsPastLimit = false
    let at = KneeInMotion(ws)
    var moments = MovingMoments()
    var energy = addContact(
      ws.patellaCandidates, patellofemoralLaw, at.patellaMotion, &moments.patella,
      &moments.patellaRate, &ws.contactIsPastLimit)
    energy += addContact(
      ws.tibiaCandidates, tibiofemoralLaw, at.tibiaMotion, &moments.tibia, &moments.tibiaRate,
      &ws.contactIsPastLimit)
    var ligaments = StrandMoments()
    var stretching = Lanes.zero
    for quad in ws.strandQuads {
      let strands = quad.moving(at, ws.geometry)
      for lane in 0..<quad.count { ws.strandForce[quad.members[lane]] = strands?.pull.force[lane] ?? 0 }
      guard let strands else { continue }
      stretching += strands.pull.energy
      ligaments.add(quad, strands, at)
    }
    energy += stretching.total
    ligaments.gather(at, &moments, &rate)
    ligaments.between.pullBack(tibia, patella, &ws.hessian)
    for i in muscles.indices where forces[i] != 0 {
      energy += forces[i] * ws.muscleLength[i]
      guard let crossing = ws.geometry.paths[i].crossing else { continue }
      moments.add(ws.segments[i], crossing, force: forces[i], at)
    }
    moments.pullBackRates(at, &rate)
    moments.tibia.pullBack(tibia, offset: 0, &ws.gradient, &ws.hessian)
    moments.patella.pullBack(patella, offset: 6, &ws.gradient, &ws.hessian)
    subtract(external, &ws)
    return energy - external.dot(tibia.origin)
  }
}
