import Activities
import Knee
import Results
import Scenarios

/// What only shows in the conditions of a state: persons out of range, a depth of what has none, bad files.
extension StudyBuilder {
  /// Looks at the states of points of the sweep. What is impossible at all of them is a mistake; what is possible at some is
  /// worth a note, and each of its points ends in its own way when it is solved.
  mutating func checkStates(_ study: Study, _ root: StudyValue) {
    checkBoundary(study, root)
    if !errors.isEmpty { return }
    var motions = MotionCheck()
    // One for each state: the first obstacle, where it is, and at how many points there is one.
    var obstacles: [(error: InputError, point: Int, count: Int)?] = Array(
      repeating: nil, count: study.stateNames.count)
    let points = study.checkedPoints
    for point in points {
      for (index, conditions) in study.states(at: point).enumerated() {
        guard let error = obstacle(conditions, study, &motions) else { continue }
        let first = obstacles[index] ?? (error, point, 0)
        obstacles[index] = (first.error, first.point, first.count + 1)
        // What follows from an impossible state is impossible with it.
        if index == 0 { break }
      }
    }
    let baselineFailures = obstacles[0]?.count ?? 0
    for (index, obstacle) in obstacles.enumerated() {
      guard let (error, point, count) = obstacle else { continue }
      let place = index == 0 ? "person" : "what_if[\(index)]"
      let isMistake = count == points.count - (index == 0 ? 0 : baselineFailures)
      var value = index == 0 ? root["person"] ?? root : root["what_if"]?.list[index - 1] ?? root
      if !isMistake, index == 0 { value = root["sweep"] ?? root }
      var found = located(error, value, place: place)
      if isMistake {
        if study.sweep != nil, error.file == nil { found.problem += " at \(study.words(for: point))" }
        errors.append(found)
      } else {
        found.problem =
          "impossible at \(count) of \(points.count) points, first at \(study.words(for: point)): \(found.problem)"
        notes.append(found)
      }
    }
  }

  /// Why a state cannot be built; nil when it can.
  private func obstacle(_ conditions: Conditions, _ study: Study, _ motions: inout MotionCheck) -> InputError?
  {
    do throws(InputError) {
      try checkStrengths(conditions)
      let person = try study.person(conditions)
      try motions.check(conditions.activity, of: person)
      return nil
    } catch {
      return error
    }
  }

  /// With the forces of a state held, nothing but tension can change.
  private mutating func checkBoundary(_ study: Study, _ root: StudyValue) {
    guard study.boundary == .fixedForces, let list = root["what_if"]?.list else { return }
    for (index, whatIf) in study.whatIfs.enumerated() where whatIf.changesMoreThanTension {
      fail(
        list[index], "changes more than tension, and with fixed forces only tension can change",
        "what_if[\(index + 1)]", "release, set, strengthen, weaken; or boundary: fixed-moments")
    }
  }

  private func checkStrengths(_ conditions: Conditions) throws(InputError) {
    guard
      let index = conditions.tension.indices.first(where: {
        !MuscleTension.strengthRange.contains(conditions.tension[$0].strength)
      })
    else { return }
    throw InputError(
      .data,
      problem: "the strength of \(MuscleWords.typed(model.muscleNames[index])) becomes"
        + " \(shortNumber(conditions.tension[index].strength))",
      allowed: Quantity.strength.allowed)
  }

  /// An error with the place in the study that it comes from, unless it has one in another file.
  private func located(_ error: InputError, _ value: StudyValue, place: String) -> InputError {
    guard error.file == nil else { return error }
    var error = error
    (error.file, error.line, error.column) = (value.mark.file, value.mark.line, value.mark.column)
    error.kind = .data
    // The activity is named as what it is, wherever it was changed.
    error.place = error.place.map { $0 == place ? $0 : "\(place).\($0)" } ?? place
    return error
  }
}

/// Motions that were looked at: neither mass nor tension makes a file better.
private struct MotionCheck {
  private struct Key: Hashable {
    let activity: ActivityChoice
    let side: Person.Side
  }
  private var seen: [Key: InputError?] = [:]

  mutating func check(_ activity: ActivityChoice, of person: Person) throws(InputError) {
    let key = Key(activity: activity, side: person.side)
    if let known = seen[key] {
      if let known { throw known }
      return
    }
    do throws(InputError) {
      _ = try activity.motion(of: person)
      seen[key] = .some(nil)
    } catch {
      seen[key] = error
      throw error
    }
  }
}

extension Study {
  /// Most states whose conditions are looked at before anything is solved.
  private static let mostChecked = 100_000

  /// All points; of a large grid those along each axis from the first one, where every parameter has each of its values.
  var checkedPoints: [Int] {
    guard let sweep, sweep.isGrid, sweep.count > Self.mostChecked / stateNames.count else {
      return Array(0..<pointCount)
    }
    var points = [0]
    var step = 1
    for axis in sweep.values.reversed() {
      points += axis.indices.dropFirst().map { $0 * step }
      step *= axis.count
    }
    return points.sorted()
  }

  /// A point of the sweep in words: its number from 0, and the values of the parameters.
  func words(for point: Int) -> String {
    guard let sweep else { return "the one point" }
    let values = zip(sweep.parameters, sweep.point(point)).map { parameter, value in
      "\(parameter.name) \(parameter.quantity.words(for: value))"
    }
    return "point \(point) (\(values.joined(separator: ", ")))"
  }
}

extension Quantity {
  /// A value inside as a person would write it: `75 kg`, `10 %`.
  func words(for value: Double) -> String {
    let number = inFirstUnit(value)
    let unit = units[0].symbols[0]
    return unit.isEmpty ? "\(shortNumber(100 * number)) %" : "\(shortNumber(number)) \(unit)"
  }
}
