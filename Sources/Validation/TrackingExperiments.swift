import Knee
import Scenarios

extension Experiment {
  /// TRK-1: vastus medialis is switched off while the total quadriceps force stays 600 N, shared among the other heads by
  /// maximal isometric force, at 40, 60 and 80 deg: the change of the largest element pressure on the lateral and on the
  /// medial facet, MPa. The value is the smallest change over the angles in the direction of the published one, and the
  /// row asks for that direction at every angle.
  static let medialVastusOff = Experiment(ids: ["TRK-1a", "TRK-1b"]) { bench in
    let flexions = [40.0, 60, 80]
    let intact = try bench.solve(bench.rows(flexions, bench.forces(.quadriceps, 600)))
    let off = try bench.solve(
      bench.rows(flexions, bench.forces(.quadriceps, 600, off: ["vastus_medialis"])))
    func list(_ changes: [Double]) -> String {
      zip(flexions, changes).map { "\(text($1, 2)) at \(text($0, 0))" }.joined(separator: ", ") + " deg"
    }
    let pairs = zip(intact, off).map { ($0.patellofemoral, $1.patellofemoral) }
    let lateral = pairs.map { $1.peak_pressure_lateral_MPa - $0.peak_pressure_lateral_MPa }
    let medial = pairs.map { $1.peak_pressure_medial_MPa - $0.peak_pressure_medial_MPa }
    return [
      "TRK-1a": Outcome(
        value: lateral.min() ?? .nan, alsoHolds: lateral.allSatisfy { $0 > 0 }, note: list(lateral)),
      "TRK-1b": Outcome(
        value: medial.max() ?? .nan, alsoHolds: medial.allSatisfy { $0 < 0 }, note: list(medial)),
    ]
  }

  /// TRK-2: 205 N of quadriceps force shared by maximal isometric force; then vastus medialis (its long and its oblique
  /// part are one muscle here) is unloaded and the others keep their force, as in the rig of the source: further lateral
  /// tilt of the patella, deg, mean over 0, 10, 20 and 30 deg. The note also gives it with the total kept at 205 N.
  ///
  /// Tilt is a turn about the proximal axis; with z lateral its positive sense moves the lateral border of the patella
  /// (+z) forward (+x), so a lateral tilt (lateral border backward) is negative.
  static let medialVastusUnloaded = Experiment(ids: ["TRK-2"]) { bench in
    let flexions = [0.0, 10, 20, 30]
    let intact = bench.forces(.quadriceps, 205)
    let before = try bench.solve(bench.rows(flexions, intact))
    func change(_ forces: [Double]) throws -> (tilts: [Double], shift: Double) {
      let after = try bench.solve(bench.rows(flexions, forces))
      let shifts = zip(before, after).map { $1.patella.shift_mm - $0.patella.shift_mm }
      return (zip(before, after).map { $0.patella.tilt_deg - $1.patella.tilt_deg }, mean(shifts))
    }
    let medial = bench.rig.model.muscles.map { $0.name == "vastus_medialis" }
    let unloaded = try change(zip(intact, medial).map { $1 ? 0 : $0 })
    let sameTotal = try change(bench.forces(.quadriceps, 205, off: ["vastus_medialis"]))
    let list = zip(flexions, unloaded.tilts).map { "\(text($1, 1)) at \(text($0, 0))" }.joined(
      separator: ", ")
    return [
      "TRK-2": Outcome(
        value: mean(unloaded.tilts),
        note:
          "\(list) deg; mean further lateral shift \(text(unloaded.shift, 1)) mm; tilt with the total kept at 205 N "
          + text(mean(sameTotal.tilts), 2) + " deg")
    ]
  }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
