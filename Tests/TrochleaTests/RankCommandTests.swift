import Foundation
import Results
import Scenarios
import Testing

@testable import trochlea

/// `rank`, and `solve --sensitivities`.
@Suite struct RankCommandTests {
  private func ranking(_ arguments: String...) throws -> Ranking {
    let outcome = call(["rank", "--json"] + arguments)
    return try JSONDecoder().decode(Ranking.self, from: Data(outcome.output.utf8))
  }

  @Test func `the muscles of a squat are ordered by what their tone would cost the kneecap`() throws {
    let outcome = call("rank", "--activity", "squat", "--json")
    #expect(outcome.status == .done, "\(outcome.errors)")
    let ranking = try ranking("--activity", "squat")
    #expect(ranking.ranking.allSatisfy { $0.kind == .wouldCost && $0.tone_percent == 0 })
    let changes = ranking.ranking.map(\.peak_patellofemoral_force_N_per_percent_tone)
    #expect(changes == changes.sorted(by: >))
    #expect(ranking.ranking.map(\.rank) == Array(1...changes.count))
    // What bends the knee works against the quadriceps.
    let benders = ["semimembranosus", "semitendinosus", "biceps_femoris", "gastrocnemius"]
    for entry in ranking.ranking.prefix(4) {
      #expect(benders.contains { entry.muscle.hasPrefix($0) }, "\(entry.muscle)")
    }
  }

  @Test func `muscles with tone come first, and a small release gives what the ranking says`() throws {
    let options = ["--activity", "squat", "--tone", "hamstrings=10%", "--tone", "gastrocnemius=5%"]
    let ranking = try ranking(options[0], options[1], options[2], options[3], options[4], options[5])
    let tight = ranking.ranking.prefix { $0.kind == .release }
    #expect(tight.count == 6)
    #expect(ranking.ranking.dropFirst(6).allSatisfy { $0.kind == .wouldCost && $0.tone_percent == 0 })
    #expect(tight.map(\.tone_percent).sorted() == [5, 5, 10, 10, 10, 10])
    let entry = try #require(tight.first { $0.muscle == "semimembranosus" })
    func peak(_ tone: String) throws -> Double {
      let outcome = call(["solve", "--json"] + options + ["--tone", "semimembranosus=\(tone)"])
      return try outcome.document.states[0].summary.peak_patellofemoral_force_N
    }
    // 0.01 % to either side; the derivative is that of the tangent.
    let difference = (try peak("10.01%") - peak("9.99%")) / 0.02
    let exact = entry.peak_patellofemoral_force_N_per_percent_tone
    #expect(abs(difference - exact) < 1e-4 * exact)
  }

  @Test func `the report says what is assumed, and that it holds for small changes`() {
    let outcome = call("rank", "--activity", "squat", "--tone", "hamstrings=10%")
    #expect(outcome.status == .done)
    for part in [
      "Tight now: what 1 % less tone would change", "what a tone of 1 % would cost", "semimembranosus",
      "right for small changes", "Load is not pain", "hardly been measured", "Fixed moments",
    ] { #expect(outcome.output.contains(part), "\(part)") }
    let healthy = call("rank")
    #expect(!healthy.output.contains("Tight now") && healthy.output.contains("every muscle healthy"))
  }

  @Test func `a table has a row per muscle`() throws {
    let outcome = call("rank", "--csv", "--quiet")
    #expect(outcome.status == .done && outcome.errors.isEmpty)
    let rows = outcome.output.split(separator: "\r\n")
    #expect(rows.first?.hasPrefix("rank,muscle,kind,tone_percent,") == true)
    #expect(rows.count == 1 + (try ranking().ranking.count))
  }

  @Test func `wrong calls are refused like those of solve`() {
    for arguments in [
      ["--activity", "sqat"], ["--tone", "hamstring=200%"], ["--json", "--csv"], ["--exponent", "4"],
      ["extra"],
    ] {
      #expect(call(["rank"] + arguments).status == .usage, "\(arguments)")
    }
    #expect(call("rank", "--csv-motion", "none.csv").status == .missing)
    let misspelt = call("rnk")
    #expect(misspelt.status == .usage && misspelt.errors.contains("did you mean 'rank'?"))
    let weak = call("rank", "--depth", "80", "--strength", "quadriceps=20%", "--quiet")
    #expect(weak.status == .cannotBeHeld && weak.errors.contains("knee extension falls short by"))
    let help = call("rank", "--help")
    #expect(help.status == .done && help.output.contains("trochlea rank --activity squat"))
  }

  @Test func `solve has sensitivities when they are asked for, and only then`() throws {
    let plain = try call("solve", "--depth", "60", "--json").document
    #expect(plain.states[0].sensitivities == nil)
    let outcome = call("solve", "--depth", "60", "--tone", "hamstrings=10%", "--sensitivities", "--json")
    #expect(outcome.status == .done, "\(outcome.errors)")
    let document = try outcome.document
    let found = try #require(document.states[0].sensitivities)
    #expect(found.frames.count == document.states[0].frames.count)
    #expect(found.muscles.count == document.states[0].tension.count)
    let peak = try #require(found.summary.peak_patellofemoral_force_N.derivatives)
    #expect(peak.tone_per_percent.count == found.muscles.count)
    #expect(peak.bundle_slack_per_percent.count == found.bundles.count)
    // All ligaments are their bundles together, but for the patellar tendon.
    let sum = peak.bundle_slack_per_percent.reduce(0, +)
    #expect(
      abs(sum - peak.ligament_slack_per_percent - peak.patellar_tendon_length_per_percent) < 1e-9
        * (1 + abs(sum)))
    let frame = try #require(found.summary.peak_patellofemoral_force_N.frame)
    #expect(found.frames[frame].patellofemoral_force_N == peak)

    let report = call("solve", "--depth", "60", "--tone", "hamstrings=10%", "--sensitivities").output
    for part in [
      "What a small change would change", "body mass +1 kg", "patellar tendon +1 % longer", "semimembranosus",
      "right for small changes",
    ] { #expect(report.contains(part), "\(part)") }
  }

  @Test func `a table of sensitivities has rows for the summary and for every frame`() throws {
    let outcome = call("solve", "--depth", "60", "--sensitivities", "--csv", "--quiet")
    #expect(outcome.status == .done)
    let rows = outcome.output.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows[0].prefix(7) == ["state", "scope", "frame", "phase_percent", "remark", "parameter", "of"])
    let document = try call("solve", "--depth", "60", "--sensitivities", "--json").document
    let found = try #require(document.states[0].sensitivities)
    let parameters = 4 * found.muscles.count + 4 + found.bundles.count
    #expect(rows.count { $0[1] == "summary" } == parameters)
    let exact = found.frames.count { $0.missing == nil }
    #expect(rows.count { $0[1] == "frame" } == exact * parameters + found.frames.count - exact)
  }

  @Test func `a task that cannot be held is no task to rank muscles by`() {
    let weak = call("rank", "--activity", "squat", "--strength", "quadriceps=20%")
    #expect(weak.status == .cannotBeHeld && weak.output.contains("Do not use this order"))
    #expect(!call("rank", "--activity", "squat").output.contains("Do not use"))
  }
}
