import Foundation
import Knee
import ModelFiles
import Testing

@testable import Results
@testable import Studies

/// The schema is held against studies by Tests/Python/schema.py; this is what can be seen without a validator.
@Suite struct SchemaTests {
  private func schema() throws -> [String: Any] {
    let json = StudySchema.json(words: try loadModel().words)
    return try #require(try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
  }

  @Test func `every key of the table is in the schema, with its help`() throws {
    let text = String(decoding: StudySchema.json(words: try loadModel().words), as: UTF8.self)
    for key in StudyKeys.all {
      #expect(text.contains("\"\(key.name)\":"), "\(key.name)")
      #expect(text.contains(key.help), "\(key.help)")
    }
    let properties = try #require(try schema()["properties"] as? [String: Any])
    #expect(Set(properties.keys) == Set(StudyKeys.root.keys.map(\.name)))
    #expect(try schema()["required"] as? [String] == ["trochlea"])
  }

  @Test func `the same model gives the same bytes`() throws {
    let words = try loadModel().words
    #expect(StudySchema.json(words: words) == StudySchema.json(words: words))
  }

  /// A pattern must match as a whole what the quantity reads, and nothing else.
  @Test(arguments: [
    ("75 kg", true), ("75kg", true), ("75", true), ("+7.5e1 kg", true), ("75.", true), (".75e2", true),
    ("75  kg", false), ("75 kgs", false), ("kg", false), ("75 ", false), ("", false), ("7 5", false),
    ("1,75", false), ("0x4b", false), ("75e", false), ("nan", false), ("75 KG", false),
  ])
  func `pattern and reader take the same texts`(text: String, isRight: Bool) throws {
    let pattern = try #require(texts(in: Quantity.mass.schema).first { $0.hasPrefix("^[+-]") })
    let regex = try NSRegularExpression(pattern: pattern)
    let found = regex.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    #expect(found == isRight)
    #expect(((try? Quantity.mass.parse(text, place: "")) != nil) == isRight)
  }

  @Test(arguments: StudyKeys.all.map(\.name))
  func `every quantity reads what its range begins and ends with`(name: String) throws {
    for key in StudyKeys.all where key.name == name {
      guard case .quantity(let quantity) = key.kind else { continue }
      for bound in [quantity.range.lowerBound, quantity.range.upperBound] where quantity.contains(bound) {
        let text =
          "\(bound)" + (quantity.units[0].symbols[0].isEmpty ? "" : " " + quantity.units[0].symbols[0])
        #expect((try? quantity.parse(text, place: name)) != nil, "\(text)")
      }
    }
  }

  @Test func `the muscles of the schema are those that are read`() throws {
    let words = try loadModel().words
    let properties = try #require(try schema()["properties"] as? [String: Any])
    let tension = try #require(properties["tension"] as? [String: Any])
    let names = try #require(tension["properties"] as? [String: Any]).keys
    for name in names { #expect((try? words.requireMuscle(name, place: "")) != nil, "\(name)") }
    for word in words.words { #expect(names.contains(MuscleWords.normalized(word)), "\(word)") }
    let pattern = try #require((tension["patternProperties"] as? [String: Any])?.keys.first)
    let regex = try NSRegularExpression(pattern: pattern)
    for word in ["rectus-femoris", "rectus femoris", "biceps-femoris_long head", "biceps-femoris"] {
      #expect(regex.firstMatch(in: word, range: NSRange(word.startIndex..., in: word)) != nil, "\(word)")
      #expect((try? words.requireMuscle(word, place: "")) != nil)
    }
  }

  /// All texts in a value.
  private func texts(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .list(let list): list.flatMap(texts)
    case .object(let object): object.keys.sorted().flatMap { texts(in: object[$0] ?? .list([])) }
    case .number, .flag: []
    }
  }
}

/// docs/scenarios.md against the table of keys.
@Suite struct StudyDocumentTests {
  private static let text =
    (try? String(contentsOfFile: repository("docs/scenarios.md"), encoding: .utf8)) ?? ""

  @Test func `the table of keys in the documents is that of the program`() {
    #expect(Self.text.contains(StudyKeys.markdown), "expected in docs/scenarios.md:\n\(StudyKeys.markdown)")
  }

  @Test func `the documents name every parameter of a sweep and every scenario`() {
    for name in SweepParameter.plain.map(\.name) + BuiltInScenario.names {
      #expect(Self.text.contains("`\(name)`"), "\(name)")
    }
  }

  @Test func `every example of the documents is a right study`() throws {
    let parts = Self.text.components(separatedBy: "```yaml\n").dropFirst()
    #expect(parts.count >= 2)
    for part in parts {
      let example = try #require(part.components(separatedBy: "```").first)
      // Examples may extend a built-in scenario.
      let errors = mistakes(Array(example.utf8))
      #expect(errors.isEmpty, "\(errors)")
    }
  }
}
