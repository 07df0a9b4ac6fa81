import Dispatch
import GRDB
import Results
import Studies
import Synchronization

/// Solves what is missing of a run, and stores it as it comes: all states of a point in one transaction, and points
/// together that come close after one another.
public struct RunRecorder: Sendable {
  public let store: ResultsStore
  public let study: Study
  public let run: StoredRun
  /// Points that were not finished when the recorder was made.
  public let missing: [Int]

  public init(_ study: Study, in store: ResultsStore) throws(Failure) {
    self.store = store
    self.study = study
    run = try store.begin(study)
    let finished = try store.finished(run)
    missing = finished.indices.filter { !finished[$0] }
  }

  /// - Parameters:
  ///   - threads: by default as many as there are cores.
  ///   - isStopped: asked before every point; those already begun are finished and stored.
  ///   - progress: called after each point, by one thread at a time.
  /// - Throws: `Failure`; everything handed over before is stored, but for what the failure itself is about.
  public func record(
    threads: Int? = nil, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: (@Sendable () -> Void)? = nil
  ) throws(Failure) {
    let batch = Batch(store: store, run: run.row)
    // Points do not wait for one another: a slow one may come long after.
    let timer = DispatchSource.makeTimerSource()
    timer.schedule(
      deadline: .now() + .milliseconds(Batch.longestWait), repeating: .milliseconds(Batch.longestWait))
    timer.setEventHandler { batch.writeIfWaiting() }
    timer.resume()
    defer { timer.cancel() }
    try store.guarded {
      do {
        try StudyRunner(study).run(
          missing, threads: threads, isStopped: isStopped, prepare: { PointRows($0) },
          take: {
            try batch.add($0)
            progress?()
          })
      } catch {
        try? batch.finish()
        throw error
      }
      try batch.finish()
    }
  }
}

/// Points that wait to be written together.
private final class Batch: Sendable {
  /// Longest wait of a finished point, and after a write the shortest, ms.
  static let longestWait = 500, shortestWait = 100
  /// Largest batch: points, and bytes.
  static let mostPoints = 256, mostBytes = 4 << 20

  private struct Waiting {
    var points: [PointRows] = []
    var size = 0
    var written = ContinuousClock.now
    var failure: (any Error)? = nil
  }

  private let store: ResultsStore
  private let run: Int64
  private let waiting = Mutex(Waiting())

  init(store: ResultsStore, run: Int64) {
    self.store = store
    self.run = run
  }

  func add(_ point: PointRows) throws {
    try waiting.withLock { waiting in
      if let failure = waiting.failure { throw failure }
      waiting.points.append(point)
      waiting.size += point.size
      let isDue =
        waiting.points.count >= Self.mostPoints || waiting.size >= Self.mostBytes
        || ContinuousClock.now - waiting.written >= .milliseconds(Self.shortestWait)
      if isDue { try write(&waiting) }
    }
  }

  /// Writes what still waits.
  func finish() throws {
    try waiting.withLock { waiting in
      if let failure = waiting.failure { throw failure }
      try write(&waiting)
    }
  }

  func writeIfWaiting() {
    waiting.withLock { waiting in
      guard waiting.failure == nil else { return }
      do { try write(&waiting) } catch { waiting.failure = error }
    }
  }

  private func write(_ waiting: inout Waiting) throws {
    guard !waiting.points.isEmpty else { return }
    let points = waiting.points
    try store.write { db in
      for point in points { try point.insert(db, run: run) }
    }
    waiting.points.removeAll(keepingCapacity: true)
    waiting.size = 0
    waiting.written = .now
  }
}
