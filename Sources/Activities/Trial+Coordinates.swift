import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Trial {
  /// The angles of one leg as curves over time, in rad with flexion and dorsiflexion positive.
  struct Coordinates {
    let times: [Double]
    let hip, knee, ankle: CubicSpline
    /// Backward positive; nil when the file has none.
    let pelvisTilt: CubicSpline?
    /// Nil when the file does not say where the pelvis is.
    let pelvis: Pelvis?
    /// Knee flexion of the other leg; nil when the file has none.
    let otherKnee: CubicSpline?
    /// -1 when the file's knee angle is negative in flexion, otherwise 1.
    let kneeFactor: Double
    /// Mean direction of the pelvis about the vertical, rad: 0 faces +x.
    let heading: Double
    let caveats: [String]

    init(_ table: OpenSimTable, side: Person.Side, options: Options) throws(InputError) {
      let hipName = "hip_flexion" + side.suffix
      let kneeNames = ["knee_angle" + side.suffix, "knee_flexion" + side.suffix]
      let ankleName = "ankle_angle" + side.suffix
      let hip = try table.column(named: [hipName], meaning: "hip flexion of the \(side.rawValue) leg")
      let knee = try table.column(named: kneeNames, meaning: "knee angle of the \(side.rawValue) leg")
      let ankle = try table.column(named: [ankleName], meaning: "ankle angle of the \(side.rawValue) leg")
      var caveats: [String] = []

      // Degrees or radians: the header's word, unless the values belie it.
      let unit = try Self.unit(table, options, largest: [hip, knee, ankle].joined().map(abs).max() ?? 0)
      if table.inDegrees == nil && options.angleUnit == .stated {
        caveats.append("\(table.name) does not say inDegrees: \(unit.rawValue) recognised from the values")
      }
      let toDegrees = unit == .degrees ? 1 : 1 / radiansPerDegree

      // Which way the knee flexes.
      kneeFactor = try Self.kneeFactor(
        knee.map { $0 * toDegrees }, name: kneeNames[0], table: table, sign: options.kneeSign)
      if kneeFactor < 0 {
        caveats.append("\(kneeNames[0]) is negative in flexion in this file; flexion is shown positive")
      }

      // Ranges.
      let hint = unit == .degrees ? " (another sign or unit?)" : " (degrees labelled radians?)"
      func curve(
        _ numbers: [Double], _ factor: Double, _ range: ClosedRange<Double>, _ name: String
      ) throws(InputError) -> CubicSpline {
        let degrees = numbers.map { $0 * toDegrees * factor }
        try Plausible.require(
          degrees, in: range, unit: "deg", file: table.name, place: name, hint: hint,
          line: { table.line(ofRow: $0) })
        return CubicSpline(x: table.times, y: degrees.map { $0 * radiansPerDegree })
      }
      self.hip = try curve(hip, 1, Plausible.hipFlexion, hipName)
      self.knee = try curve(knee, kneeFactor, Plausible.kneeFlexion, kneeNames[0])
      self.ankle = try curve(ankle, 1, Plausible.ankleDorsiflexion, ankleName)

      // What helps to place the thigh in space and the feet on their plates.
      if let index = try table.index(named: "pelvis_tilt") {
        pelvisTilt = try curve(table.column(at: index), 1, Plausible.pelvisTilt, "pelvis_tilt")
      } else {
        pelvisTilt = nil
        caveats.append("no pelvis_tilt in \(table.name): the trunk is taken as upright")
      }
      pelvis = try Pelvis(table, tilt: pelvisTilt, toRadians: toDegrees * radiansPerDegree)
      var other = try table.index(named: "knee_angle" + side.other.suffix)
      if other == nil { other = try table.index(named: "knee_flexion" + side.other.suffix) }
      if let other {
        let factor = toDegrees * kneeFactor * radiansPerDegree
        otherKnee = CubicSpline(x: table.times, y: table.column(at: other).map { $0 * factor })
      } else {
        otherKnee = nil
      }
      if let index = try table.index(named: "pelvis_rotation") {
        let turns = table.column(at: index).map { $0 * toDegrees * radiansPerDegree }
        heading = atan2(turns.map { sin($0) }.reduce(0, +), turns.map { cos($0) }.reduce(0, +))
      } else {
        heading = 0
      }
      times = table.times
      self.caveats = caveats
    }

    /// The unit of the angles. Throws `InputError` (data) when the header and the values do not agree.
    private static func unit(
      _ table: OpenSimTable, _ options: Options, largest: Double
    ) throws(InputError) -> AngleUnit {
      guard options.angleUnit == .stated else { return options.angleUnit }
      func disagreement(_ problem: String) -> InputError {
        InputError(
          .data, file: table.name, place: "inDegrees", problem: problem,
          allowed: "a header that fits the values, or the unit of the angles given as an option")
      }
      let shown = Plausible.shown(largest)
      switch table.inDegrees {
      case true?:
        guard largest > Plausible.radianSuspicion else {
          throw disagreement(
            "the header says degrees, but no angle of hip, knee or ankle exceeds \(shown): radians labelled degrees?"
          )
        }
        return .degrees
      case false?:
        // 7 rad are 401°: no joint turns so far.
        guard largest < 7 else {
          throw disagreement(
            "the header says radians, but an angle of hip, knee or ankle reaches \(shown): degrees labelled radians?"
          )
        }
        return .radians
      case nil:
        if largest >= 7 { return .degrees }
        guard largest <= Plausible.radianSuspicion else {
          throw disagreement("the header does not say whether angles up to \(shown) are degrees or radians")
        }
        return .radians
      }
    }

    /// 1 or -1, from the larger excursion of the knee (deg).
    private static func kneeFactor(
      _ knee: [Double], name: String, table: OpenSimTable, sign: KneeSign
    ) throws(InputError) -> Double {
      switch sign {
      case .flexionPositive: return 1
      case .flexionNegative: return -1
      case .automatic:
        let (low, high) = (knee.min() ?? 0, knee.max() ?? 0)
        guard abs(low + high) > 10 else {
          throw InputError(
            .data, file: table.name, place: name,
            problem: "the knee goes from \(Plausible.shown(low)) to \(Plausible.shown(high)) deg: "
              + "which sign is flexion cannot be told",
            allowed: KneeSign.allCases.dropFirst().map(\.rawValue).joined(separator: ", "))
        }
        return low + high > 0 ? 1 : -1
      }
    }
  }
}
