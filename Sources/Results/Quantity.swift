import Knee

/// What a value typed by a person may be: its units, and the range it must lie in.
///
/// A value is a decimal number and, if anything follows, one of the units; a single blank may stand between
/// them. A bare number has the first unit; a bare `1` for a fraction that ends at 1 is refused, as it may mean 1 % or all of
/// it (`1.0` is all of it). The parsed value is in the unit the core uses (kg, m, rad, N, fraction).
public struct Quantity: Sendable {
  /// One unit and how it turns into the unit inside: `number * multiplier / divisor`.
  public struct Unit: Sendable {
    /// Accepted spellings; the first is used in messages.
    public var symbols: [String]
    public var multiplier: Double
    public var divisor: Double

    /// The value inside of a number in this unit. Dividing keeps `7%` at exactly 0.07.
    func inside(_ number: Double) -> Double { number * multiplier / divisor }
  }

  public init(
    units: [Unit], range: ClosedRange<Double>, excludesZero: Bool = false, needsUnit: Bool = false
  ) {
    self.units = units
    self.range = range
    self.excludesZero = excludesZero
    self.needsUnit = needsUnit
  }

  public var units: [Unit]
  /// Allowed numbers, in the first unit, both ends included.
  public var range: ClosedRange<Double>
  /// True when zero is refused though the range starts there.
  public var excludesZero = false
  /// True when a bare number is refused.
  public var needsUnit = false

  /// Body mass; kg.
  public static let mass = Quantity(
    units: [.init(symbols: ["kg"], multiplier: 1, divisor: 1)], range: Person.massRange)
  /// Body height; m (cm is understood).
  public static let height = Quantity(
    units: [
      .init(symbols: ["m"], multiplier: 1, divisor: 1), .init(symbols: ["cm"], multiplier: 1, divisor: 100),
    ], range: Person.heightRange)
  /// Involuntary activation; fraction of full activation.
  public static let tone = fraction(MuscleTension.toneRange)
  /// Factor on the passive force; 1 is healthy.
  public static let stiffness = fraction(MuscleTension.stiffnessRange)
  /// Shift of the passive curve; fraction of optimal fiber length.
  public static let shortening = fraction(MuscleTension.shorteningRange)
  /// Factor on the maximal force; 1 is healthy.
  public static let strength = fraction(MuscleTension.strengthRange)
  /// How much of a tension a release takes away; fraction above 0.
  public static let release = fraction(0...1, excludesZero: true)
  /// Deepest knee flexion of a squat; deg, rad inside.
  public static let depth = angle(0...120)
  /// Knee flexion of a rig; deg, rad inside. The surfaces of the model end beyond this range.
  public static let kneeFlexion = angle(-10...130)
  /// Hip flexion of a rig; deg, rad inside.
  public static let hipFlexion = angle(-40...140)
  /// Ankle dorsiflexion of a rig; deg, rad inside.
  public static let ankleDorsiflexion = angle(-60...50)
  /// Force of a muscle or a group; N. Muscles only pull.
  public static let muscleForce = Quantity(units: [newton], range: 0...20_000)
  /// A force from outside on the tibia; N, signed.
  public static let externalForce = Quantity(units: [newton], range: -20_000...20_000)

  /// Width of a picture on paper; mm.
  public static let pictureWidth = Quantity(
    units: [.init(symbols: ["mm"], multiplier: 1, divisor: 1)], range: 60...250)

  /// An instant of a motion; percent of it.
  public static let phase = Quantity(
    units: [.init(symbols: ["%"], multiplier: 1, divisor: 1)], range: 0...100)

  static let newton = Unit(symbols: ["N"], multiplier: 1, divisor: 1)

  static func angle(_ range: ClosedRange<Double>) -> Quantity {
    Quantity(units: [.init(symbols: ["deg", "°"], multiplier: .pi, divisor: 180)], range: range)
  }

  /// A fraction, with or without percent.
  public static func fraction(_ range: ClosedRange<Double>, excludesZero: Bool = false) -> Quantity {
    Quantity(
      units: [
        .init(symbols: [""], multiplier: 1, divisor: 1), .init(symbols: ["%"], multiplier: 1, divisor: 100),
      ],
      range: range, excludesZero: excludesZero)
  }
}

extension Quantity {
  /// The allowed values in words, for messages and help: `20 to 300 kg`, `0 to 1, or 0% to 100%`.
  public var allowed: String {
    let low = shortNumber(range.lowerBound)
    let high = shortNumber(range.upperBound)
    let symbol = units[0].symbols[0]
    let from = excludesZero ? "above \(low) up to" : "\(low) to"
    if symbol.isEmpty {
      return
        "\(from) \(high), or \(from.replacingFirst(low, with: "\(shortNumber(range.lowerBound * 100))%"))"
        + " \(shortNumber(range.upperBound * 100))%"
    }
    return "\(from) \(high) \(symbol)"
  }

  /// A value inside as a number in the first unit: what a person would type.
  public func inFirstUnit(_ value: Double) -> Double { value / units[0].multiplier * units[0].divisor }

  /// Whether a number in the first unit is allowed. Never true for a NaN or an infinity.
  public func contains(_ number: Double) -> Bool { range.contains(number) && !(excludesZero && number == 0) }

