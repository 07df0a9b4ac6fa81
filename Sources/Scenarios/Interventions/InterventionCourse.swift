#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sessions at even distances, and how far to look: bookkeeping of published decay, not prediction of a person.
public struct InterventionCourse: Sendable, Equatable {
  /// One moment that is shown.
  public struct Instant: Sendable, Equatable {
    public enum Event: Sendable, Equatable {
      /// Right before and right after a session, counted from 1.
      case before(Int), after(Int)
      /// At a session of a programme, where before and after are the same.
      case at(Int)
      /// Between or after the sessions.
      case none
    }
    /// Since the first session, s.
    public var time: Double
    public var event: Event
    /// Fraction of the value before the first session.
    public var effect: Double
    /// The same with the ends of the published spread in every session; nil where there is none.
    public var least, most: Double?
  }

  /// 1 to 200.
  public var sessions: Int
  /// From one session to the next, s, above 0.
  public var every: Double
  /// End of the course, s, not before the last session.
  public var until: Double

  public static let sessionRange = 1...200
  static let week = 604_800.0

  public init(sessions: Int, every: Double, until: Double) {
    precondition(
      Self.sessionRange.contains(sessions) && every > 0, "\(sessions) sessions every \(every) s")
    precondition(until >= Double(sessions - 1) * every, "the course ends before its last session")
    self.sessions = sessions
    self.every = every
    self.until = until
  }

  /// The time of a session counted from 1, s.
  public func time(ofSession session: Int) -> Double { Double(session - 1) * every }

  /// The effect at a time, as a fraction of the value before the first session.
  ///
  /// Sessions add up: each leaves effect * exp(-t / tau). A programme builds up toward its plateau with the time constant of
  /// its build-up, while sessions go on, and decays otherwise; it is at the published effect when it has lasted as long as the
  /// published one.
  /// - Parameters:
  ///   - time: since the first session, s.
  ///   - includesSessionAt: whether a session at this very time has been held.
  public func effect(of use: Intervention.Use, at time: Double, includesSessionAt: Bool) -> Double {
    guard let course = use.intervention.time_course else { return use.initialEffect }
    switch course.kind {
    case .session:
      return (1...sessions).reduce(0) { sum, session in
        let since = time - self.time(ofSession: session)
        guard since > 0 || (since == 0 && includesSessionAt) else { return sum }
        return sum + use.effect(after: since)
      }
    case .programme:
      guard let full = course.full_after_s, let buildUp = course.build_up_s, let holds = course.holds_s else {
        preconditionFailure("a programme without its times: they are checked on loading")
      }
      let plateau = use.initialEffect / (1 - exp(-full / buildUp))
      var effect = 0.0
      for session in 1...sessions where self.time(ofSession: session) < time {
        // Until the next session the first part builds up; what is longer than a session holds for decays.
        let start = self.time(ofSession: session)
        let end = session == sessions ? time : min(time, start + every)
        let training = min(end - start, min(every, holds))
        effect = plateau + (effect - plateau) * exp(-training / buildUp)
        effect *= exp(-(end - start - training) / course.decayTimeConstant)
      }
      return effect
    }
  }

  /// The moments to show: around every session, and every week or so until the end, in order of time.
  ///
  /// - Parameter isCurve: also moments in between, close enough that straight lines follow the decay.
  public func instants(of use: Intervention.Use, isCurve: Bool = false) -> [Instant] {
    let isProgramme = use.intervention.time_course?.kind == .programme
    let ends = use.ends
    var instants: [Instant] = []
    func add(_ time: Double, _ event: Instant.Event, held: Bool) {
      func effect(_ use: Intervention.Use) -> Double {
        self.effect(of: use, at: time, includesSessionAt: held)
      }
      instants.append(
        Instant(
          time: time, event: event, effect: effect(use), least: ends.map { effect($0.least) },
          most: ends.map { effect($0.most) }))
    }
    let times = (1...sessions).map(time(ofSession:))
    var marks = (0...Int((until / markStep + 1e-9).rounded(.down))).map { Double($0) * markStep }
    if let last = marks.last, until - last > 1e-6 * until { marks.append(until) }
    if isCurve { marks = (marks + curveMarks(of: use)).sorted() }
    // A mark at a session says nothing more than the session.
    let tolerance = 1e-9 * until
    marks.removeAll { mark in times.contains { ($0 - mark).magnitude <= tolerance } }

    var next = 0
    for (index, time) in times.enumerated() {
      while next < marks.count, marks[next] < time {
        add(marks[next], .none, held: true)
        next += 1
      }
      if isProgramme {
        add(time, .at(index + 1), held: true)
      } else {
        add(time, .before(index + 1), held: false)
        add(time, .after(index + 1), held: true)
      }
    }
    for mark in marks[next...] { add(mark, .none, held: true) }
    return instants
  }

  /// Moments of a curve: at parts of the time constant after every session, fewer where there are many sessions; and even
  /// steps all the way where effects build up.
  private func curveMarks(of use: Intervention.Use) -> [Double] {
    guard let course = use.intervention.time_course else { return [] }
    let parts = [0.15, 0.3, 0.5, 0.75, 1, 1.35, 1.75, 2.3, 3, 4, 6]
    let step = (sessions + 9) / 10
    let after = (1...sessions).flatMap { session in
      let end = session == sessions ? until : time(ofSession: session + 1)
      return stride(from: 0, to: parts.count, by: min(step, 5)).map {
        time(ofSession: session) + parts[$0] * course.decayTimeConstant
      }.filter { $0 < end }
    }
    let even = course.kind == .programme ? (0...60).map { Double($0) / 60 * until } : []
    return after + even
  }

  /// Weeks where there are 4 to 30 of them, months or quarters beyond, a twelfth of a shorter course; s.
  private var markStep: Double {
    guard until >= 4 * Self.week else { return until > 0 ? until / 12 : 1 }
    let steps = [1, 4, 13].map { $0 * Self.week }
    return steps.first { until / $0 <= 30 } ?? steps[2]
  }
}
