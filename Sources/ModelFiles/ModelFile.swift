import Dense
import Foundation
import Knee

/// A knee model as it stands in a file: mm, degrees, N, MPa; every table with its source and licence.
public struct ModelFile: Codable, Sendable {
  public struct ReferencePerson: Codable, Sendable {
    public var mass_kg, height_m: Double
    public var source: String
  }
  public struct Path: Codable, Sendable {
    public var source: String
    public var knee_flexion_deg: [Double]
    /// Order of `Coordinate` without knee flexion: adduction, rotation, tibia x y z, patellar flexion, rotation, tilt, x y z.
    public var knee_adduction_deg, knee_rotation_deg, tibia_x_mm, tibia_y_mm, tibia_z_mm: [Double]
    public var patella_flexion_deg, patella_rotation_deg, patella_tilt_deg: [Double]
    public var patella_x_mm, patella_y_mm, patella_z_mm: [Double]
  }
  public struct Surface: Codable, Sendable {
    public var source: String
    public var axis_x_mm, axis_y_mm, z_start_mm, z_step_mm, psi_start_deg, psi_step_deg: Double
    public var z_count, psi_count: Int
    public var radius_mm: [Double]
  }
  public struct Elements: Codable, Sendable {
    public var source: String
    /// Lateral of this z belongs to the lateral facet or plateau.
    public var dividing_z_mm: Double
    /// x, y, z (mm), area (mm²), nx, ny, nz per element.
    public var elements: [[Double]]
  }
  public struct Cartilage: Codable, Sendable {
    public var source: String
    public var youngs_modulus_MPa, poisson_ratio, thickness_both_layers_mm: Double
  }
  public struct StrandRow: Codable, Sendable {
    public var name, bundle, from_body, to_body: String
    public var origin_mm: [Double]?
    public var from_mm, to_mm: [Double]
    public var stiffness_N_per_strain, slack_length_mm, published_slack_length_mm: Double
  }
  public struct MuscleRow: Codable, Sendable {
    public struct Point: Codable, Sendable {
      public var body: String
      public var at_mm: [Double]
    }
    public struct Wrap: Codable, Sendable {
      public var segment: Int
      public var body: String
      public var x_mm, y_mm, radius_mm, side: Double
    }
    public var name: String
    public var volume_fraction, max_isometric_force_N, optimal_fiber_length_mm, tendon_slack_length_mm: Double
    public var pennation_deg, max_fiber_velocity_per_s, passive_strain_at_zero,
      passive_strain_at_max_force: Double
    public var path: [Point]
    public var wrap: Wrap?
    public var source, mark: String
  }

  public var schema: Int
  public var name, licence: String
  public var reference_person: ReferencePerson
  public var hip_center_mm, ankle_center_mm: [Double]
  public var coupled_path: Path
  public var femur_cartilage: Surface
  public var patella_cartilage, tibia_cartilage: Elements
  public var patellofemoral_contact, tibiofemoral_contact: Cartilage
  public var ligaments_source: String
  public var strands: [StrandRow]
  public var muscles_source: String
  public var muscles: [MuscleRow]
}

/// FNV-1a, 64 bits, as 16 hexadecimal digits: tells one content from another, and is no protection against intent.
public func contentHash(_ bytes: some Sequence<UInt8>) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
