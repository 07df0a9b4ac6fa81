import ArgumentParser
import Results

/// The root of all pictures; every kind is a command below it.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure", abstract: "Pictures: SVG, PNG and PDF for paper, numbers beside them.",
    discussion: """
      Examples:
        trochlea figure knee hamstrings --tone 10% --by 50% --activity squat --out knee.svg
        trochlea figure curves hamstrings --tone 10% --by 50% --activity squat --out curves.svg
        trochlea figure bars study.yaml --width 85 --out bars.png --data bars.csv
        trochlea figure heatmap --run latest --store results --out sweep.pdf
        trochlea figure validation --format vega-lite > validation.json

      Every picture is drawn from the solved model, for a column (--width 85) or a page (170) of paper. SVG needs no other \
      program; PNG (300 dpi) and PDF are made by rsvg-convert. The same call gives the same bytes.
      """,
    subcommands: [
      FigureKneeCommand.self, FigureAnimationCommand.self,
      FigureCurvesCommand.self, FigureBarsCommand.self, FigureRankingCommand.self, FigurePressureCommand.self,
      FigureHeatmapCommand.self,
      FigureCourseCommand.self,
      FigureValidationCommand.self,
    ])
}
