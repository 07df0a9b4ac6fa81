import Foundation
import Results
import Scenarios
import Testing

@testable import trochlea

@Suite struct InterventionCommandTests {
  private func flat(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func `a release with an intervention compares the state at that time, and shows the spread`() throws {
    let arguments = ["release", "hamstrings", "--with", "stretching", "--after", "5min"]
    let outcome = call(arguments)
    #expect(outcome.status == .done)
    let text = flat(outcome.output)
    for part in [
      "Hamstrings 5 min after stretching: squat",
      "as now afterwards change no excess tension change",
      "Over the published spread, 0 % to -39 % right after it, the peak changes from 0 % to -1.1 %.",
      "the default of this program",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 92 })

    let document = try call(arguments + ["--json"]).document
    #expect(
      document.states.map(\.name) == [
        "as now", "5 min after stretching", "no excess tension", "5 min after stretching, least",
        "5 min after stretching, most",
      ])
    let stiffness = document.states.compactMap { $0.tension["semitendinosus"]?.stiffness }
    for (value, expected) in zip(stiffness, [1, 1 - 0.13 * exp(-1), 1, 1, 1 - 0.39 * exp(-1)]) {
      #expect(abs(value - expected) < 1e-12)
    }
    // Nothing is assumed of the tone, and of other muscles.
    #expect(document.states.map { $0.tension["semitendinosus"]?.tone } == [0.1, 0.1, 0, 0.1, 0.1])
    #expect(document.states.allSatisfy { $0.tension["soleus"] == .healthy })
    let record = try #require(document.intervention)
    #expect(record.after_s == 300 && record.initial_effect_percent == -13 && !record.is_stated)
    #expect(!record.trials_for.isEmpty && !record.trials_against.isEmpty)
  }

  @Test func `a stated effect has no spread, and a healthy muscle can be stretched`() throws {
    let document = try call(
      "release", "gastrocnemius", "--stiffness", "1", "--with", "stretching", "--amount", "-20%", "--json"
    ).document
    #expect(document.states.map(\.name) == ["as now", "after stretching"])
    #expect(document.states[1].tension["gastrocnemius_medialis"]?.stiffness == 0.8)
    #expect(document.intervention?.is_stated == true)
  }

  @Test func `needling and taping change nothing, and say so`() throws {
    for word in ["dry-needling", "needling", "Dry_Needling", "taping", "brace"] {
      let document = try call("release", "hamstrings", "--with", word, "--json").document
      #expect(document.states[0].frames == document.states[1].frames, "\(word)")
    }
    // The conclusion says why, with the other side beside it.
    let text = flat(call("release", "hamstrings", "--with", "dry-needling").output)
    #expect(
      text.contains(
        "the peak kneecap force is unchanged after dry needling, and 16 % lower with no excess tension at all."
          + " No effect of dry needling is assumed. Valera-Calero 2022: no detectable change"))
    #expect(
      text.contains("Over the published spread, 0 % to -21 % right after it, the peak changes from 0 % to -"))
    let course = flat(
      call("release", "calf", "--with", "needling", "--sessions", "2", "--every", "7d", "--until", "2w")
        .output)
    #expect(course.contains("from the start. No effect of dry needling is assumed. Valera-Calero 2022"))
    #expect(
      flat(call("release", "hamstrings", "--with", "brace").output).contains(
        "Nothing in this model stands for tape or a brace"))
  }

  /// Nothing about muscles is asked for or assumed.
  @Test(arguments: [["weight-loss", "--amount", "5kg"], ["taping"]])
  func `what is not done to muscles needs none, and assumes no tone`(arguments: [String]) throws {
    let arguments = ["release", "--with"] + arguments
    let document = try call(arguments + ["--json"]).document
    #expect(
      document.states.count == 2
        && document.states.allSatisfy { $0.tension.values.allSatisfy { $0 == .healthy } })
    let outcome = call(arguments)
    #expect(
      outcome.status == .done && flat(outcome.output).contains("tension none: all muscles are healthy."))
    #expect(!outcome.output.contains("no excess tension"))
    // A muscle can be named, and is tight when it is said to be.
    let named = try call(["release", "hamstrings"] + arguments.dropFirst() + ["--json"]).document
    #expect(named.states.map(\.frames) == document.states.map(\.frames))
    let tight = try call(["release", "hamstrings", "--tone", "5%"] + arguments.dropFirst() + ["--json"])
      .document
    #expect(tight.states.count == 3 && tight.states[1].tension["semitendinosus"]?.tone == 0.05)
    let lost = call(arguments + ["--tone", "5%"])
    #expect(lost.status == .usage && lost.errors.contains("a tension belongs to muscles"))
  }

  @Test func `weight loss lightens the load on the same knee`() throws {
    let document = try call(
      "release", "hamstrings", "--tone", "0%", "--with", "weight-loss", "--amount", "7.5kg", "--json"
    ).document
    #expect(document.states.map(\.name) == ["as now", "7.5 kg lighter"])
    #expect(document.person.mass_kg == 75 && document.intervention?.lost_mass_kg == 7.5)
    let (now, lighter) = (document.states[0], document.states[1])
    let moments = zip(now.frames, lighter.frames).map { $1.net_moment_Nm.knee / $0.net_moment_Nm.knee }
    #expect(moments.allSatisfy { abs($0 - 0.9) < 1e-12 })
    let change = try #require(lighter.summary.change_peak_patellofemoral_force_percent)
    #expect((-12...(-6)).contains(change), "\(change)")
    // Body weights are those of now.
    #expect(
      abs(
        lighter.summary.peak_patellofemoral_force_N / lighter.summary.peak_patellofemoral_force_BW
          - 75 * 9.80665) < 1e-9)
  }

  @Test func `without by and with, half is said to be the program's default`() {
    let outcome = call("release", "hamstrings", "--tone", "10%")
    #expect(
      flat(outcome.output).contains("50 % of it goes: the default of this program, an assumption too."))
    let stated = call("release", "hamstrings", "--tone", "10%", "--by", "50%")
    #expect(flat(stated.output).contains("50 % of it goes: an assumption too."))
  }

  private static let course = [
    "release", "hamstrings", "--with", "stretching", "--sessions", "4", "--every", "7d", "--until", "12w",
  ]

  @Test func `a course is a table over time, and says what it is`() throws {
    let outcome = call(Self.course)
    #expect(outcome.status == .done)
    let text = flat(outcome.output)
    #expect(text.contains("This is bookkeeping of published decay, not prediction of a patient."))
    #expect(text.contains("3 different states solved") && text.contains("change least most"))
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 92 })

    let json = call(Self.course + ["--json"])
    let document = try JSONDecoder().decode(CourseDocument.self, from: Data(json.output.utf8))
    #expect(document.rows.count == 17 && document.sessions == 4 && document.every_s == 604_800)
    #expect(document.rows.prefix(2).map(\.event) == ["before session 1", "after session 1"])
    #expect(document.rows.prefix(2).map(\.stiffness) == [1, 0.87])
    #expect(document.rows[0].peak_patellofemoral_force_N > document.rows[1].peak_patellofemoral_force_N)
    // Equal states are the same numbers.
    #expect(
      document.rows.last?.peak_patellofemoral_force_N == document.rows[0].peak_patellofemoral_force_N)
    // The ends of the published spread, 0 and -39 %, lie around it.
    let after = document.rows[1]
    #expect(after.effect_least_percent == 0 && after.effect_most_percent == -39)
    let changes = [
      after.change_peak_patellofemoral_force_least_percent, after.change_peak_patellofemoral_force_percent,
      after.change_peak_patellofemoral_force_most_percent,
    ].compactMap { $0 }
    #expect(changes.count == 3 && changes[0] == 0 && changes[1] < -0.5 && changes[2] < 2 * changes[1])
    #expect(document.reading.contains("not prediction of a patient"))
    #expect(document.json() == Array(json.output.utf8))

    let rows = call(Self.course + ["--csv"]).output.split(separator: "\r\n")
    #expect(rows.count == 18 && rows[0].hasPrefix("time_s,time_d,event,effect_percent,stiffness,strength,"))
    #expect(Set(rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [16])
  }

  /// Nothing is cut off: what lies beyond the trials is said, in every form.
  @Test(arguments: [[], ["--json"], ["--csv", "--quiet"]])
  func `a course of very frequent sessions is warned of`(form: [String]) throws {
    let outcome = call(
      [
        "release", "hamstrings", "--activity", "standing", "--with", "stretching", "--sessions", "10",
        "--every",
        "30s", "--until", "10min",
      ] + form)
    #expect(outcome.status == .done)
    for part in [
      "Careful: the effect reaches -86.4 %, beyond all that the trials",
      "Careful: sessions come every 30 s, before",
      "Careful: at 23 of 31 moments an end of the published spread",
    ] { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
    if form == ["--json"] {
      let document = try JSONDecoder().decode(CourseDocument.self, from: Data(outcome.output.utf8))
      #expect(document.warnings.count { $0.level == .careful } == 3)
      #expect(document.rows.count { $0.effect_most_percent == nil } == 23)
    }
  }

  @Test func `a stated effect beyond the published ones is warned of`() {
    let outcome = call("release", "hamstrings", "--with", "stretching", "--amount", "-60%")
    #expect(outcome.status == .done)
    #expect(flat(outcome.output).contains("CAREFUL the effect reaches -60 %, beyond all that"))
  }

  @Test func `a course of strengthening builds up and shows strength`() throws {
    let json = call(
      "release", "quadriceps", "--tone", "0%", "--with", "strengthening", "--sessions", "10", "--every", "7d",
      "--until", "20w", "--json")
    let document = try JSONDecoder().decode(CourseDocument.self, from: Data(json.output.utf8))
    let strength = document.rows.compactMap(\.strength)
    #expect(strength.count == document.rows.count && document.rows.allSatisfy { $0.stiffness == nil })
    #expect(abs((strength.max() ?? 0) - 1.15) < 1e-9)
    #expect((strength.last ?? 2) < 1.03)
  }

  @Test(arguments: [
    (["--with", "stretchin"], ["--with: unknown intervention 'stretchin'", "did you mean 'stretching'?"]),
    (["--with", "massage", "--by", "10%"], ["--by: not together with --with"]),
    (["--after", "5min"], ["--after: belongs to an intervention", "--with"]),
    (["--amount", "-5%"], ["--amount: belongs to an intervention"]),
    (["--sessions", "3"], ["--sessions: belongs to an intervention"]),
    (["--with", "massage", "--after", "5"], ["--after: '5' has no unit"]),
    (["--with", "massage", "--after", "5y"], ["unknown unit 'y'", "w or d or h or min or s"]),
    (
      ["--with", "weight-loss"],
      ["--amount: is missing", "no published default, and nothing is assumed", "5kg"]
    ),
    (["--with", "weight-loss", "--amount", "-5kg"], ["'-5kg' is out of range", "above 0 up to 200 kg"]),
    (["--with", "weight-loss", "--amount", "60kg"], ["leaves 15 kg of 75 kg", "20 to 300 kg"]),
    (
      ["--with", "weight-loss", "--amount", "5kg", "--after", "1d"],
      ["--after: 'weight-loss' has no time course"]
    ),
    (["--with", "taping", "--amount", "-5%"], ["--amount: 'taping' changes nothing in this model"]),
    (["--with", "massage", "--amount", "-13"], ["--amount: '-13' is out of range", "did you mean '-13%'?"]),
    (["--with", "massage", "--every", "7d"], ["--sessions: is missing"]),
    (["--with", "massage", "--sessions", "4", "--every", "7d"], ["--until: is missing"]),
    (["--with", "massage", "--sessions", "4", "--until", "7w"], ["--every: is missing"]),
    (
      ["--with", "massage", "--sessions", "4", "--every", "7d", "--until", "2w"],
      ["--until: the last session comes after it, at 3 w"]
    ),
    (
      ["--with", "massage", "--sessions", "201", "--every", "1d", "--until", "99w"],
      ["'201' is no number of sessions", "1 to 200"]
    ),
    (
      ["--with", "massage", "--after", "1h", "--sessions", "2", "--every", "1d", "--until", "3d"],
      ["--after: not together with --sessions"]
    ),
    (
      [
        "--with", "stretching", "--amount", "-100%", "--sessions", "5", "--every", "1min", "--until", "1h",
      ], ["--every: 5 sessions every 1 min reach -181.9 %, and the stiffness would be -0.8", "further apart"]
    ),
    (
      ["--stiffness", "10", "--with", "stretching", "--amount", "+50%"],
      ["--amount: the stiffness would be 15"]
    ),
    (
      [
        "--stiffness", "10", "--with", "stretching", "--amount", "+50%", "--sessions", "2", "--every", "1d",
        "--until", "1w",
      ], ["--amount: the stiffness would be 15"]
    ),
    (
      ["--stiffness", "10", "--with", "massage"],
      ["--stiffness: the stiffness would be 10.4 at an end of the"]
    ),
    (["--with", "taping", "--sessions", "3"], ["--sessions: 'taping' has no time course"]),
    (
      ["--with", "massage", "--amount", "13%"],
      ["--amount: '13%' may mean less or more", "did you mean '-13%'?", "+13% for more"]
    ),
    (["--with", "strengthening", "--amount", "0.2"], ["did you mean '+0.2'?"]),
    (
      ["--with", "massage", "--amount", "-12,5%"],
      ["--amount: '-12,5%' has a comma", "did you mean '-12.5%'?", "a decimal point"]
    ),
    (["--with", "acupuncture"], ["unknown intervention 'acupuncture'", "allowed: dry-needling, massage"]),
  ])
  func `a wrong call is refused with what would be right`(arguments: [String], parts: [String]) {
    let outcome = call(["release", "hamstrings"] + arguments)
    #expect(outcome.status == .usage, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    for part in parts { #expect(outcome.errors.contains(part), "\(outcome.errors)") }
  }
}
