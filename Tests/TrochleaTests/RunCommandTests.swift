import Foundation
import Results
import Scenarios
import Testing

@testable import trochlea

@Suite struct RunCommandTests {
  /// A store with the small study, solved.
  static func solved(_ folder: Folder, _ text: String = StudyText.small) throws -> String {
    let study = try folder.file("study.yaml", text)
    let store = folder.path + "/results"
    let run = call("run", study, "--out", store)
    #expect(run.status == .done, "\(run.errors)")
    return store
  }

  @Test func `a study without a sweep shows states, changes and what everyone must know`() throws {
    let folder = try Folder()
    let study = try folder.file(
      "study.yaml",
      """
      trochlea: 1
      title: Tight hamstrings
      question: What would half of it change?
      activity: squat
      tension: {hamstrings: {tone: 10 %}}
      what_if: [{name: half, release: {hamstrings: 50 %}}]
      """)
    let run = call("run", study, "--out", folder.path)
    #expect(run.status == .done && run.errors.isEmpty, "\(run.errors)")
    for text in [
      "Tight hamstrings\n", "What would half of it change?", "half", "-8.2", "Fixed moments",
      "Load is not pain", "This is a model", "NOTE",
    ] {
      #expect(run.output.contains(text), "\(text)")
    }
    // The numbers are those of `release`.
    let release = call(
      "release", "hamstrings", "--tone", "10%", "--by", "50%", "--activity", "squat", "--json")
    struct Document: Decodable { var states: [State] }
    struct State: Decodable { var summary: Summary }
    let json = call("run", study, "--out", folder.path, "--json", "--quiet").output
    let summaries = try JSONDecoder().decode(Document.self, from: Data(json.utf8)).states.map(\.summary)
    #expect(try summaries == release.document.states.prefix(2).map(\.summary))
  }

