import Dense

/// What lanes and lanes with a rate can do; one source for values and for their derivative along a motion.
protocol LaneArithmetic {
  static func + (_ a: Self, _ b: Self) -> Self
  static func - (_ a: Self, _ b: Self) -> Self
  static func * (_ a: Self, _ b: Self) -> Self
  static func / (_ a: Self, _ b: Self) -> Self
  init(all: Double)
}

extension SIMD4: LaneArithmetic where Scalar == Double {
  @inline(__always) init(all value: Double) { self.init(repeating: value) }
}

/// Elementary functions of four numbers at once, without calls of the C library. Rational approximations of the
/// Cephes library (S. L. Moshier, netlib.org/cephes), good to two units in the last place.
extension SIMD4 where Scalar == Double {
  /// Sum of the four, always in the same order.
  @inline(__always) var total: Double { (self[0] + self[1]) + (self[2] + self[3]) }

  /// Whole part of numbers from 0 to 2^31: adding 1.5 · 2^52 rounds to the nearest one.
  @inline(__always)
  static func whole(_ x: Lanes) -> Lanes {
    let near = (x + 6_755_399_441_055_744) - 6_755_399_441_055_744
    return near - choose(x, below: near, .one, Lanes())
  }

  /// Whole numbers from 0 to 2^31 in the lower half of the bits.
  @inline(__always)
  static func bits(_ x: Lanes) -> SIMD4<UInt64> {
    unsafe unsafeBitCast(x + 4_503_599_627_370_496, to: SIMD4<UInt64>.self)
  }

  /// Natural logarithm of positive, normal numbers.
  @inline(__always)
  static func logarithm(_ x: Lanes) -> Lanes {
    // x = m 2^e with m in √½ ..< √2; the exponent becomes a number by the bits of 2^52 + e.
    let bits = unsafe unsafeBitCast(x, to: SIMD4<UInt64>.self)
    let exponent = (bits &>> 52) | 0x4330_0000_0000_0000
    var e = unsafe unsafeBitCast(exponent, to: Lanes.self) - 4_503_599_627_371_518
    var m = unsafe unsafeBitCast((bits & 0x000f_ffff_ffff_ffff) | 0x3fe0_0000_0000_0000, to: Lanes.self)
    let limit = Lanes(repeating: 0.707_106_781_186_547_524)
    e -= choose(m, below: limit, .one, Lanes())
    m += choose(m, below: limit, m, Lanes())
    let f = m - 1
    var p = 1.018_756_638_045_809_317_96e-4 * f + 4.974_949_949_767_470_014_25e-1
    p = p * f + 4.705_791_198_788_817_258_54
    p = p * f + 1.449_892_253_416_109_301_08e1
    p = p * f + 1.793_686_785_078_198_163_13e1
    p = p * f + 7.708_387_337_558_853_916_66
    var q = f + 1.128_735_871_891_674_505_90e1
    q = q * f + 4.522_791_458_375_322_211_05e1
    q = q * f + 8.298_752_669_127_766_032_11e1
    q = q * f + 7.115_447_506_185_638_944_66e1
    q = q * f + 2.312_516_201_267_653_405_83e1
    let z = f * f
    let y = f * (z * p / q) - e * 2.121_944_400_546_905_827_679e-4 - 0.5 * z
    return f + y + e * 0.693_359_375
  }

  /// e to the power x, for |x| below 700.
  @inline(__always)
  static func exponential(_ x: Lanes) -> Lanes {
    // Adding 1.5 · 2^52 rounds to a whole number.
    let shift = 6_755_399_441_055_744.0
    let n = (x * 1.442_695_040_888_963_407_36 + shift) - shift
    let r = x - n * 6.931_457_519_531_25e-1 - n * 1.428_606_820_309_417_232_12e-6
    let rr = r * r
    var p = 1.261_771_930_748_105_908_78e-4 * rr + 3.029_944_077_074_419_613_00e-2
    p = r * (p * rr + 9.999_999_999_999_999_999_10e-1)
    var q = 3.001_985_051_386_644_550_42e-6 * rr + 2.524_483_403_496_841_041_92e-3
    q = q * rr + 2.272_655_482_081_550_287_66e-1
    q = q * rr + 2
    let y = 1 + 2 * (p / (q - p))
    // 2^n by the bits of 2^52 + n + 1023.
    let scale = unsafe unsafeBitCast(n + (4_503_599_627_370_496 + 1023), to: SIMD4<UInt64>.self) &<< 52
    let power = unsafe unsafeBitCast(scale, to: Lanes.self)
    return y * power
  }

