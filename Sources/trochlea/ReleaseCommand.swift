import ArgumentParser
import Results

struct ReleaseCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "What releasing a tight muscle would change, in three states side by side.",
    discussion: """
      Examples:
        trochlea release hamstrings --tone 10% --by 50% --activity squat
        trochlea release gastrocnemius --stiffness 1.5 --activity walking --json
        trochlea release rectus-femoris --tone 5% --shortening 10% --depth 60deg
        trochlea release calf --motion ik.mot --moments id.sto --mass 72.6
        trochlea release hamstrings --with stretching --after 5min
        trochlea release hamstrings --with stretching --sessions 4 --every 7d --until 12w
        trochlea release --with weight-loss --amount 5kg --activity stair-descent

      The states: as now (with the stated tension), after the release, and with no excess tension at all.
      Without --tone, --stiffness and --shortening a tone of 10% is assumed: an assumption about this person, not a \
      measurement. Without --by and --with half of the tension goes: the default of this program, an assumption too.
      With --with the second state is that after an intervention, with the effect that trials measured of it; \
      weight-loss and taping need no muscle, and assume no tone. Where there is no excess tension that state is left out. With \
      --sessions it is a table over time: bookkeeping of published decay, not prediction of a patient.
      """)

  @Argument(
    help: .init(
      "A muscle or a group; 'trochlea muscles' lists them. Weight-loss and taping need none.",
      valueName: "muscle-or-group"))
  var target: String?
  @OptionGroup var options: ReleaseOptions
  @OptionGroup(title: "Change") var moment: MomentOptions
  @OptionGroup(title: "Change") var sessions: CourseOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func execute(_ console: Console) throws -> CommandStatus {
    // Everything that can be wrong with the call is found before anything is solved.
    try output.check()
    var release = try options.release(of: target, moment, sessions)
    release.context.style = output.style(console)
    if release.course != nil { return try course(release, console) }
    let (document, findings) = try release.solve(console, isQuiet: output.quiet)
    let context = release.context
    let isHeld =
      CommandStatus(Finding.all(in: document.states, motion: context.motion, person: context.person)) == .done
    return try output.deliver(document, context, console, more: findings) {
      $0.releaseReport(context, release.words, isHeld: isHeld)
    }
  }

  private func course(_ release: Release, _ console: Console) throws -> CommandStatus {
    let solved = try release.solveCourse(console, isQuiet: output.quiet)
    return try output.deliver(
      solved.findings, notes: solved.notes, console, json: { solved.course.json() },
      csv: { solved.course.csv() },
      report: {
        solved.course.text(
          solved.document, release.context, release.words, solved.intervention,
          isHeld: CommandStatus(solved.findings) == .done)
      })
  }
}
