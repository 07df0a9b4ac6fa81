import Figures
import Results

/// Endings of columns that are units.
private let units: [(ending: String, unit: String)] = [
  ("_N_per_mm", "N/mm"), ("_BW_percent", "BW %"), ("_BW", "BW"), ("_N", "N"), ("_Nm", "N·m"), ("_mm2", "mm²"),
  ("_mm", "mm"), ("_deg", "deg"), ("_MPa", "MPa"), ("_percent", "%"), ("_kg", "kg"), ("_m", "m"),
]
/// What columns without a unit are counted in, by their last word.
private let counts = [
  "share": "fraction", "activation": "fraction", "tone": "fraction", "length": "optimal lengths",
  "shortening": "of fiber length",
]

/// What an axis of changes shows at the least, %: one percent to the sides that they go to, so that what is next to nothing does
/// not look large.
func leastRange(ofChanges changes: [Double]) -> ClosedRange<Double> {
  let seen = 1e-6
  let isLess = changes.contains { $0 < -seen }
  return (isLess ? -1 : 0)...(!isLess || changes.contains { $0 > seen } ? 1 : 0)
}

/// The axis of a number of frames, summaries or sweeps, from the name of its column: words without its unit, and the unit.
package func axis(ofColumn name: String) -> Chart.Axis {
  let found = units.first { name.hasSuffix($0.ending) }
  let stem = name.dropLast(found?.ending.count ?? 0)
  let words = stem.split(separator: "_").map { word in
    switch word {
    case "patellofemoral": "kneecap"
    case "tibiofemoral": "knee joint"
    case "acl", "pcl", "mcl", "lcl": word.uppercased()
    default: String(word)
    }
  }
  let unit = found?.unit ?? words.last.flatMap { counts[$0] } ?? "factor"
  // An amount is seen from zero, a place from its own range.
  let isAmount =
    ["N", "BW", "BW %", "MPa", "mm²", "N·m"].contains(unit) || stem.hasPrefix("change") || unit == "fraction"
  return Chart.Axis(words.joined(separator: " "), unit: unit, column: name, includesZero: isAmount)
}
