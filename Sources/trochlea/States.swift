import Activities
import Knee
import Results
import Scenarios

/// Solves a motion in one state after the other, with progress over all of them.
///
/// - Returns: the states in order; from the second on, with their change against the first.
func solveStates(
  _ tensions: [(name: String, tension: [MuscleTension])], _ simulator: Simulator, _ motion: Motion,
  _ console: Console, isQuiet: Bool
) -> [StateResult] {
  let count = motion.frames.count
  let progress = Progress(total: count * tensions.count, console: console, isQuiet: isQuiet)
  defer { progress.end() }
  var states: [StateResult] = []
  for (index, entry) in tensions.enumerated() {
    let frames = simulator.solve(
      motion, tension: entry.tension, progress: progress.counter(entry.name, after: index * count))
    let summary = summarize(frames)
    let names = zip(simulator.model.muscleNames, entry.tension)
    states.append(
      StateResult(
        name: entry.name, tension: Dictionary(uniqueKeysWithValues: names), frames: frames,
        summary: states.first.map { summary.compared(to: $0.summary) } ?? summary))
  }
  return states
}

/// What a reader of a file must know of a motion.
func warnings(of motion: Motion) -> [String] {
  motion.caveats + (motion.isMeasured ? [] : [Wording.reconstructed(motion.name)])
}
