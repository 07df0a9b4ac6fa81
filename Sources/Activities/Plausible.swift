import Knee

/// What a human leg can do; numbers outside are taken for a wrong unit, sign or column.
///
/// The ranges are those of passive joint motion with a margin (American Academy of Orthopaedic Surgeons, knee -10 to
/// 150°, hip -30 to 130°, ankle -50 to 30°; recalled), the moments and forces several times those of running.
enum Plausible {
  /// deg, flexion and dorsiflexion positive.
  static let hipFlexion = -60.0...150.0
  static let kneeFlexion = -20.0...160.0
  static let ankleDorsiflexion = -70.0...60.0
  /// deg, of the pelvis against the ground.
  static let pelvisTilt = -120.0...120.0
  /// N·m per kg of body mass.
  static let moment = -15.0...15.0
  /// N·m per kg, of the largest moment of hip, knee and ankle in a motion; outside, the unit of the column is doubted, and the
  /// motion is solved all the same. Below: quiet standing already asks 0.2 of the ankle (`Statics`), while N·m/kg under the
  /// name N·m come out divided by the mass, the 1 to 3 of daily life (recalled) as 0.01 to 0.05 for 60 to 100 kg. Above: the hip
  /// of a sprinter reaches about 5 (recalled), while 10 N·m under the name N·m/kg is a light push.
  static let peakMoment = 0.1...6.0
  /// Body weights of one foot.
  static let verticalForce = -0.5...15.0
  static let anteriorForce = -8.0...8.0
  /// Angles of a moving leg, deg, that all stay below this are taken for radians: 2.6 rad are 149°.
  static let radianSuspicion = 2.6

  /// rad/s, of any joint: the knee of a kick reaches about 35 (recalled).
  static let speed = -60.0...60.0

  /// Says why the unit of moments, N·m/kg, is doubtful; nil when it is not, or when all are zero.
  ///
  /// - Parameters:
  ///   - perMass: of the columns of one unit.
  ///   - isRelative: the columns are said to be in N·m/kg, not in N·m.
  static func doubt(
    moments perMass: [[Double]], columns: [String], isRelative: Bool, mass: Double, file: String
  ) -> String? {
    let peak = perMass.joined().map(abs).max() ?? 0
    guard peak > 0, !peakMoment.contains(peak), (peak > peakMoment.upperBound) == isRelative else {
      return nil
    }
    let (unit, other) = isRelative ? ("N·m/kg", "N·m") : ("N·m", "N·m/kg")
    let size =
      isRelative
      ? "\(shown(peak)) N·m/kg, more than a leg can do"
      : "\(shown(peak * mass)) N·m, less than"
        + " standing asks of \(shown(mass)) kg"
    return
      "\(file): are the moments in \(other), not in \(unit)? The largest of \(columns.joined(separator: ", ")) is \(size)"
  }

  /// Throws `InputError` (data) when a joint turns faster than any body does: a wrong clock, or a jump.
  static func requireSpeeds(_ frames: [MotionFrame], file: String, start: Double) throws(InputError) {
    for frame in frames {
      for (joint, velocity) in [
        ("hip", frame.hipVelocity), ("knee", frame.kneeVelocity), ("ankle", frame.ankleVelocity),
      ] where !speed.contains(velocity) {
        throw InputError(
          .data, file: file, place: "time",
          problem: "at \(shown(start + frame.time)) s the \(joint) turns by "
            + "\(shown((velocity / radiansPerDegree).rounded())) deg/s: a wrong time or a jump of the angle?",
          allowed: "at most \(shown((speed.upperBound / radiansPerDegree).rounded())) deg/s")
      }
    }
  }

  /// Throws `InputError` (data) at the first number outside the range, with its line.
  static func require(
    _ numbers: [Double], in range: ClosedRange<Double>, unit: String, file: String, place: String,
    hint: String = "",
    line: (Int) -> Int
  ) throws(InputError) {
    for (row, number) in numbers.enumerated() where !range.contains(number) {
      throw InputError(
        .data, file: file, line: line(row), place: place,
        problem: "\(shown(number)) \(unit) is not plausible" + hint,
        allowed: "\(shown(range.lowerBound)) to \(shown(range.upperBound)) \(unit)")
    }
  }

  /// A number with at most three decimals, and none when it is whole.
  static func shown(_ number: Double) -> String {
    let rounded = (number * 1000).rounded() / 1000
    guard abs(rounded) < 1e9 else { return "\(number)" }
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
