import Foundation
import Knee
import Scenarios
import Testing

@testable import Results

@Suite struct ReportTests {
  private func context(isMeasured: Bool = true, style: TextStyle = .plain) throws -> ReportContext {
    ReportContext(
      motion: Samples.motion(isMeasured: isMeasured), person: try Person(), freedom: "patella", exponent: 2,
      style: style)
  }

  private let words = ReleaseWords(
    target: "hamstrings", muscles: ["semimembranosus", "semitendinosus"], tension: .init(tone: 0.1),
    fraction: 0.5,
    isDefaultTension: true)

  /// A text without line breaks and indents, to look for sentences.
  private func flat(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `the three states stand side by side with their changes`() throws {
    let report = try Samples.document().releaseReport(try context(), words)
    let table = report.split(separator: "\n", omittingEmptySubsequences: false)[2...9].joined(separator: "\n")
    #expect(
      table == """
                                unit  as now  after release  change  no excess tension  change
        kneecap force, peak     BW      3.00           2.90    -5 %               3.30   +15 %
                                N       2000           1900                       2300
          when in the motion    %         40             40                         40
        kneecap force, impulse  BW %     120             20   -83 %                420  +250 %
        knee joint force, peak  BW      4.00           3.00   -25 %               7.00   +75 %
        kneecap stress, mean    MPa      5.0            4.0   -20 %                8.0   +60 %
        kneecap pressure, peak  MPa      9.0            8.0   -11 %               12.0   +33 %
        """)
  }

  @Test func `a release says in words what was assumed`() throws {
    let report = flat(try Samples.document().releaseReport(try context(), words))
    for sentence in [
      "Release of the hamstrings by 50 %: squat", "5 % lower after the release",
      "15 % higher with no excess tension at all",
      "tone 10 % in the hamstrings (semimembranosus, semitendinosus)",
      "the default of this program", "an assumption about this person, not a measurement",
      "75 kg, 1.75 m, male, right knee",
      "squat of one adult (measured)", "Source: a trial", "one person",
      "sample (0123456789abcdef), freedom patella",
      "Fixed moments", "factor of two or three", "Load is not pain", "does not measure your knee",
      "not medical advice",
      "massage about -5 %",
    ] { #expect(report.contains(sentence), "\(sentence)") }
  }

  @Test func `a chosen tone is still an assumption, but not the default`() {
    var chosen = words
    chosen.isDefaultTension = false
    #expect(!chosen.assumption.contains("default"))
    #expect(chosen.assumption.contains("assumption about this person, not a measurement"))
    chosen.tension = MuscleTension(stiffness: 1.5, shortening: 0.1)
    #expect(
      chosen.assumption.hasPrefix(
        "passive stiffness × 1.5, shortening 10 % of fiber length in the hamstrings"))
    #expect(chosen.assumption.contains("an assumption about this person"))
  }

  @Test func `a reconstructed activity says so`() throws {
    let report = flat(try Samples.document().releaseReport(try context(isMeasured: false), words))
    #expect(report.contains("(reconstructed or computed, not measured)"))
  }

