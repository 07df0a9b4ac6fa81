import Knee

/// The samples of a file of `data/activities` over the time of the activity.
///
/// Comment lines of the file say what the columns cannot: `duration_s`; `window_start_s`, `window_end_s` and
/// `next_heel_strike_s` (the cycle ends at the heel strike, not at the last row); `moments_end_s` (later moments
/// are not data); `hip_moment_valid_from_pct` and `hip_moment_valid_to_pct`.
struct ActivitySamples {
  private let table: CSVTable
  private let isPeriodic: Bool
  private let percent: [Double]
  /// Percent of the file's axis at which the cycle ends, 100 unless the header says otherwise.
  private let end: Double
  /// Percent of the file's axis up to which the moments are data.
  private let momentsEnd: Double
  /// Seconds.
  let duration: Double

  init(_ file: String, isPeriodic: Bool) throws(InputError) {
    table = try EmbeddedData.table("activities/" + file)
    self.isPeriodic = isPeriodic
    try table.requireRising("pct")
    percent = try table.column("pct")
    if let start = table.numberNote("window_start_s"), let stop = table.numberNote("window_end_s"),
      let strike = table.numberNote("next_heel_strike_s")
    {
      duration = strike - start
      end = 100 * (strike - start) / (stop - start)
      momentsEnd = table.numberNote("moments_end_s").map { 100 * ($0 - start) / (stop - start) } ?? end
    } else {
      guard let seconds = table.numberNote("duration_s") else {
        throw InputError(
          .data, file: table.name, place: "duration_s", problem: "this comment line is missing")
      }
      duration = seconds
      end = 100
      momentsEnd = 100
    }
  }

  /// What the header says under a key; empty when it says nothing.
  func note(_ key: String) -> String { table.note(key) ?? "" }

  /// Percent in which the foot alone carries the body, so that the hip moment is known.
  var hipMomentIsValid: ClosedRange<Double> {
    (table.numberNote("hip_moment_valid_from_pct") ?? 0)...(table.numberNote("hip_moment_valid_to_pct") ?? 100)
  }

  /// A smooth curve over seconds through the column times a factor.
  ///
  /// A cycle is closed by its first sample: the last one of the file, the same instant, is left out.
  func curve(_ column: String, scale: Double) throws(InputError) -> CubicSpline {
    try spline(column, scale: scale, until: end)
  }

  /// The same for a moment, without the rows that are no data: there the curve runs on to the next cycle.
  func momentCurve(_ column: String) throws(InputError) -> CubicSpline {
    try spline(column, scale: 1, until: momentsEnd)
  }

  private func spline(_ column: String, scale: Double, until: Double) throws(InputError) -> CubicSpline {
    let numbers = try table.column(column).map { $0 * scale }
    guard isPeriodic else {
      return CubicSpline(x: percent.map(time), y: numbers)
    }
    // Half a percent before the end of the cycle is near enough to be the same instant.
    let kept = percent.indices.filter { percent[$0] <= until && percent[$0] < end - 0.5 }
    return CubicSpline(
      x: kept.map { time(percent[$0]) } + [duration], y: kept.map { numbers[$0] } + [numbers[0]],
      ends: .periodic)
  }

  /// A polygon through the column over `duration` seconds; a column of empty cells is zero.
  func polygon(_ column: String, duration: Double) throws(InputError) -> PolygonalCurve {
    guard hasData(column) else { return PolygonalCurve(x: [0, duration], y: [0, 0]) }
    let numbers = try table.column(column)
    let factor = duration / self.duration
    guard isPeriodic else { return PolygonalCurve(x: percent.map { time($0) * factor }, y: numbers) }
    let kept = percent.indices.filter { percent[$0] < end - 0.5 }
    return PolygonalCurve(
      x: kept.map { time(percent[$0]) * factor } + [duration], y: kept.map { numbers[$0] } + [numbers[0]])
  }

  private func time(_ percent: Double) -> Double { percent / end * duration }

  private func hasData(_ column: String) -> Bool {
    guard let index = table.index(of: column) else { return false }
    return (0..<table.rowCount).contains { !table[$0, index].isNaN }
  }

  /// What a reader must know beyond the description.
  func caveats(reaction: ActivitySamples) -> [String] {
    var caveats: [String] = []
    let valid = hipMomentIsValid
    if valid.lowerBound > 0 {
      caveats.append(
        "the chair carries part of the body before \(Plausible.shown(valid.lowerBound)) %: no hip moment there"
      )
    }
    if valid.upperBound < 100 {
      caveats.append(
        "the chair carries part of the body after \(Plausible.shown(valid.upperBound)) %: no hip moment there"
      )
    }
    if !reaction.hasData("grf_anterior_BW") {
      caveats.append("forward ground reaction not known, taken as zero")
    }
    return caveats
  }
}
