import Activities
import Dense
import Knee

/// One thread's workspaces along a motion.
struct Run: ~Copyable {
  let simulator: Simulator
  let tension: [MuscleTension]
  var knee: KneeWorkspace
  var muscle: MuscleWorkspace
  var system: TaskSystem
  var history: TaskHistory
  /// The last task that was solved, if the workspaces hold its solution
  private var last: KneeTask? = nil
  /// The frame just solved could not be reached from the one before
  private var isRestarted = false
  /// The frame just solved was found by Newton's method from what the last frames lead to
  private(set) var isPredicted = false

  init(_ simulator: Simulator, tension: [MuscleTension]) {
    self.simulator = simulator
    self.tension = tension
    knee = KneeWorkspace(simulator.model, freedom: simulator.freedom)
    system = TaskSystem(simulator.model, freedom: simulator.freedom)
    history = TaskHistory(simulator.model)
    muscle = MuscleWorkspace(simulator.model, exponent: simulator.exponent)
  }

  /// Steps into which the way from the last frame is divided when the whole of it does not converge.
  static let divisions = [1, 4, 16, 64]
  /// Steps in which a load is put on a knee that did not take it at once.
  static let loadings = [8, 32]
  /// Halvings with which the part of a load that can be held is sought: to a thousandth of the load.
  static let halvings = 10

  /// Solves a task from the one before, in smaller steps where one is too long; only when those do not converge either,
  /// afresh from the passive path: at once, or else by loading the knee bit by bit.
  @discardableResult
  mutating func follow(_ task: KneeTask) -> TaskReport {
    isRestarted = false
    isPredicted = false
    if let last {
      knee.keep()
      muscle.keep()
      if let report = predict(task) { return report }
      for steps in Self.divisions {
        knee.goBack()
        muscle.goBack()
        if let report = approach(task, from: last, steps: steps) {
          self.last = task
          history.record(knee, muscle)
          return report
        }
      }
    }
    isRestarted = last != nil
    history.reset()
    startAfresh(task)
    let atOnce = solve(task)
    last = task
    if atOnce.status == .converged {
      history.record(knee, muscle)
      return atOnce
    }
    for steps in Self.loadings {
      startAfresh(task)
      if let report = approach(task, from: task.unloaded, steps: steps) { return report }
    }
    last = nil
    guard atOnce.recruitment.needsReserve else { return atOnce }
    return holdWhatCanBeHeld(task, lacking: atOnce.reserve) ?? atOnce
  }

  /// The knee under the largest part of those moments that are too great for its muscles; the rest is counted to the
  /// reserve. Beyond it the tibia leaves the femur, and with it the arms of the very muscles that should hold it.
  private mutating func holdWhatCanBeHeld(_ task: KneeTask, lacking: SIMD3<Double>) -> TaskReport? {
    var relieved = task
    for joint in 0..<3 where abs(lacking[joint]) > 0.01 * max(abs(lacking.x), abs(lacking.y), abs(lacking.z))
    { relieved.moment[joint] = 0 }
    startAfresh(task)
    guard approach(relieved, from: task.unloaded, steps: Self.loadings[0]) != nil else { return nil }
    var (part, step) = (0.0, 0.5)
    for _ in 0..<Self.halvings {
      knee.keep()
      muscle.keep()
      let (start, end) = (task.blended(from: relieved, part), task.blended(from: relieved, part + step))
      let report = approach(end, from: start, steps: Self.loadings[0])
      if report?.recruitment.needsReserve == false {
        part += step
      } else {
        knee.goBack()
        muscle.goBack()
      }
      step /= 2
    }
    let largest = task.blended(from: relieved, part)
    var report = solve(largest)
    guard report.status == .converged else { return nil }
    report.reserve += (task.moment - largest.moment).replacing(with: 0, where: .!task.isDemanded)
    report.heldPart = part
    return report
  }

