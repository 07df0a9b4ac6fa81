import Knee
import Scenarios

/// A release in words: which muscles, what is assumed of them, and how much of it goes.
public struct ReleaseWords: Sendable {
  /// What the person typed, such as `hamstrings`.
  public var target: String
  /// Names of the muscles it means.
  public var muscles: [String]
  public var tension: MuscleTension
  /// How much of the tension goes, above 0 to 1.
  public var fraction: Double
  /// True when the tension is the program's default and not the person's own choice.
  public var isDefaultTension: Bool

  public init(
    target: String, muscles: [String], tension: MuscleTension, fraction: Double, isDefaultTension: Bool
  ) {
    self.target = target
    self.muscles = muscles
    self.tension = tension
    self.fraction = fraction
    self.isDefaultTension = isDefaultTension
  }

  /// What is assumed of the tension now.
  public var assumption: String {
    "\(tension.inWords) in the \(MuscleWords.spoken(target))"
      + (muscles.count > 1 ? " (\(muscles.map(MuscleWords.spoken).joined(separator: ", ")))" : "")
      + (isDefaultTension ? ": the default of this program" : "")
      + (tension.tone > 0 ? ". " + Wording.toneIsAssumed : ". This is an assumption about this person.")
  }

  /// What is assumed of the release.
  public var releaseAssumption: String {
    "\(percentText(fraction)) of it goes: an assumption too. " + Wording.measuredReleases
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
  /// The three states side by side, and in words what was assumed.
  /// - Parameter isHeld: false when the muscles cannot hold the task in some state; the changes then mean nothing.
  public func releaseReport(_ context: ReportContext, _ words: ReleaseWords, isHeld: Bool = true) -> String {
    precondition(states.count == 3, "a release report shows three states, not \(states.count)")
    let notes =
      [Note(label: "tension", text: words.assumption), Note(label: "release", text: words.releaseAssumption)]
      + context.notes(for: self) + context.closing()
    let title =
      "Release of the \(MuscleWords.spoken(words.target)) by \(percentText(words.fraction)): \(activity?.name ?? "")"
    return context.style.bold(title) + "\n\n" + comparisonTable().text(context.style) + "\n"
      + verdict(isHeld: isHeld)
      + "\n"
      + Note.text(notes)
  }

  /// Peaks of every state, with the change against the first.
  func comparisonTable() -> TextTable {
    var table = TextTable([.init("", .left), .init("unit", .left)])
    for (index, state) in states.enumerated() {
      table.columns.append(.init(state.name))
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
      for (index, state) in states.enumerated() {
        cells.append(row.value(state.summary).map { fixedNumber($0, row.decimals) } ?? "-")
        if index > 0 { cells.append(row.change?(state.summary).map(changeText) ?? "") }
      }
      table.add(cells)
    }
    return table
  }

  /// The result in one sentence: what the release changes, and what all of the tension is worth.
  private func verdict(isHeld: Bool) -> String {
    func phrase(_ percent: Double?) -> String {
      guard let percent else { return "unchanged" }
      let whole = fixedNumber(percent.magnitude, 0)
      return whole == "0" ? "unchanged to the percent" : "\(whole) % \(percent < 0 ? "lower" : "higher")"
    }
    let isSound = isHeld && states.allSatisfy { $0.frames.allSatisfy { $0.status == "converged" } }
    let sentence =
      "In this model the peak kneecap force is \(phrase(states[1].summary.change_peak_patellofemoral_force_percent))"
      + " after the release, and \(phrase(states[2].summary.change_peak_patellofemoral_force_percent)) with no excess"
      + " tension at all."
    guard isSound else {
      return wrapped(
        "Do not use these changes: the muscles of this model cannot hold every state (see CAREFUL). "
          + sentence)
    }
    return wrapped(
      sentence + (peaksMove ? " The peak moves to another part of the motion: compare the curves." : ""))
  }

  /// True when the peaks of the states lie more than a tenth of the motion apart.
  private var peaksMove: Bool {
    let phases = states.compactMap(\.summary.peak_phase_percent)
    return (phases.max() ?? 0) - (phases.min() ?? 0) > 10
  }
}
