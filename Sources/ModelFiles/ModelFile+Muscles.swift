import Dense
import Foundation
import Knee

extension ModelFile {
  func muscleList(_ check: ModelCheck) throws(InputError) -> [Muscle] {
    guard !muscles.isEmpty else {
      throw InputError(
        .data, file: check.file, place: "muscles", problem: "no muscles", allowed: "one or more")
    }
    guard muscles.count <= RecruitmentLimits.muscles else {
      throw InputError(
        .data, file: check.file, place: "muscles", problem: "\(muscles.count) muscles",
        allowed: "\(RecruitmentLimits.muscles) or fewer")
    }
    var list: [Muscle] = []
    for (i, row) in muscles.enumerated() {
      let key = "muscles[\(i)] (\(row.name))"
      if list.contains(where: { $0.name == row.name }) {
        throw InputError(
          .data, file: check.file, place: key, problem: "the name occurs twice",
          allowed: "one muscle per name")
      }
      list.append(
        Muscle(
          name: row.name,
          volumeFraction: try check.number(
            row.volume_fraction, key + ".volume_fraction", in: 1e-5...1, unit: ""),
          parameters: try parameters(row, key, check), path: try path(row, key, check),
          wrap: try wrap(row, key, check), source: row.source))
    }
    return list
  }

  private func parameters(_ row: MuscleRow, _ key: String, _ check: ModelCheck) throws(InputError)
    -> MuscleParameters
  {
    let zero = try check.number(
      row.passive_strain_at_zero, key + ".passive_strain_at_zero", in: -0.5...1, unit: "")
    let full = try check.number(
      row.passive_strain_at_max_force, key + ".passive_strain_at_max_force", in: (zero + 0.1)...3, unit: "")
    return try MuscleParameters(
      maxIsometricForce: try check.number(
        row.max_isometric_force_N, key + ".max_isometric_force_N", in: 1...20000, unit: "N"),
      optimalFiberLength: try check.length(
        row.optimal_fiber_length_mm, key + ".optimal_fiber_length_mm", in: 5...1000),
      tendonSlackLength: try check.length(
        row.tendon_slack_length_mm, key + ".tendon_slack_length_mm", in: 1...1000),
      pennationAtOptimal: try check.angle(row.pennation_deg, key + ".pennation_deg", in: 0...45),
      maxFiberVelocity: try check.number(
        row.max_fiber_velocity_per_s, key + ".max_fiber_velocity_per_s", in: 1...30, unit: "1/s"),
      passiveStrainAtZero: zero, passiveStrainAtMaxForce: full)
  }

  private func path(_ row: MuscleRow, _ key: String, _ check: ModelCheck) throws(InputError) -> [Muscle
    .PathPoint]
  {
    guard row.path.count >= 2 else {
      throw InputError(
        .data, file: check.file, place: key + ".path", problem: "\(row.path.count) points",
        allowed: "2 or more")
    }
    var points: [Muscle.PathPoint] = []
    for (k, point) in row.path.enumerated() {
      let body: Muscle.Body = try check.word(point.body, "\(key).path[\(k)].body", "body")
      points.append(.init(body: body, position: try check.point(point.at_mm, "\(key).path[\(k)].at_mm")))
    }
    // From proximal to distal, and across the knee at most once.
    let levels: [Muscle.Body: Int] = [.pelvis: 0, .femur: 0, .tibia: 1, .foot: 1, .patella: 2]
    for k in 1..<points.count {
      let (from, to) = (points[k - 1], points[k])
      let (a, b) = (levels[from.body] ?? 0, levels[to.body] ?? 0)
      guard a == b || a == 0 else {
        throw InputError(
          .data, file: check.file, place: "\(key).path[\(k)]",
          problem: "a path from \(from.body.rawValue) to \(to.body.rawValue)",
          allowed: "pelvis or femur first, then either tibia and foot, or patella")
      }
      guard from.body != to.body || (from.position - to.position).length > 1e-4 else {
        throw InputError(
          .data, file: check.file, place: "\(key).path[\(k)]", problem: "the point is the one before it",
          allowed: "points 0.1 mm apart or more")
      }
    }
    return points
  }

  private func wrap(_ row: MuscleRow, _ key: String, _ check: ModelCheck) throws(InputError) -> Muscle.Wrap? {
    guard let wrap = row.wrap else { return nil }
    let segment = try check.number(
      Double(wrap.segment), key + ".wrap.segment", in: 0...Double(row.path.count - 2), unit: "")
    let body: Muscle.Body = try check.word(wrap.body, key + ".wrap.body", "body")
    guard body == .femur || body == .pelvis else {
      throw InputError(
        .data, file: check.file, place: key + ".wrap.body", problem: "a wrap on the \(wrap.body)",
        allowed: "femur, pelvis")
    }
    let (from, to) = (row.path[Int(segment)].body, row.path[Int(segment) + 1].body)
    let isAbove = ["pelvis", "femur"].contains(to)
    guard ["pelvis", "femur"].contains(from) && (isAbove || body == .femur) else {
      throw InputError(
        .data, file: check.file, place: key + ".wrap.segment",
        problem: "a wrap on the \(wrap.body) between \(from) and \(to)",
        allowed: "between pelvis and femur, or on the femur where the path crosses the knee")
    }
    guard abs(wrap.side) == 1 else {
      throw InputError(
        .data, file: check.file, place: key + ".wrap.side", problem: "\(wrap.side)", allowed: "1 or -1")
    }
    return Muscle.Wrap(
      segment: Int(segment), body: body, x: try check.length(wrap.x_mm, key + ".wrap.x_mm"),
      y: try check.length(wrap.y_mm, key + ".wrap.y_mm"),
      radius: try check.length(wrap.radius_mm, key + ".wrap.radius_mm", in: 0.1...200), side: wrap.side)
  }
}