  /// Newton's method from what the last frames lead to; nil where it does not end nearby in a stable knee.
  private mutating func predict(_ task: KneeTask) -> TaskReport? {
    history.predict(simulator.model, task.posture.kneeFlexion, &knee, &muscle)
    let report = simulator.model.solveByNewton(task, tension: tension, using: &knee, &muscle, &system)
    guard report.status == .converged, report.equilibrium.minimumStiffness > 0 else { return nil }
    last = task
    isPredicted = true
    history.record(knee, muscle)
    return report
  }

  private mutating func startAfresh(_ task: KneeTask) {
    simulator.model.startOnPath(task.posture.kneeFlexion, using: &knee)
    muscle.reset()
  }

  /// The report of the last of so many equal steps, or nil when one of them does not converge.
  private mutating func approach(_ task: KneeTask, from last: KneeTask, steps: Int) -> TaskReport? {
    for step in 1...steps {
      let part = step == steps ? task : task.blended(from: last, Double(step) / Double(steps))
      let report = solve(part)
      if report.status != .converged { return nil }
      if step == steps { return report }
    }
    return nil
  }

  /// The robust method, and Newton's where that has come near the solution without arriving.
  private mutating func solve(_ task: KneeTask) -> TaskReport {
    let report = simulator.model.solve(task, tension: tension, using: &knee, &muscle)
    guard report.status == .maxIterations else { return report }
    muscle.noteLacking(report)
    var newton = simulator.model.solveByNewton(task, tension: tension, using: &knee, &muscle, &system)
    newton.passes += report.passes
    newton.iterations += report.iterations
    return newton.status == .converged ? newton : report
  }

  /// Everything about the frame just solved.
  func result(_ frame: MotionFrame, _ task: KneeTask, _ report: TaskReport) -> FrameResult {
    var result = frameResult(
      simulator, task.posture, report.equilibrium, knee: knee, forces: muscle.forces,
      kneeArms: muscle.kneeArms)
    result.phase_percent = frame.phasePercent
    result.net_moment_Nm = .init(hip: task.moment.x, knee: task.moment.y, ankle: task.moment.z)
    result.reserve_Nm = .init(hip: report.reserve.x, knee: report.reserve.y, ankle: report.reserve.z)
    for (i, m) in simulator.model.muscles.enumerated() {
      result.muscles[m.name]?.activation = muscle.activations[i]
      result.muscles[m.name]?.passive_force_N = muscle.fibers[i].passiveForce
      result.muscles[m.name]?.fiber_length = muscle.fibers[i].fiberLength
    }
    let slack = simulator.model.muscles.indices.filter { muscle.fibers[$0].isClamped }
    result.note(slack.map { "\(simulator.model.muscles[$0].name) is too short to pull" })
    if report.heldPart < 1 {
      result.note([
        "no solution under the whole moment: shown under \(Int((100 * report.heldPart).rounded(.down))) % of it"
      ])
    }
    if isRestarted { result.note(["solved afresh from the passive path, not from the frame before"]) }
    result.status = report.status.rawValue
    result.iterations = report.iterations
    return result
  }
}

extension FrameResult {
  /// Adds what is to be said of the limits of the model in this frame.
  mutating func note(_ words: [String]) {
    if !words.isEmpty { clamps = (clamps ?? []) + words }
  }
}

