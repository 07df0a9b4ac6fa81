import Knee
import Scenarios

/// Tension and load over a course of sessions: the JSON document of `release --sessions`.
///
/// Property names are the keys of the document.
public struct CourseDocument: Codable, Sendable {
  /// One moment of the course.
  public struct Row: Codable, Sendable, Equatable {
    /// Since the first session.
    public var time_s: Double
    /// `before session 1`, `after session 1`, `session 1` of a programme; empty between sessions.
    public var event: String
    /// Change of the parameter against the value before the first session.
    public var effect_percent: Double
    /// The parameter itself, whichever the intervention acts on, in the named muscles.
    public var stiffness: Double?
    public var strength: Double?
    public var peak_patellofemoral_force_N: Double
    public var peak_patellofemoral_force_BW: Double
    /// Against the state before the first session; null where a peak is missing.
    @NullWhenNil public var change_peak_patellofemoral_force_percent: Double?
  }

  public var trochlea: String
  public var schema: Int
  public var boundary: ResultsDocument.Boundary
  public var model: ResultsDocument.Model
  public var person: ResultsDocument.PersonRecord
  public var activity: ResultsDocument.Activity?
  /// Names of the muscles that it is for, with underscores.
  public var muscles: [String]
  /// Before the first session, in those muscles.
  public var tension: MuscleTension
  public var intervention: InterventionRecord
  public var sessions: Int
  public var every_s: Double
  public var until_s: Double
  public var rows: [Row]
  public var warnings: [ResultsDocument.Warning]
  /// How to read the numbers.
  public var reading: String

  /// - Parameters:
  ///   - document: of the distinct states, the first of them before the first session.
  ///   - instants: the moments to show.
  ///   - states: for each moment the index of its state.
  public init(
    _ document: ResultsDocument, _ words: ReleaseWords, _ intervention: InterventionWords,
    _ course: InterventionCourse, instants: [InterventionCourse.Instant], states: [Int]
  ) {
    trochlea = document.trochlea
    schema = document.schema
    boundary = document.boundary
    model = document.model
    person = document.person
    activity = document.activity
    muscles = words.muscles
    tension = words.tension
    self.intervention = InterventionRecord(intervention, isCourse: true)
    sessions = course.sessions
    every_s = course.every
    until_s = course.until
    warnings = document.warnings
    reading = Wording.courseIsBookkeeping + " " + Wording.loadIsNotPain + " " + Wording.model
    let muscle = words.muscles.first ?? ""
    let target = intervention.use.intervention.acts_on
    rows = zip(instants, states).map { instant, index in
      let state = document.states[index]
      let tension = state.tension[muscle] ?? .healthy
      return Row(
        time_s: instant.time, event: instant.event.inWords, effect_percent: 100 * instant.effect,
        stiffness: target == .stiffness ? tension.stiffness : nil,
        strength: target == .strength ? tension.strength : nil,
        peak_patellofemoral_force_N: state.summary.peak_patellofemoral_force_N,
        peak_patellofemoral_force_BW: state.summary.peak_patellofemoral_force_BW,
        change_peak_patellofemoral_force_percent: index == 0
          ? 0 : state.summary.change_peak_patellofemoral_force_percent)
    }
  }

  /// One line of JSON with sorted keys and a final newline.
  public func json() -> [UInt8] { encodedJSON(self) }

  /// A row per moment, a header with units, RFC 4180.
  public func csv() -> [UInt8] {
    let header =
      [
        "time_s", "time_d", "event", "effect_percent", "stiffness", "strength", "peak_patellofemoral_force_N",
        "peak_patellofemoral_force_BW", "change_peak_patellofemoral_force_percent",
      ] + InterventionRecord.columns
    let lines = rows.map { row in
      let cells: [CSVCell] =
        [
          .number(row.time_s), .number(row.time_s / 86_400), .text(row.event), .number(row.effect_percent),
          .number(row.stiffness), .number(row.strength), .number(row.peak_patellofemoral_force_N),
          .number(row.peak_patellofemoral_force_BW), .number(row.change_peak_patellofemoral_force_percent),
        ] + intervention.cells
      return cells.map(\.field)
    }
    return Array(([header] + lines).map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
  }
}

extension InterventionCourse.Instant.Event {
  var inWords: String {
    switch self {
    case .before(let session): "before session \(session)"
    case .after(let session): "after session \(session)"
    case .at(let session): "session \(session)"
    case .none: ""
    }
  }
}
