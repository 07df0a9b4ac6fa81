import Foundation
import Results
import Testing

@testable import trochlea

/// A model of one's own.
@Suite struct ModelFileTests {
  private static let builtIn = repository("data/model.json")
  private let folder: Folder
  init() throws { folder = try Folder() }

  private func object() throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.builtIn))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func rig(_ path: String?) -> Outcome {
    call(
      ["rig", "--flexion", "45", "--force", "quadriceps=500", "--json"]
        + (path.map { ["--model", $0] } ?? []))
  }

  @Test func `a copy of the built-in model has its hash and gives its numbers`() throws {
    let copy = try folder.file("copy.json", Data(contentsOf: URL(fileURLWithPath: Self.builtIn)))
    let facts = call("model", "--model", copy, "--json")
    #expect(facts.status == .done)
    #expect(facts.output == call("model", "--json").output)
    #expect((try facts.object["licence"] as? String)?.isEmpty == false)
    #expect(rig(copy).output == rig(nil).output)
    #expect(call("muscles", "--model", copy).output == call("muscles").output)
    let squat = ["solve", "--depth", "60", "--json"]
    #expect(call(squat + ["--model", copy]).output == call(squat).output)
  }

  @Test func `another content has another hash`() throws {
    var model = try object()
    model["name"] = "mine"
    let path = try folder.file("mine.json", JSONSerialization.data(withJSONObject: model))
    let document = try rig(path).document
    #expect(document.model.name == "mine")
    #expect(try document.model.hash != rig(nil).document.model.hash)
  }

  /// A break, and what the message says of it.
  struct Break: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let parts: [String]
    let apply: @Sendable (inout [String: Any]) -> Void
    init(_ name: String, _ parts: [String], _ apply: @escaping @Sendable (inout [String: Any]) -> Void) {
      testDescription = name
      self.parts = parts
      self.apply = apply
    }
  }

  static let breaks = [
    Break("no muscles key", [": muscles: missing"]) { $0["muscles"] = nil },
    Break("no radius", ["femur_cartilage.radius_mm: missing"]) {
      edit(&$0, "femur_cartilage") { $0["radius_mm"] = nil }
    },
    Break("no stiffness of a strand", ["strands[3].stiffness_N_per_strain: missing"]) {
      edit(&$0, "strands", 3) { $0["stiffness_N_per_strain"] = nil }
    },
    Break("a word for a number", ["hip_center_mm"]) { $0["hip_center_mm"] = ["a", "b", "c"] },
    Break("a number for a word", ["name"]) { $0["name"] = 5 },
    Break("an object for an array", ["muscles"]) { $0["muscles"] = ["a": 1] },
    Break("null for a number", ["patellofemoral_contact.youngs_modulus_MPa"]) {
      edit(&$0, "patellofemoral_contact") { $0["youngs_modulus_MPa"] = NSNull() }
    },
    Break("another schema", ["schema", "schema 7 is unknown"]) { $0["schema"] = 7 },
    Break("negative stiffness of a strand", ["strands[0]", "stiffness_N_per_strain", "-100", "0.0 to"]) {
      edit(&$0, "strands", 0) { $0["stiffness_N_per_strain"] = -100 }
    },
    Break("negative stiffness of cartilage", ["tibiofemoral_contact.youngs_modulus_MPa", "-5"]) {
      edit(&$0, "tibiofemoral_contact") { $0["youngs_modulus_MPa"] = -5 }
    },
    Break("an incompressible cartilage", ["patellofemoral_contact.poisson_ratio", "0.5"]) {
      edit(&$0, "patellofemoral_contact") { $0["poisson_ratio"] = 0.5 }
    },
    Break("a strength of zero", ["muscles[0] (rectus_femoris).max_isometric_force_N"]) {
      edit(&$0, "muscles", 0) { $0["max_isometric_force_N"] = 0 }
    },
    Break("a pennation of 90 deg", ["pennation_deg", "90"]) {
      edit(&$0, "muscles", 0) { $0["pennation_deg"] = 90 }
    },
    Break("empty muscles", ["muscles: no muscles"]) { $0["muscles"] = [Any]() },
    Break("two muscles of one name", ["muscles[1] (rectus_femoris)", "occurs twice"]) {
      edit(&$0, "muscles", 1) { $0["name"] = "rectus_femoris" }
    },
    Break("no elements", ["patella_cartilage.elements: no elements"]) {
      edit(&$0, "patella_cartilage") { $0["elements"] = [Any]() }
    },
    Break("an element of six numbers", ["tibia_cartilage.elements[0]: 6 values", "exactly 7"]) {
      edit(&$0, "tibia_cartilage") { $0["elements"] = [[1, 2, 3, 4, 0, 1]] }
    },
    Break("counts that do not fit", ["femur_cartilage.radius_mm"]) {
      edit(&$0, "femur_cartilage") { $0["psi_count"] = 17 }
    },
    Break("a count below the least", ["femur_cartilage.z_count"]) {
      edit(&$0, "femur_cartilage") { $0["z_count"] = -3 }
    },
    Break("a path that crosses the knee twice", ["muscles[0] (rectus_femoris).path[", "a path from"]) {
      edit(&$0, "muscles", 0) { muscle in
        let point: (String, Double) -> [String: Any] = { ["body": $0, "at_mm": [10, $1, 0]] }
        muscle["path"] = [point("femur", 100), point("tibia", -50), point("femur", 20)]
      }
    },
    Break("a path on an unknown body", ["did you mean 'femur'?"]) {
      edit(&$0, "muscles", 0) {
        $0["path"] = [["body": "femor", "at_mm": [0, 0, 0]], ["body": "tibia", "at_mm": [0, 0, 0]]]
      }
    },
    Break(
      "a point that stands twice", ["muscles[0] (rectus_femoris).path[1]", "the point is the one before it"]
    ) {
      edit(&$0, "muscles", 0) {
        $0["path"] = [["body": "femur", "at_mm": [0, 9, 0]], ["body": "femur", "at_mm": [0, 9, 0]]]
      }
    },
    Break(
      "a femoral cylinder below the knee",
      ["muscles[0] (rectus_femoris).wrap.segment", "between tibia and foot"]
    ) {
      edit(&$0, "muscles", 0) {
        $0["path"] = [["body": "tibia", "at_mm": [0, -90, 0]], ["body": "foot", "at_mm": [-40, -10, 0]]]
        $0["wrap"] = ["segment": 0, "body": "femur", "x_mm": 0, "y_mm": 0, "radius_mm": 20, "side": 1]
      }
    },
    Break("more muscles than the recruitment takes", ["muscles: 96 muscles", "64 or fewer"]) { model in
      let rows = model["muscles"] as? [[String: Any]] ?? []
      model["muscles"] = (0..<96).map { k in
        var row = rows[k % rows.count]
        row["name"] = "muscle_\(k)"
        return row
      }
    },
    Break("a path of one point", ["path: 1 points"]) {
      edit(&$0, "muscles", 0) { $0["path"] = [["body": "femur", "at_mm": [0, 0, 0]]] }
    },
    Break("flexion that falls", ["coupled_path.knee_flexion_deg[1]", "does not rise"]) {
      edit(&$0, "coupled_path") { path in
        var knots = path["knee_flexion_deg"] as? [Double] ?? []
        knots[1] = -50
        path["knee_flexion_deg"] = knots
      }
    },
  ]

  @Test(arguments: breaks) func `a broken model is refused with its key path`(broken: Break) throws {
    var model = try object()
    broken.apply(&model)
    let path = try folder.file("broken.json", JSONSerialization.data(withJSONObject: model))
    for outcome in [rig(path), call("model", "--model", path)] {
      #expect(outcome.status == .data, "\(outcome.errors)")
      #expect(outcome.output.isEmpty)
      for part in [path] + broken.parts {
        #expect(outcome.errors.contains(part), "no '\(part)': \(outcome.errors)")
      }
    }
  }

  @Test func `text that is no JSON is refused`() throws {
    let text = try String(contentsOfFile: Self.builtIn, encoding: .utf8)
    let height = try #require(text.firstRange(of: "\"height_m\":"))
    func withHeight(_ value: String) -> String {
      let rest = text[height.upperBound...].drop { $0 != "," && $0 != "}" && $0 != "\n" }
      return text[..<height.upperBound] + value + rest
    }
    for (text, part) in [
      (String(text.prefix(text.count / 2)), "broken.json"), (withHeight("NaN"), "broken.json"),
      (withHeight("1e999"), "broken.json"), (withHeight("Infinity"), "broken.json"),
      (withHeight("-1.7"), "reference_person.height_m"), ("[]", "broken.json"), ("null", "broken.json"),
      (String(repeating: "[", count: 100_000), "broken.json"), ("{}", "missing"),
      (text.replacing("\"z_count\":", with: "\"z_count\": 12.5, \"z\":"), "broken.json"),
    ] {
      let outcome = rig(try folder.file("broken.json", text))
      #expect(outcome.status == .data, "\(outcome.errors)")
      #expect(outcome.errors.contains(part), "\(outcome.errors)")
    }
  }
}

/// Changes an object inside a model, or the element of an array of objects.
private func edit(
  _ model: inout [String: Any], _ key: String, _ index: Int? = nil, _ change: (inout [String: Any]) -> Void
) {
  if let index {
    var rows = model[key] as? [[String: Any]] ?? []
    change(&rows[index])
    model[key] = rows
  } else {
    var part = model[key] as? [String: Any] ?? [:]
    change(&part)
    model[key] = part
  }
}
