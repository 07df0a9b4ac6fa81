import ArgumentParser
import Results
import Store

/// Which store, and which of its runs.
struct StoreOptions: ParsableArguments {
  @Option(
    help: .init("The folder of the store, as in 'run --out'. (default: this folder)", valueName: "dir"),
    completion: .directory)
  var store: String?

  func open() throws(Failure) -> ResultsStore { try ResultsStore.open(in: store ?? ".") }
}

extension ArgumentHelp {
  static let run = ArgumentHelp("A run's id, its beginning, or 'latest'.", valueName: "run")
}

/// Writes a file in parts: to the standard output, or under a temporary name and then renamed. Ctrl-C ends it between two parts,
/// and the file is as it was before.
func deliver(
  to path: String?, _ console: Console, _ body: (_ sink: @escaping RunExport.Sink) throws(Failure) -> Void
) throws(Failure) {
  guard let path else {
    return try body { bytes in
      Interrupt.beginOutput()
      try console.write(bytes)
    }
  }
  try Interrupt.held { isInterrupted throws(Failure) in
    try AtomicFile.write(to: path) { descriptor throws(Failure) in
      try body { bytes in
        if isInterrupted() { throw Failure(.interrupted, "interrupted; \(path) is as it was before") }
        if let code = AtomicFile.writeAll(bytes, to: descriptor) {
          throw Failure(.cannotWrite, "\(path): cannot be written: \(AtomicFile.systemMessage(code))")
        }
      }
    }
  }
}
