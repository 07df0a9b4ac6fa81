import Knee

/// A user's motion as a CSV file with named columns, one row per frame.
///
/// Needed: `pct` or `time_s`; `hip_flexion_deg`, `knee_flexion_deg`, `ankle_dorsiflexion_deg`; the three net
/// internal moments, each as `…_Nm_kg` or `…_Nm`: `hip_extension_moment`, `knee_extension_moment`,
/// `ankle_plantarflexion_moment`. Optional: `grf_vertical` and `grf_anterior` as `…_BW` or `…_N`,
/// `pelvis_tilt_deg` (backward positive, as in OpenSim), and any of these with `sd_` before it, which is not used.
/// Moments that do not look like their unit are read and doubted (`Motion.doubts`, `Plausible.peakMoment`).
public enum MotionCSV {
  public struct Options: Sendable {
    /// How the thigh's inclination follows, where there is no `pelvis_tilt_deg`; nil: upright trunk, with a caveat.
    public var thighRule: Motion.ThighRule?
    /// Seconds that the motion takes, where the file has only `pct` and no comment line `# duration_s: …`.
    public var duration: Double?
    /// The last row leads on to the first.
    public var isPeriodic = false
    public init() {}
  }

  private static let angles = ["hip_flexion_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg"]
  private static let moments = [
    "hip_extension_moment", "knee_extension_moment", "ankle_plantarflexion_moment",
  ]
  private static let forces = ["grf_vertical", "grf_anterior"]
  /// Every column that may stand in such a file.
  public static let columns =
    ["pct", "time_s"] + angles + moments.flatMap { [$0 + "_Nm_kg", $0 + "_Nm"] }
    + forces.flatMap { [$0 + "_BW", $0 + "_N"] } + ["pelvis_tilt_deg"]

  /// Reads the motion from a file. Throws `InputError` with file, line, column, value and what is allowed.
  public static func read(
    path: String, person: Person, options: Options = Options()
  ) throws(InputError) -> Motion {
    try motion(from: CSVTable.read(path: path, allowsEmptyCells: true), person: person, options: options)
  }

  /// The motion in a table.
  public static func motion(
    from table: CSVTable, person: Person, options: Options = Options()
  ) throws(InputError) -> Motion {
    for column in table.columns where !columns.contains(column) {
      guard column.hasPrefix("sd_"), columns.contains(String(column.dropFirst(3))) else {
        throw .unknown(.data, "column", column, among: columns, file: table.name, line: table.headerLine)
      }
    }
    try requireColumns(table)
    var caveats = ["read from a file as it is: no filter, no check against a force plate"]
    let line = { (row: Int) in table.lines[row] }

    // Time and phase.
    let clock = try clock(table, options: options)
    if !clock.hasSpeed && table.rowCount > 1 {
      caveats.append("no time in the file: the joints are taken as moving infinitely slowly")
    }

    // Angles, moments and forces, each in its range.
    var degrees: [[Double]] = []
    for (name, range) in zip(
      angles, [Plausible.hipFlexion, Plausible.kneeFlexion, Plausible.ankleDorsiflexion])
    {
      let numbers = try table.column(name)
      try Plausible.require(numbers, in: range, unit: "deg", file: table.name, place: name, line: line)
      degrees.append(numbers)
    }
    let largest = degrees.joined().map(abs).max() ?? 0
    guard table.rowCount == 1 || largest == 0 || largest > Plausible.radianSuspicion else {
      throw InputError(
        .data, file: table.name, line: table.headerLine, place: "knee_flexion_deg",
        problem:
          "no angle of hip, knee or ankle exceeds \(Plausible.shown(largest)) deg: radians labelled degrees?",
        allowed: "degrees")
    }
    var perMass: [[Double]] = []
    for name in moments {
      perMass.append(
        try quantity(
          table, name, units: ("_Nm_kg", "_Nm"), divisor: person.mass, range: Plausible.moment, unit: "N·m/kg"
        ))
    }
    let doubts = [true, false].compactMap { isRelative in
      let unit = isRelative ? "_Nm_kg" : "_Nm"
      let stated = moments.indices.filter { table.index(of: moments[$0] + unit) != nil }
      return Plausible.doubt(
        moments: stated.map { perMass[$0] }, columns: stated.map { moments[$0] + unit },
        isRelative: isRelative,
        mass: person.mass, file: table.name)
    }
    var perWeight: [[Double]] = []
    for (name, range) in zip(forces, [Plausible.verticalForce, Plausible.anteriorForce]) {
      if table.index(of: name + "_BW") == nil, table.index(of: name + "_N") == nil {
        caveats.append("no column \(name)_BW or \(name)_N: taken as zero")
        perWeight.append([Double](repeating: 0, count: table.rowCount))
      } else {
        perWeight.append(
          try quantity(
            table, name, units: ("_BW", "_N"), divisor: person.bodyWeight, range: range, unit: "body weights")
        )
      }
    }
    let pelvisTilt = try table.index(of: "pelvis_tilt_deg") == nil ? nil : table.column("pelvis_tilt_deg")
    if let pelvisTilt {
      try Plausible.require(
        pelvisTilt, in: Plausible.pelvisTilt, unit: "deg", file: table.name, place: "pelvis_tilt_deg",
        line: line)
    } else if options.thighRule == nil {
      caveats.append("no pelvis tilt in the file: the trunk is taken as upright")
    }

    // Curves through the rows, for the angular velocities.
    let times = clock.times
    let angle = { (degrees: [Double]) in CubicSpline(x: times, y: degrees.map { $0 * radiansPerDegree }) }
    let curves = MotionCurves(
      hip: angle(degrees[0]), knee: angle(degrees[1]), ankle: angle(degrees[2]),
      hipMoment: CubicSpline(x: times, y: perMass[0]), kneeMoment: CubicSpline(x: times, y: perMass[1]),
      ankleMoment: CubicSpline(x: times, y: perMass[2]), vertical: PolygonalCurve(x: times, y: perWeight[0]),
      anterior: PolygonalCurve(x: times, y: perWeight[1]), pelvisTilt: pelvisTilt.map(angle),
      thighRule: pelvisTilt != nil ? .pelvisTiltPlusHip : options.thighRule ?? .uprightTrunk)
    let frames = times.indices.map { row in
      var frame = curves.frame(
        at: times[row], phasePercent: clock.percents[row], time: times[row] - times[0])
      if !clock.hasSpeed { (frame.hipVelocity, frame.kneeVelocity, frame.ankleVelocity) = (0, 0, 0) }
      return frame
    }
    try Plausible.requireSpeeds(frames, file: table.name, start: times[0])
    var motion = Motion(
      name: table.name, title: "motion from \(table.name)", source: table.name,
      licence: Motion.usersOwn,
      isMeasured: true, isPeriodic: options.isPeriodic, thighRule: curves.thighRule, caveats: caveats,
      frames: frames)
    motion.doubts = doubts
    return motion
  }

