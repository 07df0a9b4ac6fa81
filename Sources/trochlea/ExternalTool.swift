import Foundation
import Results

/// A program beside this one, used where it is there.
struct ExternalTool: Sendable {
  /// What it is called on the command line.
  var name: String
  /// How to install it.
  var installed: String
  /// What works without it.
  var without: String

  /// Turns SVG into PNG and PDF; of librsvg.
  static let rsvgConvert = ExternalTool(
    name: "rsvg-convert", installed: PackageNames.rsvg.command(.found()),
    without: "SVG needs no other program")

  /// Its file in one of the folders of `PATH`; nil where it is in none.
  func path(in folders: String? = ProcessInfo.processInfo.environment["PATH"]) -> String? {
    (folders ?? "").split(separator: ":").lazy.map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// - Throws: `Failure` (cannot create) that says how to install it.
  func requirePath() throws(Failure) -> String {
    guard let path = path() else {
      throw Failure(.cannotCreate, "\(name) is not installed: \(installed); \(without)")
    }
    return path
  }

  /// What it writes to its standard output.
  ///
  /// Input, output and complaints are files, so that neither side ever waits for the other to read.
  ///
  /// - Parameters:
  ///   - environment: beside that of this process.
  ///   - seconds: after which it is ended.
  /// - Throws: `Failure` (cannot create) with its own words where it is missing, fails or takes longer.
  func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
    seconds: Double = Self.timeLimit
  ) throws(Failure) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try requirePath())
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let hasEnded = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in hasEnded.signal() }
    do {
      let (given, output, complaints) = (try Self.scratch(input), try Self.scratch(), try Self.scratch())
      (process.standardInput, process.standardOutput, process.standardError) = (given, output, complaints)
      try process.run()
      let isInTime = Interrupt.with(child: process.processIdentifier) {
        if hasEnded.wait(timeout: .now() + seconds) == .success { return true }
        Interrupt.end(child: process.processIdentifier)
        hasEnded.wait()
        return false
      }
      guard isInTime else {
        throw Failure(.cannotCreate, "\(name) was ended: it took more than \(shortNumber(seconds)) s")
      }
      guard process.terminationStatus == 0, process.terminationReason == .exit else {
        let words = String(decoding: try Self.contents(of: complaints), as: UTF8.self)
        throw Failure(.cannotCreate, "\(name) failed\(Self.reason(words, process.terminationStatus))")
      }
      return Array(try Self.contents(of: output))
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.cannotCreate, "\(name) cannot be run: \(error.localizedDescription)")
    }
  }

  /// s; a film of a page takes some seconds.
  static let timeLimit = 300.0

  /// An open file without a name, which holds `bytes` and is read from its start; it goes when nobody has it open any more.
  private static func scratch(_ bytes: [UInt8] = []) throws -> FileHandle {
    let file = FileManager.default.temporaryDirectory.appending(path: "trochlea-\(UUID().uuidString)")
    guard
      FileManager.default.createFile(
        atPath: file.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
    else { throw Failure(.cannotCreate, "\(file.path): cannot be written") }
    defer { try? FileManager.default.removeItem(at: file) }
    return try FileHandle(forUpdating: file)
  }

  private static func contents(of file: FileHandle) throws -> Data {
    try file.seek(toOffset: 0)
    return try file.readToEnd() ?? Data()
  }

  /// What a tool says of its failure, its beginning where it says much; else its exit code.
  private static func reason(_ words: String, _ code: Int32) -> String {
    let said = words.split(whereSeparator: \.isNewline).joined(separator: "; ")
    guard !said.isEmpty else { return " with code \(code)" }
    return ": " + said.prefix(500) + (said.count > 500 ? "…" : "")
  }
}
