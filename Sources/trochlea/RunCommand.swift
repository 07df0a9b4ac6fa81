import ArgumentParser
import Results
import Store

struct RunCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "A study from a file, solved and kept: goes on where it stopped.",
    discussion: """
      Examples:
        trochlea run study.yaml --out results
        trochlea run study.yaml --out results --threads 4 --json
        trochlea results show latest --store results

      Every finished point is stored within half a second in results/trochlea.sqlite. After Ctrl-C, or anything worse, the same call \
      goes on with what is missing, and ends with the same bytes. The same study and program are one run; a changed line \
      makes another.
      Exit codes: 0, or as in 'solve' 3 where some state cannot be held or is impossible and 4 where one did not converge; \
      the other points are solved all the same.
      """)

  @OptionGroup var study: StudyArgument
  @Option(
    help: .init("The folder to keep the results in; made where it is missing.", valueName: "dir"),
    completion: .directory)
  var out: String
  @OptionGroup var threads: ThreadOptions
  @Flag(help: "The result as one JSON document.")
  var json = false
  @Flag(help: "No progress and no notes on the standard error.")
  var quiet = false

  func execute(_ console: Console) throws -> CommandStatus {
    let threads = try threads.count()
    let study = try study.load()
    let store = try ResultsStore.make(in: out)
    let recorder = try RunRecorder(study, in: store)
    let kept = study.pointCount - recorder.missing.count
    if kept > 0, !quiet { console.note("\(kept) of \(study.pointCount) points are solved already") }

    let progress = Progress(total: recorder.missing.count, of: "points", console: console, isQuiet: quiet)
    let (_, wasStopped) = try Interrupt.stoppable { isStopped throws(Failure) in
      defer { progress.end() }
      try recorder.record(threads: threads, isStopped: isStopped, progress: progress.counter())
    }
    let run = try store.refreshed(recorder.run)
    guard run.isComplete || !wasStopped else {
      throw Failure(
        .interrupted,
        "interrupted: \(run.finished) of \(run.points) points are kept in \(store.path); the same call goes on with the rest"
      )
    }
    let report = try RunReport(run, in: store)
    try console.write(json ? encodedJSON(report) : Array(report.text(console.style).utf8))
    return run.status
  }
}
