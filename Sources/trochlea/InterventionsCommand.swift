import ArgumentParser
import Results
import Scenarios

struct InterventionsCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "interventions",
    abstract: "What trials measured of treatments on muscle, for and against, with DOI.",
    discussion: """
      Examples:
        trochlea interventions
        trochlea interventions --json
      """)

  @OptionGroup var list: ListOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let interventions = try Library.interventions()
    return try list.deliver(interventions, console) { Intervention.text(interventions, console.style) }
  }
}
