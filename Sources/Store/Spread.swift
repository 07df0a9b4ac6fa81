import Results
import Studies

/// How a number of a state is spread over the points of a sweep: five points that are among the solved ones.
public struct Spread: Encodable, Sendable {
  public var column, state: String
  /// Points that have the number.
  public var points: Int
  public var at: [Mark]

  public struct Mark: Encodable, Sendable, Equatable {
    public var part: Part
    public var value: Double
    /// The first point in order that has the value, from 0, and its parameters.
    public var point: Int
    public var parameters: [Double]
  }

  /// By nearest rank: the median of four values is the third.
  public enum Part: String, Encodable, CaseIterable, Sendable {
    case lowest, quarter, median, threeQuarters = "three quarters", highest

    func rank(of count: Int) -> Int {
      let part = Double(Self.allCases.firstIndex(of: self) ?? 0) / Double(Self.allCases.count - 1)
      return Int((part * Double(count - 1)).rounded())
    }
  }
}

/// Collects the numbers of a sweep, point by point.
struct Spreading {
  private let columns: [SummaryColumn]
  /// By state and column.
  private var values: [[[(value: Double, point: Int)]]]

  init(columns: [SummaryColumn], states: Int) {
    self.columns = columns
    values = Array(repeating: Array(repeating: [], count: columns.count), count: states)
  }

  mutating func add(_ outcome: StateOutcome, _ state: Int, at point: Int) {
    guard let summary = outcome.summary else { return }
    for (index, column) in columns.enumerated() {
      if let value = column.value(summary) { values[state][index].append((value, point)) }
    }
  }

  /// By column, then state; what no point has is left out.
  mutating func spreads(of run: StoredRun, in store: ResultsStore) throws(Failure) -> [Spread] {
    var spreads: [Spread] = []
    for (index, column) in columns.enumerated() {
      for (state, name) in run.states.enumerated() where !values[state][index].isEmpty {
        values[state][index].sort { ($0.value, $0.point) < ($1.value, $1.point) }
        let sorted = values[state][index]
        values[state][index] = []
        var marks: [Spread.Mark] = []
        for part in Spread.Part.allCases {
          let (value, point) = sorted[part.rank(of: sorted.count)]
          let parameters = try store.points(of: run, in: point..<point + 1, []).first?.values ?? []
          marks.append(.init(part: part, value: value, point: point, parameters: parameters))
        }
        spreads.append(Spread(column: column.name, state: name, points: sorted.count, at: marks))
      }
    }
    return spreads
  }
}
