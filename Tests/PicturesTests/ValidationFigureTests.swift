import Figures
import Testing
import Validation

@testable import Pictures

@Suite struct ValidationFigureTests {
  @Test func `every published value is a row, with a circle inside its band and a cross outside`() throws {
    let report = try Sample.validation()
    let root = try report.figure.drawing(width: 170).root
    #expect(root.all.count { $0["class"] == "band" } == report.rows.count)
    let misses = report.rows.filter { $0.verdict == .out }
    #expect(!misses.isEmpty)
    let text = report.figure.notes.joined()
    for row in misses { #expect(text.contains(row.id)) }
    #expect(report.figure.table.rows.count == report.rows.count)
  }
}
