import Dense

/// Derivatives of a body's moments along a motion: third derivatives of the energy.
///
/// Points of a body turn with it. In a frame that turns with the body they stand still, so that the rates of all moments
/// are the moments of the rates of gradients and Hessians as seen in that frame (corotational rates); what the
/// frame's own turning adds is put back once, on the sums.
extension BodyMoments {
  /// Adds the rates of a gradient `f` and a Hessian `k` at a point `x` of a body that turns by `turn`.
  ///
  /// The receiver holds corotational rates.
  @inline(__always)
  mutating func addRates(
    at x: Vector3, gradient f: Vector3, _ fRate: Vector3, hessian k: Symmetric3, _ kRate: Symmetric3,
    turn: Vector3
  ) {
    add(at: x, gradient: fRate - turn.cross(f), hessian: kRate + (-1) * k.turning(by: turn))
  }

  /// Rates seen from the femur, of moments `values` whose corotational rates the receiver holds.
  func rates(of values: BodyMoments, turn: Vector3) -> BodyMoments {
    BodyMoments(
      force: force + turn.cross(values.force), dyad: dyad + values.dyad.turning(by: turn),
      stiffness: stiffness + values.stiffness.turning(by: turn),
      coupling: coupling + values.coupling.turning(by: turn),
      turning: turning + values.turning.turning(by: turn))
  }

  /// Adds to `h` (12 × 12) the rate of the Hessian that `values` adds in `pullBack`; the receiver holds the rates of `values`.
  func pullBackRates(
    of values: BodyMoments, _ pose: borrowing BodyPose, _ motion: borrowing BodyMotion, offset: Int,
    _ h: inout [Double]
  ) {
    let axes: [3 of Vector3] = [pose.axes.0, pose.axes.1, pose.axes.2]
    let axisRates: [3 of Vector3] = [motion.axes.0, motion.axes.1, motion.axes.2]
    let trace = values.dyad.trace
    let traceRate = dyad.trace
    func add(_ value: Double, _ i: Int, _ j: Int) {
      h[12 * (offset + i) + offset + j] += value
      if i != j { h[12 * (offset + j) + offset + i] += value }
    }
    for a in 0..<3 {
      let (e, eRate) = (axes[a], axisRates[a])
      // value = e_b · t - trace e_a·e_b with t = turning e_a + e_aᵀ dyad, for b = 0...a
      let t = values.turning * e + values.dyad.leftMultiplied(by: e)
      let tRate =
        turning * e + dyad.leftMultiplied(by: e) + values.turning * eRate
        + values.dyad.leftMultiplied(by: eRate)
      for b in 0...a {
        let (o, oRate) = (axes[b], axisRates[b])
        add(
          o.dot(tRate) + oRate.dot(t) - traceRate * e.dot(o) - trace * (eRate.dot(o) + e.dot(oRate)), a, b)
      }
      let shift = coupling * e + values.coupling * eRate
      for i in 0..<3 { add(shift[i], 3 + i, a) }
    }
    add(stiffness.xx, 3, 3)
    add(stiffness.xy, 3, 4)
    add(stiffness.xz, 3, 5)
    add(stiffness.yy, 4, 4)
    add(stiffness.yz, 4, 5)
    add(stiffness.zz, 5, 5)
  }

  /// Slope of the resultant force in each of the body's six coordinates, N/rad and N/m.
  func forceSlope(_ coordinate: Int, _ pose: borrowing BodyPose) -> Vector3 {
    switch coordinate {
    case 0: coupling * pose.axes.0
    case 1: coupling * pose.axes.1
    case 2: coupling * pose.axes.2
    case 3: Vector3(stiffness.xx, stiffness.xy, stiffness.xz)
    case 4: Vector3(stiffness.xy, stiffness.yy, stiffness.yz)
    default: Vector3(stiffness.xz, stiffness.yz, stiffness.zz)
    }
  }
}

extension LaneMoments {
  /// Adds the corotational rates of four gradients and Hessians; see `BodyMoments.addRates`.
  @inline(__always)
  mutating func addRates(
    at x: Lanes3, _ g: Lanes3, _ gRate: Lanes3, _ h: LaneSymmetric3, _ hRate: LaneSymmetric3, turn ω: Vector3
  ) {
    add(
      at: x,
      Lanes3(
        gRate.x - (ω.y * g.z - ω.z * g.y), gRate.y - (ω.z * g.x - ω.x * g.z),
        gRate.z - (ω.x * g.y - ω.y * g.x)),
      LaneSymmetric3(
        xx: hRate.xx - 2 * (ω.y * h.xz - ω.z * h.xy),
        xy: hRate.xy - (ω.y * h.yz - ω.z * h.yy + ω.z * h.xx - ω.x * h.xz),
        xz: hRate.xz - (ω.y * h.zz - ω.z * h.yz + ω.x * h.xy - ω.y * h.xx),
        yy: hRate.yy - 2 * (ω.z * h.xy - ω.x * h.yz),
        yz: hRate.yz - (ω.z * h.xz - ω.x * h.zz + ω.x * h.yy - ω.y * h.xy),
        zz: hRate.zz - 2 * (ω.x * h.yz - ω.y * h.xz)))
  }
}

extension Matrix3 {
  static func + (_ a: Matrix3, _ b: Matrix3) -> Matrix3 {
    Matrix3(a.rows.0 + b.rows.0, a.rows.1 + b.rows.1, a.rows.2 + b.rows.2)
  }

  var trace: Double { rows.0.x + rows.1.y + rows.2.z }

  /// Rate of a tensor that turns by ω: [ω] M - M [ω].
  func turning(by ω: Vector3) -> Matrix3 {
    let (a, b, c) = rows
    return Matrix3(
      ω.y * c - ω.z * b + ω.cross(a), ω.z * a - ω.x * c + ω.cross(b), ω.x * b - ω.y * a + ω.cross(c))
  }
}

extension Symmetric3 {
  /// Rate of a tensor that turns by ω: [ω] K + ([ω] K)ᵀ.
  @inline(__always)
  func turning(by ω: Vector3) -> Symmetric3 {
    Symmetric3(
      xx: 2 * (ω.y * xz - ω.z * xy), xy: ω.y * yz - ω.z * yy + ω.z * xx - ω.x * xz,
      xz: ω.y * zz - ω.z * yz + ω.x * xy - ω.y * xx, yy: 2 * (ω.z * xy - ω.x * yz),
      yz: ω.z * xz - ω.x * zz + ω.x * yy - ω.y * xy, zz: 2 * (ω.x * yz - ω.y * xz))
  }

  /// a bᵀ + b aᵀ
  @inline(__always)
  static func pair(_ a: Vector3, _ b: Vector3) -> Symmetric3 {
    Symmetric3(
      xx: 2 * a.x * b.x, xy: a.x * b.y + a.y * b.x, xz: a.x * b.z + a.z * b.x, yy: 2 * a.y * b.y,
      yz: a.y * b.z + a.z * b.y, zz: 2 * a.z * b.z)
  }
}
