import ArgumentParser
import Results

struct MusclesCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "muscles", abstract: "The muscles and groups of the model, with sizes and sources.",
    discussion: """
      Examples:
        trochlea muscles
        trochlea muscles --json
        trochlea muscles --model my-knee.json

      Sizes are those of the model before it is scaled to a person.
      """)

  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @OptionGroup var list: ListOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let model = try Library.model(path: model)
    let entries = model.muscleEntries
    return try list.deliver(entries, console) {
      MuscleEntry.text(entries, groups: model.words.groups, console.style)
    }
  }
}
