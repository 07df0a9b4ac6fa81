import Knee

extension BodySegments {
  /// Mass of shank and foot over body mass (de Leva 1996, by sex).
  public static func belowKneeMassFraction(_ person: Person) throws(InputError) -> Double {
    let segments = try BodySegments(person)
    return segments.shank.massFraction + segments.foot.massFraction
  }
}
