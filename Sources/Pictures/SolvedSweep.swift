import Figures
import Results
import Scenarios
import Store
import Studies

/// The points of a study that varies one or two parameters, solved.
package struct SolvedSweep: Sendable {
  package var title, subtitle: String
  /// Columns of the parameters, one or two.
  package var parameters: [String]
  /// As now first.
  package var stateNames: [String]
  /// What is shown where nothing else is asked for.
  package var standardColumn: String
  package var points: [PointOutcome]
  package var notes: [String]

  /// A study that is to be solved here.
  ///
  /// - Throws: `FigureError` for a study that is no curve and no grid; before anything is solved.
  package init(_ study: Study) throws(FigureError) {
    guard let sweep = study.sweep else {
      throw FigureError(
        .tooMuch,
        "'\(study.title)' has no sweep: 'trochlea figure curves' and 'trochlea figure bars' draw its states")
    }
    let parameters = sweep.parameters.map(\.column)
    try Self.check(parameters, points: study.pointCount, study.title)
    guard sweep.isGrid || parameters.count == 1 else { throw Self.isList(study.title) }
    self.init(
      title: study.title,
      subtitle: Closing.source(
        model: study.model.name, hash: study.model.hash, freedom: study.freedom.rawValue),
      parameters: parameters, stateNames: study.stateNames, report: study.report?.first?.name,
      notes: Closing.notes(
        boundary: study.boundary, isSameMovement: study.isSameMovement, reconstructed: nil))
  }

  /// A run that is kept.
  package init(_ run: StoredRun) throws(FigureError) {
    guard !run.parameters.isEmpty else {
      throw FigureError(.tooMuch, "run \(run.id), '\(run.title)', has no sweep")
    }
    try Self.check(run.parameters, points: run.points, run.title)
    self.init(
      title: run.title, subtitle: Closing.source(model: run.model, hash: run.modelHash, freedom: run.freedom),
      parameters: run.parameters, stateNames: run.states, report: run.report?.first,
      notes: Closing.notes(boundary: run.boundary, reconstructed: nil))
  }

  private init(
    title: String, subtitle: String, parameters: [String], stateNames: [String], report: String?,
    notes: [String]
  ) {
    (self.title, self.subtitle, self.parameters) = (title, subtitle, parameters)
    (self.stateNames, self.notes) = (stateNames, notes)
    standardColumn = report ?? "peak_patellofemoral_force_BW"
    points = []
  }

  private static func check(_ parameters: [String], points: Int, _ title: String) throws(FigureError) {
    guard parameters.count <= 2 else {
      throw FigureError(
        .tooMuch,
        "'\(title)' varies \(parameters.count) parameters (\(parameters.joined(separator: ", "))): a picture shows one as a curve, or two as a grid"
      )
    }
    guard points <= Figure.maximumCells else {
      throw FigureError(
        .tooMuch, "'\(title)' has \(points) points: at most \(Figure.maximumCells) can be told apart")
    }
  }

  private static func isList(_ title: String) -> FigureError {
    FigureError(
      .tooMuch,
      "'\(title)' lists single points of two parameters: a picture shows one as a curve, or two as a grid ('sweep' with all combinations)"
    )
  }
}

extension SolvedSweep {
  /// One parameter as curves, two as colors; nothing where a state was not solved.
  ///
  /// - Parameter chosen: names of the states to show; none for all.
  /// - Throws: `FigureError` where nothing was solved, or too much is asked.
  package func figure(of column: SummaryColumn, states chosen: [String]) throws(FigureError) -> Figure {
    let y = axis(ofColumn: column.name)
    let states = stateNames.indices.filter { state in
      (chosen.isEmpty || chosen.contains(stateNames[state]))
        && points.contains { value($0, state, column) != nil }
    }
    guard !states.isEmpty else {
      let reason = points.flatMap(\.states).compactMap(\.reason).first
      let isChange = column.name.hasPrefix("change_") && stateNames.count == 1
      throw FigureError(
        .nothingSolved,
        isChange
          ? "'\(title)' has no what-if: there is no '\(column.name)'"
          : "nothing was solved: there is nothing to draw" + (reason.map { " (\($0))" } ?? ""))
    }
    let label = y.label.prefix(1).uppercased() + y.label.dropFirst()
    let named = Chart.Axis(label, unit: y.unit, column: y.column, includesZero: y.includesZero)
    let panels =
      parameters.count == 1
      ? [curves(of: column, named, states)] : try grids(of: column, named, states)
    let values = states.flatMap { state in points.compactMap { value($0, state, column) } }
    return Figure(
      title: title, subtitle: who + subtitle,
      description:
        "\(label) over \(parameters.map { axis(ofColumn: $0).text }.joined(separator: " and ")), from"
        + " \(axisText(values.min() ?? 0, y)) to \(axisText(values.max() ?? 0, y)).",
      panels: panels,
      notes: missing + (column.name.hasSuffix("_MPa") ? [Wording.stressBand] : [])
        + doubts
        + (points.flatMap(\.states).contains { $0.tension.values.contains { $0.tone > 0 } }
          ? [Wording.toneIsAssumed] : [])
        + notes)
  }

