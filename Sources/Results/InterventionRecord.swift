import Scenarios

/// The intervention of a release or a course in a JSON document, with both sides of its evidence.
///
/// Property names are the keys of the document.
public struct InterventionRecord: Codable, Sendable, Equatable {
  public var name: String
  public var title: String
  public var acts_on: Intervention.Target
  /// True when the person stated the effect and it is not the published one.
  public var is_stated: Bool
  /// Since the session or the end of the programme; absent in a course.
  public var after_s: Double?
  /// Right after a session or a whole programme, percent of the present value; absent where nothing is acted on.
  public var initial_effect_percent: Double?
  /// At `after_s`, and what the ends of the published spread leave then.
  public var effect_percent: Double?
  public var effect_least_percent: Double?
  public var effect_most_percent: Double?
  public var decay_time_constant_s: Double?
  public var lost_mass_kg: Double?
  public var measured_on: String
  public var evidence: String
  public var trials_for: [Intervention.Trial]
  public var trials_against: [Intervention.Trial]

  /// - Parameter isCourse: true where there is no one time after a session.
  public init(_ words: InterventionWords, isCourse: Bool = false) {
    let intervention = words.use.intervention
    name = intervention.name
    title = intervention.title
    acts_on = intervention.acts_on
    is_stated = words.use.isStated
    if acts_on != .none {
      initial_effect_percent = 100 * words.use.initialEffect
      if !isCourse { effect_percent = 100 * words.use.effect(after: words.after) }
    }
    if !isCourse, intervention.time_course != nil { after_s = words.after }
    let ends = words.use.ends(after: isCourse ? 0 : words.after)
    effect_least_percent = ends.map { 100 * $0.least }
    effect_most_percent = ends.map { 100 * $0.most }
    decay_time_constant_s = intervention.time_course?.decayTimeConstant
    lost_mass_kg = words.lostMass
    measured_on = intervention.measured_on
    evidence = intervention.evidence
    trials_for = intervention.trials_for
    trials_against = intervention.trials_against
  }
}

extension InterventionRecord {
  /// Columns of a table that name the intervention and, in every row, who found an effect and who found none: a table has no
  /// other place for both sides of the evidence.
  static let columns = ["intervention", "trials_for", "trials_against"]

  var cells: [CSVCell] {
    func names(_ trials: [Intervention.Trial]) -> CSVCell {
      .text(trials.map(\.name).joined(separator: "; "))
    }
    return [.text(name), names(trials_for), names(trials_against)]
  }
}
