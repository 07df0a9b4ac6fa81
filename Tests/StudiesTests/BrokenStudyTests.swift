import Foundation
import Knee
import Testing
import Yams

@testable import Studies

/// The studies of Fixtures/broken.yaml, and those that no text file can hold.
@Suite struct BrokenStudyTests {
  struct Broken: Codable, Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var at: [String]
    var says: [String]
    var schema: String
    var testDescription: String { name }
  }

  static let table: [Broken] = {
    let path = repository("Tests/StudiesTests/Fixtures/broken.yaml")
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let table = try? YAMLDecoder().decode([Broken].self, from: text)
    else { preconditionFailure("\(path) cannot be read") }
    return table
  }()

  @Test(arguments: table)
  func `a broken study is refused where it is broken`(broken: Broken) {
    let errors = mistakes(Array(broken.text.utf8))
    let places = errors.map { error in
      error.file == "study.yaml" ? "\(error.line ?? 0):\(error.column ?? 0)" : "none"
    }
    // Two of one place are written once.
    #expect(places.reduce(into: []) { if $0.last != $1 { $0.append($1) } } == broken.at)
    for piece in broken.says {
      #expect(errors.contains { $0.description.contains(piece) }, "\(piece): \(errors)")
    }
    #expect(errors.count == max(broken.at.count, broken.says.count), "\(errors)")
    for error in errors { #expect(error.allowed != nil || error.kind == .missing, "\(error)") }
  }

  @Test func `there are forty broken studies at least`() {
    #expect(Self.table.count >= 40)
    #expect(Set(Self.table.map(\.name)).count == Self.table.count)
  }

  @Test(
    arguments: [
      ([], "the file is empty"), (Array(" \n\t\n".utf8), "the file is empty"),
      (Array("# nothing\n".utf8), "the file holds no keys"), ([0xff, 0xfe, 0x00], "this is not UTF-8 text"),
      (Array("trochlea: 1\ntitle: a\u{7}b\n".utf8), "study.yaml:2:9: a control character"),
      (Array("trochlea: 1\ntitle: a\0b\n".utf8), "study.yaml:2:9: a control character"),
      (Array(String(repeating: "[", count: 100_000).utf8), "no YAML"),
      (Array((String(repeating: "- ", count: 100_000) + "a").utf8), "no YAML"),
      (Array("trochlea: 1\ntitle: *nowhere\n".utf8), "study.yaml:2:8: no YAML: found undefined alias"),
    ] as [([UInt8], String)])
  func `what is no text or no YAML is refused`(bytes: [UInt8], message: String) {
    let errors = mistakes(bytes)
    #expect(errors.count == 1)
    #expect(errors.first?.kind == .data)
    #expect(errors.first?.description.contains(message) ?? false, "\(errors)")
  }

  @Test func `aliases that stand for a billion values end soon`() {
    // Ten lists, each ten times the one before.
    var text = "trochlea: 1\nreport: [a]\nl0: &l0 [x, x]\n"
    for level in 1...9 {
      let row = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
      text += "l\(level): &l\(level) [\(row)]\n"
    }
    #expect(mistakes(Array(text.utf8)).first?.problem.contains("aliases") ?? false)
    // Names may be digits alone, or begin with a line.
    for sign in ["", "_", "-"] {
      let other = text.replacing("*l", with: "*" + sign).replacing("&l", with: "&" + sign)
      #expect(mistakes(Array(other.utf8)).map(\.problem) == ["more than 24 aliases (*)"], "\(sign)")
    }
    // As many as are allowed, three at a time, and used as a key, which must be hashed.
    text = "trochlea: 1\nl0: &l0 [x, x]\n"
    for level in 1...7 { text += "l\(level): &l\(level) [*l\(level - 1), *l\(level - 1), *l\(level - 1)]\n" }
    text += "? *l7\n: what_if\nwhat_if: *l7\n"
    #expect(mistakes(Array(text.utf8)).contains { $0.problem.contains("as a key") })
    let rows = Array(repeating: "{name: a, mass: -5 kg}", count: 60_000).joined(separator: ",")
    let many = mistakes(Array("trochlea: 1\nwhat_if: [\(rows)]\n".utf8))
    #expect(many.contains { $0.problem == "too many values" })
  }

  @Test(arguments: [
    ("", "k#: 1\n", ""), ("tension: {", "m#: {tone: 1 %},", "}"),
    ("what_if: [", "{name: a#, mas: 1 kg},", "]"),
  ])
  func `of twenty thousand mistakes the first hundred are listed, soon`(
    start: String, entry: String, end: String
  ) {
    let entries = (0..<20_000).map { entry.replacing("#", with: String($0)) }
    let started = ContinuousClock.now
    let errors = mistakes(Array("trochlea: 1\n\(start)\(entries.joined())\(end)\n".utf8))
    // A second on an idle machine; with the square of their number it would be minutes.
    #expect(ContinuousClock.now - started < .seconds(20))
    #expect(errors.count == StudyErrors.mostListed + 1)
    #expect(errors.last?.problem == "only the first 100 mistakes are listed")
  }

  @Test func `an alias within reason is a value like another`() throws {
    let study = try StudyFileTests.load(
      "trochlea: 1\ntension: {hamstrings: &tight {tone: 10 %}, calf: *tight}\n")
    #expect(study.baseline.tension.count { $0.tone == 0.1 } == 7)
  }

  @Test func `a huge file and a missing one are told apart`() throws {
    let folder = try TemporaryFolder()
    let huge = try folder.file("huge.yaml", String(repeating: "# nothing\n", count: 200_000))
    #expect(loadMistakes(huge).first?.problem == "the file is too large")
    let missing = loadMistakes(folder.path + "/none.yaml")
    #expect(missing.map(\.kind) == [.missing])
    #expect(loadMistakes(folder.path).map(\.kind) == [.missing])
    let near = loadMistakes("tight-claf")
    #expect(near.map(\.kind) == [.missing] && near.first?.suggestion == "tight-calf")
  }

  @Test func `a mark of the encoding is no mistake`() {
    #expect(mistakes([0xef, 0xbb, 0xbf] + Array("trochlea: 1\ntitle: a\n".utf8)).isEmpty)
  }

  @Test func `a path to extend cannot write on a terminal`() {
    for path in [#""a\nb""#, #""a\e[31mb""#] {
      let errors = mistakes(Array("trochlea: 1\nextends: \(path)\n".utf8))
      #expect(errors.count == 1 && errors[0].description.unicodeScalars.allSatisfy { !$0.isControl })
      #expect(errors[0].place == "extends")
    }
  }

  @Test func `a bad base is told of where it is extended`() throws {
    let folder = try TemporaryFolder()
    let loop = try folder.file("loop.yaml", "trochlea: 1\nextends: loop.yaml\n")
    #expect(
      loadMistakes(loop).first?.description.hasSuffix(
        "loop.yaml:2:10: extends: '\(loop)' extends itself (allowed: another file)") ?? false)
    _ = try folder.file("a.yaml", "trochlea: 1\nextends: b.yaml\n")
    let b = try folder.file("b.yaml", "trochlea: 1\nextends: a.yaml\n")
    #expect(loadMistakes(b).first?.problem.contains("extends itself") ?? false)

    // The mistakes of the file itself come along.
    let lost = try folder.file("lost.yaml", "trochlea: 1\nextends: none.yaml\nperson: {mass: 5 kg}\n")
    let errors = loadMistakes(lost)
    #expect(errors.map(\.line) == [2, 3] && errors.allSatisfy { $0.file == lost })
    #expect(errors.first?.kind == .missing)
    _ = try folder.file("bad.yaml", "trochlea: 1\nperson: [\n")
    let bad = loadMistakes(try folder.file("on-bad.yaml", "trochlea: 1\nextends: bad.yaml\n"))
    #expect(bad.map(\.file) == [folder.path + "/bad.yaml"])

    for index in 0...8 {
      _ = try folder.file("chain\(index).yaml", "trochlea: 1\nextends: chain\(index + 1).yaml\n")
    }
    _ = try folder.file("chain9.yaml", "trochlea: 1\n")
    #expect(loadMistakes(folder.path + "/chain0.yaml").first?.problem.contains("one file too many") ?? false)
    #expect(loadMistakes(folder.path + "/chain2.yaml").isEmpty)
  }

  @Test func `a bad model file hides no other mistake`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(
      "study.yaml", "trochlea: 1\nmodel: {file: none.json}\ntension: {any muscle: {tone: 300 %}}\n")
    let errors = loadMistakes(path)
    #expect(errors.map(\.kind) == [.data, .missing])
    #expect(errors.first?.problem == "'300 %' is out of range")
  }
}

/// What is wrong with these bytes under the name study.yaml; empty when nothing is.
func mistakes(_ bytes: [UInt8]) -> [InputError] {
  do throws(StudyErrors) {
    _ = try StudyFile.load(bytes, name: "study.yaml")
    return []
  } catch {
    return error.errors
  }
}

/// What is wrong with a file; empty when nothing is.
func loadMistakes(_ path: String) -> [InputError] {
  do throws(StudyErrors) {
    _ = try StudyFile.load(path: path)
    return []
  } catch {
    return error.errors
  }
}
