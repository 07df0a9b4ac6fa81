import Foundation
import Knee
import ModelFiles

// Makes data/model.json from data/sources and data/muscles, slack lengths calibrated; and the same on a coarser and a finer
// mesh for the tests: `calibrate [data folder]`.
let data = URL(fileURLWithPath: CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "data")
let compose = Compose(data: data)
let published = try compose.model(mesh: "", slackFactors: [:])
let calibration = SlackCalibration(
  model: try decodeModel(Data(published.written().utf8), file: "published model"),
  peer: try Table(data.appendingPathComponent("sources/peers/jam_lenhart2015_passive_flexion.csv")))
for (bundle, misfit) in calibration.misfits.sorted(by: { $0.key < $1.key }) {
  let factor = calibration.factors[bundle] ?? 1
  print(
    String(
      format: "%@: slack x %.4f, misfit %.2f N -> %.2f N rms", bundle, factor, misfit.before, misfit.after))
}
// The default mesh is the coarsest from which forces, areas and peak pressures change little on a finer one (docs/model.md).
for (mesh, name) in [("_2mm", "model.json"), ("", "meshes/model_3mm.json"), ("_fine", "meshes/model_1.5mm.json")] {
  let text = try compose.model(mesh: mesh, slackFactors: calibration.factors).written() + "\n"
  try Data(text.utf8).write(to: data.appendingPathComponent(name), options: .atomic)
}
