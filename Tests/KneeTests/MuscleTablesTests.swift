import Foundation
import Testing

@testable import Knee

/// The tables of data/muscles as they are handed out.
@Suite struct MuscleTablesTests {
  /// Rows of a table by column name; lines that start with # are comments. No field here contains a comma.
  private static func rows(_ name: String) throws -> [[String: String]] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../data/muscles")
    let text = try String(contentsOf: root.appending(path: name), encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = try #require(lines.first)
    return try lines.dropFirst().map { line in
      try #require(line.count == header.count, "\(name): \(line)")
      return Dictionary(uniqueKeysWithValues: zip(header, line))
    }
  }

  private static func number(_ row: [String: String], _ column: String) throws -> Double {
    let text = try #require(row[column], "\(column)")
    return try #require(Double(text), "\(column): \(row)")
  }

  @Test func `every row gives a muscle of plausible strength`() throws {
    let rows = try Self.rows("muscles.csv")
    #expect(rows.count == 32 && Set(rows.map { $0["muscle"] }).count == 32)
    // Muscle volume of one limb of the reference person, cm³: Handsfield 2014.
    let volume = 47 * 75.337 * 1.68 + 1285
    var fractions = 0.0
    for row in rows {
      let muscle = try MuscleParameters(
        maxIsometricForce: Self.number(row, "max_isometric_force_N"),
        optimalFiberLength: Self.number(row, "optimal_fiber_length_mm") / 1000,
        tendonSlackLength: Self.number(row, "tendon_slack_length_mm") / 1000,
        pennationAtOptimal: Self.number(row, "pennation_deg") * .pi / 180,
        maxFiberVelocity: Self.number(row, "max_fiber_velocity_per_s"),
        passiveStrainAtZero: Self.number(row, "passive_strain_at_zero"),
        passiveStrainAtMaxForce: Self.number(row, "passive_strain_at_max_force"))
      let fraction = try Self.number(row, "volume_fraction")
      fractions += fraction
      // N/cm²: 42 was meant; fibers longer or shorter than in the source, and volumes by another study, spread it.
      let specificTension = muscle.maxIsometricForce * muscle.optimalFiberLength * 100 / (fraction * volume)
      #expect((30...65).contains(specificTension), "\(row)")
    }
    #expect(fractions > 0.7 && fractions < 1)
  }

  @Test func `every muscle has a path over at least one joint, its points in order`() throws {
    let bodies = ["pelvis", "femur", "patella", "tibia", "foot"]
    let paths = Dictionary(grouping: try Self.rows("paths.csv")) { $0["muscle"] ?? "" }
    #expect(Set(paths.keys) == Set(try Self.rows("muscles.csv").compactMap { $0["muscle"] }))
    for (muscle, points) in paths {
      #expect(points.compactMap { $0["order"] } == (0..<points.count).map(String.init), "\(muscle)")
      let along = points.compactMap { bodies.firstIndex(of: $0["body"] ?? "") }
      #expect(along.count == points.count && along == along.sorted() && Set(along).count > 1, "\(muscle)")
    }
  }

  @Test
  func
    `a wrap at the hip keeps both ends of its segment outside, from 30 deg of extension to 120 of flexion`()
    throws
  {
    let paths = Dictionary(grouping: try Self.rows("paths.csv")) { $0["muscle"] ?? "" }
    let hip = (x: 5.551, y: 374.181)
    var checked = 0
    for wrap in try Self.rows("wraps.csv") {
      let path = try #require(paths[wrap["muscle"] ?? ""])
      let segment = Int(try Self.number(wrap, "segment"))
      try #require(path.indices.contains(segment + 1))
      let ends = [path[segment], path[segment + 1]]
      #expect(["1", "-1"].contains(wrap["side"]) && ends[0]["body"] != ends[1]["body"])
      guard wrap["body"] == "pelvis" else { continue }
      checked += 1
      let radius = try Self.number(wrap, "radius_mm")
      let center = (x: try Self.number(wrap, "x_mm"), y: try Self.number(wrap, "y_mm"))
      for degrees in stride(from: -30.0, through: 120, by: 5) {
        let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
        for end in ends {
          var p = (x: try Self.number(end, "x_mm"), y: try Self.number(end, "y_mm"))
          if end["body"] == "femur" {
            // Seen from the pelvis the femur turns forward by the hip flexion.
            p = (x: p.x - hip.x, y: p.y - hip.y)
            p = (x: c * p.x - s * p.y, y: s * p.x + c * p.y)
          }
          #expect(hypot(p.x - center.x, p.y - center.y) > radius, "\(wrap) at \(degrees)")
        }
      }
    }
    #expect(checked == 5)
  }
}
