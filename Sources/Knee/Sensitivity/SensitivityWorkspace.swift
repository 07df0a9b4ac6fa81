import Dense

/// Numbers of a solved task whose derivatives are computed.
public enum TaskOutput: Int, CaseIterable, Sendable {
  /// Size of the resultant contact force, N.
  case patellofemoralForce
  /// That force over the contact area, Pa.
  case patellofemoralMeanStress
  /// `ContactSummary.peakPressure` of the patella, Pa.
  case patellofemoralPeakPressure
  /// Size of the resultant contact force on the tibia, N.
  case tibiofemoralForce
}

/// Where the derivatives by each parameter stand.
public struct SensitivityParameters: Sendable {
  /// Number of muscles of the model.
  public let muscles: Int
  /// Number of parameters.
  public var count: Int { 4 * muscles + 2 + Strand.Bundle.allCases.count }

  /// Of muscle `i`, per unit of the part of its tension.
  public func tone(_ i: Int) -> Int { i }
  public func stiffness(_ i: Int) -> Int { muscles + i }
  public func shortening(_ i: Int) -> Int { 2 * muscles + i }
  public func strength(_ i: Int) -> Int { 3 * muscles + i }
  /// Body mass, per kg: moments and external force grow with it, and the muscles with their volume.
  public var mass: Int { 4 * muscles }
  /// Modulus of all cartilage, per unit of its logarithm (1 % is 0.01).
  public var cartilageModulus: Int { 4 * muscles + 1 }
  /// Slack length of the strands of a bundle, per unit of its logarithm.
  public func slack(_ bundle: Strand.Bundle) -> Int {
    4 * muscles + 2 + (Strand.Bundle.allCases.firstIndex(of: bundle) ?? 0)
  }
}

/// What the derivatives of a solved task rest on.
public struct SensitivityReport: Sendable, Equatable {
  public enum Status: String, Sendable {
    case exact
    /// The equations are singular there: the solution has no derivative, as at a fold.
    case singular
    /// The moments could not be met, and what is missing cannot be told by single joints.
    case reserve
  }
  public var status = Status.exact
  /// Least change of a muscle's activation that would free it or bind it, 0 to 1; greater where none could change.
  public var margin = 1.0
  /// That muscle.
  public var nearest: Int? = nil
  /// Muscles whose own distance is below `nearDistance`, bit `i` for muscle `i`.
  public var near: UInt64 = 0
}

/// The equations of a solved task, differentiated, and what follows from them. Made once per thread.
public struct SensitivityWorkspace: ~Copyable {
  public let parameters: SensitivityParameters
  /// Derivatives of every output by every parameter        (outputs × parameters, parameters fastest)
  public internal(set) var derivatives: [Double]
  /// The outputs themselves, N and Pa                      (outputs)
  public internal(set) var values: [Double]

  /// Unknowns of the pose.
  let n: Int
  /// Equations of the motion (n), the pose (n) and the moments (3) in the unknowns δq, δv (both scaled), δλ
  var system: FactoredSystem
  /// Right-hand sides, then adjoints, of the outputs       ((2 n + 3) × outputs)
  var adjoint: [Double]
  /// Adjoints of pose and motion in all coordinates; zero where none is solved      (12 each)
  var posePart, motionPart: [Double]
  /// Rate of the Hessian along the motion, row-major       (12 × 12)
  var hessianRate: [Double]
  /// Gradient of the contacts' energy, its rate along the motion, and its Hessian      (12, 12, 12 × 12)
  var contactGradient, contactMotion, contactHessian: [Double]
  /// How a muscle's force enters the equations             (muscles × (2 n + 3))
  var entry: [Double]
  /// First row of that which is not zero: of the moments where a muscle does not cross the knee     (muscles)
  let firstEntry: [Int]
  /// How a muscle's force answers to the unknowns          (2 n + 3)
  var answer: [Double]
  /// Change of a muscle's force, at given unknowns, per unit of tone, stiffness, shortening, strength, and of the
  /// logarithm of its maximal force, N                      (muscles × 5)
  var forcePer: [Double]
  /// Of taut strands: changes of the gradient and of its rate per logarithm of a strand's slack length (N and N/rad), of the knee moment
  /// and of the hip moment (N·m)                            (strands × 12, strands × 12, strands, strands)
  var slackGradient, slackMotion, slackKnee, slackHip: [Double]

  public init(_ model: KneeModel, freedom: Freedom) {
    n = freedom.solved.count
    let size = 2 * n + 3
    let (muscles, strands, outputs) = (model.muscles.count, model.strands.count, TaskOutput.allCases.count)
    parameters = SensitivityParameters(muscles: muscles)
    func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
    derivatives = zeros(outputs * parameters.count)
    values = zeros(outputs)
    system = FactoredSystem(n: size)
    adjoint = zeros(size * outputs)
    (posePart, motionPart) = (zeros(12), zeros(12))
    (hessianRate, contactHessian) = (zeros(144), zeros(144))
    (contactGradient, contactMotion) = (zeros(12), zeros(12))
    entry = zeros(muscles * size)
    firstEntry = MuscleGeometry(model).paths.map { $0.crossing == nil ? size - 3 : 0 }
    answer = zeros(size)
    forcePer = zeros(5 * muscles)
    (slackGradient, slackMotion) = (zeros(12 * strands), zeros(12 * strands))
    (slackKnee, slackHip) = (zeros(strands), zeros(strands))
  }

  /// The derivative of one output by one parameter.
  public func derivative(of output: TaskOutput, by parameter: Int) -> Double {
    derivatives[output.rawValue * parameters.count + parameter]
  }
}
