import Figures
import Results
import Scenarios
import Studies

/// A peak of the summary and its change.
package struct PeakColumn: Sendable {
  /// As in JSON.
  package let name: String
  private let change: String

  package static let all = [
    Self(name: "peak_patellofemoral_force_BW", change: "change_peak_patellofemoral_force_percent"),
    Self(name: "peak_patellofemoral_force_N", change: "change_peak_patellofemoral_force_percent"),
    Self(name: "peak_mean_stress_MPa", change: "change_peak_mean_stress_percent"),
    Self(name: "peak_pressure_MPa", change: "change_peak_pressure_percent"),
    Self(name: "patellofemoral_impulse_BW_percent", change: "change_patellofemoral_impulse_percent"),
    Self(name: "peak_tibiofemoral_force_BW", change: "change_peak_tibiofemoral_force_percent"),
  ]

  func value(_ summary: Summary) -> Double? { Self.column(name)?.value(summary) }
  func change(_ summary: Summary) -> Double? { Self.column(change)?.value(summary) }

  /// Stress and pressure are known to a factor only.
  var isStress: Bool { name.hasSuffix("_MPa") }

  private static func column(_ name: String) -> SummaryColumn? { SummaryColumn.all.first { $0.name == name } }
}

extension SolvedStates {
  /// The peak of every state, and its change against the first.
  ///
  /// - Throws: `FigureError` where nothing was solved, or nothing that has a peak.
  package func bars(of column: PeakColumn) throws(FigureError) -> Figure {
    try requireSolved()
    guard states.contains(where: { $0.isSolved && !$0.frames.contains(where: \.hasSlipped) }) else {
      throw FigureError(
        .nothingToGoBy,
        "in every state the modeled knee slips: there is no peak to draw; 'trochlea figure curves' draws what was solved"
      )
    }
    let y = axis(ofColumn: column.name)
    let decimals = y.unit == "N" || y.unit == "BW %" ? 0 : column.isStress ? 1 : 2
    let isSpread = ends.count == 2 && ends.allSatisfy { $0.doubt == nil }
    func spread(_ index: Int, _ value: (Summary) -> Double?) -> (low: Double?, high: Double?) {
      guard index == 1, isSpread, states[1].doubt == nil, let a = ends[0].summary.flatMap(value),
        let b = ends[1].summary.flatMap(value)
      else { return (nil, nil) }
      return (min(a, b), max(a, b))
    }
    func bars(
      _ value: (Summary) -> Double?, _ text: (Double) -> String, isShown: (State) -> Bool, without: String
    ) -> [Chart.Bar] {
      states.enumerated().map { index, state in
        let number = isShown(state) ? state.summary.flatMap(value) : nil
        let (low, high) = spread(index, value)
        return Chart.Bar(
          state.label, number, low: low, high: high,
          text: number.map(text) ?? (state.isSolved ? without : "not solved"), look: min(index, 1),
          isDoubtful: state.doubt != nil)
      }
    }
    let peaks = bars(
      column.value, { fixedNumber($0, decimals) },
      isShown: { $0.isSolved && !$0.frames.contains(where: \.hasSlipped) }, without: "none")
    // What is no number to go by has no change, and nothing has one against it.
    let changes = Array(
      bars(
        column.change, { minusSigned(changeText($0)) },
        isShown: { $0.isSolved && $0.doubt == nil && states[0].doubt == nil }, without: "no change of it"
      ).dropFirst())
    let name = y.label.prefix(1).uppercased() + y.label.dropFirst()
    let panels =
      [Chart(heading: name, x: y, y: .init("state", unit: nil, column: "state"), .bars(peaks))]
      + (changes.contains { $0.value != nil }
        ? [
          Chart(
            heading: "Change against \(states[0].name)",
            x: .init(
              "change", unit: "%", column: "change_percent", includesZero: true,
              range: leastRange(
                ofChanges: changes.flatMap { [$0.value, $0.low, $0.high] }.compactMap(\.self))),
            y: .init("state", unit: nil, column: "state"), .bars(changes))
        ] : [])
    return Figure(
      title: title, subtitle: subtitle,
      description: "\(name) of each state: "
        + zip(states, peaks).enumerated().map { index, pair in
          let change = index > 0 ? changes[index - 1].value.map { " (\(changeText($0)))" } ?? "" : ""
          return "\(pair.0.label) \(pair.1.text)\(pair.1.value == nil ? "" : " " + (y.unit ?? ""))\(change)"
        }.joined(separator: "; ") + ".",
      panels: panels,
      notes: (isSpread ? ["Whiskers: the published spread of the effect."] : [])
        + (column.isStress ? [Wording.stressBand] : []) + notes)
  }
}
