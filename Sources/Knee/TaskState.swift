/// A solution put aside: pose, activations and forces.
public struct TaskState {
  private let coordinates, activations, forces: [Double]
  private let fibers: [FiberState]
  private let multiplier, lacking: SIMD3<Double>?

  public init(_ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace) {
    (coordinates, activations, forces) = (ws.coordinates, muscle.activations, muscle.forces)
    (fibers, multiplier, lacking) = (muscle.fibers, muscle.multiplier, muscle.lacking)
  }

  /// Puts it back; energy and arms are then still those of another pose.
  public func restore(_ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace) {
    (ws.coordinates, muscle.activations, muscle.forces) = (coordinates, activations, forces)
    (muscle.fibers, muscle.multiplier, muscle.lacking) = (fibers, multiplier, lacking)
  }
}
