import Foundation
import Testing

@testable import Results

@Suite struct AtomicFileTests {
  /// A folder of its own for each test, removed afterwards.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "trochlea-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    try body(folder)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a file holds what was written, and nothing else is left`() throws {
    try inFolder { folder in
      let path = folder.appending(path: "a.json").path
      let bytes = [UInt8](repeating: 65, count: 300_000)
      try AtomicFile.write([1, 2, 3], to: path)
      try AtomicFile.write(bytes, to: path)
      #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == bytes)
      #expect(try names(folder) == ["a.json"])
    }
  }

  @Test func `a write that fails half way leaves the old file and no other`() throws {
    try inFolder { folder in
      let path = folder.appending(path: "a.json").path
      try AtomicFile.write(Array("old".utf8), to: path)
      let failure = Failure(.cannotWrite, "the disk is full")
      #expect(throws: failure) { () throws in
        try AtomicFile.write(to: path) { (descriptor) throws(Failure) in
          #expect(AtomicFile.writeAll(Array("half".utf8), to: descriptor) == nil)
          throw failure
        }
      }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
      #expect(try names(folder) == ["a.json"])
    }
  }

  @Test func `a first write that fails leaves nothing`() throws {
    try inFolder { folder in
      #expect(throws: Failure.self) { () throws in
        try AtomicFile.write(to: folder.appending(path: "a").path) { (_) throws(Failure) in
          throw Failure(.cannotWrite, "no")
        }
      }
      let left = try names(folder)
      #expect(left.isEmpty)
    }
  }

  @Test func `a folder that is not there cannot be written to`() throws {
    try inFolder { folder in
      let path = folder.appending(path: "none/a.json").path
      let failure = #expect(throws: Failure.self) { try AtomicFile.write([1], to: path) }
      #expect(failure?.status == .cannotCreate)
      #expect(failure?.description.hasPrefix("\(path): cannot be created: ") == true)
    }
  }

  @Test func `a folder is no file`() throws {
    try inFolder { folder in
      let failure = #expect(throws: Failure.self) { try AtomicFile.write([1], to: folder.path) }
      #expect(failure?.status == .cannotCreate)
      let left = try names(folder)
      #expect(left.isEmpty)
    }
  }

  @Test func `a symbolic link stays one, and its target is written`() throws {
    try inFolder { folder in
      let target = folder.appending(path: "target").path
      let link = folder.appending(path: "link").path
      try AtomicFile.write([1], to: target)
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
      try AtomicFile.write([7], to: link)
      #expect([UInt8](try Data(contentsOf: URL(filePath: target))) == [7])
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    }
  }

  #if os(Linux)
    @Test func `a device is written to and stays a device`() throws {
      try AtomicFile.write([1, 2], to: "/dev/null")
      let type = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
      #expect(type == .typeCharacterSpecial)
    }

    @Test func `a full device is a failure to write`() {
      let failure = #expect(throws: Failure.self) { try AtomicFile.write([1], to: "/dev/full") }
      #expect(failure?.status == .cannotWrite)
    }
  #endif
}
