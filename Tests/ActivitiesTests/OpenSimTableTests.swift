import Knee
import Testing

@testable import Activities

@Suite struct OpenSimTableTests {
  private func parse(_ text: String) throws(InputError) -> OpenSimTable {
    try OpenSimTable.parse(bytes(text), name: "ik.mot")
  }

  private func error(_ text: String) -> InputError? {
    inputError { () throws(InputError) in try parse(text) }
  }

  /// A small file; every part can be replaced.
  private func file(
    rows: String = "nRows=2", columns: String = "nColumns=3", degrees: String = "inDegrees=yes",
    names: String = "time\tknee_angle_r\thip_flexion_r", data: String = "0.0\t1\t2\n0.1\t3\t4\n"
  ) -> String {
    "Coordinates\nversion=1\n\(rows)\n\(columns)\n\(degrees)\n\nendheader\n\(names)\n\(data)"
  }

  @Test func `header, names and numbers are read`() throws {
    let table = try parse(file())
    #expect(table.inDegrees == true)
    #expect(table.columns == ["time", "knee_angle_r", "hip_flexion_r"])
    #expect(table.times == [0, 0.1])
    #expect(try table.column(named: ["knee_angle_r"], meaning: "knee") == [1, 3])
    #expect(table.line(ofRow: 1) == 10)
  }

  @Test func `blanks, tabs at the ends, CRLF and a missing last line end change nothing`() throws {
    let plain = try parse(file())
    for text in [
      file().replacing("\t", with: "   "), file().replacing("\n", with: "\t\t\n"),
      file().replacing("\n", with: "\r\n"), file(data: "  0.0 1 2\n\n 0.1   3 4"),
    ] {
      let other = try parse(text)
      #expect(other.columns == plain.columns)
      #expect(other.times == plain.times)
      #expect(other.column(at: 2) == plain.column(at: 2))
    }
  }

  @Test func `SIMM headers and radians are understood`() throws {
    let table = try parse(file(rows: "datarows 2", columns: "datacolumns 3", degrees: "inDegrees = no"))
    #expect(table.inDegrees == false)
    #expect(try parse(file(degrees: "")).inDegrees == nil)
    #expect(error(file(degrees: "inDegrees=maybe"))?.line == 5)
  }

  @Test func `columns are found by plain name and by path, and keep their case`() throws {
    let table = try parse(
      file(
        columns: "nColumns=4",
        names:
          "time /jointset/walker_knee_r/knee_angle_r/value /jointset/walker_knee_r/knee_angle_r/speed Knee",
        data: "0 1 2 5\n1 3 4 6\n"))
    #expect(try table.column(named: ["knee_angle_r"], meaning: "knee") == [1, 3])
    #expect(try table.index(named: "knee_angle_r_speed") == 2)
    #expect(try table.index(named: "knee") == nil)
    #expect(try table.index(named: "Knee") == 3)
    #expect(OpenSimTable.plainName("/jointset/hip_r/hip_flexion_r/moment") == "hip_flexion_r_moment")
    #expect(OpenSimTable.plainName("/") == "/")
  }

  @Test func `two columns of one name are refused when they are asked for`() throws {
    let table = try parse(file(names: "time knee_angle_r /a/knee_angle_r/value"))
    #expect(try table.index(named: "knee_angle_r") == 1)
    let twice = try parse(file(names: "time knee_angle_r knee_angle_r"))
    let error = inputError { () throws(InputError) in try twice.index(named: "knee_angle_r") }
    #expect(error?.problem == "2 columns have this name")
  }

  @Test func `a missing column names the nearest one and the line of the names`() throws {
    let table = try parse(file(names: "time kne_angle_r hip_flexion_r"))
    let error = inputError { () throws(InputError) in
      try table.column(named: ["knee_angle_r", "knee_flexion_r"], meaning: "knee angle")
    }
    #expect(error?.kind == .data)
    #expect(error?.line == 8)
    #expect(error?.suggestion == "kne_angle_r")
    #expect(error?.allowed == "knee_angle_r or knee_flexion_r")
  }

  @Test func `an empty file and one without a header are refused`() {
    #expect(error("")?.problem == "the file is empty")
    #expect(error("time,knee\n0,1\n")?.problem.contains("endheader") == true)
    #expect(error("a\nendheader\n")?.problem == "the file ends before the column names")
    #expect(error(file(data: ""))?.problem == "column names but no row of numbers")
  }

  @Test func `a file cut off between rows tells rows expected and found`() {
    let error = error(file(rows: "nRows=5"))
    #expect(error?.line == 10)
    #expect(error?.place == "nRows")
    #expect(error?.problem == "2 rows found where the header says 5: is the file cut off?")
  }

  @Test func `a file cut off inside a row tells the line`() {
    let error = error(file(data: "0.0\t1\t2\n0.1\t3"))
    #expect(error?.line == 10)
    #expect(error?.problem == "2 numbers where the header names 3 columns: is the file cut off?")
  }

  @Test func `the real file, cut at any byte of its second half, is refused and never half read`() throws {
    let whole = try FileBytes.read(path: RealTrial.momentsPath)
    for count in stride(from: whole.count / 2, to: whole.count - 1, by: 97) {
      let error = inputError { () throws(InputError) in
        try OpenSimTable.parse(Array(whole[..<count]), name: "id.sto")
      }
      #expect(error?.kind == .data)
      #expect((error?.line ?? 0) > 8)
    }
  }

  @Test func `wrong counts of columns are refused`() {
    #expect(error(file(columns: "nColumns=4"))?.place == "nColumns")
    #expect(error(file(data: "0 1 2 3\n1 2 3 4\n"))?.line == 9)
    #expect(error(file(rows: "nRows=many"))?.line == 3)
  }

  @Test(arguments: ["NaN", "nan", "-inf", "abc", "1,5"])
  func `a cell that is no number is named with line, column and text`(cell: String) {
    let error = error(file(data: "0.0\t1\t2\n0.1\t3\t\(cell)\n"))
    #expect(error?.kind == .data)
    #expect(error?.line == 10)
    #expect(error?.place == "hip_flexion_r")
    #expect(error?.problem.contains("'\(cell)'") == true)
  }

  @Test(arguments: ["0.0", "-0.1"])
  func `times that do not rise are refused`(time: String) {
    let error = error(file(data: "0.0\t1\t2\n\(time)\t3\t4\n"))
    #expect(error?.line == 10)
    #expect(error?.place == "time")
  }

  @Test func `the first column must be the time`() {
    #expect(error(file(names: "frame knee_angle_r hip_flexion_r"))?.line == 8)
  }

  @Test func `hostile files end in an error`() {
    let head = "x\nendheader\n"
    #expect(error(head + "time " + String(repeating: "a ", count: 20_000))?.problem == "too many columns")
    #expect(error(head + "time " + String(repeating: "a ", count: 1_000_000))?.line == 3)
    #expect(error(head + "time a\n" + String(repeating: "1", count: 2_000_000)) != nil)
    #expect(error(String(repeating: "x", count: 3_000_000)) != nil)
    #expect(error(String(repeating: "x\n", count: 50_000)) != nil)
    #expect(error(String(repeating: "\0", count: 1000)) != nil)
  }
}
