import Figures
import Testing
import Validation

@testable import Pictures

@Suite struct ValidationFigureTests {
  @Test func `every published value is a row, and those outside are crosses and named`() throws {
    let report = try Sample.validation()
    let root = try report.figure.drawing(width: 170).root
    #expect(root.all.count { $0["class"] == "band" } == report.rows.count)
    let misses = report.rows.filter { $0.verdict == .out }
    #expect(!misses.isEmpty)
    let notes = report.figure.notes.joined()
    for row in misses { #expect(notes.contains(row.id)) }

    var drawn: [String: Chart.Band] = [:]
    for case .bands(let bands) in report.figure.panels.map(\.marks) {
      for band in bands { drawn[String(band.name.prefix { $0 != " " })] = band }
    }
    for row in report.rows {
      let band = try #require(drawn[row.id])
      #expect(band.isInside == (row.verdict == .in))
      let ours = try #require(row.ours)
      let place = (ours - row.low) / (row.high - row.low)
      #expect(band.value == max(-0.5, min(1.5, place)))
      #expect(band.cells.first { $0.column == "ours" }?.cell == .number(ours))
    }
  }
}
