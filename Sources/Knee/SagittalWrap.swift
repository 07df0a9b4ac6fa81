import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A cylinder along z that a muscle's segment passes on one side of and wraps around when it is in the way.
///
/// The geodesic on a cylinder along z is a straight line once unrolled, so the length is √(s² + Δz²) with s the tangent,
/// arc and tangent in the sagittal plane. Exact, with exact derivatives while both ends are outside the cylinder.
struct SagittalWrap: Sendable, Equatable {
  /// Axis and radius, femur frame, m.
  var x, y, radius: Double
  /// +1: the axis lies on the left of the way from start to end, seen with x right and y up; -1: on the right.
  var side: Double

  /// The length of a segment with its slopes.
  struct Segment {
    /// m
    var length: Double
    /// dL/dend and dL/dstart, dimensionless.
    var towardEnd, towardStart: Vector3
    /// d²L/dend², 1/m
    var hessian: Symmetric3
    var isWrapped = false

    static let none = Segment(length: 0, towardEnd: .zero, towardStart: .zero, hessian: Symmetric3())

    /// Gradient in the end of `towardStart · direction`, 1/m.
    func startSlope(_ direction: Vector3) -> Vector3 {
      guard isWrapped else { return (-1) * (hessian * direction) }
      // The slope at the start is (cs ua, -cz); ua does not depend on the end.
      let cz = towardEnd.z
      let cs = (towardEnd.x * towardEnd.x + towardEnd.y * towardEnd.y).squareRoot()
      let ub = Vector3(towardEnd.x, towardEnd.y, 0) / cs
      let ua = Vector3(towardStart.x, towardStart.y, 0) / cs
      let z = Vector3(0, 0, 1)
      let (ss, sz, zz) = (cz * cz / length, -cs * cz / length, cs * cs / length)
      return ua.dot(direction) * (ss * ub + sz * z) - direction.z * (sz * ub + zz * z)
    }
  }

  /// The segment around `wrap`, or straight without one.
  @inline(__always)
  static func path(from start: Vector3, to end: Vector3, around wrap: SagittalWrap?) -> Segment {
    guard let wrap else { return straight(from: start, to: end) }
    return wrap.path(from: start, to: end)
  }

  static func straight(from start: Vector3, to end: Vector3) -> Segment {
    let along = end - start
    let length = max(along.length, 1e-9)
    let u = along / length
    return Segment(
      length: length, towardEnd: u, towardStart: -u,
      hessian: .dyad(u, scale: -1 / length, plusIdentity: 1 / length))
  }

  func path(from start: Vector3, to end: Vector3) -> Segment {
    let a = (start.x - x, start.y - y)
    let b = (end.x - x, end.y - y)
    let (da2, db2) = (a.0 * a.0 + a.1 * a.1, b.0 * b.0 + b.1 * b.1)
    // A point inside the cylinder would have no tangent: the radius yields to just below its distance, and the slopes are
    // those of that radius.
    let r = min(radius, 0.999 * min(da2, db2).squareRoot())
    let d = (b.0 - a.0, b.1 - a.1)
    let chord = max((d.0 * d.0 + d.1 * d.1).squareRoot(), 1e-12)
    // Distance of the axis from the straight line, positive on its proper side (left when side = +1).
    let distance = side * (d.0 * -a.1 - d.1 * -a.0) / chord
    let nearest = -(a.0 * d.0 + a.1 * d.1) / chord
    let isBetween = nearest > 0 && nearest < chord
    if distance >= r || !isBetween { return Self.straight(from: start, to: end) }

    // Tangent lengths, and the angle from start to end around the axis in the sense of the wrap.
    let ta = (da2 - r * r).squareRoot()
    let tb = (db2 - r * r).squareRoot()
    let cross = a.0 * b.1 - a.1 * b.0
    let dot = a.0 * b.0 + a.1 * b.1
    var between = atan2(side * cross, dot)
    if between < 0 { between += 2 * Double.pi }
    let arc = between - atan2(ta, r) - atan2(tb, r)
    guard arc > 0 else { return Self.straight(from: start, to: end) }
    let s = ta + tb + r * arc

    // The tangent at each end is the slope of s there; it turns with the end about the tangent point.
    let ub = Self.tangent(b, db2, r: r, t: tb, side: -side)
    let ua = Self.tangent(a, da2, r: r, t: ta, side: side)
    let dz = end.z - start.z
    let length = (s * s + dz * dz).squareRoot()
    let (cs, cz) = (s / length, dz / length)
    // L = √(s² + z²): L_ss = cz²/L, L_sz = -cs cz/L, L_zz = cs²/L; s has curvature n nᵀ/tb at the end.
    let n = (-ub.1, ub.0)
    let (ss, sz, zz) = (cz * cz / length, -cs * cz / length, cs * cs / length)
    let turn = cs / tb
    return Segment(
      length: length,
      towardEnd: Vector3(cs * ub.0, cs * ub.1, cz),
      towardStart: Vector3(cs * ua.0, cs * ua.1, -cz),
      hessian: Symmetric3(
        xx: ss * ub.0 * ub.0 + turn * n.0 * n.0, xy: ss * ub.0 * ub.1 + turn * n.0 * n.1, xz: sz * ub.0,
        yy: ss * ub.1 * ub.1 + turn * n.1 * n.1, yz: sz * ub.1, zz: zz),
      isWrapped: true)
  }

  /// Unit vector from the tangent point to `p` (relative to the axis).
  private static func tangent(
    _ p: (Double, Double), _ d2: Double, r: Double, t: Double, side: Double
  ) -> (Double, Double) {
    // The tangent point is (r²/d²) p + side (r t/d²) (left normal of p).
    let (k, m) = (r * r / d2, side * r * t / d2)
    let q = (k * p.0 - m * p.1, k * p.1 + m * p.0)
    return ((p.0 - q.0) / t, (p.1 - q.1) / t)
  }
}
