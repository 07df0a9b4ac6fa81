import Figures
import Knee
import Results
import Scenarios
import Studies
import Testing

@testable import Pictures

/// Inputs of the figures that are no states, from few numbers.
extension Sample {
  /// The muscles by what their tone does in the squat of a few frames, and its tension in words.
  static func ranking() throws -> (Ranking, tension: String) {
    let squat = try squat()
    let (simulator, names) = (squat.simulator, squat.simulator.model.muscleNames)
    let tension = names.map { squat.states[0].tension[$0] ?? .healthy }
    let (frames, sensitivities) = simulator.sensitivities(squat.motion, tension: tension)
    let state = StateResult(
      name: "as stated", tension: squat.states[0].tension, frames: frames, summary: summarize(frames),
      sensitivities: sensitivities)
    let document = ResultsDocument(
      boundary: .fixedMoments, model: .init(name: simulator.model.name, hash: "0123456789abcdef"),
      person: simulator.person, activity: .init(squat.motion), states: [state], notes: [])
    return (
      try Ranking(document, groups: simulator.model.words.groups),
      "tone 10 % in the hamstrings. An assumption."
    )
  }

  /// Stretching of the hamstrings every week, whatever it is: the states are those of the squat, not of the effects.
  static func course(
    of name: String
  ) throws -> (document: CourseDocument, words: ReleaseWords, intervention: InterventionWords) {
    let squat = try squat()
    let found = try #require(try loadInterventions().first { $0.name == name })
    let intervention = InterventionWords(use: try #require(Intervention.Use(found)), after: 0)
    let week = 604_800.0
    let course = InterventionCourse(sessions: 3, every: week, until: 6 * week)
    let moments = course.instants(of: intervention.use, isCurve: true).map { instant in
      CourseDocument.Moment(
        instant, state: instant.effect < -0.01 ? 1 : 0, least: 0, most: instant.effect < -0.01 ? 2 : 0)
    }
    let tension = try #require(squat.states[0].tension["semitendinosus"])
    let words = ReleaseWords(
      target: "hamstrings", muscles: ["semitendinosus"], tension: tension, fraction: 0.5,
      isDefaultTension: false, intervention: intervention)
    let document = ResultsDocument(
      boundary: .fixedMoments, model: .init(name: squat.simulator.model.name, hash: "0123456789abcdef"),
      person: squat.simulator.person, activity: .init(squat.motion), states: squat.states, notes: [])
    return (CourseDocument(document, words, intervention, course, moments), words, intervention)
  }

  /// Four tones at two masses, one point of which was not solved, and a state released by half.
  static func grid() throws -> SolvedSweep {
    try sweep("{grid: {tension.hamstrings.tone: 0:15:5 %, person.mass: 60:80:20 kg}}")
  }

  /// Four tones.
  static func sweep() throws -> SolvedSweep { try sweep("{grid: {tension.hamstrings.tone: 0:15:5 %}}") }

  /// The numbers are a plane over the parameters: nothing is solved.
  private static func sweep(_ parameters: String) throws -> SolvedSweep {
    let study = try StudyFile.load(
      Array(
        """
        trochlea: 1
        title: Tone and mass
        extends: tight-hamstrings-squat
        what_if: [{name: half released, release: {hamstrings: 50 %}}]
        sweep: \(parameters)
        """.utf8), name: "sweep.yaml")
    let summary = try #require(try squat().states[0].summary)
    var sweep = try SolvedSweep(study)
    sweep.points = (0..<study.pointCount).map { index in
      let values = study.sweep?.point(index) ?? []
      let states = study.stateNames.enumerated().map { state, name in
        let isSolved = index != 2
        var summary = summary
        summary.peak_patellofemoral_force_BW =
          3.5 + (state == 0 ? 6 : 3) * values[0] + 0.01 * ((values.count > 1 ? values[1] : 70) - 70)
        return StateOutcome(
          name: name, scenario_hash: "", status: isSolved ? .done : .notConverged,
          reason: isSolved ? nil : "frame 3: max-iterations", mass_kg: values.count > 1 ? values[1] : 75,
          height_m: 1.75, side: .right, activity: "squat",
          tension: ["semitendinosus": MuscleTension(tone: values[0])], summary: isSolved ? summary : nil,
          warnings: [])
      }
      return PointOutcome(index: index, values: values, states: states)
    }
    return sweep
  }
}
