import Foundation
import Results
import Testing

@testable import trochlea

/// `figure knee` and `figure animation`.
@Suite struct FigureKneeCommandTests {
  @Test(arguments: [
    (["knee", "hamstring"], ["unknown muscle or group 'hamstring'", "did you mean 'hamstrings'?"]),
    (["knee", "hamstrings", "--tone", "0"], ["healthy already"]),
    (["knee", "hamstrings", "--stiffness", "0.5"], ["slacker than healthy"]),
    (["knee", "hamstrings", "--at", "120"], ["--at: '120' is out of range", "0 to 100 %"]),
    (["knee", "hamstrings", "--at", "noon"], ["--at", "'noon'"]),
    (["knee", "hamstrings", "--at", "10", "--flexion", "10"], ["--flexion: not together with --at"]),
    (["knee", "hamstrings", "--flexion", "130"], ["--flexion: '130' is out of range", "0 to 120 deg"]),
    (
      ["knee", "hamstrings", "--depth", "60", "--flexion", "90"],
      ["never near 90 deg in 'squat'", "5 to 60 deg", "--depth 90"]
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
      #expect(outcome.output.contains(words))
    }
    #expect(call("figure", "knee", "hamstrings", "--with", "stretching", "--sessions", "4").status == .usage)
  }

  @Test func `A model of other bones is refused`() throws {
    let folder = try Folder()
    let text = try String(contentsOfFile: repository("data/model.json"), encoding: .utf8)
    let other = try folder.file(
      "other.json", text.replacingOccurrences(of: "lenhart2015-sagittal", with: "another-knee"))
    let outcome = call("figure", "knee", "hamstrings", "--model", other)
    #expect(outcome.status == .data && outcome.errors.contains("no outlines of the bones of 'another-knee'"))
  }

  @Test func `A film without its tool says what to install, and writes nothing`() throws {
    guard Film.ffmpeg.path() == nil else { return }
    let folder = try Folder()
    let outcome = call("figure", "animation", "hamstrings", "--out", folder.path + "/knee.mp4")
    #expect(outcome.status == .cannotCreate)
    #expect(outcome.errors.contains("apt-get install ffmpeg"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