  /// What makes a point's motion doubtful, and poses that no living knee would hold: the first words of each kind, and how often.
  private var doubts: [String] {
    let solved = points.filter { $0.states.contains { $0.status == .done } }
    let careful = solved.compactMap { point in
      point.states.lazy.filter { $0.status == .done }.flatMap(\.warnings).first { $0.level == .careful }
    }
    let ofMotion = Closing.ofMotion(points.flatMap(\.states).flatMap(\.warnings))
    return careful.prefix(1).map {
      "CAREFUL at \(careful.count) of \(solved.count) points, first: \($0.message)"
    } + ofMotion.prefix(3) + (ofMotion.count > 3 ? ["And \(ofMotion.count - 3) more of this kind."] : [])
  }

  /// Who does what, of all points; what they differ in is left out.
  private var who: String {
    let first = points.compactMap(\.states.first).filter { !$0.activity.isEmpty }
    func common(_ text: (StateOutcome) -> String) -> String? {
      let all = Set(first.map(text))
      return all.count == 1 ? all.first : nil
    }
    let said = [
      common(\.activity), common { "\(shortNumber($0.mass_kg)) kg" },
      common { "\(shortNumber($0.height_m)) m" }, common { "\($0.side.rawValue) knee" },
    ].compactMap(\.self)
    return said.isEmpty ? "" : said.joined(separator: ", ") + ". "
  }

  /// The axis of a parameter, with its values where there are few.
  private func parameterAxis(_ index: Int, _ values: [Double]) -> Chart.Axis {
    var axis = axis(ofColumn: parameters[index])
    if values.count <= 12 { axis.ticks = values }
    return axis
  }

  private func value(_ point: PointOutcome, _ state: Int, _ column: SummaryColumn) -> Double? {
    let state = point.states[state]
    return state.status == .done ? state.summary.flatMap(column.value) : nil
  }

  private func curves(of column: SummaryColumn, _ y: Chart.Axis, _ states: [Int]) -> Chart {
    let points = points.sorted { $0.values[0] < $1.values[0] }
    return Chart(
      heading: states.count == 1 && stateNames.count > 1 ? stateNames[states[0]] : nil,
      x: parameterAxis(0, Set(points.map { $0.values[0] }).sorted()), y: y,
      .lines(
        states.map { state in
          Chart.Line(
            stateNames[state], points.map { Chart.Sample($0.values[0], value($0, state, column)) },
            look: state,
            marked: .samples)
        }))
  }

  private func grids(
    of column: SummaryColumn, _ quantity: Chart.Axis, _ states: [Int]
  ) throws(FigureError) -> [Chart] {
    guard states.count <= Figure.maximumMaps else {
      throw FigureError(
        .tooMuch,
        "\(states.count) states over two parameters: at most \(Figure.maximumMaps) fit on a page; --state chooses"
      )
    }
    let xs = Set(points.map { $0.values[0] }).sorted(), ys = Set(points.map { $0.values[1] }).sorted()
    var places: [[Double]: PointOutcome] = [:]
    for point in points { places[point.values] = point }
    guard places.count == points.count,
      points.count > max(xs.count, ys.count) || xs.count * ys.count == points.count
    else { throw Self.isList(title) }
    // All states in the same colors.
    let all = states.flatMap { state in points.compactMap { value($0, state, column) } }
    return states.map { state in
      Chart(
        heading: stateNames.count > 1 ? stateNames[state] : nil, x: parameterAxis(0, xs),
        y: parameterAxis(1, ys),
        .grid(
          Chart.Grid(
            x: xs, y: ys,
            values: ys.map { y in xs.map { x in places[[x, y]].flatMap { value($0, state, column) } } },
            quantity: quantity, range: (all.min() ?? 0)...(all.max() ?? 1))))
    }
  }

  /// What is hatched or missing in a curve, and why.
  private var missing: [String] {
    var counts: [(reason: String, count: Int)] = []
    for state in points.flatMap(\.states) where state.status != .done {
      if let i = counts.firstIndex(where: { $0.reason == state.status.rawValue }) {
        counts[i].count += 1
      } else {
        counts.append((state.status.rawValue, 1))
      }
    }
    guard !counts.isEmpty else { return [] }
    let reasons = counts.map { "\($0.count) \($0.reason.split(separator: "-").joined(separator: " "))" }
    return [
      "CAREFUL: \(parameters.count == 1 ? "gaps" : "hatched") where a state was not solved: "
        + reasons.joined(separator: ", ")
        + (points.flatMap(\.states).compactMap(\.reason).first.map { " (the first: \($0))" } ?? "")
    ]
  }
}
