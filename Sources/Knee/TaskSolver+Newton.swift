import Dense
import Solvers

/// Pose, activations and multipliers of a task in one Newton method with an active set.
///
/// Unknown are the solved coordinates q, the motion v = dq/dθ of the knee at constant forces, and the multipliers λ of
/// the three moments. With F(a, q) the forces of the fibers, W the energy and p the exponent of the cost:
///
///     W_q = 0,   W_qq v + W_qθ = 0,   moments met,   p w a^(p-1) = F_a (λ·arm), or a at a bound,
///     arm = (dL/dhip, L_θ + L_q·v, dL/dankle)
///
/// The derivatives are complete; the twist, the third derivatives of the energy along the motion, is found anew once a frame.
extension KneeModel {
  /// Begins at what the workspaces hold, near the solution; does not search for it from afar. Ends with the contacts read at
  /// a pose whose gradient, moments, stationarity and active set have been checked; Hessian, and with it the least stiffness,
  /// and the arms but for the last step, are those of the pass before.
  public func solveByNewton(
    _ task: KneeTask, tension: [MuscleTension], settings: RecruitmentLoopSettings = .init(),
    using ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace, _ system: inout TaskSystem
  ) -> TaskReport {
    var report = TaskReport()
    report.status = .stalled
    report.forceChange = .infinity
    guard begin(task, tension, &ws, &muscle, &system) else { return report }
    placeMuscles(using: &ws)
    muscle.updateFibers(self, task, tension, ws)
    var lastChange = Double.infinity
    var limited = 0
    for pass in 1...settings.maxNewtonPasses {
      report.passes = pass
      report.iterations = pass
      // The first pass has shown the motion, which hardly changes any more unless the steps are long.
      let findsTwist = pass == 2 || (pass > 2 && lastChange > settings.twistChange)
      let energy = evaluate(task, findsTwist, &ws, &muscle, &system)
      report.equilibrium.residual = ws.largestResidual
      guard energy.isFinite, report.equilibrium.residual.isFinite else {
        report.status = .notFinite
        return report
      }
      momentArms(&muscle.kneeArms, using: &ws)
      system.cubicFloor = pass == 1 ? 1e-3 : max(1e-6, system.cubicFloor / 4)
      guard step(task, tension, ws, &muscle, &system) else { return report }
      if system.limitStep(settings.maxNewtonStep) {
        limited += 1
        guard limited <= settings.maxLimitedSteps else { return report }
      }

      let change = muscle.forceChange(system)
      // The changes fall at least as quickly as they last did; quadratically where the derivatives of smooth equations are new.
      let fall = min(1, change / lastChange)
      let isQuadratic = findsTwist && !system.hasChangedSet && muscle.exponent == 2
      report.forceChange = pass == 1 ? change : change * (isQuadratic ? fall * fall : fall)
      lastChange = change
      guard ws.take(system) <= settings.maxNewtonWay else { return report }
      muscle.take(system, tension)
      placeMuscles(using: &ws)
      muscle.updateFibers(self, task, tension, ws)
      if system.isSettled && report.forceChange <= settings.forceTolerance
        && isSolved(task, settings, &report, &ws, &muscle, system)
      {
        return report
      }
    }
    report.status = .maxIterations
    return report
  }

