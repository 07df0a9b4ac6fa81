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

extension SagittalWrap.Segment {
  /// Rates of a muscle's six slopes dL/dc along the motion; the end `x` away from its body's origin.
  @inline(__always)
  func slopeRates(end x: Vector3, _ pose: borrowing BodyPose, _ motion: borrowing BodyMotion) -> (
    Vector3, Vector3
  ) {
    let xRate = motion.turn.cross(x)
    let uRate = hessian * (motion.shift + xRate)
    let moment = x.cross(towardEnd)
    let momentRate = xRate.cross(towardEnd) + x.cross(uRate)
    let angles = Vector3(
      pose.axes.0.dot(momentRate), motion.axes.1.dot(moment) + pose.axes.1.dot(momentRate),
      motion.axes.2.dot(moment) + pose.axes.2.dot(momentRate))
    return (angles, uRate)
  }
}
