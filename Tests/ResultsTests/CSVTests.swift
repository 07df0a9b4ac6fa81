import Foundation
import Results
import Scenarios
import Testing

/// RFC 4180, read without any of the writer's code: quotes, doubled quotes, CRLF.
private func parsed(_ bytes: [UInt8]) -> [[String]] {
  var rows: [[String]] = [[]]
  var cell: [UInt8] = []
  var isQuoted = false
  var index = 0
  func end() { rows[rows.count - 1].append(String(decoding: cell, as: UTF8.self)) }
  while index < bytes.count {
    let byte = bytes[index]
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch (isQuoted, byte) {
    case (true, UInt8(ascii: "\"")) where next == UInt8(ascii: "\""):
      cell.append(byte)
      index += 1
    case (_, UInt8(ascii: "\"")): isQuoted.toggle()
    case (false, UInt8(ascii: ",")):
      end()
      cell = []
    case (false, UInt8(ascii: "\r")) where next == UInt8(ascii: "\n"):
      end()
      cell = []
      rows.append([])
      index += 1
    default: cell.append(byte)
    }
    index += 1
  }
  return rows.dropLast(rows.last?.isEmpty == true ? 1 : 0)
}

@Suite struct CSVTests {
  /// The name a number of the JSON frame has as a column.
  private static func column(_ path: [String]) -> String {
    switch path.first {
    case "net_moment_Nm": "net_moment_\(path[1])_Nm"
    case "reserve_Nm": "reserve_\(path[1])_Nm"
    case "ligaments_N": "ligament_\(path[1])_N"
    case "muscles": path.dropFirst().joined(separator: "_")
    case "residual": "residual_N"
    case "minimum_stiffness": "minimum_stiffness_N_per_mm"
    default: path.joined(separator: "_")
    }
  }

  private static func numbers(_ value: Any, _ path: [String] = []) -> [String: Double] {
    if let object = value as? [String: Any] {
      return object.reduce(into: [:]) { all, entry in
        all.merge(numbers(entry.value, path + [entry.key])) { first, _ in first }
      }
    }
    return (value as? NSNumber).map { [column(path): $0.doubleValue] } ?? [:]
  }

  @Test func `one row per state and frame, and every row as wide as the header`() throws {
    let rows = parsed(try Samples.document().csv())
    #expect(rows.count == 1 + 3 * 3)
    #expect(rows[0].prefix(4) == ["state", "frame", "status", "iterations"])
    #expect(Set(rows[0]).count == rows[0].count)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(rows.dropFirst().map { $0[0] + $0[1] }.first == "as now0")
    #expect(rows.last.map { $0[0] + $0[1] } == "no excess tension2")
  }

  @Test func `every number of the JSON stands in its column, and no other`() throws {
    let document = try Samples.document()
    let rows = parsed(try document.csv())
    let json = try #require(try JSONSerialization.jsonObject(with: Data(document.json())) as? [String: Any])
    let states = try #require(json["states"] as? [[String: Any]])
    var row = 1
    for state in states {
      for frame in try #require(state["frames"] as? [Any]) {
        let cells = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[row]))
        var expected = Self.numbers(frame)
        #expect(expected.count == Set(expected.values).count, "the sample must not repeat a number")
        expected["frame"] = Double((row - 1) % 3)
        let found = cells.filter { $0.key != "state" && $0.key != "status" }.compactMapValues(Double.init)
        #expect(found == expected)
        row += 1
      }
    }
    #expect(row == rows.count)
  }

  @Test func `columns carry their units`() throws {
    let header = parsed(try Samples.document().csv())[0]
    for column in [
      "patellofemoral_force_N", "patellofemoral_force_BW", "patellofemoral_mean_stress_MPa",
      "knee_flexion_deg",
      "net_moment_knee_Nm", "ligament_acl_N", "vastus_lateralis_activation", "vastus_lateralis_force_N",
    ] { #expect(header.contains(column)) }
  }

  @Test func `text with commas, quotes and line breaks comes back as it was`() throws {
    var document = try Samples.document()
    let name = "a \"tight\", stiff\r\nknee"
    document.states[0].name = name
    let rows = parsed(try document.csv())
    #expect(rows[1][0] == name)
    #expect(rows[1].count == rows[0].count)
  }

  @Test func `a rig leaves the phase empty, and a muscle that a frame lacks too`() throws {
    var document = try Samples.document()
    document.states[0].frames[0].phase_percent = nil
    document.states[0].frames[0].muscles["soleus"] = nil
    let rows = parsed(try document.csv())
    let row = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
    #expect(row["phase_percent"] == "")
    #expect(row["soleus_force_N"] == "")
    #expect(row["vastus_lateralis_force_N"]?.isEmpty == false)
  }
}
