import Knee
import Solvers

/// A motion in one state, solved: plain numbers, in arrays made once.
public struct MotionSolution: Sendable, Equatable {
  /// One per frame, in order.
  public var frames: [FrameValues]
  /// One per frame and muscle                               (frames × muscles, muscles fastest)
  public var muscles: [FrameResult.Muscle]
  /// Poses of tibia and patella, rad and m                  (frames × 12, coordinates fastest)
  public internal(set) var coordinates: [Double]

  public init(frames: Int, muscles: Int) {
    self.frames = Array(repeating: FrameValues(), count: frames)
    self.muscles = Array(repeating: FrameResult.Muscle(), count: frames * muscles)
    coordinates = Array(repeating: 0, count: frames * Coordinate.count)
  }

  /// The muscles of a frame, one per muscle of the model.
  func muscles(_ frame: Int) -> ArraySlice<FrameResult.Muscle> {
    let count = muscles.count / frames.count
    return muscles[(frame * count)..<((frame + 1) * count)]
  }

  /// Pose of tibia and patella in a frame, rad and m (12).
  func pose(_ frame: Int) -> ArraySlice<Double> {
    coordinates[(frame * Coordinate.count)..<((frame + 1) * Coordinate.count)]
  }

  /// Takes note of the pose of a frame.
  mutating func keepPose(_ frame: Int, _ knee: borrowing KneeWorkspace) {
    for c in 0..<Coordinate.count { coordinates[frame * Coordinate.count + c] = knee.coordinates[c] }
  }

  /// The frames as documents have them, with names and words.
  public func results(_ model: KneeModel) -> [FrameResult] {
    frames.indices.map { FrameResult(frames[$0], model, muscles: muscles($0)) }
  }

  /// Peaks and impulse; see `summarize`.
  public var summary: Summary {
    var summary = Summary()
    var last: FrameValues? = nil
    for frame in frames where frame.status == .converged {
      summary.add(
        frame.patellofemoral, tibiofemoral_BW: frame.tibiofemoral.force_BW, phase_percent: frame.phase_percent
      )
      if let last {
        summary.addImpulse(
          from: last.phase_percent, last.patellofemoral.force_BW, to: frame.phase_percent,
          frame.patellofemoral.force_BW)
      }
      last = frame
    }
    if frames.count < 2 { summary.peak_phase_percent = nil }
    return summary
  }
}

extension FrameResult {
  /// - Parameter muscles: one per muscle of the model.
  init(_ values: FrameValues, _ model: KneeModel, muscles values_: ArraySlice<Muscle>) {
    self.init()
    phase_percent = values.phase_percent
    hip_flexion_deg = values.hip_flexion_deg
    knee_flexion_deg = values.knee_flexion_deg
    ankle_dorsiflexion_deg = values.ankle_dorsiflexion_deg
    patellofemoral = values.patellofemoral
    tibiofemoral = values.tibiofemoral
    patella = values.patella
    quadriceps_force_N = values.quadriceps_force_N
    patellar_tendon_force_N = values.patellar_tendon_force_N
    quadriceps_moment_arm_mm = values.quadriceps_moment_arm_mm
    net_moment_Nm = values.net_moment_Nm
    reserve_Nm = values.reserve_Nm
    excess_moment_Nm = values.excess_moment_Nm
    ligaments_N = values.ligaments_N
    muscles.reserveCapacity(model.muscles.count)
    for (muscle, value) in zip(model.muscles, values_) { muscles[muscle.name] = value }
    status = values.status.rawValue
    clamps = values.limits.words(model)
    iterations = values.iterations
    residual = values.residual
    minimum_stiffness = values.minimum_stiffness
  }
}

extension FrameResult {
  /// What `clamps` says of a tibia that has slipped off its path.
  public static let slipWords = "the shin bone has slipped more than 25 mm off its passive path"

  /// What `clamps` says, after the muscle, of a frame in which the equations jump.
  public static let jumpWords = " begins to wrap here: forces are between those just before and after"

  /// What `clamps` says where muscle forces are taken from a frame that was held by an unstable equilibrium.
  public static let unstableBaselineWords =
    "muscle forces that stay as they are would not keep the bones where the movement had them: another balance is shown"

  /// Whether the tibia has slipped off its path: the moments missing there say nothing about the muscles.
  public var hasSlipped: Bool { clamps?.contains(Self.slipWords) ?? false }
}

extension FrameValues.Limits {
  /// What is to be said of them, nil when nothing.
  func words(_ model: KneeModel, from before: String = "frame") -> [String]? {
    var words: [String] = []
    if contactIsPastLimit { words.append("cartilage is squeezed past 90 % of its thickness") }
    if isBeyondPath { words.append("flexion is beyond the published passive path, which goes on straight") }
    for (i, muscle) in model.muscles.enumerated() where tooShortMuscles & (1 << UInt64(i)) != 0 {
      words.append("\(muscle.name) is too short to pull")
    }
    if heldPart < 1 {
      words.append(
        "no solution under the whole moment: shown under \(Int((100 * heldPart).rounded(.down))) % of it")
    }
    if let muscleAtJump { words.append(model.muscles[muscleAtJump].name + FrameResult.jumpWords) }
    if hasSlipped { words.append(FrameResult.slipWords) }
    if isBaselineUnstable { words.append(FrameResult.unstableBaselineWords) }
    if isRestarted { words.append("solved afresh from the passive path, not from the \(before) before") }
    return words.isEmpty ? nil : words
  }
}
