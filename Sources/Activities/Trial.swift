import Knee

/// A person's own trial as OpenSim writes it: joint angles, net moments and, where there is one, a force file.
public struct Trial: Sendable {
  /// How the knee angle counts: some models have it negative in flexion (gait2392), newer ones positive.
  public enum KneeSign: String, Sendable, CaseIterable {
    /// The larger excursion is flexion; refused when the knee moves less than 10° more to one side.
    case automatic
    case flexionPositive = "flexion-positive"
    case flexionNegative = "flexion-negative"
  }

  /// In what unit the angles of the motion file are.
  public enum AngleUnit: String, Sendable, CaseIterable {
    /// As the header's `inDegrees` says, and recognised from the values where it says nothing.
    case stated
    case degrees
    case radians
  }

  /// Which part of the trial is taken.
  public enum Cycle: String, Sendable, CaseIterable {
    /// A stride where one is found, otherwise all frames.
    case automatic
    /// From heel strike to the next heel strike of the same foot, 101 frames.
    case stride
    /// All samples of the angles for which every file has data.
    case all
  }

  public struct Options: Sendable {
    public var kneeSign = KneeSign.automatic
    public var angleUnit = AngleUnit.stated
    public var cycle = Cycle.automatic
    /// Force plates under the foot that is asked for, by the names that `plateNames` gives; empty: recognised.
    public var plates: [String] = []
    public init() {}
  }

  /// The motion file (.mot): coordinates over time.
  public let angles: OpenSimTable
  /// The result of inverse dynamics (.sto): generalised forces over time, N·m.
  public let moments: OpenSimTable
  /// The force file (.mot): ground reactions over time, N.
  public let forces: OpenSimTable?

  public init(angles: OpenSimTable, moments: OpenSimTable, forces: OpenSimTable? = nil) {
    self.angles = angles
    self.moments = moments
    self.forces = forces
  }

  /// Reads the files. Throws `InputError` (missing or data).
  public init(motionPath: String, momentsPath: String, forcesPath: String? = nil) throws(InputError) {
    angles = try OpenSimTable.read(path: motionPath)
    moments = try OpenSimTable.read(path: momentsPath)
    if let forcesPath { forces = try OpenSimTable.read(path: forcesPath) } else { forces = nil }
  }

  /// Smallest part of a stride, in which all files have data, that still counts as one: about the whole stance.
  public static let minimumStridePart = 0.6

