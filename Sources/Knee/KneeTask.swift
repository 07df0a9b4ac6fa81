import Solvers

/// What a leg has to do at one instant.
public struct KneeTask: Sendable {
  public var posture: KneePosture
  /// Angular velocities of hip flexion, knee flexion, ankle dorsiflexion, rad/s.
  public var velocity: SIMD3<Double>
  /// Net internal moments to be supplied: hip extension, knee extension, ankle plantarflexion, N·m.
  public var moment: SIMD3<Double>
  /// Moments that are asked for; the others are left as they come.
  public var isDemanded: SIMDMask<SIMD3<Int64>>

  public init(
    posture: KneePosture, velocity: SIMD3<Double> = .zero, moment: SIMD3<Double>,
    isDemanded: SIMDMask<SIMD3<Int64>> = .init(repeating: true)
  ) {
    self.posture = posture
    self.velocity = velocity
    self.moment = moment
    self.isDemanded = isDemanded
  }
}

extension KneeTask {
  /// The same posture with nothing to hold and nothing that pushes.
  public var unloaded: KneeTask {
    var task = self
    task.posture.externalForce = .zero
    task.velocity = .zero
    task.moment = .zero
    return task
  }

  /// The task `part` (0 to 1) of the way from `other` to this one; what is demanded is as here.
  public func blended(from other: KneeTask, _ part: Double) -> KneeTask {
    var task = self
    task.posture = posture.blended(from: other.posture, part)
    task.velocity = other.velocity + part * (velocity - other.velocity)
    task.moment = other.moment + part * (moment - other.moment)
    return task
  }
}

/// How closely a task is met.
public struct RecruitmentLoopSettings: Sendable {
  /// Largest change of a muscle's force from one pass to the next, N: a millionth of a small muscle's force.
  public var forceTolerance = 1e-6
  /// Passes of equilibrium and recruitment; 5 to 8 are usual from the neighboring frame.
  public var maxPasses = 30
  /// Passes of the joint Newton method that follows where those do not end.
  public var maxJointPasses = 400
  /// Largest factor by which the joint method stiffens the cost against swings, and smallest part of a step it takes.
  public var maxDamping = 1000.0, minJointPart = 0.05
  /// Longest step of a coordinate in the joint method, m (angles count `rotationLength` m per rad).
  public var maxJointStep = 0.0005
  /// At a jump of the equations: residual force, N, and missing part of the moments; and how far a force may swing across it, N:
  /// a hundredth of what a loaded knee's muscles pull.
  public var jumpTolerance = 1e-4, jumpSwing = 10.0
  /// Last passes of the joint method in which such a jump is looked for.
  public var jumpPasses = 10
  /// A step is halved when it did not lower the merit, but only while the forces still change by more than this, N:
  /// below, merits differ by rounding.
  public var trustedChange = 10.0
  /// Halvings of one step before it is taken all the same.
  public var maxHalvings = 6
  /// Passes of Newton's method; 3 or 4 are usual from a prediction.
  public var maxNewtonPasses = 12
  /// Its twist is found in the second pass, and again after a pass that changed a force by more than this, N.
  public var twistChange = 0.3
  /// Longest step of a coordinate in Newton's method, m (angles count `rotationLength` m per rad): about the depth of a
  /// contact.
  public var maxNewtonStep = 0.0005
  /// Steps that may be shortened to it; more go back and forth.
  public var maxLimitedSteps = 4
  /// Newton's method ends at a pose whose residual force is below this, N, and moments are met to this part of them, once the
  /// next change of a force, judged by the last two, would be below `forceTolerance`.
  public var residualTolerance = 1e-6
  /// Longest way of a coordinate from where Newton's method began, m (angles count `rotationLength` m per rad): farther off
  /// may be another solution.
  public var maxNewtonWay = 0.0015
  public init() {}
}

/// How a task was solved.
public struct TaskReport: Sendable {
  public init() {}

  public var status = SolverStatus.maxIterations
  /// Passes of equilibrium and recruitment, and Newton iterations of all equilibria together.
  public var passes = 0, iterations = 0
  /// Of the last equilibrium.
  public var equilibrium = EquilibriumReport()
  /// Of the last recruitment.
  public var recruitment = RecruitmentReport()
  /// Largest change of a muscle's force in the last pass, of Newton's method the one that another pass would still bring, N.
  public var forceChange = 0.0
  /// The muscle whose beginning to wrap makes the equations jump: forces are between those of either side.
  public var muscleAtJump: Int? = nil
  /// Part of the moments that are too great for the muscles under which the knee was solved, 0 to 1: less than 1 where the whole has no solution.
  public var heldPart = 1.0
  /// Moments that no muscle supplied, N·m.
  public var reserve = SIMD3<Double>.zero
}