  @Test func `frames that did not converge and moments that are missing are counted`() throws {
    var document = try Samples.document()
    for state in document.states.indices {
      for frame in document.states[state].frames.indices {
        document.states[state].frames[frame].reserve_Nm = .init()
      }
    }
    document.states[0].frames[0].reserve_Nm.hip = -0.4
    #expect(
      document.solvedInWords == "all 9 frames converged; largest moment the muscles cannot supply: 0.4 N·m")
    document.states[0].frames[0].status = "maxIterations"
    document.boundary = .fixedForces
    #expect(document.solvedInWords == "8 of 9 frames converged; the others are left out of the peaks")
  }

  @Test func `no text for people holds a word that is to be avoided`() throws {
    var document = try Samples.document()
    let release = document.releaseReport(try context(isMeasured: false), words)
    document.states = [document.states[0]]
    let solve = document.solveReport(
      try context(), tension: tensionInWords([.init(tone: 0.2)], of: ["soleus"]))
    document.boundary = .fixedForces
    let rig = document.rigReport(try context(), forces: "quadriceps=400")
    for text in [release, solve, rig] {
      let found = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
      #expect(found.count > 50)
      #expect(found.isDisjoint(with: Wording.avoided))
      #expect(!found.contains("red"))
    }
  }

  @Test func `every line of a report fits a wide terminal`() throws {
    let report = try Samples.document().releaseReport(try context(), words)
    #expect(report.split(separator: "\n").allSatisfy { $0.count <= 92 })
  }

  @Test func `a solve shows frames and peaks, and says when it shows only some`() throws {
    var document = try Samples.document()
    document.states = [try Samples.state("healthy", seed: 0, frames: 101)]
    for index in 0...100 { document.states[0].frames[index].phase_percent = Double(index) }
    let report = document.solveReport(try context(), tension: nil)
    #expect(report.hasPrefix("Forces in the knee: squat (21 of 101 frames; --json and --csv have all)\n"))
    let phases = report.split(separator: "\n").dropFirst(3).prefix(21).compactMap { line in
      line.split(separator: " ").first.flatMap { Int($0) }
    }
    #expect(phases == Array(stride(from: 0, through: 100, by: 5)))
    #expect(flat(report).contains("Peak kneecap force 3.00 BW (2000 N) at 40 % of the motion"))
    #expect(flat(report).contains("none: every muscle healthy"))
  }

  @Test(arguments: [1, 2, 11, 21, 22, 23, 51, 73, 100, 101, 211, 1501])
  func `the frames shown are evenly spaced from the first to the last`(count: Int) {
    let shown = ResultsDocument.shownFrames(of: count)
    #expect(shown.first == 0)
    #expect(shown.last == count - 1)
    #expect(shown.count == min(count, shown.count))
    #expect(count <= 21 ? shown.count == count : (11...21).contains(shown.count))
    let steps = zip(shown.dropFirst(), shown).map { $0 - $1 }
    #expect((steps.max() ?? 1) - (steps.min() ?? 1) <= 1)
  }

  @Test func `a rig says that its forces are given`() throws {
    var document = try Samples.document()
    document.states = [document.states[0]]
    document.boundary = .fixedForces
    let context = ReportContext(
      motion: nil, person: try Person(), freedom: "full", exponent: nil, style: .terminal)
    let report = document.rigReport(context, forces: "quadriceps=400 (N)")
    #expect(report.hasPrefix("\u{1B}[1mRig: muscle forces given\u{1B}[0m\n"))
    #expect(flat(report).contains("Fixed forces: the muscle forces are given, as in a rig."))
    #expect(flat(report).contains("quadriceps=400 (N)"))
  }
}

@Suite struct ListingTests {
  @Test func `activities name their source, and whether they were measured`() {
    let text = ActivityEntry.text(
      [.init(Samples.motion()), .init(Samples.motion(isMeasured: false))], .plain)
    #expect(text.hasPrefix("squat  squat of one adult\n"))
    #expect(text.contains("measured\n"))
    #expect(text.contains("reconstructed or computed, NOT measured\n"))
    #expect(text.contains("source   a trial\n"))
    #expect(text.contains("licence  CC BY\n"))
    #expect(text.contains("note     one person\n"))
  }

  @Test func `muscles name sizes, groups and numbered sources`() {
    let entries = [
      MuscleEntry(
        name: "vastus_lateralis", groups: ["quadriceps", "vasti"], maxIsometricForce: 4000,
        optimalFiberLength: 0.1,
        tendonSlackLength: 0.22, source: "first"),
      MuscleEntry(
        name: "soleus", groups: [], maxIsometricForce: 5000, optimalFiberLength: 0.044,
        tendonSlackLength: 0.28,
        source: "second"),
    ]
    #expect(
      MuscleEntry.text(entries, groups: [("vasti", [0])], .plain) == """
        muscle            max force  fiber  tendon  source  groups
                                  N     mm      mm
        vastus-lateralis       4000    100     220     [1]  quadriceps, vasti
        soleus                 5000     44     280     [2]

        Groups (a force given to a group is shared by maximal force)
          vasti  vastus-lateralis

        Sources
          [1]  first
          [2]  second

        """)
  }
}
