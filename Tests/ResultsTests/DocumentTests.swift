import Foundation
import Knee
import Scenarios
import Testing

@testable import Results

/// Every key of an object with its path, in one set; arrays count by their first element.
private func keyPaths(_ value: Any, _ path: String = "") -> Set<String> {
  if let array = value as? [Any] { return array.first.map { keyPaths($0, path) } ?? [path] }
  guard let object = value as? [String: Any], !object.isEmpty else { return [path] }
  return object.reduce(into: []) { paths, entry in
    paths.formUnion(keyPaths(entry.value, path.isEmpty ? entry.key : path + "." + entry.key))
  }
}

private func object(_ document: ResultsDocument) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(document.json())) as? [String: Any])
}

@Suite struct DocumentTests {
  /// The names of one frame as the interface fixes them.
  static let frameKeys: Set<String> = [
    "phase_percent", "hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg",
    "patellofemoral.force_N", "patellofemoral.force_BW", "patellofemoral.direction_deg",
    "patellofemoral.area_mm2",
    "patellofemoral.mean_stress_MPa", "patellofemoral.peak_pressure_MPa",
    "patellofemoral.center_of_pressure_mm",
    "patellofemoral.lateral_share", "patellofemoral.peak_pressure_lateral_MPa",
    "patellofemoral.peak_pressure_medial_MPa",
    "tibiofemoral.force_N", "tibiofemoral.force_BW", "tibiofemoral.medial_force_N",
    "tibiofemoral.lateral_force_N",
    "tibiofemoral.anterior_translation_mm",
    "patella.x_mm", "patella.y_mm", "patella.flexion_deg", "patella.shift_mm", "patella.tilt_deg",
    "patella.rotation_deg",
    "quadriceps_force_N", "patellar_tendon_force_N", "quadriceps_moment_arm_mm",
    "net_moment_Nm.hip", "net_moment_Nm.knee", "net_moment_Nm.ankle",
    "reserve_Nm.hip", "reserve_Nm.knee", "reserve_Nm.ankle",
    "ligaments_N.acl", "ligaments_N.pcl", "ligaments_N.mcl", "ligaments_N.lcl", "ligaments_N.capsule",
    "muscles.soleus.activation", "muscles.soleus.force_N", "muscles.soleus.passive_force_N",
    "muscles.soleus.fiber_length",
    "muscles.vastus_lateralis.activation", "muscles.vastus_lateralis.force_N",
    "muscles.vastus_lateralis.passive_force_N", "muscles.vastus_lateralis.fiber_length",
    "status", "iterations", "residual", "minimum_stiffness",
  ]
  static let peakKeys: Set<String> = [
    "peak_patellofemoral_force_BW", "peak_patellofemoral_force_N", "peak_phase_percent",
    "peak_mean_stress_MPa",
    "peak_pressure_MPa", "patellofemoral_impulse_BW_percent", "peak_tibiofemoral_force_BW",
  ]
  static let changeKeys: Set<String> = [
    "change_peak_patellofemoral_force_percent", "change_peak_mean_stress_percent",
    "change_peak_pressure_percent",
    "change_patellofemoral_impulse_percent", "change_peak_tibiofemoral_force_percent",
  ]

