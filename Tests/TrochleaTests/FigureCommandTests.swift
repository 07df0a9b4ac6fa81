import Figures
import Foundation
import Results
import Testing

@testable import trochlea

@Suite struct FigureCommandTests {
  private static let squat = ["--activity", "squat", "--depth", "30deg"]

  @Test func `the ending is the format, and the data lie beside the picture`() throws {
    let folder = try Folder()
    for (ending, start) in [
      ("svg", "<?xml"), ("png", "\u{89}PNG"), ("pdf", "%PDF"), ("json", "{"), ("csv", "panel,"),
    ] {
      let path = "\(folder.path)/bars.\(ending)", data = "\(folder.path)/\(ending).csv"
      let outcome = call(["figure", "bars", "hamstrings", "--out", path, "--data", data] + Self.squat)
      #expect(outcome.status == .done && outcome.output.isEmpty, "\(outcome.errors)")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(
        bytes.starts(with: start.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }), "\(ending)")
      #expect(try String(contentsOfFile: data, encoding: .utf8).contains("as now,"))
    }
  }

  @Test func `PNG has 300 dots per inch of the width on paper, and the same bytes every time`() throws {
    let folder = try Folder()
    var files: [Data] = []
    for name in ["a", "b"] {
      for ending in ["png", "pdf"] {
        let path = "\(folder.path)/\(name).\(ending)"
        #expect(
          call(["figure", "bars", "hamstrings", "--width", "85", "--out", path] + Self.squat).status == .done)
        files.append(try Data(contentsOf: URL(fileURLWithPath: path)))
      }
    }
    #expect(files[0] == files[2] && files[1] == files[3])
    func number(_ at: Int) -> Int { files[0][at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    // IHDR: width; then pHYs: 9 bytes, dots per meter twice, unit meter.
    #expect(number(16) == 1004 && number(33) == 9)
    #expect(String(decoding: files[0][37..<41], as: UTF8.self) == "pHYs")
    #expect(number(41) == 11811 && number(45) == 11811 && files[0][49] == 1)
  }

  @Test func `the checksum is that of PNG`() {
    // The one that ends every PNG: of the empty chunk IEND.
    #expect(Rendering.checksum(Array("IEND".utf8)) == 0xAE42_6082)
  }

  @Test(arguments: [
    (["figure", "bar"], "did you mean 'bars'?"),
    (["figure", "curves", "hamstrigns"], "did you mean 'hamstrings'?"),
    (["figure", "curves", "tight-hamstrings-squad"], "did you mean 'tight-hamstrings-squat'?"),
    (
      ["figure", "curves", "hamstrings", "--y", "patellofemoral_force_B"],
      "did you mean 'patellofemoral_force_N'?"
    ),
    (["figure", "curves", "hamstrings", "--x", "tim"], "did you mean 'time'?"),
    (["figure", "curves", "hamstrings", "--sessions", "2"], "--sessions: is of a course over time"),
    (["figure", "bars", "hamstrings", "--with", "stretching", "--every", "7d"], "'trochlea figure course'"),
    (["figure", "pressure", "tight-hamstrings-squat", "--until", "7d"], "'trochlea figure course'"),
    (["figure", "knee", "hamstrings", "--sessions", "2"], "'trochlea figure course'"),
    (["figure", "animation", "hamstrings", "--sessions", "2"], "'trochlea figure course'"),
    (["figure", "knee", "hamstrings", "--data", "a.csv"], "--data: this picture is no chart of numbers"),
    (
      ["figure", "knee", "hamstrings", "--format", "csv"],
      "--format: this picture is no chart of numbers (allowed: svg, png, pdf)"
    ),
    (["figure", "curves", "tight-hamstrings-squat", "--by", "50%"], "--by: not together with the study"),
    (["figure", "course", "hamstrings", "--by", "50%"], "--by: is of one moment"),
    (["figure", "course", "hamstrings", "--after", "5min"], "--after: is of one moment"),
    (["figure", "curves", "tight-hamstrings-squat", "--mass", "60"], "--mass: not together with the study"),
    (["figure", "curves", "hamstrings-tone-sweep"], "'trochlea figure heatmap' draws sweeps"),
    (["figure", "curves", "hamstrings", "--activity", "sitting"], "figure bars"),
    (["figure", "bars", "hamstrings", "--column", "peak_presure_MPa"], "did you mean 'peak_pressure_MPa'?"),
    (["figure", "bars", "hamstrings", "--width", "10"], "60 to 250 mm"),
    (["figure", "bars", "hamstrings", "--out", "a.jpg"], "unknown ending 'jpg'"),
    (["figure", "bars", "hamstrings", "--out", "a"], "has no ending that is a format"),
    (["figure", "bars", "hamstrings", "--out", "a.svg", "--format", "png"], "a file that ends in .png"),
    (["figure", "bars", "hamstrings", "--out", "a.csv", "--data", "a.csv"], "another file"),
    (["figure", "heatmap", "tight-hamstrings-squat"], "has no sweep"),
    (["figure", "heatmap", "hamstrings-tone-sweep", "--column", "peak"], "--column"),
    (
      ["figure", "heatmap", "hamstrings-tone-sweep", "--state", "half relased"],
      "did you mean 'half released'?"
    ),
    (["figure", "heatmap"], "a study, or --run"),
    (["figure", "course", "hamstrings"], "a course needs it"),
  ]) func `what is wrong is named before anything is solved`(arguments: [String], words: String) {
    let outcome = call(arguments)
    #expect(outcome.status == .usage)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `a missing program is named with the command that installs it`() {
    let tool = ExternalTool(
      name: "no-such-tool", installed: "apt-get install no-such-tool", without: "SVG works")
    let failure = #expect(throws: Failure.self) { _ = try tool.run([]) }
    #expect(failure?.status == .cannotCreate)
    #expect(failure?.description == "no-such-tool is not installed: apt-get install no-such-tool; SVG works")
    #expect(ExternalTool.rsvgConvert.path(in: "") == nil)
  }

  @Test func `a grid of a study and of its stored run are the same picture`() throws {
    let folder = try Folder()
    let study = try folder.file(
      "grid.yaml",
      """
      trochlea: 1
      extends: tight-hamstrings-squat
      activity: {depth: 30 deg}
      sweep: {grid: {tension.hamstrings.tone: 0:20:10 %, person.mass: 60:80:20 kg}}
      """)
    let solved = call("figure", "heatmap", study, "--state", "as now")
    #expect(solved.status == .done, "\(solved.errors)")
    #expect(call("run", study, "--out", folder.path, "--quiet").status == .done)
    let stored = call("figure", "heatmap", "--run", "latest", "--store", folder.path, "--state", "as now")
    #expect(stored.output == solved.output && solved.output.contains("person mass (kg)"))
  }

  @Test func `a sweep says where no living knee would hold what was solved`() throws {
    let folder = try Folder()
    let study = try folder.file(
      "study.yaml",
      """
      trochlea: 1
      activity: {name: sitting}
      sweep: {grid: {tension.hamstrings.tone: 0:100:50 %}}
      """)
    let solved = call("figure", "heatmap", study)
    #expect(solved.status == .done && solved.output.contains("CAREFUL at 1 of 3 points"), "\(solved.errors)")
  }

  @Test func `where the picture cannot be written, no numbers are`() throws {
    let folder = try Folder()
    let data = "\(folder.path)/x.csv"
    let outcome = call(
      ["figure", "bars", "hamstrings", "--out", "\(folder.path)/none/x.svg", "--data", data] + Self.squat)
    #expect(outcome.status == .cannotCreate && !FileManager.default.fileExists(atPath: data))
  }

  @Test func `a picture of needling names trials on both sides, and no picture gives pain a number`() {
    for arguments in [
      ["bars", "calf", "--with", "dry-needling"],
      ["course", "calf", "--with", "dry-needling", "--sessions", "2", "--every", "7d", "--until", "3w"],
    ] {
      let outcome = call(["figure"] + arguments + Self.squat)
      #expect(outcome.status == .done, "\(outcome.errors)")
      // Lines are broken anywhere; every text element is one.
      let text = outcome.output.replacing(/<[^>]*>/, with: " ")
      #expect(EvidenceLintTests.showsBothSides(text))
      #expect(EvidenceLintTests.numbersForPain(text).isEmpty)
    }
  }

  @Test func `every example of docs/figures.md draws its chart`() throws {
    let page = try String(contentsOfFile: repository("docs/figures.md"), encoding: .utf8)
    let examples = page.split(separator: "\n").filter { $0.hasPrefix("    trochlea figure ") }
    #expect(examples.count == 7)
    let folder = try Folder()
    for example in examples {
      var words = example.split(separator: " ").dropFirst().map(String.init)
      var files: [String] = []
      for option in ["--out", "--data"] {
        guard let i = words.firstIndex(of: option) else { continue }
        words[i + 1] = folder.path + "/" + words[i + 1]
        files.append(words[i + 1])
      }
      let outcome = call(words)
      #expect(outcome.status == .done && outcome.output.isEmpty, "\(example): \(outcome.errors)")
      #expect(!files.isEmpty && files.allSatisfy(FileManager.default.fileExists), "\(example)")
    }
  }

  @Test func `where every state slips there are no bars, and the command says so and ends with 3`() {
    let outcome = call("figure", "bars", "hamstrings", "--mass", "300kg", "--depth", "120deg")
    #expect(outcome.status == .cannotBeHeld && outcome.output.isEmpty)
    #expect(outcome.errors.contains("in every state the modeled knee slips"), "\(outcome.errors)")
    #expect(outcome.errors.contains("'trochlea figure curves'"))
  }

  @Test func `changes by rounding alone are drawn as none, on an axis of one percent`() throws {
    // The squat needs none of the strength that is won.
    let outcome = call(
      ["figure", "bars", "hamstrings", "--with", "strengthening", "--tone", "0%"] + Self.squat)
    #expect(outcome.status == .done)
    let texts = outcome.output.matches(of: />([^<>]*)<\/text>/).map { String($0.output.1) }
    #expect(texts.contains("0\u{A0}%") && texts.contains("1.00"), "\(texts)")
    #expect(!texts.contains { $0.contains("0.000") })
  }

  @Test func `stairs are said to be reconstructed`() {
    let outcome = call("figure", "bars", "hamstrings", "--activity", "stair-descent")
    let text = outcome.output.replacing(/<[^>]*>/, with: " ")
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("are reconstructed or computed. They are not measured."))
  }
}
