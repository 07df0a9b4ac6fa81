import Foundation
import Results
import Scenarios
import Testing

@testable import trochlea

@Suite struct SolveCommandTests {
  private let folder: Folder
  init() throws { folder = try Folder() }

  @Test func `a trial is solved for its whole stride, with a note on what completes it`() throws {
    let outcome = RealTrial.call(["--json"])
    #expect(outcome.status == .done, "\(outcome.errors)")
    let document = try outcome.document
    #expect(document.states.map(\.frames.count) == [101])
    #expect(document.activity?.measured == true)
    let note = "end at 79 % of the stride; from there to 100 % the foot swings free"
    #expect(document.warnings.contains { $0.message.contains(note) })
    #expect(RealTrial.call(["--csv"]).errors.contains(note))
    // Lines of a report are broken anywhere.
    let report = RealTrial.call().output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(report.contains(note))
    let all = try RealTrial.call(["--json", "--all-frames"]).document
    #expect(all.states.map(\.frames.count) == [66])
    let named = try RealTrial.call(["--json", "--plate", "ground_force"]).document
    #expect(named.states[0].frames == document.states[0].frames)
  }

  @Test func `a table of one's own is solved`() throws {
    let path = try folder.file("bend.csv", MotionTable().text)
    let outcome = call("solve", "--csv-motion", path, "--json")
    #expect(outcome.status == .done, "\(outcome.errors)")
    let frames = try outcome.document.states[0].frames
    #expect(frames.map(\.phase_percent) == [0, 50, 100])
    #expect(frames.map { ($0.knee_flexion_deg * 1e6).rounded() / 1e6 } == [20, 35, 50])
    #expect(frames.map { ($0.net_moment_Nm.knee * 1e6).rounded() / 1e6 } == [22.5, 37.5, 52.5])

    // The rule for the thigh changes what the foot brings; the cycle changes how the first frame is reached.
    let flat = try call("solve", "--csv-motion", path, "--thigh", "flat-foot", "--json").document
    #expect(flat.states[0].frames[2].tibiofemoral != frames[2].tibiofemoral)
    #expect(flat.states[0].frames[2].net_moment_Nm == frames[2].net_moment_Nm)
    #expect(call("solve", "--csv-motion", path, "--cycle", "--quiet").status == .done)
    let wrong = call("solve", "--csv-motion", path, "--thigh", "flatfoot")
    #expect(wrong.status == .usage && wrong.errors.contains("did you mean 'flat-foot'?"))
  }