/// What is known of a solved knee: contact, patella, ligaments, tendon, moment arm; without activations.
func frameResult(
  _ simulator: Simulator, _ posture: KneePosture, _ report: EquilibriumReport, knee: borrowing KneeWorkspace,
  forces: [Double], kneeArms: [Double]
) -> FrameResult {
  let model = simulator.model
  var result = FrameResult()
  result.hip_flexion_deg = degrees(posture.hipFlexion)
  result.knee_flexion_deg = degrees(posture.kneeFlexion)
  result.ankle_dorsiflexion_deg = degrees(posture.ankleDorsiflexion)
  result.patellofemoral = patellofemoral(model.patellofemoralContact(using: knee), simulator.person)
  result.tibiofemoral = tibiofemoral(model, posture, knee, simulator.person)
  result.patella = patella(knee.coordinates)

  // Quadriceps: force, and the moment arm of one more newton shared as the present ones are.
  let quadriceps = model.quadriceps
  let total = quadriceps.reduce(0) { $0 + forces[$1] }
  result.quadriceps_force_N = total
  let shares = quadriceps.map { total > 0 ? forces[$0] / total : 1 / Double(quadriceps.count) }
  result.quadriceps_moment_arm_mm = 1e3 * zip(quadriceps, shares).reduce(0) { $0 + kneeArms[$1.0] * $1.1 }

  let strandForces = knee.strandForces
  func sum(_ bundles: Strand.Bundle...) -> Double {
    model.strands.indices.reduce(0) {
      bundles.contains(model.strands[$1].bundle) ? $0 + strandForces[$1] : $0
    }
  }
  result.patellar_tendon_force_N = patellarTendonForce(model, knee)
  result.ligaments_N.acl = sum(.aclAnteromedial, .aclPosterolateral)
  result.ligaments_N.pcl = sum(.pclAnterolateral, .pclPosteromedial)
  result.ligaments_N.mcl = sum(.mclSuperficial, .mclDeep, .mclPosterior)
  result.ligaments_N.lcl = sum(.lcl, .popliteofibular)
  result.ligaments_N.capsule = sum(.posteriorCapsule)
  for (i, m) in model.muscles.enumerated() {
    var muscle = FrameResult.Muscle()
    muscle.force_N = forces[i]
    result.muscles[m.name] = muscle
  }
  if knee.contactIsPastLimit { result.note(["cartilage is squeezed past 90 % of its thickness"]) }
  if !model.path.covers(posture.kneeFlexion) {
    result.note(["flexion is beyond the published passive path, which goes on straight"])
  }
  result.status = report.status.rawValue
  result.iterations = report.iterations
  result.residual = report.residual
  result.minimum_stiffness = report.minimumStiffness * 1e-3
  return result
}

private func degrees(_ radians: Double) -> Double { radians * 180 / .pi }

private func patellofemoral(_ contact: ContactSummary, _ person: Person) -> FrameResult.Patellofemoral {
  var p = FrameResult.Patellofemoral()
  p.force_N = contact.force.length
  p.force_BW = p.force_N / person.bodyWeight
  p.direction_deg = degrees(angle(contact.force.y, contact.force.x))
  p.area_mm2 = contact.area * 1e6
  p.mean_stress_MPa = contact.area > 0 ? p.force_N / contact.area * 1e-6 : 0
  p.peak_pressure_MPa = contact.peakPressure * 1e-6
  p.center_of_pressure_mm = contact.center.y * 1e3
  let total = contact.lateralForce + contact.medialForce
  p.lateral_share = total > 0 ? contact.lateralForce / total : 0
  p.peak_pressure_lateral_MPa = contact.lateralPeakPressure * 1e-6
  p.peak_pressure_medial_MPa = contact.medialPeakPressure * 1e-6
  return p
}

private func tibiofemoral(
  _ model: KneeModel, _ posture: KneePosture, _ knee: borrowing KneeWorkspace, _ person: Person
) -> FrameResult.Tibiofemoral {
  let contact = model.tibiofemoralContact(using: knee)
  var t = FrameResult.Tibiofemoral()
  t.force_N = contact.force.length
  t.force_BW = t.force_N / person.bodyWeight
  t.medial_force_N = contact.medialResultant
  t.lateral_force_N = contact.lateralResultant
  t.anterior_translation_mm = model.anteriorTranslation(posture.kneeFlexion, using: knee) * 1e3
  return t
}

private func patella(_ c: [Double]) -> FrameResult.Patella {
  var p = FrameResult.Patella()
  p.x_mm = c[Coordinate.patellaX] * 1e3
  p.y_mm = c[Coordinate.patellaY] * 1e3
  p.shift_mm = c[Coordinate.patellaZ] * 1e3
  p.flexion_deg = degrees(c[Coordinate.patellaFlexion])
  p.tilt_deg = degrees(c[Coordinate.patellaTilt])
  p.rotation_deg = degrees(c[Coordinate.patellaRotation])
  return p
}

/// Magnitude of the resultant of the tendon's strands, N.
private func patellarTendonForce(_ model: KneeModel, _ knee: borrowing KneeWorkspace) -> Double {
  model.patellarTendonForce(using: knee).length
}
