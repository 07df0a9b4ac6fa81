import Knee
import Scenarios

/// A release in words: which muscles, what is assumed of them, and how much of it goes.
public struct ReleaseWords: Sendable {
  /// What the person typed, such as `hamstrings`; empty where an intervention is not about muscles and none was named.
  public var target: String
  /// Names of the muscles it means.
  public var muscles: [String]
  public var tension: MuscleTension
  /// How much of the tension goes, above 0 to 1.
  public var fraction: Double
  /// True when the tension is the program's default and not the person's own choice.
  public var isDefaultTension: Bool
  /// True when the fraction is the program's default and not the person's own choice.
  public var isDefaultFraction: Bool
  /// What is done to the muscles in place of taking a fraction away.
  public var intervention: InterventionWords?

  public init(
    target: String, muscles: [String], tension: MuscleTension, fraction: Double, isDefaultTension: Bool,
    isDefaultFraction: Bool = false, intervention: InterventionWords? = nil
  ) {
    self.target = target
    self.muscles = muscles
    self.tension = tension
    self.fraction = fraction
    self.isDefaultTension = isDefaultTension
    self.isDefaultFraction = isDefaultFraction
    self.intervention = intervention
  }

  /// What is assumed of the tension now.
  public var assumption: String {
    guard !muscles.isEmpty else {
      return "none: all muscles are healthy. Name a muscle, and its --tone, for a tight one."
    }
    return "\(tension.inWords) in the \(MuscleWords.spoken(target))"
      + (muscles.count > 1 ? " (\(muscles.map(MuscleWords.spoken).joined(separator: ", ")))" : "")
      + (isDefaultTension ? ": the default of this program" : "")
      + (tension.tone > 0 ? ". " + Wording.toneIsAssumed : ". This is an assumption about this person.")
  }

  /// Whether any tension could go: without, there is no state of its own with none.
  public var hasExcess: Bool { tension != .healthy }

  /// Name of the second state.
  public var stateName: String { intervention?.stateName ?? "after release" }

  /// The same as a column of a table, where there is little room: the title says more.
  var columnName: String {
    guard let intervention else { return stateName }
    return intervention.use.intervention.time_course == nil ? "with it" : "afterwards"
  }

  /// What is assumed of the tension and of what changes it, a line each for a file.
  public var lines: [String] {
    ["tension: " + assumption] + (intervention?.lines ?? ["release: " + releaseAssumption])
  }

  var notes: [Note] {
    [Note(label: "tension", text: assumption)]
      + (intervention?.notes ?? [Note(label: "release", text: releaseAssumption)])
  }

  /// What a report is about.
  package var title: String {
    let name = MuscleWords.spoken(target)
    guard let intervention else { return "Release of the \(name) by \(percentText(fraction))" }
    guard intervention.lostMass == nil else { return "The person \(stateName)" }
    guard !muscles.isEmpty else { return "The knee \(stateName)" }
    return name.prefix(1).uppercased() + name.dropFirst() + " " + stateName
  }

  /// What is assumed of the release.
  public var releaseAssumption: String {
    "\(percentText(fraction)) of it goes: "
      + (isDefaultFraction ? "the default of this program, " : "") + "an assumption too. "
      + Wording.measuredReleases
  }
}

extension MuscleTension {
  /// What differs from a healthy muscle: `tone 10 %, passive stiffness × 1.5`.
  public var inWords: String {
    var parts: [String] = []
    if tone != 0 { parts.append("tone \(percentText(tone))") }
    if stiffness != 1 { parts.append("passive stiffness × \(shortNumber(stiffness))") }
    if shortening != 0 { parts.append("shortening \(percentText(shortening)) of fiber length") }
    if strength != 1 { parts.append("strength \(percentText(strength))") }
    return parts.isEmpty ? "healthy tension" : parts.joined(separator: ", ")
  }
}

extension ResultsDocument {
  /// As now, after, and with no excess tension where there is one, side by side, and in words what was assumed; two more states
  /// are the ends of a spread.
  /// - Parameter isHeld: false when the muscles cannot hold the task in some state; the changes then mean nothing.
  public func releaseReport(_ context: ReportContext, _ words: ReleaseWords, isHeld: Bool = true) -> String {
    let shown = words.hasExcess ? 3 : 2
    precondition(
      states.count == shown || states.count == shown + 2,
      "a release report shows \(shown) states, with a spread two more, not \(states.count)")
    let notes = words.notes + context.notes(for: self) + context.closing()
    let title = "\(words.title): \(activity?.name ?? "")"
    return context.style.bold(title) + "\n\n"
      + comparisonTable(states.prefix(shown), second: words.columnName).text(context.style)
      + "\n"
      + verdict(words, isHeld: isHeld)
      + "\n"
      + Note.text(notes)
  }

