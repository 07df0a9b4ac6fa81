import Activities
import Knee
import Scenarios

/// What releases of stated amounts change, each solved whole: of every muscle, of every group, and of two muscles at once.
///
/// Property names are the keys of the document.
public struct StatedReleases: Codable, Sendable, Equatable {
  public struct Entry: Codable, Sendable, Equatable {
    /// From 1 among the muscles, or among the groups; what relieves most is first.
    public var rank: Int
    /// With underscores.
    public var muscle_or_group: String
    /// The muscles of a group; absent for a muscle.
    public var members: [String]?
    /// Part of the excess tension that goes, percent; of a group the least of its muscles.
    public var released_percent: Double
    /// Change of the peak kneecap force: N, and percent of that peak. Negative: the release relieves.
    public var change_peak_patellofemoral_force_N, change_peak_patellofemoral_force_percent: Double
    /// The same by the exact slopes at the present peak, N: what a small release of this muscle would lead one to expect.
    public var by_slope_N: Double
    /// `converged`, or why the change means nothing.
    public var status: String
  }

  /// Two muscles released at once.
  public struct Pair: Codable, Sendable, Equatable {
    public var first, second: String
    /// Change of the peak with both released, and the sum of the changes with each alone, N.
    public var together_N, apart_N: Double
    /// What both relieve beyond that sum, N: positive where they do more together than apart.
    public var more_together_N: Double
  }

  public var releases: [Entry]
  public var groups: [Entry]
  /// Pairs of which a frame was not solved, together or alone.
  public var unsolved_pairs: Int
  /// Of all muscles in `releases`, where both alone and together every frame was solved; what does most beyond the sum first.
  public var pairs: [Pair]
}

extension StatedReleases {
  /// - Parameters:
  ///   - tension: as it is now, one per muscle of the model.
  ///   - amounts: part of the excess tension of each muscle that goes, 0 to 1. Only muscles with an excess and an amount
  ///     are released.
  ///   - groups: name and members of each, as indices; those of which every muscle is released have an entry.
  ///   - peak: the present peak kneecap force, N.
  ///   - slopes: of that peak.
  ///   - progress: called for every motion that is solved.
  public init(
    _ simulator: Simulator, _ motion: Motion, tension: [MuscleTension], amounts: [Double],
    groups: [(name: String, members: [Int])], peak: Double, slopes: Derivatives,
    progress: (@Sendable () -> Void)? = nil
  ) {
    let released = zip(tension, amounts).map { $0.released(by: $1) }
    let names = simulator.model.muscleNames
    let muscles = tension.indices.filter { released[$0] != tension[$0] }
    let whole = groups.filter { $0.members.count > 1 && $0.members.allSatisfy(muscles.contains) }
    let pairs = muscles.indices.flatMap { i in muscles[(i + 1)...].map { [muscles[i], $0] } }
    let sets = muscles.map { [$0] } + whole.map(\.members) + pairs

    let scenarios = sets.map { members in
      var state = tension
      for i in members { state[i] = released[i] }
      return Scenario(simulator: simulator, motion: motion, tension: state)
    }
    let solutions = solve(scenarios, progress: progress)
    let changes = solutions.map { $0.summary.peak_patellofemoral_force_N - peak }

    func entry(_ index: Int, _ name: String) -> Entry {
      let members = sets[index]
      let bad = solutions[index].frames.first { $0.status != .converged }
      return Entry(
        rank: 0, muscle_or_group: MuscleWords.normalized(name),
        members: members.count > 1 ? members.map { names[$0] } : nil,
        released_percent: 100 * (members.map { amounts[$0] }.min() ?? 0),
        change_peak_patellofemoral_force_N: changes[index] + 0,
        change_peak_patellofemoral_force_percent: 100 * changes[index] / peak + 0,
        by_slope_N: members.reduce(0) { $0 + slopes.change($1, from: tension[$1], to: released[$1]) } + 0,
        status: bad?.status.rawValue ?? "converged")
    }
    releases = Self.ranked(muscles.indices.map { entry($0, names[muscles[$0]]) })
    self.groups = Self.ranked(whole.indices.map { entry(muscles.count + $0, whole[$0].name) })
    let alone = Dictionary(uniqueKeysWithValues: zip(muscles, changes))
    let firstPair = muscles.count + whole.count
    let isSolved = solutions.map { solution in solution.frames.allSatisfy { $0.status == .converged } }
    let bad = Set(muscles.indices.filter { !isSolved[$0] }.map { muscles[$0] })
    let solved = pairs.enumerated().filter { index, pair in
      isSolved[firstPair + index] && !pair.contains(where: bad.contains)
    }
    unsolved_pairs = pairs.count - solved.count
    self.pairs = solved.map { index, pair in
      let (a, b) = (pair[0], pair[1])
      let (together, apart) = (changes[firstPair + index], alone[a, default: 0] + alone[b, default: 0])
      return Pair(
        first: names[a], second: names[b], together_N: together + 0, apart_N: apart + 0,
        more_together_N: apart - together + 0)
    }
    .enumerated().sorted {
      (-$0.element.more_together_N, $0.offset) < (-$1.element.more_together_N, $1.offset)
    }.map(\.element)
  }

