import Foundation
import Results
import Testing

@testable import trochlea

/// What a call wrote and how it ended.
struct Outcome {
  var status: CommandStatus
  var output: String
  var errors: String
}

/// Runs the program in this process.
func call(_ arguments: String...) -> Outcome { call(arguments) }

func call(_ arguments: [String]) -> Outcome {
  let console = Console.captured
  let status = Program.run(arguments: arguments, console: console)
  return Outcome(status: status, output: console.output, errors: console.errors)
}

extension Outcome {
  /// The output as a JSON object.
  var object: [String: Any] {
    get throws {
      try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any], "\(errors)")
    }
  }

  /// The output as a document of results.
  var document: ResultsDocument {
    get throws { try ResultsDocument(json: Array(output.utf8)) }
  }
}

/// A folder for the files of one test, removed with it.
final class Folder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("trochlea-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file; returns its path.
  func file(_ name: String, _ text: String) throws -> String { try file(name, Data(text.utf8)) }

  func file(_ name: String, _ bytes: Data) throws -> String {
    let path = path + "/" + name
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }
}

/// A file of the repository.
func repository(_ path: String) -> String {
  var folder = URL(fileURLWithPath: #filePath)
  for _ in 0..<3 { folder.deleteLastPathComponent() }
  return folder.appendingPathComponent(path).path
}

/// The real trial of the repository: gait2392 subject01, 72.6 kg, 1.80 m.
enum RealTrial {
  private static let folder = "Tests/ActivitiesTests/Fixtures/opensim_trial/"
  static var motion: String { repository(folder + "subject01_walk1_ik.mot") }
  static var moments: String { repository(folder + "InverseDynamicsOutput.sto") }
  static var forces: String { repository(folder + "subject01_walk1_grf.mot") }

  /// A call that solves the trial, with files of one's own in place of its own.
  static func call(
    motion: String? = nil, moments: String? = nil, forces: String? = nil, _ more: [String] = []
  )
    -> Outcome
  {
    TrochleaTests.call(
      [
        "solve", "--motion", motion ?? Self.motion, "--moments", moments ?? Self.moments, "--forces",
        forces ?? Self.forces, "--mass", "72.6", "--height", "1.8",
      ] + more)
  }

  static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }
}

/// A motion as a CSV table: a slow bend of the knee, a row per column of `rows`.
struct MotionTable {
  var columns = [
    "time_s", "hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg", "hip_extension_moment_Nm_kg",
    "knee_extension_moment_Nm_kg", "ankle_plantarflexion_moment_Nm_kg", "grf_vertical_BW",
  ]
  var rows: [[String]] = [
    ["0.0", "10", "20", "5", "0.1", "0.3", "0.2", "0.5"],
    ["0.5", "20", "35", "8", "0.2", "0.5", "0.2", "0.5"],
    ["1.0", "30", "50", "10", "0.3", "0.7", "0.2", "0.5"],
  ]

  var text: String { ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined() }

  /// A knee held still at 40 deg while its moment (N·m/kg) comes and goes.
  static func held(moment: String, knee: String = "40") -> MotionTable {
    var table = MotionTable()
    table.columns[0] = "pct"
    table.rows = zip(["0", "50", "100"], ["0.3", moment, "0.3"]).map {
      [$0, "20", knee, "8", "0.2", $1, "0.2", "0.5"]
    }
    return table
  }

  /// The table with one cell replaced; the row is counted from 0.
  func with(_ column: String, _ row: Int, _ value: String) -> MotionTable {
    var copy = self
    if let index = columns.firstIndex(of: column) { copy.rows[row][index] = value }
    return copy
  }
}
