import Activities
import Knee
import ModelFiles
import Scenarios

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The knee whose geometry this model has was simulated in three dimensions by others (Lenhart et al. 2015, their
// muscle forces and results in data/sources/peers). Given those muscle forces, the model has to find their loads.

/// A published simulation of this knee: muscle forces in, contact out.
struct PeerSimulation: Sendable {
  /// Weight of shank and foot in the peer's model, N: 3.86 kg (tibia 2.652, talus 0.037, calcaneus 1.009, toes 0.161)
  /// in the segments of lenhart2015.osim.
  static let legWeight = (2.652 + 0.037 + 1.009 + 0.161) * Person.gravity

  /// The peer's columns of muscle forces (N) and this model's names.
  static let muscles = [
    "recfem_r_N": "rectus_femoris", "vasint_r_N": "vastus_intermedius", "vaslat_r_N": "vastus_lateralis",
    "vasmed_r_N": "vastus_medialis", "semimem_r_N": "semimembranosus", "semiten_r_N": "semitendinosus",
    "bflh_r_N": "biceps_femoris_long_head", "bfsh_r_N": "biceps_femoris_short_head",
    "gasmed_r_N": "gastrocnemius_medialis", "gaslat_r_N": "gastrocnemius_lateralis",
  ]

  let table: CSVTable

  init(_ file: String) throws(InputError) {
    let path = "sources/peers/" + file
    table = try CSVTable.parse([UInt8](embeddedFile(path)), name: "data/" + path)
  }

  func column(_ name: String) throws(InputError) -> [Double] { try table.column(name) }

  /// Rig rows of all instants.
  ///
  /// The peer's person lies supine with the hip straight: the femur's anterior axis points up, so the weight of shank
  /// and foot pulls the tibia backward (femur -x). The peer's own poses are only in balance with it: in passive flexion
  /// its anterior cruciate carries 55, 64 and 6 N at 0, 6 and 25 deg, this model's 59, 57 and 6 N with the weight and
  /// 104, 108 and 60 N without; the tibia then sits up to 4 mm too far forward (at 35 deg).
  func rigRows(_ model: KneeModel) throws(InputError) -> [RigRow] {
    let flexion = try column("knee_flex_deg").map(radians)
    var rows = flexion.map { angle in
      // (-weight, 0) of the femur's frame along the tibia's own axes.
      RigRow(
        kneeFlexion: angle, forces: [Double](repeating: 0, count: model.muscles.count),
        tibiaAnterior: -Self.legWeight * cos(angle), tibiaProximal: -Self.legWeight * sin(angle))
    }
    for (name, muscle) in Self.muscles {
      guard let index = model.muscles.firstIndex(where: { $0.name == muscle }) else {
        throw InputError(.data, place: "muscles", problem: "the model has no \(muscle)")
      }
      for (row, force) in try column(name).enumerated() { rows[row].forces[index] = force }
    }
    return rows
  }
}

/// Solved rows of the peer beside the peer's own results.
private struct Comparison {
  /// Index in the peer's file, and the model's frame.
  var rows: [(peer: Int, ours: FrameResult)]

  /// Root mean square of the relative differences to a column of the peer, %, with the mean as a note.
  func relative(_ theirs: [Double], _ ours: (FrameResult) -> Double) -> Outcome {
    let errors = rows.map { 100 * (ours($0.ours) / theirs[$0.peer] - 1) }
    let mean = errors.reduce(0, +) / Double(errors.count)
    return Outcome(
      value: rootMeanSquare(errors), note: "\(errors.count) rows, mean difference \(text(mean, 1)) %")
  }
}

private func rootMeanSquare(_ values: [Double]) -> Double {
  sqrt(values.reduce(0) { $0 + $1 * $1 } / Double(values.count))
}

/// Solves the rows of a peer's file that qualify.
private func compare(
  _ bench: Bench, _ peer: PeerSimulation, where qualifies: (Int) -> Bool
) throws -> Comparison {
  let rows = try peer.rigRows(bench.rig.model)
  let kept = rows.indices.filter(qualifies)
  return Comparison(rows: zip(kept, try bench.solve(kept.map { rows[$0] })).map { (peer: $0, ours: $1) })
}

extension Experiment {
  /// JAM-1 to JAM-3: an isometric extension effort at 30 deg, every row with at least 200 N of quadriceps force: rms of
  /// the relative difference of the magnitudes of patellofemoral contact, patellar tendon and tibiofemoral contact, %.
  static let extensionAgainstPeer = Experiment(ids: ["JAM-1", "JAM-2", "JAM-3"]) { bench in
    let peer = try PeerSimulation("jam_lenhart2015_isometric_extension.csv")
    let heads = try ["recfem_r_N", "vasint_r_N", "vaslat_r_N", "vasmed_r_N"].map(peer.column)
    let comparison = try compare(bench, peer) { row in heads.reduce(0) { $0 + $1[row] } >= 200 }
    return [
      "JAM-1": comparison.relative(try peer.column("pf_contact_force_N")) { $0.patellofemoral.force_N },
      "JAM-2": comparison.relative(try peer.column("PT_force_N")) { $0.patellar_tendon_force_N },
      "JAM-3": comparison.relative(try peer.column("tf_contact_force_N")) { $0.tibiofemoral.force_N },
    ]
  }

  /// JAM-4 to JAM-6: passive flexion, every row whose patellofemoral contact carries at least 100 N in the peer: rms of
  /// the relative difference of that force, %; rms of the distance in the sagittal plane between the patella's origins
  /// (x and y together), mm; and above 25 deg of flexion rms of the relative difference of the contact area, %.
  static let flexionAgainstPeer = Experiment(ids: ["JAM-4", "JAM-5", "JAM-6"]) { bench in
    let peer = try PeerSimulation("jam_lenhart2015_passive_flexion.csv")
    let force = try peer.column("pf_contact_force_N")
    let comparison = try compare(bench, peer) { force[$0] >= 100 }
    let (x, y) = (try peer.column("pf_tx_r_mm"), try peer.column("pf_ty_r_mm"))
    let (dx, dy) = (
      comparison.rows.map { $0.ours.patella.x_mm - x[$0.peer] },
      comparison.rows.map { $0.ours.patella.y_mm - y[$0.peer] }
    )
    let distances = zip(dx, dy).map { sqrt($0 * $0 + $1 * $1) }
    let bent = Comparison(rows: comparison.rows.filter { $0.ours.knee_flexion_deg > 25 })
    return [
      "JAM-4": comparison.relative(force) { $0.patellofemoral.force_N },
      "JAM-5": Outcome(
        value: rootMeanSquare(distances),
        note:
          "\(distances.count) rows, x alone \(text(rootMeanSquare(dx), 2)), y alone \(text(rootMeanSquare(dy), 2)) mm"
      ),
      "JAM-6": bent.relative(try peer.column("pf_contact_area_mm2")) { $0.patellofemoral.area_mm2 },
    ]
  }
}
