import Activities
import Foundation
import Knee
import ModelFiles
import Results
import Scenarios

/// The one place where commands ask other modules for models, motions and tables.
enum Library {
  /// A model from a file, or the built-in one.
  static func model(path: String?) throws(InputError) -> KneeModel {
    guard let path else { return try loadModel() }
    return try decodeModel(Data(FileBytes.read(path: path)), file: path)
  }

  /// What `trochlea model` says of a model from a file, or of the built-in one.
  static func modelFacts(path: String?) throws(InputError) -> ModelFacts {
    var facts = try model(path: path).facts
    let bytes =
      try path.map { path throws(InputError) in Data(try FileBytes.read(path: path)) }
      ?? embeddedFile("model.json")
    let file = try decodeModelFile(bytes, file: path ?? "built-in model")
    facts.licence = file.licence
    return facts
  }

  /// The interventions of the built-in file.
  static func interventions() throws(InputError) -> [Intervention] { try loadInterventions() }

  /// Names of the built-in activities.
  static var activityNames: [String] { Activity.names }

  /// A built-in activity; the depth is the deepest knee flexion in rad.
  static func activity(named name: String, person: Person, depth: Double?) throws(InputError) -> Motion {
    do {
      return try Activity.motion(named: name, person: person, depth: depth)
    } catch {
      throw .fromOption(error)
    }
  }

  /// A motion from a CSV table.
  static func motion(csv path: String, person: Person, options: MotionCSV.Options) throws(InputError)
    -> Motion
  {
    try MotionCSV.read(path: path, person: person, options: options)
  }

  /// A trial from OpenSim's files.
  static func trial(
    motion: String, moments: String, forces: String?, person: Person, options: Trial.Options
  ) throws(InputError) -> Motion {
    let trial = try Trial(motionPath: motion, momentsPath: moments, forcesPath: forces)
    do {
      return try trial.motion(of: person, options: options)
    } catch {
      throw .fromOption(error)
    }
  }

  /// A table of numbers.
  static func table(_ path: String) throws(InputError) -> CSVTable { try CSVTable.read(path: path) }
}

extension InputError {
  /// A wrong option value, under the name of the option that it came from.
  fileprivate static func fromOption(_ error: InputError) -> InputError {
    var error = error
    if error.kind == .usage { error.place = error.place.map { "--" + $0 } }
    return error
  }
}
