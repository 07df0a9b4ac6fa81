import Activities
import Foundation
import Knee
import Results
import Scenarios
import Synchronization

/// Solves the points of a study on all cores. A point is solved by one thread from its own start, so its results are the
/// same bits for any number of threads and any order of the points.
public struct StudyRunner: Sendable {
  public let study: Study

  public init(_ study: Study) { self.study = study }

  /// Solves points, and hands over each as soon as it is done, one at a time, in the order in which they end.
  /// - Parameters:
  ///   - points: indices below `study.pointCount`.
  ///   - threads: by default as many as there are cores.
  ///   - isStopped: asked before every point; the points already begun are finished.
  ///   - take: called by one thread at a time. What it throws stops the run.
  public func run(
    _ points: some Collection<Int> & Sendable, threads: Int? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false },
    take: @escaping @Sendable (PointOutcome) throws -> Void
  ) throws {
    try run(points, threads: threads, isStopped: isStopped, prepare: { $0 }, take: take)
  }

  /// The same, with work on each point that its thread does beside the others before the point is handed over.
  public func run<Prepared>(
    _ points: some Collection<Int> & Sendable, threads: Int? = nil,
    isStopped: @escaping @Sendable () -> Bool = { false },
    prepare: @escaping @Sendable (PointOutcome) throws -> Prepared,
    take: @escaping @Sendable (Prepared) throws -> Void
  ) throws {
    let todo = Mutex(points.makeIterator())
    let failure = Mutex<(any Error)?>(nil)
    forEachThread(threads) {
      var cache = SimulatorCache()
      while !isStopped(), failure.withLock({ $0 == nil }), let point = todo.withLock({ $0.next() }) {
        let prepared = Result { try prepare(solve(point, &cache)) }
        failure.withLock { failure in
          guard failure == nil else { return }
          do { try take(prepared.get()) } catch { failure = error }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }

  /// One point.
  public func solve(_ point: Int) -> PointOutcome {
    var cache = SimulatorCache()
    return solve(point, &cache)
  }

  private func solve(_ point: Int, _ cache: inout SimulatorCache) -> PointOutcome {
    let states = study.states(at: point)
    var first: SolvedConditions?
    var outcomes: [StateOutcome] = []
    for (index, conditions) in states.enumerated() {
      let idle = index == 0 ? [] : study.whatIfs[index - 1].idleReleases(in: states[0])
      var (outcome, solved) = outcome(
        conditions, study.stateNames[index], first: first, states[0], &cache)
      if !idle.isEmpty {
        outcome.warnings.insert(.init(level: .note, message: Self.releasesNothing(idle, study.model)), at: 0)
      }
      if outcomes.isEmpty { first = solved }
      outcomes.append(outcome)
    }
    let values = study.sweep.map { sweep in
      zip(sweep.parameters, sweep.point(point)).map { $0.quantity.inFirstUnit($1) }
    }
    return PointOutcome(index: point, values: values ?? [], states: outcomes)
  }

  /// The first state of a point, which the others are compared with.
  private struct SolvedConditions {
    let conditions: Conditions
    let state: SolvedState
    let summary: Summary
    let status: StateOutcome.Status
  }

  /// - Parameter first: nil for the first state itself, and where that could not be solved.
  private func outcome(
    _ conditions: Conditions, _ name: String, first: SolvedConditions?, _ baseline: Conditions,
    _ cache: inout SimulatorCache
  ) -> (StateOutcome, SolvedConditions?) {
    let muscles = study.model.muscleNames
    var outcome = StateOutcome(
      name: name, scenario_hash: "", status: .impossible, reason: nil,
      mass_kg: conditions.mass + conditions.addedMass, height_m: conditions.height, side: conditions.side,
      activity: "",
      tension: Dictionary(uniqueKeysWithValues: zip(muscles, conditions.tension).filter { $0.1 != .healthy }),
      summary: nil, warnings: [])
    do throws(InputError) {
      let (simulator, motion) = try cache.get(conditions, study)
      outcome.activity = motion.plainName
      outcome.scenario_hash =
        ScenarioHash(study, conditions, motion, baseline: baseline).text
      guard let state = solve(conditions, simulator, motion, first, isFirst: name == study.stateNames[0])
      else {
        outcome.reason = "the state whose muscle forces would be held was not solved"
        return (outcome, nil)
      }
      let frames = state.solution.results(simulator.model)
      let summary = summarize(frames)
      let result = StateResult(
        name: name, tension: Dictionary(uniqueKeysWithValues: zip(muscles, conditions.tension)),
        frames: frames, summary: summary)
      if let number = result.firstNotFinite {
        outcome.status = .notConverged
        outcome.reason = number.description
        return (outcome, nil)
      }
      let findings = Finding.all(in: [result], motion: motion, person: simulator.person)
      outcome.status = .init(CommandStatus(findings))
      outcome.reason = findings.first { $0.status != .done }?.message
      if let first, study.boundary == .fixedForces, first.status != .done, outcome.status == .done {
        outcome.status = first.status
        outcome.reason =
          "the muscle forces that are held are those of a state that is itself \(first.status.rawValue)"
      }
      outcome.warnings =
        notes(conditions, motion).map { .init(level: .note, message: $0) } + findings.map { .init($0) }
      outcome.summary = first.map { summary.compared(to: $0.summary) } ?? summary
      if let first, !conditions.differBeyondTension(from: first.conditions) {
        outcome.patellofemoral_change = simulator.peakPatellofemoralChange(
          motion, from: first.state, to: state)
      }
      if study.keepsFrames {
        outcome.frames = frames
        outcome.times_s = motion.frames.map { $0.time - motion.frames[0].time }
      }
      return (
        outcome,
        SolvedConditions(
          conditions: conditions, state: state, summary: summary, status: outcome.status)
      )
    } catch {
      outcome.reason = error.description
      return (outcome, nil)
    }
  }

  private static func releasesNothing(_ muscles: Set<Int>, _ model: KneeModel) -> String {
    "releases nothing in \(model.words.spoken(muscles)): no excess tension there as now"
  }

  /// What is assumed of the tension, and what a reader must know of the motion.
  private func notes(_ conditions: Conditions, _ motion: Motion) -> [String] {
    let tension = tensionInWords(conditions.tension, of: study.model.muscleNames).map { ["tension: " + $0] }
    return (tension ?? []) + motion.caveats
      + (motion.isMeasured ? [] : [Wording.reconstructed(motion.plainName)])
  }

  /// A state as the boundary has it: the task, or the first state's muscle forces; nil where there are none to hold.
  private func solve(
    _ conditions: Conditions, _ simulator: Simulator, _ motion: Motion, _ first: SolvedConditions?,
    isFirst: Bool
  ) -> SolvedState? {
    guard study.boundary == .fixedForces, !isFirst else {
      return simulator.solvedState(motion, tension: conditions.tension)
    }
    return first.map {
      simulator.solveFixedForces(motion, baseline: $0.state, tension: conditions.tension)
    }
  }

  private func forEachThread(_ threads: Int?, _ body: @escaping @Sendable () -> Void) {
    let count = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
    if count == 1 { return body() }
    DispatchQueue.concurrentPerform(iterations: count) { _ in body() }
  }
}

extension Motion {
  /// The name without the folder of a user's file: a study says the same wherever it lies.
  fileprivate var plainName: String {
    isUsersOwn ? name.split(separator: "/").last.map(String.init) ?? name : name
  }
}

/// The last simulator and motion of a thread: points of a sweep often differ in tension alone.
private struct SimulatorCache {
  private var last: (conditions: Conditions, simulator: Simulator, motion: Motion)? = nil

  mutating func get(_ conditions: Conditions, _ study: Study) throws(InputError) -> (Simulator, Motion) {
    if let last, !conditions.differBeyondTension(from: last.conditions) {
      return (last.simulator, last.motion)
    }
    let person = try conditions.person()
    let motion = try conditions.activity.motion(of: person)
    let simulator = try study.simulator(conditions)
    last = (conditions, simulator, motion)
    return (simulator, motion)
  }
}
