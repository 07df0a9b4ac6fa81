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

  @Test func `the muscles of a squat are ordered by what giving up a little tone would relieve`() throws {
    let outcome = call("rank", "--activity", "squat", "--json")
    #expect(outcome.status == .done, "\(outcome.errors)")
    let ranking = try ranking("--activity", "squat")
    #expect(ranking.ranking.allSatisfy { $0.kind == .noToneNow && $0.tone_percent == 0 && $0.members == nil })
    let changes = ranking.ranking.map(\.change_peak_patellofemoral_force_N_by_1_percent_less_tone)
    // In order to what rounding leaves of a change.
    #expect(zip(changes, changes.dropFirst()).allSatisfy { $0 < $1 + 1e-6 } && (changes.first ?? 0) < 0)
    #expect(ranking.ranking.map(\.rank_in_kind) == Array(1...changes.count))
    // What bends the knee works against the quadriceps.
    let benders = ["semimembranosus", "semitendinosus", "biceps_femoris", "gastrocnemius"]
    for entry in ranking.ranking.prefix(4) {
      #expect(benders.contains { entry.muscle_or_group.hasPrefix($0) }, "\(entry.muscle_or_group)")
    }
  }

  @Test func `muscles with tone come first, and a small release changes what the ranking says`() throws {
    let options = ["--activity", "squat", "--tone", "hamstrings=10%", "--tone", "gastrocnemius=5%"]
    let ranking = try ranking(options[0], options[1], options[2], options[3], options[4], options[5])
    let tight = ranking.ranking.prefix { $0.kind == .tightNow }
    #expect(tight.count == 6)
    let others = ranking.ranking.dropFirst(6)
    #expect(others.allSatisfy { $0.kind == .noToneNow && $0.tone_percent == 0 })
    #expect(tight.map(\.rank_in_kind) == Array(1...6) && others.first?.rank_in_kind == 1)
    #expect(tight.map(\.tone_percent).sorted() == [5, 5, 10, 10, 10, 10])
    func peak(_ tone: String) throws -> Double {
      let outcome = call("solve", "--json", "--tone", "hamstrings=\(tone)", "--tone", "gastrocnemius=5%")
      return try outcome.document.states[0].summary.peak_patellofemoral_force_N
    }
    // 0.01 % to either side, in all hamstrings at once; the derivative is that of the tangent.
    let difference = (try peak("9.99%") - peak("10.01%")) / 0.02
    let group = try #require(ranking.groups.first { $0.muscle_or_group == "hamstrings" })
    let exact = group.change_peak_patellofemoral_force_N_by_1_percent_less_tone
    #expect(exact < 0 && abs(difference - exact) < 1e-4 * abs(exact))
  }

  @Test func `a group is the sum of its muscles, and one of which only some have tone has no row`() throws {
    let ranking = try ranking("--tone", "hamstrings=10%", "--tone", "soleus=5%")
    let names = ranking.groups.map(\.muscle_or_group)
    #expect(
      names.first == "hamstrings" && ranking.groups[0].kind == .tightNow
        && ranking.groups[0].rank_in_kind == 1)
    #expect(names.contains("quadriceps") && names.contains("gastrocnemius") && !names.contains("calf"))
    for group in ranking.groups {
      let members = try #require(group.members)
      let muscles = ranking.ranking.filter { members.contains($0.muscle_or_group) }
      #expect(muscles.count == members.count && members.count > 1)
      let sum = muscles.reduce(0) { $0 + $1.change_peak_patellofemoral_force_N_by_1_percent_less_tone }
      // The members are added in another order here.
      let difference = abs(sum - group.change_peak_patellofemoral_force_N_by_1_percent_less_tone)
      #expect(difference < 1e-12 * (1 + abs(sum)))
    }
  }

  @Test func `releases of stated amounts are those that release itself solves, in order, with pairs`() throws
  {
    let tones = ["--tone", "hamstrings=10%", "--tone", "rectus-femoris=5%"]
    let outcome = call(["rank", "--json", "--by", "50%"] + tones)
    let ranking = try JSONDecoder().decode(Ranking.self, from: Data(outcome.output.utf8))
    let stated = try #require(ranking.stated)
    #expect(stated.releases.count == 5 && stated.pairs.count == 10)
    #expect(stated.groups.map(\.muscle_or_group) == ["hamstrings"])
    let changes = stated.releases.map(\.change_peak_patellofemoral_force_N)
    #expect(changes == changes.sorted() && stated.releases.map(\.rank) == Array(1...5))
    let solved = call(["solve", "--json", "--tone", "hamstrings=5%", "--tone", "rectus-femoris=5%"])
    let peak = try solved.document.states[0].summary.peak_patellofemoral_force_N
    let group = stated.groups[0].change_peak_patellofemoral_force_N
    // Both begin from afresh and are the same solves.
    #expect(abs(peak - ranking.peak_patellofemoral_force_N - group) < 1e-9 * peak)
    // A slope is a guide: here to a tenth.
    #expect(abs(stated.groups[0].by_slope_N - group) < 0.1 * abs(group))
    for pair in stated.pairs {
      #expect(abs(pair.apart_N - pair.together_N - pair.more_together_N) < 1e-9 * peak)
      let apart = stated.releases.filter { [pair.first, pair.second].contains($0.muscle_or_group) }
        .reduce(0) { $0 + $1.change_peak_patellofemoral_force_N }
      #expect(abs(apart - pair.apart_N) < 1e-9 * peak)
    }
    #expect(stated.pairs.map(\.more_together_N) == stated.pairs.map(\.more_together_N).sorted(by: >))
    #expect(call(["rank", "--by", "50%"]).output.contains("nothing was released"))
    let csv = call(["rank", "--csv", "--quiet", "--by", "50%"] + tones).output
    #expect(csv.contains(",released_percent,change_peak_patellofemoral_force_N_by_release,by_slope_N\r\n"))
    #expect(csv.contains("hamstrings,yes,tight_now") && csv.contains(",50,\(group),"))
    #expect(try self.ranking("--tone", "hamstrings=10%").stated == nil)
  }

  @Test func `a study gives its own amounts, and options do not contradict it`() throws {
    let path = NSTemporaryDirectory() + "rank-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      trochlea: 1
      activity: {name: squat, depth: 60 deg}
      tension:
        hamstrings: {tone: 10 %}
        soleus: {tone: 2 %}
      what_if:
        - {name: a, release: {hamstrings: 30 %}}
        - {name: b, release: {semimembranosus: 60 %}}
      """
    try Data(text.utf8).write(to: URL(filePath: path))
    let ranking = try self.ranking("--study", path)
    let stated = try #require(ranking.stated)
    let amounts = Dictionary(
      uniqueKeysWithValues: stated.releases.map { ($0.muscle_or_group, $0.released_percent) })
    #expect(amounts.count == 4 && amounts["semimembranosus"] == 60 && amounts["semitendinosus"] == 30)
    #expect(try self.ranking("--study", path, "--by", "10%").stated?.releases.count == 5)
    // A change that does more than release is none, and said to be left out.
    try Data((text + "\n  - {name: c, release: {hamstrings: 100 %}, strengthen: {vasti: 20 %}}").utf8)
      .write(to: URL(filePath: path))
    let mixed = try self.ranking("--study", path)
    #expect(mixed.stated == stated)
    #expect(mixed.warnings.contains { $0.message.hasPrefix("left out, as no release alone: 'c';") })
    let report = call("rank", "--study", path).output.split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    #expect(report.contains("left out, as no release alone: 'c'"))
    #expect(report.contains("the largest of each muscle is ranked"))
    let only = text.replacing("{semimembranosus: 60 %}}", with: "{calf: 60 %}, mass: -5 kg}")
      .replacing("{hamstrings: 30 %}}", with: "{hamstrings: 30 %}, mass: -5 kg}")
    try Data(only.utf8).write(to: URL(filePath: path))
    let none = call("rank", "--study", path)
    #expect(none.status == .usage && none.errors.contains("no change that is a release alone"))
    try Data(text.utf8).write(to: URL(filePath: path))
    let both = call("rank", "--study", path, "--activity", "squat")
    #expect(both.status == .usage && both.errors.contains("--activity: not together with --study"))
    #expect(call("rank", "--study", path + ".none").status == .missing)
    for name in ["hamstrings-fixed-forces", "hamstrings-tone-sweep"] {
      #expect(call("rank", "--study", name).status == .usage, "\(name)")
    }
    #expect(call("rank", "--study", path, "--moments", "id.sto").status == .usage)
  }

  @Test func `a stiff muscle without tone is not one with nothing to release`() {
    let stiff = call("rank", "--stiffness", "soleus=1.5").output
    #expect(stiff.contains("No tone now: what") && stiff.contains("Stiff or short without tone: soleus."))
    #expect(!call("rank").output.contains("Stiff or short"))
  }

  @Test func `releases that are not solved, or have no finite number, do not end as done`() throws {
    let outcome = call("rank", "--tone", "hamstrings=10%", "--by", "50%", "--json")
    var stated = try #require(
      try JSONDecoder().decode(Ranking.self, from: Data(outcome.output.utf8)).stated)
    try stated.requireFinite()
    #expect(stated.findings.isEmpty)
    stated.releases[1].status = "maxIterations"
    stated.unsolved_pairs = 3
    #expect(CommandStatus(stated.findings) == .notConverged && stated.findings.count == 2)
    stated.pairs[0].together_N = .nan
    #expect(throws: NotFinite.self) { try stated.requireFinite() }
  }

  @Test func `the report says what is assumed, and that it holds for small changes`() {
    let outcome = call("rank", "--activity", "squat", "--tone", "hamstrings=10%")
    #expect(outcome.status == .done)
    let report = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in [
      "Tight now: what 1 % less tone would change", "what 1 % less would change if there were tone",
      "semimembranosus", "group: hamstrings (4 muscles)", "minus relieves", "anew under each heading",
      "right for small changes", "Load is not pain", "hardly been measured", "Fixed moments",
    ] { #expect(report.contains(part), "\(part)") }
    let healthy = call("rank")
    #expect(!healthy.output.contains("Tight now") && healthy.output.contains("every muscle healthy"))
  }

  @Test func `the table, the JSON and the CSV have one sign`() throws {
    let entry = try #require(try ranking("--tone", "hamstrings=10%").ranking.first)
    let newtons = entry.change_peak_patellofemoral_force_N_by_1_percent_less_tone
    #expect(newtons < 0)
    let table = call("rank", "--tone", "hamstrings=10%").output.split(separator: "\n")
    let row = try #require(table.first { $0.hasPrefix("1  semimembranosus") })
    #expect(row.contains(fixedNumber(newtons, 1)))
    let csv = call("rank", "--tone", "hamstrings=10%", "--csv", "--quiet").output
    #expect(csv.contains("1,semimembranosus,no,tight_now,10,\(newtons),"))
  }

  @Test func `a table has a row per muscle and per group`() throws {
    let outcome = call("rank", "--csv", "--quiet")
    #expect(outcome.status == .done && outcome.errors.isEmpty)
    let rows = outcome.output.split(separator: "\r\n")
    #expect(
      rows.first?.hasPrefix("rank_in_kind,muscle_or_group,is_group,kind,tone_percent,change_peak_") == true)
    let ranking = try ranking()
    #expect(rows.count == 1 + ranking.ranking.count + ranking.groups.count)
    #expect(rows.count { $0.contains(",yes,no_tone_now,") } == ranking.groups.count)
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

  @Test func `a table of sensitivities names derivatives as such, and says each remark once`() throws {
    let outcome = call("solve", "--depth", "60", "--sensitivities", "--csv", "--quiet")
    #expect(outcome.status == .done)
    let rows = outcome.output.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows[0].prefix(7) == ["state", "scope", "frame", "phase_percent", "remark", "parameter", "of"])
    #expect(rows[0].dropFirst(7).allSatisfy { $0.hasPrefix("d_") && $0.hasSuffix("_per_step") })
    #expect(rows[0].contains("d_peak_patellofemoral_force_N_per_step"))
    let document = try call("solve", "--depth", "60", "--sensitivities", "--json").document
    let found = try #require(document.states[0].sensitivities)
    let parameters = 4 * found.muscles.count + 4 + found.bundles.count
    // A remark with commas is split in two here; its row is told by its beginning.
    let (numbers, remarks) = (
      rows.dropFirst().filter { $0[4] == "" }, rows.dropFirst().filter { $0[4] != "" }
    )
    #expect(numbers.allSatisfy { $0.count == rows[0].count && $0[5] != "" })
    #expect(numbers.count { $0[1] == "summary" } == parameters)
    #expect(numbers.count { $0[1] == "frame" } == parameters * found.frames.count { $0.missing == nil })
    // No remark of the summary or of a frame comes twice.
    #expect(remarks.contains { $0[1] == "summary" && $0[4].hasPrefix("the impulse: ") })
    #expect(Set(remarks.map { $0[1...4].joined(separator: "|") }).count == remarks.count)
    // The number under a derivative's name is the derivative.
    let peak = try #require(found.summary.peak_patellofemoral_force_N.derivatives)
    let index = try #require(found.muscles.firstIndex(of: "semimembranosus"))
    let row = try #require(
      numbers.first { $0[1] == "summary" && $0[5] == "tone_per_percent" && $0[6] == "semimembranosus" })
    let column = try #require(rows[0].firstIndex(of: "d_peak_patellofemoral_force_N_per_step"))
    #expect(Double(row[column]) == peak.tone_per_percent[index])
  }

  @Test func `a task that cannot be held is no task to rank muscles by`() {
    // Weaker ones (20 %) have their peak in a frame that is shown under a part of its moments, without a derivative.
    let weak = call("rank", "--activity", "squat", "--strength", "quadriceps=25%")
    #expect(weak.status == .cannotBeHeld && weak.output.contains("Do not use this order"))
    #expect(!call("rank", "--activity", "squat").output.contains("Do not use"))
  }
}
