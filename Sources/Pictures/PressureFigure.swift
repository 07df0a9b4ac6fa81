import Figures
import Knee
import Results
import Scenarios

extension SolvedStates {
  /// Height of a row of the map, mm: elements are 2 mm wide, so that every row of the cartilage holds some.
  private static let rowHeight = 2.5

  /// Where the kneecap is pressed on: the largest pressure across it, along it, over the movement, in each state.
  ///
  /// - Parameter models: of each state, scaled to its person; nil where there was nothing to solve.
  /// - Throws: `FigureError` where nothing was solved, of a single pose, and of more states than fit on a page.
  package func pressure(models: [KneeModel?]) throws(FigureError) -> Figure {
    precondition(models.count == states.count, "\(models.count) models for \(states.count) states")
    try requireSolved()
    guard states.count <= Figure.maximumMaps else {
      throw FigureError(
        .tooMuch,
        "\(states.count) states do not fit on a page as maps: at most \(Figure.maximumMaps), in a study of its own;"
          + " 'trochlea figure bars --column peak_pressure_MPa' takes them all")
    }
    guard states.contains(where: { $0.frames.count > 1 }) else {
      throw FigureError(
        .tooMuch, "a single pose has no map over the movement: 'trochlea figure bars' compares its states")
    }
    let maps = zip(states, models).compactMap { state, model in
      model.map { (label: state.label, map: Self.map(of: state, $0)) }
    }
    let most = maps.compactMap(\.map.peak).max() ?? 1
    func headed(_ label: String, _ map: PressureMap) -> String {
      label + (map.peak.map { ", up to \(fixedNumber($0, 1)) MPa" } ?? ", not solved")
    }
    return Figure(
      title: "Pressure on the kneecap: \(title)", subtitle: subtitle,
      description:
        "For each state a map of the largest contact pressure across the kneecap, along it over the movement: "
        + maps.map(headed).joined(separator: "; ") + ".",
      panels: maps.map { label, map in
        Chart(
          heading: headed(label, map),
          x: .init("part of the movement", unit: "%", column: "phase_percent"),
          y: .init("Along the kneecap, upward", unit: "mm", column: "patella_y_mm"),
          .grid(
            Chart.Grid(
              x: map.phases, y: map.rows, values: map.values,
              quantity: .init("pressure", unit: "MPa", column: "pressure_MPa", includesZero: true),
              range: 0...most, isBlankAtZero: true)))
      },
      notes: gaps + [
        "White: no contact. 0 mm is the kneecap's center of mass. Shown is the largest pressure of the elements beside one another; each is a mean over some 2 mm."
      ]
        + [Wording.stressBand] + notes)
  }

  private struct PressureMap {
    var phases, rows: [Double]
    /// MPa                                   (rows × phases); nil in frames that were not solved
    var values: [[Double?]]
    /// MPa; nil where no frame was solved.
    var peak: Double? { values.joined().compactMap(\.self).max() }
  }

  private static func map(of state: State, _ model: KneeModel) -> PressureMap {
    let heights = model.patellaElements.points.map { $0.y * 1e3 }
    let first = ((heights.min() ?? 0) / rowHeight).rounded(.down)
    let count = Int(((heights.max() ?? 0) / rowHeight).rounded(.down) - first) + 1
    let frames = state.frames.filter { $0.phase_percent != nil }
    var values = [[Double?]](repeating: Array(repeating: nil, count: frames.count), count: count)
    for (column, frame) in frames.enumerated() where frame.isSound {
      for row in 0..<count { values[row][column] = 0 }
      for element in model.touchingElements(of: .patella, at: frame.patella.coordinates) {
        let row = Int((element.place.y * 1e3 / rowHeight).rounded(.down) - first)
        values[row][column] = max(values[row][column] ?? 0, element.pressure * 1e-6)
      }
    }
    return PressureMap(
      phases: frames.compactMap(\.phase_percent),
      rows: (0..<count).map { (first + Double($0) + 0.5) * rowHeight }, values: values)
  }
}

extension FrameResult.Patella {
  /// The twelve coordinates of a pose, rad and m, with the kneecap's own; the shin bone is left at 0.
  fileprivate var coordinates: [Double] {
    var c = [Double](repeating: 0, count: Coordinate.count)
    c[Coordinate.patellaFlexion] = flexion_deg * .pi / 180
    c[Coordinate.patellaRotation] = rotation_deg * .pi / 180
    c[Coordinate.patellaTilt] = tilt_deg * .pi / 180
    (c[Coordinate.patellaX], c[Coordinate.patellaY]) = (x_mm * 1e-3, y_mm * 1e-3)
    c[Coordinate.patellaZ] = shift_mm * 1e-3
    return c
  }
}
