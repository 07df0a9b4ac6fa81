import Knee
import Scenarios

extension Experiment {
  /// G5-1: 200 N of hamstrings, shared by maximal isometric force, join 400 N of quadriceps at 60 deg: the backward shift
  /// of the tibia's origin along its own anterior axis, mm, and the rise of the magnitude of the patellofemoral contact
  /// force, %. The second row also asks for a rise at 30, 45, 60, 75 and 90 deg.
  static let hamstringsInRig = Experiment(ids: ["G5-1a", "G5-1b"]) { bench in
    let flexions = [30.0, 45, 60, 75, 90]
    let alone = bench.forces(.quadriceps, 400)
    let together = zip(alone, bench.forces(.hamstrings, 200)).map(+)
    let before = try bench.solve(bench.rows(flexions, alone))
    let after = try bench.solve(bench.rows(flexions, together))
    let rises = zip(before, after).map { 100 * ($1.patellofemoral.force_N / $0.patellofemoral.force_N - 1) }
    let shifts = zip(before, after).map {
      $0.tibiofemoral.anterior_translation_mm - $1.tibiofemoral.anterior_translation_mm
    }
    let peaks = zip(before, after).map {
      100 * ($1.patellofemoral.peak_pressure_MPa / $0.patellofemoral.peak_pressure_MPa - 1)
    }
    guard let at = flexions.firstIndex(of: 60) else { preconditionFailure("60 deg is in the sweep") }
    let list = zip(flexions, rises).map { "\(text($1, 1)) % at \(text($0, 0))" }.joined(separator: ", ")
    return [
      "G5-1a": Outcome(value: shifts[at]),
      "G5-1b": Outcome(
        value: rises[at], alsoHolds: rises.allSatisfy { $0 > 0 },
        note: "\(list) deg; peak pressure \(text(peaks[at], 1)) %"),
    ]
  }
}
