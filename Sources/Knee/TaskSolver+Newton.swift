import Dense
import Solvers

/// Pose, activations and multipliers of a task in one Newton method with an active set.
///
/// Unknown are the solved coordinates q, the motion v = dq/dθ of the knee at constant forces, and the multipliers λ of
/// the three moments. With F(a, L(q)) the forces of the fibers, W the energy and p the exponent of the cost:
///
///     W_q = 0,   W_qq v + W_qθ = 0,   moments met,   p w a^(p-1) = F_a (λ·arm), or a at a bound,
///     arm = (dL/dhip, L_θ + L_q·v, dL/dankle)
///
/// The step leaves out how velocities and the arms of hip and ankle change with the pose; those are small, and
/// what is solved does not depend on it.
extension KneeModel {
  /// Begins at what the workspaces hold, near the solution; does not search for it from afar.
  public func solveByNewton(
    _ task: KneeTask, tension: [MuscleTension], settings: RecruitmentLoopSettings = .init(),
    using ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace, _ system: inout TaskSystem
  ) -> TaskReport {
    var report = TaskReport()
    report.status = .stalled
    report.forceChange = .infinity
    guard begin(task, tension, &ws, &muscle, &system), var λ = muscle.multiplier else { return report }
    var nextChange = Double.infinity
    for pass in 1...settings.maxNewtonPasses {
      report.passes = pass
      report.iterations = pass
      placeMuscles(using: &ws)
      muscle.updateFibers(self, task, tension, ws)
      let renewsTwist = pass == 2 && system.twistIsOld
      if renewsTwist { beginTwist(muscle.forces, task.posture, &ws, &system) }
      let energy = evaluate(forces: muscle.forces, external: task.posture.externalForce, using: &ws)
      assemble(&ws)
      if renewsTwist { endTwist(ws, &system) }
      let residual = ws.largestResidual
      report.equilibrium.residual = residual
      guard energy.isFinite, residual.isFinite else {
        report.status = .notFinite
        return report
      }
      momentArms(&muscle.kneeArms, using: &ws)
      let defect = momentDefect(task, ws.kneeMoment, ws, muscle)
      if nextChange <= settings.forceTolerance && residual <= settings.residualTolerance
        && muscle.isMet(defect, task, tolerance: settings.residualTolerance)
      {
        // What was out of reach may have come within it.
        if muscle.regain(defect, &system) {
          nextChange = .infinity
        } else {
          report.forceChange = nextChange
          finish(&report, defect, λ, &ws, &muscle)
          system.twistIsOld = pass > settings.usualNewtonPasses
          return report
        }
      }
      fill(task, defect, λ, ws, muscle, &system)
      var isSolved = system.solve(tension, muscle)
      // Where no muscle is left that could do more for a joint, its moment is out of reach.
      while let joint = system.exhausted(task) {
        // What is least for two joints at once only the robust method knows.
        guard muscle.lacking == .zero else { return report }
        muscle.lose(joint, defect)
        fill(task, defect, λ, ws, muscle, &system)
        isSolved = system.solve(tension, muscle)
      }
      guard isSolved else { return report }
      let change = muscle.forceChange(system)
      // The changes fall at least as quickly as they last did.
      nextChange = pass == 1 ? change : change * min(1, change / report.forceChange)
      if !system.isSettled { nextChange = .infinity }
      report.forceChange = change
      guard ws.take(system) <= settings.maxNewtonWay else { return report }
      muscle.take(system, tension)
      for j in 0..<3 { λ[j] += system.step[2 * system.n + j] }
    }
    report.status = .maxIterations
    return report
  }

