import Activities
import Knee
import ModelFiles
import Results
import Yams

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Everything that is wrong with a study, each thing with its place.
public struct StudyErrors: Error, Sendable {
  public var errors: [InputError]
}

/// Study files as text: found, parsed, checked and joined with those they extend.
public enum StudyFile {
  /// Largest study file, bytes.
  static let sizeLimit = 1 << 20
  /// Files that may extend one another in a row.
  static let longestChain = 8

  /// The study in a file.
  ///
  /// - Throws: `StudyErrors` with everything that is wrong with it.
  public static func load(path: String) throws(StudyErrors) -> Study {
    try load(Text(path: path, bytes: bytes(path)))
  }

  /// The study in these bytes, which `name` stands for in messages; what it extends lies beside `name`.
  public static func load(_ bytes: [UInt8], name: String) throws(StudyErrors) -> Study {
    try load(Text(path: name, bytes: bytes))
  }

  private struct Text {
    let path: String
    let bytes: [UInt8]
  }

  private static func load(_ text: Text) throws(StudyErrors) -> Study {
    var chain: [(path: String, node: Node)] = []
    var next: Text? = text
    while let text = next {
      guard !chain.contains(where: { $0.path == text.path }), chain.count < longestChain else {
        let last = chain[chain.count - 1]
        throw .one(
          mark(of: "extends", in: last).error(
            "'\(text.path)' " + (chain.count < longestChain ? "extends itself" : "is one file too many"),
            place: "extends", allowed: "at most \(longestChain) different files"))
      }
      let node = try parse(text)
      chain.append((text.path, node))
      next = nil
      if let base = node["extends"]?.scalar?.string, !base.isEmpty {
        let path = beside(text.path, base)
        do { next = Text(path: path, bytes: try bytes(path)) } catch {
          var first = error.errors[0]
          first.problem = "cannot extend '\(path)': \(first.problem)"
          let mark = mark(of: "extends", in: chain[chain.count - 1])
          (first.file, first.line, first.column, first.place) = (mark.file, mark.line, mark.column, "extends")
          throw .one(first)
        }
      }
    }
    let model = try model(of: chain)
    let words = model.words
    var values: [StudyValue] = []
    var errors: [InputError] = []
    for (path, node) in chain {
      var reader = StudyReader(file: path, words: words)
      if let value = reader.read(node, as: .map(StudyKeys.root), place: "") { values.append(value) }
      errors += reader.errors
    }
    guard errors.isEmpty, var joined = values.last else { throw StudyErrors(errors: errors) }
    for value in values.dropLast().reversed() { joined = value.over(joined) }
    var builder = StudyBuilder(model: model)
    let study = builder.build(joined)
    guard builder.errors.isEmpty else { throw StudyErrors(errors: builder.errors) }
    return study
  }

  /// The model that the chain names, which says what muscles there are.
  private static func model(of chain: [(path: String, node: Node)]) throws(StudyErrors) -> KneeModel {
    do {
      for (path, node) in chain {
        if let file = node["model"]?.mapping?["file"]?.scalar?.string {
          let path = beside(path, file)
          return try decodeModel(Data(FileBytes.read(path: path)), file: path)
        }
      }
      return try loadModel()
    } catch {
      throw .one(error)
    }
  }

  private static func parse(_ text: Text) throws(StudyErrors) -> Node {
    func fail(_ problem: String, _ mark: Mark? = nil) -> StudyErrors {
      .one(
        InputError(
          .data, file: text.path, line: mark?.line, column: mark?.column, problem: problem,
          allowed: "a study in YAML: 'trochlea init' writes one"))
    }
    guard let string = String(validating: text.bytes, as: UTF8.self) else {
      throw fail("this is not UTF-8 text")
    }
    guard !string.allSatisfy(\.isWhitespace) else { throw fail("the file is empty") }
    do {
      guard let node = try Yams.compose(yaml: string) else { throw fail("the file is empty") }
      return node
    } catch let error as StudyErrors {
      throw error
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw fail("no YAML: " + problem, mark)
      case .duplicatedKeysInMapping(let duplicates, let context):
        throw fail(
          "the key \(duplicates.map { "'\($0)'" }.joined(separator: ", ")) stands here twice", context.mark)
      default: throw fail("no YAML: \(error)")
      }
    } catch {
      throw fail("no YAML: \(error)")
    }
  }

  private static func bytes(_ path: String) throws(StudyErrors) -> [UInt8] {
    do { return try FileBytes.read(path: path, limit: sizeLimit) } catch { throw .one(error) }
  }

  /// A path as seen from the folder of a file.
  static func beside(_ file: String, _ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }

  private static func mark(of key: String, in file: (path: String, node: Node)) -> StudyMark {
    let mark = file.node[key]?.mark
    return StudyMark(file: file.path, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}

extension StudyErrors {
  static func one(_ error: InputError) -> StudyErrors { StudyErrors(errors: [error]) }
}
