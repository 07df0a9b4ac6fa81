import Scenarios

/// A number that is not finite: where it stands. No document and no table is made of such a result.
public struct NotFinite: Error, Sendable, Equatable, CustomStringConvertible {
  /// Name of the state.
  public var state: String
  /// Frame counted from 0; nil when it is a number of the summary.
  public var frame: Int?
  /// Percent of the motion of that frame.
  public var phase: Double?
  /// The number's name as in the table.
  public var number: String

  public var description: String {
    var place = "state '\(state)'"
    if let frame { place += ", frame \(frame)" }
    if let phase, phase.isFinite { place += " (\(fixedNumber(phase, 1)) % of the motion)" }
    return "\(place): not finite: \(number)"
  }
}

extension ResultsDocument {
  /// Passes when every number of every state is finite.
  ///
  /// - Throws: `NotFinite` with the first number that is not, in the order of the document.
  public func requireFinite() throws(NotFinite) {
    for state in states {
      if let number = state.firstNotFinite { throw number }
    }
    for state in states {
      guard let place = state.sensitivities?.firstNotFinite else { continue }
      throw NotFinite(state: state.name, frame: place.frame, phase: nil, number: place.number)
    }
  }
}

extension StateResult {
  /// The first number of frames and summary that is not finite, in the order of the document.
  public var firstNotFinite: NotFinite? {
    let columns = FrameColumn.all(for: frames)
    for (index, frame) in frames.enumerated() {
      guard let column = columns.first(where: { !($0.value(frame) ?? 0).isFinite }) else { continue }
      return NotFinite(state: name, frame: index, phase: frame.phase_percent, number: column.name)
    }
    return summary.numbers.first { !($0.value ?? 0).isFinite }.map {
      NotFinite(state: name, frame: nil, phase: nil, number: $0.name)
    }
  }
}

extension Summary {
  /// Every number of the summary under its key.
  var numbers: [(name: String, value: Double?)] {
    [
      ("peak_patellofemoral_force_N", peak_patellofemoral_force_N),
      ("peak_patellofemoral_force_BW", peak_patellofemoral_force_BW),
      ("peak_phase_percent", peak_phase_percent),
      ("peak_mean_stress_MPa", peak_mean_stress_MPa),
      ("peak_pressure_MPa", peak_pressure_MPa),
      ("patellofemoral_impulse_BW_percent", impulse),
      ("peak_tibiofemoral_force_BW", peak_tibiofemoral_force_BW),
      ("change_peak_patellofemoral_force_percent", change_peak_patellofemoral_force_percent),
      ("change_peak_mean_stress_percent", change_peak_mean_stress_percent),
      ("change_peak_pressure_percent", change_peak_pressure_percent),
      ("change_patellofemoral_impulse_percent", change_patellofemoral_impulse_percent),
      ("change_peak_tibiofemoral_force_percent", change_peak_tibiofemoral_force_percent),
    ]
  }

  /// This summary with the change of each peak against the first state, in percent of it.
  ///
  /// A number that is zero in the first state has no change in percent and stays nil.
  public func compared(to first: Summary) -> Summary {
    func change(_ number: KeyPath<Summary, Double>) -> Double? {
      // A peak of zero says that no frame was solved: there is nothing to compare.
      guard first[keyPath: number] > 0 && self[keyPath: number] > 0 else { return nil }
      return 100 * (self[keyPath: number] / first[keyPath: number] - 1)
    }
    var compared = self
    compared.change_peak_patellofemoral_force_percent = change(\.peak_patellofemoral_force_N)
    compared.change_peak_mean_stress_percent = change(\.peak_mean_stress_MPa)
    compared.change_peak_pressure_percent = change(\.peak_pressure_MPa)
    compared.change_patellofemoral_impulse_percent = change(\.patellofemoral_impulse_BW_percent)
    compared.change_peak_tibiofemoral_force_percent = change(\.peak_tibiofemoral_force_BW)
    return compared
  }
}