  /// Sets posture and active set. False where the last solution is none to begin from.
  private func begin(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Bool {
    guard let λ = muscle.multiplier, muscle.lacking != nil else { return false }
    if λ.x.isNaN { return false }
    prescribe(task.posture, using: &ws)
    muscle.set(tension)
    muscle.lacking?.replace(with: 0, where: .!task.isDemanded)
    for c in 0..<12 { ws.start[c] = ws.coordinates[c] }
    for i in muscles.indices {
      muscle.activations[i] = min(1, max(muscle.activations[i], tension[i].tone))
      let a = muscle.activations[i]
      system.active[i] = a <= tension[i].tone ? -1 : (a >= 1 ? 1 : 0)
    }
    return true
  }

  private func finish(
    _ report: inout TaskReport, _ defect: SIMD3<Double>, _ λ: SIMD3<Double>, _ ws: inout KneeWorkspace,
    _ muscle: inout MuscleWorkspace
  ) {
    let lacking = muscle.lacking ?? .zero
    for j in 0..<3 where lacking[j] != 0 {
      report.reserve[j] = defect[j]
      report.recruitment.needsReserve = true
    }
    report.recruitment.status = .converged
    report.recruitment.reserve = report.reserve
    report.recruitment.multiplier = λ
    muscle.multiplier = λ
    muscle.needsReserve = report.recruitment.needsReserve
    report.status = .converged
    report.equilibrium.status = .converged
    report.equilibrium.iterations = report.passes
    report.equilibrium.kneeMoment = ws.kneeMoment
    report.equilibrium.minimumStiffness = ws.system.findEigenvalues() ? ws.system.eigenvalues[0] : 0
  }

  /// The Hessian a little farther along the motion, for the derivative of the Hessian: third derivatives of the energy,
  /// which decide only how fast the passes converge.
  private func beginTwist(
    _ forces: [Double], _ posture: KneePosture, _ ws: inout KneeWorkspace, _ system: inout TaskSystem
  ) {
    for c in 0..<12 { ws.coordinates[c] += Self.twistStep * ws.motion[c] }
    _ = evaluate(forces: forces, external: posture.externalForce, using: &ws)
    for c in 0..<12 { ws.coordinates[c] -= Self.twistStep * ws.motion[c] }
    assemble(&ws)
    for i in system.twist.indices { system.twist[i] = ws.system.matrix[i] }
  }

  private func endTwist(_ ws: borrowing KneeWorkspace, _ system: inout TaskSystem) {
    for i in system.twist.indices {
      system.twist[i] = (system.twist[i] - ws.system.matrix[i]) / Self.twistStep
    }
  }

  /// Way along the motion over which the twist is taken, rad of knee flexion.
  private static var twistStep: Double { 1e-5 }

  /// The equations without the muscles, and what every muscle answers.
  private func fill(
    _ task: KneeTask, _ defect: SIMD3<Double>, _ λ: SIMD3<Double>, _ ws: borrowing KneeWorkspace,
    _ muscle: borrowing MuscleWorkspace, _ system: inout TaskSystem
  ) {
    let n = system.n
    let size = 2 * n + 3
    let lacking = muscle.lacking ?? .zero
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
      if task.isDemanded[j] && lacking[j] == 0 {
        // The moment that the equilibrium one Newton step away will supply.
        system.base[row, size] = defect[j] - (j == 1 ? along : 0)
      } else {
        system.base[row, row] = 1
        system.base[row, size] = -λ[j]
      }
    }

    let bodies = (BodyPose(ws.coordinates, offset: 0), BodyPose(ws.coordinates, offset: 6))
    let motions = (
      BodyMotion(bodies.0, ws.motion, offset: 0), BodyMotion(bodies.1, ws.motion, offset: 6)
    )
    for i in system.crossing {
      guard let crossing = ws.geometry.paths[i].crossing else { continue }
      let onTibia = crossing.body == .tibia
      let pose = onTibia ? bodies.0 : bodies.1
      let (angles, shifts) = ws.segments[i].slopeRates(
        end: pose.rotation * crossing.to, pose, onTibia ? motions.0 : motions.1)
      let offset = onTibia ? 0 : 6
      for k in 0..<n {
        let c = ws.solved[k] - offset
        guard c >= 0 && c < 6 else { continue }
        system.slope[i * n + k] = ws.muscleSlope[6 * i + c] * ws.scale[k]
        system.slopeRate[i * n + k] = (c < 3 ? angles[c] : shifts[c - 3]) * ws.scale[k]
      }
    }
    for i in muscles.indices {
      let fiber = muscle.fibers[i]
      let (a, w) = (muscle.activations[i], muscle.weights[i])
      var arm = SIMD3<Double>(ws.musclePerHip[i], muscle.kneeArms[i], ws.musclePerAnkle[i])
        .replacing(with: 0, where: .!task.isDemanded)
      // A moment that cannot be met binds all muscles that could add to it.
      for j in 0..<3 where lacking[j] != 0 {
        if abs(arm[j]) > 1e-6 { system.active[i] = arm[j] * lacking[j] > 0 ? 2 : -2 }
        arm[j] = 0
      }
      let pull = (λ * arm).sum()
      let isCubic = muscle.exponent == 3
      system.residual[i] = (isCubic ? 3 * w * a * a : 2 * w * a) - fiber.forcePerActivation * pull
      let costCurvature = isCubic ? 6 * w * max(a, 1e-3) : 2 * w
      system.curvature[i] = max(costCurvature - fiber.forceCurvature * pull, 0.3 * costCurvature)
      for k in 0..<(system.crosses[i] ? n : 0) {
        let slope = system.slope[i * n + k]
        system.answer[i * size + k] =
          λ.y * fiber.forcePerActivation * system.slopeRate[i * n + k]
          + fiber.forcePerActivationLength * pull * slope
        system.answer[i * size + n + k] = λ.y * fiber.forcePerActivation * slope
      }
      for j in 0..<3 { system.answer[i * size + 2 * n + j] = fiber.forcePerActivation * arm[j] }
    }
  }
}

