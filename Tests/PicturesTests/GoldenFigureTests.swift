import Figures
import Results
import Scenarios
import Store
import Studies
import Testing
import Validation

@testable import Pictures

/// Figures of small inputs, as text: those whose numbers are not the frames of states.
@Suite struct GoldenFigureTests {
  @Test(arguments: [85.0, 170]) func `a ranking looks as it did`(width: Double) throws {
    let (ranking, tension) = try Sample.ranking()
    try Sample.compare(
      ranking.figure(freedom: "patella", tension: tension, remarks: [], findings: []).drawing(width: width),
      "ranking-\(Int(width))")
  }

  @Test(arguments: [85.0, 170]) func `a grid with a hole, and a sweep of one parameter, look as they did`(
    width: Double
  ) throws {
    let column = try #require(SummaryColumn.all.first { $0.name == "peak_patellofemoral_force_BW" })
    for (sweep, name) in [(try Sample.grid(), "heatmap"), (try Sample.sweep(), "sweep")] {
      try Sample.compare(
        sweep.figure(of: column, states: []).drawing(width: width), "\(name)-\(Int(width))")
    }
  }

  @Test(arguments: [85.0, 170]) func `courses of sessions and of a programme look as they did`(width: Double)
    throws
  {
    for name in ["stretching", "stretching-programme"] {
      let course = try Sample.course(of: name)
      try Sample.compare(
        course.document.figure(course.words, course.intervention, freedom: "patella", isHeld: true)
          .drawing(width: width), "course-\(name)-\(Int(width))")
    }
  }

  @Test(arguments: [85.0, 170]) func `published values in and out of their bands look as they did`(
    width: Double
  ) throws {
    var report = try Sample.validation()
    // Inside, at an end, a little outside, far outside, and none; of both boundaries.
    let places: [Double?] = [0.4, 1, 1.2, 7, nil]
    report.rows = Target.Boundary.allCases.flatMap { boundary in
      zip(report.rows.filter { $0.boundary == boundary }, places).map { row, place in
        var row = row
        row.ours = place.map { row.low + $0 * (row.high - row.low) }
        row.verdict = (place ?? 2) <= 1 ? .in : .out
        return row
      }
    }
    try Sample.compare(report.figure.drawing(width: width), "validation-\(Int(width))")
  }
}
