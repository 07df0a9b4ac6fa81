import Foundation
import Knee
import Testing

@testable import Results
@testable import Studies

/// The studies of data/scenarios.
@Suite struct ScenarioTests {
  @Test func `every file of the folder is compiled in as it stands`() throws {
    let folder = repository("data/scenarios")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(files == BuiltInScenario.names.map { $0 + ".yaml" })
    #expect(files.count >= 12)
    for name in BuiltInScenario.names {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).yaml"))
      #expect(try Array(bytes) == BuiltInScenario(named: name).bytes)
    }
  }

  @Test(arguments: BuiltInScenario.names)
  func `a scenario says in two lines what it asks and where its numbers come from`(name: String) throws {
    let study = try StudyFile.load(builtIn: name)
    for text in [study.question, study.source] {
      let text = try #require(text)
      #expect(text.split(separator: "\n").count == 2, "\(text)")
    }
    #expect(study.title != "Untitled study" && study.title.count <= 80)
    #expect(study.source?.contains("assum") ?? false, "tension is an assumption")
    let all = String(decoding: try BuiltInScenario(named: name).bytes, as: UTF8.self)
    let words = all.lowercased().split { !$0.isLetter }.map(String.init)
    #expect(Set(words).isDisjoint(with: Wording.avoided + ["pain"]))
    #expect(study.whatIfs.count >= 1)
    #expect(study.notes.isEmpty, "\(study.notes)")
  }

  @Test(arguments: BuiltInScenario.names)
  func `a scenario can be solved, and every state is done`(name: String) throws {
    var study = try StudyFile.load(builtIn: name)
    study.keepsFrames = false
    let runner = StudyRunner(study)
    let points = study.pointCount > 2 ? [0, study.pointCount - 1] : Array(0..<study.pointCount)
    for point in points {
      let outcome = runner.solve(point)
      #expect(outcome.states.map(\.name) == study.stateNames)
      for state in outcome.states {
        #expect(state.status == .done, "\(state.name): \(state.reason ?? "")")
        let summary = try #require(state.summary)
        #expect(summary.peak_patellofemoral_force_N > 0)
      }
    }
  }

  @Test func `a study extends a built-in one by its name`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(
      "mine.yaml",
      """
      trochlea: 1
      extends: tight-hamstrings-squat
      person: {mass: 60 kg}
      tension: {semimembranosus: {tone: 20 %}}
      """)
    let study = try StudyFile.load(path: path)
    let base = try StudyFile.load(path: "tight-hamstrings-squat")
    // What numbers are assumed is told on; a question is that of its own file.
    #expect(study.title == "Based on 'Tight hamstrings in a squat'" && study.question == nil)
    #expect(study.source == base.source)
    let further = try folder.file("further.yaml", "trochlea: 1\nextends: mine.yaml\nquestion: Mine?\n")
    let last = try StudyFile.load(path: further)
    #expect(last.title == study.title && last.question == "Mine?")
    #expect(study.whatIfs == base.whatIfs && study.baseline.mass == 60)
    let tones = zip(study.model.muscleNames, study.baseline.tension).filter { $0.1.tone > 0 }
    #expect(
      Set(tones.map { "\($0.0) \($0.1.tone)" }) == [
        "semimembranosus 0.2", "semitendinosus 0.1", "biceps_femoris_long_head 0.1",
        "biceps_femoris_short_head 0.1",
      ])

    // A file of that name comes first, as seen from the folder of the study.
    _ = try folder.file("tight-calf", "trochlea: 1\ntitle: A file\n")
    let own = try folder.file("own.yaml", "trochlea: 1\nextends: tight-calf\n")
    #expect(try StudyFile.load(path: own).title == "Based on 'A file'")
  }

  @Test func `a file in a folder that is called like that of the built-in ones is a file`() throws {
    let folder = try TemporaryFolder()
    let scenarios = folder.path + "/data/scenarios"
    try FileManager.default.createDirectory(atPath: scenarios, withIntermediateDirectories: true)
    _ = try folder.file("data/scenarios/tight-calf.yaml", "trochlea: 1\nextends: tight-calf\ntitle: Mine\n")
    _ = try folder.file("data/scenarios/x.yaml", "trochlea: 1\nextends: base.yaml\n")
    _ = try folder.file("data/scenarios/base.yaml", "trochlea: 1\nperson: {mass: 60 kg}\n")
    // The same text under the path that a call from that folder has.
    let bytes = Array("trochlea: 1\nextends: tight-calf\ntitle: Mine\n".utf8)
    for name in ["data/scenarios/tight-calf.yaml", "builtin:tight-calf"] {
      let study = try StudyFile.load(bytes, name: name)
      #expect(study.inputs.map(\.isBuiltIn) == [false, true])
      #expect(study.inputs.map(\.path.first) == ["/", "b"])
      // Read again from what a store keeps of it.
      #expect(try StudyFile.load(study.inputs).hash == study.hash)
    }
    #expect(try StudyFile.load(path: scenarios + "/tight-calf.yaml").title == "Mine")
    #expect(try StudyFile.load(path: scenarios + "/x.yaml").baseline.mass == 60)
  }

  @Test func `an activity and a sweep replace those that are extended, maps of muscles join them`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "base.yaml",
      """
      trochlea: 1
      activity: {name: squat, depth: 60 deg}
      tension: {hamstrings: {tone: 10 %, stiffness: 2}}
      sweep: {list: [{person.mass: 60 kg}, {person.mass: 80 kg}]}
      """)
    let path = try folder.file(
      "study.yaml",
      """
      trochlea: 1
      extends: base.yaml
      activity: {speed: 80 %}
      tension: {hamstrings: {tone: 5 %}}
      sweep: {grid: {activity.speed: 60:100:20 %}}
      """)
    let study = try StudyFile.load(path: path)
    #expect(study.baseline.activity.depth == nil && study.baseline.activity.speed == 0.8)
    #expect(study.pointCount == 3 && study.sweep?.isGrid == true)
    let i = try #require(study.model.muscleNames.firstIndex(of: "semitendinosus"))
    #expect(study.baseline.tension[i].tone == 0.05 && study.baseline.tension[i].stiffness == 2)
  }
}
