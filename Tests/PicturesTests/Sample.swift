import ModelFiles
import Validation

/// What is solved once for all tests of pictures.
enum Sample {
  private static let report = Result { try validate(model: loadModel()) }
  static func validation() throws -> ValidationReport { try report.get() }
}
