import Activities
import Foundation
import Knee
import Results
import Studies

@testable import Leaflet

/// Leaflets of every kind, without solving.
enum Sample {
  static let hamstrings = LeafletItem("item.tone", muscles: ["hamstrings"], "percent", 10)
  static let release = LeafletItem("item.release", muscles: ["hamstrings"], "percent", 50)

  static func content(
    change: Double = -8.2, tension: [LeafletItem] = [hamstrings], changes: [LeafletItem] = [release],
    topics: [LeafletContent.Topic] = [.tension], activity: String? = "squat", isMeasured: Bool = true,
    title: String = "Tight hamstrings in a squat", state: String = "half released",
    pull: LeafletContent.Pull = .back
  ) -> LeafletContent {
    LeafletContent(
      before: 4.08, after: 4.08 * (1 + change / 100), change: change, tension: tension, changes: changes,
      topics: topics, activity: activity, isMeasured: isMeasured, person: try! Person(), title: title,
      state: state,
      model: .init(name: "lenhart2015-sagittal", hash: "d107ca7117a631df"),
      hashes: ["0123456789abcdef", "fedcba9876543210"], pull: pull, isDoubtful: activity == nil)
  }

  /// Every direction, topic, kind of movement and item.
  static let all: [LeafletContent] =
    [-8.2, 0.4, -0.9, 12].map { content(change: $0) }
    + LeafletContent.Topic.allCases.map { content(topics: [$0]) }
    + LeafletContent.Pull.allCases.map { content(pull: $0) }
    + [
      content(changes: [item("item.stronger")], topics: [.strength]),
      content(tension: [], changes: [item("item.lighter", "kg")], topics: [.mass], isMeasured: false),
      content(tension: [], changes: [item("item.depth", "degrees")], topics: [.other], activity: nil),
      fullest,
    ]

  /// As much as a leaflet can hold: every topic, more items than are shown, long names.
  static let fullest = content(
    tension: Array(repeating: longest, count: 6), changes: Array(repeating: longest, count: 6),
    topics: LeafletContent.Topic.allCases, isMeasured: false,
    title: String(repeating: "A very long title ", count: 9),
    state: String(repeating: "name", count: 40))

  private static let longest = LeafletItem(
    "item.release", muscles: ["vastus_intermedius", "vastus_lateralis"], "percent", 50)

  private static func item(_ key: String, _ name: String = "percent") -> LeafletItem {
    LeafletItem(key, name, 15)
  }

  static func text(_ content: LeafletContent, _ language: LeafletLanguage) -> LeafletText {
    LeafletText(content, LeafletStrings(language))
  }
}

extension LeafletText {
  /// Everything that a person reads but the last line, which names versions and hashes.
  var spoken: [String] {
    [
      title, message, context, numbersHeading, range, altOfBars, altOfKnees, caption, notesHeading, notesName,
      footer[0],
    ]
      + numbers.flatMap { [$0.label, $0.value, $0.unit] }
      + sections.flatMap { [$0.heading] + $0.paragraphs }
  }

  /// Whole sentences of running text. Names of studies in brackets are left out: they are not read as words.
  var sentences: [String] {
    let running = [message, context, caption, range, footer[0]] + sections.flatMap(\.paragraphs)
    // Formulas for Latin letters count sentences; Chinese lists are read item by item.
    let ends: Set<Character> =
      language == .zh ? [".", "?", "!", "。", "？", "！", "；", "："] : [".", "?", "!"]
    return running.flatMap { paragraph in
      paragraph.replacing(#/\s?[(（][^)）]*[)）]/#, with: "").split { ends.contains($0) }.map(String.init)
    }.filter { $0.contains { $0.isLetter } }
  }

  var words: [String] {
    sentences.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "-" }.map(String.init) }
      .filter { $0.contains { $0.isLetter || $0.isNumber } }
  }
}

/// How hard a text is to read, by the formulas of three languages.
enum Reading {
  /// Flesch-Kincaid grade (Kincaid et al. 1975): years of school in the USA, where grade 6 ends at the age of 12.
  static func fleschKincaidGrade(words: [String], sentences: Int) -> Double {
    let syllables = words.reduce(0) { $0 + english($1) }
    return 0.39 * Double(words.count) / Double(sentences) + 11.8 * Double(syllables) / Double(words.count)
      - 15.59
  }

  /// First Vienna formula (Bamberger & Vanecek 1984): years of school in Austria and Germany.
  static func vienna(words: [String], sentences: Int) -> Double {
    let n = Double(words.count)
    let syllables = words.map(german)
    let (many, one) = (syllables.count { $0 >= 3 }, syllables.count { $0 == 1 })
    let long = words.count { $0.count > 6 }
    return 0.1935 * 100 * Double(many) / n + 0.1672 * n / Double(sentences) + 0.1297 * 100 * Double(long) / n
      - 0.0327 * 100 * Double(one) / n - 0.875
  }

  /// Flesch-Szigriszt (Szigriszt 1993) on the INFLESZ scale (Barrio-Cantalejo 2008): from 65 on "fairly easy", which children read
  /// at the end of primary school, at the age of 12.
  static func inflesz(words: [String], sentences: Int) -> Double {
    let syllables = words.reduce(0) { $0 + spanish($1) }
    return 206.835 - 62.3 * Double(syllables) / Double(words.count) - Double(words.count) / Double(sentences)
  }

  /// Groups of vowels, less a silent e at the end.
  static func english(_ word: String) -> Int {
    let word = word.lowercased()
    var count = groups(word, of: "aeiouy")
    if word.hasSuffix("e"), !word.hasSuffix("le"), count > 1 { count -= 1 }
    if word.hasSuffix("ed"), !word.hasSuffix("ted"), !word.hasSuffix("ded"), count > 1 { count -= 1 }
    return max(1, count)
  }

  static func german(_ word: String) -> Int { max(1, groups(word.lowercased(), of: "aeiouyäöü")) }

  /// Vowels less those that glide into their neighbor; two strong ones, or a weak one with an accent, stay apart.
  static func spanish(_ word: String) -> Int {
    var count = 0
    var last: Character? = nil
    for letter in word.lowercased() {
      let isVowel = "aeiouáéíóúü".contains(letter)
      if isVowel {
        let glides = last.map { "iuü".contains($0) || "iuü".contains(letter) } ?? false
        if !glides || "íú".contains(letter) || last == "í" || last == "ú" { count += 1 }
      }
      last = isVowel ? letter : nil
    }
    return max(1, count)
  }

  private static func groups(_ word: String, of vowels: String) -> Int {
    var count = 0
    var wasVowel = false
    for letter in word {
      let isVowel = vowels.contains(letter)
      if isVowel && !wasVowel { count += 1 }
      wasVowel = isVowel
    }
    return count
  }
}
