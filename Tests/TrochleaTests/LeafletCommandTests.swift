import Foundation
import Results
import Studies
import Testing

@testable import trochlea

@Suite struct LeafletCommandTests {
  let folder: Folder
  init() throws { folder = try Folder() }

  @Test func `a leaflet is HTML on the standard output, or in a file`() throws {
    let arguments = ["leaflet", "tight-hamstrings-squat", "--state", "half released", "--lang", "de"]
    let printed = call(arguments)
    #expect(printed.status == .done && printed.errors.isEmpty)
    #expect(printed.output.contains("<html lang=\"de\">") && printed.output.contains("um 8\u{A0}% kleiner"))
    let path = folder.path + "/leaflet.HTML"
    #expect(call(arguments + ["--out", path]).status == .done)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output)
  }

  @Test(arguments: BuiltInScenario.names)
  func `every change of a ready study has a leaflet, or the study says why none has`(scenario: String) throws
  {
    let study = try StudyFile.load(path: scenario)
    for name in study.whatIfs.map(\.name) {
      let outcome = call("leaflet", scenario, "--state", name)
      if study.sweep != nil || study.boundary == .fixedForces {
        #expect(outcome.status == .data && outcome.output.isEmpty)
        #expect(outcome.errors.contains(study.sweep != nil ? "sweep" : "boundary"))
      } else {
        #expect(
          outcome.status == .done && outcome.output.hasSuffix("</html>\n"), "\(name): \(outcome.errors)")
      }
    }
  }

  @Test func `what is asked wrongly is refused before anything is solved`() throws {
    let near = call("leaflet", "tight-calf", "--state", "half relaesed")
    #expect(near.status == .usage && near.errors.contains("did you mean 'half released'?"))
    let language = call("leaflet", "tight-calf", "--lang", "fr")
    #expect(language.status == .usage && language.errors.contains("en, de, es, zh"))
    for out in ["leaflet", "leaflet.txt", "a.pdf/leaflet", ".", ""] {
      let outcome = call("leaflet", "tight-calf", "--state", "half released", "--out", out)
      #expect(
        outcome.status == .usage && outcome.errors.contains(".pdf or .html"), "\(out): \(outcome.errors)")
    }
    #expect(
      call("leaflet", "tight-calf", "--state", "half released", "--out", folder.path + "/no/a.html").status
        == .cannotCreate)
  }

  @Test func `what muscles cannot hold has no leaflet and status 3`() throws {
    let study = try folder.file(
      "weak.yaml",
      """
      trochlea: 1
      activity: {name: squat, depth: 70 deg}
      tension: {quadriceps: {strength: 10 %}}
      what_if: [{name: half, release: {hamstrings: 50 %}}]
      """)
    let outcome = call("leaflet", study, "--out", folder.path + "/a.html")
    #expect(
      outcome.status == .cannotBeHeld
        && outcome.errors.hasPrefix("Error: no leaflet: 'as now': cannot be held, "))
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/a.html"))
  }

  @Test func `versions are found in what programs say of themselves`() {
    func version(_ words: String) -> String? { ExternalTool.version(in: Array(words.utf8)) }
    #expect(version("rsvg-convert version 2.54.7") == "2.54.7")
    #expect(version("typst 0.14.0 (unknown hash)") == "0.14.0")
    #expect(version("ffmpeg version n7.1-3 Copyright (c) 2000-2024") == "7.1")
    #expect(version("none") == nil)
    #expect(
      ["0.13.1", "0.9", ""].allSatisfy(Typst.isTooOld)
        && !["0.14.0", "0.15", "1.0"].contains(where: Typst.isTooOld))
  }
}
