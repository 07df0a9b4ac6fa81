import Activities
import Knee
import Results
import Scenarios
import Studies

/// What a leaflet tells, without the words of any language: facts and numbers of a person as now and after one change.
public struct LeafletContent: Sendable, Equatable {
  /// Peak kneecap force as now and after the change, in body weights of the person as now.
  public var before, after: Double
  /// Change of that peak, percent of the peak as now; negative relieves.
  public var change: Double
  /// What differs from healthy as now, and what changes.
  public var tension, changes: [LeafletItem]
  public var topics: [Topic]
  /// Topics in which the change is what treatments aim at: less tension, more strength, less weight. Only of these studies are told.
  public var treated: [Topic]
  /// How the muscles whose tension changes act on the kneecap.
  public var pull: Pull
  /// Whether a muscle's tension or strength changes.
  public var hasColoredMuscles: Bool
  /// Whether a file does not look like what it is said to be.
  public var isDoubtful: Bool
  /// Name of a built-in activity; nil for a motion from files.
  public var activity: String?
  /// Whether the movement as now, and the one after the change, was measured.
  public var isMeasured, isMeasuredAfter: Bool
  public var person: Person
  /// Of the study, and of the state after the change.
  public var title, state: String
  public var model: ResultsDocument.Model
  /// Scenario hashes as now and after the change.
  public var hashes: [String]

  /// What a change is about: decides which studies are named, and when to ask first.
  public enum Topic: String, Sendable, CaseIterable { case tension, strength, mass, other }

  /// Which sentence tells why the load changes: muscles in front of the thigh, those behind the knee where what they did is what
  /// was solved, or any.
  public enum Pull: String, Sendable, CaseIterable { case front, back, tension }

  public enum Direction: String, Sendable { case lower, higher, little }

  /// Below 1 % nothing is said to change.
  public var direction: Direction {
    if change.magnitude < 1 { return .little }
    return change < 0 ? .lower : .higher
  }

  public init(
    before: Double, after: Double, change: Double, tension: [LeafletItem], changes: [LeafletItem],
    topics: [Topic], activity: String?, isMeasured: Bool, person: Person, title: String, state: String,
    model: ResultsDocument.Model, hashes: [String], pull: Pull = .tension, hasColoredMuscles: Bool = true,
    isDoubtful: Bool = false, treated: [Topic]? = nil, isMeasuredAfter: Bool? = nil
  ) {
    self.before = before
    self.after = after
    self.change = change
    self.tension = tension
    self.changes = changes
    self.topics = topics
    self.treated = treated ?? topics.filter { $0 != .other }
    self.activity = activity
    self.isMeasured = isMeasured
    self.isMeasuredAfter = isMeasuredAfter ?? isMeasured
    self.person = person
    self.title = title
    self.state = state
    self.model = model
    self.hashes = hashes
    self.pull = pull
    self.hasColoredMuscles = hasColoredMuscles
    self.isDoubtful = isDoubtful
  }
}

extension LeafletContent {
  /// The study with the one change that a leaflet is about.
  ///
  /// - Parameter state: name of a what-if; nil where there is only one.
  /// - Throws: `InputError`: data where the study is not one person doing one task, usage where the state is not named.
  public static func chosen(_ study: Study, state: String?) throws(InputError) -> Study {
    guard study.boundary == .fixedMoments else {
      throw InputError(
        .data, place: "boundary",
        problem: "with fixed forces nobody moves: this is no answer for a person's leaflet",
        allowed: "boundary: fixed-moments")
    }
    return try study.withChange(named: state, for: "a leaflet")
  }