  /// Peaks of the states, with the change against the first.
  /// - Parameter second: title of the second state.
  private func comparisonTable(_ shown: ArraySlice<StateResult>, second: String) -> TextTable {
    var table = TextTable([.init("", .left), .init("unit", .left)])
    for (index, state) in shown.enumerated() {
      table.columns.append(.init(index == 1 ? second : state.name))
      if index > 0 { table.columns.append(.init("change")) }
    }
    typealias Row = (
      name: String, unit: String, decimals: Int, value: (Summary) -> Double?, change: ((Summary) -> Double?)?
    )
    let rows: [Row] = [
      (
        "kneecap force, peak", "BW", 2, { $0.peak_patellofemoral_force_BW },
        { $0.change_peak_patellofemoral_force_percent }
      ),
      ("", "N", 0, { $0.peak_patellofemoral_force_N }, nil),
      ("  when in the motion", "%", 0, { $0.peak_phase_percent }, nil),
      (
        "kneecap force, impulse", "BW %", 0, { $0.impulse },
        { $0.change_patellofemoral_impulse_percent }
      ),
      (
        "knee joint force, peak", "BW", 2, { $0.peak_tibiofemoral_force_BW },
        { $0.change_peak_tibiofemoral_force_percent }
      ),
      ("kneecap stress, mean", "MPa", 1, { $0.peak_mean_stress_MPa }, { $0.change_peak_mean_stress_percent }),
      ("kneecap pressure, peak", "MPa", 1, { $0.peak_pressure_MPa }, { $0.change_peak_pressure_percent }),
    ]
    for row in rows {
      var cells = [row.name, row.unit]
      for (index, state) in shown.enumerated() {
        cells.append(row.value(state.summary).map { fixedNumber($0, row.decimals) } ?? "-")
        if index > 0 { cells.append(row.change?(state.summary).map(changeText) ?? "") }
      }
      table.add(cells)
    }
    return table
  }

  /// The result in one sentence: what the release changes, and what all of the tension is worth.
  private func verdict(_ words: ReleaseWords, isHeld: Bool) -> String {
    func phrase(_ percent: Double?) -> String {
      guard let percent, percent != 0 else { return "unchanged" }
      let whole = fixedNumber(percent.magnitude, 0)
      return whole == "0" ? "unchanged to the percent" : "\(whole) % \(percent < 0 ? "lower" : "higher")"
    }
    let isSound = isHeld && states.allSatisfy { $0.frames.allSatisfy { $0.status == "converged" } }
    let without =
      words.hasExcess
      ? ", and \(phrase(states[2].summary.change_peak_patellofemoral_force_percent)) with no excess tension at all"
      : ""
    let sentence =
      "In this model the peak kneecap force is \(phrase(states[1].summary.change_peak_patellofemoral_force_percent))"
      + " \(words.intervention?.whenInWords ?? "after the release")\(without)."
      + (words.intervention?.nullInWords.map { " " + $0 } ?? "") + spreadInWords(words)
    guard isSound else {
      return wrapped(
        "Do not use these changes: the muscles of this model cannot hold every state (see CAREFUL). "
          + sentence)
    }
    return wrapped(
      sentence + (peaksMove ? " The peak moves to another part of the motion: compare the curves." : ""))
  }

  /// The change of the peak at the ends of a published spread; empty where there is none.
  private func spreadInWords(_ words: ReleaseWords) -> String {
    guard let ends = words.intervention?.use.ends(after: 0), let most = states.last else { return "" }
    let least = states[states.count - 2]
    func change(_ state: StateResult) -> String {
      state.summary.change_peak_patellofemoral_force_percent.map { signedPercent($0 / 100) } ?? "-"
    }
    return
      " Over the published spread, \(signedPercent(ends.least)) to \(signedPercent(ends.most)) right after it, the"
      + " peak changes from \(change(least)) to \(change(most))."
  }

  /// True when the peaks of the states lie more than a tenth of the motion apart.
  private var peaksMove: Bool {
    let phases = states.compactMap(\.summary.peak_phase_percent)
    return (phases.max() ?? 0) - (phases.min() ?? 0) > 10
  }
}