  /// What relieves most first, and last what was not solved in every frame; those of the same change stay in the order of the model.
  private static func ranked(_ entries: [Entry]) -> [Entry] {
    let sorted = entries.enumerated().sorted {
      let (a, b) = ($0.element, $1.element)
      // A change that means nothing stands last.
      return (a.status == "converged" ? 0 : 1, a.change_peak_patellofemoral_force_N, $0.offset)
        < (b.status == "converged" ? 0 : 1, b.change_peak_patellofemoral_force_N, $1.offset)
    }
    return sorted.enumerated().map { place, item in
      var entry = item.element
      entry.rank = place + 1
      return entry
    }
  }
}

extension StatedReleases {
  /// What was not solved, so that a call does not end as if it were.
  public var findings: [Finding] {
    let bad = (releases + groups).filter { $0.status != "converged" }
    let names = bad.map { "\(MuscleWords.spoken($0.muscle_or_group)) (\($0.status))" }
    let parts =
      (bad.isEmpty ? [] : ["releases not solved in every frame: " + names.joined(separator: ", ")])
      + (unsolved_pairs == 0 ? [] : ["\(unsolved_pairs) pairs were not solved in every frame"])
    return parts.map { Finding(status: .notConverged, message: $0) }
  }

  /// - Throws: `NotFinite` with the first release or pair of which a number is not finite.
  public func requireFinite() throws(NotFinite) {
    for entry in releases + groups {
      try require(
        [
          ("released_percent", entry.released_percent),
          ("change_peak_patellofemoral_force_N", entry.change_peak_patellofemoral_force_N),
          ("change_peak_patellofemoral_force_percent", entry.change_peak_patellofemoral_force_percent),
          ("by_slope_N", entry.by_slope_N),
        ], of: "release of \(entry.muscle_or_group)")
    }
    for pair in pairs {
      try require(
        [
          ("together_N", pair.together_N), ("apart_N", pair.apart_N),
          ("more_together_N", pair.more_together_N),
        ], of: "release of \(pair.first) and \(pair.second)")
    }
  }

  private func require(_ numbers: [(name: String, value: Double)], of state: String) throws(NotFinite) {
    guard let bad = numbers.first(where: { !$0.value.isFinite }) else { return }
    throw NotFinite(state: state, frame: nil, phase: nil, number: bad.name)
  }
}

extension Derivatives {
  /// The change that the slopes give for one muscle's tension.
  func change(_ muscle: Int, from old: MuscleTension, to new: MuscleTension) -> Double {
    tone_per_percent[muscle] * 100 * (new.tone - old.tone)
      + stiffness_per_10_percent[muscle] * 10 * (new.stiffness - old.stiffness)
      + shortening_per_percent[muscle] * 100 * (new.shortening - old.shortening)
      + strength_per_10_percent[muscle] * 10 * (new.strength - old.strength)
  }
}

extension StatedReleases {
  /// Smallest effect of two muscles beyond the sum of their own that is worth a row, N.
  static let shownExtra = 0.5
  /// Most pairs in the table.
  static let shownPairs = 5

  /// Two tables for people.
  func text(_ style: TextStyle) -> String {
    guard !releases.isEmpty else {
      return wrapped("No muscle has a tension that could go: nothing was released.") + "\n"
    }
    var table = TextTable([
      .init(""), .init("muscle", .left), .init("released", unit: "%"), .init("change", unit: "N"),
      .init("of the peak", unit: "%"), .init("by slope", unit: "N"),
    ])
    for entry in releases + groups {
      let name = MuscleWords.spoken(entry.muscle_or_group)
      let isSolved = entry.status == "converged"
      table.add([
        String(entry.rank), entry.members.map { "group: \(name) (\($0.count) muscles)" } ?? name,
        shortNumber((10 * entry.released_percent).rounded() / 10),
        isSolved ? signedNumber(entry.change_peak_patellofemoral_force_N, 0) : "not solved",
        isSolved ? signedNumber(entry.change_peak_patellofemoral_force_percent, 1) : "",
        signedNumber(entry.by_slope_N, 0),
      ])
    }
    return style.bold("Released by the stated amounts, each solved whole") + "\n\n" + table.text(style)
      + pairsText(style)
  }

  private func pairsText(_ style: TextStyle) -> String {
    let more = pairs.filter { $0.more_together_N >= Self.shownExtra }
    let less = pairs.count { $0.more_together_N <= -Self.shownExtra }
    let rest = pairs.count - more.count - less
    let counts =
      pairs.isEmpty
      ? ""
      : wrapped(
        "Of \(pairs.count) pairs \(more.count) do more together than apart, \(less) do less, and \(rest) the same to within"
          + " \(shortNumber(Self.shownExtra)) N.") + "\n"
    guard !more.isEmpty else { return "\n" + counts }
    var table = TextTable([
      .init("two muscles", .left), .init("together", unit: "N"), .init("sum apart", unit: "N"),
      .init("more together", unit: "N"),
    ])
    for pair in more.prefix(Self.shownPairs) {
      table.add([
        "\(MuscleWords.spoken(pair.first)), \(MuscleWords.spoken(pair.second))",
        signedNumber(pair.together_N, 0), signedNumber(pair.apart_N, 0), fixedNumber(pair.more_together_N, 1),
      ])
    }
    return "\n" + table.text(style) + counts
  }
}
