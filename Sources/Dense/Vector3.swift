/// A point or vector in three dimensions; x anterior, y proximal, z lateral throughout.
public typealias Vector3 = SIMD3<Double>

extension SIMD3 where Scalar == Double {
  @inlinable @inline(__always) public func dot(_ other: Vector3) -> Double {
    x * other.x + y * other.y + z * other.z
  }
  @inlinable @inline(__always) public func cross(_ o: Vector3) -> Vector3 {
    Vector3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x)
  }
  @inlinable @inline(__always) public var length: Double { dot(self).squareRoot() }
}

/// A symmetric 3 × 3 matrix.
@frozen public struct Symmetric3: Sendable, Equatable {
  public var xx, xy, xz, yy, yz, zz: Double
  @inlinable @inline(__always) public init(
    xx: Double = 0, xy: Double = 0, xz: Double = 0, yy: Double = 0, yz: Double = 0, zz: Double = 0
  ) {
    self.xx = xx
    self.xy = xy
    self.xz = xz
    self.yy = yy
    self.yz = yz
    self.zz = zz
  }

  /// a u uᵀ + b I
  @inlinable @inline(__always) public static func dyad(
    _ u: Vector3, scale a: Double, plusIdentity b: Double = 0
  ) -> Symmetric3 {
    Symmetric3(
      xx: a * u.x * u.x + b, xy: a * u.x * u.y, xz: a * u.x * u.z,
      yy: a * u.y * u.y + b, yz: a * u.y * u.z, zz: a * u.z * u.z + b)
  }

  @inlinable @inline(__always) public static func * (_ m: Symmetric3, _ v: Vector3) -> Vector3 {
    Vector3(
      m.xx * v.x + m.xy * v.y + m.xz * v.z, m.xy * v.x + m.yy * v.y + m.yz * v.z,
      m.xz * v.x + m.yz * v.y + m.zz * v.z)
  }

  @inlinable @inline(__always) public static func * (_ s: Double, _ m: Symmetric3) -> Symmetric3 {
    Symmetric3(xx: s * m.xx, xy: s * m.xy, xz: s * m.xz, yy: s * m.yy, yz: s * m.yz, zz: s * m.zz)
  }

  @inlinable @inline(__always) public static func + (_ a: Symmetric3, _ b: Symmetric3) -> Symmetric3 {
    Symmetric3(
      xx: a.xx + b.xx, xy: a.xy + b.xy, xz: a.xz + b.xz, yy: a.yy + b.yy, yz: a.yz + b.yz, zz: a.zz + b.zz)
  }
}

/// A 3 × 3 matrix by its rows.
@frozen public struct Matrix3: Sendable, Equatable {
  public var rows: (Vector3, Vector3, Vector3)
  @inlinable @inline(__always) public init(_ r0: Vector3, _ r1: Vector3, _ r2: Vector3) {
    rows = (r0, r1, r2)
  }
  public static let zero = Matrix3(.zero, .zero, .zero)

  @inlinable @inline(__always) public static func == (a: Matrix3, b: Matrix3) -> Bool {
    a.rows.0 == b.rows.0 && a.rows.1 == b.rows.1 && a.rows.2 == b.rows.2
  }
  @inlinable @inline(__always) public static func * (m: Matrix3, v: Vector3) -> Vector3 {
    Vector3(m.rows.0.dot(v), m.rows.1.dot(v), m.rows.2.dot(v))
  }
  @inlinable @inline(__always) public static func * (a: Matrix3, b: Matrix3) -> Matrix3 {
    Matrix3(b.leftMultiplied(by: a.rows.0), b.leftMultiplied(by: a.rows.1), b.leftMultiplied(by: a.rows.2))
  }
  /// vᵀ M
  @inlinable @inline(__always) public func leftMultiplied(by v: Vector3) -> Vector3 {
    v.x * rows.0 + v.y * rows.1 + v.z * rows.2
  }
}
