public import CLanes

/// Four numbers side by side.
public typealias Lanes = SIMD4<Double>

/// Arithmetic as single vector operations; see `CLanes`.
extension SIMD4 where Scalar == Double {
  @inlinable @inline(__always) public static func + (a: Lanes, b: Lanes) -> Lanes { lanes_add(a, b) }
  @inlinable @inline(__always) public static func - (a: Lanes, b: Lanes) -> Lanes { lanes_subtract(a, b) }
  @inlinable @inline(__always) public static func * (a: Lanes, b: Lanes) -> Lanes { lanes_multiply(a, b) }
  @inlinable @inline(__always) public static func / (a: Lanes, b: Lanes) -> Lanes { lanes_divide(a, b) }

  @inlinable @inline(__always) public static func + (a: Lanes, b: Double) -> Lanes { a + Lanes(repeating: b) }
  @inlinable @inline(__always) public static func - (a: Lanes, b: Double) -> Lanes { a - Lanes(repeating: b) }
  @inlinable @inline(__always) public static func * (a: Lanes, b: Double) -> Lanes { a * Lanes(repeating: b) }
  @inlinable @inline(__always) public static func / (a: Lanes, b: Double) -> Lanes { a / Lanes(repeating: b) }

  @inlinable @inline(__always) public static func + (a: Double, b: Lanes) -> Lanes { Lanes(repeating: a) + b }
  @inlinable @inline(__always) public static func - (a: Double, b: Lanes) -> Lanes { Lanes(repeating: a) - b }
  @inlinable @inline(__always) public static func * (a: Double, b: Lanes) -> Lanes { Lanes(repeating: a) * b }
  @inlinable @inline(__always) public static func / (a: Double, b: Lanes) -> Lanes { Lanes(repeating: a) / b }

  @inlinable @inline(__always) public static func += (a: inout Lanes, b: Lanes) { a = a + b }
  @inlinable @inline(__always) public static func -= (a: inout Lanes, b: Lanes) { a = a - b }
  @inlinable @inline(__always) public static func *= (a: inout Lanes, b: Lanes) { a = a * b }

  @inlinable @inline(__always) public func squareRoot() -> Lanes { lanes_sqrt(self) }

  /// The smaller of two numbers, the larger of two; the second where the first is no number.
  @inlinable @inline(__always) public static func least(_ a: Lanes, _ b: Lanes) -> Lanes { lanes_least(a, b) }
  @inlinable @inline(__always) public static func greatest(_ a: Lanes, _ b: Lanes) -> Lanes {
    lanes_greatest(a, b)
  }

  /// `a` where x < y, else `b`.
  @inlinable @inline(__always)
  public static func choose(_ x: Lanes, below y: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes {
    lanes_choose(x, y, a, b)
  }
}