  /// - Parameters:
  ///   - study: from `chosen`.
  ///   - outcome: its only point, solved.
  /// - Throws: `Failure` where a state was not solved, cannot be held, or no living knee would hold it; `InputError` as a study does.
  public init(_ study: Study, _ outcome: PointOutcome) throws {
    for state in outcome.states { try state.requireHeld(for: "leaflet") }
    let (conditions, states) = (study.states(at: 0), outcome.states)
    let person = try conditions[0].person()
    let motion = try conditions[0].activity.motion(of: person)
    let next = try conditions[1].activity.motion(of: try conditions[1].person())
    guard let now = states[0].summary, let then = states[1].summary, now.peak_patellofemoral_force_N > 0,
      let change = then.change_peak_patellofemoral_force_percent
    else {
      throw Failure(.cannotBeHeld, "no leaflet: the kneecap carries nothing as now, so no change in percent")
    }
    self.init(
      before: now.peak_patellofemoral_force_BW, after: then.peak_patellofemoral_force_BW, change: change,
      tension: LeafletItem.tension(conditions[0].tension, study.model.words),
      changes: study.whatIfs[0].changes.map { LeafletItem($0, study.model.words) },
      topics: Topic.all(of: study.whatIfs[0]), activity: motion.isUsersOwn ? nil : motion.name,
      isMeasured: motion.isMeasured, person: person, title: study.name, state: states[1].name,
      model: .init(name: study.model.name, hash: study.model.hash), hashes: states.map(\.scenario_hash),
      pull: Pull(of: study.whatIfs[0], change: change, study.model.words),
      hasColoredMuscles: study.whatIfs[0].changes.contains(where: \.isOfMuscles),
      isDoubtful: states.contains { $0.warnings.contains { $0.level == .warning } },
      treated: Topic.treated(from: conditions[0], to: conditions[1]), isMeasuredAfter: next.isMeasured)
  }
}

extension LeafletContent.Pull {
  /// - Parameter change: of the peak, percent; negative relieves.
  init(of whatIf: WhatIf, change: Double, _ words: MuscleWords) {
    var tightened = Set<Int>(), released = Set<Int>()
    for change in whatIf.changes {
      switch change {
      case .release(let muscles, _): released.formUnion(muscles)
      case .set(let muscles, .tone, _), .set(let muscles, .stiffness, _), .set(let muscles, .shortening, _):
        tightened.formUnion(muscles)
      default: break
      }
    }
    func members(_ names: [String]) -> Set<Int> {
      Set(words.groups.filter { names.contains(MuscleWords.normalized($0.name)) }.flatMap(\.members))
    }
    let all = tightened.union(released)
    if !all.isEmpty, members(["quadriceps"]).isSuperset(of: all) {
      self = .front
    } else if tightened.isEmpty, change <= -1, !released.isEmpty,
      members(["hamstrings", "gastrocnemius"]).isSuperset(of: released)
    {
      self = .back
    } else {
      self = .tension
    }
  }
}

extension WhatIf.Change {
  fileprivate var isOfMuscles: Bool {
    switch self {
    case .release, .set, .scaleStrength: true
    case .addMass, .side, .depth, .speed, .cartilageModulus, .cartilageThickness: false
    }
  }
}

extension LeafletContent.Topic {
  /// What gets better as a treatment would have it; nothing where the two are different knees.
  static func treated(from now: Conditions, to then: Conditions) -> [Self] {
    guard now.side == then.side else { return [] }
    let muscles = zip(now.tension, then.tension)
    var topics: [Self] = []
    if muscles.contains(where: {
      $1.tone < $0.tone || $1.stiffness < $0.stiffness || $1.shortening < $0.shortening
    }) {
      topics.append(.tension)
    }
    if muscles.contains(where: { $1.strength > $0.strength }) { topics.append(.strength) }
    if then.mass + then.addedMass < now.mass + now.addedMass { topics.append(.mass) }
    return topics
  }

  /// Every topic of a change, each once.
  static func all(of whatIf: WhatIf) -> [Self] {
    let found = whatIf.changes.map { change -> Self in
      switch change {
      case .release, .set(_, .tone, _), .set(_, .stiffness, _), .set(_, .shortening, _): .tension
      case .set(_, .strength, _), .scaleStrength: .strength
      case .addMass: .mass
      case .side, .depth, .speed, .cartilageModulus, .cartilageThickness: .other
      }
    }
    return allCases.filter(found.contains)
  }
}
