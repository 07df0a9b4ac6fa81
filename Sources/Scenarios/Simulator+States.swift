import Activities
import Knee
import Synchronization

extension Simulator {
  /// Solves a motion in several states at once, each on a thread with workspaces of its own.
  ///
  /// - Parameters:
  ///   - tensions: one state each, as in `solve(_:tension:progress:)`.
  ///   - carriedMasses: one for each state, kg; by default this simulator's for all.
  ///   - progress: called once for every frame of any state, on the thread that solved it.
  /// - Returns: the frames of each state, in the order of `tensions`: the same bits as one after the other.
  public func solve(
    _ motion: Motion, tensions: [[MuscleTension]], carriedMasses: [Double]? = nil,
    progress: (@Sendable () -> Void)? = nil
  ) -> [[FrameResult]] {
    precondition(
      carriedMasses.map { $0.count == tensions.count } ?? true,
      "\(carriedMasses?.count ?? 0) masses for \(tensions.count) states")
    let results = Mutex([[FrameResult]](repeating: [], count: tensions.count))
    forEachConcurrently(tensions.count, threads: nil) { index in
      var simulator = self
      if let carriedMasses { simulator.carriedMass = carriedMasses[index] }
      let frames = simulator.solve(motion, tension: tensions[index], progress: progress)
      results.withLock { $0[index] = frames }
    }
    return results.withLock { $0 }
  }
}