extension KneeWorkspace {
  /// Moves the pose by the step; how far it has come from its start, m (angles scaled).
  mutating func take(_ system: borrowing TaskSystem) -> Double {
    var way = 0.0
    for i in 0..<system.n {
      let c = solved[i]
      coordinates[c] += scale[i] * system.step[i]
      let gone = abs(coordinates[c] - start[c]) / scale[i]
      // A NaN must not be lost in a comparison.
      if !(gone <= way) { way = gone }
    }
    return way
  }
}

extension MuscleWorkspace {
  /// Takes the tensions of this solve.
  mutating func set(_ tension: [MuscleTension]) {
    for i in tension.indices { fiberLanes[i / 4].set(tension[i], lane: i % 4) }
  }

  /// Every fiber at the present length, velocity and activation, four at a time, and the forces.
  mutating func updateFibers(
    _ model: KneeModel, _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace
  ) {
    let n = forces.count
    for group in fiberLanes.indices {
      var length = Lanes.zero
      var velocity = Lanes.zero
      var activation = Lanes.zero
      var guess = Lanes.one
      for lane in 0..<4 {
        let i = min(4 * group + lane, n - 1)
        length[lane] = ws.muscleLength[i]
        velocity[lane] = model.velocity(of: i, task, ws)
        activation[lane] = activations[i]
        guess[lane] = fibers[i].fiberLength
      }
      let states = fiberLanes[group].solve(
        length: length, velocity: velocity, activation: activation, guess: guess)
      for lane in 0..<4 where 4 * group + lane < n {
        let i = 4 * group + lane
        if states.isSolved[lane] {
          fibers[i].force = states.force[lane]
          fibers[i].forcePerActivation = states.forcePerActivation[lane]
          fibers[i].passiveForce = states.passiveForce[lane]
          fibers[i].fiberLength = states.fiberLength[lane]
          fibers[i].forcePerLength = states.forcePerLength[lane]
          fibers[i].forceCurvature = states.forceCurvature[lane]
          fibers[i].forcePerActivationLength = states.forcePerActivationLength[lane]
          fibers[i].isClamped = false
        } else {
          fibers[i] = model.muscles[i].parameters.fiberState(
            length: length[lane], velocity: velocity[lane], activation: activation[lane], tension: tension[i],
            initialFiberLength: guess[lane] > 0 ? guess[lane] : nil)
        }
        forces[i] = fibers[i].force
      }
    }
  }

  /// The largest change of a force that a step makes, N.
  func forceChange(_ system: borrowing TaskSystem) -> Double {
    let n = system.n
    var change = 0.0
    for i in forces.indices {
      var force = fibers[i].forcePerActivation * system.activationStep[i]
      for k in 0..<(system.crosses[i] ? n : 0) {
        force += fibers[i].forcePerLength * system.slope[i * n + k] * system.step[k]
      }
      if !(abs(force) <= change) { change = abs(force) }
    }
    return change
  }

  mutating func take(_ system: borrowing TaskSystem, _ tension: [MuscleTension]) {
    for i in activations.indices {
      activations[i] = min(1, max(tension[i].tone, activations[i] + system.activationStep[i]))
    }
  }

  /// Whether the moments that are asked for and within reach are met, to `tolerance` (N·m) or that part of them.
  func isMet(_ defect: SIMD3<Double>, _ task: KneeTask, tolerance: Double) -> Bool {
    for j in 0..<3 where (lacking?[j] ?? 0) == 0 {
      if !(abs(defect[j]) <= tolerance * max(1, abs(task.moment[j]))) { return false }
    }
    return true
  }

  /// Counts a moment as out of reach.
  mutating func lose(_ joint: Int, _ defect: SIMD3<Double>) { lacking?[joint] = defect[joint] > 0 ? 1 : -1 }

  /// Counts those moments as within reach whose reserve has changed its sign. True when there were any.
  mutating func regain(_ defect: SIMD3<Double>, _ system: inout TaskSystem) -> Bool {
    guard let signs = lacking else { return false }
    var isChanged = false
    for j in 0..<3 where defect[j] * signs[j] < 0 {
      lacking?[j] = 0
      isChanged = true
    }
    if isChanged {
      for i in system.active.indices where abs(system.active[i]) == 2 { system.active[i] /= 2 }
    }
    return isChanged
  }

  /// After the passes of the robust method: which moments could not be met. Unknown where it is more than one.
  public mutating func noteLacking(_ report: TaskReport) {
    lacking = .zero
    guard report.recruitment.needsReserve else { return }
    let size = SIMD3(abs(report.reserve.x), abs(report.reserve.y), abs(report.reserve.z))
    let largest = max(size.x, max(size.y, size.z))
    for j in 0..<3 where size[j] > 1e-9 * largest {
      guard size[j] == largest else {
        lacking = nil
        return
      }
      lacking?[j] = report.reserve[j] > 0 ? 1 : -1
    }
  }
}
