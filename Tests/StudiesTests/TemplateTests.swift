import Knee
import Testing

@testable import Studies

/// What `trochlea init` writes.
@Suite struct TemplateTests {
  @Test func `the template is a study that can be solved`() throws {
    let study = try StudyFileTests.load(StudyTemplate.text)
    #expect(study.whatIfs.count == 3 && study.pointCount == 3)
    let outcome = StudyRunner(study).solve(0)
    #expect(outcome.states.map(\.status) == Array(repeating: .done, count: 4))
  }

  @Test func `the template has every key`() {
    for key in StudyKeys.all {
      #expect(StudyTemplate.text.contains("\(key.name):"), "\(key.name)")
    }
  }

  @Test func `the trial and the table of the template are right as they stand in the comment`() {
    let lines = StudyTemplate.text.split(separator: "\n")
    let offers = lines.filter { $0.hasPrefix("# activity: ") }.map { $0.dropFirst(2) }
    #expect(offers.count == 2)
    for offer in offers {
      let errors = mistakes(Array("trochlea: 1\nperson: {mass: 70 kg}\n\(offer)\n".utf8))
      // Nothing but the files is missing.
      #expect(errors.map(\.kind) == [.missing], "\(errors)")
    }
  }

  @Test func `no line of the template is too long for a terminal`() {
    for line in StudyTemplate.text.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
  }
}
