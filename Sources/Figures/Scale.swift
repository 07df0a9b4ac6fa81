import Results

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

/// A straight way from a quantity to mm on paper, with ticks at round numbers.
public struct Scale: Sendable, Equatable {
  public let low, high: Double
  public let ticks: [Double]
  /// Decimals with which the ticks are written.
  public let decimals: Int
  var start = 0.0, end = 1.0

  /// A range that ends at ticks, beyond which no value is by more than a hundredth of their step, and is never empty.
  ///
  /// - Parameters:
  ///   - values: finite; of none the range is 0 to 1.
  ///   - includesZero: for amounts, whose size is seen from zero.
  ///   - isTight: ends at the least and greatest value themselves, for an axis of time or angle.
  ///   - count: about how many intervals.
  ///   - stated: ticks in place of round numbers, increasing.
  init(
    _ values: [Double], includesZero: Bool, isTight: Bool = false, count: Int = 5,
    ticks stated: [Double]? = nil
  ) {
    precondition(values.allSatisfy(\.isFinite), "a scale of what is not finite")
    var least = values.min() ?? 0
    var most = values.max() ?? 1
    if includesZero { (least, most) = (min(least, 0), max(most, 0)) }
    // What differs by rounding alone is one value.
    if most - least <= 1e-9 * max(most.magnitude, least.magnitude) {
      let room = most == 0 ? 1 : 0.1 * most.magnitude
      (least, most) = includesZero ? (min(least, 0), max(most, 0)) : (least - room, most + room)
      if most == least { most = least + 1 }
    }
    let step = Self.step(for: (most - least) / Double(count))
    // What is beyond a tick by less than a line is wide makes no further tick.
    let beyond = isTight ? -1e-9 : 0.01
    let first = (least / step + beyond).rounded(isTight ? .up : .down)
    let last = (most / step - beyond).rounded(isTight ? .down : .up)
    let round = last >= first ? (0...Int(last - first)).map { (first + Double($0)) * step } : [least]
    low = isTight ? least : first * step
    high = isTight ? most : last * step
    let decimals = max(0, Int((-log10(step) - 1e-9).rounded(.up)) + (Self.hasHalf(step) ? 1 : 0))
    ticks = stated ?? round
    self.decimals = stated.map(Self.decimals) ?? decimals
  }

  /// Whether the ticks step by 2.5 times a power of ten.
  var hasHalves: Bool { ticks.count > 1 && Self.hasHalf(ticks[1] - ticks[0]) }

  /// mm of a value.
  func callAsFunction(_ value: Double) -> Double { start + (value - low) / (high - low) * (end - start) }

  func text(_ tick: Double) -> String { minusSigned(fixedNumber(tick, decimals)) }

  /// Decimals that tell the values as they are, four at the most.
  private static func decimals(of values: [Double]) -> Int {
    (0..<4).first { places in
      let unit = pow(10, Double(places))
      return values.allSatisfy { ($0 * unit - ($0 * unit).rounded()).magnitude < 1e-6 }
    } ?? 4
  }

  /// The smallest of 1, 2, 2.5 or 5 times a power of ten that is not below `least`.
  private static func step(for least: Double) -> Double {
    let decade = pow(10, log10(least).rounded(.down))
    return ([1, 2, 2.5, 5, 10].first { $0 * decade >= least * (1 - 1e-9) } ?? 10) * decade
  }

  /// Whether a step is 2.5 times a power of ten, which needs one decimal more.
  private static func hasHalf(_ step: Double) -> Bool {
    let digits = step / pow(10, log10(step * (1 + 1e-9)).rounded(.down))
    return (digits - 2.5).magnitude < 0.01
  }
}

/// A number with a minus sign in place of the hyphen.
public func minusSigned(_ number: String) -> String {
  number.hasPrefix("-") ? "\u{2212}" + number.dropFirst() : number
}
