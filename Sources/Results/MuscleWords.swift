import Knee

/// The words by which a person names muscles: each muscle of a model, the groups, and shared beginnings.
///
/// Case does not matter, and hyphens, underscores and blanks are the same. An exact muscle wins over a group, a
/// group over a shared beginning (`biceps-femoris` is both heads, `gluteus` every gluteus).
public struct MuscleWords: Sendable {
  /// Muscle names of the model with underscores, in its order.
  public let muscles: [String]
  /// Groups that have a muscle in this model: name with hyphens, indices into `muscles`.
  public let groups: [(name: String, members: [Int])]

  /// - Parameters:
  ///   - muscles: names with underscores.
  ///   - groups: name and members of each group; a group without members is left out.
  public init(muscles: [String], groups: [(name: String, members: [Int])]) {
    self.muscles = muscles
    self.groups = groups.filter { !$0.members.isEmpty }.map { (Self.typed($0.name), $0.members) }
  }

  /// Every muscle and group as a person types it, muscles first.
  public var words: [String] {
    let groupNames = groups.map(\.name)
    return muscles.map(Self.typed).filter { !groupNames.contains($0) } + groupNames
  }

  /// The muscles that a word means.
  ///
  /// - Returns: indices into `muscles`, ascending, never empty.
  /// - Throws: `InputError` with the nearest word and the whole list.
  public func indices(
    of word: String, kind: InputError.Kind = .usage, file: String? = nil, line: Int? = nil,
    place: String? = nil
  ) throws(InputError) -> [Int] {
    let name = Self.normalized(word)
    if let index = muscles.firstIndex(of: name) { return [index] }
    if let group = groups.first(where: { Self.normalized($0.name) == name }) { return group.members }
    let beginning = muscles.indices.filter { !name.isEmpty && Self.begins(muscles[$0], with: name) }
    guard beginning.isEmpty else { return beginning }
    throw InputError(
      kind, file: file, line: line, place: place, problem: "unknown muscle or group '\(word)'",
      allowed: words.joined(separator: ", "), suggestion: nearest(to: word))
  }

  /// The word that was probably meant, in any spelling: the only one that begins so (`quad`), or the nearest in letters.
  public func nearest(to word: String) -> String? {
    let typed = Self.typed(Self.normalized(word))
    let begun = words.filter { $0.hasPrefix(typed) }
    return begun.count == 1 ? begun[0] : nearestWord(to: typed, among: words)
  }

  /// A muscle name as a person types it: with hyphens.
  public static func typed(_ name: String) -> String { String(name.map { $0 == "_" ? "-" : $0 }) }

  /// A muscle name as a person reads it: with blanks.
  public static func spoken(_ name: String) -> String {
    String(name.map { $0 == "_" || $0 == "-" ? " " : $0 })
  }

  /// The spelling used in files: lower case with underscores.
  public static func normalized(_ word: String) -> String {
    String(word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 })
  }

  /// Whether a name is a beginning, or goes on after it with an underscore.
  static func begins(_ name: String, with beginning: String) -> Bool {
    name == beginning || name.hasPrefix(beginning + "_")
  }

  /// A force given to several muscles, shared in proportion to their maximal isometric forces.
  ///
  /// - Parameters:
  ///   - force: N, given to all of them together.
  ///   - indices: the muscles, as from `indices(of:)`.
  ///   - maxIsometricForce: of every muscle of the model, N.
  /// - Returns: the share of each muscle of `indices`, N; their sum is `force`.
  public static func shares(of force: Double, among indices: [Int], maxIsometricForce: [Double]) -> [Double] {
    let total = indices.reduce(0) { $0 + maxIsometricForce[$1] }
    return indices.map { force * maxIsometricForce[$0] / total }
  }
}
