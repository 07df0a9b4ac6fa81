import ArgumentParser
import Results
import Store

struct ReproduceCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "reproduce", abstract: "Solve a kept run again, and say whether every bit is the same.",
    discussion: """
      Example:
        trochlea reproduce latest --store results

      The study is read from its text in the store. Its other files (model, motions) must lie where they were, and be the same.
      Exit codes: 0 every stored number has the same bits; 2 something differs; 65 or 66 a file has changed or is gone.
      """)

  @Argument(help: .run) var run: String
  @OptionGroup var store: StoreOptions
  @OptionGroup var threads: ThreadOptions
  @Flag(help: "The result as one JSON document.")
  var json = false
  @Flag(help: "No progress on the standard error.")
  var quiet = false

  func execute(_ console: Console) throws -> CommandStatus {
    let threads = try threads.count()
    let store = try store.open()
    let run = try store.run(named: run)
    let study = try Reproduction.study(of: run, in: store)
    let progress = Progress(total: run.finished, of: "points", console: console, isQuiet: quiet)
    let (found, wasStopped) = try Interrupt.stoppable { isStopped throws(Failure) in
      defer { progress.end() }
      return try Reproduction(
        run, in: store, study: study, threads: threads, isStopped: isStopped, progress: progress.counter())
    }
    if wasStopped, found.points < run.finished {
      throw Failure(
        .interrupted,
        "interrupted: \(found.points) of \(run.finished) points were compared; nothing was changed")
    }
    try console.write(json ? encodedJSON(Document(run, found)) : Array(text(run, found).utf8))
    return found.isSame ? .done : .different
  }

  private func text(_ run: StoredRun, _ found: Reproduction) -> String {
    var text = "Run \(run.id), \(found.points) of \(run.points) points solved again. "
    if let first = found.first {
      text +=
        "\(found.different) of them differ, first point \(first.point), '\(first.state)', \(first.number):"
        + " stored \(first.stored), now \(first.computed)."
    } else {
      text += "Every stored number has the same bits."
    }
    if run.program != trochleaVersion {
      text += " Stored by trochlea \(run.program), solved again by \(trochleaVersion)."
    } else if run.isOfOtherNumerics {
      text += " Stored by another build of trochlea \(run.program), or on another machine."
    }
    return wrapped(text)
  }

  private struct Document: Encodable {
    var schema = 1
    var run: String
    var same: Bool
    var points, different: Int
    var first_difference: Reproduction.Difference?
    var stored_by, solved_by: String

    init(_ run: StoredRun, _ found: Reproduction) {
      (self.run, same, points, different) = (run.id, found.isSame, found.points, found.different)
      (first_difference, stored_by, solved_by) = (found.first, run.program, trochleaVersion)
    }
  }
}
