import Dense
import Foundation
import Knee

extension ModelFile {
  /// The model in SI units, every value checked.
  /// - Parameters:
  ///   - file: how errors name the file.
  ///   - hash: content hash of the file.
  public func kneeModel(file: String, hash: String) throws(InputError) -> KneeModel {
    let check = ModelCheck(file: file)
    guard schema == 1 else {
      throw InputError(
        .data, file: file, place: "schema", problem: "schema \(schema) is unknown", allowed: "1")
    }
    return KneeModel(
      name: name, hash: hash,
      height: try check.number(
        reference_person.height_m, "reference_person.height_m", in: 1...2.3, unit: "m"),
      mass: try check.number(reference_person.mass_kg, "reference_person.mass_kg", in: 20...300, unit: "kg"),
      hipCenter: try check.point(hip_center_mm, "hip_center_mm"),
      ankleCenter: try check.point(ankle_center_mm, "ankle_center_mm"),
      path: try coupledPath(check), femur: try surface(check),
      patellaElements: try elements(patella_cartilage, "patella_cartilage", check),
      tibiaElements: try elements(tibia_cartilage, "tibia_cartilage", check),
      patellofemoralLaw: try law(patellofemoral_contact, "patellofemoral_contact", check),
      tibiofemoralLaw: try law(tibiofemoral_contact, "tibiofemoral_contact", check),
      strands: try strandList(check), muscles: try muscleList(check))
  }

  private func coupledPath(_ check: ModelCheck) throws(InputError) -> CoupledPath {
    let p = coupled_path
    let columns: [(String, [Double], Bool)] = [
      ("knee_flexion_deg", p.knee_flexion_deg, true), ("knee_adduction_deg", p.knee_adduction_deg, true),
      ("knee_rotation_deg", p.knee_rotation_deg, true), ("tibia_x_mm", p.tibia_x_mm, false),
      ("tibia_y_mm", p.tibia_y_mm, false), ("tibia_z_mm", p.tibia_z_mm, false),
      ("patella_flexion_deg", p.patella_flexion_deg, true),
      ("patella_rotation_deg", p.patella_rotation_deg, true),
      ("patella_tilt_deg", p.patella_tilt_deg, true), ("patella_x_mm", p.patella_x_mm, false),
      ("patella_y_mm", p.patella_y_mm, false), ("patella_z_mm", p.patella_z_mm, false),
    ]
    var values: [[Double]] = []
    for (name, column, isAngle) in columns {
      try check.count(column.count, p.knee_flexion_deg.count, "coupled_path.\(name)")
      var converted: [Double] = []
      for (i, value) in column.enumerated() {
        let key = "coupled_path.\(name)[\(i)]"
        converted.append(
          isAngle ? try check.angle(value, key, in: -180...180) : try check.length(value, key, in: -200...200)
        )
      }
      values.append(converted)
    }
    for i in 1..<max(1, values[0].count) where values[0][i] <= values[0][i - 1] {
      throw InputError(
        .data, file: check.file, place: "coupled_path.knee_flexion_deg[\(i)]",
        problem: "\(p.knee_flexion_deg[i]) deg does not rise", allowed: "rising angles")
    }
    guard values[0].count >= 4 else {
      throw InputError(
        .data, file: check.file, place: "coupled_path", problem: "\(values[0].count) knots",
        allowed: "4 or more")
    }
    return CoupledPath(flexion: values[0], values: values)
  }

