import ArgumentParser
import Results

struct ModelCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "The model of the knee: name, hash, licence, mesh, sources.",
    discussion: """
      Examples:
        trochlea model
        trochlea model --model my-knee.json --json
      """)

  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @OptionGroup var list: ListOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let facts = try Library.modelFacts(path: model)
    return try list.deliver(facts, console) { facts.text(console.style) }
  }
}
