import Knee
import Testing

@testable import Activities

@Suite struct MotionCSVTests {
  private static let header =
    "time_s,hip_flexion_deg,knee_flexion_deg,ankle_dorsiflexion_deg,hip_extension_moment_Nm_kg,"
    + "knee_extension_moment_Nm_kg,ankle_plantarflexion_moment_Nm_kg,grf_vertical_BW,grf_anterior_BW"
  private static let rows = [
    "0,10,20,5,0.1,0.2,0.3,0.5,0.01", "0.5,20,40,10,0.2,0.4,0.5,0.6,0.02", "1,30,60,15,0,0,0,1,0",
  ]

  private func file(_ header: String = header, _ rows: [String] = rows) -> String {
    ([header] + rows).joined(separator: "\n") + "\n"
  }

  private func motion(
    _ text: String, _ options: MotionCSV.Options = MotionCSV.Options()
  ) throws(InputError) -> Motion {
    let table = try CSVTable.parse(bytes(text), name: "my.csv", allowsEmptyCells: true)
    return try MotionCSV.motion(from: table, person: Person(mass: 80), options: options)
  }

  private func error(_ text: String) -> InputError? {
    inputError { () throws(InputError) in try motion(text) }
  }

  /// The file with the cell of one column in the second row replaced.
  private func replacing(_ column: String, with value: String) throws -> String {
    let index = try #require(Self.header.split(separator: ",").firstIndex { $0 == column })
    var rows = Self.rows
    var cells = rows[1].split(separator: ",").map(String.init)
    cells[index] = value
    rows[1] = cells.joined(separator: ",")
    return file(Self.header, rows)
  }

  @Test func `rows become frames in rad, with speeds over the time of the file`() throws {
    let motion = try motion(file())
    #expect(motion.frames.count == 3)
    let frame = motion.frames[1]
    #expect(abs(frame.kneeFlexion - 40 * radiansPerDegree) < 1e-15)
    // Angles that grow evenly have one speed: 40 deg/s at the knee.
    #expect(abs(frame.kneeVelocity - 40 * radiansPerDegree) < 1e-12)
    #expect(frame.phasePercent == 50 && frame.time == 0.5)
    #expect(frame.hipExtensionMoment == 0.2 && frame.kneeExtensionMoment == 0.4)
    #expect(frame.anklePlantarflexionMoment == 0.5)
    #expect(frame.groundReactionVertical == 0.6 && frame.groundReactionAnterior == 0.02)
    #expect(motion.thighRule == .uprightTrunk && frame.thighInclination == frame.hipFlexion)
    #expect(motion.caveats.contains { $0.contains("upright") })
  }

  @Test func `newtons and newton meters are divided by this person`() throws {
    let person = try Person(mass: 80)
    let relative = try motion(file())
    let header = Self.header.replacing("_Nm_kg", with: "_Nm").replacing("_BW", with: "_N")
    let rows = Self.rows.map { row in
      row.split(separator: ",").enumerated().map { index, cell in
        let factor = index >= 7 ? person.bodyWeight : index >= 4 ? person.mass : 1
        return "\((Double(cell) ?? .nan) * factor)"
      }.joined(separator: ",")
    }
    let absolute = try motion(file(header, rows))
    #expect(largestDifference(relative, absolute, \.kneeExtensionMoment) < 1e-12)
    #expect(largestDifference(relative, absolute, \.anklePlantarflexionMoment) < 1e-12)
    #expect(largestDifference(relative, absolute, \.groundReactionVertical) < 1e-12)
  }

  /// The first three columns of moments times a factor, under their names with another unit.
  private func moments(times factor: Double, unit: String) -> String {
    let rows = Self.rows.map { row in
      row.split(separator: ",").enumerated().map { index, cell in
        4...6 ~= index ? "\((Double(cell) ?? .nan) * factor)" : String(cell)
      }.joined(separator: ",")
    }
    return file(Self.header.replacing("_Nm_kg", with: unit), rows)
  }

