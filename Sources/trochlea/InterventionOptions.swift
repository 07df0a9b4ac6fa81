import ArgumentParser
import Knee
import Results
import Scenarios

/// A treatment from `trochlea interventions`, in place of a part of the tension that goes.
struct InterventionOptions: ParsableArguments {
  @Option(
    help: .init(
      "What is done to the muscles, in place of a part of the tension that goes; 'trochlea interventions' lists it with its evidence.",
      valueName: "intervention"))
  var with: String?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Your own effect in place of the published one: a change with its sign such as -13%, of weight-loss the kg lost.",
      valueName: "change"))
  var amount: String?

  /// The options that were given.
  var given: [String] { givenNames([("--with", with != nil), ("--amount", amount != nil)]) }

  /// What the options say.
  struct Choice {
    var words: InterventionWords
    /// Nil for one moment after one session or programme.
    var course: InterventionCourse?
  }

  /// - Parameters:
  ///   - moment: how much of the tension goes, and when one looks.
  ///   - sessions: the course, where it is one.
  ///   - mass: of the person, kg.
  /// - Returns: nil when there is no `--with`.
  /// - Throws: `InputError` (usage) naming the option and what is allowed.
  func choice(
    _ moment: MomentOptions, _ sessions: CourseOptions, mass: Double
  ) throws(InputError) -> Choice? {
    guard let with else {
      try refuseWithoutWith(moment.given.filter { $0 == "--after" } + given + sessions.given)
      return nil
    }
    if moment.by != nil {
      throw InputError(
        .usage, place: "--by", problem: "not together with --with",
        allowed: "--by for a part of the tension, or --with for an intervention")
    }
    let intervention = try named(with)
    let amount = try amount(of: intervention, mass: mass)
    guard let use = Intervention.Use(intervention, stated: amount?.effect) else {
      throw InputError(
        .usage, place: "--amount",
        problem:
          "is missing: for '\(intervention.name)' there is no published default, and nothing is assumed",
        allowed: intervention.acts_on == .mass
          ? "the mass that is lost, as in --amount 5kg" : Quantity.change.allowed)
    }
    let course = try sessions.course(of: intervention)
    let after = try time(moment.after, "--after", .time, of: intervention)
    if course != nil, after != nil {
      throw InputError(
        .usage, place: "--after", problem: "not together with --sessions", allowed: "one moment, or a course")
    }
    return Choice(
      words: InterventionWords(use: use, after: after ?? 0, lostMass: amount?.lostMass), course: course)
  }

  private func refuseWithoutWith(_ others: [String]) throws(InputError) {
    guard let place = others.first else { return }
    throw InputError(
      .usage, place: place, problem: "belongs to an intervention",
      allowed: "with --with, as in --with stretching --after 5min")
  }

  /// The intervention of a name or an alias, whatever its case; blanks and underscores count as hyphens.
  private func named(_ word: String) throws(InputError) -> Intervention {
    let all = try Library.interventions()
    let typed = MuscleWords.typed(MuscleWords.normalized(word))
    if let found = all.first(where: { $0.name == typed || $0.aliases.contains(typed) }) { return found }
    var error = InputError.unknown(
      .usage, "intervention", word, among: all.map(\.name), place: "--with")
    error.suggestion = nearestWord(to: typed, among: all.flatMap { [$0.name] + $0.aliases })
    throw error
  }

  /// The effect that the person states, as a fraction; of a loss of weight also the mass.
  private func amount(
    of intervention: Intervention, mass: Double
  ) throws(InputError) -> (effect: Double, lostMass: Double?)? {
    guard let amount else { return nil }
    switch intervention.acts_on {
    case .none:
      throw InputError(
        .usage, place: "--amount", problem: "'\(intervention.name)' changes nothing in this model",
        allowed: "no amount")
    case .stiffness, .strength:
      return (try change(amount, usual: intervention.acts_on == .strength ? "+" : "-"), nil)
    case .mass:
      let lost = try Quantity.massLoss.parse(amount, place: "--amount")
      guard Person.massRange.contains(mass - lost) else {
        throw InputError(
          .usage, place: "--amount",
          problem: "'\(amount)' leaves \(shortNumber(mass - lost)) kg of \(shortNumber(mass)) kg",
          allowed: "a body mass of \(Quantity.mass.allowed)")
      }
      return (-lost / mass, lost)
    }
  }

  /// A change of a parameter; without a sign nobody knows which way.
  /// - Parameter usual: the sign that trials of the intervention look for.
  private func change(_ amount: String, usual: String) throws(InputError) -> Double {
    let change = try Quantity.change.parse(amount, place: "--amount")
    guard change == 0 || amount.hasPrefix("+") || amount.hasPrefix("-") else {
      throw InputError(
        .usage, place: "--amount", problem: "'\(amount)' may mean less or more",
        allowed: "-\(amount) for less, or +\(amount) for more", suggestion: usual + amount)
    }
    return change
  }
}

