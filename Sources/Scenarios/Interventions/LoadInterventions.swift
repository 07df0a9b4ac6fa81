import Foundation
import Knee
import ModelFiles

/// The interventions that are compiled into the program.
public func loadInterventions() throws(InputError) -> [Intervention] {
  try decodeInterventions(embeddedFile("interventions.json"), file: "data/interventions.json")
}

/// Parses and checks a file of interventions.
///
/// - Throws: `InputError` (data) naming the file, the key path, the value and what is allowed.
public func decodeInterventions(_ bytes: Data, file: String) throws(InputError) -> [Intervention] {
  let content = try decodedJSON(InterventionFile.self, from: bytes, file: file)
  let check = InterventionCheck(file: file)
  try check.require(content.schema == 1, "schema", "\(content.schema)", "1")
  try check.require(!content.interventions.isEmpty, "interventions", "none", "at least one")
  var words: Set<String> = []
  for (index, intervention) in content.interventions.enumerated() {
    try check.check(intervention, place: "interventions[\(index)]", words: &words)
  }
  return content.interventions
}

/// The layout of the file.
private struct InterventionFile: Decodable {
  var schema: Int
  var interventions: [Intervention]
}

/// What must hold of an intervention, with the place in the file where it does not.
private struct InterventionCheck {
  let file: String

  func require(_ holds: Bool, _ place: String, _ problem: String, _ allowed: String) throws(InputError) {
    guard holds else {
      throw InputError(.data, file: file, place: place, problem: problem, allowed: allowed)
    }
  }

  func check(_ it: Intervention, place: String, words: inout Set<String>) throws(InputError) {
    for (key, word) in [("name", it.name)] + it.aliases.map({ ("aliases", $0) }) {
      let isWord = !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") }
      try require(isWord, "\(place).\(key)", "'\(word)'", "lower-case letters and hyphens")
      try require(words.insert(word).inserted, "\(place).\(key)", "'\(word)' stands twice", "each word once")
    }
    try check(it.effect, of: it, place: "\(place).effect")
    try check(it.time_course, of: it, place: "\(place).time_course")
    // Both sides of the evidence, always.
    for (key, trials) in [("trials_for", it.trials_for), ("trials_against", it.trials_against)] {
      try require(!trials.isEmpty, "\(place).\(key)", "no trial", "at least one on either side")
      for (index, trial) in trials.enumerated() {
        let place = "\(place).\(key)[\(index)]"
        try require((trial.n ?? 1) > 0, "\(place).n", "\(trial.n ?? 0)", "1 or more, or null")
        try require(
          trial.doi?.hasPrefix("10.") ?? !trial.doi_seen, "\(place).doi",
          trial.doi.map { "'\($0)'" } ?? "none",
          "a DOI such as 10.1111/sms.12341, or null with doi_seen false")
      }
    }
  }

  private func check(_ effect: Intervention.Effect?, of it: Intervention, place: String) throws(InputError) {
    guard let effect else {
      return try require(
        it.acts_on == .mass, place, "missing", "an effect, except for what acts on mass")
    }
    for (key, value) in [("mean", effect.mean), ("least", effect.least), ("most", effect.most)] {
      guard let value else { continue }
      try require(value > -1 && value <= 1, "\(place).\(key)", "\(value)", "a fraction above -1 up to 1")
    }
    try require(
      (effect.least == nil) == (effect.most == nil) && (effect.least == nil) == (effect.spread == nil),
      "\(place).least", "a spread with a part missing", "least, most and spread together, or none of them")
    if let least = effect.least, let most = effect.most {
      try require(
        min(least, most) <= effect.mean && effect.mean <= max(least, most), "\(place).mean",
        "\(effect.mean)", "between least (\(least)) and most (\(most))")
    }
    try require(
      it.acts_on != .none || effect.mean == 0, "\(place).mean", "\(effect.mean)",
      "0 where nothing is acted on")
  }

  private func check(
    _ course: Intervention.TimeCourse?, of it: Intervention, place: String
  ) throws(InputError) {
    guard let course else {
      return try require(!it.isOnMuscle, place, "missing", "a time course for what acts on muscle")
    }
    try require(it.isOnMuscle, place, "present", "a time course only for what acts on muscle")
    let isProgramme = course.kind == .programme
    let own: [(String, Double?)] = [
      ("full_after_s", course.full_after_s), ("build_up_s", course.build_up_s), ("holds_s", course.holds_s),
    ]
    for (key, value) in own {
      try require(
        (value != nil) == isProgramme, "\(place).\(key)", value.map { "\($0)" } ?? "missing",
        "times of the build-up for a programme, and only there")
    }
    for (key, value) in own + [("gone_after_s", course.gone_after_s)] {
      guard let value else { continue }
      try require(value > 0 && value.isFinite, "\(place).\(key)", "\(value) s", "above 0")
    }
  }
}
