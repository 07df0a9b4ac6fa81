/// The model against every published number of the list.
public struct ValidationReport: Codable, Sendable, Equatable {
  /// Version of this document's layout.
  public var schema = 1
  public var model: Model
  /// Which coordinates were solved.
  public var freedom: String
  public var rows: [Row]

  public struct Model: Codable, Sendable, Equatable {
    public var name, hash: String
  }

  /// Whether a value lies in its band.
  public enum Verdict: String, Codable, Sendable { case `in`, out }

  public struct Row: Codable, Sendable, Equatable {
    public var id: String
    public var boundary: Target.Boundary
    public var quantity, condition: String
    /// The published value in the words of the list.
    public var published: String
    /// Band in `unit`, both ends inside.
    public var low, high: Double
    public var unit: String
    /// The model's value in `unit`; absent when the model gave none (an equilibrium that was not found).
    public var ours: Double?
    public var verdict: Verdict
    /// What was computed beside the value, and what the list says of the row.
    public var note: String
    public var source, doi: String

    /// A row with its verdict: `in` when the value lies in the band and what else the row asks for holds.
    init(_ target: Target, _ outcome: Outcome) {
      id = target.id
      boundary = target.boundary
      quantity = target.quantity
      condition = target.condition
      published = target.published
      (low, high) = (target.low, target.high)
      unit = target.unit
      ours = outcome.value.isFinite ? outcome.value : nil
      let isInside = (target.low...target.high).contains(outcome.value)
      verdict = isInside && outcome.alsoHolds ? .in : .out
      note = [outcome.note, target.note].filter { !$0.isEmpty }.joined(separator: "; ")
      (source, doi) = (target.source, target.doi)
    }
  }

  /// True when every row is in its band.
  public var isAllIn: Bool { rows.allSatisfy { $0.verdict == .in } }
}

/// What an experiment on the model gave for one row.
struct Outcome: Sendable {
  /// In the unit of the row; NaN when the model gave no answer.
  var value: Double
  /// What the row asks for beside the band (an order of two forces, a sign at every angle).
  var alsoHolds = true
  /// Numbers and circumstances that belong to the value.
  var note = ""

  static func unsolved(_ reason: String) -> Outcome {
    Outcome(value: .nan, alsoHolds: false, note: reason)
  }
}
