import Foundation
import Testing

@testable import trochlea

/// What no output may do: speak of needling from one side, or give a number for pain.
@Suite struct EvidenceLintTests {
  private static let calls: [[String]] =
    [
      ["help"], ["interventions"], ["interventions", "--json"], ["activities"], ["muscles"],
      ["release", "hamstrings"], ["release", "hamstrings", "--json"],
      ["solve", "--tone", "hamstrings=10%"], ["rank"], ["validate"],
    ]
    + ["release", "solve", "rank", "rig", "interventions", "activities"].map { ["help", $0] }
    + ["dry-needling", "massage", "stretching", "stretching-programme", "strengthening", "taping"].flatMap {
      [["release", "hamstrings", "--with", $0], ["release", "hamstrings", "--with", $0, "--json"]]
    }
    + [["release", "hamstrings", "--with", "weight-loss", "--amount", "5kg"]]
    + ["en", "de", "es", "zh"].map {
      ["leaflet", "tight-hamstrings-squat", "--state", "half released", "--lang", $0]
    } + needling

  /// A release and a course of needling in every form that results have.
  private static let needling: [[String]] = [
    [], ["--after", "1h", "--amount", "-10%"], ["--sessions", "3", "--every", "7d", "--until", "6w"],
    ["--amount", "-10%", "--sessions", "3", "--every", "1d", "--until", "1w"],
  ].flatMap { more in
    [[], ["--json"], ["--csv"], ["--csv", "--quiet"]].map {
      ["release", "calf", "--activity", "standing", "--with", "dry-needling"] + more + $0
    }
  }

  /// Clauses of a text: what stands between full stops, semicolons, colons, brackets and quotes.
  static func clauses(_ text: String) -> [String] {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
      .split { ".;:()[]{}\"".contains($0) }.map(String.init)
  }

  /// The clauses that give pain a number.
  static func numbersForPain(_ text: String) -> [String] {
    clauses(text).filter { $0.contains("pain") && $0.contains { $0.isNumber } }
  }

  /// True when a text says nothing of needling, or names a trial that found nothing beside one that found something.
  static func showsBothSides(_ text: String) -> Bool {
    let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard flat.lowercased().contains("needling") else { return true }
    return flat.contains("Valera-Calero 2022") && flat.contains("Kelly 2021")
  }

  @Test(arguments: calls) func `outputs speak of needling from both sides and give pain no number`(
    arguments: [String]
  ) {
    let outcome = call(arguments)
    #expect(outcome.status != .usage && !outcome.output.isEmpty, "\(outcome.errors)")
    #expect(Self.showsBothSides(outcome.output))
    #expect(Self.numbersForPain(outcome.output).isEmpty)
  }

  /// Rows are taken out of tables one by one.
  @Test func `every row of a table about needling names trials of both sides`() {
    for arguments in Self.needling where arguments.contains("--csv") {
      let rows = call(arguments).output.split(separator: "\r\n").dropFirst()
      #expect(rows.count > 1)
      for row in rows { #expect(row.contains("dry-needling") && Self.showsBothSides(String(row)), "\(row)") }
    }
  }

  @Test func `notes beside a table keep to it, too`() {
    let outcome = call("release", "hamstrings", "--with", "dry-needling", "--csv")
    #expect(outcome.errors.contains("needling") && Self.showsBothSides(outcome.errors))
    #expect(Self.numbersForPain(outcome.errors).isEmpty && !outcome.output.contains("pain"))
  }

  @Test func `no key of a document is about pain`() throws {
    func keys(_ value: Any) -> [String] {
      if let object = value as? [String: Any] { return object.keys + object.values.flatMap(keys) }
      return (value as? [Any] ?? []).flatMap(keys)
    }
    for arguments in Self.calls where arguments.contains("--json") {
      let content = try JSONSerialization.jsonObject(with: Data(call(arguments).output.utf8))
      #expect(!keys(content).contains { $0.lowercased().contains("pain") })
    }
  }

  /// The lint itself finds what it is for.
  @Test(arguments: [
    "pain fell by 56 %", "Subjects reported a 56 % reduction in pain.", "pain SMD -0 53",
    "2 points less\n  pain",
  ])
  func `a number for pain is found`(text: String) { #expect(!Self.numbersForPain(text).isEmpty) }

  @Test func `one side of needling alone is found`() {
    #expect(!Self.showsBothSides("needling lowers stiffness (Kelly 2021)"))
    #expect(!Self.showsBothSides("Needling helps."))
    #expect(Self.showsBothSides("Load is not pain."))
  }
}
