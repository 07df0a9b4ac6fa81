import Dense

/// Exact derivatives of a solved task by the parameters of person and model.
///
/// The equations that `solveByNewton` names are differentiated completely, with the active set held, and muscles are
/// eliminated one by one. The rest, J δz = -∂(equations)/∂p δp with z = (q, v, λ), is factored
/// once, and solved transposed, once for every output O: dO/dp = O_p - ψ·∂(equations)/∂p with Jᵀψ = O_z serves every
/// parameter p. J is not symmetric, for the muscles choose by arms at constant forces while forces change with the
/// pose; so the factors are those of `dgetrf`.
extension KneeModel {
  /// Distance, in activation, from being freed or bound below which a muscle counts as near a change of the active set.
  public static var nearDistance: Double { 0.001 }

  /// Energy, Hessian and moment arms anew at the pose and forces that the workspaces hold.
  public func evaluateAll(
    _ task: KneeTask, using ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    _ = evaluate(forces: muscle.forces, external: task.posture.externalForce, using: &ws)
    assemble(&ws)
    momentArms(&muscle.kneeArms, using: &ws)
  }

  /// Fills the derivatives of `s` for the task that the workspaces hold the solution of.
  ///
  /// - Parameters:
  ///   - ws: where `solveByNewton` or `solve` converged, with `evaluateAll` done since; so `muscle`.
  /// - Returns: whether there are derivatives, and how near a change of the active set. Where there are none, those of `s`
  ///   mean nothing.
  public func sensitivities(
    _ task: KneeTask, tension: [MuscleTension], using ws: borrowing KneeWorkspace,
    _ muscle: borrowing MuscleWorkspace, _ s: inout SensitivityWorkspace
  ) -> SensitivityReport {
    var report = SensitivityReport()
    guard let lacking = muscle.lacking, let multiplier = muscle.multiplier else {
      report.status = .reserve
      return report
    }
    let n = s.n
    let size = 2 * n + 3
    let isMet = task.isDemanded .& (lacking .== 0)
    let λ = SIMD3<Double>.zero.replacing(with: multiplier, where: isMet)
    for k in s.system.matrix.indices { s.system.matrix[k] = 0 }
    for k in 0..<144 { (s.hessianRate[k], s.contactHessian[k]) = (0, 0) }
    for k in 0..<12 { s.contactGradient[k] = 0 }

    // Energy and its third derivatives along the motion.
    let at = KneeInMotion(ws)
    var moments = MovingMoments()
    let onPatella = contactRates(ws.patellaCandidates, patellofemoralLaw, at.patellaMotion)
    let onTibia = contactRates(ws.tibiaCandidates, tibiofemoralLaw, at.tibiaMotion)
    onPatella.value.pullBack(at.patella, offset: 6, &s.contactGradient, &s.contactHessian)
    onTibia.value.pullBack(at.tibia, offset: 0, &s.contactGradient, &s.contactHessian)
    onPatella.rate.pullBackRates(
      of: onPatella.value, at.patella, at.patellaMotion, offset: 6, &s.hessianRate)
    onTibia.rate.pullBackRates(of: onTibia.value, at.tibia, at.tibiaMotion, offset: 0, &s.hessianRate)
    for c in 0..<12 {
      s.contactMotion[c] = 0
      for d in 0..<12 { s.contactMotion[c] += s.contactHessian[12 * c + d] * ws.motion[d] }
    }
    addStrandRates(at, &moments, ws, &s)
    for i in muscles.indices {
      addMuscle(i, task, tension[i], isMet, lacking, λ, at, &moments, ws, muscle, &s, &report)
    }
    moments.pullBackRates(at, &s.hessianRate)

    // Rows of motion and pose: [T H; H 0] besides the muscles.
    for j in 0..<n {
      for i in 0..<n {
        let place = 12 * ws.solved[i] + ws.solved[j]
        let scale = ws.scale[i] * ws.scale[j]
        let h = scale * ws.hessian[place]
        s.system.matrix[i + j * size] += scale * s.hessianRate[place]
        s.system.matrix[i + (n + j) * size] += h
        s.system.matrix[n + i + j * size] += h
      }
    }
    // The hip moment of strands from the pelvis; moments that are not asked for have multipliers of zero.
    for joint in 0..<3 where !isMet[joint] { s.system.matrix[(2 * n + joint) * (size + 1)] = 1 }
    if isMet[0] {
      forEachStrandHip(at.tibia, ws) { slope in
        for k in 0..<n where ws.solved[k] < 6 {
          s.system.matrix[2 * n + k * size] += slope[ws.solved[k]] * ws.scale[k]
        }
      }
    }

    // Outputs.
    for k in s.adjoint.indices { s.adjoint[k] = 0 }
    for k in 0..<n {
      let (c, scale) = (ws.solved[k], ws.scale[k])
      if c < 6 {
        s.adjoint[3 * size + k] = scale * onTibia.readings(c, at.tibia).force
      } else {
        let slope = onPatella.readings(c - 6, at.patella)
        s.adjoint[k] = scale * slope.force
        s.adjoint[size + k] = scale * slope.stress
        s.adjoint[2 * size + k] = scale * slope.peak
      }
    }
    s.values[0] = onPatella.value.force.length
    s.values[1] = onPatella.area > 0 ? s.values[0] / onPatella.area : 0
    s.values[2] = onPatella.peak
    s.values[3] = onTibia.value.force.length
    guard s.system.factor() else {
      report.status = .singular
      return report
    }
    s.system.solveTransposed(&s.adjoint, count: TaskOutput.allCases.count)
    for output in TaskOutput.allCases { collect(output, task, isMet, ws, &s) }
    if !s.derivatives.allSatisfy(\.isFinite) { report.status = .singular }
    return report
  }

