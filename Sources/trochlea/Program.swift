import ArgumentParser
import Knee
import Results
import Studies

/// A command that answers: it writes its results to a console and says how it ended.
protocol Command: ParsableCommand {
  /// - Throws: `InputError`, `NotFinite` or `Failure`; each has its exit status.
  func execute(_ console: Console) throws -> CommandStatus
}

/// The program as a function of its arguments.
enum Program {
  /// Parses the arguments, runs the command they name, and reports what went wrong.
  static func run(arguments: [String], console: Console) -> CommandStatus {
    do {
      try refuseUnknownCommand(arguments)
      var parsed = try Trochlea.parseAsRoot(arguments)
      if let command = parsed as? any TakesOptionsOnly {
        try command.stray.refuse(by: type(of: command).configuration.commandName ?? "")
      }
      if let command = parsed as? any Command { return try command.execute(console) }
      // The root alone, or a request for help: the parser throws the text.
      try parsed.run()
      return .done
    } catch {
      return report(error, to: console)
    }
  }

  /// Says what went wrong on the standard error.
  ///
  /// - Returns: the exit status of the error.
  private static func report(_ error: any Error, to console: Console) -> CommandStatus {
    switch error {
    case let error as StudyErrors:
      for error in error.errors { console.complain(error.description) }
      return error.errors.contains { $0.kind == .missing } ? .missing : .data
    case let error as InputError: return report(Failure(error), to: console)
    case let error as NotFinite: return report(Failure(.notConverged, error.description), to: console)
    case let error as Failure:
      // Who closed the pipe has read enough.
      if error == .closedPipe { return .done }
      console.complain(error.description)
      return error.status
    default:
      // Help and version are "errors" of the parser, too.
      let message = Trochlea.fullMessage(for: error, columns: console.columns)
      if Trochlea.exitCode(for: error) == .success {
        do { try console.write(message + "\n") } catch { return report(error, to: console) }
        return .done
      }
      console.note(message)
      return .usage
    }
  }

  /// An unknown command, or one after `help`, gets the nearest command and the list, like every other unknown word.
  private static func refuseUnknownCommand(_ arguments: [String]) throws(InputError) {
    var words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    var commands: [any ParsableCommand.Type] = Trochlea.configuration.subcommands
    var others = ["help"]
    while let word = words.popFirst(), !word.hasPrefix("-"), !commands.isEmpty {
      guard !others.contains(word) else { return }
      guard let command = commands.first(where: { $0.configuration.commandName == word }) else {
        let names = commands.compactMap { $0.configuration.commandName } + others
        throw .unknown(.usage, "command", word, among: names)
      }
      (commands, others) = (command.configuration.subcommands, [])
    }
  }
}

/// The command line of Trochlea.
struct Trochlea: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trochlea",
    abstract: "What a model of the knee says about muscle tension and the load on the kneecap.",
    discussion: """
      Examples:
        trochlea release hamstrings --tone 10% --by 50% --activity squat
        trochlea release hamstrings --with stretching --after 5min
        trochlea solve --activity walking --mass 75kg --height 1.75m --json
        trochlea rank --activity squat
        trochlea rig --flexion 0:100:10 --force quadriceps=600
        trochlea muscles
        trochlea scenarios
        trochlea run study.yaml --out results
        trochlea figure validation --out validation.svg
        trochlea leaflet mass-loss --state both --out leaflet.pdf

      Results go to the standard output, everything else to the standard error.
      Exit codes: 0 done, 2 a published number is missed or answers differ, 3 the task cannot be held by these muscles, 4 not converged, 64 wrong call, 65 bad data, \
      66 input missing, 73 or 74 cannot write, 130 interrupted.
      It is a model: it does not measure your knee, and it is not medical advice.
      """,
    version: "trochlea \(trochleaVersion)",
    subcommands: [
      ReleaseCommand.self, SolveCommand.self, RankCommand.self, RigCommand.self, ActivitiesCommand.self,
      MusclesCommand.self, InterventionsCommand.self, ModelCommand.self, ScenariosCommand.self,
      InitCommand.self, CheckCommand.self, SchemaCommand.self, RunCommand.self, ResultsCommand.self,
      ReproduceCommand.self, ValidateCommand.self, FigureCommand.self, LeafletCommand.self,
      DoctorCommand.self,
    ])
}