  /// Angle of the direction (x, y) from the x axis, rad, -π to π.
  @inline(__always)
  static func angle(_ y: Lanes, _ x: Lanes) -> Lanes {
    let zero = Lanes.zero
    let ax = x.replacing(with: zero - x, where: x .< 0)
    let ay = y.replacing(with: zero - y, where: y .< 0)
    let isSteep = ay .> ax
    let least = ay.replacing(with: ax, where: isSteep)
    let most = ax.replacing(with: ay, where: isSteep)
    // Above 0.66 the angle is π/4 less that of (most - least, most + least).
    let isDiagonal = least .> 0.66 * most
    let top = least.replacing(with: least - most, where: isDiagonal)
    let bottom = most.replacing(with: least + most, where: isDiagonal)
    let t = top / bottom
    let z = t * t
    var p = -8.750_608_600_031_904_122_785e-1 * z - 1.615_753_718_733_365_076_637e1
    p = p * z - 7.500_855_792_314_704_667_340e1
    p = p * z - 1.228_866_684_490_136_173_410e2
    p = p * z - 6.485_021_904_942_025_371_773e1
    var q = z + 2.485_846_490_142_306_297_962e1
    q = q * z + 1.650_270_098_316_988_542_046e2
    q = q * z + 4.328_810_604_912_902_668_951e2
    q = q * z + 4.853_903_996_359_136_964_868e2
    q = q * z + 1.945_506_571_482_613_964_425e2
    var angle = t + t * (z * p / q)
    angle.replace(with: angle + 0.785_398_163_397_448_309_616, where: isDiagonal)
    angle.replace(with: 1.570_796_326_794_896_619_231 - angle, where: isSteep)
    angle.replace(with: Double.pi - angle, where: x .< 0)
    angle.replace(with: zero - angle, where: y .< 0)
    return angle
  }

  /// Rows become columns.
  @inline(__always)
  static func transpose(_ a: Lanes, _ b: Lanes, _ c: Lanes, _ d: Lanes) -> (Lanes, Lanes, Lanes, Lanes) {
    (
      Lanes(a[0], b[0], c[0], d[0]), Lanes(a[1], b[1], c[1], d[1]), Lanes(a[2], b[2], c[2], d[2]),
      Lanes(a[3], b[3], c[3], d[3])
    )
  }
}

/// Points or vectors in four lanes.
struct Lanes3 {
  var x, y, z: Lanes
  @inline(__always) init(_ x: Lanes, _ y: Lanes, _ z: Lanes) { (self.x, self.y, self.z) = (x, y, z) }
  static let zero = Lanes3(.zero, .zero, .zero)
  /// Takes s times (x, y, z) away.
  @inline(__always)
  mutating func subtract(_ s: Lanes, _ x: Lanes, _ y: Lanes, _ z: Lanes) {
    self.x -= s * x
    self.y -= s * y
    self.z -= s * z
  }
  @inline(__always) var negative: Lanes3 { Lanes3(Lanes.zero - x, Lanes.zero - y, Lanes.zero - z) }
  /// Sum over the lanes.
  var total: SIMD3<Double> { SIMD3(x.total, y.total, z.total) }
  @inline(__always) subscript(lane: Int) -> SIMD3<Double> { SIMD3(x[lane], y[lane], z[lane]) }
}

/// Symmetric 3 × 3 matrices in four lanes.
struct LaneSymmetric3 {
  var xx, xy, xz, yy, yz, zz: Lanes

  /// s u uᵀ + d I
  @inline(__always)
  static func dyad(_ u: Lanes3, scale s: Lanes, plusIdentity d: Lanes) -> LaneSymmetric3 {
    let (x, y, z) = (s * u.x, s * u.y, s * u.z)
    return LaneSymmetric3(
      xx: x * u.x + d, xy: x * u.y, xz: x * u.z, yy: y * u.y + d, yz: y * u.z, zz: z * u.z + d)
  }

  @inline(__always) subscript(lane: Int) -> Symmetric3 {
    Symmetric3(xx: xx[lane], xy: xy[lane], xz: xz[lane], yy: yy[lane], yz: yz[lane], zz: zz[lane])
  }
}
