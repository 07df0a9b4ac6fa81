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
    name: "rsvg-convert",
    installed:
      "apt-get install librsvg2-bin (Debian, Ubuntu), dnf install librsvg2-tools (Fedora), brew install librsvg (macOS)",
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
  /// - Parameters:
  ///   - input: its standard input, which it must read to the end before it writes.
  ///   - environment: beside that of this process.
  /// - Throws: `Failure` with its own words where it is missing or fails.
  func run(
    _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
  ) throws(Failure) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try requirePath())
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (toTool, fromTool, complaints) = (Pipe(), Pipe(), Pipe())
    process.standardInput = toTool
    process.standardOutput = fromTool
    process.standardError = complaints
    do {
      try process.run()
      // A tool that ends early says why on its standard error.
      try? toTool.fileHandleForWriting.write(contentsOf: input)
      try toTool.fileHandleForWriting.close()
      let output = try fromTool.fileHandleForReading.readToEnd() ?? Data()
      let words = try complaints.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        let reason = String(decoding: words, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
        throw Failure(.cannotCreate, "\(name) failed: \(reason)")
      }
      return Array(output)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(.cannotCreate, "\(name) cannot be run: \(error.localizedDescription)")
    }
  }
}
