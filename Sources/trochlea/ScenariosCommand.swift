import ArgumentParser
import Results
import Studies

struct ScenariosCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "scenarios", abstract: "The built-in studies: what each asks, or one of them as a file.",
    discussion: """
      Examples:
        trochlea scenarios
        trochlea scenarios tight-calf > my-calf.yaml
        trochlea check tight-calf

      Wherever a study file is asked for, the name of a scenario will do, also after `extends:`.
      """)

  @Argument(
    help: .init("A scenario, to be printed.", valueName: "name"), completion: .list(BuiltInScenario.names))
  var name: String?
  @OptionGroup var list: ListOptions

  func execute(_ console: Console) throws -> CommandStatus {
    if let name {
      guard !list.json else {
        throw Failure(.usage, "--json: a scenario is printed as it is (allowed: --json without a name)")
      }
      try console.write(try BuiltInScenario(named: name).bytes)
      return .done
    }
    let entries = try ScenarioEntry.all()
    return try list.deliver(entries, console) { ScenarioEntry.text(entries, console.style) }
  }
}