  /// The motion of the person's side, with moments per kg of the person's mass.
  ///
  /// Angles and moments are interpolated by splines, forces linearly; nothing is filtered. Where the moments end in a
  /// swing, those of the rest of the stride are computed from the motion of the leg (`Swing`), and a caveat says so.
  /// Any other stride that the files do not cover to its end is cut there: its frames stop before 100 %.
  /// Throws `InputError` (data) for missing columns, implausible values, a knee sign or a plate that cannot be
  /// recognised, files without common times, and when a stride is demanded and there is none.
  public func motion(of person: Person, options: Options = Options()) throws(InputError) -> Motion {
    let coordinates = try Coordinates(angles, side: person.side, options: options)
    let window = try commonTimes()
    var caveats = coordinates.caveats

    // Curves over the trial's own time.
    let ground = try GroundReaction(forces, coordinates: coordinates, side: person.side, options: options)
    caveats += ground.caveats
    let scale = 1 / person.mass
    let curves = MotionCurves(
      hip: coordinates.hip, knee: coordinates.knee, ankle: coordinates.ankle,
      hipMoment: try momentCurve(["hip_flexion"], person.side, factor: -scale, meaning: "hip moment"),
      kneeMoment: try momentCurve(
        ["knee_angle", "knee_flexion"], person.side, factor: -coordinates.kneeFactor * scale,
        meaning: "knee moment"),
      ankleMoment: try momentCurve(["ankle_angle"], person.side, factor: -scale, meaning: "ankle moment"),
      vertical: try ground.curve(\.vertical, bodyWeight: person.bodyWeight, range: Plausible.verticalForce),
      anterior: try ground.curve(\.anterior, bodyWeight: person.bodyWeight, range: Plausible.anteriorForce),
      pelvisTilt: coordinates.pelvisTilt,
      thighRule: coordinates.pelvisTilt == nil ? .uprightTrunk : .pelvisTiltPlusHip)

    // The stride, or everything.
    var stride: Stride?
    if options.cycle != .all {
      stride = Stride.find(in: window, ground: ground, coordinates: coordinates)
      if stride == nil && options.cycle == .stride {
        throw InputError(
          .data, file: forces?.name ?? angles.name, place: "cycle",
          problem: "no stride of the \(person.side.rawValue) foot from heel strike to heel strike between "
            + "\(Plausible.shown(window.lowerBound)) s and \(Plausible.shown(window.upperBound)) s",
          allowed:
            "a trial with a heel strike and \(Plausible.shown(100 * Self.minimumStridePart)) % of the stride "
            + "after it, or all frames")
      }
      if let found = stride {
        stride?.swing = try swing(completing: found, coordinates, ground, person)
      }
      if stride == nil { caveats.append("no whole stride of this foot in the files: all frames are taken") }
    }
    let frames = stride.map { $0.frames(curves) } ?? allFrames(curves, window)
    caveats += stride?.caveats(moments: moments.name) ?? []
    let first = stride?.start ?? window.lowerBound
    try Plausible.requireSpeeds(frames, file: angles.name, start: first)
    let names = [angles.name, moments.name] + (forces.map { [$0.name] } ?? [])
    return Motion(
      name: angles.name,
      title: "trial \(angles.name), \(person.side.rawValue) leg, "
        + (stride == nil ? "all frames" : "one stride") + " from \(Plausible.shown(first)) s",
      source: names.joined(separator: ", "), licence: Motion.usersOwn, isMeasured: true,
      isPeriodic: stride?.isWhole ?? false, thighRule: curves.thighRule, caveats: caveats, frames: frames)
  }

  /// Seconds in which every file has data.
  private func commonTimes() throws(InputError) -> ClosedRange<Double> {
    let tables = [angles, moments] + (forces.map { [$0] } ?? [])
    let start = tables.map { $0.times[0] }.max() ?? 0
    let end = tables.map { $0.times[$0.times.count - 1] }.min() ?? 0
    guard angles.times.count(where: { $0 >= start && $0 <= end }) >= 2 else {
      let spans = tables.map {
        "\($0.name) \(Plausible.shown($0.times[0])) to \(Plausible.shown($0.times[$0.times.count - 1])) s"
      }
      throw InputError(
        .data, file: angles.name, place: "time",
        problem: "fewer than two samples at times that all files have: " + spans.joined(separator: ", "),
        allowed: "files of one trial, with one clock")
    }
    return start...end
  }

  /// A generalised force as a net moment per kg: the first name that is a column, times the factor.
  private func momentCurve(
    _ coordinates: [String], _ side: Person.Side, factor: Double, meaning: String
  ) throws(InputError) -> CubicSpline {
    let names = coordinates.map { $0 + side.suffix + "_moment" }
    let numbers = try moments.column(named: names, meaning: meaning).map { $0 * factor }
    try Plausible.require(
      numbers, in: Plausible.moment, unit: "N·m per kg of this person", file: moments.name, place: names[0],
      hint: " (N·mm, or another person's mass?)", line: { moments.line(ofRow: $0) })
    return CubicSpline(x: moments.times, y: numbers)
  }

  /// A frame at every sample of the angles inside the window.
  private func allFrames(_ curves: MotionCurves, _ window: ClosedRange<Double>) -> [MotionFrame] {
    let times = angles.times.filter { window.contains($0) }
    let (first, last) = (times[0], times[times.count - 1])
    return times.map {
      curves.frame(at: $0, phasePercent: 100 * ($0 - first) / (last - first), time: $0 - first)
    }
  }
}

extension Person.Side {
  /// How OpenSim ends the names of this side's coordinates.
  var suffix: String { self == .right ? "_r" : "_l" }
  var other: Person.Side { self == .right ? .left : .right }
}
