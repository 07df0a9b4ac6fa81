import Activities
import Knee
import Results
import Scenarios

/// What only shows in the conditions of a state: persons out of range, a depth of what has none, bad files.
extension StudyBuilder {
  /// Looks at the states of every point at which a parameter of the sweep has a value for the first time.
  mutating func checkStates(_ study: Study, _ root: StudyValue) {
    checkBoundary(study, root)
    if !errors.isEmpty { return }
    var seen: [(activity: ActivityChoice, side: Person.Side)] = []
    for point in study.telling {
      for (index, conditions) in study.states(at: point).enumerated() {
        let place = index == 0 ? "person" : "what_if[\(index)]"
        let value = index == 0 ? root["person"] ?? root : root["what_if"]?.list[index - 1] ?? root
        do throws(InputError) {
          try checkStrengths(conditions, place: place)
          _ = try study.simulator(conditions)
          let person = try conditions.person()
          // Files are read once: neither mass nor tension makes them better.
          let isSeen = seen.contains { $0.activity == conditions.activity && $0.side == conditions.side }
          if !isSeen {
            seen.append((conditions.activity, conditions.side))
            _ = try conditions.activity.motion(of: person)
          }
        } catch {
          note(error, value, place: place, point: study.sweep.map { _ in point })
        }
      }
      if !errors.isEmpty { return }
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

  private func checkStrengths(_ conditions: Conditions, place: String) throws(InputError) {
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

  private mutating func note(_ error: InputError, _ value: StudyValue, place: String, point: Int?) {
    var error = error
    if error.file == nil {
      (error.file, error.line, error.column) = (value.mark.file, value.mark.line, value.mark.column)
      error.kind = .data
      // The activity is named as what it is, wherever it was changed.
      error.place = error.place.map { $0 == place ? $0 : "\(place).\($0)" } ?? place
      if let point { error.problem += " at point \(point + 1) of the sweep" }
    }
    if !errors.contains(error) { errors.append(error) }
  }
}

extension Study {
  /// Points at which a parameter of the sweep has a value for the first time; the only one without a sweep.
  fileprivate var telling: [Int] {
    guard let sweep else { return [0] }
    guard sweep.isGrid else { return Array(0..<sweep.count) }
    // The points along each axis from the first one.
    var points = [0]
    var step = 1
    for axis in sweep.values.reversed() {
      points += axis.indices.dropFirst().map { $0 * step }
      step *= axis.count
    }
    return points.sorted()
  }
}
