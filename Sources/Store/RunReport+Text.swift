import Results
import Studies

/// The report for people.
extension RunReport {
  public func text(_ style: TextStyle) -> String {
    let words = head.question?.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let title = wrapped(style.bold(head.title)) + (words.map { wrapped($0) } ?? "")
    let tables = isSweep ? sweepTables : [columns.map(reportTable) ?? usualTable]
    return title + "\n" + tables.map { $0.text(style) + "\n" }.joined() + partsText(style) + Note.text(notes)
      + warningText
  }

  private var isSweep: Bool { !head.parameters.isEmpty }

  /// Where the changes of the peak kneecap force come from.
  private func partsText(_ style: TextStyle) -> String {
    let known = states.filter { $0.patellofemoral_change?.from_quadriceps_N != nil }
    guard !known.isEmpty else { return "" }
    var table = TextTable([
      .init("where the change comes from", .left), .init("change", unit: "N"),
      .init("changed muscles", unit: "N"), .init("quadriceps", unit: "N"), .init("joint shift", unit: "N"),
      .init("moved peak", unit: "N"),
    ])
    for state in known {
      let numbers = [state.patellofemoral_change?.change_N] + ChangePart.values(state.patellofemoral_change)
      table.add([state.name] + numbers.map { $0.map { signedNumber($0, 0) } ?? "-" })
    }
    // The first state is what the others are compared with.
    let left = states.dropFirst().compactMap { state in
      Self.reasonForNoParts(state).map { "\(state.name) (\($0))" }
    }
    let leftOut = left.isEmpty ? "" : " Left out: \(left.joined(separator: "; "))."
    return table.text(style) + wrapped(Self.legend + leftOut) + "\n"
  }

  /// Why the change of a state is not divided; nil where it is.
  private static func reasonForNoParts(_ state: State) -> String? {
    guard state.summary != nil else { return "not solved" }
    guard let change = state.patellofemoral_change else { return "more than muscles differs" }
    switch change.status {
    case .converged: return nil
    case .frameNotConverged: return "a frame is not solved"
    case .patellaNotConverged: return "the kneecap has no balance between the two states"
    case .notReproduced: return "the parts do not add up"
    }
  }

  /// Under the table of parts.
  private static let legend =
    "Changed muscles: what they pull on the kneecap themselves. Quadriceps: the heads that are not changed, as they do more or"
    + " less. Joint shift: the shin bone lies elsewhere. Moved peak: it comes at another moment."

  private var usualTable: TextTable {
    var table = TextTable([
      .init("state", .left), .init("kneecap", unit: "BW"), .init("", unit: "N"), .init("change", unit: "%"),
      .init("knee joint", unit: "BW"), .init("change", unit: "%"), .init("stress", unit: "MPa"),
      .init("pressure", unit: "MPa"), .init("change", unit: "%"),
    ])
    for state in states {
      let s = state.summary
      func number(_ value: Double?, _ decimals: Int) -> String {
        value.map { fixedNumber($0, decimals) } ?? "-"
      }
      func change(_ value: Double?) -> String { value.map { ($0 > 0 ? "+" : "") + fixedNumber($0, 1) } ?? "" }
      table.add([
        state.name, number(s?.peak_patellofemoral_force_BW, 2), number(s?.peak_patellofemoral_force_N, 0),
        change(s?.change_peak_patellofemoral_force_percent), number(s?.peak_tibiofemoral_force_BW, 2),
        change(s?.change_peak_tibiofemoral_force_percent), number(s?.peak_mean_stress_MPa, 1),
        number(s?.peak_pressure_MPa, 1), change(s?.change_peak_pressure_percent),
      ])
    }
    return table
  }

  private func reportTable(_ columns: [SummaryColumn]) -> TextTable {
    var table = TextTable([.init("number", .left)] + states.map { .init($0.name) })
    for column in columns {
      table.add(
        [column.name] + states.map { $0.summary.flatMap(column.value).map { fixedNumber($0, 3) } ?? "-" })
    }
    return table
  }

  /// Every state at every point of a small sweep; of a large one how the states ended, and where their numbers lie.
  private var sweepTables: [TextTable] { rows.map { [rowTable($0)] } ?? [statusTable, spreadTable] }

  private func rowTable(_ rows: [Row]) -> TextTable {
    let hasStates = states.count > 1
    let hasStatus = rows.contains { $0.status != .done }
    var table = TextTable(
      [.init("point")] + head.parameters.map { .init($0) } + (hasStates ? [.init("state", .left)] : [])
        + sweptColumns.map(\.heading) + (hasStates ? [] : [.init("change", unit: "% of first")])
        + (hasStatus ? [.init("status", .left)] : []))
    for row in rows {
      let numbers = sweptColumns.map { column in
        row.numbers[column.name].map(column.text)
          ?? (column.isPercentChange && row.state == states[0].name ? "" : "-")
      }
      table.add(
        ["\(row.at.point)"] + row.at.parameters.map(shortNumber) + (hasStates ? [row.state] : []) + numbers
          + (hasStates ? [] : [changeOverSweep(row, from: rows[0])])
          + (hasStatus ? [row.status.rawValue] : []))
    }
    return table
  }

