import Activities
import Knee
import Scenarios

/// Muscle forces by muscle, filled from words that name one muscle or share among a group; none may be given twice.
struct RigForces {
  let words: MuscleWords
  /// Of every muscle of the model, N.
  let maxIsometricForce: [Double]

  /// Muscles that each word stands for; refuses words that overlap.
  ///
  /// - Throws: `InputError` for an unknown word, or a muscle that an earlier word already holds.
  func targets(
    of names: [(word: String, place: String)], kind: InputError.Kind, file: String? = nil, line: Int? = nil
  ) throws(InputError) -> [[Int]] {
    var holders = [String?](repeating: nil, count: words.muscles.count)
    var targets: [[Int]] = []
    for (word, place) in names {
      let indices = try words.indices(of: word, kind: kind, file: file, line: line, place: place)
      for index in indices {
        if let holder = holders[index] {
          throw InputError(
            kind, file: file, line: line, place: place,
            problem: "\(MuscleWords.typed(words.muscles[index])) already has a force, from '\(holder)'",
            allowed: "one force for each muscle")
        }
        holders[index] = word
      }
      targets.append(indices)
    }
    return targets
  }

  /// Forces by muscle, N, from the force of each target.
  func forces(_ forces: [Double], on targets: [[Int]]) -> [Double] {
    var all = [Double](repeating: 0, count: words.muscles.count)
    for (force, indices) in zip(forces, targets) {
      let shares = MuscleWords.shares(of: force, among: indices, maxIsometricForce: maxIsometricForce)
      for (index, share) in zip(indices, shares) { all[index] = share }
    }
    return all
  }
}

/// Reads rows of a rig from `--force` options and from tables.
public enum RigReader {
  /// Forces by muscle, N, from options such as `quadriceps=400`.
  ///
  /// - Throws: `InputError` (usage) for an unknown muscle, one that is named twice, or a force out of range.
  public static func forces(
    _ options: [String], place: String, words: MuscleWords, maxIsometricForce: [Double]
  ) throws(InputError) -> [Double] {
    let rig = RigForces(words: words, maxIsometricForce: maxIsometricForce)
    var names: [(word: String, place: String)] = []
    var values: [Double] = []
    for option in options {
      let (word, value) = try assignment(option, place: place, example: "quadriceps=400")
      names.append((word, place))
      values.append(try Quantity.muscleForce.parse(value, place: "\(place) \(word)"))
    }
    return rig.forces(values, on: try rig.targets(of: names, kind: .usage))
  }

  /// Rows of a rig from a table with `knee_flexion_deg` and, as wanted, `hip_flexion_deg`,
  /// `ankle_dorsiflexion_deg`, `tibia_anterior_N`, `tibia_proximal_N` and `<muscle or group>_N`.
  ///
  /// - Throws: `InputError` (data) with file, line and column for an unknown column, a muscle with two forces, a
  ///   missing flexion, or a number out of range.
  public static func rows(
    of table: CSVTable, words: MuscleWords, maxIsometricForce: [Double]
  ) throws(InputError) -> [RigRow] {
    let rig = RigForces(words: words, maxIsometricForce: maxIsometricForce)
    let posture = ["knee_flexion_deg", "hip_flexion_deg", "ankle_dorsiflexion_deg"]
    let outside = ["tibia_anterior_N", "tibia_proximal_N"]
    let muscleColumns = table.columns.indices.filter { !(posture + outside).contains(table.columns[$0]) }
    var names: [(word: String, place: String)] = []
    for index in muscleColumns {
      let column = table.columns[index]
      guard column.hasSuffix("_N"), let indices = known(column.dropLast(2), words), !indices.isEmpty else {
        let valid = posture + outside + words.words.map { MuscleWords.normalized($0) + "_N" }
        throw .unknown(.data, "column", column, among: valid, file: table.name, line: table.headerLine)
      }
      names.append((String(column.dropLast(2)), column))
    }
    let targets = try rig.targets(of: names, kind: .data, file: table.name, line: table.headerLine)
    _ = try table.column("knee_flexion_deg")

    var rows: [RigRow] = []
    for row in 0..<table.rowCount {
      func number(_ column: String, _ quantity: Quantity) throws(InputError) -> Double {
        guard let index = table.index(of: column) else { return 0 }
        return try checked(table, row, index, quantity)
      }
      var forces: [Double] = []
      for index in muscleColumns { forces.append(try checked(table, row, index, .muscleForce)) }
      rows.append(
        RigRow(
          kneeFlexion: try number("knee_flexion_deg", .kneeFlexion),
          hipFlexion: try number("hip_flexion_deg", .hipFlexion),
          ankleDorsiflexion: try number("ankle_dorsiflexion_deg", .ankleDorsiflexion),
          forces: rig.forces(forces, on: targets),
          tibiaAnterior: try number("tibia_anterior_N", .externalForce),
          tibiaProximal: try number("tibia_proximal_N", .externalForce)))
    }
    return rows
  }

  private static func known(_ word: Substring, _ words: MuscleWords) -> [Int]? {
    do { return try words.indices(of: String(word)) } catch { return nil }
  }

  /// A cell in the unit inside, when its number is allowed.
  private static func checked(
    _ table: CSVTable, _ row: Int, _ column: Int, _ quantity: Quantity
  ) throws(InputError) -> Double {
    let number = table[row, column]
    guard quantity.contains(number) else {
      throw InputError(
        .data, file: table.name, line: table.lines[row], place: table.columns[column],
        problem: "\(shortNumber(number)) is out of range", allowed: quantity.allowed)
    }
    return quantity.units[0].inside(number)
  }
}

/// Splits `name=value`.
///
/// - Throws: `InputError` (usage) when either side is missing.
public func assignment(
  _ text: String, place: String, example: String
) throws(InputError) -> (name: String, value: String) {
  guard let sign = text.firstIndex(of: "=") else {
    throw InputError(
      .usage, place: place, problem: "'\(text)' names no muscle and value",
      allowed: "MUSCLE=VALUE, such as \(example)")
  }
  let name = String(text[..<sign])
  let value = String(text[text.index(after: sign)...])
  guard !name.isEmpty, !value.isEmpty else {
    throw InputError(
      .usage, place: place, problem: "'\(text)' lacks a \(name.isEmpty ? "muscle" : "value")",
      allowed: "MUSCLE=VALUE, such as \(example)")
  }
  return (name, value)
}
