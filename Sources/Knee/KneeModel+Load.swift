/// Readings of a knee whose muscle forces are given, not chosen.
extension KneeModel {
  /// Puts the knee in a pose that is known (rad, m; 12) and finds lengths, slopes and tensions there for muscle forces (N, one per
  /// muscle); coordinates that follow the passive path follow it.
  public func place(
    _ posture: KneePosture, at coordinates: ArraySlice<Double>, forces: [Double],
    using ws: inout KneeWorkspace
  ) {
    ws.take(coordinates)
    prescribe(posture, using: &ws)
    _ = evaluate(forces: forces, external: posture.externalForce, using: &ws)
  }

  /// The moments that muscles with these forces (N) and the rest of the knee supply at the pose last evaluated with them: hip
  /// extension, knee extension, ankle plantarflexion, N·m.
  public func suppliedMoments(forces: [Double], using ws: borrowing KneeWorkspace) -> SIMD3<Double> {
    var supplied = SIMD3<Double>(0, ws.kneeMoment, 0)
    for i in muscles.indices {
      supplied.x += forces[i] * ws.musclePerHip[i]
      supplied.z += forces[i] * ws.musclePerAnkle[i]
    }
    for i in strands.indices { supplied.x += ws.strandForce[i] * ws.geometry.strandPerHip[i] }
    return supplied
  }

  /// Fiber and tendon of muscle `i` at the pose last evaluated, with the velocities of a task.
  /// - Parameter activation: 0 to 1; the tone of `tension` is not applied here.
  public func fiberState(
    of i: Int, _ task: KneeTask, activation: Double, tension: MuscleTension,
    using ws: borrowing KneeWorkspace
  ) -> FiberState {
    muscles[i].parameters.fiberState(
      length: ws.muscleLength[i], velocity: velocity(of: i, task, ws), activation: activation,
      tension: tension)
  }
}
