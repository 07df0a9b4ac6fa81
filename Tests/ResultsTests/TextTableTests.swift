import Results
import Testing

@Suite struct TextTableTests {
  private func table() -> TextTable {
    var table = TextTable([.init("state", .left), .init("force", unit: "N"), .init("change")])
    table.add(["as now", "2000", ""])
    table.add(["no excess tension", "987", "-51 %"])
    return table
  }

  @Test func `columns are aligned, with units under their titles`() {
    #expect(
      table().text() == """
        state              force  change
                               N
        as now              2000
        no excess tension    987   -51 %

        """)
  }

  @Test func `only the header is bold, and only where it is wanted`() {
    let bold = table().text(.terminal)
    #expect(bold.hasPrefix("\u{1B}[1mstate              force  change\u{1B}[0m\n"))
    #expect(bold.count { $0 == "\u{1B}" } == 4)
    #expect(!table().text(.plain).contains("\u{1B}"))
  }

  @Test func `a character of several bytes takes one place`() {
    var table = TextTable([.init("moment"), .init("x")])
    table.add(["12 N·m", "1"])
    #expect(table.text() == "moment  x\n12 N·m  1\n")
  }

  @Test func `a paragraph is broken at blanks and indented under its lead`() {
    #expect(wrapped("one two three four", lead: "a  ", width: 12) == "a  one two\n   three\n   four\n")
    #expect(wrapped("incomprehensibilities ok", width: 5) == "incomprehensibilities\nok\n")
    #expect(wrapped("") == "\n")
  }

  @Test func `a percent sign stays with its number`() {
    #expect(wrapped("it is 50 % less", width: 9) == "it is\n50 % less\n")
    #expect(wrapped("it is 50 %, or so", width: 9) == "it is\n50 %, or\nso\n")
  }
}
