import Foundation
import Results
import Testing

@testable import trochlea

@Suite struct RigCommandTests {
  private let folder: Folder
  init() throws { folder = try Folder() }

  /// The keys of one frame as the interface names them, without the phase and with the muscles folded into one.
  private static let keys: Set<String> = [
    "hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg", "patellofemoral", "tibiofemoral",
    "patella",
    "quadriceps_force_N", "patellar_tendon_force_N", "quadriceps_moment_arm_mm", "net_moment_Nm",
    "reserve_Nm",
    "ligaments_N", "muscles", "status", "iterations", "residual", "minimum_stiffness",
  ]

  @Test func `a sweep with forces on the tibia gives the document of the interface`() throws {
    let outcome = call(
      "rig", "--flexion", "0:100:10", "--force", "quadriceps=600", "--anterior-force", "50", "--json")
    #expect(outcome.status == .done, "\(outcome.errors)")
    let object = try outcome.object
    #expect(Set(object.keys) == ["trochlea", "schema", "boundary", "model", "person", "states", "warnings"])
    #expect(object["boundary"] as? String == "fixed-forces")
    let state = try #require((object["states"] as? [[String: Any]])?.first)
    #expect(Set(state.keys) == ["name", "tension", "frames", "summary"])
    let frames = try #require(state["frames"] as? [[String: Any]])
    #expect(frames.count == 11)
    for frame in frames { #expect(Set(frame.keys) == Self.keys) }
    let muscles = try #require(frames[0]["muscles"] as? [String: [String: Any]])
    #expect(
      Set(muscles["vastus_lateralis"].map { Array($0.keys) } ?? []) == [
        "activation", "force_N", "passive_force_N", "fiber_length",
      ])
    let document = try outcome.document
    for (index, frame) in document.states[0].frames.enumerated() {
      #expect(abs(frame.knee_flexion_deg - 10 * Double(index)) < 1e-9)
      #expect(abs(frame.quadriceps_force_N - 600) < 1e-9)
      #expect(frame.status == "converged")
    }
  }

  @Test func `an outside force moves the tibia its way`() throws {
    func shift(_ force: String) throws -> Double {
      try call("rig", "--flexion", "30", "--force", "quadriceps=300", "--anterior-force", force, "--json")
        .document
        .states[0].frames[0].tibiofemoral.anterior_translation_mm
    }
    let shifts = try ["-100", "0", "100"].map(shift)
    #expect(shifts[0] < shifts[1] - 0.3 && shifts[1] < shifts[2] - 0.3)
  }

  /// Li 2004: 200 N of hamstrings on 400 N of quadriceps at 60 deg moved the tibia 2.8 mm back.
  @Test func `hamstrings pull the tibia back`() throws {
    func shift(_ more: [String]) throws -> Double {
      try call(["rig", "--flexion", "60", "--force", "quadriceps=400", "--json"] + more).document.states[0]
        .frames[0]
        .tibiofemoral.anterior_translation_mm
    }
    let back = try shift([]) - shift(["--force", "hamstrings=200"])
    #expect(back > 1 && back < 6)
  }

  @Test func `a table of frames gives what the options give`() throws {
    let table = "knee_flexion_deg,quadriceps_N,tibia_anterior_N\n20,500,30\n40,500,30\n60,500,30\n"
    let rows = call("rig", "--frames", try folder.file("rig.csv", table), "--json")
    let options = call(
      "rig", "--flexion", "20:60:20", "--force", "quadriceps=500", "--anterior-force", "30", "--json")
    #expect(rows.status == .done)
    #expect(try rows.document.states[0].frames == options.document.states[0].frames)
    let csv = call("rig", "--flexion", "20", "--force", "quadriceps=500", "--csv").output
    #expect(csv.split(separator: "\r\n").count == 2)
  }

  @Test func `a report of a rig says that its forces are given`() {
    let outcome = call("rig", "--flexion", "60", "--force", "quadriceps=400")
    #expect(outcome.status == .done && outcome.errors.isEmpty)
    #expect(outcome.output.contains("Rig: muscle forces given"))
    #expect(outcome.output.contains("This does not show"))
  }
}

@Suite struct ListCommandTests {
  private func list(_ command: String) throws -> [[String: Any]] {
    let outcome = call(command, "--json")
    #expect(outcome.status == .done)
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]])
  }

  @Test func `activities come with their sources, and say whether they were measured`() throws {
    let entries = try list("activities")
    #expect(entries.compactMap { $0["name"] as? String } == Library.activityNames)
    for entry in entries {
      #expect(Set(entry.keys) == ["name", "title", "measured", "source", "licence", "thigh", "caveats"])
      #expect(
        (entry["source"] as? String)?.isEmpty == false && (entry["licence"] as? String)?.isEmpty == false)
    }
    let measured = entries.filter { $0["measured"] as? Bool == true }.compactMap { $0["name"] as? String }
    #expect(measured == ["walking", "walking-adult", "squat", "chair-rise", "sitting-down"])
    #expect(call("activities").output.contains("reconstructed or computed, NOT measured"))
  }

  @Test func `muscles come with sizes, groups and sources`() throws {
    let entries = try list("muscles")
    #expect(entries.count >= 30)
    for entry in entries {
      #expect(
        Set(entry.keys) == [
          "name", "groups", "max_isometric_force_N", "optimal_fiber_length_mm", "tendon_slack_length_mm",
          "source",
        ])
    }
    let names = entries.compactMap { $0["name"] as? String }
    for name in [
      "rectus_femoris", "vastus_medialis", "vastus_intermedius", "vastus_lateralis",
      "biceps_femoris_long_head",
      "biceps_femoris_short_head", "semimembranosus", "semitendinosus", "gastrocnemius_medialis",
      "gastrocnemius_lateralis", "soleus",
    ] { #expect(names.contains(name)) }
    #expect(entries.first { $0["name"] as? String == "soleus" }?["groups"] as? [String] == ["calf"])
  }

  @Test func `help and version are no errors`() {
    for arguments in [["--help"], ["help"], ["solve", "--help"], ["--version"], []] {
      let outcome = call(arguments)
      #expect(outcome.status == .done && !outcome.output.isEmpty && outcome.errors.isEmpty, "\(arguments)")
    }
    #expect(call("--version").output == "trochlea \(trochleaVersion)\n")
  }

  @Test func `a knee that no living one would be is said to be one`() {
    let torn = call("rig", "--flexion", "60", "--force", "quadriceps=10000")
    #expect(torn.output.contains("no living knee would hold this"))
    let sound = call("rig", "--flexion", "60", "--force", "quadriceps=1000")
    #expect(sound.status == .done && !sound.output.contains("no living knee"))
  }

  @Test func `flexion past the published path is said to be extrapolated`() throws {
    let document = try call("rig", "--flexion", "100:110:10", "--force", "quadriceps=500", "--json").document
    #expect(document.states[0].frames.map { $0.clamps != nil } == [false, true])
    #expect(
      document.warnings.contains {
        $0.message.contains("published passive path") && $0.message.contains("1 of 2 frames")
      })
  }
}
