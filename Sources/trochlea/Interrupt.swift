import Results
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C and closed pipes.
///
/// Nothing is written before it is complete, so an interrupt may end the process at once, except
/// while a file is on its way to its name: then it is finished first.
enum Interrupt {
  private static let isWritingFile = Atomic<Bool>(false)
  private static let cameWhileWriting = Atomic<Bool>(false)
  private static let message: StaticString = "\ntrochlea: interrupted; nothing was written\n"

  /// Installs the handlers of the process.
  static func install() {
    // The handler must find these made: it may not make them itself.
    isWritingFile.store(false, ordering: .sequentiallyConsistent)
    cameWhileWriting.store(false, ordering: .sequentiallyConsistent)
    _ = message.utf8CodeUnitCount
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT) { _ in
      if Interrupt.isWritingFile.load(ordering: .sequentiallyConsistent) {
        Interrupt.cameWhileWriting.store(true, ordering: .sequentiallyConsistent)
      } else {
        _ = unsafe write(STDERR_FILENO, Interrupt.message.utf8Start, Interrupt.message.utf8CodeUnitCount)
        _exit(CommandStatus.interrupted.rawValue)
      }
    }
  }

  /// Runs `body`, which brings a file to its name; an interrupt that comes meanwhile ends the process after it.
  ///
  /// - Throws: what `body` throws, or a failure with status 130 when the file was finished and Ctrl-C came meanwhile.
  static func held(_ body: () throws(Failure) -> Void) throws(Failure) {
    isWritingFile.store(true, ordering: .sequentiallyConsistent)
    defer { isWritingFile.store(false, ordering: .sequentiallyConsistent) }
    try body()
    if cameWhileWriting.load(ordering: .sequentiallyConsistent) {
      throw Failure(.interrupted, "interrupted; the file was finished")
    }
  }
}
