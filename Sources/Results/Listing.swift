import Activities
import Knee
import Scenarios

/// One activity of the library, for `trochlea activities`.
public struct ActivityEntry: Codable, Sendable, Equatable {
  public var name: String
  public var title: String
  /// False when the curves were reconstructed rather than measured.
  public var measured: Bool
  public var source: String
  public var licence: String
  /// How the inclination of the thigh is found.
  public var thigh: String
  public var caveats: [String]

  public init(_ motion: Motion) {
    name = motion.name
    title = motion.title
    measured = motion.isMeasured
    source = motion.source
    licence = motion.licence
    thigh = motion.thighRule.rawValue
    caveats = motion.caveats
  }

  /// The list for people: name and title, then how it was found and what to know.
  public static func text(_ entries: [ActivityEntry], _ style: TextStyle) -> String {
    entries.map { entry in
      let kind = entry.measured ? "measured" : "reconstructed or computed, NOT measured"
      let notes =
        [Note(label: "curves", text: kind), Note(label: "source", text: entry.source)]
        + [Note(label: "licence", text: entry.licence), Note(label: "thigh", text: entry.thigh)]
        + entry.caveats.enumerated().map { Note(label: $0 == 0 ? "note" : "", text: $1) }
      return style.bold(entry.name) + "  " + entry.title + "\n" + Note.text(notes)
    }.joined(separator: "\n")
  }
}

/// One muscle of a model, for `trochlea muscles`.
public struct MuscleEntry: Codable, Sendable, Equatable {
  /// With underscores, as in files.
  public var name: String
  /// Groups that hold it, with hyphens, as typed.
  public var groups: [String]
  public var max_isometric_force_N: Double
  public var optimal_fiber_length_mm: Double
  public var tendon_slack_length_mm: Double
  public var source: String

  public init(
    name: String, groups: [String], maxIsometricForce: Double, optimalFiberLength: Double,
    tendonSlackLength: Double,
    source: String
  ) {
    self.name = name
    self.groups = groups
    self.max_isometric_force_N = maxIsometricForce
    self.optimal_fiber_length_mm = optimalFiberLength * 1000
    self.tendon_slack_length_mm = tendonSlackLength * 1000
    self.source = source
  }

  /// The list for people: a table, the groups, the sources.
  public static func text(
    _ entries: [MuscleEntry], groups: [(name: String, members: [Int])], _ style: TextStyle
  ) -> String {
    let sources = entries.reduce(into: [String]()) { if !$0.contains($1.source) { $0.append($1.source) } }
    var table = TextTable([
      .init("muscle", .left), .init("max force", unit: "N"), .init("fiber", unit: "mm"),
      .init("tendon", unit: "mm"),
      .init("source"), .init("groups", .left),
    ])
    for entry in entries {
      table.add([
        MuscleWords.typed(entry.name), fixedNumber(entry.max_isometric_force_N, 0),
        fixedNumber(entry.optimal_fiber_length_mm, 0), fixedNumber(entry.tendon_slack_length_mm, 0),
        "[\((sources.firstIndex(of: entry.source) ?? 0) + 1)]", entry.groups.joined(separator: ", "),
      ])
    }
    let groupNotes = groups.map { group in
      Note(
        label: group.name,
        text: group.members.map { MuscleWords.typed(entries[$0].name) }.joined(separator: ", "))
    }
    let sourceNotes = sources.enumerated().map { Note(label: "[\($0 + 1)]", text: $1) }
    return table.text(style) + "\n" + style.bold("Groups")
      + " (a force given to a group is shared by maximal force)\n"
      + Note.text(groupNotes) + "\n" + style.bold("Sources") + "\n" + Note.text(sourceNotes)
  }
}
