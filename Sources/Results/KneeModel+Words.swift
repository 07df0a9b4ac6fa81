import Knee
import Scenarios

extension KneeModel {
  /// The words that name this model's muscles.
  public var words: MuscleWords {
    MuscleWords(
      muscles: muscleNames, groups: MuscleGroup.allCases.map { ($0.rawValue, $0.members(among: muscles)) })
  }

  /// Of every muscle in the order of the model, N.
  public var maxIsometricForces: [Double] { muscles.map(\.parameters.maxIsometricForce) }

  /// The muscles as `trochlea muscles` lists them.
  public var muscleEntries: [MuscleEntry] {
    let groups = words.groups
    return muscles.enumerated().map { index, muscle in
      MuscleEntry(
        name: muscle.name, groups: groups.filter { $0.members.contains(index) }.map(\.name),
        maxIsometricForce: muscle.parameters.maxIsometricForce,
        optimalFiberLength: muscle.parameters.optimalFiberLength,
        tendonSlackLength: muscle.parameters.tendonSlackLength, source: muscle.source)
    }
  }

  /// What `trochlea model` says of this model.
  public var facts: ModelFacts {
    ModelFacts(
      name: name, hash: hash, patella_elements: patellaElements.count, tibia_elements: tibiaElements.count,
      ligament_strands: strands.count, muscles: muscles.count,
      sources: muscles.reduce(into: []) { if !$0.contains($1.source) { $0.append($1.source) } })
  }
}

/// A model of the knee in a few lines, for `trochlea model`. Property names are the keys in JSON.
public struct ModelFacts: Codable, Sendable, Equatable {
  public var name: String
  /// Over every parameter: two models with one hash give the same results.
  public var hash: String
  /// Of the file's parts; nil when it is not known.
  public var licence: String?
  /// Elements of the cartilage meshes.
  public var patella_elements: Int
  public var tibia_elements: Int
  public var ligament_strands: Int
  public var muscles: Int
  /// Where the muscles' numbers come from.
  public var sources: [String]

  /// The facts for people.
  public func text(_ style: TextStyle) -> String {
    let notes = [
      Note(label: "hash", text: hash), Note(label: "licence", text: licence ?? "not stated"),
      Note(
        label: "mesh", text: "\(patella_elements) elements on the patella, \(tibia_elements) on the tibia"),
      Note(label: "ligaments", text: "\(ligament_strands) strands"),
      Note(label: "muscles", text: "\(muscles)"),
    ]
    let sources = sources.enumerated().map { Note(label: $0 == 0 ? "sources" : "", text: $1) }
    return style.bold(name) + "\n" + Note.text(notes + sources)
  }
}
