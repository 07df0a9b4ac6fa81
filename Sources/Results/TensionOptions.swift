import Knee

/// The parts of a muscle's tension that a person can set, each with its option and its range.
public enum TensionPart: String, Sendable, CaseIterable {
  case tone, stiffness, shortening, strength

  public var quantity: Quantity {
    switch self {
    case .tone: .tone
    case .stiffness: .stiffness
    case .shortening: .shortening
    case .strength: .strength
    }
  }

  /// Sets this part of a tension.
  public func set(_ value: Double, in tension: inout MuscleTension) {
    switch self {
    case .tone: tension.tone = value
    case .stiffness: tension.stiffness = value
    case .shortening: tension.shortening = value
    case .strength: tension.strength = value
    }
  }

  /// Applies options such as `hamstrings=10%`.
  ///
  /// - Throws: `InputError` (usage) naming the option, the word or the value, and what is allowed; or both options that give
  ///   one muscle a value.
  public func apply(
    _ options: [String], words: MuscleWords, to tension: inout [MuscleTension]
  ) throws(InputError) {
    var holders = [String?](repeating: nil, count: words.muscles.count)
    for option in options {
      let place = "--\(rawValue)"
      let (word, text) = try assignment(option, place: place, example: "hamstrings=10%")
      let value = try quantity.parse(text, place: "\(place) \(word)")
      for index in try words.indices(of: word, place: place) {
        if let holder = holders[index] {
          throw InputError(
            .usage, place: place,
            problem:
              "\(MuscleWords.typed(words.muscles[index])) has its \(rawValue) from '\(holder)' already, and"
              + " '\(option)' gives it another",
            allowed: "one \(rawValue) for each muscle")
        }
        holders[index] = option
        set(value, in: &tension[index])
      }
    }
  }
}

/// What differs from healthy, muscle by muscle in words; nil when nothing does. Muscles alike are named together.
public func tensionInWords(_ tension: [MuscleTension], of muscles: [String]) -> String? {
  var parts: [(text: String, muscles: [String])] = []
  for (muscle, tension) in zip(muscles, tension) where tension != .healthy {
    let text = tension.inWords
    if let index = parts.firstIndex(where: { $0.text == text }) {
      parts[index].muscles.append(MuscleWords.spoken(muscle))
    } else {
      parts.append((text, [MuscleWords.spoken(muscle)]))
    }
  }
  guard !parts.isEmpty else { return nil }
  let described = parts.map { "\($0.text) in \($0.muscles.joined(separator: ", "))" }.joined(separator: "; ")
  let assumed = tension.contains { $0.tone > 0 } ? ". " + Wording.toneIsAssumed : ""
  return described + assumed
}
