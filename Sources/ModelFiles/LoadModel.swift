import CData
import Foundation
import Knee

/// The default model, compiled into the binary, or the one in a file.
public func loadModel(path: String? = nil) throws(InputError) -> KneeModel {
  guard let path else { return try decodeModel(embeddedFile("model.json"), file: "built-in model") }
  guard FileManager.default.fileExists(atPath: path) else {
    throw InputError(.missing, file: path, problem: "no such file", allowed: "a model file (JSON)")
  }
  guard let bytes = FileManager.default.contents(atPath: path) else {
    throw InputError(.missing, file: path, problem: "cannot be read", allowed: "a readable model file (JSON)")
  }
  return try decodeModel(bytes, file: path)
}

/// Parses and checks a model file.
public func decodeModel(_ bytes: Data, file: String) throws(InputError) -> KneeModel {
  try decodeModelFile(bytes, file: file).kneeModel(file: file, hash: contentHash(bytes))
}

/// Parses a model file without checking its values.
public func decodeModelFile(_ bytes: Data, file: String) throws(InputError) -> ModelFile {
  guard !bytes.isEmpty else {
    throw InputError(.data, file: file, problem: "the file is empty", allowed: "a model in JSON")
  }
  return try decodedJSON(ModelFile.self, from: bytes, file: file)
}

/// A value from JSON.
///
/// - Throws: `InputError` (data) with the file and the key path of what is missing or of another type.
public func decodedJSON<Value: Decodable>(_ type: Value.Type, from bytes: Data, file: String)
  throws(InputError) -> Value
{
  do {
    return try JSONDecoder().decode(type, from: bytes)
  } catch let error as DecodingError {
    throw InputError(
      .data, file: file, place: keyPath(error), problem: explanation(error), allowed: "see data/README.md")
  } catch {
    throw InputError(.data, file: file, problem: "\(error)")
  }
}

/// A file of data/ as it was when the program was built.
public func embeddedFile(_ name: String) -> Data {
  for index in 0..<trochlea_file_count() {
    let file = unsafe trochlea_file_at(index)
    if unsafe String(cString: file.name) == name { return unsafe Data(bytes: file.bytes, count: file.count) }
  }
  preconditionFailure("data/\(name) is not embedded")
}

/// The paths inside data/ of all files that `embeddedFile` has.
public func embeddedFileNames() -> [String] {
  (0..<trochlea_file_count()).map { unsafe String(cString: trochlea_file_at($0).name) }
}

private func context(_ error: DecodingError) -> DecodingError.Context {
  switch error {
  case .typeMismatch(_, let c), .valueNotFound(_, let c), .keyNotFound(_, let c), .dataCorrupted(let c): c
  @unknown default: .init(codingPath: [], debugDescription: "unknown")
  }
}

private func keyPath(_ error: DecodingError) -> String? {
  var path = context(error).codingPath
  if case .keyNotFound(let key, _) = error { path.append(key) }
  guard !path.isEmpty else { return nil }
  return path.reduce("") { text, key in
    key.intValue.map { text + "[\($0)]" } ?? (text.isEmpty ? key.stringValue : text + "." + key.stringValue)
  }
}

private func explanation(_ error: DecodingError) -> String {
  if case .keyNotFound = error { return "missing" }
  let c = context(error)
  if let inner = c.underlyingError as NSError?, let detail = inner.userInfo["NSDebugDescription"] as? String {
    return "\(c.debugDescription) \(detail)"
  }
  return c.debugDescription
}
