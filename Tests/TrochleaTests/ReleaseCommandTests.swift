import Foundation
import Results
import Scenarios
import Testing

@testable import trochlea

@Suite struct ReleaseCommandTests {
  private static let main = ["release", "hamstrings", "--tone", "10%", "--by", "50%", "--activity", "squat"]

  /// The call that the README shows first.
  @Test func `the main job ends well, and its report fits a screen`() {
    let outcome = call(Self.main)
    #expect(outcome.status == .done)
    #expect(outcome.errors.isEmpty)
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 48)
    #expect(lines.allSatisfy { $0.count <= 92 })
    let flat = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "Release of the hamstrings by 50 %: squat", "as now after release change no excess tension change",
      "lower after the release", "an assumption about this person, not a measurement",
      "all 303 frames converged",
      "Load is not pain", "does not measure your knee",
      // The little that the muscles in front of the shin cannot supply is said, and does not count.
      "NOTE small reserve moments make up what the muscles do not supply: ankle dorsiflexion up to",
      "counts as not held above 3.8 N·m",
    ] { #expect(flat.contains(part), "\(part)") }
    #expect(!flat.contains("CAREFUL"))
  }

  @Test func `changes of a task that cannot be held are said to be of no use`() {
    let outcome = call("release", "hamstrings", "--tone", "60%")
    #expect(outcome.status == .cannotBeHeld)
    #expect(outcome.output.contains("Do not use these changes") && outcome.output.contains("CAREFUL"))
    #expect(!call(Self.main).output.contains("Do not use"))
  }

  @Test func `a peak that moves to another part of the motion is said to move`() {
    let walking = call("release", "hamstrings", "--activity", "walking").output
    #expect(walking.contains("The peak moves") && !call(Self.main).output.contains("The peak moves"))
  }

  @Test func `a slack muscle has nothing to release`() {
    let outcome = call("release", "hamstrings", "--stiffness", "0.5")
    #expect(
      outcome.status == .usage && outcome.errors.contains("--stiffness") && outcome.errors.contains("1 to 10")
    )
  }

  @Test func `its document holds three states, what was assumed, and the note`() throws {
    let outcome = call(Self.main + ["--json"])
    #expect(outcome.status == .done)
    let document = try outcome.document
    #expect(document.states.map(\.name) == ["as now", "after release", "no excess tension"])
    #expect(document.boundary == .fixedMoments)
    #expect(document.states.map(\.frames.count) == [101, 101, 101])
    #expect(document.states.map { $0.tension["semitendinosus"]?.tone } == [0.1, 0.05, 0])
    #expect(document.states.map { $0.tension["soleus"]?.tone } == [0, 0, 0])
    let peaks = document.states.map(\.summary.peak_patellofemoral_force_BW)
    #expect(peaks[0] > peaks[1] && peaks[1] > peaks[2])
    let change = try #require(document.states[1].summary.change_peak_patellofemoral_force_percent)
    #expect(abs(change - 100 * (peaks[1] / peaks[0] - 1)) < 1e-9)
    #expect(document.warnings.contains { $0.level == .note && $0.message.hasPrefix("tension: tone 10 %") })
    #expect(document.warnings.contains { $0.level == .note && $0.message.hasPrefix("small reserve moments") })
    // Real results read back, to the last bit.
    #expect(try document.json() == Array(outcome.output.utf8))
  }

  /// The states are solved on as many threads as there are; nothing may depend on which comes first.
  @Test func `the same call gives the same bytes`() {
    let first = call(Self.main + ["--json"])
    for _ in 0..<3 { #expect(call(Self.main + ["--json"]).output == first.output) }
  }

  @Test func `the table of all frames has a row for every state and frame, and its notes beside it`() {
    let outcome = call(Self.main + ["--csv"])
    #expect(outcome.status == .done)
    let rows = outcome.output.split(separator: "\r\n")
    #expect(rows.count == 304)
    #expect(rows[0].hasPrefix("state,frame,status,iterations,phase_percent,"))
    #expect(Set(rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }).count == 1)
    #expect(outcome.errors.contains("Note: tension: tone 10 %"))
    #expect(outcome.errors.contains("Note: small reserve moments"))
    #expect(call(Self.main + ["--csv", "--quiet"]).errors.isEmpty)
  }

  @Test func `a left knee is the right one's mirror image`() throws {
    let right = try call(Self.main + ["--json"]).document
    let left = try call(Self.main + ["--json", "--side", "left"]).document
    #expect(left.person.side == .left)
    #expect(left.states.map(\.frames) == right.states.map(\.frames))
  }

  @Test(arguments: [
    "walking", "chair-rise", "sitting-down", "stair-ascent", "stair-descent", "standing", "sitting",
  ])
  func `every activity is solved, healthy or not`(activity: String) throws {
    let outcome = call("release", "hamstrings", "--activity", activity, "--json")
    let document = try outcome.document
    #expect(Set(document.states.flatMap(\.frames).map(\.status)) == ["converged"])
    #expect(outcome.status == .done || outcome.status == .cannotBeHeld, "\(outcome.errors)")
    let isReconstructed = activity.hasPrefix("stair") || ["standing", "sitting"].contains(activity)
    #expect(document.activity?.measured == !isReconstructed)
    #expect(document.warnings.contains { $0.message.contains("They are not measured") } == isReconstructed)
  }
}
