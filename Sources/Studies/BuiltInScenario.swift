import Knee
import ModelFiles

/// A study of `data/scenarios` that is compiled into the program.
public struct BuiltInScenario: Sendable {
  /// Without folder and ending, such as `tight-calf`.
  public let name: String
  public let bytes: [UInt8]

  /// What stands before the names in messages; no file is looked for under it.
  private static let scheme = "builtin:"
  private static let ending = ".yaml"

  /// The names of all, in alphabetical order.
  public static let names: [String] = embeddedFileNames().compactMap { path in
    let folder = "scenarios/"
    guard path.hasPrefix(folder), path.hasSuffix(ending) else { return nil }
    return String(path.dropFirst(folder.count).dropLast(ending.count))
  }.sorted()

  /// - Throws: `InputError` (missing) with the nearest name and all of them.
  public init(named name: String) throws(InputError) {
    guard Self.names.contains(name) else {
      var error = InputError.unknown(.missing, "scenario", name, among: Self.names)
      error.problem = "there is no file and no built-in scenario '\(name)'"
      throw error
    }
    self.name = name
    bytes = Array(embeddedFile("scenarios/" + name + Self.ending))
  }

  /// The path that stands for a name.
  static func path(of name: String) -> String { scheme + name }

  /// The name for which a path stands.
  static func name(of path: String) -> String { String(path.dropFirst(scheme.count)) }

  var text: StudyText { StudyText(path: Self.path(of: name), bytes: bytes, isBuiltIn: true) }
}
