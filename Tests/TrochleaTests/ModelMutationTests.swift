import Foundation
import Results
import Testing

@testable import trochlea

/// Three hundred models that are wrong in some random way: refused or solved, never a crash, never a NaN.
@Suite struct ModelMutationTests {
  /// The seed of a linear congruential generator (Knuth, MMIX): the same mutations every time.
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private let folder: Folder
  private let bytes: [UInt8]
  private let object: Any

  init() throws {
    folder = try Folder()
    let data = try Data(contentsOf: URL(fileURLWithPath: repository("data/model.json")))
    bytes = Array(data)
    object = try JSONSerialization.jsonObject(with: data)
  }

  private func outcome(_ data: Data) throws -> Outcome {
    call(
      "rig", "--flexion", "30", "--force", "quadriceps=300", "--json", "--model",
      try folder.file("m.json", data))
  }

  @Test(arguments: 0..<15) func `bytes changed at random never crash the reader`(seed: Int) throws {
    var random = Generator(state: UInt64(seed) &+ 1)
    for _ in 0..<10 {
      var copy = bytes
      for _ in 0..<Int.random(in: 1...5, using: &random) {
        let at = Int.random(in: 0..<copy.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: copy[at] = UInt8.random(in: 0...255, using: &random)
        case 1: copy[at] = Array("0123456789-.eE,:[]{}\"".utf8).randomElement(using: &random) ?? 0
        case 2: copy.remove(at: at)
        default: copy.removeSubrange(at..<min(copy.count, at + Int.random(in: 1...2000, using: &random)))
        }
      }
      check(try outcome(Data(copy)))
    }
  }

  @Test(arguments: 0..<15) func `values changed at random are refused or solved`(seed: Int) throws {
    var random = Generator(state: UInt64(seed) &+ 1000)
    for _ in 0..<10 {
      let changed = Self.mutated(object, &random)
      guard JSONSerialization.isValidJSONObject(changed) else { continue }
      check(try outcome(JSONSerialization.data(withJSONObject: changed)))
    }
  }

  /// Bad data is refused; what is read is solved, or says that it is not.
  private func check(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation) {
    switch outcome.status {
    case .data, .usage:
      #expect(outcome.output.isEmpty && !outcome.errors.isEmpty, sourceLocation: sourceLocation)
    case .done, .notConverged:
      // Without a word of JSON the frame was not finite, and the message says so.
      #expect(
        !outcome.output.isEmpty || outcome.errors.contains("not finite"), sourceLocation: sourceLocation)
    default: Issue.record("\(outcome.status): \(outcome.errors)", sourceLocation: sourceLocation)
    }
  }

  /// The value with one part of it, some levels down, replaced or taken away.
  private static func mutated(_ value: Any, _ random: inout Generator) -> Any {
    if let object = value as? [String: Any], !object.isEmpty {
      var copy = object
      guard let key = object.keys.sorted().randomElement(using: &random), let inner = object[key] else {
        return value
      }
      if Int.random(in: 0..<12, using: &random) == 0 {
        copy[key] = nil
      } else {
        copy[key] = mutated(inner, &random)
      }
      return copy
    }
    if let array = value as? [Any], !array.isEmpty, Int.random(in: 0..<15, using: &random) > 0 {
      var copy = array
      let index = Int.random(in: 0..<array.count, using: &random)
      if Int.random(in: 0..<15, using: &random) == 0 {
        copy.remove(at: index)
      } else {
        copy[index] = mutated(array[index], &random)
      }
      return copy
    }
    let choices: [Any] = [
      0, -1, 1, 1e-12, 1e9, -1e9, 1e300, 0.5, 45, 200, "femur", "", NSNull(), [Any](), [String: Any](), true,
    ]
    if let number = value as? Double, Bool.random(using: &random) {
      return number * Double.random(in: -3...3, using: &random)
    }
    return choices.randomElement(using: &random) ?? 0
  }
}
