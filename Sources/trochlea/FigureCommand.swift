import ArgumentParser
import Results

/// The root of all pictures; every kind is a command below it.
struct FigureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "figure", abstract: "Pictures: SVG, PNG and PDF for paper, numbers beside them.",
    discussion: """
      Examples:
        trochlea figure validation --out validation.svg
        trochlea figure validation --width 85 --out validation.png --data validation.csv
        trochlea figure validation --format vega-lite > validation.json

      Every picture is drawn from the solved model, for a column (--width 85) or a page (170) of paper. SVG needs no other \
      program; PNG (300 dpi) and PDF are made by rsvg-convert. The same call gives the same bytes.
      """,
    subcommands: [
      FigureCurvesCommand.self, FigureBarsCommand.self, FigureHeatmapCommand.self, FigureCourseCommand.self,
      FigureValidationCommand.self,
    ])
}
