import Knee
import Results

/// One mistake in a study, or one thing that is none but worth a word, for `trochlea check --json`.
public struct StudyMistakeEntry: Codable, Sendable, Equatable {
  public enum Level: String, Codable, Sendable { case mistake, warning }
  public var level: Level
  public var file: String?
  public var line: Int?
  public var column: Int?
  /// Keys from the top, with points between.
  public var place: String?
  public var problem: String
  public var allowed: String?
  /// The nearest valid word.
  public var suggestion: String?

  public init(_ error: InputError, _ level: Level = .mistake) {
    self.level = level
    file = error.file
    line = error.line
    column = error.column
    place = error.place
    problem = error.problem
    allowed = error.allowed
    suggestion = error.suggestion
  }
}

/// One built-in study, for `trochlea scenarios`.
public struct ScenarioEntry: Codable, Sendable, Equatable {
  public var name: String
  public var title: String
  public var question: String
  public var source: String
  public var boundary: String

  /// - Throws: `StudyErrors` where a built-in study is bad, which the tests rule out.
  public static func all() throws(StudyErrors) -> [ScenarioEntry] {
    var entries: [ScenarioEntry] = []
    for name in BuiltInScenario.names {
      let study = try StudyFile.load(builtIn: name)
      entries.append(
        ScenarioEntry(
          name: name, title: study.title, question: study.question ?? "", source: study.source ?? "",
          boundary: study.boundary.rawValue))
    }
    return entries
  }

  /// The list for people.
  public static func text(_ entries: [ScenarioEntry], _ style: TextStyle) -> String {
    func paragraph(_ text: String, _ lead: String) -> String {
      wrapped(text.split(whereSeparator: \.isNewline).joined(separator: " "), lead: lead)
    }
    return entries.map { entry in
      style.bold(entry.name) + "  " + entry.title + "\n" + paragraph(entry.question, "  asks    ")
        + paragraph(entry.source, "  source  ") + paragraph(entry.boundary, "  holds   ")
    }.joined(separator: "\n")
  }
}

extension Study {
  /// What would be solved, in one line.
  ///
  /// - Throws: `InputError` where the motion of the baseline cannot be made; a checked study has one.
  public func inOneLine() throws -> String {
    let first = states(at: 0)[0]
    let motion = try first.activity.motion(of: try first.person())
    let states = stateNames.count
    var parts = [
      "'\(title)'", "\(states) state\(states == 1 ? "" : "s") of \(motion.name)",
      "\(pointCount) point\(pointCount == 1 ? "" : "s")",
      "\(motion.frames.count) frame\(motion.frames.count == 1 ? "" : "s") each", boundary.rawValue,
    ]
    let (always, sometimes) = notHealthy
    if always.isEmpty, sometimes.isEmpty { parts.append("every muscle healthy") }
    if !always.isEmpty { parts.append("not healthy: " + model.words.spoken(always)) }
    if !sometimes.isEmpty { parts.append("not healthy at some points: " + model.words.spoken(sometimes)) }
    return parts.joined(separator: "; ")
  }

  /// Muscles that are not healthy as it is now: at every point that is looked at, and only at some.
  private var notHealthy: (always: Set<Int>, sometimes: Set<Int>) {
    var (always, ever) = (Set(model.muscles.indices), Set<Int>())
    for point in checkedPoints {
      let tension = states(at: point)[0].tension
      let found = Set(tension.indices.filter { tension[$0] != .healthy })
      always.formIntersection(found)
      ever.formUnion(found)
    }
    return (always, ever.subtracting(always))
  }
}

extension MuscleWords {
  /// Muscles in words, whole groups by their name.
  public func spoken(_ indices: Set<Int>) -> String {
    var left = indices
    var names: [String] = []
    for group in groups.sorted(by: { $0.members.count > $1.members.count })
    where left.isSuperset(of: group.members) {
      names.append(Self.spoken(group.name))
      left.subtract(group.members)
    }
    return (names + left.sorted().map { Self.spoken(muscles[$0]) }).joined(separator: ", ")
  }
}
