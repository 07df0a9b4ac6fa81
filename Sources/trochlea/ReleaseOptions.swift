import Activities
import ArgumentParser
import Knee
import Results
import Scenarios
import Studies

/// A release as a person states it: which tension, how much of it goes, whose knee does what.
struct ReleaseOptions: ParsableArguments {
  /// Involuntary tone that is assumed when nothing is said of the tension. In a squat it raises the kneecap force by a
  /// visible 15 to 27 %; nobody has measured what is usual.
  static let defaultTone = 0.1
  /// Part of the tension that goes when nothing is said.
  static let defaultFraction = 0.5

  @Option(
    parsing: .unconditional,
    help: .init("Involuntary activation now, 0 to 100%. (default: 10%)", valueName: "tone"))
  var tone: String?
  @Option(
    parsing: .unconditional,
    help: .init("Factor on passive force now, 1 to 10; 1 is healthy.", valueName: "factor"))
  var stiffness: String?
  @Option(
    parsing: .unconditional,
    help: .init("Shift of the passive curve now, 0 to 50% of fiber length.", valueName: "shift"))
  var shortening: String?

  @OptionGroup(title: "Change") var intervention: InterventionOptions
  @OptionGroup(title: "Activity") var activity: ActivityOptions
  @OptionGroup(title: "Person") var person: PersonOptions
  @OptionGroup(title: "Model") var model: ModelOptions
  @OptionGroup(title: "Model") var recruitment: RecruitmentOptions

  /// The options that were given.
  var given: [String] {
    givenNames([
      ("--tone", tone != nil), ("--stiffness", stiffness != nil), ("--shortening", shortening != nil),
    ]) + intervention.given + activity.given + person.given + model.given + recruitment.given
  }

  /// The release, checked and not yet solved.
  ///
  /// - Parameters:
  ///   - target: a muscle or a group; nil where the intervention needs none.
  ///   - moment: how much goes, and when one looks.
  ///   - course: sessions over time; without any option of it, it is one moment.
  func release(
    of target: String?, _ moment: MomentOptions, _ course: CourseOptions
  ) throws(InputError) -> Release {
    let person = try person.person()
    let freedom = try model.chosenFreedom()
    let exponent = try recruitment.chosenExponent()
    let fraction =
      try moment.by.map { text throws(InputError) in try Quantity.release.parse(text, place: "--by") }
      ?? Self.defaultFraction
    let choice = try intervention.choice(moment, course, mass: person.mass)
    let isOnMuscle = choice?.words.use.intervention.isOnMuscle ?? true
    let tension = try assumedTension(of: target, mayBeHealthy: choice != nil, isOnMuscle: isOnMuscle)
    let loaded = try Library.model(path: model.model)
    let muscles =
      try target.map { name throws(InputError) in try indices(of: name, loaded) } ?? []
    let motion = try activity.motion(for: person, personHasMass: self.person.mass != nil)
    return Release(
      words: ReleaseWords(
        target: target ?? "", muscles: muscles.map { loaded.muscleNames[$0] }, tension: tension,
        fraction: fraction,
        isDefaultTension: isDefaultTension, isDefaultFraction: moment.by == nil, intervention: choice?.words),
      muscles: muscles, course: choice?.course,
      simulator: try Simulator(model: loaded, person: person, freedom: freedom, exponent: exponent),
      motion: motion,
      context: ReportContext(
        motion: motion, person: person, freedom: freedom.rawValue, exponent: exponent, style: .plain))
  }

  /// - Throws: `InputError` (usage), of a study with what draws and solves it.
  private func indices(of name: String, _ model: KneeModel) throws(InputError) -> [Int] {
    do { return try model.words.indices(of: name, place: "release") } catch {
      guard StudyFile.mayBe(name) else { throw error }
      throw InputError(
        .usage, place: "<muscle-or-group>", problem: "'\(name)' is a study, and here goes a muscle",
        allowed:
          "a muscle or a group such as hamstrings; of a study 'trochlea figure knee', 'curves', 'bars' and 'pressure' make pictures, and 'trochlea run' solves it"
      )
    }
  }

  private var isDefaultTension: Bool { tone == nil && stiffness == nil && shortening == nil }

  /// The tension as stated, or the default tone when nothing is.
  /// - Parameters:
  ///   - mayBeHealthy: a healthy muscle has nothing to release, but can be stretched.
  ///   - isOnMuscle: false for what is done to the body or the skin: no muscle must be named, and no tone is assumed.
  private func assumedTension(
    of target: String?, mayBeHealthy: Bool, isOnMuscle: Bool
  ) throws(InputError) -> MuscleTension {
    var tension = MuscleTension.healthy
    guard target != nil || (!isOnMuscle && isDefaultTension) else {
      throw InputError(
        .usage, place: "<muscle-or-group>",
        problem: isOnMuscle ? "is missing" : "is missing: a tension belongs to muscles",
        allowed: "as in 'trochlea release hamstrings'; 'trochlea muscles' lists them")
    }
    if isDefaultTension, isOnMuscle { tension.tone = Self.defaultTone }
    for (part, text) in [(TensionPart.tone, tone), (.stiffness, stiffness), (.shortening, shortening)] {
      guard let text else { continue }
      part.set(try part.quantity.parse(text, place: "--\(part.rawValue)"), in: &tension)
    }
    guard tension.stiffness >= 1 else {
      throw InputError(
        .usage, place: "--stiffness",
        problem: "\(tension.stiffness) is slacker than healthy: there is nothing to release",
        allowed: "1 to 10; 'solve --stiffness' takes less")
    }
    guard mayBeHealthy || tension != .healthy else {
      throw InputError(
        .usage, place: "release", problem: "this tension is healthy already: there is nothing to release",
        allowed: "a tone above 0, a stiffness above 1 or a shortening above 0")
    }
    return tension
  }
}
