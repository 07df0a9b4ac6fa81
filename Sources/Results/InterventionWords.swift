import Scenarios

extension Intervention.Trial {
  /// `Konrad 2017 (122 people): stiffness …`.
  var inWords: String {
    name + (n.map { " (\($0) people)" } ?? "") + ": " + finding + (finding_seen ? "" : " [from memory]")
  }

  /// The DOI, and whether it was looked up.
  var doiInWords: String {
    doi.map { "doi:\($0)" + (doi_seen ? "" : " [from memory]") } ?? "no DOI at hand"
  }
}

extension Intervention {
  /// The parameter as people read it.
  var parameter: String {
    switch acts_on {
    case .stiffness: "passive stiffness"
    case .strength: "strength"
    case .mass: "body mass"
    case .none: "nothing in this model"
    }
  }

  /// What lies between an effect and a time: `session` or `programme`.
  var unit: String { time_course?.kind == .programme ? "programme" : "session" }

  /// How an effect comes and goes.
  var timeInWords: String? {
    guard let course = time_course else { return nil }
    let comes =
      course.kind == .programme
      ? "builds up over \(timeText(course.full_after_s ?? 0)) (time constant"
        + " \(timeText(((course.build_up_s ?? 0) / 8640).rounded() * 8640))), " : "there at once, "
    return comes + "gone by \(timeText(course.gone_after_s)) after the \(unit) (5 % left then, time constant"
      + " \(timeText(course.decayTimeConstant))). \(course.basis)\(course.seen ? "" : " [from memory]")."
  }

  /// The published effect with its spread and where it is from.
  var effectInWords: String {
    guard let effect else { return "no default: it must be stated with --amount." }
    let seen = effect.seen ? "" : " [from memory]"
    guard acts_on != .none else { return "none. \(effect.basis)\(seen)." }
    var text = "\(parameter) \(signedPercent(effect.mean)) right after"
    if acts_on == .stiffness || acts_on == .strength, time_course?.kind == .programme { text += " all of it" }
    if let least = effect.least, let most = effect.most, let spread = effect.spread {
      text += ", spread \(signedPercent(least)) to \(signedPercent(most)) (\(spread))"
    }
    return text + ". \(effect.basis)\(seen)."
  }
}

/// A fraction as percent with its sign: `-13 %`, `+4 %`, `0 %`; small ones with a decimal.
package func signedPercent(_ fraction: Double) -> String {
  let percent = fraction * 100
  let isWhole = (percent - percent.rounded()).magnitude < 0.05 && !(percent != 0 && percent.magnitude < 0.5)
  let text = fixedNumber(percent, isWhole ? 0 : 1)
  if text == "0.0" || text == "0" { return percent == 0 ? "0 %" : "0.0 %" }
  return (percent > 0 ? "+" : "") + text + " %"
}

/// An intervention on the named muscles in words: what is assumed, and both sides of the evidence.
public struct InterventionWords: Sendable {
  public var use: Intervention.Use
  /// Since the session or the end of the programme, s.
  public var after: Double
  /// Mass that is lost, kg; nil where the intervention acts on something else.
  public var lostMass: Double?

  public init(use: Intervention.Use, after: Double, lostMass: Double? = nil) {
    self.use = use
    self.after = after
    self.lostMass = lostMass
  }

  private var intervention: Intervention { use.intervention }
  private var spokenName: String { MuscleWords.spoken(intervention.name) }

  /// Name of the state: `5 min after stretching`, `with taping`.
  public var stateName: String {
    if let lostMass { return "\(shortNumber(lostMass)) kg lighter" }
    guard intervention.time_course != nil else { return "with \(spokenName)" }
    return after == 0 ? "after \(spokenName)" : "\(timeText(after)) after \(spokenName)"
  }

  /// When a load is compared, inside a sentence.
  package var whenInWords: String { lostMass == nil ? stateName : "with a body \(stateName)" }

  /// Why nothing changes, where no effect is the default; nil where there is one.
  var nullInWords: String? {
    guard !use.isStated, use.initialEffect == 0, let effect = intervention.effect else { return nil }
    return "No effect of \(spokenName) is assumed. \(effect.basis)."
  }

