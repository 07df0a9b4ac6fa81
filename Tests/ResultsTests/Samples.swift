import Activities
import Foundation
import Knee
import Results
import Scenarios

/// A document whose numbers all differ, so that a number in the wrong place is seen.
enum Samples {
  static let muscles = ["soleus", "vastus_lateralis"]

  /// A frame in which every number is its own: `seed`, `seed + 1`, …
  static func frame(seed: Double) throws -> FrameResult {
    var frame = FrameResult()
    frame.phase_percent = 0.5
    for muscle in muscles { frame.muscles[muscle] = .init() }
    frame.status = "converged"
    var next = seed
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(frame))
    let data = try JSONSerialization.data(withJSONObject: renumbered(object, &next))
    return try JSONDecoder().decode(FrameResult.self, from: data)
  }

  private static func renumbered(_ value: Any, _ next: inout Double) -> Any {
    if let object = value as? [String: Any] {
      var result: [String: Any] = [:]
      for key in object.keys.sorted() {
        if key == "iterations" {
          result[key] = 7
        } else if let value = object[key] {
          result[key] = renumbered(value, &next)
        }
      }
      return result
    }
    guard value is NSNumber else { return value }
    next += 1
    return next + 0.25
  }

  static func state(_ name: String, seed: Double, frames: Int = 3) throws -> StateResult {
    var summary = Summary()
    summary.peak_patellofemoral_force_N = 2000 + seed
    summary.peak_patellofemoral_force_BW = 3 + seed / 1000
    summary.peak_phase_percent = 40
    summary.peak_mean_stress_MPa = 5 + seed / 100
    summary.peak_pressure_MPa = 9 + seed / 100
    summary.patellofemoral_impulse_BW_percent = 120 + seed
    summary.peak_tibiofemoral_force_BW = 4 + seed / 100
    return StateResult(
      name: name, tension: ["soleus": .healthy, "vastus_lateralis": .init(tone: 0.1, stiffness: 1.5)],
      frames: try (0..<frames).map { try frame(seed: seed + 100 * Double($0)) }, summary: summary)
  }

  static func motion(isMeasured: Bool = true) -> Motion {
    Motion(
      name: "squat", title: "squat of one adult", source: "a trial", licence: "CC BY", isMeasured: isMeasured,
      isPeriodic: false, thighRule: .flatFoot, caveats: ["one person"], frames: [])
  }

  static func document() throws -> ResultsDocument {
    let first = try state("as now", seed: 0)
    var others = [try state("after release", seed: -100), try state("no excess tension", seed: 300)]
    for index in others.indices { others[index].summary = others[index].summary.compared(to: first.summary) }
    return ResultsDocument(
      boundary: .fixedMoments, model: .init(name: "sample", hash: "0123456789abcdef"), person: try Person(),
      activity: .init(motion()), states: [first] + others, notes: ["tension: assumed"])
  }
}
