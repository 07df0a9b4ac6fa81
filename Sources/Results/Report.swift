import Activities
import Knee
import Scenarios

/// What the sentences under a table need to know about a call.
public struct ReportContext: Sendable {
  public var motion: Motion?
  public var person: Person
  public var freedom: String
  /// Exponent of the recruitment; nil in a rig, where nothing is recruited.
  public var exponent: Int?
  public var style: TextStyle

  public init(motion: Motion?, person: Person, freedom: String, exponent: Int?, style: TextStyle) {
    self.motion = motion
    self.person = person
    self.freedom = freedom
    self.exponent = exponent
    self.style = style
  }
}

extension Finding {
  /// Findings at the end of a report: what is wrong first, set off from what is only to be kept in mind.
  public static func text(_ findings: [Finding]) -> String {
    guard !findings.isEmpty else { return "" }
    return "\n"
      + Note.text(
        findings.map { Note(label: $0.level.rawValue.uppercased(), text: $0.message) }, labelWidth: 7)
  }
}

/// One labeled paragraph under a table.
package struct Note {
  package var label: String
  package var text: String

  package init(label: String, text: String) {
    self.label = label
    self.text = text
  }

  /// The notes under each other, their labels in one column of at least the given width.
  package static func text(_ notes: [Note], labelWidth: Int = 0) -> String {
    let width = max(labelWidth, notes.map(\.label.count).max() ?? 0)
    return notes.map { note in
      wrapped(
        note.text, lead: "  " + note.label + String(repeating: " ", count: width - note.label.count) + "  ")
    }.joined()
  }
}

extension ReportContext {
  /// Person, activity, model and boundary in words.
  func notes(for document: ResultsDocument) -> [Note] {
    var notes = [
      Note(
        label: "person",
        text: "\(shortNumber(person.mass)) kg, \(shortNumber(person.height)) m, \(person.sex.rawValue),"
          + " \(person.side.rawValue) knee; 1 body weight (BW) is \(fixedNumber(person.bodyWeight, 0)) N")
    ]
    if let motion {
      let kind =
        motion.isMeasured
        ? (motion.isUsersOwn ? "as in your files" : "measured") : "reconstructed or computed, not measured"
      notes.append(Note(label: "activity", text: "\(motion.title) (\(kind)). Source: \(motion.source)"))
      notes += motion.caveats.map { Note(label: "", text: $0) }
    }
    notes.append(
      Note(
        label: "model",
        text: "\(document.model.name) (\(document.model.hash)), freedom \(freedom)"
          + (exponent.map { ", effort as activation to the power \($0)" } ?? "")))
    notes.append(Note(label: "solved", text: document.solvedInWords))
    let boundary = document.boundary == .fixedMoments ? Wording.fixedMoments : Wording.fixedForces
    notes.append(Note(label: "boundary", text: boundary))
    return notes
  }

  /// The sentences that end every report.
  func closing() -> [Note] {
    [
      Note(
        label: "read",
        text: [Wording.stressBand, Wording.loadIsNotPain, Wording.model].joined(separator: " "))
    ]
  }
}

extension ResultsDocument {
  /// How many frames converged, and how far the muscles are from the moments asked of them.
  var solvedInWords: String {
    let frames = states.flatMap(\.frames)
    let converged = frames.count { $0.status == "converged" }
    let count = converged == frames.count ? "all \(frames.count)" : "\(converged) of \(frames.count)"
    let left = converged == frames.count ? "" : "; the others are left out of the peaks"
    let reserves = frames.flatMap { [$0.reserve_Nm.hip, $0.reserve_Nm.knee, $0.reserve_Nm.ankle] }
    let largest = fixedNumber(reserves.map(\.magnitude).max() ?? 0, 1)
    let balance = boundary == .fixedForces ? "" : "; largest moment the muscles cannot supply: \(largest) N·m"
    return "\(count) frames converged\(left)\(balance)"
  }

  /// Frames that people are shown of a motion: all of a short one, else 11 to 21 at even steps with both ends.
  static func shownFrames(of count: Int) -> [Int] {
    guard count > 21 else { return Array(0..<count) }
    // An even step that lands on the last frame, if there is one; otherwise the nearest frames to 21 even places.
    let rows = (11...21).reversed().first { (count - 1) % ($0 - 1) == 0 } ?? 21
    return (0..<rows).map { row in (row * (count - 1) + (rows - 1) / 2) / (rows - 1) }
  }
}
