import Activities
import Knee
import ModelFiles

/// A published value with the band in which the model has to land: a row of `data/validation/targets.csv`.
public struct Target: Sendable, Equatable {
  /// Short name of the row, such as `G1-1a`.
  public var id: String
  /// What is held constant: given muscle forces (a rig), or given net moments (a person's task).
  public var boundary: Boundary
  public var quantity: String
  public var condition: String
  /// The published value in the words of the source; not always a number.
  public var published: String
  /// Band in `unit`, both ends inside.
  public var low, high: Double
  /// Unit of the band; `-` for a ratio.
  public var unit: String
  /// How many knees, people or models the published value rests on.
  public var sample: String
  public var source: String
  /// Empty where the source has none.
  public var doi: String
  /// A remark of the list; empty when there is none.
  public var note: String

  public enum Boundary: String, Sendable, Codable, CaseIterable {
    case fixedForces = "fixed-forces"
    case fixedMoments = "fixed-moments"

    /// With a blank, as in the list.
    public var words: String { self == .fixedForces ? "fixed forces" : "fixed moments" }
  }

  /// The file of the targets inside `data/`.
  static let file = "validation/targets.csv"

  /// All targets in the order of the list.
  public static func all() throws(InputError) -> [Target] { try parse([UInt8](embeddedFile(file))) }

  /// Reads a list of targets.
  ///
  /// Throws `InputError` (data) for a missing column, a band that is no pair of rising numbers, an unknown boundary,
  /// and two rows of one id.
  static func parse(_ bytes: [UInt8]) throws(InputError) -> [Target] {
    let words: Set<String> = [
      "id", "boundary", "quantity", "condition", "published", "unit", "n", "source", "doi", "note",
    ]
    let table = try CSVTable.parse(bytes, name: "data/" + file, textColumns: words)
    for word in words.sorted() where table.index(of: word) == nil { _ = try table.column(word) }
    let (low, high) = (try table.column("low"), try table.column("high"))
    var targets: [Target] = []
    var seen: Set<String> = []
    for row in 0..<table.rowCount {
      func fail(_ column: String, _ problem: String, _ allowed: String? = nil) -> InputError {
        InputError(
          .data, file: table.name, line: table.lines[row], place: column, problem: problem, allowed: allowed)
      }
      func text(_ column: String) -> String { table.texts(column)[row] }
      guard seen.insert(text("id")).inserted else { throw fail("id", "a second row '\(text("id"))'") }
      guard let boundary = Boundary.allCases.first(where: { $0.words == text("boundary") }) else {
        throw fail(
          "boundary", "'\(text("boundary"))'", Boundary.allCases.map(\.words).joined(separator: ", "))
      }
      guard low[row] < high[row] else {
        throw fail("low", "\(low[row]) is not below \(high[row])", "a band from low to high")
      }
      targets.append(
        Target(
          id: text("id"), boundary: boundary, quantity: text("quantity"), condition: text("condition"),
          published: text("published"), low: low[row], high: high[row], unit: text("unit"),
          sample: text("n"), source: text("source"), doi: text("doi"), note: text("note")))
    }
    return targets
  }
}