  /// What is assumed of the effect.
  var effectAssumption: String {
    if let lostMass {
      return
        "the body is \(shortNumber(lostMass)) kg lighter, as stated. It moves as before, with the same muscles: moments and"
        + " weights fall in proportion. Body weights (BW) stay those of now."
    }
    guard intervention.acts_on != .none else {
      return "nothing changes in this model. \(intervention.effect?.basis ?? "")."
    }
    let now =
      after > 0
      ? " \(timeText(after)) after it \(signedPercent(use.effect(after: after))) is left, which is used here."
      : ""
    if use.isStated {
      return
        "\(intervention.parameter) \(signedPercent(use.initialEffect)) right after the \(intervention.unit), as stated: an"
        + " assumption.\(now)" + publishedBeside
    }
    return intervention.effectInWords + now
      + " Measured on \(intervention.measured_on): for other muscles it is an assumption."
  }

  /// What trials found, where the person states another effect.
  private var publishedBeside: String { " Published: " + intervention.effectInWords }

  /// What else is assumed.
  var restAssumption: String {
    var text = "everything else stays as it is now: an assumption."
    if intervention.acts_on != .mass {
      text += " No trial named here measured an involuntary tone, so the tone stays."
    }
    return ([text] + intervention.remarks).joined(separator: " ")
  }

  /// Both sides of the evidence; never one without the other.
  package var notes: [Note] {
    var notes = [Note(label: "effect", text: effectAssumption)]
    if let time = intervention.timeInWords { notes.append(Note(label: "time", text: time)) }
    notes.append(Note(label: "rest", text: restAssumption))
    notes += intervention.evidenceNotes(withDOI: false)
    return notes
  }

  /// The same for a file, one line each.
  public var lines: [String] { notes.map { "\($0.label): \($0.text)" } }
}

extension Intervention {
  /// The strength of the evidence, then the trials that found an effect, then those that found none.
  func evidenceNotes(withDOI: Bool) -> [Note] {
    func text(_ trial: Trial) -> String { trial.inWords + (withDOI ? "; " + trial.doiInWords : "") }
    if withDOI {
      return [Note(label: "evidence", text: evidence)]
        + trials_for.enumerated().map { Note(label: $0 == 0 ? "for" : "", text: text($1)) }
        + trials_against.enumerated().map { Note(label: $0 == 0 ? "against" : "", text: text($1)) }
    }
    return [
      Note(label: "evidence", text: evidence + " DOIs: trochlea interventions."),
      Note(label: "for", text: trials_for.map(text).joined(separator: "; ") + "."),
      Note(label: "against", text: trials_against.map(text).joined(separator: "; ") + "."),
    ]
  }

  /// The list for people: a table of all, then each with both sides of its evidence.
  public static func text(_ interventions: [Intervention], _ style: TextStyle) -> String {
    var table = TextTable([
      .init("intervention", .left), .init("acts on", .left), .init("effect"), .init("least"), .init("most"),
      .init("gone by"),
    ])
    for it in interventions {
      let isNone = it.acts_on == .none
      table.add([
        it.name, it.parameter,
        isNone ? "none" : it.effect.map { signedPercent($0.mean) } ?? "to be stated",
        it.effect?.least.map(signedPercent) ?? "-", it.effect?.most.map(signedPercent) ?? "-",
        it.time_course.map { timeText($0.gone_after_s) } ?? "-",
      ])
    }
    let entries = interventions.map { it in
      let aliases = it.aliases.isEmpty ? "" : " (also: \(it.aliases.joined(separator: ", ")))"
      var notes = [
        Note(label: "effect", text: it.effectInWords), Note(label: "measured", text: "on \(it.measured_on)"),
      ]
      if let time = it.timeInWords { notes.append(Note(label: "time", text: time)) }
      notes += it.remarks.map { Note(label: "note", text: $0) }
      return style.bold(it.name) + "  " + it.title + aliases + "\n"
        + Note.text(notes + it.evidenceNotes(withDOI: true))
    }
    return table.text(style) + "\n" + wrapped(Wording.interventionList) + "\n"
      + entries.joined(separator: "\n")
  }
}
