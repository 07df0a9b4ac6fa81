import Dense

/// The mixed second derivatives of springs between tibia and patella: -K between their ends.
///
/// Ends b (tibia) and a (patella) away from the origins move by δt + δω × x; as in `BodyMoments` the springs add up in
/// that motion and the chain rule is applied once.
struct MutualMoments {
  /// Σ K, N/m
  var stiffness = Symmetric3()
  /// Σ K J_a and Σ J_bᵀ K with J ω = ω × x, N/rad; Σ J_bᵀ K J_a, N·m/rad²
  var patellaTurn = Matrix3.zero, tibiaTurn = Matrix3.zero, turning = Matrix3.zero

  @inline(__always)
  mutating func add(_ k: Symmetric3, tibia b: Vector3, patella a: Vector3) {
    let rows = k.rows
    let turned = rows.crossed(from: a)
    stiffness = stiffness + k
    patellaTurn = patellaTurn + turned
    tibiaTurn = tibiaTurn + rows.crossed(by: b)
    turning = turning + turned.crossed(by: b)
  }

  /// Subtracts them in the bodies' twelve coordinates from `h` (12 × 12).
  func pullBack(_ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ h: inout [Double]) {
    pullBack(tibia.axes, patella.axes, &h)
  }

  /// The same for these axes of the three angles of either body.
  func pullBack(
    _ tibiaAxes: (Vector3, Vector3, Vector3), _ patellaAxes: (Vector3, Vector3, Vector3), _ h: inout [Double]
  ) {
    let k = stiffness.rows.rows
    let rows: [3 of Vector3] = [k.0, k.1, k.2]
    let b: [3 of Vector3] = [tibiaAxes.0, tibiaAxes.1, tibiaAxes.2]
    let a: [3 of Vector3] = [patellaAxes.0, patellaAxes.1, patellaAxes.2]
    for i in 0..<3 {
      let pulled = tibiaTurn.leftMultiplied(by: b[i])
      let turned = turning.leftMultiplied(by: b[i])
      let shift = patellaTurn * a[i]
      for j in 0..<3 {
        subtract(rows[i][j], 3 + i, 9 + j, &h)
        subtract(pulled[j], i, 9 + j, &h)
        subtract(turned.dot(a[j]), i, 6 + j, &h)
        subtract(shift[j], 3 + j, 6 + i, &h)
      }
    }
  }

  @inline(__always)
  private func subtract(_ value: Double, _ i: Int, _ j: Int, _ h: inout [Double]) {
    h[12 * i + j] -= value
    h[12 * j + i] -= value
  }
}

extension Symmetric3 {
  @inline(__always)
  var rows: Matrix3 { Matrix3(Vector3(xx, xy, xz), Vector3(xy, yy, yz), Vector3(xz, yz, zz)) }
}

extension Matrix3 {
  /// x × row, for every row.
  @inline(__always)
  func crossed(from x: Vector3) -> Matrix3 { Matrix3(x.cross(rows.0), x.cross(rows.1), x.cross(rows.2)) }

  /// [x]× M: every column crossed by x from the left.
  @inline(__always)
  func crossed(by x: Vector3) -> Matrix3 {
    Matrix3(
      x.y * rows.2 - x.z * rows.1, x.z * rows.0 - x.x * rows.2, x.x * rows.1 - x.y * rows.0)
  }
}
