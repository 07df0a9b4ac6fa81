import Activities
import Knee
import ModelFiles
import Results
import Scenarios

/// The one place where commands ask other modules for models, motions and tables.
enum Library {
  /// A model from a file, or the built-in one.
  static func model(path: String?) throws(InputError) -> KneeModel { try loadModel(path: path) }

  /// Names of the built-in activities.
  static var activityNames: [String] { Activity.names }

  /// A built-in activity; the depth is the deepest knee flexion in rad.
  static func activity(named name: String, person: Person, depth: Double?) throws(InputError) -> Motion {
    do {
      return try Activity.motion(named: name, person: person, depth: depth)
    } catch {
      // Under the name of the option that it came from.
      var error = error
      if error.kind == .usage { error.place = error.place.map { "--" + $0 } }
      throw error
    }
  }

  /// A motion from a CSV table.
  static func motion(csv path: String, person: Person) throws(InputError) -> Motion {
    try MotionCSV.read(path: path, person: person)
  }

  /// A trial from OpenSim's files.
  static func trial(
    motion: String, moments: String, forces: String?, person: Person, kneeSign: Trial.KneeSign,
    allFrames: Bool
  ) throws(InputError) -> Motion {
    var options = Trial.Options()
    options.kneeSign = kneeSign
    if allFrames { options.cycle = .all }
    return try Trial(motionPath: motion, momentsPath: moments, forcesPath: forces)
      .motion(of: person, options: options)
  }

  /// A table of numbers.
  static func table(_ path: String) throws(InputError) -> CSVTable { try CSVTable.read(path: path) }
}
