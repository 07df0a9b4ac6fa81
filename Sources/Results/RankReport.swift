import Scenarios

extension Ranking {
  /// Smallest change worth a row, N.
  static let shownForce = 0.05

  /// The ranking for people.
  ///
  /// - Parameters:
  ///   - document: what the ranking was made of.
  ///   - tension: the person's tension in words; nil when it is healthy.
  ///   - remarks: which changes of a study the releases are, and are not.
  ///   - findings: about the state that is ranked.
  public func text(
    _ document: ResultsDocument, _ context: ReportContext, tension: String?, remarks: [String] = [],
    findings: [Finding]
  ) -> String {
    let title = context.style.bold(
      "Which muscle's tone matters most to the kneecap: \(activity?.name ?? "")")
    let phase = peak_phase_percent.map { " at \(fixedNumber($0, 0)) % of the motion" } ?? ""
    let peak = wrapped(
      "Peak kneecap force \(fixedNumber(peak_patellofemoral_force_BW, 2)) BW"
        + " (\(fixedNumber(peak_patellofemoral_force_N, 0)) N)\(phase). Changes are those of this peak by 1 % less tone (of full activation) in one muscle, or in every muscle"
        + " of one group: minus relieves. Muscles and groups are ranked apart, and anew under each heading.")
    // What the muscles cannot hold, or no pose was found for, is no task to rank them by.
    let unsound =
      CommandStatus(findings) == .done
      ? ""
      : wrapped(
        "Do not use this order: the muscles of this model cannot hold the task, or a frame was not solved (see CAREFUL)."
      ) + "\n"
    let tight = section(.tightNow, "Tight now: what 1 % less tone would change", context.style)
    let stiff = self.tension.keys.filter { name in
      self.tension[name].map { $0.tone == 0 && $0.released(by: 1) != $0 } ?? false
    }.sorted().map(MuscleWords.spoken)
    let nothing = stiff.isEmpty ? ", nothing to release" : ""
    let others =
      section(
        .noToneNow, "No tone now\(nothing): what 1 % less would change if there were tone", context.style)
      + (stiff.isEmpty
        ? ""
        : wrapped(
          "Stiff or short without tone: \(stiff.joined(separator: ", ")). This order is of tone alone; '--by' or"
            + " 'trochlea release' solves what a release of their stiffness would change.") + "\n")
    var notes = [
      Note(label: "tension", text: tension ?? "none: every muscle healthy. " + Wording.toneIsAssumed),
      Note(label: "small", text: Wording.smallChanges + " For a whole release use 'trochlea release'."),
    ]
    notes += remarks.map { Note(label: "study", text: $0 + ".") }
    notes += warnings.map(\.message).filter { $0.hasPrefix("at the peak: ") }.map {
      Note(label: "caution", text: $0.replacing("_", with: " ") + ".")
    }
    if warnings.contains(where: { $0.message.contains("switched") }) {
      notes.append(Note(label: "", text: Wording.nearChange))
    }
    let stated = stated.map { $0.text(context.style) } ?? ""
    return title + "\n\n" + peak + "\n" + unsound + tight + others + stated
      + Note.text(notes + context.notes(for: document) + context.closing())
  }

  /// The muscles and the groups of one kind that change the peak, and how many do not.
  private func section(_ kind: Kind, _ title: String, _ style: TextStyle) -> String {
    let muscles = ranking.filter { $0.kind == kind }
    guard !muscles.isEmpty else { return "" }
    let isShown = { (entry: Entry) in
      entry.kind == kind
        && entry.change_peak_patellofemoral_force_N_by_1_percent_less_tone.magnitude >= Self.shownForce
    }
    let (shown, shownGroups) = (muscles.filter(isShown), groups.filter(isShown))
    var table = TextTable([
      .init(""), .init("muscle", .left), .init("tone now", unit: "%"), .init("change", unit: "N"),
      .init("of the peak", unit: "%"),
    ])
    for entry in shown + shownGroups {
      let name = MuscleWords.spoken(entry.muscle_or_group)
      table.add([
        String(entry.rank_in_kind), entry.members.map { "group: \(name) (\($0.count) muscles)" } ?? name,
        shortNumber((10 * entry.tone_percent).rounded() / 10),
        signedNumber(entry.change_peak_patellofemoral_force_N_by_1_percent_less_tone, 1),
        signedNumber(entry.change_peak_patellofemoral_force_percent_by_1_percent_less_tone, 2),
      ])
    }
    let rest = muscles.count - shown.count
    let note =
      rest == 0
      ? ""
      : wrapped(
        "\(rest) \(shown.isEmpty ? "" : "other ")\(rest == 1 ? "muscle changes" : "muscles change") the peak by less than"
          + " \(shortNumber(Self.shownForce)) N: they do not pull there, or the movement uses them beyond such a tone anyway."
      )
    return style.bold(title) + "\n\n" + (shown.isEmpty ? "" : table.text(style)) + note + "\n"
  }
}
