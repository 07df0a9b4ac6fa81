import Foundation
import Results
import Testing

@testable import trochlea

/// `figure knee` and `figure animation`.
@Suite struct FigureKneeCommandTests {
  @Test(arguments: [
    (
      ["knee", "hamstring"], ["unknown muscle, group or scenario 'hamstring'", "did you mean 'hamstrings'?"]
    ),
    (["knee", "tight-hamstrings-squat"], ["--state: the study has 4 changes", "half released"]),
    (["knee", "tight-hamstrings-squat", "--state", "half release"], ["did you mean 'half released'?"]),
    (
      ["knee", "tight-hamstrings-squat", "--at", "10"], ["--at: a change in a study may be another movement"]
    ),
    (["knee", "tight-hamstrings-squat", "--tone", "10%"], ["--tone: not together with the study"]),
    (["knee", "hamstrings", "--state", "half released"], ["--state: only a study has several changes"]),
    (
      ["animation", "tight-hamstrings-squat"],
      ["is a study, and here goes a muscle", "'trochlea figure knee'"]
    ),
    (["knee", "hamstrings", "--tone", "0"], ["healthy already"]),
    (["knee", "hamstrings", "--stiffness", "0.5"], ["slacker than healthy"]),
    (["knee", "hamstrings", "--at", "120"], ["--at: '120' is out of range", "0 to 100 %"]),
    (["knee", "hamstrings", "--at", "noon"], ["--at", "'noon'"]),
    (["knee", "hamstrings", "--at", "10", "--flexion", "10"], ["--flexion: not together with --at"]),
    (["knee", "hamstrings", "--flexion", "130"], ["--flexion: '130' is out of range", "0 to 120 deg"]),
    (
      ["knee", "hamstrings", "--depth", "60", "--flexion", "90"],
      ["never near 90 deg in 'squat'", "5 to 60 deg", "a squat without --depth takes any"]
    ),
    (
      ["knee", "hamstrings", "--activity", "walking", "--flexion", "90"],
      ["never near 90 deg in 'walking'", "4 to 63 deg", "a squat without --depth takes any"]
    ),
    (["knee", "hamstrings", "--style", "papers"], ["did you mean 'paper'?"]),
    (["knee", "hamstrings", "--width", "40"], ["--width: '40' is out of range", "60 to 250 mm"]),
    (["knee", "hamstrings", "--format", "csv"], ["no chart of numbers"]),
    (["animation", "hamstrings", "--out", "knee.webm"], ["svg, gif, mp4"]),
    (["animation", "hamstrings", "--activity", "sitting"], ["a single pose does not move"]),
  ])
  func `A wrong call ends with 64 and says what is right`(arguments: [String], words: [String]) {
    let outcome = call(["figure"] + arguments)
    #expect(outcome.status == .usage, "\(outcome.errors)")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(outcome.output.isEmpty)
  }

