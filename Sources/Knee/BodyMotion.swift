import Dense

/// How a body moves along the knee's motion dc/dθ: per rad of knee flexion.
struct BodyMotion {
  /// Velocity of the origin, m/rad, and angular velocity, rad/rad.
  var shift, turn: Vector3
  /// Rates of the axes of the body's three angles.
  var axes: (Vector3, Vector3, Vector3)

  /// From the rates of the body's six coordinates beginning at `offset`.
  init(_ pose: borrowing BodyPose, _ rates: [Double], offset: Int) {
    let (f, a, x) = (rates[offset], rates[offset + 1], rates[offset + 2])
    turn = f * pose.axes.0 + a * pose.axes.1 + x * pose.axes.2
    // An axis turns with the angles outside it.
    axes = (.zero, f * pose.axes.0.cross(pose.axes.1), (f * pose.axes.0 + a * pose.axes.1).cross(pose.axes.2))
    shift = Vector3(rates[offset + 3], rates[offset + 4], rates[offset + 5])
  }
}

extension BodyMotion {
  /// Velocity of a point `x` away from the body's origin, m/rad.
  @inline(__always)
  func velocity(of x: Vector3) -> Vector3 { shift + turn.cross(x) }

  /// The same of four points.
  @inline(__always)
  func velocity(of x: Lanes3) -> Lanes3 {
    Lanes3(
      turn.y * x.z - turn.z * x.y + shift.x, turn.z * x.x - turn.x * x.z + shift.y,
      turn.x * x.y - turn.y * x.x + shift.z)
  }
}
