import Knee
import Results

/// The layout of study files as a JSON Schema (draft 2020-12), made from the table of keys.
///
/// Editors complete and check with it while one types. What it accepts and `check` refuses is what a schema cannot say:
/// ranges of numbers with a unit, rules between keys far from one another, one muscle under two names, files.
public enum StudySchema {
  /// The schema for studies of a model with these muscles: one line of JSON with sorted keys.
  public static func json(words: MuscleWords) -> [UInt8] { encodedJSON(value(words: words)) }

  static func value(words: MuscleWords) -> JSONValue {
    StudySchemaWriter(words: words).map(StudyKeys.root).with([
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Trochlea study",
      "description": .string("A study file of Trochlea, layout \(StudyKeys.version)."),
    ])
  }
}

private struct StudySchemaWriter {
  let words: MuscleWords
  /// Every word that stands for muscles: names, groups and shared beginnings, with underscores.
  private let muscles: [String]

  init(words: MuscleWords) {
    self.words = words
    let names = words.words.map(MuscleWords.normalized)
    let beginnings = words.muscles.flatMap { muscle in
      muscle.indices.filter { muscle[$0] == "_" }.map { String(muscle[..<$0]) }
    }
    muscles = names + Set(beginnings).subtracting(names).sorted()
  }

  func schema(_ kind: StudyKind) -> JSONValue {
    switch kind {
    case .line, .path: text(inOneLine: true)
    case .text: text(inOneLine: false)
    case .word(let words): ["enum": .words(words)]
    case .whole(let range):
      [
        "type": "integer", "minimum": .number(Double(range.lowerBound)),
        "maximum": .number(Double(range.upperBound)),
      ]
    case .flag: ["type": "boolean"]
    case .quantity(let quantity): quantity.schema
    case .list(let kind): list(of: kind)
    case .map(let map): self.map(map)
    case .wordOrMap(let words, let map): ["anyOf": [["enum": .words(words)], self.map(map)]]
    case .muscles(let kind): muscleMap(schema(kind))
    case .parameters(let areLists): parameters(areLists: areLists)
    }
  }

  func map(_ map: StudyMap) -> JSONValue {
    var properties: [String: JSONValue] = [:]
    for key in map.keys {
      var value = schema(key.kind)
      var help = key.help
      if case .object(let object) = value, case .string(let allowed)? = object["description"] {
        help += " " + allowed
      }
      value = value.with(["description": .string(help)])
      properties[key.name] = value
    }
    var schema: [String: JSONValue] = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
      "minProperties": .number(Double(map.least)),
    ]
    let required = map.keys.filter(\.isRequired).map(\.name)
    if !required.isEmpty { schema["required"] = .words(required) }
    if !map.rules.isEmpty { schema["allOf"] = .list(map.rules.map(rule)) }
    return .object(schema)
  }

  private func rule(_ rule: StudyMap.Rule) -> JSONValue {
    func has(_ names: [String]) -> JSONValue { ["required": .words(names)] }
    switch rule {
    case .oneAtMost(let names):
      let pairs = names.indices.flatMap { i in names[(i + 1)...].map { has([names[i], $0]) } }
      return ["not": ["anyOf": .list(pairs)]]
    case .needs(let name, let other): return ["dependentRequired": .object([name: .words([other])])]
    }
  }

  private func list(of kind: StudyKind) -> JSONValue {
    let list: JSONValue = ["type": "array", "minItems": 1, "items": schema(kind)]
    if case .word = kind { return list.with(["uniqueItems": true]) }
    return list
  }

  /// Text, or what YAML takes for a number or a flag though it was meant as text.
  private func text(inOneLine: Bool) -> JSONValue {
    let barred = #"\u0000-\u0008\u000b-\u001f\u007f-\u009f"#
    let whole = inOneLine ? "^[^\(barred)\\t\\n]*\\s*$" : "^[^\(barred)]*$"
    return [
      "type": ["string", "number", "boolean"],
      "allOf": [["pattern": .string(#"\S"#)], ["pattern": .string(whole)]],
    ]
  }

  private func muscleMap(_ value: JSONValue) -> JSONValue {
    [
      "type": "object", "minProperties": 1, "additionalProperties": false,
      "properties": .object(Dictionary(uniqueKeysWithValues: muscles.map { ($0, value) })),
      "patternProperties": .object(["^(\(spelled(muscles.filter { $0.contains("_") })))$": value]),
    ]
  }

  private func parameters(areLists: Bool) -> JSONValue {
    func values(_ quantity: Quantity) -> JSONValue {
      guard areLists else { return quantity.schema }
      return ["anyOf": [["type": "array", "minItems": 1, "items": quantity.schema], quantity.rangeSchema]]
    }
    let plain = SweepParameter.plain.map { ($0.name, values(SweepParameter.quantity(of: $0.target))) }
    let tension = TensionPart.allCases.map { part in
      (#"^tension\.(\#(spelled(muscles)))\.\#(part.rawValue)$"#, values(part.quantity))
    }
    return [
      "type": "object", "minProperties": 1, "additionalProperties": false,
      "properties": .object(Dictionary(uniqueKeysWithValues: plain)),
      "patternProperties": .object(Dictionary(uniqueKeysWithValues: tension)),
    ]
  }

  /// Words in every spelling: underscores, hyphens or blanks.
  private func spelled(_ words: [String]) -> String {
    words.map { $0.map { $0 == "_" ? "[-_ ]" : String($0) }.joined() }.joined(separator: "|")
  }
}

extension Quantity {
  /// A number in the first unit, or a text with a unit. The range of a text is only described.
  var schema: JSONValue {
    [
      "description": .string("(\(allowed))"),
      "anyOf": [numberSchema, ["type": "string", "pattern": .string("^\(pattern)$")]],
    ]
  }

  /// One value, or `start:stop:step`.
  var rangeSchema: JSONValue {
    let pattern = "^\(pattern)(:\(pattern):\(pattern))?$"
    return ["anyOf": [numberSchema, ["type": "string", "pattern": .string(pattern)]]]
  }

  private var numberSchema: JSONValue {
    let number: JSONValue = [
      "type": "number", "minimum": .number(range.lowerBound), "maximum": .number(range.upperBound),
    ]
    return excludesZero ? number.with(["not": ["const": 0]]) : number
  }

  /// A decimal number and, perhaps after a blank, a unit.
  private var pattern: String {
    let symbols = units.flatMap(\.symbols).filter { !$0.isEmpty }.joined(separator: "|")
    return #"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?( ?(\#(symbols)))?"#
  }
}
