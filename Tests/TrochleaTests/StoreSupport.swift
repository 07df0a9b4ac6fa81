import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program in a process of its own, which a test may interrupt or kill.
final class Child {
  private let process = Process()
  private let errors = Pipe()

  /// The program beside the tests.
  static var program: String {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let beside = tests.appendingPathComponent("trochlea").path
    return FileManager.default.isExecutableFile(atPath: beside)
      ? beside : repository(".build/release/trochlea")
  }

  init(_ arguments: [String], shell: String? = nil) throws {
    process.executableURL = URL(fileURLWithPath: shell == nil ? Self.program : "/bin/sh")
    process.arguments = shell.map { ["-c", $0, "sh", Self.program] + arguments } ?? arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
  }

  var id: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for the end.
  /// - Returns: the exit status, or the signal as a negative number, and what came on the standard error.
  func end() -> (status: Int32, errors: String) {
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let status = process.terminationStatus
    return (process.terminationReason == .uncaughtSignal ? -status : status, text)
  }
}

enum StudyText {
  /// Some seconds of work: points in two states.
  static let sweep = """
    trochlea: 1
    title: Tone through a squat
    activity: squat
    what_if:
      - {name: half, release: {hamstrings: 50 %}}
    sweep:
      grid:
        person.mass: [60 kg, 75 kg]
        tension.hamstrings.tone: 0:19.5:0.5 %

    """
  /// Three quick points.
  static let small = """
    trochlea: 1
    title: Standing
    activity: standing
    sweep:
      grid:
        tension.hamstrings.tone: [0 %, 5 %, 10 %]

    """
}
