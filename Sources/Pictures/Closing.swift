import Results
import Studies

/// Sentences below pictures.
enum Closing {
  /// The program and the model that a picture is drawn from.
  static func source(model: String, hash: String, freedom: String? = nil) -> String {
    "trochlea \(trochleaVersion), model \(model) (\(hash))" + (freedom.map { ", freedom \($0)" } ?? "")
  }

  /// Said above changes that mean nothing.
  static let notHeld =
    "DO NOT USE THESE CHANGES: the muscles of this model cannot hold the task, or its knee slips."

  static func person(_ person: ResultsDocument.PersonRecord) -> String {
    "\(shortNumber(person.mass_kg)) kg, \(shortNumber(person.height_m)) m, \(person.sex.rawValue), \(person.side.rawValue) knee"
  }

  /// What ends the notes of every picture of loads.
  ///
  /// - Parameters:
  ///   - isSameMovement: whether every state does the same with the same body.
  ///   - reconstructed: the activity, where its curves are not measured.
  static func notes(
    boundary: ResultsDocument.Boundary, isSameMovement: Bool = true, reconstructed: String?
  ) -> [String] {
    let moments = isSameMovement ? Wording.fixedMoments : Wording.fixedMomentsOfEach
    return [boundary == .fixedMoments ? moments : Wording.heldForces]
      + (reconstructed.map { [Wording.reconstructed($0)] } ?? [])
      + [Wording.loadIsNotPain + " " + Wording.model]
  }

  /// What a reader must heed before the numbers, each thing once, its level in capitals.
  static func heeded(_ warnings: [ResultsDocument.Warning]) -> [String] {
    var notes: [String] = []
    for warning in warnings where warning.level != .note {
      let note = "\(warning.level.rawValue.uppercased()): \(warning.message)"
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  /// What makes a motion doubtful, and that its curves are reconstructed, each thing once.
  static func ofMotion(_ warnings: [ResultsDocument.Warning]) -> [String] {
    var notes: [String] = []
    for warning in warnings where warning.level == .warning || warning.message.hasPrefix("The curves of '") {
      if !notes.contains(warning.message) { notes.append(warning.message) }
    }
    return notes
  }
}

extension ReleaseWords {
  /// What is assumed of the tension and of what changes it; of an intervention with both sides of its evidence.
  var pictureNotes: [String] {
    let release =
      intervention?.pictureNotes
      ?? [
        "Release: \(percentText(fraction)) of it goes: "
          + (isDefaultFraction ? "the default of this program, " : "") + "an assumption too."
      ]
    return (hasExcess ? ["Tension: " + assumption] : []) + release
  }
}

extension InterventionWords {
  /// What is assumed of its effect, and the trials that found one beside those that found none.
  fileprivate var pictureNotes: [String] {
    notes.filter { ["effect", "for", "against"].contains($0.label) }.map {
      $0.label.prefix(1).uppercased() + $0.label.dropFirst() + ": " + $0.text
    }
  }
}

extension Study {
  /// Whether no what-if moves in another way, with another weight or with the other knee.
  var isSameMovement: Bool {
    !whatIfs.flatMap(\.changes).contains {
      switch $0 {
      case .addMass, .side, .depth, .speed: true
      case .release, .set, .scaleStrength, .cartilageModulus, .cartilageThickness: false
      }
    }
  }
}
