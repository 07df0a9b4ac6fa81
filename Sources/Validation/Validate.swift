import Knee
import Scenarios

/// Holds the model against every row of `data/validation/targets.csv`.
///
/// Rows under one boundary condition never mix with those of the other; each row names its own. An equilibrium that is
/// not found puts its rows out, with the reason in the note.
/// - Parameters:
///   - model: at its own size, as `loadModel` gives it.
///   - freedom: which coordinates are solved; `planar` has nothing to say on tracking and its rows TRK fall out.
///   - progress: called with the number of rows done and the number of all.
/// - Postcondition: one row per target, in the order of the list.
public func validate(
  model: KneeModel, freedom: Freedom = .patella, progress: (@Sendable (Int, Int) -> Void)? = nil
) throws(InputError) -> ValidationReport {
  let targets = try Target.all()
  let bench = try Bench(model: model, freedom: freedom, targets: targets)
  var measured: [String: Outcome] = [:]
  for experiment in Experiment.all {
    do {
      measured.merge(try experiment.run(bench)) { _, _ in preconditionFailure("a row is measured twice") }
    } catch let failure as Unsolved {
      for id in experiment.ids { measured[id] = .unsolved(failure.reason) }
    } catch let error as InputError {
      throw error
    } catch {
      preconditionFailure("an experiment fails by Unsolved or InputError, not by \(error)")
    }
    progress?(measured.count, targets.count)
  }
  let rows = targets.map { target in
    guard let outcome = measured[target.id] else {
      preconditionFailure("no experiment measures \(target.id)")
    }
    return ValidationReport.Row(target, outcome)
  }
  return ValidationReport(
    model: .init(name: model.name, hash: model.hash), freedom: freedom.rawValue, rows: rows)
}

/// A computation that answers some rows of the list.
struct Experiment: Sendable {
  /// Rows it answers.
  var ids: [String]
  /// Throws `Unsolved` or `InputError`.
  /// - Postcondition: the keys are `ids`.
  var run: @Sendable (Bench) throws -> [String: Outcome]

  static let all: [Experiment] = [
    extensionAgainstPeer, flexionAgainstPeer, tendonRatio, tendonEqualsQuadriceps, momentArm, jointRatio,
    tendonTurns, contactArea, pressureRatio, walking, stairAscent, stairDescent, squat, hamstringsInRig,
    hamstringIdentity, medialVastusOff, medialVastusUnloaded,
  ]
}

/// An experiment that has no answer: the model found no equilibrium.
struct Unsolved: Error {
  var reason: String
}
