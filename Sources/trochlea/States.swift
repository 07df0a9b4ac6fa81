import Activities
import Knee
import Results
import Scenarios

/// Solves a motion in several states side by side, with progress over all of them.
///
/// - Parameter carriedMasses: one for each state, kg; by default the person's own.
/// - Returns: the states in order; from the second on, with their change against the first.
func solveStates(
  _ tensions: [(name: String, tension: [MuscleTension])], carriedMasses: [Double]? = nil,
  _ simulator: Simulator, _ motion: Motion, _ console: Console, isQuiet: Bool
) -> [StateResult] {
  let progress = Progress(total: motion.frames.count * tensions.count, console: console, isQuiet: isQuiet)
  let solved = simulator.solve(
    motion, tensions: tensions.map(\.tension), carriedMasses: carriedMasses, progress: progress.counter())
  progress.end()
  let summaries = solved.map(summarize)
  return tensions.indices.map { index in
    let (name, tension) = tensions[index]
    return StateResult(
      name: name, tension: Dictionary(uniqueKeysWithValues: zip(simulator.model.muscleNames, tension)),
      frames: solved[index],
      summary: index == 0 ? summaries[0] : summaries[index].compared(to: summaries[0]))
  }
}

/// Solves a motion in one state with its sensitivities, with progress.
func solveWithSensitivities(
  _ name: String, _ tension: [MuscleTension], _ simulator: Simulator, _ motion: Motion, _ console: Console,
  isQuiet: Bool
) -> StateResult {
  let progress = Progress(total: motion.frames.count, console: console, isQuiet: isQuiet)
  let (frames, sensitivities) = simulator.sensitivities(
    motion, tension: tension, progress: progress.counter())
  progress.end()
  return StateResult(
    name: name, tension: Dictionary(uniqueKeysWithValues: zip(simulator.model.muscleNames, tension)),
    frames: frames, summary: summarize(frames), sensitivities: sensitivities)
}

/// What a reader of a file must know of a motion.
func notes(of motion: Motion) -> [String] {
  motion.caveats + (motion.isMeasured ? [] : [Wording.reconstructed(motion.name)])
}
