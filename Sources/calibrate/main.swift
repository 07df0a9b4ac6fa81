import Foundation
import Knee
import ModelFiles

// Makes data/model.json from data/sources and data/muscles, slack lengths calibrated; and the same on a coarser and a finer
// mesh for the tests: `calibrate [data folder]`.
let data = URL(fileURLWithPath: CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "data")
let compose = Compose(data: data)
let published = try compose.model(patella: .gathered(.coarse), tibia: .gathered(.coarse), slackFactors: [:])
let calibration = SlackCalibration(
  model: try decodeModel(Data(published.written().utf8), file: "published model"),
  peer: try Table(data.appendingPathComponent("sources/peers/jam_lenhart2015_passive_flexion.csv")))
for (bundle, misfit) in calibration.misfits.sorted(by: { $0.key < $1.key }) {
  let factor = calibration.factors[bundle] ?? 1
  print(
    String(
      format: "%@: slack x %.4f, misfit %.2f N -> %.2f N rms", bundle, factor, misfit.before, misfit.after))
}
// The default mesh is the coarsest regular one from which forces, areas and peak pressures change little on a finer one at all
// poses (docs/model.md). The finer one is gathered from triangles: what it is compared with must not come from the lattice.
for (patella, tibia, name) in [
  (Compose.Mesh.lattice(2), Compose.Mesh.lattice(3), "model.json"),
  (.gathered(.coarse), .gathered(.coarse), "meshes/model_3mm.json"),
  (.gathered(.fine), .gathered(.fine), "meshes/model_1.5mm.json"),
] {
  let model = try compose.model(patella: patella, tibia: tibia, slackFactors: calibration.factors)
  try Data((model.written() + "\n").utf8).write(to: data.appendingPathComponent(name), options: .atomic)
}
