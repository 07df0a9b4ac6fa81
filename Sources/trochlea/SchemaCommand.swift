import ArgumentParser
import Results
import Studies

struct SchemaCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "The layout of study files as a JSON Schema, for editors.",
    discussion: """
      Examples:
        trochlea schema > study.schema.json
        trochlea schema --model my-knee.json > study.schema.json

      A first line `# yaml-language-server: $schema=study.schema.json` in a study tells many editors to use it.
      """)

  @Option(help: .init("Model file. (default: the built-in model)", valueName: "file"), completion: .file())
  var model: String?
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    try console.write(StudySchema.json(words: Library.model(path: model).words))
    return .done
  }
}
