import Figures
import Results
import Scenarios

extension CourseDocument {
  /// The tension and the load over a course of sessions, with the spread of the published effect where there is one.
  ///
  /// - Parameters:
  ///   - title: what it is about, such as `Hamstrings: course of stretching`.
  ///   - isHeld: false when the muscles cannot hold the task in some state; the changes then mean nothing.
  /// - Throws: `FigureError` where no load was solved.
  package func figure(
    _ words: ReleaseWords, _ intervention: InterventionWords, freedom: String, isHeld: Bool
  ) throws(FigureError) -> Figure {
    let unit =
      [("weeks", 604_800.0), ("days", 86_400), ("hours", 3600), ("min", 60), ("s", 1)]
      .first { until_s >= 3 * $0.1 } ?? ("s", 1)
    let time = Chart.Axis("time", unit: unit.0, column: "time_\(unit.0)")
    let parameter = self.intervention.acts_on == .strength ? "strength" : "passive stiffness"
    let hasSpread = rows.contains { $0.effect_least_percent != nil }
    let isProgramme = intervention.use.intervention.time_course?.kind == .programme
    let name = MuscleWords.spoken(self.intervention.name)

    func line(_ name: String, _ value: (Row) -> Double?, _ ends: (Row) -> (Double?, Double?)) -> Chart.Line {
      Chart.Line(
        name,
        rows.map { row in
          var sample = Chart.Sample(row.time_s / unit.1, value(row))
          if case (let a?, let b?) = ends(row) { (sample.low, sample.high) = (min(a, b), max(a, b)) }
          return sample
        }, look: 0, marked: .jumps, isDoubtful: !isHeld)
    }
    let effect = line(
      name, { $0.effect_percent }, { ($0.effect_least_percent, $0.effect_most_percent) })
    let load = line(
      name, { $0.change_peak_patellofemoral_force_percent },
      {
        ($0.change_peak_patellofemoral_force_least_percent, $0.change_peak_patellofemoral_force_most_percent)
      })
    guard load.points.contains(where: { $0.y != nil }) else {
      throw FigureError(.nothingSolved, "nothing was solved: there is nothing to draw")
    }
    func range(_ line: Chart.Line) -> ClosedRange<Double> {
      leastRange(
        ofChanges: line.points.flatMap { [$0.y, $0.low, $0.high] }.compactMap(\.self))
    }
    let events = (0..<sessions).map {
      Chart.Event(Double($0) * every_s / unit.1, "\($0 + 1)", isLong: false)
    }
    let largest =
      rows.compactMap(\.change_peak_patellofemoral_force_percent)
      .max { $0.magnitude < $1.magnitude } ?? 0
    let last = rows.last?.change_peak_patellofemoral_force_percent ?? 0
    let plan =
      "\(sessions) \(sessions == 1 ? "session" : "sessions, one every \(timeText(every_s))"), until \(timeText(until_s))"
    return Figure(
      title: "Course of \(name), \(MuscleWords.spoken(words.target)): \(activity?.name ?? "")",
      subtitle: (isHeld ? "" : Closing.notHeld + " ") + "\(plan). " + Closing.person(person) + ". "
        + Closing.source(model: model.name, hash: model.hash, freedom: freedom),
      description:
        "Two curves over \(timeText(until_s)): the change of \(parameter), and of the peak kneecap force, which is \(changeText(largest)) at the most and \(changeText(last)) at the end. Marks above them are the sessions.",
      panels: [
        Chart(
          heading: "Assumed: change of the \(parameter) of the \(MuscleWords.spoken(words.target))"
            + (gone(intervention).map { ", \($0)" } ?? ""), x: time,
          y: .init(
            "Change", unit: "%", column: "effect_percent", includesZero: true, range: range(effect)),
          .lines([effect], events: events)),
        Chart(
          heading: "Computed from it: change of the peak kneecap force", x: time,
          y: .init(
            "Change", unit: "%", column: "change_peak_patellofemoral_force_percent", includesZero: true,
            range: range(load)),
          .lines([load], events: events)),
      ],
      notes: Closing.heeded(warnings) + [
        "Marks above the curves: the sessions. "
          + (isProgramme ? "" : "Circles: right after each. ")
          + (hasSpread
            ? (isProgramme ? "Shaded" : "Whiskers, and shaded where it lasts")
              + ": the published spread, in every session. " : "") + Wording.courseIsBookkeeping
      ] + words.pictureNotes
        + Closing.notes(
          boundary: boundary, reconstructed: activity.flatMap { $0.measured ? nil : $0.name }))
  }

  /// How long an effect lasts, which weeks cannot show; nil where it is not said.
  private func gone(_ intervention: InterventionWords) -> String? {
    intervention.use.intervention.time_course.map {
      "gone \(timeText($0.gone_after_s)) after \($0.kind == .session ? "each session" : "the programme")"
    }
  }
}
