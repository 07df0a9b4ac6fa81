import ArgumentParser
import Figures
import Knee
import Pictures
import Results

struct FigureCourseCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "course", abstract: "Tension and load over a course of sessions.",
    discussion: """
      Example:
        trochlea figure course hamstrings --with stretching --sessions 4 --every 7d --until 12w --out course.svg

      It is bookkeeping of published decay, not prediction of a patient. Shaded is the published spread.
      """)

  @Argument(help: .init("A muscle or a group; 'trochlea muscles' lists them.", valueName: "muscle-or-group"))
  var target: String
  @OptionGroup var options: ReleaseOptions
  @OptionGroup(title: "Change") var sessions: CourseOptions
  // Hidden, so that it is refused with a hint.
  @OptionGroup(visibility: .hidden) var moment: MomentOptions
  @OptionGroup(title: "Output") var output: FigureOutput

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    try moment.refuse()
    let release = try options.release(of: target, moment, sessions)
    guard release.course != nil else {
      throw InputError(
        .usage, place: "--sessions", problem: "is missing: a course needs it",
        allowed: "as in --with stretching --sessions 4 --every 7d --until 12w")
    }
    let solved = try release.solveCourse(console, isCurve: true, isQuiet: output.quiet)
    for finding in solved.findings where finding.status != .done { console.complain(finding.message) }
    try plan.deliver(
      { () throws(FigureError) in
        try solved.course.figure(
          release.words, solved.intervention, freedom: release.context.freedom,
          isHeld: CommandStatus(solved.findings) == .done)
      }, console)
    return CommandStatus(solved.findings)
  }
}
