import Dense

extension KneeModel {
  /// How a muscle enters the differentiated equations: its part of the energy's third derivatives, its force in every row, and
  /// the answer of that force to pose, motion and multipliers, with its activation eliminated.
  func addMuscle(
    _ i: Int, _ task: KneeTask, _ tension: MuscleTension, _ isMet: SIMDMask<SIMD3<Int64>>,
    _ lacking: SIMD3<Double>, _ λ: SIMD3<Double>, _ at: borrowing KneeInMotion,
    _ moments: inout MovingMoments, _ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace,
    _ s: inout SensitivityWorkspace, _ report: inout SensitivityReport
  ) {
    let n = s.n
    let size = 2 * n + 3
    let (fiber, a, w) = (muscle.fibers[i], muscle.activations[i], muscle.weights[i])
    let slopes = muscles[i].parameters.fiberSlopes(
      fiber, velocity: velocity(of: i, task, ws), activation: a, tension: tension)
    let perActivation = fiber.forcePerActivation
    let fullArm = SIMD3<Double>(ws.musclePerHip[i], muscle.kneeArms[i], ws.musclePerAnkle[i])
    let arm = SIMD3<Double>.zero.replacing(with: fullArm, where: isMet)
    let pull = (λ * arm).sum()

    // The active set. A moment that cannot be met holds all muscles that could add to it.
    let isHeld = any((lacking .!= 0) .& ((fullArm * fullArm) .> 1e-12))
    let isFree = !isHeld && a > tension.tone + Self.boundDistance && a < 1 - Self.boundDistance
    let isAtTone = !isFree && a <= tension.tone + Self.boundDistance
    let isCubic = muscle.exponent == 3
    let curvature = (isCubic ? 6 * w * a : 2 * w) - fiber.forceCurvature * pull
    if !isHeld && perActivation > 0 && any((arm * arm) .> 1e-12) {
      // The activation at which the muscle would neither gain nor lose.
      let balanced = perActivation * pull / w
      let wanted =
        isCubic
        ? (abs(balanced) / 3).squareRoot() * (balanced < 0 ? -1 : 1) : balanced / 2
      let distance =
        isFree ? min(a - tension.tone, 1 - a) : (isAtTone ? tension.tone - wanted : wanted - 1)
      report.note(max(0, distance), of: i, near: Self.nearDistance)
    }

    // Slopes of its length: with its rate along the motion and along the path, and of the arms of hip and ankle.
    let entry = i * size
    for k in 0..<size {
      s.entry[entry + k] = k < 2 * n ? 0 : arm[k - 2 * n]
      s.answer[k] = 0
    }
    let share = isFree ? perActivation / curvature : 0
    if let crossing = ws.geometry.paths[i].crossing {
      let onTibia = crossing.body == .tibia
      let pose = onTibia ? at.tibia : at.patella
      let motion = onTibia ? at.tibiaMotion : at.patellaMotion
      let path = onTibia ? at.tibiaPath : at.patellaPath
      let segment = ws.segments[i]
      let x = pose.rotation * crossing.to
      let u = segment.towardEnd
      let uRate = segment.hessian * motion.velocity(of: x)
      let slope = BodySlope(u, at: x, pose)
      let slopeRate = BodySlope(rateOf: u, uRate, at: x, pose, motion)
      let slopeOnPath = BodySlope(rateOf: u, segment.hessian * path.velocity(of: x), at: x, pose, path)
      let hip = BodySlope(segment.startSlope(crossing.fromPerHip), at: x, pose)
      let turned = pose.rotation * crossing.toPerAnkle
      let ankle = BodySlope(segment.hessian * turned, at: x, pose, moment: turned.cross(u))

      let force = muscle.forces[i]
      moments.add(segment, crossing, force: force, at)
      let offset = onTibia ? 0 : 6
      for k in 0..<n {
        let c = ws.solved[k] - offset
        guard c >= 0 && c < 6 else { continue }
        let scale = ws.scale[k]
        let length = scale * slope[c]
        let perVelocity =
          scale
          * (task.velocity.x * hip[c] + task.velocity.y * slopeOnPath[c] + task.velocity.z * ankle[c])
        s.entry[entry + k] = scale * slopeRate[c]
        s.entry[entry + n + k] = length
        let armChange = scale * (λ.x * hip[c] + λ.y * slopeRate[c] + λ.z * ankle[c])
        s.answer[k] =
          fiber.forcePerLength * length + slopes.velocity.force * perVelocity
          + share
          * (pull
            * (fiber.forcePerActivationLength * length + slopes.velocity.forcePerActivation * perVelocity)
            + perActivation * armChange)
        s.answer[n + k] = share * perActivation * λ.y * length
        if isMet[0] { s.system.matrix[2 * n + k * size] += force * scale * hip[c] }
        if isMet[2] { s.system.matrix[2 * n + 2 + k * size] += force * scale * ankle[c] }
      }
    }
    for j in 0..<3 { s.answer[2 * n + j] = share * perActivation * arm[j] }
    let first = s.firstEntry[i]
    for column in first..<size where s.answer[column] != 0 {
      for row in first..<size {
        s.system.matrix[row + column * size] += s.entry[entry + row] * s.answer[column]
      }
    }

    // What its parameters change of its force: directly, and where it is free by way of its activation.
    func change(_ pair: FiberSlopes.Pair) -> Double { pair.force + share * pair.forcePerActivation * pull }
    s.forcePer[5 * i] = isAtTone ? perActivation : 0
    s.forcePer[5 * i + 1] = change(slopes.stiffness)
    s.forcePer[5 * i + 2] = change(slopes.shortening)
    s.forcePer[5 * i + 3] = change(slopes.strength)
    s.forcePer[5 * i + 4] = change(.init(force: fiber.force, forcePerActivation: perActivation))
  }

  /// Distance from a bound up to which an activation counts as being there: the rounding of the solvers.
  private static var boundDistance: Double { 1e-10 }
}

extension SensitivityReport {
  fileprivate mutating func note(_ distance: Double, of muscle: Int, near: Double) {
    if distance < margin {
      margin = distance
      nearest = muscle
    }
    if distance < near { self.near |= 1 << UInt64(muscle) }
  }
}
