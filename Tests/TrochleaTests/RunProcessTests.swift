import Foundation
import Results
import Testing

@testable import trochlea

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What happens to the program as a process: killed, interrupted, twice at once, out of room.
@Suite(.serialized) struct RunProcessTests {
  /// The export of a whole run that nothing disturbed.
  static func undisturbed(_ study: String, in folder: Folder) throws -> String {
    let store = folder.path + "/undisturbed"
    let run = call("run", study, "--out", store)
    #expect(run.status == .done || run.status == .cannotBeHeld, "\(run.errors)")
    return try export(store)
  }

  static func export(_ store: String) throws -> String {
    let export = call("results", "export", "latest", "--format", "json", "--store", store)
    #expect(export.status == .done, "\(export.errors)")
    return export.output
  }

  static func finished(_ store: String) throws -> Int {
    guard FileManager.default.fileExists(atPath: store + "/trochlea.sqlite") else { return 0 }
    let list = call("results", "list", "--json", "--store", store)
    // The first moments: the run is not begun yet.
    let runs = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
    return runs?.first?["finished"] as? Int ?? 0
  }

  @Test func `killed at ten random moments, a run loses nothing finished and ends with the same bytes`()
    throws
  {
    let folder = try Folder()
    let study = try folder.file("study.yaml", StudyText.sweep)
    let expected = try Self.undisturbed(study, in: folder)
    let store = folder.path + "/killed"
    var random = SystemRandomNumberGenerator()
    var last = 0
    for _ in 0..<10 {
      let child = try Child(["run", study, "--out", store, "--threads", "1"])
      usleep(UInt32.random(in: 1_000...250_000, using: &random))
      let before = try Self.finished(store)
      child.send(SIGKILL)
      _ = child.end()
      let after = try Self.finished(store)
      #expect(after >= before && before >= last)
      last = after
    }
    let child = try Child(["run", study, "--out", store])
    let end = child.end()
    #expect(end.status == 0 || end.status == 3, "\(end.errors)")
    #expect(try Self.export(store) == expected)
  }

  @Test func `Ctrl-C keeps what is finished, says how to go on, and ends with 130`() throws {
    let folder = try Folder()
    let study = try folder.file("study.yaml", StudyText.sweep)
    let store = folder.path + "/results"
    let child = try Child(["run", study, "--out", store, "--threads", "1"])
    while child.isRunning, try Self.finished(store) < 2 { usleep(5_000) }
    child.send(SIGINT)
    let end = child.end()
    #expect(end.status == 130 && end.errors.contains("the same call goes on"), "\(end)")
    let kept = try Self.finished(store)
    #expect(kept >= 2 && kept < 80)
    let again = call("run", study, "--out", store)
    #expect(again.errors.contains("\(kept) of 80 points are solved already"))
    #expect(try Self.export(store) == Self.undisturbed(study, in: folder))
  }

  @Test func `two processes at once on one run end with the same bytes and no error`() throws {
    let folder = try Folder()
    let study = try folder.file("study.yaml", StudyText.sweep)
    let store = folder.path + "/results"
    let children = try (0..<2).map { _ in try Child(["run", study, "--out", store, "--threads", "1"]) }
    for end in children.map({ $0.end() }) { #expect(end.status == 0 || end.status == 3, "\(end)") }
    #expect(try Self.export(store) == Self.undisturbed(study, in: folder))
  }

  @Test func `Ctrl-C ends an export, and leaves the file as it was`() throws {
    let folder = try Folder()
    let study = try folder.file(
      "study.yaml", StudyText.sweep.replacing("sweep:", with: "keep: frames\nsweep:"))
    let store = folder.path + "/results"
    #expect(call("run", study, "--out", store).status != .notConverged)
    let path = try folder.file("export.json", "before")
    let child = try Child(
      ["results", "export", "latest", "--format", "json", "--frames", "--store", store, "--out", path])
    while child.isRunning, try FileManager.default.contentsOfDirectory(atPath: folder.path).count < 4 {
      usleep(2_000)
    }
    child.send(SIGINT)
    let end = child.end()
    #expect(end.status == 130 && end.errors.contains("as it was before"), "\(end)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "export.json", "results", "study.yaml",
      ])
  }

  @Test func `a file that may not grow is 74, and the same call goes on where there is room`() throws {
    let folder = try Folder()
    let study = try folder.file(
      "study.yaml", StudyText.sweep.replacing("sweep:", with: "keep: frames\nsweep:"))
    let store = folder.path + "/results"
    // 512-byte blocks: 2 MB. The signal that would end the process is ignored, so that the write fails.
    let child = try Child(
      ["run", study, "--out", store], shell: "trap '' XFSZ; ulimit -f 4000; exec \"$@\"")
    let end = child.end()
    #expect(end.status == 74 && end.errors.contains("what was finished before is kept"), "\(end)")
    let kept = try Self.finished(store)
    #expect(kept < 80)
    let again = call("run", study, "--out", store)
    #expect(again.status == .done || again.status == .cannotBeHeld, "\(again.errors)")
    #expect(try Self.finished(store) == 80)
  }
}

#if os(Linux)
  extension RunProcessTests {
    /// What a process has in memory, bytes; nil when it has ended.
    private static func residentSize(_ child: Child) -> Int? {
      let pages = try? String(contentsOfFile: "/proc/\(child.id)/statm", encoding: .utf8).split(
        separator: " ")
      return pages.flatMap { $0.count > 1 ? Int($0[1]) : nil }.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }

    @Test func `ten thousand points take no more memory than a thousand`() throws {
      let folder = try Folder()
      let study = try folder.file(
        "study.yaml",
        """
        trochlea: 1
        activity: standing
        sweep:
          grid:
            person.mass: 60:69:1 kg
            tension.hamstrings.tone: 0:49.95:0.05 %

        """)
      let store = folder.path + "/results"
      let child = try Child(["run", study, "--out", store])
      var early: Int? = nil
      var last = 0
      while child.isRunning {
        if early == nil, try Self.finished(store) > 1000 { early = Self.residentSize(child) }
        if let size = Self.residentSize(child), size > 0 { last = size }
        usleep(50_000)
      }
      #expect(child.end().status == 0)
      #expect(try Self.finished(store) == 10_000)
      // A tenth of the store that is written is more than this.
      #expect(last - (try #require(early)) < 8_000_000, "\(early ?? 0) then \(last)")
    }
  }
#endif
