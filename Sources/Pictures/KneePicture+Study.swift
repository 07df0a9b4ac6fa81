import Figures
import Knee
import Results
import Scenarios
import Studies

extension KneePicture {
  /// A study's state as now beside one what-if, each at the instant of its own greatest force: the arrows are to each other as the
  /// peaks of the summary. Both are turned by the flexion of the first. In color are the muscles whose tension differs.
  ///
  /// An outcome keeps numbers and no poses: both states are solved anew, to the same bits.
  ///
  /// - Parameters:
  ///   - outcome: a point of the study.
  ///   - whatIf: index among the study's what-ifs.
  /// - Throws: `Failure` (cannot be held, not converged) where a state is not done; `InputError` (data) for a model of other bones.
  public init(_ study: Study, _ outcome: PointOutcome, whatIf: Int = 0) throws {
    let chosen = [0, whatIf + 1]
    for state in chosen.map({ outcome.states[$0] }) where state.status != .done {
      let status: CommandStatus = state.status == .notConverged ? .notConverged : .cannotBeHeld
      throw Failure(status, "'\(state.name)' is \(state.status.rawValue): \(state.reason ?? "")")
    }
    let conditions = chosen.map { study.states(at: outcome.index)[$0] }
    let changed = conditions[0].tension.indices.filter {
      conditions[0].tension[$0] != conditions[1].tension[$0]
        || study.whatIfs[whatIf].releases[$0] != nil
    }
    let solved = try Self.solved(study, conditions)
    let person = solved[0].simulator.person
    let name = changed.isEmpty ? "" : study.model.words.spoken(Set(changed))
    let peaks = solved.map { knee in
      knee.state.peakFrame.map { knee.state.solution.frames[$0].patellofemoral.force_N / person.bodyWeight }
        ?? 0
    }.map { "\(fixedNumber(100 * $0, 0)) %" }
    let names = chosen.map { outcome.states[$0].name }
    self.init(
      title: "\(study.title): \(names[1])", subtitle: "each at the instant of its greatest force",
      description:
        "Two drawings of the same knee from the side, each at the instant of its greatest force. \(names[0]): the kneecap presses"
        + " on the thigh bone with \(peaks[0]) of body weight. \(names[1]): \(peaks[1]). An arrow shows the force, colors on the"
        + " kneecap's cartilage show the pressure.",
      panels: zip(names, solved).map { name, knee in
        Panel(
          heading: name,
          scene: knee.state.peakFrame.flatMap {
            KneeScene(
              knee.simulator.model, knee.state, frame: $0, released: changed, bodyWeight: person.bodyWeight)
          })
      },
      outlines: try KneeOutlines(of: solved[0].simulator.model), style: .patient,
      isLeft: person.side == .left, released: name,
      notes: Closing.notes(boundary: study.boundary, reconstructed: nil))
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
