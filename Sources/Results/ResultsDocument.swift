import Activities
import Knee
import Scenarios

/// Version of the program that is written into every document.
public let trochleaVersion = "0.1.0"

/// Everything one call computed, with what it was computed from: the JSON document.
///
/// Property names are the keys of the document.
public struct ResultsDocument: Codable, Sendable {
  /// The version of the layout of documents that this program writes and reads.
  public static let currentSchema = 1

  /// Which question was asked.
  public enum Boundary: String, Codable, Sendable, CaseIterable {
    /// A person does a task: the net joint moments are given, and the muscles share them.
    case fixedMoments = "fixed-moments"
    /// The muscle forces are given, as in a cadaver rig.
    case fixedForces = "fixed-forces"
  }

  /// The model of the knee: its name, and a hash over all its parameters.
  public struct Model: Codable, Sendable, Equatable {
    public var name: String
    public var hash: String
    public init(name: String, hash: String) {
      self.name = name
      self.hash = hash
    }
  }

  /// Whose knee it was.
  public struct PersonRecord: Codable, Sendable, Equatable {
    public var mass_kg: Double
    public var height_m: Double
    public var sex: Person.Sex
    public var side: Person.Side
    public init(_ person: Person) {
      mass_kg = person.mass
      height_m = person.height
      sex = person.sex
      side = person.side
    }
  }

  /// What the leg did.
  public struct Activity: Codable, Sendable, Equatable {
    public var name: String
    public var source: String
    /// False when the curves were reconstructed rather than measured.
    public var measured: Bool
    public init(_ motion: Motion) {
      name = motion.name
      source = motion.source
      measured = motion.isMeasured
    }
  }

  /// One thing that a reader must know, with the level it has under a table; in JSON a string such as "CAREFUL: ...".
  public struct Warning: Codable, Sendable, Equatable {
    public var level: Finding.Level
    public var message: String
    public init(level: Finding.Level, message: String) {
      self.level = level
      self.message = message
    }
    public init(_ finding: Finding) { self.init(level: finding.level, message: finding.message) }

    public init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      let parts = text.split(separator: ": ", maxSplits: 1)
      guard parts.count == 2, let level = Finding.Level(rawValue: parts[0].lowercased()) else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath, debugDescription: "a warning begins with its level: '\(text)'"))
      }
      self.init(level: level, message: String(parts[1]))
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      try container.encode("\(level.rawValue.uppercased()): \(message)")
    }
  }

  /// Version of the program.
  public var trochlea: String
  /// Version of the layout.
  public var schema: Int
  public var boundary: Boundary
  public var model: Model
  public var person: PersonRecord
  /// Nil in a rig, where nothing is done.
  public var activity: Activity?
  /// What was done to the muscles; absent where it is only a part of the tension that goes.
  public var intervention: InterventionRecord? = nil
  public var states: [StateResult]
  /// What a reader must know: assumptions, reconstructed curves, reserves, frames that did not converge.
  public var warnings: [Warning]

  /// - Parameter notes: what a reader must know before anything is found out about the states: the first warnings.
  public init(
    boundary: Boundary, model: Model, person: Person, activity: Activity?, states: [StateResult],
    notes: [String]
  ) {
    self.trochlea = trochleaVersion
    self.schema = Self.currentSchema
    self.boundary = boundary
    self.model = model
    self.person = PersonRecord(person)
    self.activity = activity
    self.states = states
    self.warnings = notes.map { Warning(level: .note, message: $0) }
  }
}
