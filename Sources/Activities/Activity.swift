import Knee

/// An activity that is built in: what it is and where its numbers come from.
public struct Activity: Sendable, Equatable {
  public var name: String
  /// One line on what the person does.
  public var title: String
  public var source: String
  public var licence: String
  /// False when the curves are reconstructed or computed.
  public var isMeasured: Bool
  public var thighRule: Motion.ThighRule
  public var caveats: [String]
  /// Seconds; 0 for a pose.
  public var duration: Double
  public var frameCount: Int

  /// The names of all built-in activities, in the order in which they are listed.
  public static let names = BuiltInActivities.all.map(\.name) + ["standing", "sitting"]

  /// All built-in activities.
  public static func catalog() throws(InputError) -> [Activity] {
    var catalog: [Activity] = []
    let person = try Person()
    for name in names {
      let motion = try motion(named: name, person: person)
      catalog.append(
        Activity(
          name: name, title: motion.title, source: motion.source, licence: motion.licence,
          isMeasured: motion.isMeasured, thighRule: motion.thighRule, caveats: motion.caveats,
          duration: motion.duration, frameCount: motion.frames.count))
    }
    return catalog
  }

  /// A built-in motion of a person.
  ///
  /// `depth` (knee flexion in rad, 0 to 120°) asks for the squat that statics gives instead of the measured one, and for
  /// another knee flexion than 90° in sitting.
  /// Throws `InputError` (usage) for an unknown name, with the nearest one, and for a depth of any other activity.
  public static func motion(
    named name: String, person: Person, depth: Double? = nil
  ) throws(InputError) -> Motion {
    guard names.contains(name) else {
      throw .unknown(.usage, "activity", name, among: names, place: "activity")
    }
    if let depth {
      switch name {
      case "squat": return try Statics.squat(depth: depth, person)
      case "sitting": return try Statics.sitting(kneeFlexion: depth, person)
      default:
        throw InputError(
          .usage, place: "depth", problem: "'\(name)' has no depth",
          allowed: "a depth with the activity squat or sitting")
      }
    }
    if let measured = BuiltInActivities.all.first(where: { $0.name == name }) {
      return try measured.motion()
    }
    return name == "standing" ? try Statics.standing(person) : try Statics.sitting(person)
  }
}
