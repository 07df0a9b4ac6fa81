import Foundation
import Testing

@testable import Validation

@Suite struct ReportTests {
  private let target = Target(
    id: "A", boundary: .fixedForces, quantity: "a force", condition: "at 30 deg", published: "2", low: 1,
    high: 3,
    unit: "N", sample: "8", source: "Somebody 2004", doi: "10.1/x", note: "remark")

  private func verdict(_ value: Double, alsoHolds: Bool = true) -> ValidationReport.Verdict {
    ValidationReport.Row(target, Outcome(value: value, alsoHolds: alsoHolds)).verdict
  }

  private func report(_ values: [Double]) -> ValidationReport {
    ValidationReport(
      model: .init(name: "knee", hash: "0123456789abcdef"), freedom: "patella",
      rows: values.map { ValidationReport.Row(target, Outcome(value: $0, note: "beside")) })
  }

  @Test func `a value in the band is in, its ends included, and any other is out`() {
    #expect(verdict(1) == .in && verdict(2) == .in && verdict(3) == .in)
    #expect(verdict(0.999) == .out && verdict(3.001) == .out && verdict(-2) == .out)
    #expect(verdict(.infinity) == .out && verdict(.nan) == .out)
  }

  @Test func `a value in the band is out when what else the row asks for does not hold`() {
    #expect(verdict(2, alsoHolds: false) == .out)
  }

  @Test func `all are in only when every row is`() {
    #expect(report([1, 2, 3]).isAllIn)
    #expect(!report([1, 2, 3.5]).isAllIn)
    #expect(!report([.nan]).isAllIn)
  }

  @Test func `a row without an answer carries no number`() throws {
    let row = ValidationReport.Row(target, .unsolved("rig at 30 deg: stalled"))
    #expect(row.ours == nil && row.verdict == .out && row.oursText == "none")
    #expect(row.note == "rig at 30 deg: stalled; remark")
  }

  @Test func `the document survives JSON`() throws {
    let written = try Reference.report.get()
    let read = try JSONDecoder().decode(ValidationReport.self, from: try written.json())
    #expect(read == written)
    #expect(try report([.nan]).json().isEmpty == false)
    let text = String(decoding: try written.json(), as: UTF8.self)
    #expect(text.contains("\"boundary\" : \"fixed-moments\"") && text.hasSuffix("}\n"))
  }

  @Test(arguments: [true, false]) func `the table keeps its width and names every row and its verdict`(
    notes: Bool
  ) throws {
    let report = try Reference.report.get()
    let lines = report.table(notes: notes).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.count <= ValidationReport.tableWidth && $0.last != " " })
    for row in report.rows {
      let line = try #require(lines.first { $0.hasPrefix(row.id + " ") })
      #expect(line.hasSuffix(row.verdict == .in ? "in" : "OUT"))
      #expect(line.contains(row.oursText) && line.contains(row.band))
    }
    #expect(lines.contains { $0.contains("source: ") } == notes)
  }

  @Test func `numbers are shown with three digits, small ones with four places`() {
    func shown(_ value: Double) -> String { ValidationReport.Row(target, Outcome(value: value)).oursText }
    #expect(
      shown(230.92) == "231" && shown(46.72) == "46.7" && shown(2.115) == "2.12" && shown(-0.329) == "-0.33")
    #expect(shown(0.00234) == "0.0023" && shown(8.2e-8) == "<1e-6" && shown(0) == "0.0000")
    #expect(
      text(-0.04, 1) == "0.0" && text(0.5, 0) == "1" && text(1234.5, 1) == "1234.5" && text(.nan, 2) == "-")
  }

  @Test func `text is broken at blanks, and a long word where it must be`() {
    #expect(wrap("one two three", 7) == ["one two", "three"])
    #expect(wrap("abcdefgh ij", 5) == ["abcde", "fgh", "ij"])
    #expect(wrap("", 5).isEmpty)
  }
}
