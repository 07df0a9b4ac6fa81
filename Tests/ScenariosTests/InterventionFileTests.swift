import Foundation
import Knee
import ModelFiles
import Testing

@testable import Scenarios

/// What the loader refuses, each with its place in the file.
@Suite struct InterventionFileTests {
  /// The built-in file with one value replaced.
  private func changed(_ index: Int, _ path: [String], to value: Any?) throws -> Data {
    var content = try #require(
      try JSONSerialization.jsonObject(with: embeddedFile("interventions.json")) as? [String: Any])
    var list = try #require(content["interventions"] as? [[String: Any]])
    list[index] = try #require(replace(list[index], path[...], value) as? [String: Any])
    content["interventions"] = list
    return try JSONSerialization.data(withJSONObject: content)
  }

  private func replace(_ node: Any, _ path: ArraySlice<String>, _ value: Any?) -> Any? {
    guard let key = path.first else { return value }
    if var array = node as? [Any], let index = Int(key) {
      array[index] = replace(array[index], path.dropFirst(), value) ?? NSNull()
      return array
    }
    var object = node as? [String: Any] ?? [:]
    object[key] = replace(object[key] ?? [String: Any](), path.dropFirst(), value)
    return object
  }

  @Test func `the built-in file is good, and every intervention has both sides`() throws {
    let all = try loadInterventions()
    #expect(
      all.map(\.name) == [
        "dry-needling", "massage", "stretching", "stretching-programme", "strengthening", "taping",
        "weight-loss",
      ])
    #expect(all.allSatisfy { !$0.trials_for.isEmpty && !$0.trials_against.isEmpty })
    let file = String(decoding: embeddedFile("interventions.json"), as: UTF8.self)
    #expect(file.contains("tau = gone_after_s / 3"))
  }

  @Test(
    arguments: [
      (0, ["name"], "Dry needling", "interventions[0].name: 'Dry needling'"),
      (1, ["aliases"], ["needling"], "interventions[1].aliases: 'needling' stands twice"),
      (1, ["acts_on"], "pain", "interventions"),
      (1, ["effect", "mean"], -1.0, "interventions[1].effect.mean: -1.0 (allowed: a fraction"),
      (1, ["effect", "mean"], 0.2, "interventions[1].effect.mean: 0.2 (allowed: between least"),
      (1, ["effect", "least"], nil, "interventions[1].effect.least: a spread with a part missing"),
      (1, ["effect", "spread"], nil, "interventions[1].effect.least: a spread with a part missing"),
      (1, ["effect"], nil, "interventions[1].effect: missing"),
      (1, ["time_course"], nil, "interventions[1].time_course: missing"),
      (1, ["time_course", "gone_after_s"], 0.0, "interventions[1].time_course.gone_after_s: 0.0 s"),
      (1, ["time_course", "build_up_s"], 60.0, "interventions[1].time_course.build_up_s"),
      (3, ["time_course", "build_up_s"], nil, "interventions[3].time_course.build_up_s: missing"),
      (3, ["time_course", "holds_s"], -1.0, "interventions[3].time_course.holds_s: -1.0 s"),
      (0, ["trials_against"], [String](), "interventions[0].trials_against: no trial"),
      (0, ["trials_for"], [String](), "interventions[0].trials_for: no trial"),
      (0, ["trials_for", "0", "n"], 0, "interventions[0].trials_for[0].n: 0"),
      (0, ["trials_for", "0", "doi"], "doi.org/10.1", "interventions[0].trials_for[0].doi: 'doi.org/10.1'"),
      (0, ["trials_for", "0", "doi"], nil, "interventions[0].trials_for[0].doi: none"),
      (0, ["evidence"], nil, "evidence: missing"),
      (5, ["effect", "mean"], 0.1, "interventions[5].effect.mean: 0.1 (allowed: 0 where nothing"),
      (6, ["time_course"], ["kind": "session"], "gone_after_s: missing"),
    ] as [(Int, [String], (any Sendable)?, String)])
  func `bad data are refused with their place`(
    index: Int, path: [String], value: (any Sendable)?, message: String
  ) throws {
    let data = try changed(index, path, to: value)
    let error = #expect(throws: InputError.self) { try decodeInterventions(data, file: "test.json") }
    #expect(error?.kind == .data && error?.file == "test.json")
    #expect(error?.description.contains(message) == true, "\(String(describing: error))")
  }

  @Test func `another schema and an empty list are refused`() {
    for (text, place) in [
      (#"{"schema": 2, "interventions": []}"#, "schema"),
      (#"{"schema": 1, "interventions": []}"#, "interventions"),
      (#"{"schema": 1}"#, "interventions"), ("{", "test.json"),
    ] {
      let error = #expect(throws: InputError.self) {
        try decodeInterventions(Data(text.utf8), file: "test.json")
      }
      #expect(error?.kind == .data && error?.description.contains(place) == true)
    }
  }
}