  /// The largest moment of the rows is 0.5, of a person of 80 kg.
  @Test(arguments: [
    (1.0, "_Nm", true), (15.9, "_Nm", true), (16.1, "_Nm", false), (80, "_Nm", false), (0, "_Nm", false),
    (1, "_Nm_kg", false), (11.9, "_Nm_kg", false), (12.1, "_Nm_kg", true), (29, "_Nm_kg", true),
  ])
  func `moments that look like another unit are doubted`(factor: Double, unit: String, isDoubted: Bool) throws
  {
    let doubts = try motion(moments(times: factor, unit: unit)).doubts
    #expect(doubts.count == (isDoubted ? 1 : 0))
    guard let doubt = doubts.first else { return }
    #expect(
      doubt.hasPrefix(
        "my.csv: are the moments in \(unit == "_Nm" ? "N·m/kg, not in N·m?" : "N·m, not in N·m/kg?")"))
    #expect(doubt.contains("knee_extension_moment\(unit)"))
  }

  @Test func `a moment far too large gets the hint of its unit`() {
    let error = error(moments(times: 80, unit: "_Nm_kg"))
    #expect(error?.problem == "16 N·m/kg is not plausible: is it in N·m?")
  }

  @Test func `a pelvis tilt gives the thigh in space, backward positive`() throws {
    let motion = try motion(file(Self.header + ",pelvis_tilt_deg", Self.rows.map { $0 + ",-7" }))
    #expect(motion.thighRule == .pelvisTiltPlusHip)
    #expect(abs(motion.frames[1].thighInclination - 13 * radiansPerDegree) < 1e-15)
  }

  @Test func `percent needs a duration for speeds, from the file or the option`() throws {
    let header = Self.header.replacing("time_s", with: "pct")
    let rows = zip(Self.rows, ["0", "50", "100"]).map { $1 + $0.drop { $0 != "," } }
    let still = try motion(file(header, rows))
    #expect(still.frames.allSatisfy { $0.kneeVelocity == 0 })
    #expect(still.caveats.contains { $0.contains("no time") })
    let timed = try motion("# duration_s: 2\n" + file(header, rows))
    #expect(abs(timed.frames[1].kneeVelocity - 20 * radiansPerDegree) < 1e-12)
    #expect(timed.duration == 2)
    var options = MotionCSV.Options()
    options.duration = 4
    #expect(
      abs(try motion(file(header, rows), options).frames[1].kneeVelocity - 10 * radiansPerDegree) < 1e-12)
  }

  @Test func `the built-in files are such files`() throws {
    let table = try EmbeddedData.table("activities/squat_opencap_subject4.csv")
    let options = MotionCSV.Options()
    let read = try MotionCSV.motion(from: table, person: Person(), options: options)
    let builtIn = try Activity.motion(named: "squat", person: Person())
    #expect(largestDifference(read, builtIn, \.kneeFlexion) < 1e-12)
    #expect(largestDifference(read, builtIn, \.kneeVelocity) < 1e-9)
  }

  @Test func `one row is a pose`() throws {
    let motion = try motion(file(Self.header, [Self.rows[0]]))
    #expect(motion.frames.count == 1 && motion.frames[0].kneeVelocity == 0 && motion.duration == 0)
  }

  @Test func `an unknown column names the nearest valid word`() {
    let error = error(file().replacing("knee_flexion_deg", with: "knee_flexion_rad"))
    #expect(error?.kind == .data)
    #expect(error?.line == 1)
    #expect(error?.suggestion == "knee_flexion_deg")
    #expect(error?.allowed?.contains("pelvis_tilt_deg") == true)
  }

  @Test func `all missing columns are listed`() {
    let error = error("time_s,hip_flexion_deg\n0,1\n")
    #expect(
      error?.problem.contains("knee_flexion_deg, ankle_dorsiflexion_deg, hip_extension_moment_Nm_kg or")
        == true)
    #expect(error?.line == 1)
    #expect(self.error("pct\n0\n")?.problem.contains("time_s") == false)
  }

  @Test(arguments: [
    ("knee_flexion_deg", "200", "-20 to 160 deg"), ("knee_flexion_deg", "-21", "-20 to 160 deg"),
    ("hip_flexion_deg", "151", "-60 to 150 deg"), ("ankle_dorsiflexion_deg", "-71", "-70 to 60 deg"),
    ("knee_extension_moment_Nm_kg", "16", "-15 to 15 N·m/kg"),
    ("grf_vertical_BW", "700", "-0.5 to 15 body weights"),
    ("grf_anterior_BW", "-9", "-8 to 8 body weights"),
  ])
  func `a value out of range is named with line, column and range`(
    column: String, value: String, range: String
  ) throws {
    let error = error(try replacing(column, with: value))
    #expect(error?.kind == .data)
    #expect(error?.file == "my.csv")
    #expect(error?.line == 3)
    #expect(error?.place == column)
    #expect(error?.problem.contains(value) == true)
    #expect(error?.allowed == range)
  }

  @Test func `an empty cell is no number`() throws {
    let error = error(try replacing("knee_flexion_deg", with: ""))
    #expect(error?.line == 3)
    #expect(error?.place == "knee_flexion_deg")
  }

  @Test func `radians labelled degrees are noticed`() {
    let rows = ["0,0.1,0.2,0.05,0,0,0,0,0", "1,0.5,1.2,0.3,0,0,0,0,0"]
    #expect(error(file(Self.header, rows))?.problem.contains("radians labelled degrees?") == true)
  }

  @Test func `time and percent must rise, and percent stay in its range`() throws {
    #expect(error(try replacing("time_s", with: "0"))?.line == 3)
    let header = Self.header.replacing("time_s", with: "pct")
    #expect(
      error(file(header, ["0" + Self.rows[0].dropFirst(), "101" + Self.rows[2].dropFirst()]))?.place == "pct")
  }

  @Test func `a quantity in two units is refused`() {
    let error = error(file(Self.header + ",grf_vertical_N", Self.rows.map { $0 + ",400" }))
    #expect(error?.place == "grf_vertical_N")
  }
}