  @Test func `moments in N·m that look like N·m per kg are warned of in every form`() throws {
    var table = MotionTable()
    table.columns = table.columns.map { $0.replacing("_Nm_kg", with: "_Nm") }
    let path = try folder.file("light.csv", table.text)
    let words = "light.csv: are the moments in N·m/kg, not in N·m? The largest of"
    let report = call("solve", "--csv-motion", path)
    #expect(report.status == .done && report.output.contains("\n  WARNING  "))
    #expect(report.errors.contains("Warning: ") && report.errors.contains(words))
    for form in ["--json", "--csv"] {
      let outcome = call("solve", "--csv-motion", path, form, "--quiet")
      #expect(outcome.status == .done && outcome.errors.contains(words))
      #expect(outcome.output.contains(words) == (form == "--json"))
    }
    #expect(
      !call("solve", "--csv-motion", try folder.file("bend.csv", MotionTable().text)).output.contains(
        "WARNING"))
  }

  @Test func `standing has no impulse, and the reason is said once`() throws {
    let reason = "a single pose has no duration: no impulse, and no time of the peak"
    let solve = call("solve", "--activity", "standing", "--sensitivities")
    #expect(!solve.output.contains("impulse 0") && !solve.output.contains("of the motion;"))
    let release = call("release", "hamstrings", "--activity", "standing")
    let row = try #require(
      release.output.split(separator: "\n").first { $0.hasPrefix("kneecap force, impulse") })
    #expect(row.split(separator: " ").suffix(3) == ["-", "-", "-"])
    for outcome in [solve, release, call("rank", "--activity", "standing")] {
      #expect(
        outcome.status == .done && outcome.output.split(separator: reason).count == 2, "\(outcome.output)")
    }
    let document = try call("solve", "--activity", "standing", "--json").document
    #expect(document.states[0].summary.impulse == nil)
    #expect(document.warnings.contains(.init(level: .note, message: reason)))
  }

  /// 8 N·m/kg is four times what strong people have been measured to do.
  @Test func `a moment that no muscle can hold ends with 3, and says joint, shortfall, frame and muscles`()
    throws
  {
    let path = try folder.file("strong.csv", MotionTable.held(moment: "8").text)
    let outcome = call("solve", "--csv-motion", path, "--json")
    #expect(outcome.status == .cannotBeHeld)
    // The results are given all the same.
    let document = try outcome.document
    let frame = document.states[0].frames[1]
    #expect(frame.status == "converged")
    #expect(abs(frame.net_moment_Nm.knee - 600) < 1e-9)
    #expect(frame.reserve_Nm.knee > 100 && frame.reserve_Nm.knee < 600)
    let share = (100 * frame.reserve_Nm.knee / 600).rounded()
    for text in [outcome.errors, document.warnings.map(\.message).joined()] {
      for part in [
        "cannot hold the task: knee extension falls short by", "(\(Int(share)) % of 600.0 N·m)",
        "frame 1 (50 % of the motion)", "at their limit:", "vastus lateralis",
      ] { #expect(text.contains(part), "\(part): \(text)") }
    }
    #expect(
      document.warnings.contains { $0.level == .careful && $0.message.contains("knee extension falls short") }
    )
    let report = call("solve", "--csv-motion", path)
    #expect(
      report.status == .cannotBeHeld && report.output.contains("CAREFUL  these muscles cannot hold the task"))
  }

  @Test(arguments: Array(stride(from: 20, through: 90, by: 5)))
  func `a moment that no muscle can hold ends with 3 at any flexion`(knee: Int) throws {
    let path = try folder.file("strong.csv", MotionTable.held(moment: "8", knee: "\(knee)").text)
    let outcome = call("solve", "--csv-motion", path, "--json")
    #expect(outcome.status == .cannotBeHeld)
    let frame = try outcome.document.states[0].frames[1]
    #expect(frame.status == "converged" && frame.reserve_Nm.knee > 100 && frame.reserve_Nm.knee < 600)
    #expect(outcome.errors.contains("knee extension falls short by"))
  }

  @Test func `weak muscles end with 3 in a task that healthy ones hold`() {
    #expect(call("solve", "--depth", "80", "--quiet").status == .done)
    let weak = call("solve", "--depth", "80", "--strength", "quadriceps=20%", "--quiet")
    #expect(weak.status == .cannotBeHeld)
    #expect(weak.errors.contains("knee extension falls short by"))
  }

  @Test func `a file is written under its name, and what cannot be written ends with 73`() throws {
    let path = folder.path + "/out.json"
    let written = call("solve", "--depth", "30", "--json", "--out", path)
    #expect(written.status == .done && written.output.isEmpty)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text == call("solve", "--depth", "30", "--json").output)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out.json"])

    for (out, part) in [(folder.path + "/none/out.json", "No such file"), (folder.path, "Is a directory")] {
      let refused = call("solve", "--depth", "30", "--json", "--out", out)
      #expect(refused.status == .cannotCreate)
      #expect(refused.errors.contains("\(out): cannot be created: \(part)"))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func `both exponents and all freedoms solve the squat`() throws {
    var peaks: [Double] = []
    for options in [
      ["--exponent", "2"], ["--exponent", "3"], ["--freedom", "planar"], ["--freedom", "full"],
    ] {
      let outcome = call(["solve", "--json"] + options)
      #expect(outcome.status == .done, "\(options): \(outcome.errors)")
      peaks.append(try outcome.document.states[0].summary.peak_patellofemoral_force_BW)
    }
    // The prototype's freedoms agreed within a few percent in force.
    #expect((peaks.max() ?? 0) < 1.2 * (peaks.min() ?? 0))
    #expect(Set(peaks).count == 4)
  }
}
