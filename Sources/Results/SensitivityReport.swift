import Scenarios

extension MotionSensitivities {
  /// Muscles that people are shown; the others change less.
  static let shownMuscles = 14

  /// What small changes would change, for people: of the peak kneecap force by muscle, of every peak by the rest.
  func text(_ style: TextStyle) -> String {
    let title = style.bold("What a small change would change")
    guard let force = summary.peak_patellofemoral_force_N.derivatives else {
      let reason = summary.peak_patellofemoral_force_N.caution?.first ?? "no frame was solved"
      return title + "\n\n" + wrapped("The peak has no derivative: \(reason).") + "\n"
    }
    var notes = [Note(label: "small", text: Wording.smallChanges)]
    notes += summary.remarks.map { Note(label: "caution", text: $0.replacing("_", with: " ") + ".") }
    if summary.remarks.contains(where: { $0.contains("switched") }) {
      notes.append(Note(label: "", text: Wording.nearChange))
    }
    return title + "\n\n" + muscleTable(force).text(style) + "\n" + otherTable().text(style) + "\n"
      + Note.text(notes) + "\n"
  }

  /// Change of the peak kneecap force, by muscle: those that change it most, on top.
  private func muscleTable(_ force: Derivatives) -> TextTable {
    var table = TextTable([
      .init("peak kneecap force, N", .left), .init("tone", unit: "+1 %"), .init("stiffness", unit: "+10 %"),
      .init("shortening", unit: "+1 %"), .init("strength", unit: "+10 %"),
    ])
    let changes = muscles.indices.map { i in
      (
        name: MuscleWords.spoken(muscles[i]),
        values: [
          force.tone_per_percent[i], force.stiffness_per_10_percent[i], force.shortening_per_percent[i],
          force.strength_per_10_percent[i],
        ]
      )
    }
    func size(_ values: [Double]) -> Double { values.map(\.magnitude).max() ?? 0 }
    let sorted = changes.sorted { (-size($0.values), $0.name) < (-size($1.values), $1.name) }
    for change in sorted.prefix(Self.shownMuscles) where size(change.values) >= 0.05 {
      table.add([change.name] + change.values.map { signedNumber($0, 1) })
    }
    return table
  }

  /// Change of every number of the summary by what is not a muscle's.
  private func otherTable() -> TextTable {
    var table = TextTable([.init("peaks and impulse", .left)])
    for output in SensitivityOutput.summary { table.columns.append(.init(output.title, unit: output.unit)) }
    let rows: [(name: String, value: (Derivatives) -> Double)] = [
      ("body mass +1 kg", { $0.body_mass_per_kg }),
      ("cartilage stiffness +10 %", { $0.cartilage_modulus_per_10_percent }),
      ("ligaments +1 % longer", { $0.ligament_slack_per_percent }),
      ("patellar tendon +1 % longer", { $0.patellar_tendon_length_per_percent }),
    ]
    for row in rows {
      table.add(
        [row.name]
          + SensitivityOutput.summary.map { output in
            output.part(summary).derivatives.map { signedNumber(row.value($0), output.decimals) } ?? "none"
          })
    }
    return table
  }
}

/// A change with its sign: `+1.2`, `-0.3`, `0.0`.
package func signedNumber(_ value: Double, _ decimals: Int) -> String {
  let text = fixedNumber(value, decimals)
  let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
  return text.hasPrefix("-") || isZero ? text : "+" + text
}
