import Knee
import Testing

@testable import Studies

/// What `trochlea init` writes.
@Suite struct TemplateTests {
  @Test func `the template is a study that can be solved`() throws {
    let study = try StudyFileTests.load(StudyTemplate.text)
    #expect(study.whatIfs.count == 3 && study.pointCount == 1)
    let outcome = StudyRunner(study).solve(0)
    #expect(outcome.states.map(\.status) == Array(repeating: .done, count: 4))
  }

  @Test func `the grid and the list of the template are right as they stand in the comment`() throws {
    let lines = StudyTemplate.text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "# sweep:"))
    let offered = lines[start..<start + 6].map { String($0.dropFirst(2)) }
    #expect(offered[1] == "  grid:" && offered[4] == "  list:")
    for (rows, points) in [(Array(offered[0..<4]), 6), ([offered[0]] + offered[4...], 1)] {
      let study = try StudyFileTests.load(
        (lines[..<start].map(String.init) + rows + lines[(start + 6)...].map(String.init))
          .joined(separator: "\n"))
      #expect(study.pointCount == points)
    }
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
