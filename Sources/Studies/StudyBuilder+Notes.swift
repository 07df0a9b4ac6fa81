import Knee
import Results

/// What is no mistake, but surely not what was meant.
extension StudyBuilder {
  mutating func note(_ study: Study, _ root: StudyValue) {
    noteOverridden(study, root)
    noteIdleReleases(study, root)
  }

  /// Values that the sweep of the same file replaces at every point. Over those of a file that is extended it is there for that.
  private mutating func noteOverridden(_ study: Study, _ root: StudyValue) {
    guard let value = root["sweep"], let sweep = study.sweep else { return }
    for parameter in sweep.parameters {
      for stated in stated(parameter, root) where stated.mark.file == value.mark.file {
        notes.append(
          stated.mark.error(
            "is never used: the sweep sets \(parameter.name) at every point", place: stated.place,
            allowed: "the one or the other"))
      }
    }
  }

  /// Where a study states what a parameter sets; of tension, where it sets all of the muscles.
  private func stated(_ parameter: SweepParameter, _ root: StudyValue) -> [(place: String, mark: StudyMark)] {
    guard case .tension(let muscles, let part) = parameter.target else {
      // A trial must say the mass of its person.
      if parameter.target == .mass, root["activity"]?["motion"] != nil { return [] }
      let keys = parameter.name.split(separator: ".").map(String.init)
      return (root[keys[0]]?.entries ?? []).filter { $0.key == keys[1] }.map { (parameter.name, $0.mark) }
    }
    return (root["tension"]?.entries ?? []).filter { Set(muscles).isSuperset(of: indices($0.key)) }
      .flatMap { entry in
        entry.value.entries.filter { $0.key == part.rawValue }.map {
          ("tension.\(entry.key).\(part.rawValue)", $0.mark)
        }
      }
  }

  /// Releases of what has no excess tension at any point.
  private mutating func noteIdleReleases(_ study: Study, _ root: StudyValue) {
    let tense = study.notRelaxed
    for (index, value) in (root["what_if"]?.list ?? []).enumerated() {
      for entry in value["release"]?.entries ?? [] where tense.isDisjoint(with: indices(entry.key)) {
        notes.append(
          entry.mark.error(
            "releases nothing: no excess tension is stated there",
            place: "what_if[\(index + 1)].release.\(entry.key)",
            allowed: "muscles with tone, stiffness or shortening under tension"))
      }
    }
  }
}

extension Study {
  /// Muscles that have an excess of tension as it is now, at some point that is looked at.
  fileprivate var notRelaxed: Set<Int> {
    var found: Set<Int> = []
    for point in checkedPoints {
      let tension = states(at: point)[0].tension
      found.formUnion(tension.indices.filter { tension[$0].hasExcess })
    }
    return found
  }
}

extension MuscleTension {
  /// Whether a release changes it.
  var hasExcess: Bool { released(by: 1) != self }
}
