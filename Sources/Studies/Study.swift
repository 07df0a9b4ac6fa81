import Knee
import ModelFiles
import Results
import Scenarios

/// What a study file asks for, complete and checked.
public struct Study: Sendable {
  public var title: String
  /// What finds it again in any language: of a built-in scenario its name; else its own title, and without one the name of its file.
  public internal(set) var name = ""
  public var question: String?
  public var source: String?
  public var boundary: ResultsDocument.Boundary
  /// Unscaled, with the muscles that `Conditions.tension` is about.
  public var model: KneeModel
  public var freedom: Freedom
  public var exponent: Int
  /// The state as it is now.
  public var baseline: Conditions
  public var whatIfs: [WhatIf]
  public var sweep: Sweep?
  /// Columns of the summary to show; nil for the usual table.
  public var report: [SummaryColumn]?
  public var keepsFrames: Bool
  /// Every file that it was read from and is solved from.
  public var inputs: [StudyInput] = []
  /// What a reader of the files should know though they have no mistake: points that cannot be solved, values that are never
  /// used, releases of nothing. Each has its place.
  public var notes: [InputError] = []

  /// The name of the first state.
  public static let baselineName = "as now"

  /// Solved points: 1 without a sweep.
  public var pointCount: Int { sweep?.count ?? 1 }
  public var stateNames: [String] { [Self.baselineName] + whatIfs.map(\.name) }

  /// What solves a state.
  ///
  /// - Throws: `InputError` (usage) where person or body mass is out of range.
  public func simulator(_ conditions: Conditions) throws(InputError) -> Simulator {
    var simulator = try Simulator(
      model: conditions.model(model), person: try person(conditions), freedom: freedom, exponent: exponent)
    simulator.carriedMass = conditions.mass + conditions.addedMass
    return simulator
  }

  /// Whose knee it is in a state.
  ///
  /// - Throws: `InputError` (usage) where person or body mass is out of range.
  func person(_ conditions: Conditions) throws(InputError) -> Person {
    let carried = conditions.mass + conditions.addedMass
    guard Person.massRange.contains(carried) else {
      throw InputError(
        .usage, place: "mass", problem: "the body would weigh \(shortNumber(carried)) kg",
        allowed: Quantity.mass.allowed)
    }
    return try conditions.person()
  }

  /// The study with one of its changes.
  ///
  /// - Parameters:
  ///   - name: of a what-if; nil where there is only one.
  ///   - purpose: what shows it, such as `a leaflet`.
  /// - Throws: `InputError`: data where the study is not one person doing one task, usage where the change is not named.
  public func withChange(named name: String?, for purpose: String) throws(InputError) -> Study {
    guard sweep == nil else {
      throw InputError(
        .data, place: "sweep", problem: "\(purpose) is about one person, not \(pointCount) points",
        allowed: "a study without a sweep: remove 'sweep:'")
    }
    let names = whatIfs.map(\.name)
    guard let first = names.first else {
      throw InputError(
        .data, place: "what_if", problem: "no change, so nothing to compare", allowed: "at least one")
    }
    guard name != nil || names.count == 1 else {
      throw InputError(
        .usage, place: "--state",
        problem: "the study has \(names.count) changes, and \(purpose) shows one",
        allowed: names.joined(separator: ", "))
    }
    guard let index = names.firstIndex(of: name ?? first) else {
      throw .unknown(.usage, "state", name ?? "", among: names, place: "--state")
    }
    var one = self
    one.whatIfs = [whatIfs[index]]
    one.keepsFrames = true
    return one
  }

  /// The conditions of every state at a point, the baseline first.
  public func states(at point: Int) -> [Conditions] {
    var first = baseline
    if let sweep {
      for (parameter, value) in zip(sweep.parameters, sweep.point(point)) { parameter.set(value, in: &first) }
    }
    return [first] + whatIfs.map { $0.applied(to: first) }
  }
}

/// A change of the present state.
public struct WhatIf: Sendable, Equatable {
  public enum Change: Sendable, Equatable {
    /// This part (0 to 1) of the muscles' excess tension goes.
    case release([Int], Double)
    case set([Int], TensionPart, Double)
    /// Greatest force times this.
    case scaleStrength([Int], Double)
    /// kg; knee and muscles stay those of the person.
    case addMass(Double)
    case side(Person.Side)
    /// rad
    case depth(Double)
    case speed(Double)
    case cartilageModulus(Double)
    case cartilageThickness(Double)
  }

  public var name: String

  /// Whether it changes anything beside the tension of muscles.
  public var changesMoreThanTension: Bool {
    changes.contains {
      switch $0 {
      case .release, .set, .scaleStrength: false
      default: true
      }
    }
  }

  /// Whether it changes the tension of muscles by releases, and nothing else.
  public var onlyReleases: Bool {
    changes.allSatisfy { if case .release = $0 { true } else { false } }
  }

  /// The muscles that it releases, each by which part (0 to 1); what is released twice keeps the product of what is left.
  public var releases: [Int: Double] {
    changes.reduce(into: [:]) { parts, change in
      guard case .release(let muscles, let part) = change else { return }
      for i in muscles { parts[i] = parts[i].map { 1 - (1 - $0) * (1 - part) } ?? part }
    }
  }

  /// In the order in which they are applied: releases, then what is set, then strength.
  public var changes: [Change]

  /// Muscles of releases that find no excess tension in any muscle that they name.
  func idleReleases(in conditions: Conditions) -> Set<Int> {
    var idle: Set<Int> = []
    for case .release(let muscles, _) in changes
    where !muscles.contains(where: { conditions.tension[$0].hasExcess }) { idle.formUnion(muscles) }
    return idle
  }

  public func applied(to conditions: Conditions) -> Conditions {
    var result = conditions
    for change in changes {
      switch change {
      case .release(let muscles, let part):
        for i in muscles { result.tension[i] = result.tension[i].released(by: part) }
      case .set(let muscles, let part, let value):
        for i in muscles { part.set(value, in: &result.tension[i]) }
      case .scaleStrength(let muscles, let factor):
        for i in muscles { result.tension[i].strength *= factor }
      case .addMass(let kg): result.addedMass += kg
      case .side(let side): result.side = side
      case .depth(let depth): result.activity.depth = depth
      case .speed(let speed): result.activity.speed = speed
      case .cartilageModulus(let factor): result.cartilageModulus = factor
      case .cartilageThickness(let factor): result.cartilageThickness = factor
      }
    }
    return result
  }
}
