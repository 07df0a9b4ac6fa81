import Results
import Studies

/// How far the answers of two runs of comparable studies are apart.
public struct Comparison: Sendable {
  /// The largest difference in a column of a state.
  public struct Row: Codable, Sendable {
    public var state, column: String
    /// Where it is, and what the runs say there.
    public var point: Int
    public var first, second: Double
    /// Over the size of the column.
    public var relative: Double
  }

  public var rows: [Row] = []
  /// States that ended differently, or have a number in one run only: all are counted, the first is described.
  public var unlike = 0
  public var firstUnlike: String?
  /// Points that one of the runs, or both, have not finished.
  public var missing = 0
  /// Points that both have.
  public var compared = 0
  public var tolerance: Double

  /// Whether the answers agree within the tolerance.
  public var isSame: Bool {
    unlike == 0 && missing == 0 && rows.allSatisfy { $0.relative <= tolerance }
  }
}

extension Comparison {
  /// Compares every number of every state.
  ///
  /// - Parameter tolerance: allowed difference, of the size of a column: the largest number in it in either run, over all
  ///   states; 100 where it counts percent (changes, and when a peak comes).
  /// - Throws: `Failure` (65) where the studies have not the same points and states.
  public init(
    _ first: StoredRun, in firstStore: ResultsStore, _ second: StoredRun, in secondStore: ResultsStore,
    tolerance: Double
  ) throws(Failure) {
    self.tolerance = tolerance
    try Self.requireComparable(first, second)
    let columns = SummaryColumn.all
    var sizes = columns.map { $0.isPercent ? 100.0 : 0 }
    // By state and column: the largest difference so far.
    var largest = first.states.map { state in
      columns.map { Row(state: state, column: $0.name, point: 0, first: 0, second: 0, relative: 0) }
    }
    let step = ResultsStore.step([])
    for start in stride(from: 0, to: first.points, by: step) {
      let range = start..<min(start + step, first.points)
      let a = try firstStore.points(of: first, in: range, [])
      let b = try secondStore.points(of: second, in: range, [])
      let seconds = Dictionary(uniqueKeysWithValues: b.map { ($0.index, $0) })
      let both = a.count { seconds[$0.index] != nil }
      compared += both
      missing += range.count - both
      for one in a {
        guard let other = seconds[one.index] else { continue }
        guard one.values == other.values else {
          throw Self.incomparable(first, second, "point \(one.index) has other parameters")
        }
        for (state, (x, y)) in zip(one.states, other.states).enumerated() {
          if x.status != y.status {
            note("point \(one.index), '\(x.name)': \(x.status.rawValue) against \(y.status.rawValue)")
            continue
          }
          for (index, column) in columns.enumerated() {
            switch (x.summary.flatMap(column.value), y.summary.flatMap(column.value)) {
            case (nil, nil): break
            case (let x?, let y?):
              if !column.isPercent { sizes[index] = max(sizes[index], x.magnitude, y.magnitude) }
              // `relative` is the plain difference until all sizes are known.
              if (x - y).magnitude > largest[state][index].relative {
                largest[state][index].point = one.index
                (largest[state][index].first, largest[state][index].second) = (x, y)
                largest[state][index].relative = (x - y).magnitude
              }
            default: note("point \(one.index), '\(x.name)': \(column.name) in one of the runs only")
            }
          }
        }
      }
    }
    guard compared > 0 else {
      throw Failure(.data, "runs \(first.id) and \(second.id) have no finished point in common to compare")
    }
    rows = largest.flatMap { state in
      zip(state, sizes).map { row, size in
        var row = row
        row.relative = size > 0 ? row.relative / size : 0
        return row
      }
    }.sorted { $0.relative > $1.relative }
  }

  private mutating func note(_ text: String) {
    unlike += 1
    if firstUnlike == nil { firstUnlike = text }
  }

  private static func requireComparable(_ a: StoredRun, _ b: StoredRun) throws(Failure) {
    if a.states != b.states {
      throw incomparable(
        a, b, "the states are \(a.states.joined(separator: ", ")) against \(b.states.joined(separator: ", "))"
      )
    }
    if a.parameters != b.parameters {
      throw incomparable(
        a, b,
        "the sweeps vary \(a.parameters.joined(separator: ", ")) against \(b.parameters.joined(separator: ", "))"
      )
    }
    if a.points != b.points { throw incomparable(a, b, "\(a.points) points against \(b.points)") }
  }

  private static func incomparable(_ a: StoredRun, _ b: StoredRun, _ why: String) -> Failure {
    Failure(.data, "runs \(a.id) and \(b.id) are not of comparable studies: \(why)")
  }
}

extension SummaryColumn {
  /// A part of a hundred rather than a load.
  var isPercent: Bool { name.hasPrefix("change_") || name == "peak_phase_percent" }
}
