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

/// Everything that is wrong with a study, each thing with its place; of a great many things the first.
public struct StudyErrors: Error, Sendable {
  /// Most mistakes that are listed.
  public static let mostListed = 100

  public var errors: [InputError]
}

/// Study files: found, parsed, checked and joined with those they extend.
public enum StudyFile {
  /// Largest study file, bytes.
  static let sizeLimit = 1 << 20
  /// Files that may extend one another in a row.
  static let longestChain = 8

  /// The study in a file, or a built-in scenario by its name.
  ///
  /// - Throws: `StudyErrors` with everything that is wrong with it.
  public static func load(path: String) throws(StudyErrors) -> Study {
    let text: StudyText
    do throws(InputError) { text = try StudyText.find(path) } catch { throw .one(error) }
    return try load(text)
  }

  /// A built-in scenario, whatever files there are.
  static func load(builtIn name: String) throws(StudyErrors) -> Study {
    let text: StudyText
    do throws(InputError) { text = try BuiltInScenario(named: name).text } catch { throw .one(error) }
    return try load(text)
  }

  /// The study in these bytes, which `name` stands for in messages; what it extends lies beside `name`.
  public static func load(_ bytes: [UInt8], name: String) throws(StudyErrors) -> Study {
    try load(StudyText(path: name, bytes: bytes))
  }

  /// A study as it was, from the texts that it was read from; its other files are read where they lie.
  ///
  /// - Parameter inputs: those of the study; the first is its own text.
  public static func load(_ inputs: [StudyInput]) throws(StudyErrors) -> Study {
    let texts = inputs.compactMap { input in
      input.text.map { StudyText(path: input.path, bytes: $0, isBuiltIn: input.isBuiltIn) }
    }
    guard let first = texts.first else {
      throw .one(InputError(.data, problem: "there is no text of the study"))
    }
    return try load(first, among: texts)
  }

  /// - Parameter stored: texts that are not looked for elsewhere.
  private static func load(_ text: StudyText, among stored: [StudyText] = []) throws(StudyErrors) -> Study {
    var errors: [InputError] = []
    let chain = try chain(from: text, among: stored, &errors)

    // Without the model any name of a muscle is let pass, and everything else is checked.
    let model: KneeModel?
    do throws(InputError) { model = try self.model(of: chain) } catch {
      errors.append(error)
      model = nil
    }
    var values: [StudyValue] = []
    var isCutShort = false
    for file in chain {
      var reader = StudyReader(file: file.path, words: model?.words)
      values.append(reader.read(file.node, as: .map(StudyKeys.root), place: ""))
      errors += reader.errors
      isCutShort = isCutShort || reader.isFull
    }
    guard let model, !isCutShort, var joined = values.last else {
      throw StudyErrors(errors, in: chain)
    }
    for value in values.dropLast().reversed() { joined = value.extending(joined) }
    var builder = StudyBuilder(model: model)
    var study = builder.build(joined)
    errors += builder.errors
    if errors.isEmpty {
      builder.checkStates(study, joined)
      errors = builder.errors
    }
    if errors.isEmpty { builder.note(study, joined) }
    guard errors.isEmpty else { throw StudyErrors(errors, in: chain) }
    study.notes = StudyErrors(builder.notes, in: chain).errors
    study.title = title(of: values)
    study.name = name(of: chain[0], title: values[0]["title"]?.text)
    do throws(InputError) { study.inputs = try inputs(of: study, chain) } catch { throw .one(error) }
    return study
  }

  /// The study's own title; else what it is based on, as it is not that study.
  private static func title(of values: [StudyValue]) -> String {
    let titles = values.map { $0["title"]?.text }
    if let own = titles[0] { return own }
    return titles.compactMap(\.self).first.map { "Based on '\($0)'" } ?? "Untitled study"
  }

  private static func name(of file: ParsedStudy, title: String?) -> String {
    file.isBuiltIn
      ? BuiltInScenario.name(of: file.path)
      : title ?? file.path.split(separator: "/").last.map(String.init) ?? file.path
  }

  /// Every file that the study was read from and is solved from.
  private static func inputs(of study: Study, _ chain: [ParsedStudy]) throws(InputError) -> [StudyInput] {
    var inputs = chain.map {
      StudyInput(.study, path: $0.path, bytes: $0.bytes, isBuiltIn: $0.isBuiltIn)
    }
    let models = modelPath(of: chain).map { [(StudyInput.Role.model, $0)] } ?? []
    for (role, path) in models + study.baseline.activity.paths.map({ (.motion, $0) }) {
      inputs.append(StudyInput(role, path: path, bytes: try FileBytes.read(path: path)))
    }
    return inputs
  }

  /// The file and those that it extends, one after the other; where one is bad, the chain ends before it.
  /// - Throws: when the first is no YAML at all.
  private static func chain(
    from text: StudyText, among stored: [StudyText], _ errors: inout [InputError]
  ) throws(StudyErrors) -> [ParsedStudy] {
    let first: ParsedStudy
    do throws(InputError) { first = try ParsedStudy(text) } catch { throw .one(error) }
    var chain = [first]
    while let name = chain[chain.count - 1].path("extends") {
      let last = chain[chain.count - 1]
      do throws(InputError) {
        let next = try StudyText.find(name, besides: last, among: stored)
        let isAgain = chain.contains { $0.path == next.path && $0.isBuiltIn == next.isBuiltIn }
        guard !isAgain else {
          throw InputError(.data, problem: "'\(next.path)' extends itself", allowed: "another file")
        }
        guard chain.count < longestChain else {
          throw InputError(
            .data, problem: "'\(next.path)' is one file too many",
            allowed: "at most \(longestChain) files that extend one another")
        }
        chain.append(try ParsedStudy(next))
      } catch {
        var error = error
        // A mistake in the other file stands there; that it is not there stands here.
        if error.line == nil {
          if let file = error.file { error.problem = "cannot extend '\(file)': \(error.problem)" }
          let mark = last.mark(of: "extends")
          (error.file, error.line, error.column, error.place) = (mark.file, mark.line, mark.column, "extends")
        }
        errors.append(error)
        return chain
      }
    }
    return chain
  }

  /// The model that the chain names, which says what muscles there are.
  private static func model(of chain: [ParsedStudy]) throws(InputError) -> KneeModel {
    guard let path = modelPath(of: chain) else { return try loadModel() }
    return try decodeModel(Data(FileBytes.read(path: path)), file: path)
  }

  private static func modelPath(of chain: [ParsedStudy]) -> String? {
    for file in chain {
      guard let model = file.node.mapping?["model"]?.mapping else { continue }
      if let name = file.path("file", in: model) { return beside(file.path, name) }
    }
    return nil
  }

  /// A path as seen from the folder of a file.
  static func beside(_ file: String, _ path: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return file[...slash] + path
  }
}

extension StudyErrors {
  /// Errors in the order in which a reader meets them: file by file, line by line.
  fileprivate init(_ errors: [InputError], in chain: [ParsedStudy]) {
    func place(_ error: InputError) -> (Int, Int, Int) {
      (chain.firstIndex { $0.path == error.file } ?? chain.count, error.line ?? 0, error.column ?? 0)
    }
    let sorted = errors.sorted { place($0) < place($1) }
    self.init(errors: Array(sorted.prefix(Self.mostListed)))
    guard errors.count >= Self.mostListed else { return }
    self.errors.append(
      InputError(
        .data, file: chain.first?.path, problem: "only the first \(Self.mostListed) mistakes are listed",
        allowed: "mend them, and check again"))
  }

  static func one(_ error: InputError) -> StudyErrors { StudyErrors(errors: [error]) }
}
