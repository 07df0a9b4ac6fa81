import Foundation
import Results
import Testing

@testable import trochlea

/// Every option that reads a file, and a call that reads it there.
private enum Reader: String, CaseIterable, Sendable {
  case motion, moments, forces, csvMotion, frames, model

  func call(_ path: String) -> Outcome {
    switch self {
    case .motion: RealTrial.call(motion: path)
    case .moments: RealTrial.call(moments: path)
    case .forces: RealTrial.call(forces: path)
    case .csvMotion: TrochleaTests.call("solve", "--csv-motion", path)
    case .frames: TrochleaTests.call("rig", "--frames", path)
    case .model: TrochleaTests.call("model", "--model", path)
    }
  }
}

/// Bad files: the exit status of its kind, no output, and a message that names the file.
@Suite struct BadFileTests {
  private let folder: Folder
  init() throws { folder = try Folder() }

  private func expect(
    _ outcome: Outcome, _ status: CommandStatus, _ parts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: sourceLocation)
    #expect(outcome.output.isEmpty, sourceLocation: sourceLocation)
    for part in parts {
      #expect(
        outcome.errors.contains(part), "no '\(part)' in: \(outcome.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: Reader.allCases) private func `a file that is not there is missing`(reader: Reader) {
    expect(
      reader.call(folder.path + "/none.txt"), .missing, [folder.path + "/none.txt: there is no such file"])
    expect(reader.call(""), .missing, ["not the path of a file"])
  }

  @Test(arguments: Reader.allCases) private func `a folder is no file`(reader: Reader) {
    expect(reader.call(folder.path), .missing, ["this is a folder, not a file"])
  }

  @Test(arguments: Reader.allCases) private func `an empty file is bad data`(reader: Reader) throws {
    let path = try folder.file("empty", "")
    expect(reader.call(path), .data, [path + ": the file is empty"])
  }

  @Test(arguments: Reader.allCases) private func `binary garbage is bad data`(reader: Reader) throws {
    var random = SystemRandomNumberGenerator()
    for size in [1, 100, 100_000] {
      let bytes = Data((0..<size).map { _ in UInt8.random(in: 0...255, using: &random) })
      expect(reader.call(try folder.file("noise", bytes)), .data, ["noise"])
    }
    expect(reader.call(try folder.file("zeros", Data(count: 5000))), .data, ["zeros"])
  }

  /// Sparse, so that it takes no room on the disk; it must be refused before it is read.
  @Test(arguments: Reader.allCases) private func `a huge file is refused unread`(reader: Reader) throws {
    let path = try folder.file("huge", "")
    #expect(truncate(path, 600 << 20) == 0)
    expect(reader.call(path), .data, [path + ": the file is too large", "at most 512 MiB"])
  }

  @Test func `a trial that is cut off is refused with the line`() throws {
    let whole = try RealTrial.text(RealTrial.moments)
    let cut = try folder.file("cut.sto", String(whole.prefix(whole.count / 2)))
    let lines = whole.prefix(whole.count / 2).split(separator: "\n", omittingEmptySubsequences: false).count
    expect(RealTrial.call(moments: cut), .data, ["cut.sto:\(lines): ", "is the file cut off?"])
    // Cut between two rows.
    let rows = whole.split(separator: "\n", omittingEmptySubsequences: false)
    let short = try folder.file("short.sto", rows.dropLast(20).joined(separator: "\n") + "\n")
    expect(RealTrial.call(moments: short), .data, ["short.sto", "nRows", "where the header says 73"])
    let headless = try folder.file("head.sto", rows.prefix(3).joined(separator: "\n"))
    expect(RealTrial.call(moments: headless), .data, ["no line 'endheader'"])
  }

  @Test func `a column with another name is named with the nearest one`() throws {
    let text = try RealTrial.text(RealTrial.motion).replacing("knee_angle_r\t", with: "kneeangle_r\t")
    let motion = try folder.file("names.mot", text)
    expect(
      RealTrial.call(motion: motion), .data,
      [
        "names.mot:11: knee_angle_r: no column for the knee angle of the right leg",
        "did you mean 'kneeangle_r'?",
      ])
    var table = MotionTable()
    table.columns[2] = "knee_flexon_deg"
    expect(
      call("solve", "--csv-motion", try folder.file("names.csv", table.text)), .data,
      [
        "names.csv:1: unknown column 'knee_flexon_deg'", "did you mean 'knee_flexion_deg'?",
        "grf_anterior_BW",
      ])
    expect(
      call("rig", "--frames", try folder.file("rig.csv", "knee_flexion_deg,vastus_lateralus_N\n10,5\n")),
      .data,
      ["rig.csv:1: unknown column 'vastus_lateralus_N'", "did you mean 'vastus_lateralis_N'?"])
    expect(
      call("rig", "--frames", try folder.file("rig2.csv", "quadriceps_N\n5\n")), .data,
      ["rig2.csv:1: knee_flexion_deg: this column is missing"])
  }

