import Dense

/// A slope in the six coordinates of one body: of a length whose end pulls along `u`.
struct BodySlope {
  /// In the body's angles and shifts.
  var angles = Vector3.zero, shifts = Vector3.zero

  init() {}

  /// Of a function that has the gradient `u` at a point `x` away from the origin; `moment` adds to x × u.
  @inline(__always)
  init(_ u: Vector3, at x: Vector3, _ pose: borrowing BodyPose, moment: Vector3 = .zero) {
    let m = x.cross(u) + moment
    angles = Vector3(pose.axes.0.dot(m), pose.axes.1.dot(m), pose.axes.2.dot(m))
    shifts = u
  }

  /// Its rate, as `u` changes by `uRate` and the body moves.
  @inline(__always)
  init(
    rateOf u: Vector3, _ uRate: Vector3, at x: Vector3, _ pose: borrowing BodyPose,
    _ motion: borrowing BodyMotion
  ) {
    let xRate = motion.turn.cross(x)
    let m = x.cross(u)
    let mRate = xRate.cross(u) + x.cross(uRate)
    angles = Vector3(
      pose.axes.0.dot(mRate), motion.axes.1.dot(m) + pose.axes.1.dot(mRate),
      motion.axes.2.dot(m) + pose.axes.2.dot(mRate))
    shifts = uRate
  }

  /// In one of the six coordinates.
  @inline(__always)
  subscript(_ coordinate: Int) -> Double {
    coordinate < 3 ? angles[coordinate] : shifts[coordinate - 3]
  }

  @inline(__always)
  static func + (_ a: BodySlope, _ b: BodySlope) -> BodySlope {
    var sum = a
    sum.angles += b.angles
    sum.shifts += b.shifts
    return sum
  }

  @inline(__always)
  static func * (_ s: Double, _ a: BodySlope) -> BodySlope {
    var product = a
    product.angles *= s
    product.shifts *= s
    return product
  }
}
