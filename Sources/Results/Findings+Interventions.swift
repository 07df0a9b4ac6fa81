import Scenarios

extension Finding {
  /// What a reader must heed of an effect before using its numbers: nothing is cut off, so that it is said.
  ///
  /// - Parameters:
  ///   - effects: all that are used of it, as fractions of the value before.
  ///   - course: nil for one moment after one session or programme.
  public static func all(
    of use: Intervention.Use, effects: [Double], course: InterventionCourse? = nil
  ) -> [Finding] {
    [beyondPublished(effects, use), course.flatMap { tooClose($0, use) }].compactMap { $0 }
  }

  /// An effect larger than any that is published of this intervention; nil where there is none.
  private static func beyondPublished(_ effects: [Double], _ use: Intervention.Use) -> Finding? {
    let intervention = use.intervention
    guard intervention.isOnMuscle, let range = intervention.publishedRange else { return nil }
    func excess(_ effect: Double) -> Double { max(effect - range.upperBound, range.lowerBound - effect) }
    guard let largest = effects.max(by: { excess($0) < excess($1) }), excess(largest) > 1e-9 else {
      return nil
    }
    return Finding(
      status: .done, level: .careful,
      message:
        "the effect reaches \(signedPercent(largest)), beyond all that the trials named here measured of"
        + " \(MuscleWords.spoken(intervention.name)) (\(signedPercent(range.lowerBound)) to"
        + " \(signedPercent(range.upperBound))): what happens there is not known")
  }

  /// Sessions that come before the effect of the one before is gone; nil where they do not, or where they add nothing.
  private static func tooClose(_ course: InterventionCourse, _ use: Intervention.Use) -> Finding? {
    guard course.sessions > 1, use.initialEffect != 0 || use.ends != nil,
      let time = use.intervention.time_course, time.kind == .session, course.every < time.gone_after_s
    else { return nil }
    return Finding(
      status: .done, level: .careful,
      message:
        "sessions come every \(timeText(course.every)), before the effect of the one before is gone"
        + " (\(timeText(time.gone_after_s))), and are added up: no trial named here measured whether effects add"
    )
  }

  /// Moments at which the ends of a spread add up to what no muscle can have; nil where there are none.
  public static func missingEnds(_ moments: [CourseDocument.Moment]) -> Finding? {
    let missing = moments.count {
      ($0.instant.least != nil && $0.least == nil) || ($0.instant.most != nil && $0.most == nil)
    }
    guard missing > 0 else { return nil }
    return Finding(
      status: .done, level: .careful,
      message:
        "at \(missing) of \(moments.count) moments an end of the published spread, added up, is beyond what a"
        + " muscle can have: it is left out there")
  }
}
