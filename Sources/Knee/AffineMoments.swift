import Dense

/// Gradient and Hessian of an energy of body points, gathered as moments over the homogeneous body points (x, y, z, 1).
///
/// A placed point is linear in the twelve entries of its body's affine map [R t]. So
/// every spring, contact element and muscle of a body adds its force and stiffness into
/// these moments, and the chain rule to the coordinates is applied once per evaluation.
struct AffineMoments {
  /// Σ f_i x̃ for the three components of the energy's gradient f at the point        (3)
  var force: InlineArray<3, SIMD4<Double>> = .init(repeating: .zero)
  /// Σ k_ij x̃ x̃ᵀ for the six components xx, xy, xz, yy, yz, zz, four rows each        (6 × 4)
  var stiffness: InlineArray<24, SIMD4<Double>> = .init(repeating: .zero)

  /// Adds the gradient `f` and Hessian `k`, both in the placed point, of an energy of body point `x`.
  @inline(__always)
  mutating func add(point x: Vector3, gradient f: Vector3, hessian k: Symmetric3) {
    let xx = SIMD4<Double>(x.x, x.y, x.z, 1)
    force[0] += f.x * xx
    force[1] += f.y * xx
    force[2] += f.z * xx
    addBlock(0, k.xx * xx, xx)
    addBlock(4, k.xy * xx, xx)
    addBlock(8, k.xz * xx, xx)
    addBlock(12, k.yy * xx, xx)
    addBlock(16, k.yz * xx, xx)
    addBlock(20, k.zz * xx, xx)
  }

  @inline(__always)
  private mutating func addBlock(_ at: Int, _ left: SIMD4<Double>, _ right: SIMD4<Double>) {
    stiffness[at] += left[0] * right
    stiffness[at + 1] += left[1] * right
    stiffness[at + 2] += left[2] * right
    stiffness[at + 3] += left[3] * right
  }

  /// Adds the gradient and Hessian in the body's six coordinates to `g` (12) and `h` (12 × 12).
  func pullBack(_ pose: borrowing BodyPose, offset: Int, _ g: inout [Double], _ h: inout [Double]) {
    // Rows of dA/dc for coordinate c: the slope of R in the first three places, of t in the last.
    for c in 0..<6 {
      var gradient = 0.0
      for i in 0..<3 { gradient += (force[i] * Self.slope(pose, c, i)).sum() }
      g[offset + c] += gradient
      // K dA/dc, one row per component.
      let (v0, v1, v2) = (Self.slope(pose, c, 0), Self.slope(pose, c, 1), Self.slope(pose, c, 2))
      let k0 = times(0, v0) + times(4, v1) + times(8, v2)
      let k1 = times(4, v0) + times(12, v1) + times(16, v2)
      let k2 = times(8, v0) + times(16, v1) + times(20, v2)
      for d in c..<6 {
        var value = (k0 * Self.slope(pose, d, 0)).sum() + (k1 * Self.slope(pose, d, 1)).sum()
        value += (k2 * Self.slope(pose, d, 2)).sum()
        if d < 3 { value += curvature(pose, c, d) }
        h[(offset + c) * 12 + offset + d] += value
        if d != c { h[(offset + d) * 12 + offset + c] += value }
      }
    }
  }

  /// Σ f · d²R x for two angles.
  private func curvature(_ pose: borrowing BodyPose, _ c: Int, _ d: Int) -> Double {
    let m = pose.second[c == 0 ? d : (c == 1 ? d + 2 : 5)]
    let (f0, f1, f2) = (force[0], force[1], force[2])
    return Vector3(f0.x, f0.y, f0.z).dot(m.rows.0) + Vector3(f1.x, f1.y, f1.z).dot(m.rows.1)
      + Vector3(f2.x, f2.y, f2.z).dot(m.rows.2)
  }

  @inline(__always)
  private func times(_ at: Int, _ v: SIMD4<Double>) -> SIMD4<Double> {
    stiffness[at] * v[0] + stiffness[at + 1] * v[1] + stiffness[at + 2] * v[2] + stiffness[at + 3] * v[3]
  }

  @inline(__always)
  private static func slope(_ pose: borrowing BodyPose, _ c: Int, _ row: Int) -> SIMD4<Double> {
    guard c < 3 else { return SIMD4<Double>(0, 0, 0, row == c - 3 ? 1 : 0) }
    let m = pose.first[c]
    let r = row == 0 ? m.rows.0 : (row == 1 ? m.rows.1 : m.rows.2)
    return SIMD4<Double>(r.x, r.y, r.z, 0)
  }
}