  @Test(arguments: ["nan", "NaN", "inf", "-", "0x10", "1e999", "12,5"])
  func `a cell that is no number is named with line and column`(cell: String) throws {
    let lines = try RealTrial.text(RealTrial.motion).split(separator: "\n", omittingEmptySubsequences: false)
    var cells = lines[19].split(whereSeparator: \.isWhitespace).map(String.init)
    cells[10] = cell
    var changed = lines.map(String.init)
    changed[19] = cells.joined(separator: "\t")
    let motion = try folder.file("cell.mot", changed.joined(separator: "\n"))
    expect(RealTrial.call(motion: motion), .data, ["cell.mot:20: knee_angle_r: '\(cell)'"])
    guard cell != "12,5" else { return }
    let table = MotionTable().with("hip_extension_moment_Nm_kg", 1, cell)
    expect(
      call("solve", "--csv-motion", try folder.file("cell.csv", table.text)), .data,
      ["cell.csv:3: hip_extension_moment_Nm_kg: '\(cell)'"])
    expect(
      call("rig", "--frames", try folder.file("rig.csv", "knee_flexion_deg,soleus_N\n10,5\n20,\(cell)\n")),
      .data,
      ["rig.csv:3: soleus_N: '\(cell)'"])
  }

  @Test func `semicolons and decimal commas are named with file, line and what is allowed`() throws {
    let semicolons = MotionTable().text.replacing(",", with: ";")
    let allowed = "allowed: commas between the cells and decimal points"
    expect(
      call("solve", "--csv-motion", try folder.file("excel.csv", semicolons)), .data,
      ["excel.csv:1: the columns are separated by semicolons", allowed])
    expect(
      call("rig", "--frames", try folder.file("rig.csv", "knee_flexion_deg,soleus_N\n10,5,5,5\n")), .data,
      ["rig.csv:2: 4 cells where the header names 2 columns: decimal commas?", "decimal points"])
  }

  @Test func `times that do not rise are refused with the line`() throws {
    let lines = try RealTrial.text(RealTrial.motion).split(separator: "\n", omittingEmptySubsequences: false)
    var swapped = lines
    swapped.swapAt(20, 21)
    let motion = try folder.file("time.mot", swapped.joined(separator: "\n"))
    expect(RealTrial.call(motion: motion), .data, ["time.mot:22: time: ", "does not rise above"])
    let table = MotionTable().with("time_s", 2, "0.5")
    expect(
      call("solve", "--csv-motion", try folder.file("time.csv", table.text)), .data,
      ["time.csv:4: time_s: 0.5 does not rise above 0.5"])
  }

  @Test func `radians that are called degrees are refused`() throws {
    let lines = try RealTrial.text(RealTrial.motion).split(separator: "\n", omittingEmptySubsequences: false)
    let radians = lines.enumerated().map { index, line in
      guard index > 10, !line.isEmpty else { return String(line) }
      let cells = line.split(whereSeparator: \.isWhitespace)
      return cells.enumerated().map { $0 == 0 ? String($1) : "\((Double($1) ?? 0) / 57.29577951308232)" }
        .joined(separator: "\t")
    }
    let motion = try folder.file("radians.mot", radians.joined(separator: "\n"))
    expect(RealTrial.call(motion: motion), .data, ["radians.mot: inDegrees", "radians labelled degrees?"])
    // Told what they are, they are read.
    #expect(RealTrial.call(motion: motion, ["--angle-unit", "radians", "--quiet"]).status == .done)

    var table = MotionTable()
    for row in 0..<3 {
      for column in 1...3 { table.rows[row][column] = "\((Double(table.rows[row][column]) ?? 0) / 57.3)" }
    }
    expect(
      call("solve", "--csv-motion", try folder.file("radians.csv", table.text)), .data,
      ["radians.csv:1: knee_flexion_deg", "radians labelled degrees?"])
  }

  @Test func `numbers that no leg can do are refused with line, column and range`() throws {
    for (column, value, parts) in [
      (
        "knee_flexion_deg", "200",
        ["bad.csv:3: knee_flexion_deg: 200 deg is not plausible", "-20 to 160 deg"]
      ),
      (
        "knee_extension_moment_Nm_kg", "60",
        ["bad.csv:3: knee_extension_moment_Nm_kg: 60 N·m/kg", "-15 to 15"]
      ),
      ("grf_vertical_BW", "700", ["bad.csv:3: grf_vertical_BW: 700 body weights", "-0.5 to 15"]),
    ] {
      let path = try folder.file("bad.csv", MotionTable().with(column, 1, value).text)
      expect(call("solve", "--csv-motion", path), .data, parts)
    }
    expect(
      call("rig", "--frames", try folder.file("rig.csv", "knee_flexion_deg,quadriceps_N\n60,400\n200,400\n")),
      .data,
      ["rig.csv:3: knee_flexion_deg: 200 is out of range", "-10 to 130 deg"])
    expect(
      call("rig", "--frames", try folder.file("rig.csv", "knee_flexion_deg,quadriceps_N\n60,-1\n")), .data,
      ["rig.csv:2: quadriceps_N: -1 is out of range"])
  }

  @Test func `a plate that is not in the file is named with those that are`() {
    let outcome = RealTrial.call(["--plate", "1_ground_forc"])
    expect(
      outcome, .usage, ["--plate: unknown force plate '1_ground_forc'", "did you mean '1_ground_force'?"])
  }
}
