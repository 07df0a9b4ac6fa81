import ArgumentParser
import Results

struct RankCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "Which muscle's tone matters most: the muscles by what a small release of each changes.",
    discussion: """
      Examples:
        trochlea rank --activity squat
        trochlea rank --activity squat --tone hamstrings=10% --tone rectus-femoris=5%
        trochlea rank --activity squat --tone hamstrings=10% --by 50%
        trochlea rank --study study.yaml --json
        trochlea rank --motion ik.mot --moments id.sto --mass 72.6 --csv --out rank.csv

      For each muscle, and for each group as the sum of its muscles, the change of the peak kneecap force by 1 % less \
      involuntary tone, as an exact derivative of the model: minus relieves, in the table as in JSON and CSV. Muscles with \
      tone now come first; for one without, the change is that of a tone it is only assumed to have. Ranks begin anew with \
      each kind. It holds for small changes.

      With --study, a change that does more than release is left out and named; of several releases of one muscle the largest \
      counts. A release that is not solved in every frame ends with exit code 4.

      With --by, or with the releases that a study states, each muscle and group is also released by that amount and \
      solved whole, and so are all pairs of muscles: some do more together than apart.
      """)

  @OptionGroup var options: RankOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    // Everything that can be wrong with the call is found before anything is solved.
    try output.check()
    var ranked = try options.rank(console, isQuiet: output.quiet)
    ranked.context.style = output.style(console)
    let (ranking, findings) = (ranked.ranking, ranked.findings)
    return try output.deliver(
      findings + ranked.unsolved, notes: ranked.notes, console, json: ranking.json, csv: ranking.csv,
      report: {
        ranking.text(
          ranked.document, ranked.context, tension: ranked.tension, remarks: ranked.remarks,
          findings: findings)
      })
  }
}
