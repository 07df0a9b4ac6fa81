import Dense
import Solvers

/// How closely and how long an equilibrium is sought.
public struct EquilibriumSettings: Sendable {
  /// Largest residual force accepted, N, plus `relativeTolerance` times the sum of all muscle forces. Newton's last step
  /// usually lands far below; the balance of a loaded patella (1000 N) is then closed to 1e-11.
  public var tolerance = 1e-8
  /// Rounding of a sum of large forces, dimensionless.
  public var relativeTolerance = 1e-12
  /// Cold starts take 6 to 15; a hundred means something is wrong.
  public var maxIterations = 100
  /// Longest step of one unknown, m (angles count `rotationLength` m per rad): about the thickness of the cartilage.
  public var maxStep = 0.004
  /// Smallest curvature by which an indefinite Hessian is replaced, N/m: softer than any loaded knee.
  public var minimumCurvature = 500.0
  public init() {}
}

/// How an equilibrium was found.
public struct EquilibriumReport: Sendable {
  public var status = SolverStatus.maxIterations
  public var iterations = 0
  /// Largest residual force of an unknown, N.
  public var residual = 0.0
  /// Smallest eigenvalue of the Hessian, angles scaled to shifts of `rotationLength`, N/m; negative when unstable.
  public var minimumStiffness = 0.0
  public init() {}

  /// Internal knee-extension moment dW/dθ that muscles, contact and ligaments supply, N·m.
  public var kneeMoment = 0.0
}

extension KneeModel {
  /// Finds the equilibrium for given muscle forces by damped Newton on the energy, beginning at `ws.coordinates`.
  ///
  /// The posture's knee flexion and the coupled coordinates replace what `ws.coordinates` held of them, but not those of a
  /// tibia that is held; the solved ones are the first guess. `forces` in N, one per muscle.
  public func equilibrium(
    _ posture: KneePosture, forces: [Double], settings: EquilibriumSettings = .init(),
    using ws: inout KneeWorkspace
  ) -> EquilibriumReport {
    prescribe(posture, using: &ws)
    var report = EquilibriumReport()
    var total = posture.externalForce.length
    for force in forces { total += force }
    let tolerance = settings.tolerance + settings.relativeTolerance * total

    var energy = evaluate(forces: forces, external: posture.externalForce, using: &ws)
    assemble(&ws)
    while true {
      report.residual = ws.largestResidual
      guard energy.isFinite, report.residual.isFinite else {
        report.status = .notFinite
        break
      }
      if report.residual <= tolerance {
        report.status = .converged
        break
      }
      if report.iterations == settings.maxIterations { break }
      report.iterations += 1
      newtonStep(settings, &ws)
      guard search(posture, forces, &energy, tolerance, &ws) else {
        report.status = .stalled
        break
      }
    }
    report.kneeMoment = ws.kneeMoment
    report.minimumStiffness = ws.system.findEigenvalues() ? ws.system.eigenvalues[0] : .zero
    return report
  }

  /// Sets the prescribed coordinates, and places the muscles.
  func prescribe(_ posture: KneePosture, using ws: inout KneeWorkspace) {
    path.evaluate(posture.kneeFlexion, &ws.pathValue, &ws.pathSlope, &ws.pathCurvature)
    for c in ws.firstFree..<12 where !ws.isSolved[c] { ws.coordinates[c] = ws.pathValue[c] }
    ws.geometry.update(
      self, hipFlexion: posture.hipFlexion, ankleDorsiflexion: posture.ankleDorsiflexion)
  }

  /// Puts the coordinates on the passive path at this flexion (rad): the first guess of a cold start.
  public func startOnPath(_ kneeFlexion: Double, using ws: inout KneeWorkspace) {
    path.evaluate(kneeFlexion, &ws.pathValue, &ws.pathSlope, &ws.pathCurvature)
    for c in 0..<12 { ws.coordinates[c] = ws.pathValue[c] }
  }

  /// Scales gradient and Hessian of the unknowns so that angles count as shifts.
  func assemble(_ ws: inout KneeWorkspace) {
    let n = ws.solved.count
    for i in 0..<n {
      let row = ws.solved[i]
      ws.residual[i] = ws.gradient[row] * ws.scale[i]
      for j in 0..<n {
        ws.system.matrix[i + j * n] = ws.hessian[row * 12 + ws.solved[j]] * ws.scale[i] * ws.scale[j]
      }
    }
  }

  /// -H⁻¹ g by Cholesky; where H is not positive definite, by its eigenvectors with the curvatures made positive.
  private func newtonStep(_ settings: EquilibriumSettings, _ ws: inout KneeWorkspace) {
    let n = ws.solved.count
    for i in 0..<n { ws.step[i] = -ws.residual[i] }
    if ws.system.factorCholesky() {
      ws.system.solveCholesky(&ws.step)
    } else if ws.system.eigen() {
      ws.system.solveEigenShifted(&ws.step, floor: settings.minimumCurvature)
    }
    var largest = 0.0
    for i in 0..<n { largest = max(largest, abs(ws.step[i])) }
    if largest > settings.maxStep {
      for i in 0..<n { ws.step[i] *= settings.maxStep / largest }
    }
  }

  /// Goes along the step until the energy falls (Armijo), or, within its rounding, until the residual does.
  private func search(
    _ posture: KneePosture, _ forces: [Double], _ energy: inout Double, _ tolerance: Double,
    _ ws: inout KneeWorkspace
  ) -> Bool {
    let n = ws.solved.count
    let residual = ws.largestResidual
    var slope = 0.0
    for i in 0..<n {
      slope += ws.residual[i] * ws.step[i]
      ws.trial[i] = ws.coordinates[ws.solved[i]]
    }
    // Sums of some hundred terms of the size of the energy are known to this.
    let rounding = 1e-13 * (1 + abs(energy))
    var length = 1.0
    for _ in 0..<30 {
      for i in 0..<n { ws.coordinates[ws.solved[i]] = ws.trial[i] + length * ws.scale[i] * ws.step[i] }
      let trial = evaluate(forces: forces, external: posture.externalForce, using: &ws)
      if trial.isFinite {
        assemble(&ws)
        let falls = trial <= energy + 1e-4 * length * slope
        let flat = abs(trial - energy) <= rounding && ws.largestResidual < residual
        if falls || flat || ws.largestResidual <= tolerance {
          energy = trial
          return true
        }
      }
      length /= 2
    }
    for i in 0..<n { ws.coordinates[ws.solved[i]] = ws.trial[i] }
    energy = evaluate(forces: forces, external: posture.externalForce, using: &ws)
    assemble(&ws)
    return false
  }
}

extension KneeWorkspace {
  /// Largest scaled gradient of an unknown, N.
  var largestResidual: Double {
    var largest = 0.0
    for value in residual {
      // A NaN must not be lost in a comparison.
      if !(abs(value) <= largest) { largest = abs(value) }
    }
    return largest
  }

  /// dW/dθ with the solved coordinates held and the coupled ones following, N·m.
  var kneeMoment: Double {
    var moment = 0.0
    for c in 0..<12 where !isSolved[c] { moment += gradient[c] * pathSlope[c] }
    return moment
  }
}
