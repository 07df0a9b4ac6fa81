import Dense
import Knee

/// One thread's workspaces along a motion: tasks are followed one by one, each from those before it.
///
/// `Simulator.solve` is this for all frames of a motion; made once, it allocates nothing from frame to frame.
public struct Run: ~Copyable {
  let simulator: Simulator
  let tension: [MuscleTension]
  var knee: KneeWorkspace
  var muscle: MuscleWorkspace
  var system: TaskSystem
  private var history: TaskHistory
  private var path: TaskPath
  /// The last task that was solved, if the workspaces hold its solution
  private var last: KneeTask? = nil
  /// The frame just solved could not be reached from the one before
  private var isRestarted = false
  /// The tibia has slipped off its path, or was found there by a start afresh, and has not been back since
  private var isAstray = false
  /// The frame just solved was found by Newton's method from the last frames
  private(set) var isPredicted = false

  /// - Parameter tension: one per muscle of the model.
  public init(_ simulator: Simulator, tension: [MuscleTension]) {
    self.simulator = simulator
    self.tension = tension
    knee = KneeWorkspace(simulator.model, freedom: simulator.freedom)
    system = TaskSystem(simulator.model, freedom: simulator.freedom)
    history = TaskHistory(simulator.model)
    path = TaskPath(simulator.model, freedom: simulator.freedom)
    muscle = MuscleWorkspace(simulator.model, exponent: simulator.exponent)
  }

  /// Steps into which the way from the last frame is divided when the whole of it does not converge.
  static let divisions = [1, 4, 16, 64]
  /// Steps of Newton's method from the last solution where the prediction was too far off.
  static let newtonSteps = 3
  /// How closely the steps between are solved, N, and as a part of the moments.
  static let roughTolerance = 0.1
  /// Steps in which a load is put on a knee that did not take it at once.
  static let loadings = [8, 32]
  /// Halvings with which the part of a load that can be held is sought: to a thousandth of the load.
  static let halvings = 10

  /// Longest way of an unknown from one frame to the next, m (angles count `rotationLength` m per rad): farther than a torn
  /// ligament lets the tibia go.
  static let longestWay = 0.015
  /// Distance of the tibia from its passive path from which it counts as slipped off, m: half the depth of its plateau,
  /// of which little then bears. Assumed.
  static let slipped = 0.025

  /// Solves a task from the one before, in smaller steps where one is too long, and along the curve of solutions where those
  /// lead far away. Where there is no solution near the last the knee slips to another. Only where none is found from there
  /// it is solved afresh from the passive path: at once, or else by loading the knee bit by bit.
  @discardableResult
  public mutating func follow(_ task: KneeTask) -> TaskReport {
    isRestarted = false
    isPredicted = false
    if let last {
      knee.keep()
      muscle.keep()
      if simulator.predicts, let report = predict(task) ?? approachByNewton(task, from: last) {
        isAstray = isAstray && knee.tibiaFromPath > Self.slipped
        return report
      }
      var report = goOn(task, from: last)
      if report == nil {
        report = slip(task, from: last)
        isAstray = true
      }
      if let report {
        isAstray = isAstray && knee.tibiaFromPath > Self.slipped
        self.last = task
        // What was hard to reach says little about what follows.
        history.reset()
        history.record(knee, muscle)
        return report
      }
    }
    let report = beginAfresh(task)
    isAstray = knee.tibiaFromPath > Self.slipped
    return report
  }

