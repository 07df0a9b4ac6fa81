import Results
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line on the terminal that counts frames, with rate and time left; nothing in a pipe.
final class Progress: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  /// Frames done, of whatever state, and when they were last shown.
  private let state: Mutex<(done: Int, shown: ContinuousClock.Instant)>
  /// Frames of all states together.
  private let total: Int

  /// Progress of so many frames in all; silent unless the standard error is a terminal.
  init(total: Int, console: Console, isQuiet: Bool) {
    isShown = console.errorIsTerminal && !isQuiet
    state = Mutex((0, start))
    self.total = total
  }

  /// Counts one frame more at every call, from any thread; nil when nothing is shown.
  func counter() -> (@Sendable () -> Void)? {
    guard isShown else { return nil }
    return { [self] in count() }
  }

  /// Removes the line.
  func end() {
    if isShown { put("\r\u{1B}[K") }
  }

  private func count() {
    // At most ten times a second: the line is for people.
    let now = ContinuousClock.now
    let done: Int? = state.withLock { state in
      state.done += 1
      guard now - state.shown >= .milliseconds(100) else { return nil }
      state.shown = now
      return state.done
    }
    guard let done else { return }
    let seconds = (now - start) / .seconds(1)
    let rate = Double(done) / seconds
    let left = Double(total - done) / rate
    put(
      "\r\u{1B}[K\(done)/\(total) frames, \(fixedNumber(rate, 0)) per second, \(fixedNumber(left, 0)) s left")
  }

  private func put(_ text: String) { _ = AtomicFile.writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
