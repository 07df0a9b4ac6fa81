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
  private let lastShown: Mutex<ContinuousClock.Instant>
  /// Frames of all states together.
  private let total: Int

  /// Progress of so many frames in all; silent unless the standard error is a terminal.
  init(total: Int, console: Console, isQuiet: Bool) {
    isShown = console.errorIsTerminal && !isQuiet
    lastShown = Mutex(start)
    self.total = total
  }

  /// Counts the frames of one part on top of those done before it; nil when nothing is shown.
  func counter(_ label: String, after done: Int) -> (@Sendable (Int, Int) -> Void)? {
    guard isShown else { return nil }
    return { [self] frames, _ in show(label, done + frames) }
  }

  /// Removes the line.
  func end() {
    if isShown { put("\r\u{1B}[K") }
  }

  private func show(_ label: String, _ done: Int) {
    // At most ten times a second: the line is for people.
    let now = ContinuousClock.now
    let isDue = lastShown.withLock { last in
      guard now - last >= .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let seconds = (now - start) / .seconds(1)
    let rate = Double(done) / seconds
    let left = Double(total - done) / rate
    put(
      "\r\u{1B}[K\(label): \(done)/\(total) frames, \(fixedNumber(rate, 0)) per second, \(fixedNumber(left, 0)) s left"
    )
  }

  private func put(_ text: String) { _ = AtomicFile.writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