  /// Throws for all missing columns at once.
  private static func requireColumns(_ table: CSVTable) throws(InputError) {
    var missing = angles.filter { table.index(of: $0) == nil }
    missing += moments.filter {
      table.index(of: $0 + "_Nm_kg") == nil && table.index(of: $0 + "_Nm") == nil
    }.map { $0 + "_Nm_kg or " + $0 + "_Nm" }
    if table.index(of: "pct") == nil, table.index(of: "time_s") == nil { missing.append("pct or time_s") }
    guard missing.isEmpty else {
      throw InputError(
        .data, file: table.name, line: table.headerLine,
        problem: "missing columns: " + missing.joined(separator: ", "),
        allowed: columns.joined(separator: ", "))
    }
  }

  /// A quantity that comes in one of two units; the second is divided to give the first.
  private static func quantity(
    _ table: CSVTable, _ name: String, units: (String, String), divisor: Double, range: ClosedRange<Double>,
    unit: String
  ) throws(InputError) -> [Double] {
    let hasRelative = table.index(of: name + units.0) != nil
    guard !(hasRelative && table.index(of: name + units.1) != nil) else {
      throw InputError(
        .data, file: table.name, line: table.headerLine, place: name + units.1,
        problem: "the file also has \(name + units.0)", allowed: "one of the two")
    }
    let column = name + (hasRelative ? units.0 : units.1)
    let numbers = try table.column(column).map { hasRelative ? $0 : $0 / divisor }
    // The usual reason for a moment far too large.
    let hint = column.hasSuffix("_Nm_kg") ? ": is it in N·m?" : ""
    try Plausible.require(
      numbers, in: range, unit: unit, file: table.name, place: column, hint: hint, line: { table.lines[$0] })
    return numbers
  }

  /// Seconds and percent of each row, and whether the seconds are known.
  private static func clock(
    _ table: CSVTable, options: Options
  ) throws(InputError) -> (times: [Double], percents: [Double], hasSpeed: Bool) {
    var percents: [Double]?
    if table.index(of: "pct") != nil {
      try table.requireRising("pct")
      let numbers = try table.column("pct")
      try Plausible.require(
        numbers, in: 0...100, unit: "%", file: table.name, place: "pct", line: { table.lines[$0] })
      percents = numbers
    }
    if table.index(of: "time_s") != nil {
      try table.requireRising("time_s")
      let times = try table.column("time_s")
      let span = times[times.count - 1] - times[0]
      return (times, percents ?? times.map { span > 0 ? 100 * ($0 - times[0]) / span : 0 }, true)
    }
    let known = options.duration ?? table.numberNote("duration_s")
    if let known, !(known > 0 && known.isFinite) {
      throw InputError(
        .data, file: table.name, place: "duration_s", problem: "\(known) s is no duration",
        allowed: "above 0 s")
    }
    // Without a duration one second stands in, and no velocity is taken from it.
    let percent = percents ?? []
    return (percent.map { $0 / 100 * (known ?? 1) }, percent, known != nil)
  }
}
