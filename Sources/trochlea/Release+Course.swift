import Knee
import Results
import Scenarios

extension Release {
  /// A course that is solved.
  struct SolvedCourse {
    var course: CourseDocument
    var intervention: InterventionWords
    /// Of the distinct states, the first of them before the first session; its findings are among its warnings.
    var document: ResultsDocument
    /// What a reader must know before anything is found out, and what was found.
    var notes: [String]
    var findings: [Finding]
  }

  /// A course of sessions over time: every distinct tension is solved once, all of them side by side.
  ///
  /// - Parameter isCurve: also at moments between those of a table.
  /// - Precondition: there is a course.
  func solveCourse(_ console: Console, isCurve: Bool = false, isQuiet: Bool) throws -> SolvedCourse {
    guard let course, let intervention = words.intervention else { preconditionFailure("no course") }
    let instants = course.instants(of: intervention.use, isCurve: isCurve)
    // Effects so small that the tension is the same number make one state.
    var tensions = [words.tension]
    func index(_ tension: MuscleTension) -> Int {
      if let index = tensions.firstIndex(of: tension) { return index }
      tensions.append(tension)
      return tensions.count - 1
    }
    _ = try applied(intervention.use, intervention.use.initialEffect, to: words.tension)
    let states = try instants.map { instant in
      index(try added(instant, of: course, intervention.use, to: words.tension))
    }
    // An end of the spread that leaves the range of the parameter is no reason to refuse the course.
    let moments = zip(instants, states).map { instant, state in
      func end(_ effect: Double?) -> Int? {
        effect.flatMap { try? intervention.use.applied($0, to: words.tension) }.map(index)
      }
      return CourseDocument.Moment(instant, state: state, least: end(instant.least), most: end(instant.most))
    }
    let named = tensions.enumerated().map { index, tension in
      (index == 0 ? "as now" : tension.inWords, with(tension))
    }
    let solved = solveStates(named, simulator, motion, console, isQuiet: isQuiet)

    var document = document(solved, notes: words.lines + ["course: " + Wording.courseIsBookkeeping])
    try document.requireFinite()
    let findings =
      Finding.all(in: solved, motion: motion, person: context.person)
      + Finding.all(of: intervention.use, effects: instants.map(\.effect), course: course)
      + [Finding.missingEnds(moments)].compactMap { $0 }
    let notes = document.warnings.map(\.message)
    document.warnings += findings.map(ResultsDocument.Warning.init)
    return SolvedCourse(
      course: CourseDocument(document, words, intervention, course, moments), intervention: intervention,
      document: document, notes: notes, findings: findings)
  }

  /// The tension at a moment; what leaves its range is said of the option that adds the sessions up.
  private func added(
    _ instant: InterventionCourse.Instant, of course: InterventionCourse, _ use: Intervention.Use,
    to tension: MuscleTension
  ) throws(InputError) -> MuscleTension {
    do {
      return try use.applied(instant.effect, to: tension)
    } catch {
      var error = error
      let isSession = use.intervention.time_course?.kind == .session
      error.place = isSession ? "--every" : "--sessions"
      error.problem =
        "\(course.sessions) sessions every \(timeText(course.every)) reach \(signedPercent(instant.effect)), and "
        + error.problem
      error.allowed =
        (error.allowed ?? "") + (isSession ? ": sessions further apart, or fewer" : ": fewer sessions")
      throw error
    }
  }
}
