import Knee
import Results

/// A parameter that a sweep varies.
public struct SweepParameter: Sendable, Equatable {
  public enum Target: Sendable, Equatable {
    case mass, height, depth, speed, cartilageModulus, cartilageThickness
    /// A part of the tension of these muscles.
    case tension(muscles: [Int], part: TensionPart)
  }

  /// As written, such as `tension.hamstrings.tone`.
  public let name: String
  public let target: Target

  static let plain: [(name: String, target: Target)] = [
    ("person.mass", .mass), ("person.height", .height), ("activity.depth", .depth),
    ("activity.speed", .speed),
    ("model.cartilage_modulus", .cartilageModulus), ("model.cartilage_thickness", .cartilageThickness),
  ]
  static let examples = plain.map(\.name) + ["tension.hamstrings.tone (or another muscle, group or part)"]

  /// - Parameter words: nil where the muscles are not known; then any will do.
  /// - Throws: `InputError` (data) with the nearest name.
  init(_ name: String, words: MuscleWords?, place: String) throws(InputError) {
    self.name = name
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let plain = Self.plain.first(where: { $0.name == name }) {
      target = plain.target
    } else if parts.count == 3, parts[0] == "tension" {
      guard let part = TensionPart(rawValue: parts[2]) else {
        throw .unknown(
          .data, "part of the tension", parts[2], among: TensionPart.allCases.map(\.rawValue), place: place)
      }
      target = .tension(muscles: try words?.requireMuscle(parts[1], place: place) ?? [], part: part)
    } else {
      throw .unknown(.data, "parameter", name, among: Self.examples, place: place)
    }
  }

  public var quantity: Quantity { Self.quantity(of: target) }

  static func quantity(of target: Target) -> Quantity {
    switch target {
    case .mass: .mass
    case .height: .height
    case .depth: .depth
    case .speed: .speed
    case .cartilageModulus: .modulusFactor
    case .cartilageThickness: .thicknessFactor
    case .tension(_, let part): part.quantity
    }
  }

  /// Its name in a table, with the unit of its values: `person_mass_kg`, `tension_hamstrings_tone` (a fraction).
  public var column: String {
    let words = MuscleWords.normalized(name).map { $0.isLetter || $0.isNumber ? $0 : "_" }
    let unit = quantity.units[0].symbols[0]
    return String(words) + (unit.isEmpty ? "" : "_" + unit)
  }

  /// Sets the parameter, in the unit used inside.
  func set(_ value: Double, in conditions: inout Conditions) {
    switch target {
    case .mass: conditions.mass = value
    case .height: conditions.height = value
    case .depth: conditions.activity.depth = value
    case .speed: conditions.activity.speed = value
    case .cartilageModulus: conditions.cartilageModulus = value
    case .cartilageThickness: conditions.cartilageThickness = value
    case .tension(let muscles, let part):
      for index in muscles { part.set(value, in: &conditions.tension[index]) }
    }
  }
}

extension MuscleWords {
  /// The muscles that a name in a file means: in small letters, with underscores, hyphens or blanks.
  /// - Throws: `InputError` (data) with the nearest word.
  @discardableResult
  func requireMuscle(_ name: String, place: String) throws(InputError) -> [Int] {
    do {
      let found = try indices(of: name, kind: .data, place: place)
      if name == name.lowercased() { return found }
    } catch {}
    throw InputError(
      .data, place: place, problem: "unknown muscle or group '\(name)'",
      allowed: words.map(Self.normalized).joined(separator: ", "),
      suggestion: nearest(to: name).map(Self.normalized))
  }
}

/// The points of a study: every combination of some values, or a list of them.
public struct Sweep: Sendable, Equatable {
  public var parameters: [SweepParameter]
  /// Values in the unit used inside: of every parameter (a grid), or of every point (a list).
  public var values: [[Double]]
  public var isGrid: Bool

  /// Most points of a study.
  public static let limit = 1_000_000

  /// Points; saturates above `limit`.
  public var count: Int {
    guard isGrid else { return values.count }
    return values.reduce(1) { min(Self.limit + 1, $0 * $1.count) }
  }

  /// The value of every parameter at a point, the last parameter of a grid changing fastest.
  public func point(_ index: Int) -> [Double] {
    guard isGrid else { return values[index] }
    var rest = index
    var point = [Double](repeating: 0, count: values.count)
    for axis in values.indices.reversed() {
      point[axis] = values[axis][rest % values[axis].count]
      rest /= values[axis].count
    }
    return point
  }
}