  private func surface(_ check: ModelCheck) throws(InputError) -> FemurSurface {
    let s = femur_cartilage
    for (key, count) in [("z_count", s.z_count), ("psi_count", s.psi_count)] {
      _ = try check.number(Double(count), "femur_cartilage.\(key)", in: 4...1000, unit: "coefficients")
    }
    try check.count(s.radius_mm.count, s.z_count * s.psi_count, "femur_cartilage.radius_mm")
    var radius: [Double] = []
    for (i, r) in s.radius_mm.enumerated() {
      radius.append(try check.length(r, "femur_cartilage.radius_mm[\(i)]", in: -100...200))
    }
    return FemurSurface(
      axisX: try check.length(s.axis_x_mm, "femur_cartilage.axis_x_mm"),
      axisY: try check.length(s.axis_y_mm, "femur_cartilage.axis_y_mm"),
      zStart: try check.length(s.z_start_mm, "femur_cartilage.z_start_mm"),
      zStep: try check.length(s.z_step_mm, "femur_cartilage.z_step_mm", in: 0.1...20),
      psiStart: try check.angle(s.psi_start_deg, "femur_cartilage.psi_start_deg"),
      psiStep: try check.angle(s.psi_step_deg, "femur_cartilage.psi_step_deg", in: 0.1...30),
      zCount: s.z_count, psiCount: s.psi_count, radius: radius)
  }

  private func elements(_ e: Elements, _ key: String, _ check: ModelCheck) throws(InputError)
    -> ContactElements
  {
    var points: [Vector3] = []
    var areas: [Double] = []
    guard !e.elements.isEmpty else {
      throw InputError(
        .data, file: check.file, place: "\(key).elements", problem: "no elements", allowed: "one or more")
    }
    for (i, row) in e.elements.enumerated() {
      let place = "\(key).elements[\(i)]"
      try check.count(row.count, 7, place)
      points.append(try check.point(Array(row[0..<3]), place))
      areas.append(try check.number(row[3], place + "[3]", in: 1e-6...1000, unit: "mm²") * 1e-6)
      for k in 4..<7 { _ = try check.number(row[k], place + "[\(k)]", in: -1.001...1.001, unit: "") }
    }
    return ContactElements(
      points: points, areas: areas,
      dividingZ: try check.length(e.dividing_z_mm, "\(key).dividing_z_mm", in: -50...50))
  }

  private func law(_ c: Cartilage, _ key: String, _ check: ModelCheck) throws(InputError) -> ContactLaw {
    ContactLaw(
      youngsModulus: try check.number(
        c.youngs_modulus_MPa, "\(key).youngs_modulus_MPa", in: 0.1...1000, unit: "MPa") * 1e6,
      poissonRatio: try check.number(c.poisson_ratio, "\(key).poisson_ratio", in: 0...0.499, unit: ""),
      thickness: try check.length(c.thickness_both_layers_mm, "\(key).thickness_both_layers_mm", in: 0.5...20)
    )
  }

  private func strandList(_ check: ModelCheck) throws(InputError) -> [Strand] {
    var list: [Strand] = []
    for (i, row) in strands.enumerated() {
      let key = "strands[\(i)] (\(row.name))"
      let bodies = (row.from_body, row.to_body)
      let span: Strand.Span
      switch bodies {
      case ("femur", "tibia"):
        span =
          try row.origin_mm.map { (o) throws(InputError) in
            .pelvisToTibia(origin: try check.point(o, key + ".origin_mm"))
          }
          ?? .femurToTibia
      case ("femur", "patella"): span = .femurToPatella
      case ("patella", "tibia"): span = .patellaToTibia
      default:
        throw InputError(
          .data, file: check.file, place: key, problem: "a strand from \(bodies.0) to \(bodies.1)",
          allowed: "femur to tibia, femur to patella, patella to tibia")
      }
      list.append(
        Strand(
          bundle: try check.word(row.bundle, key + ".bundle", "bundle"), span: span,
          from: try check.point(row.from_mm, key + ".from_mm"),
          to: try check.point(row.to_mm, key + ".to_mm"),
          stiffness: try check.number(
            row.stiffness_N_per_strain, key + ".stiffness_N_per_strain", in: 0...1e6, unit: "N"),
          slackLength: try check.length(row.slack_length_mm, key + ".slack_length_mm", in: 1...2000),
          publishedSlackLength: try check.length(
            row.published_slack_length_mm, key + ".published_slack_length_mm", in: 1...2000)))
    }
    return list
  }
}
