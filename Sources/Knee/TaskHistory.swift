/// The last two solved tasks of a motion, from which the next is predicted.
public struct TaskHistory: ~Copyable {
  /// Solved frames that follow each other, up to two.
  private var count = 0
  /// Distance of the coordinates from the passive path; activations; multipliers
  private var last, before: [Double]
  private let muscles: Int

  public init(_ model: KneeModel) {
    muscles = model.muscles.count
    last = Array(repeating: 0, count: Coordinate.count + muscles + 3)
    before = last
  }

  public mutating func reset() { count = 0 }

  /// Takes note of the solution that the workspaces hold.
  public mutating func record(_ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace) {
    swap(&last, &before)
    for c in 0..<Coordinate.count { last[c] = ws.coordinates[c] - ws.pathValue[c] }
    for i in 0..<muscles { last[Coordinate.count + i] = muscle.activations[i] }
    let λ = muscle.multiplier ?? .zero
    for j in 0..<3 { last[Coordinate.count + muscles + j] = λ[j] }
    count = min(2, count + 1)
  }

  /// Puts into the workspaces what one more equal step leads to; along the passive path while there is but one solution.
  public func predict(
    _ model: KneeModel, _ kneeFlexion: Double, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    guard count > 0 else { return }
    func next(_ i: Int) -> Double { count == 2 ? 2 * last[i] - before[i] : last[i] }
    model.startOnPath(kneeFlexion, using: &ws)
    for c in 0..<Coordinate.count { ws.coordinates[c] += next(c) }
    for i in 0..<muscles {
      // A muscle at its bound stays there.
      let k = Coordinate.count + i
      muscle.activations[i] = last[k] == before[k] ? last[k] : min(1, max(0, next(k)))
    }
    let k = Coordinate.count + muscles
    muscle.multiplier = SIMD3(next(k), next(k + 1), next(k + 2))
  }
}
