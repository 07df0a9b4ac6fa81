import Dense
import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A vector of the sagittal plane (anterior, proximal) turned by an angle, rad.
func turned(_ v: SIMD2<Double>, by angle: Double) -> Vector3 {
  let (s, c) = (sin(angle), cos(angle))
  return Vector3(c * v.x - s * v.y, s * v.x + c * v.y, 0)
}

extension FemurSurface {
  /// Points all over the surface, up to 1 mm below and above it.
  func points() -> [Vector3] {
    var points: [Vector3] = []
    let zSpan = Double(zCount - 3) * zStep
    let psiSpan = Double(psiCount - 3) * psiStep
    for i in 0..<16 {
      for j in 0..<16 {
        let psi = psiStart + psiSpan * (Double(j) + 0.5) / 16
        let z = zStart + zSpan * (Double(i) + 0.5) / 16
        func point(_ radius: Double) -> Vector3 {
          Vector3(axisX + radius * cos(psi), axisY + radius * sin(psi), z)
        }
        // The depth is the way to the surface along the normal: outward by it until it vanishes.
        var radius = 0.02
        for _ in 0..<20 { radius += depth(at: point(radius))?.depth ?? 0 }
        points.append(point(radius + 0.001 * Double((i + j) % 3 - 1)))
      }
    }
    return points
  }
}
