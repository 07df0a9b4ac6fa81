import Knee
import Testing

@testable import Activities

@Suite struct CSVTableTests {
  private func parse(_ text: String, emptyAllowed: Bool = false) throws(InputError) -> CSVTable {
    try CSVTable.parse(bytes(text), name: "forces.csv", allowsEmptyCells: emptyAllowed)
  }

  private func error(_ text: String) -> InputError? {
    inputError { () throws(InputError) in try parse(text) }
  }

  @Test func `names, numbers, lines and comments are read`() throws {
    let table = try parse("# duration_s: 1.5 (measured)\n\na, b\n1,2\n# between\n-3.5,4e2\n")
    #expect(table.columns == ["a", "b"])
    #expect(try table.column("a") == [1, -3.5])
    #expect(try table.column("b") == [2, 400])
    #expect(table.lines == [4, 6])
    #expect(table.headerLine == 3)
    #expect(table.note("duration_s") == "1.5 (measured)")
    #expect(table.numberNote("duration_s") == 1.5)
    #expect(table.numberNote("length_m") == nil)
  }

  @Test func `a byte order mark, CRLF line ends, quotes and a missing last line end change nothing`() throws {
    let plain = try parse("a,b\n1,2\n3,4\n")
    let other = try parse("\u{FEFF}\"a\",b\r\n 1 ,\"2\"\r\n3,4")
    #expect(other.columns == plain.columns)
    for row in 0..<2 { for column in 0..<2 { #expect(other[row, column] == plain[row, column]) } }
  }

  @Test func `an empty file is refused`() {
    #expect(error("")?.description == "forces.csv: the file is empty")
    #expect(error("")?.kind == .data)
    #expect(error("# only words\n\n")?.problem == "no line with column names")
    #expect(error("a,b\n")?.line == 1)
  }

  @Test(arguments: ["nan", "NaN", "inf", "abc", "", "1e999", "0x1"])
  func `a cell that is no finite number is named with line and column`(cell: String) {
    let error = error("a,b\n1,2\n3,\(cell)\n")
    #expect(error?.kind == .data)
    #expect(error?.line == 3)
    #expect(error?.place == "b")
    #expect(cell.isEmpty || error?.problem.contains("'\(cell)'") == true)
  }

  @Test func `a row of the wrong length is refused`() {
    #expect(error("a,b\n1,2\n3\n")?.line == 3)
    #expect(error("a,b\n1,2.0,3\n")?.problem == "3 cells where the header names 2 columns")
  }

  @Test(arguments: [
    ("a;b\n1;2\n", 1, "the columns are separated by semicolons"),
    ("a;b\n1,5;2,5\n", 1, "the columns are separated by semicolons"),
    ("# note\na\tb\n1\t2\n", 2, "the columns are separated by tabs"),
    ("a,b\n1,2\n3;4\n", 3, "1 cells where the header names 2 columns: are they separated by semicolons?"),
    ("a,b\n1,5;2,5\n", 2, "3 cells where the header names 2 columns: are they separated by semicolons?"),
    ("a,b\n1,5,2,5\n", 2, "4 cells where the header names 2 columns: decimal commas?"),
    ("a,b\n1,2,5\n", 2, "3 cells where the header names 2 columns: decimal commas?"),
  ])
  func `semicolons, tabs and decimal commas are named with the line`(text: String, line: Int, problem: String)
  {
    let error = error(text)
    #expect(error?.kind == .data && error?.file == "forces.csv" && error?.line == line)
    #expect(error?.problem == problem)
    #expect(
      error?.allowed?.hasSuffix("commas between the cells and decimal points, as in 0.5,12.5,20") == true)
  }

  @Test func `a decimal comma in quotes is named with line and column`() {
    let error = error("a,b\n1,\"2,5\"\n")
    #expect(error?.line == 2 && error?.place == "b" && error?.problem == "'2,5' has a decimal comma")
    #expect(error?.allowed == "a decimal number such as -12.5")
  }

  @Test func `names must be there and differ`() {
    #expect(error("1,2\n3,4\n")?.problem == "numbers where the column names should be")
    #expect(error("a,a\n3,4\n")?.place == "a")
    #expect(error("a,,c\n3,4,5\n")?.problem == "column 2 has no name")
    #expect(error("a,\"b\n3,4\n")?.problem == "a double quote that is never closed")
  }

  @Test func `an unknown column names the nearest valid one and lists them all`() throws {
    let table = try parse("knee_flexion_dgr\n1\n")
    let error = inputError { () throws(InputError) in
      try table.refuseColumns(except: ["knee_flexion_deg", "hip_flexion_deg"])
    }
    #expect(error?.suggestion == "knee_flexion_deg")
    #expect(error?.allowed == "knee_flexion_deg, hip_flexion_deg")
    #expect(error?.line == 1)
  }

  @Test func `a missing column and an empty cell in a needed one are refused`() throws {
    let table = try parse("a,b\n1,\n", emptyAllowed: true)
    #expect(table[0, 1].isNaN)
    let empty = inputError { () throws(InputError) in try table.column("b") }
    #expect(empty?.line == 2)
    let missing = inputError { () throws(InputError) in try table.column("c") }
    #expect(missing?.place == "c")
  }

  @Test func `numbers that must rise are checked row by row`() throws {
    let table = try parse("t\n1\n2\n2\n")
    let error = inputError { () throws(InputError) in try table.requireRising("t") }
    #expect(error?.line == 4)
    #expect(error?.place == "t")
  }

  @Test func `hostile files end in an error`() {
    let columns = String(repeating: "a,", count: 1_000_000)
    #expect(error(columns)?.problem.contains("bytes") == true)
    #expect(error(String(repeating: "a,", count: 20_000))?.problem == "too many columns")
    #expect(error(String(repeating: "\0", count: 1000)) != nil)
    let random = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    #expect(inputError { () throws(InputError) in try CSVTable.parse(random, name: "x") } != nil)
  }

  @Test func `text columns stand beside numbers`() throws {
    let table = try CSVTable.parse(
      bytes("segment,mass\n\"thigh, upper\",0.14\nshank,0.04\n"), name: "x", textColumns: ["segment"])
    #expect(table.texts("segment") == ["thigh, upper", "shank"])
    #expect(try table.column("mass") == [0.14, 0.04])
  }
}
