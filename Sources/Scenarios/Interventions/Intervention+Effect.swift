import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Intervention.Use {
  /// The part of an effect that is left so long after a session or after the end of a programme, 1 at once down to 0;
  /// 1 for ever where nothing comes and goes.
  /// - Parameter seconds: 0 or more.
  public func left(after seconds: Double) -> Double {
    precondition(seconds >= 0, "\(seconds) s is before the session")
    guard let course = intervention.time_course else { return 1 }
    return exp(-seconds / course.decayTimeConstant)
  }

  /// The effect so long after a session or after the end of a programme, as a fraction of the present value.
  /// - Parameter seconds: 0 or more.
  public func effect(after seconds: Double) -> Double { initialEffect * left(after: seconds) }

  /// The ends of the published spread at that time; nil where none is published or the person stated the effect.
  public func ends(after seconds: Double) -> (least: Double, most: Double)? {
    ends.map { ($0.least.effect(after: seconds), $0.most.effect(after: seconds)) }
  }

  /// A tension with an effect on it; as it was where the intervention does not act on muscle.
  ///
  /// - Parameter effect: fraction of the present value.
  /// - Throws: `InputError` (usage) when the parameter leaves its range.
  public func applied(_ effect: Double, to tension: MuscleTension) throws(InputError) -> MuscleTension {
    var tension = tension
    switch intervention.acts_on {
    case .stiffness:
      tension.stiffness = try inRange(
        tension.stiffness * (1 + effect), MuscleTension.stiffnessRange, "stiffness")
    case .strength:
      tension.strength = try inRange(tension.strength * (1 + effect), MuscleTension.strengthRange, "strength")
    case .mass, .none: break
    }
    return tension
  }

  private func inRange(
    _ value: Double, _ range: ClosedRange<Double>, _ name: String
  ) throws(InputError) -> Double {
    guard range.contains(value) else {
      throw InputError(
        .usage, place: intervention.name,
        problem: "the \(name) would be \((value * 1000).rounded() / 1000)",
        allowed: "\(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