  /// Solves a task from the passive path.
  private mutating func beginAfresh(_ task: KneeTask) -> TaskReport {
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
      if let report = approach(task, from: task.unloaded, steps: steps) {
        history.record(knee, muscle)
        return report
      }
    }
    last = nil
    if atOnce.recruitment.needsReserve, let held = holdWhatCanBeHeld(task, lacking: atOnce.reserve) {
      return held
    }
    // Nothing converged: what is shown is where the robust method alone came to, with its report.
    startAfresh(task)
    return simulator.model.solve(
      task, tension: tension, settings: simulator.settings, using: &knee, &muscle)
  }

  /// A solution near the last one, which is put aside: by the robust method, or else along the curve of solutions.
  private mutating func goOn(_ task: KneeTask, from last: KneeTask) -> TaskReport? {
    for steps in Self.divisions {
      knee.goBack()
      muscle.goBack()
      if let report = approach(task, from: last, steps: steps), knee.wayFromKept <= Self.longestWay {
        return report
      }
    }
    knee.goBack()
    muscle.goBack()
    guard
      path.follow(simulator.model, task, from: last, tension: tension, using: &knee, &muscle, &system)
    else { return nil }
    let report = simulator.model.solveByNewton(
      task, tension: tension, settings: simulator.settings, using: &knee, &muscle, &system)
    return report.status == .converged && knee.wayFromKept <= Self.longestWay ? report : nil
  }

  /// The solution to which the robust method leads from the last one, however far.
  private mutating func slip(_ task: KneeTask, from last: KneeTask) -> TaskReport? {
    for steps in Self.divisions {
      knee.goBack()
      muscle.goBack()
      if let report = approach(task, from: last, steps: steps) { return report }
    }
    return nil
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
    let report = simulator.model.solveByNewton(
      task, tension: tension, settings: simulator.settings, using: &knee, &muscle, &system)
    guard report.status == .converged, report.equilibrium.minimumStiffness > 0 else { return nil }
    last = task
    isPredicted = true
    history.record(knee, muscle)
    return report
  }

  /// The same from the last solution itself, in a few smaller steps.
  private mutating func approachByNewton(_ task: KneeTask, from last: KneeTask) -> TaskReport? {
    knee.goBack()
    muscle.goBack()
    let steps = Self.newtonSteps
    var settings = simulator.settings
    settings.forceTolerance = Self.roughTolerance
    settings.residualTolerance = Self.roughTolerance
    for step in 1...steps {
      let part = step == steps ? task : task.blended(from: last, Double(step) / Double(steps))
      let report = simulator.model.solveByNewton(
        part, tension: tension, settings: step == steps ? simulator.settings : settings, using: &knee,
        &muscle,
        &system)
      guard report.status == .converged, report.equilibrium.minimumStiffness > 0 else { return nil }
      if step == steps {
        self.last = task
        isPredicted = true
        history.record(knee, muscle)
        return report
      }
    }
    return nil
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
    let report = simulator.model.solve(
      task, tension: tension, settings: simulator.settings, using: &knee, &muscle)
    guard report.status == .maxIterations else { return report }
    let between = report.muscleAtJump == nil ? nil : TaskState(knee, muscle)
    muscle.noteLacking(report)
    var newton = simulator.model.solveByNewton(
      task, tension: tension, settings: simulator.settings, using: &knee, &muscle, &system)
    newton.passes += report.passes
    newton.iterations += report.iterations
    guard newton.status != .converged, let between else {
      return newton.status == .converged ? newton : report
    }
    // No solution on either side of a jump: the one between.
    between.restore(&knee, &muscle)
    simulator.model.evaluateAll(task, using: &knee, &muscle)
    muscle.noteLacking(report)
    var found = report
    found.status = .converged
    found.equilibrium.status = .converged
    return found
  }

  /// Everything about the frame just solved; the muscles go to `muscles`, one each, from `first` on.
  public func values(
    _ task: KneeTask, _ report: TaskReport, _ muscles: inout [FrameResult.Muscle], first: Int
  )
    -> FrameValues
  {
    var values = FrameValues(
      simulator, task.posture, report.equilibrium, knee: knee, forces: muscle.forces,
      kneeArms: muscle.kneeArms)
    values.net_moment_Nm = .init(hip: task.moment.x, knee: task.moment.y, ankle: task.moment.z)
    values.reserve_Nm = .init(hip: report.reserve.x, knee: report.reserve.y, ankle: report.reserve.z)
    for i in muscle.forces.indices {
      let fiber = muscle.fibers[i]
      muscles[first + i] = FrameResult.Muscle(
        activation: muscle.activations[i], force_N: muscle.forces[i], passive_force_N: fiber.passiveForce,
        fiber_length: fiber.fiberLength)
      if fiber.isClamped { values.limits.tooShortMuscles |= 1 << UInt64(i) }
    }
    values.limits.heldPart = report.heldPart
    values.limits.muscleAtJump = report.muscleAtJump
    values.limits.isRestarted = isRestarted
    values.limits.hasSlipped =
      isAstray && report.heldPart == 1 && knee.tibiaFromPath > Self.slipped
    values.status = report.status
    values.iterations = report.iterations
    return values
  }
}
