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
    /// The same with the ends of the published spread in every session; absent where there is none, or where sessions add up to
    /// what no muscle can have.
    public var effect_least_percent, effect_most_percent: Double?
    public var change_peak_patellofemoral_force_least_percent: Double?
    public var change_peak_patellofemoral_force_most_percent: Double?
  }

  /// One moment and its states, as indices: with the effect, and with the ends of its spread where they are solved.
  public struct Moment: Sendable {
    public var instant: InterventionCourse.Instant
    public var state: Int
    public var least, most: Int?

    public init(_ instant: InterventionCourse.Instant, state: Int, least: Int?, most: Int?) {
      self.instant = instant
      self.state = state
      self.least = least
      self.most = most
    }
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
  ///   - moments: to show.
  public init(
    _ document: ResultsDocument, _ words: ReleaseWords, _ intervention: InterventionWords,
    _ course: InterventionCourse, _ moments: [Moment]
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
    func change(_ index: Int) -> Double? {
      index == 0 ? 0 : document.states[index].summary.change_peak_patellofemoral_force_percent
    }
    rows = moments.map { moment in
      let instant = moment.instant
      let state = document.states[moment.state]
      let tension = state.tension[muscle] ?? .healthy
      return Row(
        time_s: instant.time, event: instant.event.inWords, effect_percent: 100 * instant.effect,
        stiffness: target == .stiffness ? tension.stiffness : nil,
        strength: target == .strength ? tension.strength : nil,
        peak_patellofemoral_force_N: state.summary.peak_patellofemoral_force_N,
        peak_patellofemoral_force_BW: state.summary.peak_patellofemoral_force_BW,
        change_peak_patellofemoral_force_percent: change(moment.state),
        effect_least_percent: moment.least == nil ? nil : instant.least.map { 100 * $0 },
        effect_most_percent: moment.most == nil ? nil : instant.most.map { 100 * $0 },
        change_peak_patellofemoral_force_least_percent: moment.least.flatMap(change),
        change_peak_patellofemoral_force_most_percent: moment.most.flatMap(change))
    }
  }

  /// One line of JSON with sorted keys and a final newline.
  public func json() -> [UInt8] { encodedJSON(self) }

  /// A row per moment, a header with units, RFC 4180.
  public func csv() -> [UInt8] {
    let header =
      [
        "time_s", "time_d", "event", "effect_percent", "stiffness", "strength", "peak_patellofemoral_force_N",
        "peak_patellofemoral_force_BW", "change_peak_patellofemoral_force_percent", "effect_least_percent",
        "effect_most_percent", "change_peak_patellofemoral_force_least_percent",
        "change_peak_patellofemoral_force_most_percent",
      ] + InterventionRecord.columns
    let lines = rows.map { row in
      let cells: [CSVCell] =
        [
          .number(row.time_s), .number(row.time_s / 86_400), .text(row.event), .number(row.effect_percent),
        ]
        + [
          row.stiffness, row.strength, row.peak_patellofemoral_force_N, row.peak_patellofemoral_force_BW,
          row.change_peak_patellofemoral_force_percent, row.effect_least_percent, row.effect_most_percent,
          row.change_peak_patellofemoral_force_least_percent,
          row.change_peak_patellofemoral_force_most_percent,
        ].map { .number($0) } + intervention.cells
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