  @Test func `the keys of the document are those of the interface`() throws {
    let document = try object(try Samples.document())
    #expect(
      Set(document.keys) == [
        "trochlea", "schema", "boundary", "model", "person", "activity", "states", "warnings",
      ])
    #expect(document["trochlea"] as? String == "0.1.0")
    #expect(document["schema"] as? Int == 1)
    #expect(document["boundary"] as? String == "fixed-moments")
    #expect(keyPaths(try #require(document["model"])) == ["name", "hash"])
    #expect(keyPaths(try #require(document["person"])) == ["mass_kg", "height_m", "sex", "side"])
    #expect(keyPaths(try #require(document["activity"])) == ["name", "source", "measured"])
  }

  @Test func `a warning has its level and its words`() throws {
    var document = try Samples.document()
    let findings = [
      Finding(status: .done, level: .warning, message: "unit"),
      Finding(status: .cannotBeHeld, message: "knee"),
      Finding(status: .notConverged, message: "frame"), Finding(status: .done, message: "ankle"),
    ]
    document.warnings += findings.map(ResultsDocument.Warning.init)
    let warnings = try #require(try object(document)["warnings"] as? [String])
    #expect(
      warnings == [
        "NOTE: tension: assumed", "WARNING: unit", "CAREFUL: knee", "CAREFUL: frame", "NOTE: ankle",
      ])
    let read = try JSONDecoder().decode(
      [ResultsDocument.Warning].self, from: try JSONEncoder().encode(document.warnings))
    #expect(read == document.warnings)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ResultsDocument.Warning].self, from: Data(#"["no level"]"#.utf8))
    }
  }

  @Test func `the keys of a state, a frame and a summary are those of the interface`() throws {
    let document = try object(try Samples.document())
    let states = try #require(document["states"] as? [[String: Any]])
    #expect(states.count == 3)
    for (index, state) in states.enumerated() {
      #expect(Set(state.keys) == ["name", "tension", "frames", "summary"])
      #expect(keyPaths(try #require(state["frames"])) == Self.frameKeys)
      let summary = keyPaths(try #require(state["summary"]))
      #expect(summary == (index == 0 ? Self.peakKeys : Self.peakKeys.union(Self.changeKeys)))
      let tension = try #require(state["tension"] as? [String: Any])
      #expect(keyPaths(try #require(tension["soleus"])) == ["tone", "stiffness", "shortening", "strength"])
    }
  }

  @Test func `a rig has fixed forces and no activity`() throws {
    var rig = try Samples.document()
    rig.boundary = .fixedForces
    rig.activity = nil
    rig.states = [rig.states[0]]
    rig.states[0].frames[0].phase_percent = nil
    let written = try object(rig)
    #expect(written["boundary"] as? String == "fixed-forces")
    #expect(written["activity"] == nil)
    let states = try #require(written["states"] as? [[String: Any]])
    #expect(keyPaths(try #require(states[0]["frames"])) == Self.frameKeys.subtracting(["phase_percent"]))
  }

  @Test func `a document read back is the document that was written`() throws {
    let document = try Samples.document()
    let bytes = try document.json()
    let back = try ResultsDocument(json: bytes)
    #expect(try back.json() == bytes)
    #expect(back.states.map(\.frames) == document.states.map(\.frames))
    #expect(back.states.map(\.summary) == document.states.map(\.summary))
    #expect(back.states.map(\.tension) == document.states.map(\.tension))
    #expect(back.person == document.person)
    #expect(back.activity == document.activity)
    #expect(back.warnings == document.warnings)
  }

  @Test(arguments: [1.0 / 3, .leastNonzeroMagnitude, 1.7976931348623157e308, -123.456e-7, 0.1 + 0.2])
  func `a number survives to the last bit`(value: Double) throws {
    var document = try Samples.document()
    document.states[0].frames[0].residual = value
    #expect(try ResultsDocument(json: try document.json()).states[0].frames[0].residual == value)
  }

  @Test func `keys are sorted, and the text is one line`() throws {
    let bytes = try Samples.document().json()
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == 1)
    #expect(bytes.last == UInt8(ascii: "\n"))
    let text = String(decoding: bytes, as: UTF8.self)
    let keys = [
      "\"activity\":", "\"boundary\":", "\"model\":", "\"person\":", "\"schema\":", "\"states\":",
      "\"warnings\":",
    ]
    let places = try keys.map {
      try #require(text.range(of: $0, options: $0 == "\"schema\":" ? .backwards : []))
    }
    #expect(places.map(\.lowerBound) == places.map(\.lowerBound).sorted())
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite is refused with its place`(value: Double) throws {
    var document = try Samples.document()
    document.states[1].frames[2].muscles["soleus"]?.force_N = value
    document.states[1].frames[2].phase_percent = 12.5
    let error = NotFinite(state: "after release", frame: 2, phase: 12.5, number: "soleus_force_N")
    #expect(throws: error) { try document.json() }
    #expect(throws: error) { try document.csv() }
    #expect(
      error.description == "state 'after release', frame 2 (12.5 % of the motion): not finite: soleus_force_N"
    )
  }

  @Test func `a summary that is not finite is refused`() throws {
    var document = try Samples.document()
    document.states[2].summary.change_peak_pressure_percent = .nan
    let error = NotFinite(
      state: "no excess tension", frame: nil, phase: nil, number: "change_peak_pressure_percent")
    #expect(throws: error) { try document.json() }
  }

  @Test func `changes are in percent of the first state`() {
    var first = Summary()
    first.peak_patellofemoral_force_N = 2000
    first.peak_mean_stress_MPa = 4
    first.peak_pressure_MPa = 8
    first.patellofemoral_impulse_BW_percent = 100
    var second = first
    second.peak_patellofemoral_force_N = 1500
    second.peak_mean_stress_MPa = 5
    second.patellofemoral_impulse_BW_percent = 50
    let compared = second.compared(to: first)
    #expect(compared.change_peak_patellofemoral_force_percent == -25)
    #expect(compared.change_peak_mean_stress_percent == 25)
    #expect(compared.change_peak_pressure_percent == 0)
    #expect(compared.change_patellofemoral_impulse_percent == -50)
    // Nothing to compare with: the first state has no tibiofemoral force.
    #expect(compared.change_peak_tibiofemoral_force_percent == nil)
  }
}
