import Scenarios

extension CourseDocument {
  /// The course for people: a table over time, and in words what was assumed.
  ///
  /// - Parameters:
  ///   - document: of the distinct states, as this was made from.
  ///   - isHeld: false when the muscles cannot hold the task in some state; the changes then mean nothing.
  public func text(
    _ document: ResultsDocument, _ context: ReportContext, _ words: ReleaseWords,
    _ intervention: InterventionWords, isHeld: Bool
  ) -> String {
    let title =
      "Course of \(MuscleWords.spoken(self.intervention.name)), \(MuscleWords.spoken(words.target)):"
      + " \(activity?.name ?? "")"
    let plan =
      "\(sessions) \(sessions == 1 ? "session" : "sessions, one every \(timeText(every_s))"), until"
      + " \(timeText(until_s)). \(document.states.count) different"
      + " \(document.states.count == 1 ? "state" : "states") solved."
      + (hasSpread
        ? " Least and most: the change of the kneecap's peak if every session had that end of the published spread."
        : "")
    let unsound =
      isHeld
      ? ""
      : wrapped(
        "Do not use these changes: the muscles of this model cannot hold every state (see CAREFUL).") + "\n"
    let notes =
      [
        Note(label: "course", text: Wording.courseIsBookkeeping),
        Note(label: "tension", text: words.assumption),
      ] + intervention.notes + context.notes(for: document) + context.closing()
    return context.style.bold(title) + "\n\n" + wrapped(plan) + "\n" + table().text(context.style) + "\n"
      + unsound
      + wrapped(verdict + (intervention.nullInWords.map { " " + $0 } ?? "")) + "\n" + Note.text(notes)
  }

  /// Time, tension and load, a row per moment.
  private func table() -> TextTable {
    let unit =
      [("d", 86_400.0), ("h", 3600), ("min", 60), ("s", 1)].first { until_s >= 2 * $0.1 } ?? ("s", 1)
    let isWhole = rows.allSatisfy { ($0.time_s / unit.1 - ($0.time_s / unit.1).rounded()).magnitude < 1e-6 }
    let parameter = intervention.acts_on == .strength ? "strength" : "stiffness"
    var table = TextTable([
      .init("time", unit: unit.0), .init("when", .left), .init(parameter, unit: "factor"),
      .init("change", unit: "%"), .init("kneecap peak", unit: "BW"), .init("", unit: "N"),
      .init("change", unit: "%"),
    ])
    if hasSpread { table.columns += [.init("least", unit: "%"), .init("most", unit: "%")] }
    func change(_ percent: Double?) -> String { percent.map { signedNumber($0, 1) } ?? "-" }
    for row in rows {
      let spread = [
        row.change_peak_patellofemoral_force_least_percent, row.change_peak_patellofemoral_force_most_percent,
      ].map(change)
      table.add(
        [
          fixedNumber(row.time_s / unit.1, isWhole ? 0 : 1), row.event,
          (row.stiffness ?? row.strength).map { fixedNumber($0, 2) } ?? "-",
          signedNumber(row.effect_percent, 1), fixedNumber(row.peak_patellofemoral_force_BW, 2),
          fixedNumber(row.peak_patellofemoral_force_N, 0),
          change(row.change_peak_patellofemoral_force_percent),
        ] + (hasSpread ? spread : []))
    }
    return table
  }

  private var hasSpread: Bool { intervention.effect_most_percent != nil }

  /// The largest change on the way, and what is left at the end.
  private var verdict: String {
    func change(_ row: Row) -> Double { (row.change_peak_patellofemoral_force_percent ?? 0) / 100 }
    guard let last = rows.last, let most = rows.max(by: { change($0).magnitude < change($1).magnitude })
    else {
      return ""
    }
    return
      "In this model the peak kneecap force changes by \(signedPercent(change(most))) at the most, and by"
      + " \(signedPercent(change(last))) at the end of the course, when"
      + " \(intervention.acts_on == .strength ? "strength" : "stiffness") differs by"
      + " \(signedPercent(last.effect_percent / 100)) from the start."
  }
}
