import Dense
import Foundation
import Knee
import ModelFiles

/// Puts the model together from the source tables.
struct Compose {
  let data: URL

  func source(_ name: String) throws -> Table { try Table(data.appendingPathComponent(name)) }

  /// Where the elements of a cartilage come from.
  enum Mesh {
    /// The source table in which triangles are gathered in cubic cells.
    case gathered(Cells)
    /// A square lattice of a spacing (mm) over the cartilage, made from the finest table.
    case lattice(Double)
  }

  /// Cubic cells of 3, 2 and 1.5 mm, by the suffix of their table.
  enum Cells: String {
    case coarse = ""
    case medium = "_2mm"
    case fine = "_fine"
  }

  /// - Parameter slackFactors: calibrated over published slack length, per bundle.
  func model(patella: Mesh, tibia: Mesh, slackFactors: [String: Double]) throws -> JSONText {
    let fit = SurfaceFit(try source("sources/femur_cartilage_polar.csv"))
    let meshes =
      "meshes of the knee of Lenhart et al. 2015, doi 10.1007/s10439-015-1326-3, opensim-jam (Apache-2.0); computed"
    let contact = JSONText.object([
      (
        "source",
        .text("lenhart2015.osim (Apache-2.0), read: E 5 MPa, Poisson's ratio 0.45, two layers of 3 mm")
      ),
      ("youngs_modulus_MPa", .number(5)), ("poisson_ratio", .number(0.45)),
      ("thickness_both_layers_mm", .number(6)),
    ])
    return .object([
      ("schema", .number(1)), ("name", .text("lenhart2015-sagittal")),
      ("licence", .text("Apache-2.0, with parts under other licences: see NOTICE")),
      (
        "reference_person",
        .object([
          ("source", .text("Lenhart et al. 2015: a woman of 23 years, 1.65 m, 61 kg (recalled, not seen)")),
          ("mass_kg", .number(61)), ("height_m", .number(1.65)),
        ])
      ),
      ("hip_center_mm", .numbers([5.551, 374.181, 1.171])),
      ("ankle_center_mm", .numbers([-4.083, -403.307, 0])),
      ("coupled_path", try path()),
      ("patellofemoral_contact", contact), ("tibiofemoral_contact", contact),
      (
        "ligaments_source",
        .text(
          "lenhart2015.osim (Apache-2.0), read; transition strain 0.06; slack lengths as published, and as calibrated on the peer's passive flexion (docs/model.md)"
        )
      ),
      ("strands", .list(try strands(slackFactors))), ("muscles_source", .text("data/muscles/README.md")),
      ("muscles", .list(try muscles())),
      (
        "femur_cartilage",
        .object([
          (
            "source",
            .text(
              "penalised bicubic spline (\(round(fit.misfit, 3)) mm rms) through the polar samples of \(meshes)"
            )
          ),
          ("axis_x_mm", .number(12)), ("axis_y_mm", .number(1)),
          ("z_start_mm", .number(SurfaceFit.zRange.lowerBound)),
          ("z_step_mm", .number(SurfaceFit.zStep)),
          ("psi_start_deg", .number(SurfaceFit.psiRange.lowerBound)),
          ("psi_step_deg", .number(SurfaceFit.psiStep)), ("z_count", .number(Double(fit.zCount))),
          ("psi_count", .number(Double(fit.psiCount))),
          ("radius_mm", .numbers(fit.radius.map { round($0, 4) })),
        ])
      ),
      (
        "patella_cartilage",
        .object([
          ("source", .text("\(meshes); \(words(patella))")), ("dividing_z_mm", .number(-2.5)),
          ("elements", .list(try elements("patella_cartilage_elements", patella))),
        ])
      ),
      (
        "tibia_cartilage",
        .object([
          ("source", .text("\(meshes); \(words(tibia))")), ("dividing_z_mm", .number(0)),
          ("elements", .list(try elements("tibia_cartilage_elements", tibia, borders: [0]))),
        ])
      ),
    ])
  }

  private func path() throws -> JSONText {
    let t = try source("sources/coupled_path.csv")
    let columns = [
      ("knee_flexion_deg", "knee_flexion_deg"), ("knee_adduction_deg", "knee_add_deg"),
      ("knee_rotation_deg", "knee_rot_deg"), ("tibia_x_mm", "knee_tx_mm"), ("tibia_y_mm", "knee_ty_mm"),
      ("tibia_z_mm", "knee_tz_mm"), ("patella_flexion_deg", "pf_flex_deg"),
      ("patella_rotation_deg", "pf_rot_deg"),
      ("patella_tilt_deg", "pf_tilt_deg"), ("patella_x_mm", "pf_tx_mm"), ("patella_y_mm", "pf_ty_mm"),
      ("patella_z_mm", "pf_tz_mm"),
    ]
    let source = "passive coupled kinematics of the Lenhart 2015 knee, opensim-jam (Apache-2.0), read"
    return .object([("source", .text(source))] + columns.map { ($0.0, .numbers(t.numbers($0.1))) })
  }