  @Test func `The numbers below the drawings are those of the release`() throws {
    let picture = call("figure", "knee", "hamstrings", "--style", "paper")
    #expect(picture.status == .done, "\(picture.errors)")
    let states = try call("release", "hamstrings", "--json").document.states
    let peak = try #require(states[0].frames.max { $0.patellofemoral.force_N < $1.patellofemoral.force_N })
    let after = try #require(states[1].frames.first { $0.phase_percent == peak.phase_percent })
    for frame in [peak, after] {
      #expect(picture.output.contains(">\(fixedNumber(frame.patellofemoral.force_N, 0)) N<"))
      #expect(
        picture.output.contains(
          "largest pressure \(fixedNumber(frame.patellofemoral.peak_pressure_MPa, 1)) MPa"))
      #expect(picture.output.contains("quadriceps \(fixedNumber(frame.quadriceps_force_N, 0)) N"))
    }
  }

  /// All texts of a drawing, one after the other, as they are read.
  private static func text(_ svg: String) -> String {
    svg.matches(of: #/<text[^>]*>([^<]*)</text>/#).map(\.1).joined(separator: " ")
      .replacing("\u{A0}", with: " ")
  }

  @Test func `At another instant than the greatest force, both are told, as the release has them`() throws {
    let picture = call("figure", "knee", "hamstrings", "--at", "60")
    #expect(picture.status == .done, "\(picture.errors)")
    let text = Self.text(picture.output)
    let states = try call("release", "hamstrings", "--json").document.states
    func percent(_ bodyWeights: Double) -> String { "\(fixedNumber(100 * bodyWeights, 0)) %" }
    for state in states.prefix(2) {
      let here = try #require(state.frames.first { $0.phase_percent == 60 }).patellofemoral.force_BW
      let peak = state.summary.peak_patellofemoral_force_BW
      #expect(text.contains("\(percent(here)) of body weight presses"))
      #expect(text.contains("greatest in the movement: \(percent(peak))"))
      #expect(percent(here) != percent(peak))
    }
    let change = try #require(states[1].summary.change_peak_patellofemoral_force_percent)
    #expect(text.contains("\(fixedNumber(-change, 0)) % less than there"))
  }

  @Test(arguments: ["0", "2", "110", "120"])
  func `A squat has any flexion: beyond the measured one it is computed, and the picture says so`(
    flexion: String
  ) {
    let outcome = call("figure", "knee", "hamstrings", "--flexion", flexion)
    #expect(outcome.status == .done, "\(outcome.errors)")
    #expect(outcome.output.contains("knee bent \(flexion) deg"))
    #expect(outcome.output.contains("from standing down to \(flexion) deg"))
    #expect(outcome.output.contains("The measured squat has 15 to 94 deg of flexion"))
    #expect(!call("figure", "knee", "hamstrings", "--flexion", "60").output.contains("from standing down"))
  }

  private static let slipped = ["hamstrings", "--mass", "300", "--tone", "60%"]

  @Test func `No patient sees a knee that slips: the reason, status 3, and no picture`() {
    for kind in ["knee", "animation"] {
      let outcome = call(["figure", kind] + Self.slipped)
      #expect(outcome.status == .cannotBeHeld && outcome.output.isEmpty)
      #expect(outcome.errors.contains("no picture for a patient: 'as now': the modeled knee slips"))
    }
  }

  @Test func `For a paper it is drawn, says what it is, and has no change in percent`() {
    let outcome = call(["figure", "knee", "--style", "paper"] + Self.slipped)
    #expect(outcome.status == .cannotBeHeld)
    #expect(outcome.output.contains("SLIPPED: not a pose that a knee has"))
    #expect(outcome.output.contains("CANNOT BE HELD: not a state of a living knee"))
    #expect(!outcome.output.contains("% less") && !outcome.output.contains("% more"))
    #expect(!outcome.output.contains("presses on the thigh bone"))
  }

  @Test func `Stairs are said to be reconstructed`() {
    let outcome = call("figure", "knee", "hamstrings", "--activity", "stair-descent")
    #expect(outcome.output.contains("They are not measured."))
    let squat = call("figure", "knee", "hamstrings", "--activity", "squat")
    #expect(squat.status == .done && !squat.output.contains("They are not measured."))
  }

  @Test
  func `A picture of needling names trials for and against, and no muscle changes but by what they measured`()
    throws
  {
    let outcome = call("figure", "knee", "hamstrings", "--tone", "10%", "--with", "needling")
    #expect(outcome.status == .done, "\(outcome.errors)")
    for words in [
      "For: ", "Against: ", "Valera-Calero 2022", "to the percent as much as in the first picture",
    ] {
      #expect(Self.text(outcome.output).contains(words))
    }
    #expect(call("figure", "knee", "hamstrings", "--with", "stretching", "--sessions", "4").status == .usage)
  }

  @Test func `A study's knees carry the peaks of its run, as now and after one change`() throws {
    let folder = try Folder()
    let path = try folder.file(
      "study.yaml",
      "trochlea: 1\nextends: tight-hamstrings-squat\nwhat_if: [{name: one third, release: {hamstrings: 33 %}}]\n"
    )
    let picture = call("figure", "knee", path)
    #expect(picture.status == .done, "\(picture.errors)")
    for state in try call("release", "hamstrings", "--by", "33%", "--json").document.states.prefix(2) {
      let peak = state.summary.peak_patellofemoral_force_BW
      #expect(picture.output.contains(">\(fixedNumber(100 * peak, 0)) %<"))
    }
    let text = Self.text(picture.output)
    for words in [
      "one third", "at its greatest in the movement", "Tension, as now: tone 10 %", "Load is not pain.",
    ] {
      #expect(text.contains(words), "\(text)")
    }
    let paper = call("figure", "knee", path, "--style", "paper")
    #expect(paper.status == .done && paper.output.contains("patellar tendon"))
  }

  @Test func `A study that cannot be held has no picture, status 3 and the reason`() throws {
    let folder = try Folder()
    let path = try folder.file(
      "study.yaml",
      "trochlea: 1\nactivity: squat\nperson: {mass: 200 kg}\ntension: {hamstrings: {tone: 60 %}}\nwhat_if: [{name: half, release: {hamstrings: 50 %}}]\n"
    )
    let outcome = call("figure", "knee", path, "--style", "paper")
    #expect(outcome.status == .cannotBeHeld && outcome.output.isEmpty)
    #expect(outcome.errors.contains("no picture: 'as now'"), "\(outcome.errors)")
  }

  @Test func `A model of other bones is refused`() throws {
    let folder = try Folder()
    let text = try String(contentsOfFile: repository("data/model.json"), encoding: .utf8)
    let other = try folder.file(
      "other.json", text.replacingOccurrences(of: "lenhart2015-sagittal", with: "another-knee"))
    let outcome = call("figure", "knee", "hamstrings", "--model", other)
    #expect(outcome.status == .data && outcome.errors.contains("no outlines of the bones of 'another-knee'"))
  }
}
