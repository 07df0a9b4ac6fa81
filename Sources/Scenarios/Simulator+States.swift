import Activities
import Knee
import Synchronization

extension Simulator {
  /// Solves a motion in several states at once, each on a thread with workspaces of its own.
  ///
  /// - Parameters:
  ///   - tensions: one state each, as in `solve(_:tension:progress:)`.
  ///   - progress: called once for every frame of any state, on the thread that solved it.
  /// - Returns: the frames of each state, in the order of `tensions`: the same bits as one after the other.
  public func solve(
    _ motion: Motion, tensions: [[MuscleTension]], progress: (@Sendable () -> Void)? = nil
  ) -> [[FrameResult]] {
    let results = Mutex([[FrameResult]](repeating: [], count: tensions.count))
    forEachConcurrently(tensions.count, threads: nil) { index in
      let frames = solve(motion, tension: tensions[index], progress: progress)
      results.withLock { $0[index] = frames }
    }
    return results.withLock { $0 }
  }
}
