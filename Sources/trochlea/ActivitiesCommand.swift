import ArgumentParser
import Knee
import Results

struct ActivitiesCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "activities", abstract: "The built-in activities, with where their curves come from.",
    discussion: """
      Examples:
        trochlea activities
        trochlea activities --json
      """)

  @OptionGroup var list: ListOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let person = try Person()
    let entries = try Library.activityNames.map {
      ActivityEntry(try Library.activity(named: $0, person: person, depth: nil))
    }
    return try list.deliver(entries, console) { ActivityEntry.text(entries, console.style) }
  }
}
