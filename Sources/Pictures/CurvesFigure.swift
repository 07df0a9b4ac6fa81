import Figures
import Results
import Scenarios

/// What curves run over.
package enum CurveAxis: String, CaseIterable, Sendable { case phase, flexion, time }

extension SolvedStates {
  /// A number of every frame, as curves: the state as it is now against the others.
  ///
  /// - Throws: `FigureError` where nothing was solved, of a single pose, and of more states than can be told apart.
  package func curves(of column: FrameColumn, over x: CurveAxis) throws(FigureError) -> Figure {
    try requireSolved()
    guard states.contains(where: { $0.frames.count > 1 }) else {
      throw FigureError(.tooMuch, "a single pose has no curve: 'trochlea figure bars' compares its states")
    }
    guard states.count <= Figure.maximumLines else {
      throw FigureError(
        .tooMuch,
        "\(states.count) states cannot be told apart as curves: at most \(Figure.maximumLines); 'trochlea figure bars' takes them"
      )
    }
    let y = axis(ofColumn: column.name)
    var lines = states.enumerated().map { look, state in
      Chart.Line(
        state.label, samples(of: state, column, over: x), look: look, isDoubtful: state.doubt != nil)
    }.filter { $0.points.contains { $0.y != nil } }
    guard let first = lines.first else {
      throw FigureError(.nothingSolved, "no frame has a number '\(column.name)'")
    }
    let goesBack = !isRising(first.points.map(\.x))
    let hasSpread = ends.count == 2 && (ends + states.prefix(2)).allSatisfy { $0.doubt == nil }
    if hasSpread, !goesBack, lines.count > 1 { addSpread(to: &lines[1], column, over: x) }

    // What is no number to go by has no peak either.
    func peak(_ line: Chart.Line) -> Point? { line.isDoubtful ? nil : line.peak }
    let marked = first.look == 0 ? peak(first).map { "peak \(states[0].name), \(axisText($0.y, y))" } : nil
    let name = y.label.prefix(1).uppercased() + y.label.dropFirst()
    return Figure(
      title: title, subtitle: subtitle,
      description:
        "\(name) over \(x.axis.label), \(lines.count == 1 ? "one curve" : "\(lines.count) curves"): "
        + lines.map { line in
          line.name + (peak(line).map { ", peak \(axisText($0.y, y)) at \(axisText($0.x, x.axis))" } ?? "")
        }.joined(separator: "; ") + ".",
      panels: [
        Chart(
          x: x.axis, y: Chart.Axis(name, unit: y.unit, column: y.column, includesZero: y.includesZero),
          .lines(lines, events: peak(first).flatMap { at in marked.map { [Chart.Event(at.x, $0)] } } ?? []))
      ],
      notes: gaps
        + [
          [
            hasSpread
              ? goesBack
                ? "The published spread is drawn over the phase only."
                : "Shaded: the published spread of the effect." : nil,
            goesBack ? "Arrows: the way through the movement." : nil,
            lines.contains(where: \.isDoubtful) ? "Pale: numbers that are none to go by." : nil,
            "Marks: the peak of each curve.",
          ].compactMap(\.self).joined(separator: " ")
        ] + notes)
  }

  /// Frames that were not solved, and states without any.
  var gaps: [String] {
    states.compactMap { state in
      if state.frames.isEmpty { return "Not drawn: \(state.name)" + (state.reason.map { ", \($0)" } ?? "") }
      let missing = state.frames.count { $0.status != "converged" }
      let slipped = state.frames.count { $0.status == "converged" && $0.hasSlipped }
      let reasons = [(missing, "not solved"), (slipped, "with a knee that slips")].filter { $0.0 > 0 }
      guard !reasons.isEmpty else { return nil }
      return "Gaps in \(state.name): "
        + reasons.map { "\($0.0) of \(state.frames.count) frames \($0.1)" }.joined(separator: ", ") + "."
    }
  }

  private func samples(of state: State, _ column: FrameColumn, over x: CurveAxis) -> [Chart.Sample] {
    state.frames.indices.compactMap { i in
      let frame = state.frames[i]
      let place: Double? =
        switch x {
        case .phase: frame.phase_percent
        case .flexion: frame.knee_flexion_deg
        case .time: i < state.times.count ? state.times[i] : nil
        }
      return place.map { Chart.Sample($0, frame.isSound ? column.value(frame) : nil) }
    }
  }

  private func addSpread(to line: inout Chart.Line, _ column: FrameColumn, over x: CurveAxis) {
    let (least, most) = (samples(of: ends[0], column, over: x), samples(of: ends[1], column, over: x))
    for i in line.points.indices where i < least.count && i < most.count {
      guard let a = least[i].y, let b = most[i].y else { continue }
      (line.points[i].low, line.points[i].high) = (min(a, b), max(a, b))
    }
  }
}

extension CurveAxis {
  fileprivate var axis: Chart.Axis {
    switch self {
    case .phase: Chart.Axis("part of the movement", unit: "%", column: "phase_percent")
    case .flexion: Chart.Axis("knee flexion", unit: "deg", column: "knee_flexion_deg")
    case .time: Chart.Axis("time", unit: "s", column: "time_s")
    }
  }
}

/// A number with the unit of its axis, three digits of it.
func axisText(_ value: Double, _ axis: Chart.Axis) -> String {
  let decimals = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 2
  let text = axis.unit == "%" || axis.unit == "deg" ? fixedNumber(value, 0) : fixedNumber(value, decimals)
  return text + (axis.unit.map { " " + $0 } ?? "")
}

private func isRising(_ values: [Double]) -> Bool { zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } }
