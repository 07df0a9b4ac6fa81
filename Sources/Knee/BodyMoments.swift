import Dense

/// Gradient and Hessian of an energy of a body's points, gathered about the body's origin.
///
/// A point X away from the origin (femur directions) moves by δx = δt + δω × X. Forces f and stiffnesses K of all springs,
/// elements and muscles of a body add up in that motion; the chain rule to the body's three angles is applied once.
struct BodyMoments {
  /// Σ f, N
  var force = Vector3.zero
  /// Σ f Xᵀ, N·m, by rows of f
  var dyad = Matrix3.zero
  /// Σ K, N/m
  var stiffness = Symmetric3()
  /// Σ K J with J ω = ω × X, N/rad
  var coupling = Matrix3.zero
  /// Σ Jᵀ K J, N·m/rad²
  var turning = Symmetric3()

  /// Adds the gradient `f` and the Hessian `k` of an energy in the place of a point `x` away from the origin.
  @inline(__always)
  mutating func add(at x: Vector3, gradient f: Vector3, hessian k: Symmetric3) {
    force += f
    dyad.rows.0 += f.x * x
    dyad.rows.1 += f.y * x
    dyad.rows.2 += f.z * x
    stiffness = stiffness + k
    let b0 = x.cross(Vector3(k.xx, k.xy, k.xz))
    let b1 = x.cross(Vector3(k.xy, k.yy, k.yz))
    let b2 = x.cross(Vector3(k.xz, k.yz, k.zz))
    coupling.rows.0 += b0
    coupling.rows.1 += b1
    coupling.rows.2 += b2
    turning.xx += x.y * b2.x - x.z * b1.x
    turning.xy += x.y * b2.y - x.z * b1.y
    turning.xz += x.y * b2.z - x.z * b1.z
    turning.yy += x.z * b0.y - x.x * b2.y
    turning.yz += x.z * b0.z - x.x * b2.z
    turning.zz += x.x * b1.z - x.y * b0.z
  }

  /// Adds the moments of other points.
  mutating func add(_ other: BodyMoments) {
    force += other.force
    dyad = dyad + other.dyad
    stiffness = stiffness + other.stiffness
    coupling = coupling + other.coupling
    turning = turning + other.turning
  }

  /// Adds the gradient and Hessian in the body's six coordinates to `g` (12) and `h` (12 × 12).
  func pullBack(_ pose: borrowing BodyPose, offset: Int, _ g: inout [Double], _ h: inout [Double]) {
    let (d0, d1, d2) = dyad.rows
    let moment = Vector3(d2.y - d1.z, d0.z - d2.x, d1.x - d0.y)
    let trace = d0.x + d1.y + d2.z
    let axes: [3 of Vector3] = [pose.axes.0, pose.axes.1, pose.axes.2]
    for a in 0..<3 {
      g[offset + a] += axes[a].dot(moment)
      g[offset + 3 + a] += force[a]
      let turned = turning * axes[a]
      let pulled = dyad.leftMultiplied(by: axes[a])
      for b in 0...a {
        // d²x of the inner angle a and the outer b is axis_b × (axis_a × X).
        let value = axes[b].dot(turned) + pulled.dot(axes[b]) - trace * axes[a].dot(axes[b])
        add(value, offset + a, offset + b, &h)
      }
      let shift = coupling * axes[a]
      for i in 0..<3 { add(shift[i], offset + 3 + i, offset + a, &h) }
    }
    add(stiffness.xx, offset + 3, offset + 3, &h)
    add(stiffness.xy, offset + 3, offset + 4, &h)
    add(stiffness.xz, offset + 3, offset + 5, &h)
    add(stiffness.yy, offset + 4, offset + 4, &h)
    add(stiffness.yz, offset + 4, offset + 5, &h)
    add(stiffness.zz, offset + 5, offset + 5, &h)
  }

  @inline(__always)
  private func add(_ value: Double, _ i: Int, _ j: Int, _ h: inout [Double]) {
    h[12 * i + j] += value
    if i != j { h[12 * j + i] += value }
  }
}

/// Gradient of an energy of a body's points about the body's origin, without the Hessian.
struct BodyPull {
  /// Σ f, N, and Σ X × f, N·m
  var force, moment: Vector3

  /// Adds the gradient `f` in the place of a point `x` away from the origin.
  @inline(__always)
  mutating func add(_ f: Vector3, at x: Vector3) {
    force += f
    moment += x.cross(f)
  }

  /// Adds four gradients in the places of four points.
  @inline(__always)
  mutating func add(_ f: Lanes3, at x: Lanes3) {
    force += f.total
    moment += Vector3(
      (x.y * f.z - x.z * f.y).total, (x.z * f.x - x.x * f.z).total, (x.x * f.y - x.y * f.x).total)
  }

  /// Adds the gradient in the body's six coordinates to `g` (12).
  func pullBack(_ pose: borrowing BodyPose, offset: Int, _ g: inout [Double]) {
    g[offset] += pose.axes.0.dot(moment)
    g[offset + 1] += pose.axes.1.dot(moment)
    g[offset + 2] += pose.axes.2.dot(moment)
    for i in 0..<3 { g[offset + 3 + i] += force[i] }
  }
}

/// The moments of four points at once, summed at the end in a fixed order.
struct LaneMoments {
  private var fx = Lanes(), fy = Lanes(), fz = Lanes()
  private var d = [9 of Lanes](repeating: .zero)
  private var k = [6 of Lanes](repeating: .zero)
  private var b = [9 of Lanes](repeating: .zero)
  private var t = [6 of Lanes](repeating: .zero)

  @inline(__always)
  mutating func add(at x: Lanes3, _ g: Lanes3, _ h: LaneSymmetric3) {
    fx += g.x
    fy += g.y
    fz += g.z
    d[0] += g.x * x.x
    d[1] += g.x * x.y
    d[2] += g.x * x.z
    d[3] += g.y * x.x
    d[4] += g.y * x.y
    d[5] += g.y * x.z
    d[6] += g.z * x.x
    d[7] += g.z * x.y
    d[8] += g.z * x.z
    let (xx, xy, xz, yy, yz, zz) = (h.xx, h.xy, h.xz, h.yy, h.yz, h.zz)
    k[0] += xx
    k[1] += xy
    k[2] += xz
    k[3] += yy
    k[4] += yz
    k[5] += zz
    let b0 = x.y * xz - x.z * xy
    let b1 = x.z * xx - x.x * xz
    let b2 = x.x * xy - x.y * xx
    let b3 = x.y * yz - x.z * yy
    let b4 = x.z * xy - x.x * yz
    let b5 = x.x * yy - x.y * xy
    let b6 = x.y * zz - x.z * yz
    let b7 = x.z * xz - x.x * zz
    let b8 = x.x * yz - x.y * xz
    b[0] += b0
    b[1] += b1
    b[2] += b2
    b[3] += b3
    b[4] += b4
    b[5] += b5
    b[6] += b6
    b[7] += b7
    b[8] += b8
    t[0] += x.y * b6 - x.z * b3
    t[1] += x.y * b7 - x.z * b4
    t[2] += x.y * b8 - x.z * b5
    t[3] += x.z * b1 - x.x * b7
    t[4] += x.z * b2 - x.x * b8
    t[5] += x.x * b5 - x.y * b2
  }

  /// The sums over the lanes.
  var total: BodyMoments {
    func row(_ a: Lanes, _ b: Lanes, _ c: Lanes) -> Vector3 { Vector3(a.total, b.total, c.total) }
    func symmetric(_ m: [6 of Lanes]) -> Symmetric3 {
      Symmetric3(
        xx: m[0].total, xy: m[1].total, xz: m[2].total, yy: m[3].total, yz: m[4].total, zz: m[5].total)
    }
    return BodyMoments(
      force: row(fx, fy, fz),
      dyad: Matrix3(row(d[0], d[1], d[2]), row(d[3], d[4], d[5]), row(d[6], d[7], d[8])),
      stiffness: symmetric(k),
      coupling: Matrix3(row(b[0], b[1], b[2]), row(b[3], b[4], b[5]), row(b[6], b[7], b[8])),
      turning: symmetric(t))
  }
}
