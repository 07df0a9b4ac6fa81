import Dense

/// The equations of one Newton step of a task.
extension KneeModel {
  /// The equations without the muscles, and what every muscle answers.
  func fill(
    _ task: KneeTask, _ defect: SIMD3<Double>, _ ws: borrowing KneeWorkspace,
    _ muscle: borrowing MuscleWorkspace, _ system: inout TaskSystem
  ) {
    let lacking = muscle.lacking ?? .zero
    let λ = muscle.multiplier ?? .zero
    let isMet = task.isDemanded .& (lacking .== 0)
    fillBase(defect, isMet, λ, ws, &system)
    let (tibia, patella) = (ws.tibia, ws.patella)
    let alongMotion = (
      BodyMotion(tibia, ws.motion, offset: 0), BodyMotion(patella, ws.motion, offset: 6)
    )
    let alongPath = (
      BodyMotion(tibia, ws.pathSlope, offset: 0), BodyMotion(patella, ws.pathSlope, offset: 6)
    )
    let n = system.n
    let size = 2 * n + 3
    if isMet[0] {
      forEachStrandHip(tibia, ws) { slope in system.addMoment(0, 1, slope, offset: 0, ws) }
    }
    for i in muscles.indices {
      let fiber = muscle.fibers[i]
      let (a, w) = (muscle.activations[i], muscle.weights[i])
      let perActivation = fiber.forcePerActivation
      let fullArm = SIMD3<Double>(ws.musclePerHip[i], muscle.kneeArms[i], ws.musclePerAnkle[i])
      let arm = SIMD3<Double>.zero.replacing(with: fullArm, where: isMet)
      // A moment that cannot be met binds all muscles that could add to it.
      for j in 0..<3 where lacking[j] != 0 && abs(fullArm[j]) > 1e-6 {
        system.active[i] = fullArm[j] * lacking[j] > 0 ? 2 : -2
      }
      let pull = (λ * arm).sum()
      let isCubic = muscle.exponent == 3
      system.residual[i] = (isCubic ? 3 * w * a * a : 2 * w * a) - perActivation * pull
      let costCurvature = isCubic ? 6 * w * max(a, system.cubicFloor) : 2 * w
      system.curvature[i] = max(costCurvature - fiber.forceCurvature * pull, 0.3 * costCurvature)
      for j in 0..<3 { system.answer[i * size + 2 * n + j] = perActivation * arm[j] }
      guard let crossing = ws.geometry.paths[i].crossing else { continue }

      let onTibia = crossing.body == .tibia
      let pose = onTibia ? tibia : patella
      let segment = ws.segments[i]
      let x = pose.rotation * crossing.to
      let u = segment.towardEnd
      let (motion, path) = onTibia ? (alongMotion.0, alongPath.0) : (alongMotion.1, alongPath.1)
      let slope = BodySlope(u, at: x, pose)
      let rate = BodySlope(rateOf: u, segment.hessian * motion.velocity(of: x), at: x, pose, motion)
      let pathRate = BodySlope(rateOf: u, segment.hessian * path.velocity(of: x), at: x, pose, path)
      // How its velocity owes to the pose: by way of the slopes along the path and about hip and ankle.
      let perVelocity = fiber.drivePerVelocity * a * perActivation
      let perActivationVelocity = fiber.drivePerVelocity * (perActivation + a * fiber.forceCurvature)
      let armChange = λ.y * perActivation
      var velocity = task.velocity.y * pathRate
      var others = BodySlope()
      if crossing.fromPerHip != .zero {
        let hip = BodySlope(segment.startSlope(crossing.fromPerHip), at: x, pose)
        velocity = velocity + task.velocity.x * hip
        if isMet[0] {
          others = others + λ.x * hip
          system.addMoment(0, muscle.forces[i], hip, offset: onTibia ? 0 : 6, ws)
        }
      }
      if crossing.toPerAnkle != .zero {
        let turned = pose.rotation * crossing.toPerAnkle
        let ankle = BodySlope(segment.hessian * turned, at: x, pose, moment: turned.cross(u))
        velocity = velocity + task.velocity.z * ankle
        if isMet[2] {
          others = others + λ.z * ankle
          system.addMoment(2, muscle.forces[i], ankle, offset: onTibia ? 0 : 6, ws)
        }
      }
      let force = fiber.forcePerLength * slope + perVelocity * velocity
      let answer =
        armChange * rate + perActivation * others
        + pull * (fiber.forcePerActivationLength * slope + perActivationVelocity * velocity)
      let offset = onTibia ? 0 : 6
      for k in 0..<n {
        let c = ws.solved[k] - offset
        guard c >= 0 && c < 6 else { continue }
        let scale = ws.scale[k]
        system.slope[i * n + k] = scale * slope[c]
        system.slopeRate[i * n + k] = scale * rate[c]
        system.forceSlope[i * n + k] = scale * force[c]
        system.answer[i * size + k] = scale * answer[c]
        system.answer[i * size + n + k] = scale * armChange * slope[c]
      }
    }
  }

  /// The equations without the muscles' answers.
  private func fillBase(
    _ defect: SIMD3<Double>, _ isMet: SIMDMask<SIMD3<Int64>>, _ λ: SIMD3<Double>,
    _ ws: borrowing KneeWorkspace, _ system: inout TaskSystem
  ) {
    let n = system.n
    let size = 2 * n + 3
    system.base.clear()
    var along = 0.0
    for i in 0..<n {
      for j in 0..<n {
        let h = ws.system.matrix[i + j * n]
        system.base[i, j] = system.twist[i + j * n]
        system.base[i, n + j] = h
        system.base[n + i, j] = h
      }
      system.base[n + i, size] = -ws.residual[i]
      along += ws.motion[ws.solved[i]] / ws.scale[i] * ws.residual[i]
    }
    for j in 0..<3 {
      let row = 2 * n + j
      if isMet[j] {
        // The moment that the equilibrium one Newton step away will supply.
        system.base[row, size] = defect[j] - (j == 1 ? along : 0)
      } else {
        system.base[row, row] = 1
        system.base[row, size] = -λ[j]
      }
    }
  }
}

extension TaskSystem {
  /// What the arm of a muscle's force about hip (0) or ankle (2) owes to the pose.
  fileprivate mutating func addMoment(
    _ joint: Int, _ force: Double, _ slope: BodySlope, offset: Int, _ ws: borrowing KneeWorkspace
  ) {
    for k in 0..<n {
      let c = ws.solved[k] - offset
      if c >= 0 && c < 6 { base[2 * n + joint, k] += force * ws.scale[k] * slope[c] }
    }
  }
}