/// How much of the tension goes, and when one looks: of one moment.
struct MomentOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init("How much of the tension goes, up to 100%. (default: 50%)", valueName: "part")
  )
  var by: String?
  @Option(
    parsing: .unconditional,
    help: .init(
      "How long after the session, or after the end of the programme: s, min, h, d or w. (default: right after)",
      valueName: "time"))
  var after: String?

  /// The options that were given.
  var given: [String] { givenNames([("--by", by != nil), ("--after", after != nil)]) }

  /// - Throws: `InputError` (usage) for the first that is given, where a course is asked for.
  func refuse() throws(InputError) {
    guard let option = given.first else { return }
    throw InputError(
      .usage, place: option, problem: "is of one moment, and this is a course over time",
      allowed: "as in --with stretching --sessions 4 --every 7d --until 12w")
  }
}

/// Sessions over time.
struct CourseOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: .init("Course: number of sessions, 1 to 200.", valueName: "number"))
  var sessions: String?
  @Option(
    parsing: .unconditional,
    help: .init("Course: from one session to the next, such as 7d.", valueName: "time"))
  var every: String?
  @Option(
    parsing: .unconditional, help: .init("Course: how far to look, such as 12w.", valueName: "time"))
  var until: String?

  /// The options that were given.
  var given: [String] {
    givenNames([("--sessions", sessions != nil), ("--every", every != nil), ("--until", until != nil)])
  }

  /// - Throws: `InputError` (usage) for the first that is given, where one moment is drawn.
  func refuse() throws(InputError) {
    guard let option = given.first else { return }
    throw InputError(
      .usage, place: option, problem: "is of a course over time",
      allowed: "'trochlea figure course' for it, or one moment")
  }

  /// - Returns: nil without any of the options.
  fileprivate func course(of intervention: Intervention) throws(InputError) -> InterventionCourse? {
    if sessions != nil { try requireTimeCourse(of: intervention, "--sessions") }
    let every = try time(every, "--every", .interval, of: intervention)
    let until = try time(until, "--until", .interval, of: intervention)
    guard let sessions else {
      guard every == nil && until == nil else {
        throw InputError(
          .usage, place: "--sessions", problem: "is missing: --every and --until belong to a course",
          allowed: "as in --sessions 4 --every 7d --until 12w")
      }
      return nil
    }
    guard let count = Int(sessions), InterventionCourse.sessionRange.contains(count) else {
      throw InputError(
        .usage, place: "--sessions", problem: "'\(sessions)' is no number of sessions", allowed: "1 to 200")
    }
    guard let until, let every = every ?? (count == 1 ? until : nil) else {
      throw InputError(
        .usage, place: until == nil ? "--until" : "--every", problem: "is missing: a course needs it",
        allowed: "as in --sessions 4 --every 7d --until 12w")
    }
    let last = Double(count - 1) * every
    guard until >= last else {
      throw InputError(
        .usage, place: "--until", problem: "the last session comes after it, at \(timeText(last))",
        allowed: "\(timeText(last)) or more")
    }
    return InterventionCourse(sessions: count, every: every, until: until)
  }
}

/// A time, for what has a time course.
private func time(
  _ text: String?, _ place: String, _ quantity: Quantity, of intervention: Intervention
) throws(InputError) -> Double? {
  guard let text else { return nil }
  try requireTimeCourse(of: intervention, place)
  return try quantity.parse(text, place: place)
}

private func requireTimeCourse(of intervention: Intervention, _ place: String) throws(InputError) {
  guard intervention.time_course != nil else {
    throw InputError(
      .usage, place: place, problem: "'\(intervention.name)' has no time course here",
      allowed: "interventions that come and go: 'trochlea interventions' lists them")
  }
}
