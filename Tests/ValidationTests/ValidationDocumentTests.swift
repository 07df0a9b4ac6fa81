import Foundation
import Testing

@testable import Validation

/// docs/validation.md holds the table that `trochlea validate` computes.
///
/// With TROCHLEA_UPDATE_DOCS set (scripts/validation_docs.sh) the table is written anew before it is compared.
@Suite(.serialized) struct ValidationDocumentTests {
  private static let begin = "<!-- table of trochlea validate: scripts/validation_docs.sh writes it -->\n"
  private static let end = "<!-- end of the table -->\n"
  private let file = checkout("docs/validation.md")

  private func parts() throws -> (before: String, table: String, after: String) {
    let text = try String(contentsOf: file, encoding: .utf8)
    let begin = try #require(text.range(of: Self.begin))
    let end = try #require(text.range(of: Self.end))
    return (
      String(text[..<begin.upperBound]), String(text[begin.upperBound..<end.lowerBound]),
      String(text[end.lowerBound...])
    )
  }

  private func cells(_ table: String) -> [[String]] {
    table.split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
  }

  @Test func `the table of the document is the one that is computed`() throws {
    let computed = try Reference.report.get().markdown()
    if ProcessInfo.processInfo.environment["TROCHLEA_UPDATE_DOCS"] != nil {
      let (before, _, after) = try parts()
      try Data((before + "\n" + computed + "\n" + after).utf8).write(to: file, options: .atomic)
    }
    let (written, fresh) = (cells(try parts().table), cells(computed))
    #expect(written.count == fresh.count)
    for (old, new) in zip(written, fresh) {
      #expect(old.count == new.count)
      for (column, pair) in zip(old, new).enumerated() where pair.0 != pair.1 {
        // Another BLAS may round the last digit shown the other way, and nothing more.
        let places = pair.0.split(separator: ".").dropFirst().first?.count ?? 0
        let unit = pow(10, -Double(places))
        let (a, b) = (Double(pair.0) ?? .nan, Double(pair.1) ?? .nan)
        #expect(
          column == 7 && abs(a - b) < 1.01 * unit, "\(new[1]): \(pair.0) in the document, \(pair.1) computed")
      }
    }
  }

  @Test func `every row that is out has its cause in the document, and no other`() throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let headings = text.split(separator: "\n").filter { $0.hasPrefix("### ") }.joined(separator: " ")
    for row in try Reference.report.get().rows {
      let named = headings.split { !($0.isLetter || $0.isNumber || $0 == "-") }.contains { $0 == row.id }
      #expect(named == (row.verdict == .out), "\(row.id)")
    }
  }
}
