import Activities
import Knee
import Scenarios

/// The muscles in the order in which a small release of each relieves the kneecap: the JSON document of `rank`.
///
/// Property names are the keys of the document.
public struct Ranking: Codable, Sendable {
  /// Whether there is something to release.
  public enum Kind: String, Codable, Sendable {
    /// The muscle has tone now; of a group, every muscle has.
    case tightNow = "tight_now"
    /// It has none: the change is that of a tone it is only assumed to have; of a group, no muscle has.
    case noToneNow = "no_tone_now"
  }

  public struct Entry: Codable, Sendable, Equatable {
    /// From 1, among the muscles of its kind, or among the groups of its kind.
    public var rank_in_kind: Int
    /// With underscores.
    public var muscle_or_group: String
    public var kind: Kind
    /// The muscles of a group; absent for a muscle.
    public var members: [String]? = nil
    /// Tone now, percent; of a group the least of its muscles.
    public var tone_percent: Double
    /// Change of the peak kneecap force when the tone is less by one percent of full activation, of a group in each of its
    /// muscles: N, and percent of that peak. Negative: the release relieves.
    public var change_peak_patellofemoral_force_N_by_1_percent_less_tone: Double
    public var change_peak_patellofemoral_force_percent_by_1_percent_less_tone: Double
  }

  public var trochlea: String
  public var schema: Int
  public var boundary: ResultsDocument.Boundary
  public var model: ResultsDocument.Model
  public var person: ResultsDocument.PersonRecord
  public var activity: ResultsDocument.Activity?
  /// By muscle name with underscores.
  public var tension: [String: MuscleTension]
  /// The peak whose derivatives these are.
  public var peak_patellofemoral_force_N: Double
  public var peak_patellofemoral_force_BW: Double
  /// Null in a single pose.
  @NullWhenNil public var peak_phase_percent: Double?
  /// The muscles: those with tone first, of each kind what relieves most on top.
  public var ranking: [Entry]
  /// The groups in the same order: the changes of their muscles added up, which is exact for derivatives. A group of which
  /// only some muscles have tone is left out.
  public var groups: [Entry]
  /// Releases of stated amounts, where amounts were stated.
  public var stated: StatedReleases? = nil
  public var warnings: [ResultsDocument.Warning]
  /// How to read the numbers.
  public var reading: String

  /// - Parameters:
  ///   - document: of one state with sensitivities.
  ///   - groups: name and members of each, as indices into the muscles of the model.
  /// - Throws: `Failure` (not converged) where the peak has no derivative.
  public init(_ document: ResultsDocument, groups: [(name: String, members: [Int])]) throws(Failure) {
    precondition(document.states.count == 1, "a ranking is of one state, not \(document.states.count)")
    let state = document.states[0]
    guard let sensitivities = state.sensitivities,
      let force = sensitivities.summary.peak_patellofemoral_force_N.derivatives
    else {
      let reason = state.sensitivities?.summary.peak_patellofemoral_force_N.caution?.first
      throw Failure(
        .notConverged,
        "the muscles cannot be ranked: the peak kneecap force has no derivative: \(reason ?? "no frame was solved")"
      )
    }
    trochlea = document.trochlea
    schema = document.schema
    boundary = document.boundary
    model = document.model
    person = document.person
    activity = document.activity
    tension = state.tension
    peak_patellofemoral_force_N = state.summary.peak_patellofemoral_force_N
    peak_patellofemoral_force_BW = state.summary.peak_patellofemoral_force_BW
    peak_phase_percent = state.summary.peak_phase_percent
    reading = Wording.smallChanges + " " + Wording.loadIsNotPain
    warnings =
      document.warnings
      + (sensitivities.summary.peak_patellofemoral_force_N.caution ?? []).map {
        .init(level: .note, message: "at the peak: \($0)")
      }

    let tones = sensitivities.muscles.map { 100 * (state.tension[$0]?.tone ?? 0) }
    let muscles = sensitivities.muscles.indices.map { (name: sensitivities.muscles[$0], members: [$0]) }
    let several = groups.filter { $0.members.count > 1 }
    let peak = peak_patellofemoral_force_N
    func entries(_ kind: Kind, of candidates: [(name: String, members: [Int])]) -> [Entry] {
      let changes = candidates.filter { $0.members.allSatisfy { (tones[$0] > 0) == (kind == .tightNow) } }.map
      {
        (
          name: $0.name, members: $0.members,
          change: -$0.members.reduce(0) { $0 + force.tone_per_percent[$1] }
        )
      }
      // Those of the same change, to what rounding leaves of it (1e-6 N), stay in the order of the model.
      let sorted = changes.enumerated().sorted {
        ((1e6 * $0.element.change).rounded(), $0.offset) < ((1e6 * $1.element.change).rounded(), $1.offset)
      }
      return sorted.enumerated().map { place, entry in
        let (name, members, change) = entry.element
        return Entry(
          rank_in_kind: place + 1, muscle_or_group: MuscleWords.normalized(name), kind: kind,
          members: members.count > 1 ? members.map { sensitivities.muscles[$0] } : nil,
          tone_percent: members.map { tones[$0] }.min() ?? 0,
          // A zero has no sign.
          change_peak_patellofemoral_force_N_by_1_percent_less_tone: change + 0,
          change_peak_patellofemoral_force_percent_by_1_percent_less_tone: 100 * change / peak + 0)
      }
    }
    ranking = entries(.tightNow, of: muscles) + entries(.noToneNow, of: muscles)
    self.groups = entries(.tightNow, of: several) + entries(.noToneNow, of: several)
  }

  /// The document as one line of JSON.
  public func json() -> [UInt8] { encodedJSON(self) }

  /// The ranking as a table: a row per muscle, then a row per group, units in the header; with the releases of stated amounts in
  /// three more columns, empty for what was not released. Pairs are in JSON alone. RFC 4180.
  public func csv() -> [UInt8] {
    var header = [
      "rank_in_kind", "muscle_or_group", "is_group", "kind", "tone_percent",
      "change_peak_patellofemoral_force_N_by_1_percent_less_tone",
      "change_peak_patellofemoral_force_percent_by_1_percent_less_tone",
    ]
    if stated != nil {
      header += ["released_percent", "change_peak_patellofemoral_force_N_by_release", "by_slope_N"]
    }
    let rows = (ranking + groups).map { entry in
      var cells: [CSVCell] = [
        .integer(entry.rank_in_kind), .text(entry.muscle_or_group),
        .text(entry.members == nil ? "no" : "yes"),
        .text(entry.kind.rawValue), .number(entry.tone_percent),
        .number(entry.change_peak_patellofemoral_force_N_by_1_percent_less_tone),
        .number(entry.change_peak_patellofemoral_force_percent_by_1_percent_less_tone),
      ]
      if let stated {
        let release = (entry.members == nil ? stated.releases : stated.groups)
          .first { $0.muscle_or_group == entry.muscle_or_group && $0.status == "converged" }
        cells += [
          release?.released_percent, release?.change_peak_patellofemoral_force_N, release?.by_slope_N,
        ].map { $0.map { .number($0) } ?? .text("") }
      }
      return cells.map(\.field)
    }
    return Array(([header] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
  }
}
