import Activities
import Knee
import Results

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A file that a study was read from, or that its states are solved from.
public struct StudyInput: Sendable, Equatable {
  public enum Role: String, Sendable, CaseIterable {
    /// The study's own text, and those that it extends, nearest first.
    case study
    case model
    case motion
  }

  public var role: Role
  /// Absolute, as it was found; of a built-in scenario its name.
  public var path: String
  /// Of its bytes: 16 hexadecimal digits.
  public var hash: String
  /// The bytes of a study's text; nil for other files.
  public var text: [UInt8]?

  public init(role: Role, path: String, hash: String, text: [UInt8]? = nil) {
    self.role = role
    self.path = path
    self.hash = hash
    self.text = text
  }

  init(_ role: Role, path: String, bytes: [UInt8], isBuiltIn: Bool = false) {
    self.init(
      role: role, path: isBuiltIn ? path : Self.absolute(path), hash: Self.hash(bytes),
      text: role == .study ? bytes : nil)
  }

  /// Whether it is a scenario of the program: every file has a path from the root.
  var isBuiltIn: Bool { !path.hasPrefix("/") }

  /// The path from the root. Nothing in it is resolved, so that a file beside it is found by the same words.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }

  package static func hash(_ bytes: [UInt8]) -> String {
    var hash = ScenarioHash()
    hash.add(bytes)
    return hash.text
  }

  /// Passes when what the study was solved from is still the same; the text of a study is its own copy.
  ///
  /// - Throws: `InputError`: missing, or data where the file has changed.
  public func requireSame() throws(InputError) {
    var bytes = text ?? []
    if text == nil { bytes = try FileBytes.read(path: path) }
    let now = Self.hash(bytes)
    guard now == hash else {
      throw InputError(
        .data, file: path, problem: "the \(role == .study ? "stored text" : "file") has changed: \(now)",
        allowed: "the \(role.rawValue) with the hash \(hash)")
    }
  }
}

extension Study {
  /// Hash of the content of everything the study was made of; the names and places of its files do not matter.
  public var hash: String { contentHash("trochlea study 1") }

  /// Hash that a run of this study by a program has: the same study and program go on with the same run.
  public func runHash(program: String) -> String { contentHash("trochlea run 1 " + program) }

  private func contentHash(_ purpose: String) -> String {
    var hash = ScenarioHash()
    hash.add(purpose)
    hash.add(model.hash)
    for input in inputs {
      hash.add(input.role.rawValue)
      hash.add(input.hash)
    }
    return hash.text
  }
}

extension ActivityChoice {
  /// The files that the motion is read from.
  var paths: [String] {
    switch source {
    case .builtIn: []
    case .trial(let motion, let moments, let forces, _): [motion, moments] + (forces.map { [$0] } ?? [])
    case .table(let path, _): [path]
    }
  }
}