  @Test func `the table of parts has a legend, and names the states that it leaves out`() throws {
    let folder = try Folder()
    let study = try folder.file(
      "study.yaml",
      """
      trochlea: 1
      activity: standing
      tension: {hamstrings: {tone: 10 %}}
      what_if:
        - {name: stronger, strengthen: {vasti: 20 %}}
        - {name: lighter, mass: -5 kg}
      """)
    let run = call("run", study, "--out", folder.path, "--quiet")
    let text = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("where the change comes from change changed muscles quadriceps"), "\(run.errors)")
    #expect(text.contains("Changed muscles: what they pull on the kneecap themselves."))
    #expect(text.contains("Left out: lighter (more than muscles differs)."))
  }

  @Test func `a small sweep shows every point with its parameters and every reported number`() throws {
    let folder = try Folder()
    let text =
      StudyText.small + """
        what_if: [{name: half, release: {hamstrings: 50 %}}]
        report: [peak_pressure_MPa, peak_phase_percent]

        """
    let store = try Self.solved(folder, text)
    let shown = call("results", "show", "latest", "--store", store)
    #expect(shown.status == .done && shown.output.contains("all 3 points"))
    let object = try call("results", "show", "latest", "--store", store, "--json").object
    let rows = try #require(object["rows"] as? [[String: Any]])
    #expect(rows.count == 6)
    let lines = shown.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    for (index, row) in rows.enumerated() {
      let at = try #require(row["at"] as? [String: Any])
      let (tone, state) = (
        try #require(at["parameters"] as? [Double])[0], try #require(row["state"] as? String)
      )
      #expect(at["point"] as? Int == index / 2 && tone == [0, 0.05, 0.1][index / 2])
      let numbers = try #require(row["numbers"] as? [String: Double])
      let pressure = try #require(numbers["peak_pressure_MPa"])
      // Asked for as well, and there is none in a single pose; the change comes by itself.
      #expect(
        numbers["peak_phase_percent"] == nil
          && (numbers["change_peak_pressure_percent"] == nil) == (index % 2 == 0))
      let start = ["\(index / 2)", shortNumber(tone)] + state.split(separator: " ").map(String.init)
      #expect(
        lines.contains { $0.starts(with: start + [fixedNumber(pressure, 2)]) }, "\(start) \(shown.output)")
    }
    // The tone is a caveat of the points that have one, not of the first.
    #expect(
      shown.output.contains("2 of 3 points, with the numbers of point 1 (tension_hamstrings_tone 0.05)"))
    let states = try #require(object["states"] as? [[String: Any]])
    #expect((states[0]["status"] as? [String: Int]) == ["done": 3])
  }

  @Test func `a sweep without what-ifs shows the change since its first point`() throws {
    let folder = try Folder()
    let store = try Self.solved(folder)
    let lines = call("results", "show", "latest", "--store", store).output.split(separator: "\n")
      .map { $0.split(separator: " ") }
    let loads = try Self.report(store).rows?.compactMap { $0.numbers["peak_patellofemoral_force_BW"] } ?? []
    #expect(loads.count == 3)
    for (index, load) in loads.enumerated() {
      let change = (load / loads[0] - 1) * 100
      let text = index == 0 ? "0.0" : (change < 0 ? "" : "+") + fixedNumber(change, 1)
      #expect(
        lines.contains { $0.first == "\(index)" && $0.suffix(2) == [fixedNumber(load, 3)[...], text[...]] })
    }
  }

  /// Parts of the JSON of a sweep, with exact numbers.
  struct Sweep: Decodable {
    struct Row: Decodable { var numbers: [String: Double] }
    struct Spread: Decodable { var at: [Mark] }
    struct Mark: Decodable {
      var part: String
      var value: Double
      var point: Int
      var parameters: [Double]
    }
    var rows: [Row]?
    var spreads: [Spread]
  }

  static func report(_ store: String) throws -> Sweep {
    let shown = call("results", "show", "latest", "--store", store, "--json")
    return try JSONDecoder().decode(Sweep.self, from: Data(shown.output.utf8))
  }

  @Test func `a large sweep shows where its numbers lie, with the parameters`() throws {
    let folder = try Folder()
    let store = try Self.solved(
      folder, StudyText.small.replacing("[0 %, 5 %, 10 %]", with: "0:25:0.5 %"))
    let report = try Self.report(store)
    #expect(report.rows == nil)
    let marks = try #require(report.spreads.first).at
    // Independently: the numbers of the table, in order.
    let csv = call("results", "export", "latest", "--format", "csv", "--store", store).output
      .split(separator: "\r\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let column = try #require(csv[0].firstIndex(of: "peak_patellofemoral_force_BW"))
    let sorted = csv.dropFirst().sorted { (Double($0[column]) ?? 0) < (Double($1[column]) ?? 0) }
    #expect(sorted.count == 51 && marks.count == 5)
    let shown = call("results", "show", "latest", "--store", store).output
    for (mark, rank) in zip(marks, [0, 13, 25, 38, 50]) {
      #expect(mark.value == Double(sorted[rank][column]) && mark.point == Int(sorted[rank][0]))
      #expect(mark.parameters == [try #require(Double(sorted[rank][1]))])
      #expect(shown.contains(mark.part))
    }
  }

  @Test func `what is wrong with a study is said with its place`() throws {
    let folder = try Folder()
    let study = try folder.file("study.yaml", "trochlea: 1\nactivty: squat\nperson: {mass: 3 kg}\n")
    let run = call("run", study, "--out", folder.path)
    #expect(run.status == .data)
    #expect(run.errors.contains("study.yaml:2:1") && run.errors.contains("did you mean 'activity'"))
    #expect(run.errors.contains("study.yaml:3:"))
    #expect(call("run", folder.path + "/none.yaml", "--out", folder.path).status == .missing)
    #expect(call("run", study).status == .usage)
    #expect(call("run", study, "--out", folder.path, "--threads", "0").status == .usage)
  }

  @Test func `a folder that cannot be made is 73 and is named`() throws {
    let folder = try Folder()
    let study = try folder.file("study.yaml", StudyText.small)
    let run = call("run", study, "--out", study + "/results")
    #expect(run.status == .cannotCreate && run.errors.contains(study + "/results"))
  }

  @Test func `runs are listed, the last called first`() throws {
    let folder = try Folder()
    let store = try Self.solved(folder)
    let other = try folder.file("other.yaml", StudyText.small.replacing("Standing", with: "Another"))
    #expect(call("run", other, "--out", store).status == .done)
    let list = call("results", "list", "--store", store)
    #expect(list.output.split(separator: "\n").count == 3 && list.output.contains("Another"))
    // When, and which file.
    #expect(list.output.contains(folder.path + "/other.yaml"))
    let year = Calendar.current.component(.year, from: Date())
    #expect(list.output.split(separator: "\n").dropFirst().allSatisfy { $0.contains(" \(year)-") })
    // Going on with the first makes it the last called.
    #expect(call("run", folder.path + "/study.yaml", "--out", store).status == .done)
    #expect(call("results", "show", "latest", "--store", store).output.hasPrefix("Standing"))
    #expect(call("results", "list", "--store", folder.path + "/nowhere").status == .missing)
  }

  @Test func `differences that are not shown are counted`() throws {
    let folder = try Folder()
    let store = folder.path + "/store"
    for height in ["1.75 m", "1.76 m"] {
      let study = try folder.file(
        "study.yaml", "trochlea: 1\nextends: tight-calf\nperson: {height: \(height)}\n")
      #expect(call("run", study, "--out", store).status == .done)
    }
    let runs = try Self.runs(store)
    let arguments = ["results", "compare", runs[0], runs[1], "--store", store]
    let count = try #require((try call(arguments + ["--json"]).object["differences"] as? [Any])?.count)
    #expect(count > CompareCommand.shownRows)
    #expect(
      call(arguments).output.contains("\n\(count - CompareCommand.shownRows) more columns of states differ"))
  }

  @Test func `comparing ends with 0, 2 or 65`() throws {
    let folder = try Folder()
    let store = try Self.solved(folder)
    let changed = try folder.file("changed.yaml", StudyText.small + "person: {height: 1.76 m}\n")
    let other = try folder.file("other.yaml", StudyText.small.replacing("10 %", with: "12 %"))
    let first = try #require(try Self.runs(store).first)
    #expect(call("run", changed, "--out", store).status == .done)
    let same = call("results", "compare", first, first, "--store", store)
    #expect(same.status == .done && same.output.contains("The answers agree"))
    let differs = call("results", "compare", first, "latest", "--store", store)
    #expect(
      differs.status == .different && differs.output.replacing("\n", with: " ").contains("The answers differ")
    )
    #expect(call("results", "compare", first, "latest", "--store", store, "--tolerance", "1").status == .done)
    let json = try call("results", "compare", first, "latest", "--store", store, "--json").object
    #expect(json["same"] as? Bool == false && (json["differences"] as? [Any])?.isEmpty == false)
    #expect(call("run", other, "--out", store).status == .done)
    #expect(call("results", "compare", first, "latest", "--store", store).status == .data)
    #expect(
      call("results", "compare", first, "latest", "--store", store, "--tolerance", "-1").status == .usage)
    #expect(call("results", "compare", first, "zz", "--store", store).status == .missing)
  }

  static func runs(_ store: String) throws -> [String] {
    let list = call("results", "list", "--store", store, "--json")
    let runs = try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]]
    return runs?.compactMap { $0["run"] as? String } ?? []
  }

  @Test func `a run is reproduced to the bit`() throws {
    let folder = try Folder()
    let store = try Self.solved(folder)
    let again = call("reproduce", "latest", "--store", store)
    #expect(again.status == .done && again.output.contains("Every stored number has the same bits"))
    #expect(try call("reproduce", "latest", "--store", store, "--json").object["same"] as? Bool == true)
  }

  @Test func `exports go to a file or the standard output, and wrong formats are refused`() throws {
    let folder = try Folder()
    let store = try Self.solved(folder, StudyText.small + "keep: frames\n")
    for format in ["csv", "json"] {
      let path = folder.path + "/export"
      let shown = call("results", "export", "latest", "--format", format, "--frames", "--store", store)
      #expect(
        call("results", "export", "latest", "--format", format, "--frames", "--store", store, "--out", path)
          .status == .done)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == shown.output && !shown.output.isEmpty)
    }
    let state = call("results", "export", "latest", "--format", "sto", "--point", "2", "--store", store)
    #expect(state.status == .done && state.output.contains("endheader\ntime\t"))
    #expect(
      call("results", "export", "latest", "--format", "sto", "--point", "3", "--store", store).status
        == .usage)
    #expect(call("results", "export", "latest", "--format", "xls", "--store", store).status == .usage)
    #expect(
      call("results", "export", "latest", "--format", "csv", "--point", "1", "--store", store).status
        == .usage)
    #expect(
      call("results", "export", "latest", "--format", "csv", "--store", store, "--out", "/nowhere/x.csv")
        .status == .cannotCreate)
  }

  @Test func `the line of progress has rate and time left`() {
    #expect(
      Progress.line(30, of: 120, "points", rate: 1.5, left: 60) == "30/120 points, 1.5 per second, 60 s left")
    #expect(
      Progress.line(3, of: 9000, "points", rate: 12, left: 750) == "3/9000 points, 12 per second, 12 min left"
    )
    #expect(
      Progress.line(3, of: 90000, "points", rate: 1, left: 90_000)
        == "3/90000 points, 1.0 per second, 25 h left")
  }
}
