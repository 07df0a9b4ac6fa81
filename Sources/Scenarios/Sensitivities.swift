import Knee

/// How much one number of a result changes with every parameter: exact derivatives, each over a small step that its key
/// names. Changes are linear in the step; of larger steps they are the tangent.
public struct Derivatives: Codable, Sendable, Equatable {
  /// Per percent of involuntary activation of each muscle, in the order of `MotionSensitivities.muscles`. Zero for a
  /// muscle that is more active than its tone anyway.
  public var tone_per_percent: [Double]
  /// Per tenth of the healthy passive force of each muscle.
  public var stiffness_per_10_percent: [Double]
  /// Per percent of the optimal fiber length of each muscle.
  public var shortening_per_percent: [Double]
  /// Per tenth of the healthy maximal force of each muscle.
  public var strength_per_10_percent: [Double]
  /// Per kilogram of body mass: moments and ground reaction grow with it, and the muscles with their volume.
  public var body_mass_per_kg: Double
  /// Per tenth of the modulus of all cartilage.
  public var cartilage_modulus_per_10_percent: Double
  /// Per percent of the slack length of all ligaments, retinacula and capsule, and of the patellar tendon.
  public var ligament_slack_per_percent, patellar_tendon_length_per_percent: Double
  /// Per percent of the slack length of each bundle, in the order of `MotionSensitivities.bundles`.
  public var bundle_slack_per_percent: [Double]
}

/// The derivatives of one solved frame.
public struct FrameSensitivities: Codable, Sendable, Equatable {
  /// Percent of the motion.
  public var phase_percent: Double? = nil
  /// Absent where there are none; `missing` says why.
  public var patellofemoral_force_N, patellofemoral_mean_stress_MPa: Derivatives?
  public var patellofemoral_peak_pressure_MPa, tibiofemoral_force_N: Derivatives?
  /// Why there are no derivatives.
  public var missing: String? = nil
  /// Where the derivatives may hold for very small changes only, in words; absent when nowhere.
  public var caution: [String]? = nil
  public init() {}
}

/// The derivatives of one number of the summary.
public struct SummarySensitivity: Codable, Sendable, Equatable {
  /// Index of the frame of the peak, from 0; absent for an impulse.
  public var frame: Int? = nil
  /// Absent where a frame that it needs has none.
  public var derivatives: Derivatives? = nil
  /// Of the peak's frame; for an impulse how many frames have one.
  public var caution: [String]? = nil
  public init() {}
}

/// The derivatives of every number of a summary, under the summary's keys.
public struct SummarySensitivities: Codable, Sendable, Equatable {
  public var peak_patellofemoral_force_N = SummarySensitivity()
  public var peak_patellofemoral_force_BW = SummarySensitivity()
  public var peak_mean_stress_MPa = SummarySensitivity(), peak_pressure_MPa = SummarySensitivity()
  public var patellofemoral_impulse_BW_percent = SummarySensitivity()
  public var peak_tibiofemoral_force_BW = SummarySensitivity()
  public init() {}
}

/// The derivatives of a solved motion.
public struct MotionSensitivities: Codable, Sendable, Equatable {
  /// Names of the muscles and of the bundles of ligaments, in the order of the derivatives.
  public var muscles, bundles: [String]
  public var summary: SummarySensitivities
  public var frames: [FrameSensitivities]
}

extension Derivatives {
  /// Of one output of a solved task, each number times `scale`.
  init(_ s: borrowing SensitivityWorkspace, _ output: TaskOutput, scale: Double) {
    let p = s.parameters
    let row = output.rawValue * p.count
    /// Of all muscles, whose numbers follow each other.
    func values(from first: Int, _ step: Double) -> [Double] {
      s.derivatives[(row + first)..<(row + first + p.muscles)].map { scale * step * $0 }
    }
    tone_per_percent = values(from: p.tone(0), 0.01)
    stiffness_per_10_percent = values(from: p.stiffness(0), 0.1)
    shortening_per_percent = values(from: p.shortening(0), 0.01)
    strength_per_10_percent = values(from: p.strength(0), 0.1)
    body_mass_per_kg = scale * s.derivative(of: output, by: p.mass)
    cartilage_modulus_per_10_percent = 0.1 * scale * s.derivative(of: output, by: p.cartilageModulus)
    bundle_slack_per_percent = []
    bundle_slack_per_percent.reserveCapacity(Strand.Bundle.allCases.count)
    (ligament_slack_per_percent, patellar_tendon_length_per_percent) = (0, 0)
    for bundle in Strand.Bundle.allCases {
      let change = 0.01 * scale * s.derivative(of: output, by: p.slack(bundle))
      bundle_slack_per_percent.append(change)
      if bundle == .patellarTendon {
        patellar_tendon_length_per_percent = change
      } else {
        ligament_slack_per_percent += change
      }
    }
  }

  /// Nothing changes.
  init(muscles: Int, bundles: Int) {
    let none = [Double](repeating: 0, count: muscles)
    (tone_per_percent, stiffness_per_10_percent) = (none, none)
    (shortening_per_percent, strength_per_10_percent) = (none, none)
    (body_mass_per_kg, cartilage_modulus_per_10_percent) = (0, 0)
    (ligament_slack_per_percent, patellar_tendon_length_per_percent) = (0, 0)
    bundle_slack_per_percent = Array(repeating: 0, count: bundles)
  }

  /// Adds another's numbers times a factor.
  mutating func add(_ other: Derivatives, times factor: Double) {
    for i in tone_per_percent.indices {
      tone_per_percent[i] += factor * other.tone_per_percent[i]
      stiffness_per_10_percent[i] += factor * other.stiffness_per_10_percent[i]
      shortening_per_percent[i] += factor * other.shortening_per_percent[i]
      strength_per_10_percent[i] += factor * other.strength_per_10_percent[i]
    }
    for i in bundle_slack_per_percent.indices {
      bundle_slack_per_percent[i] += factor * other.bundle_slack_per_percent[i]
    }
    body_mass_per_kg += factor * other.body_mass_per_kg
    cartilage_modulus_per_10_percent += factor * other.cartilage_modulus_per_10_percent
    ligament_slack_per_percent += factor * other.ligament_slack_per_percent
    patellar_tendon_length_per_percent += factor * other.patellar_tendon_length_per_percent
  }

  /// Every number, for checks.
  public var numbers: [Double] {
    tone_per_percent + stiffness_per_10_percent + shortening_per_percent + strength_per_10_percent
      + bundle_slack_per_percent + [
        body_mass_per_kg, cartilage_modulus_per_10_percent, ligament_slack_per_percent,
        patellar_tendon_length_per_percent,
      ]
  }
}
