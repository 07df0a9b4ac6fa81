import Foundation
import GRDB
import Results
import Studies
import Testing

@testable import Store

/// A folder for the files of one test, removed with it.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("trochlea-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String) throws -> String {
    let path = path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }
}

enum Studied {
  /// Twelve points in two states; at 15 kg nobody is modeled.
  static let sweep = """
    trochlea: 1
    title: Tone while standing
    question: What does tone cost, "all in all"?
    activity: standing
    what_if:
      - {name: half, release: {hamstrings: 50 %}}
    sweep:
      grid:
        person.mass: [60 kg, 75 kg, 90 kg]
        tension.hamstrings.tone: 0:15:5 %
    """
  /// One point, all frames.
  static let single = """
    trochlea: 1
    title: One squat
    activity: standing
    tension: {hamstrings: {tone: 10 %}}
    what_if:
      - {name: "half, at least", release: {hamstrings: 50 %}}
    """

  static func load(_ text: String) throws -> Study {
    try StudyFile.load(Array(text.utf8), name: "study.yaml")
  }

  /// The study solved into a store of its own folder.
  static func solved(
    _ text: String, in folder: Folder, threads: Int? = nil
  ) throws -> (store: ResultsStore, run: StoredRun) {
    let store = try ResultsStore.make(in: folder.path)
    let recorder = try RunRecorder(load(text), in: store)
    try recorder.record(threads: threads)
    return (store, try store.refreshed(recorder.run))
  }
}

extension RunExport {
  /// Everything that an export writes.
  static func bytes(_ body: (@escaping Sink) throws -> Void) throws -> [UInt8] {
    let collected = Collected()
    try body { collected.bytes += $0 }
    return collected.bytes
  }

  var csvText: String { get throws { String(decoding: try Self.bytes { try csv($0) }, as: UTF8.self) } }
  var jsonBytes: [UInt8] { get throws { try Self.bytes { try json(withFrames: true, $0) } } }
}

final class Collected { var bytes: [UInt8] = [] }

/// What a call throws.
func failure(_ body: () throws -> Void) -> Failure? {
  do {
    try body()
    return nil
  } catch {
    return error as? Failure
  }
}
