/// The last solved tasks of a motion, from which the next is predicted.
///
/// One more equal step is extrapolated from the last two solutions or from the last three, whichever would have been nearer
/// to the last one: for the pose (its distance from the passive path) and for the activations (with the multipliers) apart.
public struct TaskHistory: ~Copyable {
  /// Solved frames that follow each other, up to three.
  private var count = 0
  /// The last solution and those before it: coordinates (12) less the passive path's, activations, multipliers (3)
  private var last, second, third: [Double]
  /// True when three solutions serve better than two: for the pose, and for the activations.
  private var poseIsCurved = false, isCurved = false
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
    var pose = Misses()
    var activation = Misses()
    for i in last.indices {
      let value: Double
      if i < Coordinate.count {
        value = ws.coordinates[i] - ws.pathValue[i]
        let length = Coordinate.isAngle(i) ? KneeWorkspace.rotationLength : 1
        pose.add(
          length * (value - 2 * second[i] + third[i]),
          length * (value - 3 * second[i] + 3 * third[i] - last[i]))
      } else if i < Coordinate.count + muscles {
        value = muscle.activations[i - Coordinate.count]
        activation.add(value - 2 * second[i] + third[i], value - 3 * second[i] + 3 * third[i] - last[i])
      } else {
        value = λ[i - Coordinate.count - muscles]
      }
      last[i] = value
    }
    poseIsCurved = count == 3 && pose.curved < pose.straight
    isCurved = count == 3 && activation.curved < activation.straight
    count = min(3, count + 1)
  }

  /// Sums of the squares by which predictions from two and from three solutions missed.
  private struct Misses {
    var straight = 0.0, curved = 0.0

    mutating func add(_ a: Double, _ b: Double) {
      straight += a * a
      curved += b * b
    }
  }

  /// Puts into the workspaces what one more equal step leads to; along the passive path while there is but one solution.
  public func predict(
    _ model: KneeModel, _ kneeFlexion: Double, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    guard count > 0 else { return }
    func next(_ i: Int) -> Double {
      if count == 1 { return last[i] }
      return (i < Coordinate.count ? poseIsCurved : isCurved)
        ? 3 * (last[i] - second[i]) + third[i] : 2 * last[i] - second[i]
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
