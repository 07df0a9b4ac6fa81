import Figures
import Results
import Validation

extension ValidationReport {
  /// How far outside its band a value is still drawn where it is, in widths of the band.
  private static let reach = 0.5

  /// Ours against every published value, each band as wide as the others.
  public var figure: Figure {
    let misses = rows.filter { $0.verdict == .out }
    let inside = "\(rows.count - misses.count) of \(rows.count) values of the model are in their bands"
    return Figure(
      title: "The model against published values",
      subtitle: "\(inside). " + Closing.source(model: model.name, hash: model.hash, freedom: freedom),
      description:
        "\(inside). Each row is a published value: a band, and the model's value as a circle inside it or a cross outside."
        + (misses.isEmpty ? "" : " Outside: \(misses.map(\.id).joined(separator: ", "))."),
      panels: Target.Boundary.allCases.compactMap { boundary in
        let rows = rows.filter { $0.boundary == boundary }
        return rows.isEmpty ? nil : chart(rows, heading: boundary.heading)
      },
      notes: [
        "Bands are drawn equally wide: 0 is the low end of each, 1 the high end. Circle: inside; cross: outside"
          + " (farther out than half a width, it stands at the edge). Right: ours, and in brackets what was published.",
        misses.isEmpty
          ? "No value is outside."
          : "Outside: "
            + misses.map { "\($0.id) \($0.quantity) (\($0.oursWithUnit), band \($0.band))" }
            .joined(separator: "; ") + ". Causes: docs/validation.md.",
        "Some rows are other simulations of this same knee (JAM), and bands are wide where experiments differ.",
        Wording.model,
      ])
  }

  private func chart(_ rows: [Row], heading: String) -> Chart {
    Chart(
      heading: heading,
      x: .init(
        "place in the band: 0 low end, 1 high end", unit: nil, column: "place_in_band",
        range: -Self.reach...(1 + Self.reach)),
      y: .init("published value", unit: nil, column: "published_value"),
      .bands(
        rows.map { row in
          Chart.Band(
            "\(row.id)  \(row.quantity), \(row.shortCondition)", low: 0, high: 1,
            value: row.ours.map { max(-Self.reach, min(1 + Self.reach, row.place($0))) },
            text: "\(minusSigned(row.oursWithUnit)) (\(row.published))", isInside: row.verdict == .in,
            cells: [
              .init("published", .text(row.published)), .init("low", .number(row.low)),
              .init("high", .number(row.high)), .init("unit", .text(row.unit)),
              .init("ours", row.ours.map { .number($0) } ?? .text("")), .init("source", .text(row.source)),
              .init("doi", .text(row.doi)),
            ])
        }))
  }
}

extension ValidationReport.Row {
  /// 0 at the low end of the band, 1 at the high end.
  fileprivate func place(_ value: Double) -> Double { (value - low) / (high - low) }

  /// The condition without what only a reader of the data needs.
  fileprivate var shortCondition: String { String(condition.prefix { $0 != ":" }) }
}

extension Target.Boundary {
  fileprivate var heading: String {
    self == .fixedForces
      ? "Muscle forces fixed, as in a rig" : "Joint moments fixed: a person does a task"
  }
}
