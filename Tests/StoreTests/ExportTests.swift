import Activities
import Foundation
import Results
import Scenarios
import Studies
import Testing

@testable import Store

@Suite struct ExportTests {
  @Test func `the table has a row per point and state, with units and exact numbers`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.sweep, in: folder)
    let lines = try RunExport(run, in: store).csvText.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(lines.count == 1 + 12 * 2)
    #expect(
      lines[0].prefix(6) == [
        "point", "person_mass_kg", "tension_hamstrings_tone", "state", "status", "reason",
      ])
    #expect(lines.allSatisfy { $0.count == lines[0].count })
    let column = try #require(lines[0].firstIndex(of: "peak_patellofemoral_force_N"))
    var rows = lines.dropFirst().makeIterator()
    for point in try store.points(of: run, in: 0..<12, []) {
      for state in point.states {
        let next = rows.next()
        let row = try #require(next)
        #expect(row[0] == "\(point.index)" && Double(row[1]) == point.values[0] && row[3] == state.name)
        #expect(Double(row[column]) == state.summary?.peak_patellofemoral_force_N)
      }
    }
  }

  @Test func `the document is JSON with every point, and its numbers are those stored`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single, in: folder)
    let bytes = try RunExport(run, in: store).jsonBytes
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(
      object["run"] as? String == run.id && object["states"] as? [String] == ["as now", "half, at least"])
    struct Document: Decodable { var points: [PointOutcome] }
    let decoded = try JSONDecoder().decode(Document.self, from: Data(bytes))
    #expect(try decoded.points == store.points(of: run, in: 0..<1, [.words, .frames]))
  }

  @Test func `frames as a table are those of a document`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single.replacing("standing", with: "squat"), in: folder)
    let text = String(
      decoding: try RunExport.bytes { try RunExport(run, in: store).framesCSV($0) }, as: UTF8.self)
    let lines = text.split(separator: "\r\n")
    let frames = try #require(try store.points(of: run, in: 0..<1, .frames)[0].states[1].frames)
    #expect(lines.count == 1 + 2 * frames.count)
    let last = try #require(lines.last)
    #expect(last.hasPrefix("0,\"half, at least\",\(frames.count - 1),"))
    #expect(last.contains("," + shortNumber(frames[frames.count - 1].patellofemoral.force_N) + ","))
  }

  @Test func `a state for the plotter reads back as an OpenSim table`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.single.replacing("standing", with: "squat"), in: folder)
    let bytes = try RunExport(run, in: store).openSim(point: nil, state: "half, at least")
    let table = try OpenSimTable.parse(bytes, name: "state.sto")
    let state = try store.points(of: run, in: 0..<1, .frames)[0].states[1]
    #expect(table.inDegrees == true && table.times == state.times_s)
    #expect(
      try table.column(named: ["patellofemoral_force_N"], meaning: "force")
        == state.frames?.map(\.patellofemoral.force_N))
    #expect(
      try table.column(named: ["knee_flexion_deg"], meaning: "angle") == state.frames?.map(\.knee_flexion_deg)
    )
    let export = RunExport(run, in: store)
    #expect(failure { _ = try export.openSim(point: 1, state: nil) }?.status == .usage)
    #expect(failure { _ = try export.openSim(point: nil, state: "thrid") }?.status == .usage)
  }

  @Test func `a run without frames says how to keep them`() throws {
    let folder = try Folder()
    let (store, run) = try Studied.solved(Studied.sweep, in: folder)
    let export = RunExport(run, in: store)
    for failure in [
      failure { _ = try RunExport.bytes { try export.framesCSV($0) } },
      failure { _ = try export.openSim(point: 3, state: nil) },
    ] { #expect(failure?.status == .data && failure?.description.contains("keep: frames") == true) }
    #expect(failure { _ = try export.openSim(point: nil, state: nil) }?.status == .usage)
  }
}