  /// Sets posture and active set. False where the last solution is none to begin from.
  private func begin(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Bool {
    guard let λ = muscle.multiplier, muscle.lacking != nil, !λ.sum().isNaN else { return false }
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

  /// The energy with its derivatives, and the twist where it is to be found.
  private func evaluate(
    _ task: KneeTask, _ findsTwist: Bool, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Double {
    let external = task.posture.externalForce
    guard findsTwist else {
      let energy = evaluatePlaced(forces: muscle.forces, external: external, using: &ws)
      assemble(&ws)
      return energy
    }
    let energy = evaluateMoving(
      forces: muscle.forces, external: external, using: &ws, rate: &system.hessianRate)
    assemble(&ws)
    system.takeTwist(ws)
    return energy
  }

  /// Solves for the next step. False where there is none.
  private func step(
    _ task: KneeTask, _ tension: [MuscleTension], _ ws: borrowing KneeWorkspace,
    _ muscle: inout MuscleWorkspace, _ system: inout TaskSystem
  ) -> Bool {
    let defect = momentDefect(task, ws.kneeMoment, ws, muscle)
    let lost = muscle.lacking ?? .zero
    muscle.regain(defect, &system)
    fill(task, defect, ws, muscle, &system)
    var isSolved = system.solve(tension, muscle)
    // Where no muscle is left that could do more for a joint, its moment is out of reach.
    while let joint = system.exhausted(task) {
      // What is least for two joints at once only the robust method knows.
      guard muscle.lacking == .zero else { return false }
      muscle.lacking?[joint] = lost[joint] != 0 ? lost[joint] : (defect[joint] > 0 ? 1 : -1)
      fill(task, defect, ws, muscle, &system)
      isSolved = system.solve(tension, muscle)
    }
    return isSolved
  }

  /// Whether the pose, just reached, needs no further pass: reads the contacts there, and completes the report if so.
  private func isSolved(
    _ task: KneeTask, _ settings: RecruitmentLoopSettings, _ report: inout TaskReport,
    _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace, _ system: borrowing TaskSystem
  ) -> Bool {
    readPlaced(forces: muscle.forces, external: task.posture.externalForce, using: &ws)
    for i in ws.residual.indices { ws.residual[i] = ws.gradient[ws.solved[i]] * ws.scale[i] }
    moveArms(&muscle.kneeArms, using: ws)
    let defect = momentDefect(task, ws.kneeMoment, ws, muscle)
    guard ws.largestResidual <= settings.residualTolerance,
      muscle.isMet(defect, task, tolerance: settings.residualTolerance), !muscle.hasRegained(defect),
      isStationary(task, settings.forceTolerance, ws, muscle, system)
    else { return false }
    let lacking = muscle.lacking ?? .zero
    for j in 0..<3 where lacking[j] != 0 {
      report.reserve[j] = defect[j]
      report.recruitment.needsReserve = true
    }
    report.recruitment.status = .converged
    report.recruitment.reserve = report.reserve
    report.recruitment.multiplier = muscle.multiplier ?? .zero
    muscle.needsReserve = report.recruitment.needsReserve
    report.status = .converged
    report.equilibrium.status = .converged
    report.equilibrium.residual = ws.largestResidual
    report.equilibrium.iterations = report.passes
    report.equilibrium.kneeMoment = ws.kneeMoment
    report.equilibrium.minimumStiffness = ws.system.findEigenvalues() ? ws.system.eigenvalues[0] : 0
    return true
  }

  /// Whether every muscle is as active as the multipliers want it, to `tolerance` of its force, N, and none at a bound would
  /// rather leave it.
  private func isStationary(
    _ task: KneeTask, _ tolerance: Double, _ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace,
    _ system: borrowing TaskSystem
  ) -> Bool {
    let λ = SIMD3<Double>.zero.replacing(
      with: muscle.multiplier ?? .zero, where: task.isDemanded .& ((muscle.lacking ?? .zero) .== 0))
    for i in muscles.indices where abs(system.active[i]) < 2 {
      let (fiber, a, w) = (muscle.fibers[i], muscle.activations[i], muscle.weights[i])
      let arm = SIMD3<Double>(ws.musclePerHip[i], muscle.kneeArms[i], ws.musclePerAnkle[i])
      let gain = fiber.forcePerActivation * (λ * arm).sum()
      let isCubic = muscle.exponent == 3
      let excess = (isCubic ? 3 * w * a * a : 2 * w * a) - gain
      let change = excess / (isCubic ? 6 * w * max(a, 1e-6) : 2 * w) * fiber.forcePerActivation
      let isWrong =
        switch system.active[i] {
        case 0: !(abs(change) <= tolerance)
        case ..<0: !(change >= -tolerance)
        default: !(change <= tolerance)
        }
      if isWrong { return false }
    }
    return true
  }
}

extension KneeWorkspace {
  /// Moves the pose and its motion by the step; how far the pose has come from its start, m (angles scaled).
  mutating func take(_ system: borrowing TaskSystem) -> Double {
    var way = 0.0
    for i in 0..<system.n {
      let c = solved[i]
      coordinates[c] += scale[i] * system.step[i]
      motion[c] += scale[i] * system.step[system.n + i]
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
        let last = fibers[i]
        guess[lane] =
          last.fiberLength + last.fiberPerLength * (length[lane] - solvedLength[i]) + last.fiberPerActivation
          * (activation[lane] - solvedActivation[i])
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
          fibers[i].drivePerVelocity = states.drivePerVelocity[lane]
          fibers[i].fiberPerLength = states.fiberPerLength[lane]
          fibers[i].fiberPerActivation = states.fiberPerActivation[lane]
          fibers[i].isClamped = false
        } else {
          fibers[i] = model.muscles[i].parameters.fiberState(
            length: length[lane], velocity: velocity[lane], activation: activation[lane], tension: tension[i],
            initialFiberLength: guess[lane] > 0 ? guess[lane] : nil)
        }
        forces[i] = fibers[i].force
        (solvedLength[i], solvedActivation[i]) = (length[lane], activation[lane])
      }
    }
  }

  /// The largest change of a force that a step makes, N.
  func forceChange(_ system: borrowing TaskSystem) -> Double {
    let n = system.n
    var change = 0.0
    for i in forces.indices {
      var force = fibers[i].forcePerActivation * system.activationStep[i]
      for k in 0..<(system.crosses[i] ? n : 0) { force += system.forceSlope[i * n + k] * system.step[k] }
      if !(abs(force) <= change) { change = abs(force) }
    }
    return change
  }

  mutating func take(_ system: borrowing TaskSystem, _ tension: [MuscleTension]) {
    for i in activations.indices {
      activations[i] = min(1, max(tension[i].tone, activations[i] + system.activationStep[i]))
    }
    for j in 0..<3 { multiplier?[j] += system.step[2 * system.n + j] }
  }

  /// Whether the moments that are asked for and within reach are met, to `tolerance` (N·m) or that part of them.
  func isMet(_ defect: SIMD3<Double>, _ task: KneeTask, tolerance: Double) -> Bool {
    for j in 0..<3 where (lacking?[j] ?? 0) == 0 {
      if !(abs(defect[j]) <= tolerance * max(1, abs(task.moment[j]))) { return false }
    }
    return true
  }

  /// Whether the reserve of a moment has changed its sign, so that the muscles can supply it.
  func hasRegained(_ defect: SIMD3<Double>) -> Bool {
    guard let lacking else { return false }
    return any(defect * lacking .< 0)
  }

  /// Counts such moments as within reach, and frees the muscles that were held for them.
  mutating func regain(_ defect: SIMD3<Double>, _ system: inout TaskSystem) {
    guard hasRegained(defect), let signs = lacking else { return }
    lacking?.replace(with: 0, where: defect * signs .< 0)
    for i in system.active.indices where abs(system.active[i]) == 2 { system.active[i] = 0 }
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
