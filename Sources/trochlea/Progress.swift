import Results
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line on the terminal that counts frames or points, with rate and time left; nothing in a pipe.
final class Progress: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  /// What is counted: `frames`.
  private let unit: String
  /// Frames done, of whatever state, and when they were last shown.
  private let state: Mutex<(done: Int, shown: ContinuousClock.Instant)>
  /// Frames of all states together.
  private let total: Int

  /// Progress of so many frames in all; silent unless the standard error is a terminal.
  init(total: Int, of unit: String = "frames", console: Console, isQuiet: Bool) {
    self.unit = unit
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
    put("\r\u{1B}[K" + Self.line(done, of: total, unit, rate: rate, left: left))
  }

  /// The line of so many frames at a rate, per second, with so many seconds left.
  static func line(_ done: Int, of total: Int, _ unit: String, rate: Double, left: Double) -> String {
    let minutes = Int(left.rounded()) / 60
    let time =
      minutes < 2 ? "\(fixedNumber(left, 0)) s" : minutes < 120 ? "\(minutes) min" : "\(minutes / 60) h"
    return "\(done)/\(total) \(unit), \(fixedNumber(rate, rate < 10 ? 1 : 0)) per second, \(time) left"
  }

  private func put(_ text: String) { _ = AtomicFile.writeAll(Array(text.utf8), to: STDERR_FILENO) }
}
