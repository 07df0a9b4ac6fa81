import Solvers

/// What the recruitment can take.
public enum RecruitmentLimits {
  /// Most muscles of a model.
  public static let muscles = RecruitmentProblem.maximumMuscleCount
}

/// The muscles of a knee that is being solved: their state and the recruitment problem. Made once per thread.
public struct MuscleWorkspace: ~Copyable {
  /// Activation, 0 to 1                                    (muscles)
  public internal(set) var activations: [Double]
  /// Tendon force, N                                       (muscles)
  public internal(set) var forces: [Double]
  /// Fiber and tendon at the present length and activation (muscles)
  public internal(set) var fibers: [FiberState]
  /// Musculotendon length (m) and activation of the last fiber state     (muscles each)
  var solvedLength, solvedActivation: [Double]
  /// Effective moment arms about the knee, m               (muscles)
  public internal(set) var kneeArms: [Double]
  /// Power of the activation in the cost, 2 or 3
  let exponent: Int
  /// Weight of the activation in the cost                  (muscles)
  let weights: [Double]
  /// d²F/da² of every muscle's force, N                    (muscles)
  var forceCurvature: [Double]
  /// The quadratic model of one pass in b = a - shift      (muscles)
  var problem: RecruitmentProblem
  var shift: [Double]
  /// Involuntary activations                               (muscles)
  var floor: [Double]
  /// Where the present step began, and the change of forces it proposes, N      (muscles each)
  var startActivations, startForces, activationStep, forceStep: [Double]
  /// Part of the step that was taken
  var stepLength = 1.0
  var history: AndersonHistory
  /// Whether the last recruitment left moments that no muscle can supply
  var needsReserve = false
  /// Sign of the moments that the muscles cannot supply, 0 where they can; nil where that is not known by joint.
  var lacking: SIMD3<Double>? = nil
  /// The fibers, four by four                              (muscles / 4)
  var fiberLanes: [FiberLanes]
  /// True when the present step goes back on the last one
  var swings = false
  /// Penalty of missing moments in the merit, cost per N·m, and the merit where the step began
  var penalty = 0.0, lastMerit = 0.0
  /// Activations that the recruitment proposes             (muscles)
  var proposed: [Double]
  /// Activations, forces and λ that `keep` put aside          (muscles)
  var keptActivations, keptForces: [Double]
  var keptMultiplier: SIMD3<Double>? = nil, keptLacking: SIMD3<Double>? = nil
  /// λ of the last recruitment
  var multiplier: SIMD3<Double>? = nil

  /// - Parameter exponent: power of the activation in the cost, 2 or 3.
  public init(_ model: KneeModel, exponent: Int) {
    let n = model.muscles.count
    activations = Array(repeating: 0, count: n)
    forces = activations
    fibers = Array(repeating: FiberState(), count: n)
    kneeArms = activations
    (solvedLength, solvedActivation) = (activations, activations)
    proposed = activations
    shift = activations
    floor = activations
    (keptActivations, keptForces) = (activations, activations)
    (startActivations, startForces) = (activations, activations)
    (activationStep, forceStep) = (activations, activations)
    history = AndersonHistory(muscles: n)
    forceCurvature = activations
    let parameters = model.muscles.map(\.parameters)
    fiberLanes = stride(from: 0, to: n, by: 4).map { FiberLanes(Array(parameters[$0..<min($0 + 4, n)])) }
    self.exponent = exponent
    weights = (0..<n).map { model.recruitmentWeight(of: $0) }
    problem = RecruitmentProblem(muscleCount: n, exponent: 2)
  }

  /// Puts the present activations and forces aside.
  public mutating func keep() {
    for i in activations.indices {
      keptActivations[i] = activations[i]
      keptForces[i] = forces[i]
    }
    keptMultiplier = multiplier
    keptLacking = lacking
  }

  /// Takes the activations and forces that were put aside.
  public mutating func goBack() {
    for i in activations.indices {
      activations[i] = keptActivations[i]
      forces[i] = keptForces[i]
    }
    multiplier = keptMultiplier
    needsReserve = false
    lacking = keptLacking
  }

  /// Forgets the last frame.
  public mutating func reset() {
    for i in activations.indices {
      activations[i] = 0
      forces[i] = 0
      fibers[i] = FiberState()
    }
    multiplier = nil
    needsReserve = false
    lacking = nil
  }
}

extension KneeModel {
  /// Weight of a muscle's activation in the cost: its volume over the mean volume of all muscles, dimensionless.
  ///
  /// A cost by volume does not depend on how many parts a muscle is divided into. Source: Happee & van der Helm 1995
  /// J Biomech 28:1179; used in concurrent optimization of the knee by Smith et al. 2016 (COMAK), Lenhart et al. 2015.
  func recruitmentWeight(of i: Int) -> Double {
    let mean = muscles.reduce(0) { $0 + $1.volumeFraction } / Double(muscles.count)
    return muscles[i].volumeFraction / mean
  }
}
