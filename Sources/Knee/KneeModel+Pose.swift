/// Parts of the energy in a pose that is given, not solved: for calibration and for checks of balance.
extension KneeModel {
  /// Lengths (m, one per strand) with the twelve coordinates prescribed (rad, m) and the hip straight.
  public func strandLengths(at coordinates: [Double], using ws: borrowing KneeWorkspace) -> [Double] {
    precondition(coordinates.count == Coordinate.count, "\(coordinates.count) coordinates")
    let tibia = BodyPose(coordinates, offset: 0)
    let patella = BodyPose(coordinates, offset: 6)
    return strands.indices.map { i in
      let strand = strands[i]
      let start = strand.span == .patellaToTibia ? patella.place(strand.from) : strand.from
      let end = strand.span == .femurToPatella ? patella.place(strand.to) : tibia.place(strand.to)
      return (end - start).length + ws.geometry.strandLength[i]
    }
  }

  /// The energy W (J) with the twelve coordinates prescribed (rad, m) and its gradient and Hessian in them.
  public func energy(
    at coordinates: [Double], forces: [Double], external: SIMD3<Double> = .zero, using ws: inout KneeWorkspace
  ) -> (value: Double, gradient: [Double], hessian: [Double]) {
    precondition(coordinates.count == Coordinate.count, "\(coordinates.count) coordinates")
    for i in 0..<Coordinate.count { ws.coordinates[i] = coordinates[i] }
    let value = evaluate(forces: forces, external: external, using: &ws)
    return (value, ws.gradient, ws.hessian)
  }
}
