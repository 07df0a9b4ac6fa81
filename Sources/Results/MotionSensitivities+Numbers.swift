import Scenarios

/// One number that has derivatives, under its key.
struct SensitivityOutput: Sendable {
  let name: String
  /// For people: what it is, its unit, decimals of its changes.
  let title: String, unit: String, decimals: Int
  let part: @Sendable (SummarySensitivities) -> SummarySensitivity

  /// Of a summary, under its keys.
  static let summary: [SensitivityOutput] = [
    .init(name: "peak_patellofemoral_force_N", title: "kneecap", unit: "N", decimals: 1) {
      $0.peak_patellofemoral_force_N
    },
    .init(name: "peak_patellofemoral_force_BW", title: "kneecap", unit: "BW", decimals: 4) {
      $0.peak_patellofemoral_force_BW
    },
    .init(name: "peak_mean_stress_MPa", title: "stress", unit: "MPa", decimals: 3) {
      $0.peak_mean_stress_MPa
    },
    .init(name: "peak_pressure_MPa", title: "peak", unit: "MPa", decimals: 3) { $0.peak_pressure_MPa },
    .init(name: "patellofemoral_impulse_BW_percent", title: "impulse", unit: "BW %", decimals: 2) {
      $0.patellofemoral_impulse_BW_percent
    },
    .init(name: "peak_tibiofemoral_force_BW", title: "knee joint", unit: "BW", decimals: 4) {
      $0.peak_tibiofemoral_force_BW
    },
  ]

  /// Of a frame, under its keys.
  static let frame: [(name: String, part: @Sendable (FrameSensitivities) -> Derivatives?)] = [
    ("patellofemoral_force_N", { $0.patellofemoral_force_N }),
    ("patellofemoral_mean_stress_MPa", { $0.patellofemoral_mean_stress_MPa }),
    ("patellofemoral_peak_pressure_MPa", { $0.patellofemoral_peak_pressure_MPa }),
    ("tibiofemoral_force_N", { $0.tibiofemoral_force_N }),
  ]
}

/// One parameter under its key, and the muscle or bundle whose it is.
struct SensitivityParameter: Sendable {
  let name: String
  /// Muscle or bundle; empty for those of the whole person or model.
  let of: String
  let value: @Sendable (Derivatives) -> Double
}

extension MotionSensitivities {
  /// Every parameter, in the order of the table.
  var parameters: [SensitivityParameter] {
    func each(
      _ names: [String], _ name: String, _ list: @escaping @Sendable (Derivatives) -> [Double]
    ) -> [SensitivityParameter] {
      names.enumerated().map { index, of in .init(name: name, of: of) { list($0)[index] } }
    }
    return each(muscles, "tone_per_percent") { $0.tone_per_percent }
      + each(muscles, "stiffness_per_10_percent") { $0.stiffness_per_10_percent }
      + each(muscles, "shortening_per_percent") { $0.shortening_per_percent }
      + each(muscles, "strength_per_10_percent") { $0.strength_per_10_percent } + [
        .init(name: "body_mass_per_kg", of: "") { $0.body_mass_per_kg },
        .init(name: "cartilage_modulus_per_10_percent", of: "") { $0.cartilage_modulus_per_10_percent },
        .init(name: "ligament_slack_per_percent", of: "") { $0.ligament_slack_per_percent },
        .init(name: "patellar_tendon_length_per_percent", of: "") { $0.patellar_tendon_length_per_percent },
      ] + each(bundles, "bundle_slack_per_percent") { $0.bundle_slack_per_percent }
  }

  /// The first number that is not finite: its frame, nil for one of the summary, and its name.
  var firstNotFinite: (frame: Int?, number: String)? {
    func isFinite(_ derivatives: Derivatives?) -> Bool { derivatives?.numbers.allSatisfy(\.isFinite) ?? true }
    for output in SensitivityOutput.summary where !isFinite(output.part(summary).derivatives) {
      return (nil, "sensitivities of " + output.name)
    }
    for (index, frame) in frames.enumerated() {
      for output in SensitivityOutput.frame where !isFinite(output.part(frame)) {
        return (index, "sensitivities of " + output.name)
      }
    }
    return nil
  }
}

extension ResultsDocument {
  /// The sensitivities as one table: a row per parameter of each summary and of each frame. RFC 4180.
  ///
  /// A cell of a column `d_<load>_per_step` is the change of that load, in its unit, by the step that the row's
  /// `parameter` names (`tone_per_percent` of the muscle under `of`). `scope` is `summary` or `frame`; the columns of the
  /// other are empty. What is to be kept in mind of the summary or of a frame stands once, as `remark` in a row of its own
  /// before their numbers; a frame without derivatives has only that row, which says why.
  public func sensitivitiesCSV() -> [UInt8] {
    let loads = SensitivityOutput.summary.map(\.name) + SensitivityOutput.frame.map(\.name)
    var rows = [
      ["state", "scope", "frame", "phase_percent", "remark", "parameter", "of"]
        + loads.map { "d_\($0)_per_step" }
    ]
    let none = (
      summary: SensitivityOutput.summary.map { _ in CSVCell.number(nil) },
      frame: SensitivityOutput.frame.map { _ in CSVCell.number(nil) }
    )
    for state in states {
      guard let all = state.sensitivities else { continue }
      let parameters = all.parameters
      func add(
        _ scope: [CSVCell], remark: String = "", _ parameter: SensitivityParameter? = nil,
        _ numbers: [CSVCell]? = nil
      ) {
        let lead = [.text(state.name)] + scope
        let words: [CSVCell] = [.text(remark), .text(parameter?.name ?? ""), .text(parameter?.of ?? "")]
        rows.append((lead + words + (numbers ?? none.summary + none.frame)).map(\.field))
      }
      let scope: [CSVCell] = [.text("summary"), .text(""), .number(nil)]
      for remark in all.summary.remarks { add(scope, remark: remark) }
      let summary = SensitivityOutput.summary.map { $0.part(all.summary) }
      for parameter in parameters {
        let cells = summary.map { CSVCell.number($0.derivatives.map(parameter.value)) }
        add(scope, parameter, cells + none.frame)
      }
      for (index, frame) in all.frames.enumerated() {
        let scope: [CSVCell] = [.text("frame"), .integer(index), .number(frame.phase_percent)]
        for remark in frame.missing.map({ [$0] }) ?? frame.caution ?? [] { add(scope, remark: remark) }
        guard frame.missing == nil else { continue }
        let numbers = SensitivityOutput.frame.map { $0.part(frame) }
        for parameter in parameters {
          let cells = numbers.map { CSVCell.number($0.map(parameter.value)) }
          add(scope, parameter, none.summary + cells)
        }
      }
    }
    return Array(rows.map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
  }
}

extension SummarySensitivities {
  /// What is to be kept in mind of the summary's derivatives, each thing once.
  var remarks: [String] {
    SensitivityOutput.summary.reduce(into: [String]()) { remarks, output in
      for remark in output.part(self).caution ?? [] where !remarks.contains(remark) { remarks.append(remark) }
    }
  }
}
