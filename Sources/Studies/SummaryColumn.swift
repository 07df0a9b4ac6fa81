import Results
import Scenarios

/// One number of a state's summary, under the name that it has in JSON.
public struct SummaryColumn: Sendable, Equatable {
  public let name: String
  private let path: @Sendable (Summary) -> Double?

  /// nil where the state has no such number.
  public func value(_ summary: Summary) -> Double? { path(summary) }

  public static func == (a: Self, b: Self) -> Bool { a.name == b.name }

  public static let all: [SummaryColumn] = [
    .init(name: "peak_patellofemoral_force_N") { $0.peak_patellofemoral_force_N },
    .init(name: "peak_patellofemoral_force_BW") { $0.peak_patellofemoral_force_BW },
    .init(name: "peak_phase_percent") { $0.peak_phase_percent },
    .init(name: "peak_mean_stress_MPa") { $0.peak_mean_stress_MPa },
    .init(name: "peak_pressure_MPa") { $0.peak_pressure_MPa },
    .init(name: "patellofemoral_impulse_BW_percent") { $0.impulse },
    .init(name: "peak_tibiofemoral_force_BW") { $0.peak_tibiofemoral_force_BW },
    .init(name: "change_peak_patellofemoral_force_percent") { $0.change_peak_patellofemoral_force_percent },
    .init(name: "change_peak_mean_stress_percent") { $0.change_peak_mean_stress_percent },
    .init(name: "change_peak_pressure_percent") { $0.change_peak_pressure_percent },
    .init(name: "change_patellofemoral_impulse_percent") { $0.change_patellofemoral_impulse_percent },
    .init(name: "change_peak_tibiofemoral_force_percent") { $0.change_peak_tibiofemoral_force_percent },
  ]
  public static let names = all.map(\.name)
}
