/// Symmetric 3 × 3 matrix with one row and column per joint, and the solution of a system in it.
struct MomentMatrix {
  var xx = 0.0, xy = 0.0, xz = 0.0, yy = 0.0, yz = 0.0, zz = 0.0

  /// Adds s v vᵀ.
  @inline(__always)
  mutating func add(_ v: SIMD3<Double>, times s: Double) {
    xx += s * v.x * v.x
    xy += s * v.x * v.y
    xz += s * v.x * v.z
    yy += s * v.y * v.y
    yz += s * v.y * v.z
    zz += s * v.z * v.z
  }

  /// vᵀ M v
  func form(_ v: SIMD3<Double>) -> Double {
    xx * v.x * v.x + yy * v.y * v.y + zz * v.z * v.z + 2 * (xy * v.x * v.y + xz * v.x * v.z + yz * v.y * v.z)
  }

  /// Solution x of M x = v by the square-root-free Cholesky factorization M = L D Lᵀ, or nil when a pivot is not
  /// positive. In line: a third of the time of `dposv` for three unknowns.
  func solve(_ v: SIMD3<Double>) -> SIMD3<Double>? {
    guard xx > 0 else { return nil }
    let l10 = xy / xx, l20 = xz / xx
    let d1 = yy - l10 * xy
    guard d1 > 0 else { return nil }
    let m21 = yz - l20 * xy
    let l21 = m21 / d1
    let d2 = zz - l20 * xz - l21 * m21
    guard d2 > 0 else { return nil }
    // Forward, then back.
    let y1 = v.y - l10 * v.x
    let y2 = v.z - l20 * v.x - l21 * y1
    let z = y2 / d2
    let y = y1 / d1 - l21 * z
    return SIMD3<Double>(v.x / xx - l10 * y - l20 * z, y, z)
  }
}

/// a · b
@inline(__always)
func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { a.x * b.x + a.y * b.y + a.z * b.z }

/// The largest absolute component.
@inline(__always)
func largestMagnitude(_ a: SIMD3<Double>) -> Double { max(abs(a.x), abs(a.y), abs(a.z)) }
