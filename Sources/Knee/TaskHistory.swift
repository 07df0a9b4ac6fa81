/// The last solved tasks of a motion, from which the next is predicted.
///
/// One more equal step is extrapolated from the last two solutions or from the last three, whichever would have been nearer
/// to the last one. What is extrapolated is the distance of the pose from the passive path, the activations and multipliers.
public struct TaskHistory: ~Copyable {
  /// Solved frames that follow each other, up to three.
  private var count = 0
  /// The last solution and those before it: coordinates (12) less the passive path's, activations, multipliers (3)
  private var last, second, third: [Double]
  /// True when three solutions serve better than two.
  private var isCurved = false
  private let muscles: Int

  public init(_ model: KneeModel) {
    muscles = model.muscles.count
    last = Array(repeating: 0, count: Coordinate.count + muscles + 3)
    second = last
    third = last
  }

  public mutating func reset() { count = 0 }

  /// Takes note of the solution that the workspaces hold.
  public mutating func record(_ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace) {
    swap(&second, &third)
    swap(&last, &second)
    // The oldest is overwritten, after it has shown which prediction would have been the better.
    let λ = muscle.multiplier ?? .zero
    var (straight, curved) = (0.0, 0.0)
    for i in last.indices {
      let value: Double
      if i < Coordinate.count {
        value = ws.coordinates[i] - ws.pathValue[i]
      } else if i < Coordinate.count + muscles {
        value = muscle.activations[i - Coordinate.count]
        let (a, b) = (value - 2 * second[i] + third[i], value - 3 * second[i] + 3 * third[i] - last[i])
        straight += a * a
        curved += b * b
      } else {
        value = λ[i - Coordinate.count - muscles]
      }
      last[i] = value
    }
    isCurved = count == 3 && curved < straight
    count = min(3, count + 1)
  }

  /// Puts into the workspaces what one more equal step leads to; along the passive path while there is but one solution.
  public func predict(
    _ model: KneeModel, _ kneeFlexion: Double, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    guard count > 0 else { return }
    func next(_ i: Int) -> Double {
      if count == 1 { return last[i] }
      return isCurved ? 3 * (last[i] - second[i]) + third[i] : 2 * last[i] - second[i]
    }
    model.startOnPath(kneeFlexion, using: &ws)
    for c in 0..<Coordinate.count { ws.coordinates[c] += next(c) }
    for i in 0..<muscles {
      // A muscle at its bound stays there.
      let k = Coordinate.count + i
      muscle.activations[i] = last[k] == second[k] ? last[k] : min(1, max(0, next(k)))
    }
    let k = Coordinate.count + muscles
    muscle.multiplier = SIMD3(next(k), next(k + 1), next(k + 2))
  }
}
