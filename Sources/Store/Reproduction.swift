import Results
import Studies
import Synchronization

/// A stored run solved anew, and held against what is stored.
public struct Reproduction: Sendable {
  /// Points that were solved anew: all that the run has finished.
  public var points = 0
  /// Points in which something differs.
  public var different = 0
  /// The difference that comes first in the order of points.
  public var first: Difference?

  public struct Difference: Codable, Sendable, Equatable {
    public var point: Int
    public var state: String
    /// What differs: a number under its name in JSON, with the frame where it is one of a frame, or `status`.
    public var number: String
    public var stored, computed: String
  }

  public var isSame: Bool { different == 0 }

  /// The study of a run, from the texts in the store and the files beside it.
  ///
  /// - Throws: `Failure`: 66 or 65, naming every file that is gone or has changed.
  public static func study(of run: StoredRun, in store: ResultsStore) throws(Failure) -> Study {
    let inputs = try store.inputs(of: run)
    var errors: [InputFailure] = []
    for input in inputs { if let error = InputFailure(input) { errors.append(error) } }
    guard errors.isEmpty else {
      let isMissing = errors.contains { $0.status == .missing }
      throw Failure(
        isMissing ? .missing : .data,
        "run \(run.id) cannot be reproduced: " + errors.map(\.text).joined(separator: "\n       "))
    }
    do {
      return try StudyFile.load(inputs)
    } catch {
      throw Failure(
        .data,
        "run \(run.id) cannot be reproduced: this version reads its study otherwise: "
          + error.errors.map(\.description).joined(separator: "\n       "))
    }
  }

  /// Solves the finished points of a run again and compares every stored number.
  public init(
    _ run: StoredRun, in store: ResultsStore, study: Study, threads: Int? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false }, progress: (@Sendable () -> Void)? = nil
  ) throws(Failure) {
    guard study.stateNames == run.states, study.columns == run.parameters, study.pointCount == run.points
    else {
      throw Failure(.data, "run \(run.id) cannot be reproduced: this version reads its study otherwise")
    }
    let finished = try store.finished(run)
    let found = Mutex(Reproduction())
    let take: @Sendable (PointOutcome) throws -> Void = { computed in
      let points = try store.points(of: run, in: computed.index..<computed.index + 1, [.words, .frames])
      let difference =
        points.first.map { Self.difference(stored: $0, computed) }
        ?? Difference(
          point: computed.index, state: Study.baselineName, number: "point", stored: "nothing",
          computed: "solved")
      found.withLock { $0.count(difference) }
      progress?()
    }
    let points = finished.indices.filter { finished[$0] }
    guard !points.isEmpty else { throw Failure(.data, "run \(run.id) has no finished point to reproduce") }
    try store.guarded {
      try StudyRunner(study).run(points, threads: threads, isStopped: isStopped, take: take)
    }
    self = found.withLock { $0 }
  }

  private init() {}

  /// One point more.
  private mutating func count(_ difference: Difference?) {
    points += 1
    guard let difference else { return }
    different += 1
    if first.map({ difference.point < $0.point }) ?? true { first = difference }
  }

  /// The first difference of a point.
  static func difference(stored: PointOutcome, _ computed: PointOutcome) -> Difference? {
    guard stored.values == computed.values else {
      return Difference(
        point: computed.index, state: Study.baselineName, number: "parameters", stored: "\(stored.values)",
        computed: "\(computed.values)")
    }
    for (a, b) in zip(stored.states, computed.states) {
      func differs(_ number: String, _ old: String, _ new: String) -> Difference {
        Difference(point: computed.index, state: a.name, number: number, stored: old, computed: new)
      }
      if a.status != b.status { return differs("status", a.status.rawValue, b.status.rawValue) }
      if a.scenario_hash != b.scenario_hash {
        return differs("scenario_hash", a.scenario_hash, b.scenario_hash)
      }
      for column in SummaryColumn.all {
        let (x, y) = (a.summary.flatMap(column.value), b.summary.flatMap(column.value))
        if !isSame(x, y) { return differs(column.name, words(x), words(y)) }
      }
      guard (a.frames?.count ?? 0) == (b.frames?.count ?? 0) else {
        return differs("frames", "\(a.frames?.count ?? 0)", "\(b.frames?.count ?? 0)")
      }
      for (index, (x, y)) in zip(a.frames ?? [], b.frames ?? []).enumerated() where x != y {
        let column = FrameColumn.all(for: [x]).first { !isSame($0.value(x), $0.value(y)) }
        return differs(
          "frame \(index): \(column?.name ?? "status or iterations")", words(column?.value(x)),
          words(column?.value(y)))
      }
      if a != b {
        let (old, new) = (jsonText(withoutFrames(a)), jsonText(withoutFrames(b)))
        return differs("state", old == new ? "other times" : old, old == new ? "these" : new)
      }
    }
    return nil
  }

  private static func withoutFrames(_ state: StateOutcome) -> StateOutcome {
    var state = state
    (state.frames, state.times_s) = (nil, nil)
    return state
  }

  /// The same bits; a zero has no sign in the store.
  private static func isSame(_ a: Double?, _ b: Double?) -> Bool {
    a?.bitPattern == b?.bitPattern || (a == 0 && b == 0)
  }

  private static func words(_ number: Double?) -> String { number.map { "\($0)" } ?? "nothing" }
}

/// An input that is not what it was.
private struct InputFailure {
  let status: CommandStatus
  let text: String

  init?(_ input: StudyInput) {
    do {
      try input.requireSame()
      return nil
    } catch {
      status = CommandStatus(error.kind)
      text = error.description
    }
  }
}
