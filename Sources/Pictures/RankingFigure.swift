import Figures
import Results

extension Ranking {
  /// Smallest change worth a bar, N; as in the table.
  private static let shownForce = 0.05

  /// The muscles and groups by what a small release of each changes, and by what the stated releases change.
  ///
  /// - Parameters:
  ///   - tension: the person's tension in words; nil when it is healthy.
  ///   - remarks: which of a study's changes it is about.
  ///   - findings: about the state and the releases.
  /// - Throws: `FigureError` where no muscle changes the peak.
  package func figure(
    freedom: String, tension: String?, remarks: [String], findings: [Finding]
  ) throws(FigureError) -> Figure {
    let panels =
      [
        chart(ranking.filter { $0.kind == .tightNow }, "Tight now: what 1 % less tone would change"),
        chart(groups.filter { $0.kind == .tightNow }, "The same, groups"),
        chart(
          ranking.filter { $0.kind == .noToneNow },
          "No tone now, nothing to release: what 1 % less would change if there were tone"),
        chart(groups.filter { $0.kind == .noToneNow }, "The same, groups"),
      ].compactMap(\.self) + [stated.flatMap(chart)].compactMap(\.self)
    guard !panels.isEmpty else {
      throw FigureError(.nothingSolved, "no muscle's tone changes the peak: there is nothing to rank")
    }
    let first = ranking[0]
    let isHeld = !findings.contains { $0.status == .cannotBeHeld }
    return Figure(
      title: "Which muscle's tone matters most to the kneecap: \(activity?.name ?? "")",
      subtitle: (isHeld ? "" : Closing.notHeld + " ")
        + "Peak kneecap force \(fixedNumber(peak_patellofemoral_force_BW, 2)) BW"
        + " (\(fixedNumber(peak_patellofemoral_force_N, 0)) N). " + Closing.person(person) + ". "
        + Closing.source(model: model.name, hash: model.hash, freedom: freedom),
      description:
        "Change of the peak kneecap force by one percent less tone in each muscle; first \(MuscleWords.spoken(first.muscle_or_group)) with"
        + " \(fixedNumber(first.change_peak_patellofemoral_force_N_by_1_percent_less_tone, 1)) N.",
      panels: isHeld ? panels : panels.map(\.doubtful),
      notes: Closing.heeded(findings.map(ResultsDocument.Warning.init)) + [
        "Left of zero relieves. Muscles that change less than \(shortNumber(Self.shownForce)) N are left out."
      ]
        + remarks.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." } + [
          "Tension: " + (tension ?? "none: every muscle healthy. " + Wording.toneIsAssumed)
        ]
        + [Wording.smallChanges]
        + Closing.notes(
          boundary: boundary, reconstructed: activity.flatMap { $0.measured ? nil : $0.name }))
  }

  /// What all changes by one percent span, so that the bars of all panels are to one scale.
  private var range: ClosedRange<Double> {
    let changes = (ranking + groups).map(\.change_peak_patellofemoral_force_N_by_1_percent_less_tone)
    return min(0, changes.min() ?? 0)...max(0, changes.max() ?? 0)
  }

  private func chart(_ entries: [Entry], _ heading: String) -> Chart? {
    let shown = entries.filter {
      $0.change_peak_patellofemoral_force_N_by_1_percent_less_tone.magnitude >= Self.shownForce
    }
    guard !shown.isEmpty else { return nil }
    return Chart(
      heading: heading,
      x: .init(
        "change of the peak by 1 % less tone", unit: "N",
        column: "change_peak_patellofemoral_force_N_by_1_percent_less_tone", includesZero: true,
        range: range),
      y: .init("muscle", unit: nil, column: "muscle_or_group"),
      .bars(
        shown.map { entry in
          let change = entry.change_peak_patellofemoral_force_N_by_1_percent_less_tone
          return Chart.Bar(
            Self.name(entry.muscle_or_group, entry.members), change,
            text: minusSigned(signedNumber(change, 1)), look: entry.members == nil ? 1 : 3)
        }))
  }

  private func chart(_ stated: StatedReleases) -> Chart? {
    let entries = stated.releases + stated.groups
    guard !entries.isEmpty else { return nil }
    return Chart(
      heading: "Released by the stated amounts, each solved whole",
      x: .init(
        "change of the peak", unit: "N", column: "change_peak_patellofemoral_force_N_by_release",
        includesZero: true),
      y: .init("muscle", unit: nil, column: "muscle_or_group"),
      .bars(
        entries.map { entry in
          let isSolved = entry.status == "converged"
          return Chart.Bar(
            Self.name(entry.muscle_or_group, entry.members)
              + " by \(shortNumber((10 * entry.released_percent).rounded() / 10)) %",
            isSolved ? entry.change_peak_patellofemoral_force_N : nil,
            text: isSolved
              ? minusSigned(signedNumber(entry.change_peak_patellofemoral_force_N, 0)) : "not solved",
            look: entry.members == nil ? 1 : 3)
        }))
  }

  private static func name(_ name: String, _ members: [String]?) -> String {
    MuscleWords.spoken(name) + (members.map { " (\($0.count) muscles)" } ?? "")
  }
}

extension Chart {
  /// With all its bars marked as none to go by.
  fileprivate var doubtful: Chart {
    guard case .bars(let bars) = marks else { return self }
    var chart = self
    chart.marks = .bars(
      bars.map { bar in
        var bar = bar
        bar.isDoubtful = true
        return bar
      })
    return chart
  }
}