  /// Elements with z below and above each of `borders` (mm) are surfaces of their own.
  private func elements(_ name: String, _ mesh: Mesh, borders: [Double] = []) throws -> [JSONText] {
    let elements =
      switch mesh {
      case .gathered(let cells): try gathered(name, cells)
      case .lattice(let spacing):
        Dictionary(grouping: try gathered(name, .fine)) { e in borders.count { $0 <= e.point.z } }
          .sorted { $0.key < $1.key }.flatMap { ElementLattice($0.value, spacing: spacing).elements }
      }
    // With the digits of the source tables.
    return elements.map { e in
      .numbers(
        (0..<3).map { round(e.point[$0], 4) } + [round(e.area, 5)] + (0..<3).map { round(e.normal[$0], 5) })
    }
  }

  func gathered(_ name: String, _ cells: Cells) throws -> [Element] {
    let t = try source("sources/\(name)\(cells.rawValue).csv")
    let columns = ["x_mm", "y_mm", "z_mm", "area_mm2", "nx", "ny", "nz"].map { t.numbers($0) }
    return t.rows.indices.map { i in
      let row = columns.map { $0[i] }
      return Element(
        point: Vector3(row[0], row[1], row[2]), area: row[3], normal: Vector3(row[4], row[5], row[6]))
    }
  }

  private func words(_ mesh: Mesh) -> String {
    switch mesh {
    case .gathered(.coarse): "triangles gathered in cells of 3 mm"
    case .gathered(.medium): "triangles gathered in cells of 2 mm"
    case .gathered(.fine): "triangles gathered in cells of 1.5 mm"
    case .lattice(let spacing):
      "those gathered in cells of 1.5 mm, remapped to a square lattice of \(String(format: "%g", spacing)) mm by calibrate"
    }
  }

  private func strands(_ factors: [String: Double]) throws -> [JSONText] {
    let t = try source("sources/ligaments_fibres.csv")
    let bodies = ["femur_distal_r": "femur", "tibia_proximal_r": "tibia", "patella_r": "patella"]
    return t.rows.indices.map { i in
      func text(_ name: String) -> String { t.text(name)[i] }
      func at(_ end: Int) -> [Double] { ["x", "y", "z"].map { t.numbers("\($0)\(end)_mm")[i] } }
      var (from, to) = (at(1), at(2))
      var members: [(String, JSONText)] = [
        ("name", .text(text("fibre"))), ("bundle", .text(text("bundle"))),
        ("from_body", .text(bodies[text("frame1")] ?? "femur")),
        ("to_body", .text(bodies[text("frame2")] ?? "tibia")),
      ]
      if text("bundle") == "ITB" {
        // The band runs from the pelvis (here relative to the hip center) over a point of the femur to the tibia; the
        // shifts from the source's frames to ours are the offsets of its hip and weld joints.
        members.append(
          ("origin_mm", .numbers(zip(from, [-67.2978, -83.2415, 92.3916]).map { round($0 - $1, 4) })))
        let via = text("via_points").split(separator: ":")[1].split(separator: ",").compactMap { Double($0) }
        from = zip(via, [5.5514, 374.1814, 1.1706]).map { round($0 + $1, 4) }
        to = zip(to, [6, 0, 0]).map { round($0 + $1, 4) }
      }
      let published = t.numbers("slack_length_mm")[i]
      let slack = round(published * (factors[text("bundle")] ?? 1), 4)
      return .object(
        members + [
          ("from_mm", .numbers(from)), ("to_mm", .numbers(to)),
          ("stiffness_N_per_strain", .number(t.numbers("linear_stiffness_N_per_strain")[i])),
          ("slack_length_mm", .number(slack)), ("published_slack_length_mm", .number(published)),
        ])
    }
  }

  private func muscles() throws -> [JSONText] {
    let (t, paths, wraps) = (
      try source("muscles/muscles.csv"), try source("muscles/paths.csv"), try source("muscles/wraps.csv")
    )
    let numbers = [
      "volume_fraction", "max_isometric_force_N", "optimal_fiber_length_mm", "tendon_slack_length_mm",
      "pennation_deg",
      "max_fiber_velocity_per_s", "passive_strain_at_zero", "passive_strain_at_max_force",
    ]
    return t.rows.indices.map { i in
      let name = t.text("muscle")[i]
      var members: [(String, JSONText)] = [("name", .text(name))]
      members += numbers.map { ($0, .number(t.numbers($0)[i])) }
      let points = paths.rows.indices.filter { paths.text("muscle")[$0] == name }.map { k in
        JSONText.object([
          ("body", .text(paths.text("body")[k])),
          ("at_mm", .numbers(["x_mm", "y_mm", "z_mm"].map { paths.numbers($0)[k] })),
        ])
      }
      members.append(("path", .list(points)))
      if let k = wraps.rows.indices.first(where: { wraps.text("muscle")[$0] == name }) {
        let values = ["x_mm", "y_mm", "radius_mm", "side"].map { ($0, JSONText.number(wraps.numbers($0)[k])) }
        let wrap =
          [("segment", .number(wraps.numbers("segment")[k])), ("body", .text(wraps.text("body")[k]))] + values
        members.append(("wrap", .object(wrap)))
      }
      return .object(members + [("source", .text(t.text("source")[i])), ("mark", .text(t.text("mark")[i]))])
    }
  }

  /// Rounded to a number of decimal places, so that the file says no more than is known.
  private func round(_ value: Double, _ places: Int) -> Double {
    let scale = pow(10, Double(places))
    return (value * scale).rounded() / scale
  }
}
