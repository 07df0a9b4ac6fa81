import Knee
import Testing

@testable import Activities

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The folder of the tests' files.
func fixture(_ name: String) -> String {
  let here = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
    separator: "/")
  return here + "/Fixtures/" + name
}

/// The `InputError` that a call throws.
func inputError<T>(
  _ body: () throws(InputError) -> T, sourceLocation: SourceLocation = #_sourceLocation
) -> InputError? {
  do {
    _ = try body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
    return nil
  } catch {
    return error
  }
}

/// The real trial: gait2392 subject01.
struct RealTrial {
  static let motionPath = fixture("opensim_trial/subject01_walk1_ik.mot")
  static let momentsPath = fixture("opensim_trial/InverseDynamicsOutput.sto")
  static let forcesPath = fixture("opensim_trial/subject01_walk1_grf.mot")

  static func read() throws(InputError) -> Trial {
    try Trial(motionPath: motionPath, momentsPath: momentsPath, forcesPath: forcesPath)
  }

  /// The trial with the text of one file changed before it is read.
  static func read(
    motion: (String) -> String = { $0 }, moments: (String) -> String = { $0 },
    forces: (String) -> String = { $0 }
  ) throws(InputError) -> Trial {
    func table(_ path: String, _ change: (String) -> String) throws(InputError) -> OpenSimTable {
      let text = String(decoding: try FileBytes.read(path: path), as: UTF8.self)
      return try OpenSimTable.parse(bytes(change(text)), name: String(path.split(separator: "/").last ?? ""))
    }
    return Trial(
      angles: try table(motionPath, motion), moments: try table(momentsPath, moments),
      forces: try table(forcesPath, forces))
  }

  /// The text of a file with one column mapped.
  static func mapColumn(_ text: String, _ columns: Set<String>, _ change: (Double) -> Double) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let end = lines.firstIndex(where: { $0.split(whereSeparator: \.isWhitespace) == ["endheader"] })
    else {
      return text
    }
    let names = lines[end + 1].split(whereSeparator: \.isWhitespace).map(String.init)
    for index in lines.indices.dropFirst(end + 2) where !lines[index].isEmpty {
      let cells = lines[index].split(whereSeparator: \.isWhitespace)
      lines[index] = zip(names, cells).map { name, cell in
        columns.contains(name) ? "\(change(Double(cell) ?? .nan))" : String(cell)
      }.joined(separator: "\t")
    }
    return lines.joined(separator: "\n")
  }
}

extension Person {
  /// The person of the real trial.
  static func subject01(_ side: Side = .right) throws -> Person {
    try Person(mass: 72.6, height: 1.80, side: side)
  }
}

/// Largest difference of a quantity between the frames of two motions.
func largestDifference(_ a: Motion, _ b: Motion, _ quantity: (MotionFrame) -> Double) -> Double {
  zip(a.frames, b.frames).map { abs(quantity($0) - quantity($1)) }.max() ?? .infinity
}
