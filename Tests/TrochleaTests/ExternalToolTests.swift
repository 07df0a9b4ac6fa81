import Foundation
import Results
import Testing

@testable import trochlea

/// Programs beside this one that behave badly.
@Suite struct ExternalToolTests {
  /// A shell script that is found as a tool; it goes with the folder.
  private static func with<T>(script: String, _ body: (ExternalTool) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tool-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "tool")
    try "#!/bin/sh\n\(script)\n".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    // From any folder of PATH up to the root, and down again.
    let name = String(repeating: "../", count: 20) + file.path.dropFirst()
    return try body(ExternalTool(name: name, installed: "", without: ""))
  }

  @Test func `a tool that complains at length before it reads is heard to its end`() throws {
    let input = [UInt8](repeating: 65, count: 2_000_000)
    let output = try Self.with(script: "head -c 1000000 /dev/zero >&2; cat; head -c 1000000 /dev/zero >&2") {
      try $0.run([], input: input)
    }
    #expect(output == input)
  }

  @Test func `a tool that never ends is ended`() throws {
    try Self.with(script: "exec sleep 600") { tool in
      let failure = #expect(throws: Failure.self) { try tool.run([], seconds: 0.3) }
      #expect(failure?.status == .cannotCreate && failure?.description.contains("more than 0.3 s") == true)
    }
  }

  @Test func `a tool that fails is quoted`() throws {
    try Self.with(script: "echo 'no such thing' >&2; exit 3") { tool in
      let failure = #expect(throws: Failure.self) { try tool.run([]) }
      #expect(failure?.description.hasSuffix("failed: no such thing") == true)
    }
    try Self.with(script: "exit 3") { tool in
      let failure = #expect(throws: Failure.self) { try tool.run([]) }
      #expect(failure?.description.hasSuffix("failed with code 3") == true)
    }
  }
}
