import Knee

/// A motion solved in one state of tension: what states are compared by.
public struct SolvedState: Sendable, Equatable {
  /// One per muscle of the model.
  public var tension: [MuscleTension]
  public var solution: MotionSolution

  public init(tension: [MuscleTension], solution: MotionSolution) {
    self.tension = tension
    self.solution = solution
  }

  /// Indices of the muscles whose tension is another one in `other`.
  func musclesThatDiffer(from other: SolvedState) -> [Int] {
    tension.indices.filter { tension[$0] != other.tension[$0] }
  }

  /// Force of every muscle in a frame, N.
  func forces(_ frame: Int) -> [Double] { solution.muscles(frame).map(\.force_N) }
}
