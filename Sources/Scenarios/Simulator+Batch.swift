import Activities
import Dispatch
import Foundation
import Knee
import Synchronization

/// One motion of one person in one state of tension.
public struct Scenario: Sendable {
  public var simulator: Simulator
  public var motion: Motion
  /// One per muscle of the model.
  public var tension: [MuscleTension]

  public init(simulator: Simulator, motion: Motion, tension: [MuscleTension]) {
    self.simulator = simulator
    self.motion = motion
    self.tension = tension
  }
}

/// Solves many scenarios on all cores: persons, activities and tensions in any mixture.
///
/// Each is solved by one thread from its own start, so the results are the same bits for any number of threads and
/// any division of the list. A thread takes the next scenario when it has finished one: they take milliseconds, so that
/// the counter they share costs nothing.
/// - Parameters:
///   - threads: 1 or more; by default as many as there are cores.
///   - progress: called once for every scenario that is done, on the thread that solved it.
/// - Returns: one solution each, in the order of `scenarios`.
public func solve(
  _ scenarios: [Scenario], threads: Int? = nil, progress: (@Sendable () -> Void)? = nil
) -> [MotionSolution] {
  let solutions = Mutex(
    scenarios.map { MotionSolution(frames: 0, muscles: $0.simulator.model.muscles.count) })
  forEachConcurrently(scenarios.count, threads: threads) { index in
    let scenario = scenarios[index]
    var solution = MotionSolution(
      frames: scenario.motion.frames.count, muscles: scenario.simulator.model.muscles.count)
    scenario.simulator.solve(scenario.motion, tension: scenario.tension, into: &solution)
    solutions.withLock { $0[index] = solution }
    progress?()
  }
  return solutions.withLock { $0 }
}

/// Calls `body` for 0..<count, each once, on so many threads.
func forEachConcurrently(_ count: Int, threads: Int?, _ body: @Sendable (Int) -> Void) {
  let workers = min(count, max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount))
  if workers <= 1 {
    for index in 0..<count { body(index) }
    return
  }
  let next = Atomic(0)
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if index >= count { return }
      body(index)
    }
  }
}
