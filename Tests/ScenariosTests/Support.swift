import Activities
import Foundation
import Knee
import ModelFiles
import Scenarios

/// The tension of a model's muscles: healthy but for those whose name begins with one of the words.
func tension(_ model: KneeModel, _ beginnings: [String], _ value: MuscleTension) -> [MuscleTension] {
  model.muscles.map { muscle in beginnings.contains { muscle.name.hasPrefix($0) } ? value : .healthy }
}

let hamstrings = ["biceps_femoris", "semimembranosus", "semitendinosus"]

/// A file of the tests of another module.
func trialFile(_ name: String) -> String {
  var folder = URL(fileURLWithPath: #filePath)
  for _ in 0..<2 { folder.deleteLastPathComponent() }
  return folder.appendingPathComponent("ActivitiesTests/Fixtures/opensim_trial/" + name).path
}

/// Largest difference of a number between the frames of two results, over its largest size in the first.
func largestRelativeDifference(
  _ a: [FrameResult], _ b: [FrameResult], _ number: (FrameResult) -> Double
) -> Double {
  guard a.count == b.count else { return .infinity }
  let scale = a.map { abs(number($0)) }.max() ?? 0
  return (zip(a, b).map { abs(number($0) - number($1)) }.max() ?? .infinity) / scale
}
