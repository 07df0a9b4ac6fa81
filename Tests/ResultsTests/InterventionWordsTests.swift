import Foundation
import Knee
import Scenarios
import Testing

@testable import Results

@Suite struct InterventionWordsTests {
  private func words(_ name: String, after: Double = 0, stated: Double? = nil, lostMass: Double? = nil) throws
    -> InterventionWords
  {
    let intervention = try #require(try loadInterventions().first { $0.name == name })
    let use = try #require(Intervention.Use(intervention, stated: stated))
    return InterventionWords(use: use, after: after, lostMass: lostMass)
  }

  @Test(arguments: [
    ("5min", 300.0), ("90 s", 90), ("36h", 129_600), ("7d", 604_800), ("12w", 7_257_600), ("0min", 0),
    ("1.5h", 5400),
  ])
  func `a time is read in its unit`(text: String, seconds: Double) throws {
    #expect(try Quantity.time.parse(text, place: "--after") == seconds)
  }

  @Test(arguments: ["5", "0", "", "5 minutes", "5m", "-1min", "261w", "5%", "min"])
  func `a time without a known unit, or out of range, is refused`(text: String) {
    let error = #expect(throws: InputError.self) { try Quantity.time.parse(text, place: "--after") }
    #expect(error?.kind == .usage && error?.place == "--after")
    #expect(error?.allowed?.contains("0 to 260 w") == true)
  }

  @Test func `an interval is more than nothing, a change has a sign, and a loss of mass is a mass`() throws {
    #expect(throws: InputError.self) { try Quantity.interval.parse("0d", place: "--every") }
    #expect(try Quantity.change.parse("-13%", place: "--amount") == -0.13)
    #expect(throws: InputError.self) { try Quantity.change.parse("-13", place: "--amount") }
    #expect(try Quantity.massLoss.parse("5kg", place: "--amount") == 5)
    #expect(throws: InputError.self) { try Quantity.massLoss.parse("0kg", place: "--amount") }
  }

  @Test(arguments: [
    (0.0, "0 min"), (60, "1 min"), (90, "90 s"), (300, "5 min"), (5400, "90 min"), (28_800, "8 h"),
    (86_400, "1 d"), (129_600, "36 h"), (604_800, "1 w"), (864_000, "10 d"), (4_600_000, "7.6 w"),
    (1_008_000, "1.7 w"), (0.5, "0.50 s"),
  ])
  func `a time is written in few digits`(seconds: Double, text: String) {
    #expect(timeText(seconds) == text)
  }

  @Test(arguments: [
    (-0.13, "-13 %"), (0.04, "+4 %"), (0, "0 %"), (-0.0478, "-4.8 %"), (-0.0001, "0.0 %"), (0.003, "+0.3 %"),
  ])
  func `a change in percent has its sign, and a decimal where it is small`(fraction: Double, text: String) {
    #expect(signedPercent(fraction) == text)
  }

  @Test func `the sentence about measured effects agrees with the data`() throws {
    func percent(_ name: String) throws -> String { signedPercent(try words(name).use.initialEffect) }
    let text = Wording.measuredReleases
    #expect(try text.contains("massage about \(percent("massage")), gone in 3 minutes"))
    #expect(try text.contains("about \(percent("stretching")), gone in 10 to 15 minutes"))
    #expect(try words("massage").use.intervention.time_course?.gone_after_s == 180)
    #expect(try words("stretching").use.intervention.time_course?.gone_after_s == 900)
    // Needling: a null trial beside the positive one, by name.
    #expect(text.contains("Valera-Calero 2022") && text.contains("Kelly 2021"))
    #expect(text.contains("after three days (Sánchez-Infante 2021)"))
  }

  @Test func `the words say effect, spread, source, what is left, and that the rest is assumed`() throws {
    let text = try words("stretching", after: 300).lines.joined(separator: " ")
    for part in [
      "passive stiffness -13 % right after", "spread 0 % to -39 %", "Konrad 2017",
      "5 min after it -4.8 % is left",
      "gone by 15 min", "everything else stays as it is now: an assumption", "the tone stays",
      "against: Sato 2020 (20 people)", "DOIs: trochlea interventions",
    ] { #expect(text.contains(part), "\(part)") }
    let stated = try words("stretching", stated: -0.2).lines.joined(separator: " ")
    #expect(stated.contains("-20 % right after the session, as stated: an assumption. Published: "))
    #expect(try words("taping").lines[0].hasPrefix("effect: nothing changes in this model."))
    #expect(try words("weight-loss", stated: -0.1, lostMass: 7.5).stateName == "7.5 kg lighter")
  }

  @Test func `no text about interventions holds a word that is to be avoided`() throws {
    let text = Intervention.text(try loadInterventions(), .plain)
    let found = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
    #expect(found.isDisjoint(with: Wording.avoided))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 92 })
  }
}
