import Figures
import Knee
import Results
import Scenarios
import Studies

extension KneePicture {
  /// A study's state as now beside its first what-if, each at the instant of its own greatest force: the arrows are to each other as
  /// the peaks of the summary. Both are turned by the flexion of the first. In color are the muscles whose tension or strength differs.
  ///
  /// An outcome keeps numbers and no poses: both states are solved anew, to the same bits.
  ///
  /// - Parameter outcome: a point of the study.
  /// - Throws: `Failure` (cannot be held, not converged) where a state is not done or no living knee would hold it;
  ///   `InputError` (data) for a model of other bones.
  public init(_ study: Study, _ outcome: PointOutcome, style: Style = .patient) throws {
    let states = Array(outcome.states.prefix(2))
    for state in states { try state.requireHeld(for: "picture") }
    let conditions = Array(study.states(at: outcome.index).prefix(2))
    let changed = conditions[0].tension.indices.filter {
      conditions[0].tension[$0] != conditions[1].tension[$0] || study.whatIfs[0].releases[$0] != nil
    }
    let solved = try Self.solved(study, conditions)
    let weight = solved[0].simulator.person.bodyWeight
    let peaks = solved.map { knee in
      "\(fixedNumber(100 * (knee.state.peakFrame.map { knee.state.solution.frames[$0].patellofemoral.force_N } ?? 0) / weight, 0)) %"
    }
    let names = states.map(\.name)
    let shown = SolvedStates(
      study, PointOutcome(index: outcome.index, values: outcome.values, states: states))
    self.init(
      title: "\(study.title): \(names[1])",
      subtitle: "Each at the instant of its greatest force, seen from outside. " + shown.subtitle,
      description:
        "Two drawings of the same knee from the side, each at the instant of its greatest force. \(names[0]): the kneecap presses"
        + " on the thigh bone with \(peaks[0]) of body weight. \(names[1]): \(peaks[1]). An arrow shows the force, colors on the"
        + " kneecap's cartilage show the pressure.",
      panels: zip(states, solved).map { state, knee in
        let peak = knee.state.peakFrame
        return Panel(
          heading: state.name,
          scene: peak.flatMap {
            KneeScene(knee.simulator.model, knee.state, frame: $0, released: changed, bodyWeight: weight)
          },
          isLeft: state.side == .left,
          greatest: peak.map {
            Greatest(newtons: knee.state.solution.frames[$0].patellofemoral.force_N, isHere: true)
          })
      },
      outlines: try KneeOutlines(of: solved[0].simulator.model), style: style,
      released: changed.isEmpty ? "" : study.model.words.spoken(Set(changed)),
      notes: shown.notes + [Wording.stressBand])
  }

  private typealias SolvedKnee = (simulator: Simulator, state: SolvedState)

  /// The first state, and another as the study's boundary has it.
  private static func solved(_ study: Study, _ conditions: [Conditions]) throws -> [SolvedKnee] {
    var result: [SolvedKnee] = []
    for conditions in conditions {
      let simulator = try study.simulator(conditions)
      let motion = try conditions.activity.motion(of: conditions.person())
      let tension = conditions.tension
      if let first = result.first, study.boundary == .fixedForces {
        let state = simulator.solveFixedForces(motion, baseline: first.state, tension: tension)
        result.append((simulator, state))
      } else {
        result.append((simulator, simulator.solvedState(motion, tension: tension)))
      }
    }
    return result
  }
}

extension SolvedState {
  /// The frame of the greatest kneecap force; nil where none was solved.
  var peakFrame: Int? {
    let frames = solution.frames
    return frames.indices.filter { frames[$0].status == .converged }
      .max { frames[$0].patellofemoral.force_N < frames[$1].patellofemoral.force_N }
  }
}
