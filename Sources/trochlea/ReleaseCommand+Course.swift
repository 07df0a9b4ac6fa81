import Knee
import Results
import Scenarios

extension ReleaseCommand {
  /// A course of sessions over time: every distinct tension is solved once, all of them side by side.
  func execute(
    _ course: InterventionCourse, _ intervention: InterventionWords, _ words: ReleaseWords,
    _ states: TensionStates, _ context: ReportContext, _ console: Console
  ) throws -> CommandStatus {
    let instants = course.instants(of: intervention.use)
    // Effects so small that the tension is the same number make one state.
    var tensions = [words.tension]
    var indices: [Int] = []
    for instant in instants {
      let tension = try applied(
        intervention.use, instant.effect, to: words.tension, place: "--sessions")
      if let index = tensions.firstIndex(of: tension) {
        indices.append(index)
      } else {
        indices.append(tensions.count)
        tensions.append(tension)
      }
    }
    let named = tensions.enumerated().map { index, tension in
      (index == 0 ? "as now" : tension.inWords, states.with(tension))
    }
    let solved = solveStates(named, states.simulator, states.motion, console, isQuiet: output.quiet)

    var document = states.document(
      solved, notes: words.lines + ["course: " + Wording.courseIsBookkeeping])
    try document.requireFinite()
    let findings =
      Finding.all(in: solved, motion: states.motion, person: context.person)
      + [Finding.addedEffects(instants, intervention.use)].compactMap { $0 }
    let notes = document.warnings.map(\.message)
    document.warnings += findings.map(ResultsDocument.Warning.init)
    let result = CourseDocument(
      document, words, intervention, course, instants: instants, states: indices)
    return try output.deliver(
      findings, notes: notes, console, json: { result.json() }, csv: { result.csv() },
      report: {
        result.text(document, context, words, intervention, isHeld: CommandStatus(findings) == .done)
      })
  }
}
