import ArgumentParser
import Figures
import Pictures
import Results

struct FigureRankingCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "ranking", abstract: "The muscles by what a small release of each changes, as bars.",
    discussion: """
      Examples:
        trochlea figure ranking --activity squat --tone hamstrings=10% --out ranking.svg
        trochlea figure ranking --study tight-hamstrings-squat --width 85 --out ranking.png

      The numbers are those of 'trochlea rank'; with --by, or with the releases of a study, those are bars of their own.
      """)

  @OptionGroup var options: RankOptions
  @OptionGroup(title: "Output") var output: FigureOutput
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let plan = try output.plan()
    let ranked = try options.rank(console, isQuiet: output.quiet)
    let findings = ranked.findings + ranked.unsolved
    for finding in findings where finding.status != .done { console.complain(finding.message) }
    try plan.deliver(
      { () throws(FigureError) in
        try ranked.ranking.figure(
          freedom: ranked.context.freedom, tension: ranked.tension, remarks: ranked.remarks,
          findings: findings)
      }, console)
    return CommandStatus(findings)
  }
}
