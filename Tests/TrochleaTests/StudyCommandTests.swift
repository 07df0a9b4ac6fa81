import Foundation
import Results
import Studies
import Testing

@testable import trochlea

@Suite struct StudyCommandTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  @Test func `init writes a study that check accepts, and never over a file`() throws {
    let path = folder.path + "/study.yaml"
    let made = call("init", path)
    #expect(made.status == .done && made.output.isEmpty && made.errors.contains(path))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == StudyTemplate.text)
    #expect(call("check", path).status == .done && call("check", path).errors.isEmpty)

    let again = call("init", path)
    #expect(again.status == .cannotCreate)
    #expect(again.errors == "Error: \(path): is there already, and is left as it is\n")
    #expect(call("init", folder.path).status == .cannotCreate)
    #expect(call("init", folder.path + "/none/study.yaml").status == .cannotCreate)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["study.yaml"])

    let printed = call("init")
    #expect(printed.status == .done && printed.output == StudyTemplate.text && printed.errors.isEmpty)
  }

  @Test func `check says in one line what would be solved`() throws {
    let outcome = call("check", "tight-calf", "hamstrings-tone-sweep")
    #expect(outcome.status == .done && outcome.errors.isEmpty)
    #expect(
      outcome.output == """
        tight-calf: 'Tight calf in walking'; 4 states of walking; 1 point; 101 frames each; fixed-moments; not healthy: calf
        hamstrings-tone-sweep: 'Hamstrings from slack to very tense'; 2 states of squat; 7 points; 101 frames each; \
        fixed-moments; not healthy at some points: hamstrings

        """)
  }

  @Test func `check finds every mistake of every file`() throws {
    let first = try folder.file("first.yaml", "trochlea: 1\nperson: {mass: 10 kg}\ntensoin: 3\n")
    let second = try folder.file("second.yaml", "title: no version\n")
    let outcome = call("check", first, "tight-calf", second)
    #expect(outcome.status == .data)
    #expect(outcome.output.hasPrefix("tight-calf: "))
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(
      lines[0].hasPrefix("Error: \(first):2:16: person.mass: '10 kg' is out of range (allowed: 20 to 300 kg)")
    )
    // In the order of the lines.
    #expect(lines[1].hasPrefix("Error: \(first):3:1: unknown key 'tensoin'; did you mean 'tension'?"))
    #expect(lines[2].hasPrefix("Error: \(second):1:1: the key 'trochlea' is missing"))
  }

  @Test func `check tells what is not there from what is wrong`() throws {
    let bad = try folder.file("bad.yaml", "trochlea: 2\n")
    #expect(call("check", folder.path + "/none.yaml").status == .missing)
    #expect(call("check", folder.path + "/none.yaml", bad).status == .data)
    #expect(call("check").status == .usage)
    let near = call("check", "tight-claf")
    #expect(near.status == .missing && near.errors.contains("did you mean 'tight-calf'?"))
  }

  @Test func `check warns of points that are impossible, and run keeps them with the rest`() throws {
    let path = try folder.file(
      "some.yaml",
      """
      trochlea: 1
      activity: {name: squat, depth: 60 deg}
      tension: {hamstrings: {tone: 5 %}}
      what_if: [{name: less, mass: -45 kg}, {name: calf, release: {calf: 50 %}}]
      sweep: {grid: {person.mass: 60:80:10 kg, tension.hamstrings.tone: [0 %, 10 %]}}
      """)
    let check = call("check", path)
    #expect(check.status == .done)
    let lines = check.errors.split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("Warning: \(path):") }, "\(check.errors)")
    #expect(lines[0].contains(":3:24: tension.hamstrings.tone: is never used"))
    #expect(
      lines[1].contains(
        ":4:11: what_if[1].mass: impossible at 2 of 6 points, first at point 0 (person.mass 60 kg,"
          + " tension.hamstrings.tone 0 %): the body would weigh 15 kg"))
    #expect(lines[2].contains(":4:62: what_if[2].release.calf: releases nothing"))
    let list = try JSONDecoder().decode(
      [StudyMistakeEntry].self, from: Data(call("check", path, "--json").output.utf8))
    #expect(list.map(\.level) == [.warning, .warning, .warning] && list.map(\.line) == [3, 4, 4])

    let run = call("run", path, "--out", folder.path + "/results", "--json", "--quiet")
    #expect(run.status == .cannotBeHeld, "\(run.errors)")
    let states = try #require(try run.object["states"] as? [[String: Any]])
    #expect(
      states.map { $0["status"] as? [String: Int] } == [
        ["done": 6], ["done": 4, "impossible": 2], ["done": 6],
      ])
    let told = try #require(try run.object["warnings"] as? [[String: Any]])
    let idle = told.first {
      "\($0["warning"] ?? "")".contains("releases nothing in calf: no excess tension there as now")
    }
    #expect(idle?["points"] as? Int == 6, "\(told)")
  }

  @Test func `check lists mistakes in JSON`() throws {
    let path = try folder.file("bad.yaml", "trochlea: 1\ntensoin: 3\n")
    let outcome = call("check", path, "--json")
    #expect(outcome.status == .data && outcome.errors.isEmpty)
    let list = try JSONDecoder().decode([StudyMistakeEntry].self, from: Data(outcome.output.utf8))
    #expect(list.map(\.line) == [2] && list.map(\.column) == [1] && list.map(\.file) == [path])
    #expect(list.map(\.suggestion) == ["tension"])
    #expect(call("check", "tight-calf", "--json").output == "[]\n")
  }

  @Test func `scenarios are listed with their questions, and printed to be copied`() throws {
    let text = call("scenarios")
    #expect(text.status == .done)
    let list = try JSONDecoder().decode(
      [ScenarioEntry].self, from: Data(call("scenarios", "--json").output.utf8))
    #expect(list.map(\.name) == BuiltInScenario.names)
    #expect(!text.output.contains("\n\n\n"))
    for line in text.output.split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
    for entry in list {
      #expect(text.output.contains("\(entry.name)  \(entry.title)\n"))
      let file = call("scenarios", entry.name)
      #expect(file.status == .done)
      let path = try folder.file("\(entry.name).yaml", file.output)
      #expect(call("check", path).status == .done)
    }
    let near = call("scenarios", "tight-claf")
    #expect(near.status == .missing && near.errors.contains("did you mean 'tight-calf'?"))
    #expect(call("scenarios", "tight-calf", "--json").status == .usage)
  }

  @Test func `schema is JSON, and refuses stray words`() throws {
    let outcome = call("schema")
    #expect(outcome.status == .done)
    #expect(try outcome.object["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(call("schema", "--model", folder.path + "/none.json").status == .missing)
    #expect(call("schema", "study.yaml").status == .usage)
  }
}
