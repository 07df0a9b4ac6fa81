import Activities
import Knee
import Scenarios

/// The muscles in the order in which a small release of each relieves the kneecap: the JSON document of `rank`.
///
/// Property names are the keys of the document.
public struct Ranking: Codable, Sendable {
  /// What the change of a muscle means.
  public enum Kind: String, Codable, Sendable {
    /// It has tone now: what is given up with it.
    case release
    /// It has none: what a tone would cost.
    case wouldCost = "would_cost"
  }

  public struct Entry: Codable, Sendable, Equatable {
    /// From 1, among the muscles of its kind.
    public var rank: Int
    /// With underscores.
    public var muscle: String
    public var kind: Kind
    /// Tone now, percent.
    public var tone_percent: Double
    /// Change of the peak kneecap force per percent of tone, N and percent of that peak. Positive: less tone means less
    /// force.
    public var peak_patellofemoral_force_N_per_percent_tone: Double
    public var peak_patellofemoral_force_percent_per_percent_tone: Double
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
  public var peak_phase_percent: Double
  /// Muscles with tone first; then by falling change per tone.
  public var ranking: [Entry]
  public var warnings: [String]
  /// How to read the numbers.
  public var reading: String

  /// - Parameter document: of one state with sensitivities.
  /// - Throws: `Failure` (not converged) where the peak has no derivative.
  public init(_ document: ResultsDocument) throws(Failure) {
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
      + (sensitivities.summary.peak_patellofemoral_force_N.caution ?? []).map { "at the peak: \($0)" }

    let peak = peak_patellofemoral_force_N
    func entries(_ kind: Kind) -> [Entry] {
      let members = sensitivities.muscles.indices.filter {
        (state.tension[sensitivities.muscles[$0]]?.tone ?? 0 > 0) == (kind == .release)
      }
      // Muscles of the same change stay in the order of the model.
      let sorted = members.sorted {
        (-force.tone_per_percent[$0], $0) < (-force.tone_per_percent[$1], $1)
      }
      return sorted.enumerated().map { place, i in
        let name = sensitivities.muscles[i]
        // A zero has no sign.
        let change = force.tone_per_percent[i] + 0
        return Entry(
          rank: place + 1, muscle: name, kind: kind, tone_percent: 100 * (state.tension[name]?.tone ?? 0),
          peak_patellofemoral_force_N_per_percent_tone: change,
          peak_patellofemoral_force_percent_per_percent_tone: 100 * change / peak)
      }
    }
    ranking = entries(.release) + entries(.wouldCost)
  }

  /// The document as one line of JSON.
  public func json() -> [UInt8] { encodedJSON(self) }

  /// The ranking as a table: a row per muscle, units in the header. RFC 4180.
  public func csv() -> [UInt8] {
    let header = [
      "rank", "muscle", "kind", "tone_percent", "peak_patellofemoral_force_N_per_percent_tone",
      "peak_patellofemoral_force_percent_per_percent_tone",
    ]
    let rows = ranking.map { entry in
      [
        .integer(entry.rank), .text(entry.muscle), .text(entry.kind.rawValue), .number(entry.tone_percent),
        .number(entry.peak_patellofemoral_force_N_per_percent_tone),
        .number(entry.peak_patellofemoral_force_percent_per_percent_tone),
      ].map { (cell: CSVCell) in cell.field }
    }
    return Array(([header] + rows).map { $0.joined(separator: ",") + "\r\n" }.joined().utf8)
  }
}
