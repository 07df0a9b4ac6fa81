extension Quantity {
  /// Time since a session or a programme, or length of a course; s inside, and never without its unit.
  public static let time = timeSpan(excludesZero: false)
  /// The same above zero.
  public static let interval = timeSpan(excludesZero: true)
  /// Change of a parameter, fraction of its present value; minus is less.
  public static let change = fraction(-1...1)
  /// Mass that is lost; kg.
  public static let massLoss = Quantity(
    units: [.init(symbols: ["kg"], multiplier: 1, divisor: 1)], range: 0...200, excludesZero: true)

  private static func timeSpan(excludesZero: Bool) -> Quantity {
    Quantity(
      units: [("w", 604_800.0), ("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)].map {
        .init(symbols: [$0.0], multiplier: $0.1, divisor: 1)
      }, range: 0...260, excludesZero: excludesZero, needsUnit: true)
  }
}

/// A time in the largest unit that gives it in few digits: `5 min`, `36 h`, `12 w`.
///
/// - Parameter seconds: 0 or more.
public func timeText(_ seconds: Double) -> String {
  let units = [("w", 604_800.0), ("d", 86_400), ("h", 3600), ("min", 60), ("s", 1)]
  guard seconds > 0 else { return "0 min" }
  // Whole numbers first; else one decimal of the largest unit that fits.
  for (symbol, length) in units where seconds >= length {
    let number = seconds / length
    if (number - number.rounded()).magnitude < 1e-9 { return fixedNumber(number, 0) + " " + symbol }
    if symbol == "s" || number >= 10 { return fixedNumber(number, 1) + " " + symbol }
    let smaller = units.first { $0.1 < length && (seconds / $0.1).rounded() * $0.1 == seconds }
    if let smaller, seconds / smaller.1 < 100 { return fixedNumber(seconds / smaller.1, 0) + " " + smaller.0 }
    return fixedNumber(number, 1) + " " + symbol
  }
  return fixedNumber(seconds, 2) + " s"
}
