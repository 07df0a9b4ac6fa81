import Activities
import Foundation
import ModelFiles
import Results
import Scenarios
import Testing

@testable import Leaflet

/// What the tables of the languages hold, and what leaflets may say.
@Suite struct LeafletWordsTests {
  private static func placeholders(_ text: String) -> [String] {
    text.matches(of: /\{[a-z]+\}/).map { String($0.0) }.sorted()
  }

  @Test(arguments: LeafletLanguage.allCases)
  func `every language has every text, with the same placeholders`(language: LeafletLanguage) {
    let (english, other) = (LeafletStrings(.en).table, LeafletStrings(language).table)
    #expect(Set(other.keys) == Set(english.keys))
    for (key, text) in english {
      #expect(other[key]?.isEmpty == false, "\(key)")
      #expect(Self.placeholders(other[key] ?? "") == Self.placeholders(text), "\(key)")
    }
  }

  @Test func `every muscle, group and activity has a name`() throws {
    let model = try loadModel()
    let table = LeafletStrings(.en).table
    for name in model.muscleNames + model.words.groups.map({ MuscleWords.normalized($0.name) }) {
      #expect(table["muscle." + name] != nil, "\(name)")
    }
    for name in Activity.names { #expect(table["activity." + name] != nil, "\(name)") }
  }

  @Test func `no text is left untranslated`() {
    let english = LeafletStrings(.en).table
    for language in LeafletLanguage.allCases where language != .en {
      let same = LeafletStrings(language).table.filter { key, text in
        english[key] == text
          && text.replacing(/\{[a-z]+\}/, with: "").contains { $0.isLetter } && !key.hasPrefix("muscle.")
      }
      #expect(same.isEmpty, "\(language): \(same.keys.sorted())")
    }
  }

  @Test(arguments: LeafletLanguage.allCases) func `numbers are whole`(language: LeafletLanguage) {
    for content in Sample.all {
      for text in Sample.text(content, language).spoken {
        #expect(text.firstMatch(of: /\d[.,]\d/) == nil, "\(text)")
      }
    }
  }

  private static let avoided: [LeafletLanguage: [String]] = [
    .en: ["damage", "wear", "worn", "grind", "misalign", "degenerat", "cure"],
    .de: ["schaden", "schäd", "verschlei", "abnutz", "abrieb", "reib", "fehlstellung", "heil"],
    .es: ["daño", "dañ", "desgast", "roce", "rozamiento", "desaline", "degenera", "cura"],
    .zh: ["损伤", "损坏", "磨损", "磨", "错位", "对位", "退化", "治愈"],
  ]

  @Test(arguments: LeafletLanguage.allCases) func `words that frighten or promise are not used`(
    language: LeafletLanguage
  ) {
    for (key, text) in LeafletStrings(language).table {
      let words = text.lowercased()
      for word in Self.avoided[language] ?? [] { #expect(!words.contains(word), "\(key): \(text)") }
    }
  }

  @Test(arguments: LeafletLanguage.allCases) func `pain has no number`(language: LeafletLanguage) {
    let pain: [LeafletLanguage: [String]] = [
      .en: ["pain", "sore", "hurt"], .de: ["schmerz", "weh"], .es: ["dolor", "duel", "molestia"],
      .zh: ["疼", "痛"],
    ]
    for (key, text) in LeafletStrings(language).table {
      for clause in text.lowercased().split(whereSeparator: { ".;:,()（），。；：".contains($0) })
      where (pain[language] ?? []).contains(where: clause.contains) {
        #expect(!clause.contains { $0.isASCII && $0.isNumber }, "\(key): \(clause)")
      }
    }
  }

  @Test(arguments: LeafletLanguage.allCases)
  func `studies are those of the table of interventions, for and against`(language: LeafletLanguage) throws {
    let trials = try loadInterventions().flatMap { $0.trials_for + $0.trials_against }.map(\.name)
    // Named in docs for what load and pain have to do with each other, and for the safety of needling.
    let others = ["Besier 2015", "Hart 2022", "Powers 2004", "Brady 2014", "Boyce 2020"]
    func studies(_ text: String) -> [String] {
      text.matches(of: /[(（][^)）]*\d{4}[^)）]*[)）]/).flatMap { match in
        String(match.0.dropFirst().dropLast()).split { ",，".contains($0) }
          .map { $0.trimmingCharacters(in: .whitespaces) }
      }
    }
    let english = LeafletStrings(.en).table
    for (key, text) in LeafletStrings(language).table {
      let named = studies(text)
      for name in named {
        #expect(others.contains(name) || trials.contains { $0.hasPrefix(name) }, "\(key): \(name)")
      }
      #expect(Set(named) == Set(studies(english[key] ?? "")), "\(key)")
    }
    let found = studies(LeafletStrings(language).text("for.tension"))
    let notFound = studies(LeafletStrings(language).text("against.tension"))
    // What is known of needling and of measured releases, on the side that it is on.
    for name in [
      "Konrad 2017", "Eriksson Crommert 2015", "Kelly 2021", "Rahou-El-Bachiri 2020", "Zarei 2020", "Ma 2020",
      "Alaei 2021", "Sánchez-Infante 2021",
    ] { #expect(found.contains(name), "\(name)") }
    for name in [
      "Eriksson Crommert 2015", "Mizuno 2013", "Kelly 2021", "Valera-Calero 2022", "Espí-López 2017",
      "Sutlive 2018", "Sánchez-Romero 2018", "Mason 2016", "Thomson 2015", "Kong 2018", "Sato 2020",
      "Takeuchi 2021",
    ] { #expect(notFound.contains(name), "\(name)") }
    for topic in LeafletContent.Topic.allCases where topic != .other {
      #expect(!studies(LeafletStrings(language).text("for." + topic.rawValue)).isEmpty)
      #expect(!studies(LeafletStrings(language).text("against." + topic.rawValue)).isEmpty)
    }
  }

  /// Blood thinners, bleeding, pregnancy, weak defenses, infection of the skin, fear of needles.
  @Test(arguments: [
    (LeafletLanguage.en, ["blood thinners", "bleed", "pregnant", "immune", "infected", "fear needles"]),
    (.de, ["Blutverdünner", "bluten", "schwanger", "Abwehr", "infiziert", "Angst vor Nadeln"]),
    (.es, ["anticoagulantes", "sangra", "embarazada", "defensas", "infectada", "miedo las agujas"]),
    (.zh, ["抗凝", "出血", "怀孕", "抵抗力", "感染", "怕针"]),
  ])
  func `who was left out of trials of needling is told to ask first`(
    language: LeafletLanguage, words: [String]
  ) {
    let text = LeafletStrings(language).text("ask.needling")
    for word in words { #expect(text.contains(word), "\(word)") }
  }

  /// Peaks of the kneecap force in `docs/validation.md`, which another test keeps up to date.
  @Test func `published peaks are between half of this model's and twice as much`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let table = try String(contentsOf: folder.appendingPathComponent("docs/validation.md"), encoding: .utf8)
    let rows = table.split(separator: "\n").map {
      $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    .filter { $0.first?.hasPrefix("G3-") == true && $0[2] == "peak patellofemoral force" && $0[7] == "BW" }
    #expect(rows.count == 4)
    for row in rows {
      let band = row[5].components(separatedBy: " to ").compactMap(Double.init)
      let ours = try #require(Double(row[6]))
      #expect(band.count == 2 && band[0] >= 0.5 * ours && band[1] <= 2 * ours, "\(row)")
    }
    #expect(LeafletStrings(.en).text("numbers.range").contains("half as much, or nearly twice as much"))
  }

  @Test func `English is read at the age of 12`() {
    for content in Sample.all {
      let text = Sample.text(content, .en)
      let grade = Reading.fleschKincaidGrade(words: text.words, sentences: text.sentences.count)
      #expect(grade <= 6, "\(grade)")
    }
  }

  @Test func `German is read at the age of 12`() {
    for content in Sample.all {
      let text = Sample.text(content, .de)
      let grade = Reading.vienna(words: text.words, sentences: text.sentences.count)
      #expect(grade <= 6, "\(grade)")
    }
  }

  @Test func `Spanish is read at the age of 12`() {
    for content in Sample.all {
      let text = Sample.text(content, .es)
      let score = Reading.inflesz(words: text.words, sentences: text.sentences.count)
      #expect(score >= 65, "\(score)")
    }
  }

  /// No formula for Chinese patients is established as those above are; short sentences are what can be held.
  @Test func `Chinese sentences are short`() {
    for content in Sample.all {
      let lengths = Sample.text(content, .zh).sentences.map(\.count)
      #expect(Double(lengths.reduce(0, +)) / Double(lengths.count) < 20)
      #expect(lengths.max() ?? 0 <= 60)
    }
  }

  /// The measures themselves: known words, and a text that nobody of 12 reads.
  @Test func `reading is measured as the formulas say`() {
    #expect(
      ["knee", "kneecap", "muscle", "stretched", "needed", "body"].map(Reading.english) == [1, 2, 2, 1, 2, 2])
    #expect(["Knie", "Kniescheibe", "Oberschenkel", "Muskeln"].map(Reading.german) == [1, 3, 4, 2])
    #expect(
      ["rótula", "carga", "pantorrilla", "había", "músculo", "cuerpo"].map(Reading.spanish) == [
        3, 2, 4, 3, 3, 2,
      ])
    let hard = "Patellofemoral contact forces deteriorate considerably during eccentric activity".split(
      separator: " "
    ).map(String.init)
    #expect(Reading.fleschKincaidGrade(words: hard, sentences: 1) > 12)
    let schwer = "Patellofemorale Kontaktbelastungen verringern sich bei exzentrischer Muskelbeanspruchung"
      .split(separator: " ").map(String.init)
    #expect(Reading.vienna(words: schwer, sentences: 1) > 12)
    let difícil = "La sobrecarga patelofemoral disminuye considerablemente durante actividades excéntricas"
      .split(separator: " ").map(String.init)
    #expect(Reading.inflesz(words: difícil, sentences: 1) < 40)
  }
}
