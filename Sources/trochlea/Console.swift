import Results

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where a command writes: the process's own descriptors, or memory.
final class Console {
  private let writesToDescriptors: Bool
  /// True when the standard output is a terminal.
  let outputIsTerminal: Bool
  /// True when the standard error is a terminal: only then is progress shown.
  let errorIsTerminal: Bool
  /// Width of help texts; nil takes the terminal's.
  let columns: Int?
  /// Bold headers on a terminal, unless `NO_COLOR` is set to something.
  let style: TextStyle
  /// What was written, when it was to memory.
  private(set) var output = ""
  private(set) var errors = ""

  private init(
    writesToDescriptors: Bool, outputIsTerminal: Bool, errorIsTerminal: Bool, columns: Int?, style: TextStyle
  ) {
    self.writesToDescriptors = writesToDescriptors
    self.outputIsTerminal = outputIsTerminal
    self.errorIsTerminal = errorIsTerminal
    self.columns = columns
    self.style = style
  }

  /// The process's standard output and error.
  static var standard: Console {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let noColor = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
    return Console(
      writesToDescriptors: true, outputIsTerminal: isTerminal, errorIsTerminal: isatty(STDERR_FILENO) == 1,
      columns: nil, style: isTerminal && !noColor ? .terminal : .plain)
  }

  /// A console that keeps everything in `output` and `errors`.
  static var captured: Console {
    Console(
      writesToDescriptors: false, outputIsTerminal: false, errorIsTerminal: false, columns: 80, style: .plain)
  }

  /// Writes results.
  ///
  /// - Throws: `Failure.closedPipe` when nobody reads any more, else a failure with status 74.
  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  /// Writes results.
  func write(_ bytes: [UInt8]) throws(Failure) {
    guard writesToDescriptors else {
      output += String(decoding: bytes, as: UTF8.self)
      return
    }
    guard let code = AtomicFile.writeAll(bytes, to: STDOUT_FILENO) else { return }
    if code == EPIPE { throw .closedPipe }
    throw Failure(.cannotWrite, "the standard output cannot be written: \(AtomicFile.systemMessage(code))")
  }

  /// Writes a line for people beside the results. A standard error that is gone is no reason to stop.
  func note(_ line: String) {
    guard writesToDescriptors else {
      errors += line + "\n"
      return
    }
    _ = AtomicFile.writeAll(Array((line + "\n").utf8), to: STDERR_FILENO)
  }

  /// Says what is wrong.
  func complain(_ message: String) { note("Error: " + message) }
}

extension Failure {
  /// The reader of the standard output has gone.
  static let closedPipe = Failure(.cannotWrite, "the standard output was closed")
}