  /// Derivatives of one output by every parameter, from its adjoint.
  private func collect(
    _ output: TaskOutput, _ task: KneeTask, _ isMet: SIMDMask<SIMD3<Int64>>, _ ws: borrowing KneeWorkspace,
    _ s: inout SensitivityWorkspace
  ) {
    let n = s.n
    let size = 2 * n + 3
    let ψ = output.rawValue * size
    let row = output.rawValue * s.parameters.count
    for k in 0..<n {
      s.motionPart[ws.solved[k]] = ws.scale[k] * s.adjoint[ψ + k]
      s.posePart[ws.solved[k]] = ws.scale[k] * s.adjoint[ψ + n + k]
    }
    let (ψHip, ψKnee) = (
      isMet[0] ? s.adjoint[ψ + 2 * n] : 0, isMet[1] ? s.adjoint[ψ + 2 * n + 1] : 0
    )

    // Muscles: each parameter changes the force of its own, and mass that of all.
    let perMass = Self.relativeStrengthPerMass(mass: mass, height: height)
    var byMass = 0.0
    for i in muscles.indices {
      var χ = 0.0
      for k in s.firstEntry[i]..<size { χ += s.adjoint[ψ + k] * s.entry[i * size + k] }
      s.derivatives[row + s.parameters.tone(i)] = 0 - χ * s.forcePer[5 * i]
      s.derivatives[row + s.parameters.stiffness(i)] = 0 - χ * s.forcePer[5 * i + 1]
      s.derivatives[row + s.parameters.shortening(i)] = 0 - χ * s.forcePer[5 * i + 2]
      s.derivatives[row + s.parameters.strength(i)] = 0 - χ * s.forcePer[5 * i + 3]
      byMass -= χ * s.forcePer[5 * i + 4] * perMass
    }
    // Moments and external force are proportional to mass.
    for joint in 0..<3 where isMet[joint] {
      byMass += s.adjoint[ψ + 2 * n + joint] * task.moment[joint] / mass
    }
    for c in 0..<3 {
      let force = task.posture.externalForce[c] / mass
      byMass += force * (s.posePart[Coordinate.tibiaX + c] + ψKnee * ws.motion[Coordinate.tibiaX + c])
    }
    s.derivatives[row + s.parameters.mass] = byMass

    // Contact forces are proportional to the modulus, and so is what is read from them.
    var byModulus = s.values[output.rawValue]
    for c in 0..<12 {
      byModulus -=
        s.motionPart[c] * s.contactMotion[c] + (s.posePart[c] + ψKnee * ws.motion[c]) * s.contactGradient[c]
    }
    s.derivatives[row + s.parameters.cartilageModulus] = byModulus

    for bundle in Strand.Bundle.allCases { s.derivatives[row + s.parameters.slack(bundle)] = 0 }
    for i in strands.indices where ws.strandForce[i] > 0 {
      var change = ψKnee * s.slackKnee[i] + ψHip * s.slackHip[i]
      for c in 0..<12 {
        change += s.motionPart[c] * s.slackMotion[12 * i + c] + s.posePart[c] * s.slackGradient[12 * i + c]
      }
      s.derivatives[row + s.parameters.slack(strands[i].bundle)] -= change
    }
  }

  /// Change of every muscle's strength per kg of body mass over the strength: the volume law at constant height, 1/kg.
  static func relativeStrengthPerMass(mass: Double, height: Double) -> Double {
    let perKilogram = limbMuscleVolume(mass: 1, height: height) - limbMuscleVolume(mass: 0, height: height)
    return perKilogram / limbMuscleVolume(mass: mass, height: height)
  }
}
