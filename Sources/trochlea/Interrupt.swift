import Results
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Ctrl-C and closed pipes.
///
/// But for a long export nothing is written before it is complete, so an interrupt may end the process at once, except
/// while a file is on its way to its name: then it is finished first, or a long one is given up. Work that keeps what it has done is asked to stop,
/// and ends at once at the second interrupt.
enum Interrupt {
  private static let isWritingFile = Atomic<Bool>(false)
  private static let cameWhileWriting = Atomic<Bool>(false)
  private static let canStop = Atomic<Bool>(false)
  private static let isAskedToStop = Atomic<Bool>(false)
  private static let isWritingOutput = Atomic<Bool>(false)
  /// The process that is waited for; 0 for none.
  private static let child = Atomic<Int32>(0)
  private static let message: StaticString = "\ntrochlea: interrupted; nothing was written\n"
  private static let partly: StaticString = "\ntrochlea: interrupted; what was written is not all\n"
  private static let stopping: StaticString =
    "\ntrochlea: stops when the points already begun are finished; Ctrl-C again ends at once\n"

  /// Installs the handlers of the process.
  static func install() {
    // The handler must find these made: it may not make them itself.
    isWritingFile.store(false, ordering: .sequentiallyConsistent)
    cameWhileWriting.store(false, ordering: .sequentiallyConsistent)
    canStop.store(false, ordering: .sequentiallyConsistent)
    isAskedToStop.store(false, ordering: .sequentiallyConsistent)
    isWritingOutput.store(false, ordering: .sequentiallyConsistent)
    child.store(0, ordering: .sequentiallyConsistent)
    _ = message.utf8CodeUnitCount + partly.utf8CodeUnitCount + stopping.utf8CodeUnitCount
    // A process that was started with the signal held back would not hear of Ctrl-C.
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe pthread_sigmask(Int32(SIG_UNBLOCK), &signals, nil)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT) { _ in
      if Interrupt.isWritingFile.load(ordering: .sequentiallyConsistent) {
        Interrupt.cameWhileWriting.store(true, ordering: .sequentiallyConsistent)
      } else if Interrupt.canStop.load(ordering: .sequentiallyConsistent) {
        if Interrupt.isAskedToStop.exchange(true, ordering: .sequentiallyConsistent) {
          _exit(CommandStatus.interrupted.rawValue)
        }
        _ = unsafe write(STDERR_FILENO, Interrupt.stopping.utf8Start, Interrupt.stopping.utf8CodeUnitCount)
      } else {
        Interrupt.end(child: Interrupt.child.load(ordering: .sequentiallyConsistent))
        let isPartly = Interrupt.isWritingOutput.load(ordering: .sequentiallyConsistent)
        let text = isPartly ? Interrupt.partly : Interrupt.message
        _ = unsafe write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        _exit(CommandStatus.interrupted.rawValue)
      }
    }
  }

  /// Runs `body`, which can stop between its steps and asks whether to.
  ///
  /// - Returns: what `body` returns, and whether it was asked to stop.
  static func stoppable<T>(_ body: (_ isStopped: @escaping @Sendable () -> Bool) throws(Failure) -> T)
    throws(Failure)
    -> (result: T, wasStopped: Bool)
  {
    canStop.store(true, ordering: .sequentiallyConsistent)
    defer { canStop.store(false, ordering: .sequentiallyConsistent) }
    let result = try body { isAskedToStop.load(ordering: .sequentiallyConsistent) }
    return (result, isAskedToStop.load(ordering: .sequentiallyConsistent))
  }

  /// Says that from now on results come in parts on the standard output.
  static func beginOutput() { isWritingOutput.store(true, ordering: .sequentiallyConsistent) }

  /// Runs `body`, which brings a file to its name; an interrupt that comes meanwhile ends the process after it. A long `body`
  /// asks whether one has come, and leaves by throwing.
  ///
  /// - Throws: what `body` throws, or a failure with status 130 when the file was finished and Ctrl-C came meanwhile.
  static func held(_ body: (_ isInterrupted: @escaping () -> Bool) throws(Failure) -> Void) throws(Failure) {
    isWritingFile.store(true, ordering: .sequentiallyConsistent)
    defer { isWritingFile.store(false, ordering: .sequentiallyConsistent) }
    let isInterrupted = { cameWhileWriting.load(ordering: .sequentiallyConsistent) }
    try body(isInterrupted)
    if isInterrupted() { throw Failure(.interrupted, "interrupted; the file was finished") }
  }

  /// Runs `body`, which waits for another process: Ctrl-C ends that too.
  static func with<T>(child process: Int32, _ body: () -> T) -> T {
    child.store(process, ordering: .sequentiallyConsistent)
    defer { child.store(0, ordering: .sequentiallyConsistent) }
    return body()
  }

  /// Ends a process and those that it started, where they are a group of their own.
  static func end(child process: Int32) {
    guard process > 0 else { return }
    if kill(-process, SIGKILL) != 0 { kill(process, SIGKILL) }
  }
}
