import Dense
import Knee
import Solvers

/// The layers below a solved frame: surface, energy, factorization, equilibrium, recruitment.
func measureKernels(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  try measureEnergy(knee, &measurements)
  try measureEquilibrium(knee, &measurements)
  for exponent in [2, 3] { try measureRecruitment(exponent, &measurements) }
}

func measureEnergy(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  let model = knee.simulator.model
  let points = model.femur.points()
  guard points.allSatisfy({ model.femur.depth(at: $0) != nil }) else {
    throw BenchmarkError(description: "a point lies outside the femoral surface")
  }
  measurements.measure(
    "surface-sample", per: points.count, note: "depth, gradient, Hessian; \(points.count) points"
  ) {
    points.reduce(0) { $0 + (model.femur.depth(at: $1)?.depth ?? 0) }
  }

  // The whole knee in equilibrium at 60 degrees.
  var ws = KneeWorkspace(model, freedom: .patella)
  try expect(knee.solve(60, &ws, cold: true), "the loaded knee")
  let coordinates = ws.coordinates
  let elements = model.patellaElements.count + model.tibiaElements.count
  var contact = model
  (contact.strands, contact.muscles) = ([], [])
  var contactSpace = KneeWorkspace(contact, freedom: .patella)
  measurements.measure("contact", note: "energy, gradient, Hessian of \(elements) elements") {
    contact.energy(at: coordinates, forces: [], using: &contactSpace).value
  }
  measurements.measure(
    "energy-hessian",
    note: "\(elements) elements, \(model.strands.count) strands, \(model.muscles.count) muscles at 60 deg"
  ) {
    model.energy(at: coordinates, forces: knee.forces, using: &ws).value
  }
  let hessian = model.energy(at: coordinates, forces: knee.forces, using: &ws).hessian
  try measureFactorization(hessian, &measurements)
}

/// The Hessian of the eight unknowns of the freedom `patella`, angles counted as shifts over 30 mm.
private func measureFactorization(_ hessian: [Double], _ measurements: inout Measurements) throws {
  let unknowns = Freedom.patella.solved
  let n = unknowns.count
  let angles: Set = [Coordinate.patellaFlexion, Coordinate.patellaTilt, Coordinate.patellaRotation]
  let scale = unknowns.map { angles.contains($0) ? 1 / 0.03 : 1 }
  var system = SymmetricSystem(n: n)
  for i in 0..<n {
    for j in 0..<n {
      system.matrix[i + j * n] = hessian[unknowns[i] * 12 + unknowns[j]] * scale[i] * scale[j]
    }
  }
  guard system.factorCholesky(), system.eigen(), system.eigenvalues[0] > 0 else {
    throw BenchmarkError(description: "the Hessian of the loaded knee is not positive definite")
  }
  var right = [Double](repeating: 1, count: n)
  measurements.measure("cholesky", note: "n = \(n); dpotrf, dpotrs") {
    for i in 0..<n { right[i] = 1 }
    guard system.factorCholesky() else { return .nan }
    system.solveCholesky(&right)
    return right[0]
  }
  measurements.measure("eigenvalues", note: "and vectors, n = \(n); dsyev") {
    system.eigen() ? system.eigenvalues[0] : .nan
  }
}

private func expect(_ report: EquilibriumReport, _ what: String) throws {
  guard report.status == .converged else {
    throw BenchmarkError(description: "\(what): \(report.status.rawValue)")
  }
}

func measureEquilibrium(_ knee: LoadedKnee, _ measurements: inout Measurements) throws {
  var ws = KneeWorkspace(knee.simulator.model, freedom: .patella)
  let cold = knee.solve(60, &ws, cold: true)
  try expect(cold, "equilibrium-cold")
  measurements.measure("equilibrium-cold", note: "from the passive path; \(cold.iterations) iterations") {
    knee.solve(60, &ws, cold: true).residual
  }

  // One degree to and fro, each from the other.
  let there = knee.solve(61, &ws, cold: false)
  try expect(there, "equilibrium-warm")
  let back = knee.solve(60, &ws, cold: false)
  try expect(back, "equilibrium-warm")
  measurements.measure(
    "equilibrium-warm", per: 2,
    note: "from 1 deg beside it; \(there.iterations) and \(back.iterations) iterations"
  ) {
    knee.solve(61, &ws, cold: false).residual + knee.solve(60, &ws, cold: false).residual
  }
}

func measureRecruitment(_ exponent: Int, muscles: Int = 32, _ measurements: inout Measurements) throws {
  let problems = recruitmentProblems(exponent: exponent, muscles: muscles)
  var activations = [Double](repeating: 0, count: problems[0].muscleCount)
  var evaluations = 0
  for problem in problems {
    let report = problem.solve(into: &activations)
    guard report.status == .converged, !report.needsReserve else {
      throw BenchmarkError(description: "recruitment-p\(exponent): \(report.status.rawValue)")
    }
    evaluations += report.evaluations
  }
  measurements.measure(
    "recruitment-p\(exponent)", per: problems.count,
    note: "\(problems[0].muscleCount) muscles, 3 moments, cold; "
      + "\(decimal(Double(evaluations) / Double(problems.count), 1)) evaluations"
  ) {
    problems.reduce(0) { $0 + $1.solve(into: &activations).multiplier.y }
  }
}

/// Sixteen problems of muscles that span one or two of the three joints, each with moments that some
/// activations between 0 and 0.6 supply. The same ones every time.
func recruitmentProblems(exponent: Int, muscles: Int = 32) -> [RecruitmentProblem] {
  var state: UInt64 = 0x7472_6f63_686c_6561
  // Uniform in 0..<1: Knuth's linear congruential generator, its upper bits.
  func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / 9_007_199_254_740_992
  }
  return (0..<16).map { _ in
    var problem = RecruitmentProblem(muscleCount: muscles, exponent: exponent)
    for i in 0..<muscles {
      problem.weight[i] = 0.1 + 2 * uniform()
      let activation = 0.6 * uniform()
      for joint in [i % 3, (i + i / 8) % 3] {
        // Up to 60 N·m about a joint, agonists and antagonists.
        let moment = (uniform() < 0.5 ? -1 : 1) * (5 + 55 * uniform())
        problem.demand[joint] += activation * (moment - problem.momentPerActivation[3 * i + joint])
        problem.momentPerActivation[3 * i + joint] = moment
      }
    }
    return problem
  }
}
