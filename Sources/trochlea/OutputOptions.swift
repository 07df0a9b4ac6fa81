import ArgumentParser
import Knee
import Results
import Scenarios

/// In which form the results come, and where they go.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Results as one JSON document.")
  var json = false
  @Flag(help: "All frames as CSV: one row per state and frame, units in the header.")
  var csv = false
  @Flag(help: "No progress and no notes on the standard error.")
  var quiet = false
  @Option(
    help: .init("Write to a file: under a temporary name, then renamed.", valueName: "file"),
    completion: .file())
  var out: String?

  /// - Throws: `InputError` (usage) when two forms are asked for at once.
  func check() throws(InputError) {
    if json && csv {
      throw InputError(
        .usage, place: "--csv", problem: "not together with --json", allowed: "one form at a time")
    }
    if out == "" {
      throw InputError(.usage, place: "--out", problem: "no file name", allowed: "the path of a file")
    }
  }

  /// Where styled text may go: bold on a terminal only.
  func style(_ console: Console) -> TextStyle { out == nil ? console.style : .plain }

  /// Writes bytes to the file or to the standard output.
  func write(_ bytes: [UInt8], _ console: Console) throws(Failure) {
    guard let out else { return try console.write(bytes) }
    try Interrupt.held { _ throws(Failure) in try AtomicFile.write(bytes, to: out) }
  }

  /// Writes a document in the form that was asked for, says what is wrong with it, and returns how the command ends.
  ///
  /// - Parameters:
  ///   - more: findings that the states do not show.
  ///   - csv: the table, where it is not that of all frames.
  ///   - report: the text for people, from the document with its findings among the warnings.
  /// - Throws: `NotFinite` before anything is written; `Failure` when writing fails.
  func deliver(
    _ document: ResultsDocument, _ context: ReportContext, _ console: Console, more: [Finding] = [],
    csv table: ((ResultsDocument) throws -> [UInt8])? = nil, report: (ResultsDocument) -> String
  ) throws -> CommandStatus {
    try document.requireFinite()
    let findings =
      Finding.all(in: document.states, motion: context.motion, person: context.person) + more
    let notes = document.warnings.map(\.message)
    var document = document
    document.warnings += findings.map(ResultsDocument.Warning.init)
    return try deliver(
      findings, notes: notes, console, json: { try document.json() },
      csv: { try table?(document) ?? document.csv() }, report: { report(document) })
  }

  /// Writes results in the form that was asked for, says what is wrong with them, and returns how the command ends.
  func deliver(
    _ findings: [Finding], notes: [String], _ console: Console, json document: () throws -> [UInt8],
    csv table: () throws -> [UInt8], report: () -> String
  ) throws -> CommandStatus {
    if json {
      try write(try document(), console)
    } else if csv {
      try write(try table(), console)
      // A table has no place for them.
      let notes = notes + findings.filter { $0.level == .note }.map(\.message)
      if !quiet { notes.forEach { console.note("Note: " + $0) } }
    } else {
      try write(Array((report() + Finding.text(findings)).utf8), console)
    }
    // A report on this very terminal has said it already.
    let isSaid = !json && !csv && out == nil && console.outputIsTerminal
    for finding in findings where !isSaid {
      switch finding.level {
      case .note: break
      // What does not change how the command ends is no error.
      case .careful where finding.status == .done: console.note("Careful: " + finding.message)
      case .careful: console.complain(finding.message)
      case .warning: console.note("Warning: " + finding.message)
      }
    }
    return CommandStatus(findings)
  }
}
