import Activities
import Knee
import Results
import Scenarios

/// A release that can be solved: states that differ only in the tension of some muscles and in the mass that the knee carries.
struct Release {
  var words: ReleaseWords
  /// Indices of the muscles that it is about.
  var muscles: [Int]
  /// Nil for one moment.
  var course: InterventionCourse?
  var simulator: Simulator
  var motion: Motion
  var context: ReportContext

  /// One tension in the muscles, all others healthy.
  func with(_ tension: MuscleTension) -> [MuscleTension] {
    var all = [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count)
    for index in muscles { all[index] = tension }
    return all
  }

  /// A document of solved states.
  func document(_ states: [StateResult], notes: [String]) -> ResultsDocument {
    ResultsDocument(
      boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: simulator.model.hash),
      person: simulator.person, activity: .init(motion), states: states,
      notes: notes + trochlea.notes(of: motion))
  }

  /// The states side by side: as now, after the release, without any excess, and the ends of a published spread.
  ///
  /// - Returns: the document, and findings that its states do not show.
  func solve(_ console: Console, isQuiet: Bool) throws -> (ResultsDocument, [Finding]) {
    let tension = words.tension
    var after = tension.released(by: words.fraction)
    var ends: [(name: String, tension: MuscleTension)] = []
    var findings: [Finding] = []
    if let intervention = words.intervention {
      let use = intervention.use
      after = try applied(use, use.effect(after: intervention.after), to: tension)
      if let spread = use.ends(after: intervention.after) {
        ends = [
          (words.stateName + ", least", try applied(use, spread.least, to: tension)),
          (words.stateName + ", most", try applied(use, spread.most, to: tension)),
        ]
      }
      findings = Finding.all(of: use, effects: [use.initialEffect])
    }
    let without = words.hasExcess ? [(name: "no excess tension", tension: MuscleTension.healthy)] : []
    let named = [("as now", tension), (words.stateName, after)] + without + ends
    var masses = [Double](repeating: context.person.mass, count: named.count)
    masses[1] -= words.intervention?.lostMass ?? 0
    let solved = solveStates(
      named.map { ($0.0, with($0.1)) }, carriedMasses: masses, simulator, motion, console, isQuiet: isQuiet)

    var document = document(solved, notes: words.lines)
    document.intervention = words.intervention.map { InterventionRecord($0) }
    return (document, findings)
  }

  /// A tension with an effect on it; what leaves its range is said of the option it comes from.
  func applied(
    _ use: Intervention.Use, _ effect: Double, to tension: MuscleTension
  ) throws(InputError) -> MuscleTension {
    do {
      return try use.applied(effect, to: tension)
    } catch {
      var error = error
      error.place = use.isStated ? "--amount" : "--\(use.intervention.acts_on.rawValue)"
      error.problem += " \(effect == use.initialEffect ? "" : "at an end of the published spread ")after it"
      throw error
    }
  }
}
