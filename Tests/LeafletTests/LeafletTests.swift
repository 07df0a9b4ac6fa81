import Figures
import Foundation
import Knee
import Pictures
import Results
import Studies
import Testing

@testable import Leaflet

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Leaflets from studies, and their formats.
@Suite struct LeafletTests {
  private static func study(_ text: String) throws -> Study {
    try StudyFile.load(Array(text.utf8), name: "study.yaml")
  }

  private static func content(_ text: String, state: String? = nil) throws -> LeafletContent {
    let study = try LeafletContent.chosen(try study(text), state: state)
    return try LeafletContent(study, StudyRunner(study).solve(0))
  }

  private static let squat = """
    trochlea: 1
    activity: squat
    tension: {hamstrings: {tone: 10 %}}
    what_if:
      - {name: half, release: {hamstrings: 50 %}}
      - {name: tighter, set: {hamstrings: {tone: 20 %}}}
      - {name: same, set: {soleus: {stiffness: 1.01}}}
      - {name: lighter and stronger, mass: -5 kg, strengthen: {vasti: 20 %}}
    """

  @Test func `a leaflet tells what the study's numbers are, whichever way they go`() throws {
    let study = try Self.study(Self.squat)
    let states = StudyRunner(study).solve(0).states
    for (index, (name, direction)) in [
      ("half", LeafletContent.Direction.lower), ("tighter", .higher), ("same", .little),
      ("lighter and stronger", .lower),
    ].enumerated() {
      let content = try Self.content(Self.squat, state: name)
      let summary = try #require(states[index + 1].summary)
      #expect(content.direction == direction)
      #expect(content.change == summary.change_peak_patellofemoral_force_percent)
      #expect(content.after == summary.peak_patellofemoral_force_BW)
      #expect(content.before == states[0].summary?.peak_patellofemoral_force_BW)
      #expect(content.hashes == [states[0].scenario_hash, states[index + 1].scenario_hash])
      let text = Sample.text(content, .en)
      #expect(
        text.numbers.map(\.value) == [content.before, content.after].map { "\(Int(($0 * 100).rounded()))%" })
      if direction != .little {
        #expect(text.message.contains("\(Int(content.change.magnitude.rounded()))% \(direction.rawValue)"))
      } else {
        #expect(text.context.contains("less than 1%") && !text.range.contains("step is smaller"))
      }
    }
    let both = try Self.content(Self.squat, state: "lighter and stronger")
    #expect(both.topics == [.strength, .mass])
    let text = Sample.text(both, .en)
    #expect(
      text.told.paragraphs[2]
        == "The change: front thigh muscles (vasti): 20% stronger; the body is 5 kg lighter."
        .replacing(" kg", with: "\u{A0}kg"))
    #expect(
      text.told.paragraphs[3].hasPrefix(
        "The movement is the same both times. The movement was measured in other people."))
    #expect(text.ask.paragraphs.count == 3 && !text.ask.paragraphs.contains { $0.contains("needling") })
  }

  @Test func `tension is told by group, part and value`() throws {
    let content = try Self.content(
      """
      trochlea: 1
      activity: {name: squat, depth: 40 deg}
      tension:
        hamstrings: {tone: 5 %}
        calf: {tone: 5 %, stiffness: 1.5}
        vastus_medialis: {strength: 50 %}
      what_if: [{name: all, release: {hamstrings: 100 %}}]
      """)
    #expect(
      content.tension == [
        LeafletItem("item.tone", muscles: ["hamstrings", "calf"], "percent", 5),
        LeafletItem("item.stiffness", muscles: ["calf"], "percent", 150),
        LeafletItem("item.strength", muscles: ["vastus_medialis"], "percent", 50),
      ])
    #expect(Sample.text(content, .en).told.paragraphs[3].contains("worked out, not measured"))
    #expect(content.changes == [LeafletItem("item.release_all", muscles: ["hamstrings"])])
  }

  @Test func `what is no answer for a person is refused`() throws {
    func refused(_ text: String, state: String? = nil) -> InputError? {
      do throws(InputError) { _ = try LeafletContent.chosen(try! Self.study(text), state: state) } catch {
        return error
      }
      return nil
    }
    #expect(refused(Self.squat)?.kind == .usage)
    #expect(refused(Self.squat, state: "hlaf")?.suggestion == "half")
    #expect(refused("trochlea: 1")?.place == "what_if")
    let one = "trochlea: 1\nwhat_if: [{name: half, release: {hamstrings: 50 %}}]\n"
    #expect(refused(one) == nil)
    #expect(refused(one + "boundary: fixed-forces")?.place == "boundary")
    #expect(refused(one + "sweep: {grid: {tension.hamstrings.tone: [1 %, 2 %]}}")?.place == "sweep")
  }

  @Test func `what muscles cannot hold has no leaflet`() throws {
    let weak = """
      trochlea: 1
      activity: {name: squat, depth: 70 deg}
      tension: {quadriceps: {strength: 10 %}}
      what_if: [{name: half, release: {hamstrings: 50 %}}]
      """
    #expect { try Self.content(weak) } throws: {
      ($0 as? Failure)?.status == .cannotBeHeld
        && ($0 as? Failure)?.description.contains("cannot be held") == true
    }
  }

  @Test func `bars are as long as the forces, and stand on one ground`() throws {
    let drawing = LeafletPicture.bars(before: 4, after: 3, title: "t", alt: "a")
    let bars = drawing.body.filter { $0.name == "rect" }
    let heights = try bars.map { try #require(Double($0["height"] ?? "")) }
    let tops = try bars.map { try #require(Double($0["y"] ?? "")) }
    #expect(abs(heights[1] / heights[0] - 0.75) < 1e-3)
    #expect(abs(heights[0] + tops[0] - heights[1] - tops[1]) < 1e-9)
    #expect(bars[0]["fill-opacity"] != bars[1]["fill-opacity"])
    // No force at all is a bar of no height.
    #expect(LeafletPicture.bars(before: 0, after: 0, title: "t", alt: "a").body[0]["height"] == "0")
  }

  @Test(arguments: LeafletLanguage.allCases)
  func `HTML is one well-formed file with headings in order, a language and nothing from elsewhere`(
    language: LeafletLanguage
  ) throws {
    for content in Sample.all {
      let html = Leaflet(content, language).html
      let document = try XMLDocument(xmlString: html.replacing("<!DOCTYPE html>\n", with: ""))
      let root = try #require(document.rootElement())
      #expect(root.attribute(forName: "lang")?.stringValue?.hasPrefix(language.rawValue) == true)
      #expect(try root.nodes(forXPath: "//*[local-name()='h1']").count == 1)
      #expect(try root.nodes(forXPath: "//*[local-name()='h2']").count == 8)
      #expect(try root.nodes(forXPath: "//*[local-name()='svg']/@role").map(\.stringValue) == ["img"])
      let ids = try root.nodes(forXPath: "//@id").compactMap(\.stringValue)
      #expect(Set(ids).count == ids.count)
      for reference in try root.nodes(forXPath: "//@aria-labelledby").compactMap(\.stringValue) {
        for id in reference.split(separator: " ") { #expect(ids.contains(String(id))) }
      }
      #expect(
        !html.contains("<script") && !html.contains("src=") && !html.contains("href=")
          && !html.replacing("url(#", with: "").contains("url("))
    }
  }

  /// `TROCHLEA_RECORD=1` writes the files anew.
  @Test(arguments: LeafletLanguage.allCases) func `leaflets read as they did`(language: LeafletLanguage)
    throws
  {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/leaflet-\(language).html")
    let html = Leaflet(Sample.content(), language).html
    if ProcessInfo.processInfo.environment["TROCHLEA_RECORD"] == "1" {
      try html.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let line = zip(golden.split(separator: "\n"), html.split(separator: "\n")).first { $0 != $1 }
    #expect(
      golden == html,
      "leaflet-\(language).html: \(line?.1 ?? "another length"); TROCHLEA_RECORD=1 records it anew")
  }

  @Test func `what users write stays text in every format, and is cut where it is long`() {
    let nasty = Sample.content(title: "</p><script>\"#panic(\\n)", state: "{title} עברית")
    let leaflet = Leaflet(nasty, .en)
    #expect(leaflet.html.contains("State: <bdi>{title} עברית</bdi>."))
    #expect(leaflet.typst.contains("State: {title} עברית."))
    #expect(!leaflet.html.contains("<script>"))
    #expect(leaflet.typst.contains("</p><script>\\\"#panic(\\\\n)"))
    #expect(Sample.text(Sample.fullest, .en).footer[1].contains("\u{2026}"))
  }

  @Test func `names turn no line, break none, and are cut however long they are`() throws {
    func name(_ title: String) throws -> String {
      let html = Leaflet(Sample.content(title: title), .en).html
      let match = try #require(html.firstMatch(of: /Scenario: <bdi>([^<]*)<\/bdi>/))
      return String(match.1)
    }
    for scalar in ["\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{200B}", "\u{FEFF}"] {
      #expect(try name("a\(scalar)b") == "ab")
    }
    #expect(try name("a\u{2028}b\nc\td") == "a b c d")
    #expect(try name("שלום") == "שלום")
    for letter in ["a", "👩‍👩‍👧‍👦", "\u{202E}", "e\u{301}"] {
      #expect(try name(String(repeating: letter, count: 20_000)).count <= 60)
    }
    #expect(try name(String(repeating: "a", count: 61)) == String(repeating: "a", count: 59) + "\u{2026}")
  }

  @Test func `a ready study is named as on the command line, whatever the language`() throws {
    func title(_ study: Study) throws -> String {
      let study = try study.withChange(named: study.whatIfs[0].name, for: "a leaflet")
      return try LeafletContent(study, StudyRunner(study).solve(0)).title
    }
    #expect(try title(StudyFile.load(path: "mass-loss")) == "mass-loss")
    #expect(try title(Self.study("trochlea: 1\nextends: mass-loss\n")) == "study.yaml")
    #expect(try title(Self.study("trochlea: 1\nextends: mass-loss\ntitle: Mine\n")) == "Mine")
  }

  @Test func `another depth or speed is another movement`() {
    let deeper = Sample.content(changes: [LeafletItem("item.depth", "degrees", 80)], topics: [.other])
    #expect(!Sample.text(deeper, .en).told.paragraphs[3].contains("the same"))
    #expect(Sample.text(Sample.content(), .en).told.paragraphs[3].hasPrefix("The movement is the same"))
  }

  @Test func `a movement is called measured only where every state was measured`() throws {
    let deeper = try Self.content(
      "trochlea: 1\nactivity: squat\ntension: {hamstrings: {tone: 5 %}}\nwhat_if: [{name: a, depth: 110 deg}]\n"
    )
    #expect(deeper.isMeasured && !deeper.isMeasuredAfter)
    let text = Sample.text(deeper, .en)
    #expect(text.told.paragraphs[3].hasPrefix("One of the two movements was measured"))
    #expect(text.context.hasSuffix("squat, down and up."))
    let computed = try Self.content(
      "trochlea: 1\nactivity: {name: squat, depth: 60 deg}\nwhat_if: [{name: a, mass: -5 kg}]\n")
    #expect(Sample.text(computed, .en).context.hasSuffix("slow squat, from standing down."))
    #expect(Sample.text(computed, .en).told.paragraphs[3].contains("worked out"))
  }

  @Test func `studies of a treatment are told only where the change is what the treatment aims at`() throws {
    func treated(_ change: String) throws -> [LeafletContent.Topic] {
      try Self.content(
        "trochlea: 1\nactivity: {name: squat, depth: 60 deg}\ntension: {hamstrings: {tone: 5 %}}\nwhat_if: [{name: a, \(change)}]\n"
      ).treated
    }
    #expect(try treated("mass: -5 kg") == [.mass])
    #expect(try treated("mass: +5 kg") == [])
    #expect(try treated("strengthen: {quadriceps: 20 %}") == [.strength])
    #expect(try treated("weaken: {quadriceps: 20 %}") == [])
    #expect(try treated("set: {hamstrings: {tone: 10 %}}") == [])
    #expect(try treated("set: {hamstrings: {tone: 2 %}}") == [.tension])
    #expect(try treated("release: {hamstrings: 50 %}, side: left") == [])
  }

  @Test func `nothing is rounded to none or all`() {
    let strings = LeafletStrings(.en)
    let words = [0, 0.4, 1, 99.4, 99.7, 100, 100.3, 250.4].map { strings.whole($0, "percent") }
    #expect(words == ["0", "less than 1", "1", "99", "almost 100", "100", "just over 100", "250"])
    #expect([0, 0.4, 0.6, 99.7].map { strings.whole($0, "kg") } == ["0", "less than 1", "1", "100"])
    #expect(strings.whole(0.2, "degrees") == "0")
    let little = Sample.content(changes: [LeafletItem("item.release", muscles: ["calf"], "percent", 99.7)])
    #expect(Sample.text(little, .en).told.paragraphs[2].hasSuffix("almost 100% of the extra tension goes."))
  }

  @Test func `why the load changes is told only where that was solved`() throws {
    func pull(_ tension: String, _ change: String) throws -> LeafletContent.Pull {
      try Self.content(
        "trochlea: 1\nactivity: {name: squat, depth: 60 deg}\ntension: \(tension)\nwhat_if: [{name: a, \(change)}]\n"
      ).pull
    }
    #expect(try pull("{hamstrings: {tone: 10 %}}", "release: {hamstrings: 50 %}") == .back)
    #expect(try pull("{hamstrings: {tone: 10 %}}", "release: {hamstrings: 1 %}") == .tension)
    #expect(try pull("{vasti: {tone: 10 %}}", "release: {vasti: 50 %}") == .front)
    #expect(try pull("{soleus: {stiffness: 1.01}}", "set: {hamstrings: {tone: 10 %}}") == .tension)
  }

  @Test func `knees stand in place of the bars, with their own words`() throws {
    let study = try LeafletContent.chosen(try Self.study(Self.squat), state: "half")
    let outcome = StudyRunner(study).solve(0)
    let knees = try KneePicture(study, outcome).wordless(width: 84)
    for language in LeafletLanguage.allCases {
      let leaflet = Leaflet(try LeafletContent(study, outcome), language, knees: knees)
      #expect(leaflet.picture.description == leaflet.text.altOfKnees && leaflet.picture.body == knees.body)
      for text in [leaflet.html, leaflet.typst] { #expect(text.contains(leaflet.text.caption)) }
      // Without words, so that it serves every language.
      #expect(!leaflet.picture.svg.contains("<text"))
    }
    #expect(Leaflet(Sample.content(), .en).caption == nil)
  }

  @Test func `more than four things are counted, not listed`() {
    let told = Sample.text(Sample.fullest, .en).told.paragraphs[2]
    #expect(told.hasSuffix("; 3 more.") && told.matches(of: /extra tension/).count == 3)
  }
}