  /// Parses a value.
  ///
  /// - Parameters:
  ///   - text: as typed, such as `75kg`, `75 kg`, `10%`, `0.1`.
  ///   - place: the option or column it came from.
  ///   - kind: `usage` for options, `data` for files.
  /// - Returns: the value in the unit used inside the core.
  /// - Throws: `InputError` naming place, value and what is allowed.
  public func parse(_ text: String, place: String, kind: InputError.Kind = .usage) throws(InputError)
    -> Double
  {
    let (number, unit) = try split(text, place: place, kind: kind)
    return unit.inside(try checked(number, unit, text: text, place: place, kind: kind))
  }

  /// Parses one value, or a range `start:stop:step` with both ends included when the step lands on them.
  ///
  /// - Returns: 1 to 10,000 values in the unit used inside the core.
  public func parseRange(_ text: String, place: String, kind: InputError.Kind = .usage) throws(InputError)
    -> [Double]
  {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1 { return [try parse(text, place: place, kind: kind)] }
    guard parts.count == 3 else {
      throw InputError(
        kind, place: place, problem: "'\(text)' is not a range",
        allowed: "one value, or start:stop:step such as 0:90:10")
    }
    let (start, unit) = try split(parts[0], place: place, kind: kind)
    let (end, endUnit) = try split(parts[1], place: place, kind: kind)
    let (step, stepUnit) = try split(parts[2], place: place, kind: kind)
    guard [endUnit, stepUnit].allSatisfy({ $0.symbols == unit.symbols }) else {
      throw InputError(
        kind, place: place, problem: "'\(text)' mixes units", allowed: "one unit for start, stop and step")
    }
    _ = try checked(start, unit, text: parts[0], place: place, kind: kind)
    _ = try checked(end, unit, text: parts[1], place: place, kind: kind)
    let span = end - start
    guard step != 0, step.isFinite, span / step >= 0 else {
      throw InputError(
        kind, place: place, problem: "a step of \(parts[2]) does not lead from \(parts[0]) to \(parts[1])",
        allowed: "a step toward the end, such as 0:90:10 or 90:0:-10")
    }
    // A step that lands on the end within rounding includes it.
    let count = span / step + 1e-9
    guard count < 10_000 else {
      throw InputError(
        kind, place: place, problem: "'\(text)' has too many values", allowed: "at most 10000")
    }
    return (0...Int(count)).map { unit.inside(start + Double($0) * step) }
  }

  private func checked(
    _ number: Double, _ unit: Unit, text: String, place: String, kind: InputError.Kind
  ) throws(InputError) -> Double {
    // Whoever writes 10 means percent, whoever writes 0.1 a fraction; of 1 nobody knows.
    let isFraction = units[0].symbols == [""] && unit.symbols == [""]
    if isFraction, number == 1, range.upperBound == 1, !text.contains(".") {
      throw InputError(
        kind, place: place, problem: "'\(text)' may mean 1% or 100%",
        allowed: "1%, or 100%, or 1.0 for all of it")
    }
    // The range is compared in the first unit: what a person would read in the message.
    let first = units[0]
    let inFirst = unit.inside(number) / first.multiplier * first.divisor
    guard contains(unit.symbols == first.symbols ? number : inFirst) else {
      let inPercent = isFraction && contains(number / 100)
      throw InputError(
        kind, place: place, problem: "'\(text)' is out of range", allowed: allowed,
        suggestion: inPercent ? text + "%" : nil)
    }
    return number
  }

  private func split(
    _ text: String, place: String, kind: InputError.Kind
  ) throws(InputError) -> (number: Double, unit: Unit) {
    let example = "a number" + (units[0].symbols[0].isEmpty ? "" : " in \(units[0].symbols[0])")
    guard let (number, rest) = leadingNumber(of: text) else {
      throw InputError(
        kind, place: place, problem: text.isEmpty ? "no value" : "'\(text)' is not a number",
        allowed: "\(example), \(allowed)")
    }
    if rest.first == "," {
      throw InputError(
        kind, place: place, problem: "'\(text)' has a comma",
        allowed: "a decimal point, as in 1.75; \(allowed)", suggestion: withPoint(text))
    }
    let symbol = rest.first == " " ? rest.dropFirst() : rest
    // A blank must be followed by a unit.
    let isBare = symbol.isEmpty && rest.isEmpty
    if isBare && needsUnit {
      throw InputError(
        kind, place: place, problem: "'\(text)' has no unit", allowed: "\(unitsInWords); \(allowed)")
    }
    guard
      let unit = isBare
        ? units[0] : units.first(where: { !symbol.isEmpty && $0.symbols.contains(String(symbol)) })
    else {
      throw InputError(
        kind, place: place, problem: "'\(text)' has the unknown unit '\(symbol)'",
        allowed: "\(unitsInWords); \(allowed)")
    }
    return (number, unit)
  }

  /// The text with its one comma as a decimal point; nil where that is no value either.
  private func withPoint(_ text: String) -> String? {
    let point = text.replacing(",", with: ".")
    guard text.count(where: { $0 == "," }) == 1, (try? parse(point, place: "")) != nil else { return nil }
    return point
  }

  private var unitsInWords: String {
    units.map { $0.symbols[0].isEmpty ? "no unit" : $0.symbols[0] }.joined(separator: " or ")
  }
}

extension String {
  /// This text with the first occurrence of a word replaced.
  fileprivate func replacingFirst(_ word: String, with other: String) -> String {
    var parts = split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    if let index = parts.firstIndex(of: word) { parts[index] = other }
    return parts.joined(separator: " ")
  }
}