  /// What the first column changes by from the first point on; of a study that compares no states.
  private func changeOverSweep(_ row: Row, from first: Row) -> String {
    let name = sweptColumns[0].name
    guard let value = row.numbers[name], let base = first.numbers[name], base != 0 else { return "-" }
    return signedNumber((value / base - 1) * 100, 1)
  }

  private var statusTable: TextTable {
    let statuses = StateOutcome.Status.allCases.map(\.rawValue)
    var table = TextTable([.init("state", .left)] + statuses.map { .init($0, unit: "points") })
    for state in states { table.add([state.name] + statuses.map { "\(state.status[$0] ?? 0)" }) }
    return table
  }

  private var spreadTable: TextTable {
    var table = TextTable(
      [.init("number", .left), .init("state", .left), .init("", .left), .init("value"), .init("point")]
        + head.parameters.map { .init($0) })
    var last = ""
    for spread in spreads ?? [] {
      let column = sweptColumns.first { $0.name == spread.column }
      for mark in spread.at {
        let isFirst = mark.part == .lowest
        table.add(
          [
            isFirst && spread.column != last ? spread.column : "", isFirst ? spread.state : "",
            mark.part.rawValue, column?.text(mark.value) ?? "", "\(mark.point)",
          ] + mark.parameters.map(shortNumber))
        last = spread.column
      }
    }
    return table
  }

  private var notes: [Note] {
    let numerics = head.numerics.map { ", numerics \($0)" } ?? ""
    var notes = [Note(label: "run", text: "\(head.run), solved by trochlea \(head.trochlea)\(numerics)")]
    if isSweep {
      let against =
        states.count > 1 ? "; changes are those against '\(states[0].name)' at the same point" : ""
      notes.append(
        Note(
          label: "sweep", text: "\(head.parameters.joined(separator: ", ")); points count from 0\(against)"))
    }
    let all = finished == points ? "all \(points)" : "\(finished) of \(points)"
    notes.append(
      Note(label: "solved", text: "\(all) points; the same 'trochlea run' goes on with what is missing"))
    if finished == points { notes[notes.count - 1].text = points == 1 ? "the one point" : "\(all) points" }
    notes += [
      Note(label: "model", text: "\(head.model.name) (\(head.model.hash)), freedom \(head.freedom)"),
      Note(
        label: "boundary", text: head.boundary == .fixedMoments ? Wording.fixedMoments : Wording.heldForces),
      Note(
        label: "read",
        text: [Wording.stressBand, Wording.loadIsNotPain, Wording.model].joined(separator: " ")),
    ]
    return notes
  }

  private var warningText: String {
    guard !warnings.isEmpty else { return "" }
    let notes = warnings.map { told in
      Note(label: told.warning.level.rawValue.uppercased(), text: lead(told) + told.warning.message)
    }
    return "\n" + Note.text(notes, labelWidth: 7)
  }

  /// Whom a warning is about where it is not about all, how they ended, and in a sweep where.
  private func lead(_ told: Told) -> String {
    let names = states.map(\.name).filter { told.states[$0] != nil }
    var parts = names.count == states.count && told.status == nil ? [] : [names.joined(separator: ", ")]
    if let status = told.status { parts.append(status.rawValue) }
    // What is the same everywhere needs no place.
    if isSweep, told.varies || told.points < finished || told.status != nil {
      let first = zip(head.parameters, told.first.parameters).map { "\($0) \(shortNumber($1))" }
      parts.append(
        "\(told.points) of \(finished) points, \(told.varies ? "with the numbers of" : "first") point"
          + " \(told.first.point) (\(first.joined(separator: ", ")))")
    }
    return parts.isEmpty ? "" : parts.joined(separator: ", ") + ": "
  }
}

extension SummaryColumn {
  /// The change of this number against the first state, for those that have one: `change_peak_pressure_percent`.
  var change: SummaryColumn? {
    let stem = ["_BW_percent", "_BW", "_MPa", "_N"].first { name.hasSuffix($0) }.map {
      name.dropLast($0.count)
    }
    return stem.flatMap { stem in Self.all.first { $0.name == "change_\(stem)_percent" } }
  }

  var isPercentChange: Bool { name.hasPrefix("change_") }

  /// What stands over its column in a table.
  var heading: TextTable.Column {
    let what =
      [
        ("patellofemoral_force", "kneecap"), ("tibiofemoral_force", "knee joint"), ("mean_stress", "stress"),
        ("pressure", "pressure"), ("impulse", "impulse"), ("phase", "peak at"),
      ].first { name.contains($0.0) }?.1 ?? name
    if isPercentChange { return .init("\(what)", unit: "change %") }
    let unit = [("_BW_percent", "BW %"), ("_percent", "%"), ("_BW", "BW"), ("_MPa", "MPa"), ("_N", "N")]
    return .init(what, unit: unit.first { name.hasSuffix($0.0) }?.1 ?? "")
  }

  /// A value as people are shown it.
  func text(_ value: Double) -> String {
    if isPercentChange { return signedNumber(value, 1) }
    let decimals = name.hasSuffix("_N") || name.hasSuffix("percent") ? 0 : name.hasSuffix("_BW") ? 3 : 2
    return fixedNumber(value, decimals)
  }
}
