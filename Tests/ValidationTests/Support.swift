import Foundation
import Knee
import ModelFiles
import Testing

@testable import Validation

/// The default model on the bench and its report, computed once for all tests.
enum Reference {
  static let report: Result<ValidationReport, any Error> = Result { try validate(model: try loadModel()) }
  static let bench: Result<Bench, any Error> = Result {
    try Bench(model: try loadModel(), freedom: .patella, targets: try Target.all())
  }

  static func row(_ id: String) throws -> ValidationReport.Row {
    try #require(try report.get().rows.first { $0.id == id })
  }
}

/// A file of the checkout by its path from the root.
func checkout(_ path: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(path)
}

/// The rows that an experiment on a changed model gives.
func measure(
  _ id: String, freedom: Freedom = .patella, _ change: (inout KneeModel) -> Void
) throws -> [String: Outcome] {
  var model = try loadModel()
  change(&model)
  let bench = try Bench(model: model, freedom: freedom, targets: try Target.all())
  return try #require(Experiment.all.first { $0.ids.contains(id) }).run(bench)
}
