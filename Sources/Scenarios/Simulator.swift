import Activities
import Dense
import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Solves motions and rigs for one person. Immutable: any number of threads may share it.
public struct Simulator: Sendable {
  /// The model scaled to the person.
  public let model: KneeModel
  public let person: Person
  /// Mass whose weight and moments the knee carries, kg; the person's own unless set. Knee and muscles, and body weights as a
  /// unit, stay those of `person`: the same person after a loss of weight, moving as before.
  public var carriedMass: Double
  public let freedom: Freedom
  /// Power of the activation in the recruitment's cost.
  public let exponent: Int
  /// Weight of shank and foot over body weight (de Leva 1996, by sex).
  let legWeightFraction: Double
  /// Indices of the four heads of the quadriceps.
  let quadriceps: [Int]
  /// How closely a task is met.
  var settings = RecruitmentLoopSettings()
  /// False to solve every frame by the robust method alone, with which Newton's is compared.
  var predicts = true

  /// - Parameters:
  ///   - model: unscaled.
  ///   - exponent: 2 or 3.
  public init(
    model: KneeModel, person: Person, freedom: Freedom = .patella, exponent: Int = 2
  ) throws(InputError) {
    guard exponent == 2 || exponent == 3 else {
      throw InputError(.usage, place: "exponent", problem: "\(exponent) is not offered", allowed: "2 or 3")
    }
    self.model = model.scaled(to: person)
    self.person = person
    carriedMass = person.mass
    self.freedom = freedom
    self.exponent = exponent
    quadriceps = model.quadriceps
    legWeightFraction = try BodySegments.belowKneeMassFraction(person)
  }

  /// Solves every frame of a motion in order, each from the one before; a cycle is entered a
  /// quarter of it before its first frame, so that the path leads into that frame as it leads out of the last.
  /// - Parameters:
  ///   - tension: one per muscle of the model.
  ///   - progress: called once for every frame that is done.
  public func solve(
    _ motion: Motion, tension: [MuscleTension], progress: (@Sendable () -> Void)? = nil
  ) -> [FrameResult] {
    solvedState(motion, tension: tension, progress: progress).solution.results(model)
  }

  /// The same as plain numbers, with the tension they belong to.
  public func solvedState(
    _ motion: Motion, tension: [MuscleTension], progress: (@Sendable () -> Void)? = nil
  ) -> SolvedState {
    var solution = MotionSolution(frames: motion.frames.count, muscles: model.muscles.count)
    solve(motion, tension: tension, into: &solution, progress: progress)
    return SolvedState(tension: tension, solution: solution)
  }

  /// The same into arrays that exist, of as many frames as the motion has: workspaces are made once, and
  /// nothing is allocated from frame to frame.
  public func solve(
    _ motion: Motion, tension: [MuscleTension], into solution: inout MotionSolution,
    progress: (@Sendable () -> Void)? = nil
  ) {
    let count = model.muscles.count
    precondition(tension.count == count, "\(tension.count) tensions for \(count) muscles")
    precondition(
      solution.frames.count == motion.frames.count && solution.muscles.count == motion.frames.count * count,
      "a solution of \(solution.frames.count) frames for \(motion.frames.count)")
    var index = 0
    follow(motion, tension: tension) { frame, task, report, run in
      var values = run.values(task, report, &solution.muscles, first: index * count)
      values.phase_percent = frame.phasePercent
      solution.frames[index] = values
      solution.keepPose(index, run.knee)
      index += 1
      progress?()
    }
  }

  /// Follows a motion as `solve` does, and lets `body` see the run after every frame.
  func follow(
    _ motion: Motion, tension: [MuscleTension],
    _ body: (MotionFrame, KneeTask, TaskReport, inout Run) -> Void
  ) {
    var run = Run(self, tension: tension)
    if motion.isPeriodic, let first = motion.frames.first {
      // The path that leads into the first frame of a cycle is the cycle itself.
      for frame in motion.frames.suffix(motion.frames.count / 4) { run.follow(task(for: frame)) }
      run.follow(task(for: first))
    }
    for frame in motion.frames {
      let task = task(for: frame)
      let report = run.follow(task)
      body(frame, task, report, &run)
    }
  }

  /// The task of one frame: moments and external force of this person.
  func task(for frame: MotionFrame) -> KneeTask {
    let posture = KneePosture(
      kneeFlexion: frame.kneeFlexion, hipFlexion: frame.hipFlexion,
      ankleDorsiflexion: frame.ankleDorsiflexion,
      externalForce: externalForce(frame))
    var isDemanded = SIMDMask<SIMD3<Int64>>(repeating: true)
    isDemanded[0] = frame.hipMomentIsValid
    if frame.isAtRest { isDemanded = .init(repeating: false) }
    return KneeTask(
      posture: posture, velocity: SIMD3<Double>(frame.hipVelocity, frame.kneeVelocity, frame.ankleVelocity),
      moment: carriedMass
        * SIMD3<Double>(frame.hipExtensionMoment, frame.kneeExtensionMoment, frame.anklePlantarflexionMoment),
      isDemanded: isDemanded)
  }

  /// What the foot brings from below: its ground reaction minus the weight of shank and foot (inertia neglected), turned
  /// into the femur frame: a world vector v (forward, up) becomes R(-b) v with the thigh inclined forward by b.
  func externalForce(_ frame: MotionFrame) -> Vector3 {
    let weight = carriedMass * Person.gravity
    let forward = frame.groundReactionAnterior * weight
    let up = (frame.groundReactionVertical - legWeightFraction) * weight
    let (s, c) = (sin(frame.thighInclination), cos(frame.thighInclination))
    return Vector3(c * forward + s * up, -s * forward + c * up, 0)
  }
}
