import Knee
import Results
import Scenarios

/// One state of a study, solved.
public struct StateOutcome: Codable, Sendable, Equatable {
  public var name: String
  /// Hash of everything that the state was solved from: model, person, motion, tension, boundary; 16 hexadecimal digits.
  public var scenario_hash: String
  public var status: Status
  /// Why the state is not done; absent when it is.
  public var reason: String?
  /// What the body weighs in this movement, and the person's height.
  public var mass_kg, height_m: Double
  public var side: Person.Side
  public var activity: String
  /// Muscles that differ from healthy, by name with underscores.
  public var tension: [String: MuscleTension]
  /// Absent when there was nothing to solve.
  public var summary: Summary?
  /// Where the change of the peak kneecap force against the first state comes from; absent in the first, and where more than the
  /// tension of muscles differs.
  public var patellofemoral_change: PatellofemoralChange?
  /// What a reader must know.
  public var warnings: [ResultsDocument.Warning]
  /// nil where only the summary is kept.
  public var frames: [FrameResult]?
  /// When each of the frames is, from the first, s.
  public var times_s: [Double]?

  /// How a state ended.
  public enum Status: String, Codable, Sendable, CaseIterable {
    case done
    /// The muscles of this model cannot hold the task.
    case cannotBeHeld = "cannot-be-held"
    case notConverged = "not-converged"
    /// The conditions themselves are impossible, such as a mass below 20 kg.
    case impossible
  }
}

extension StateOutcome {
  public init(
    name: String, scenario_hash: String, status: Status, reason: String?, mass_kg: Double, height_m: Double,
    side: Person.Side, activity: String, tension: [String: MuscleTension], summary: Summary?,
    patellofemoral_change: PatellofemoralChange? = nil, warnings: [ResultsDocument.Warning]
  ) {
    self.name = name
    self.scenario_hash = scenario_hash
    self.status = status
    self.reason = reason
    self.mass_kg = mass_kg
    self.height_m = height_m
    self.side = side
    self.activity = activity
    self.tension = tension
    self.summary = summary
    self.patellofemoral_change = patellofemoral_change
    self.warnings = warnings
  }
}

/// All states at one point of a study.
public struct PointOutcome: Codable, Sendable, Equatable {
  /// From 0, in the order of the sweep.
  public var index: Int
  /// Values of the sweep's parameters in their first unit, in the order of `SweepParameter.column`.
  public var values: [Double]
  /// The baseline first.
  public var states: [StateOutcome]

  public init(index: Int, values: [Double], states: [StateOutcome]) {
    self.index = index
    self.values = values
    self.states = states
  }
}

extension StateOutcome.Status {
  init(_ status: CommandStatus) {
    switch status {
    case .done: self = .done
    case .cannotBeHeld: self = .cannotBeHeld
    default: self = .notConverged
    }
  }
}

extension StateOutcome.Status {
  /// As people read it.
  package var words: String { rawValue.split(separator: "-").joined(separator: " ") }

  /// How a command ends of which this is the result.
  package var ofCommand: CommandStatus {
    switch self {
    case .done: .done
    case .notConverged: .notConverged
    case .cannotBeHeld, .impossible: .cannotBeHeld
    }
  }
}

extension StateOutcome {
  /// Passes where it is the state of a living knee, whose numbers a patient may see.
  ///
  /// - Parameter product: what there is none of otherwise: `leaflet`.
  /// - Throws: `Failure` (cannot be held, not converged) with the reason.
  package func requireHeld(for product: String) throws(Failure) {
    guard status == .done else {
      throw Failure(status.ofCommand, "no \(product): '\(name)': \(status.words), \(reason ?? "")")
    }
    if let doubt = warnings.first(where: { $0.level == .careful }) {
      throw Failure(.cannotBeHeld, "no \(product): '\(name)': \(doubt.message)")
    }
  }
}
