extension KneeModel {
  /// Muscle volume of one lower limb, cm³: 47 · mass (kg) · height (m) + 1285.
  /// Source: Handsfield et al. 2014 J Biomech 47:631, doi 10.1016/j.jbiomech.2013.12.002; healthy adults of 46 to 100 kg.
  public static func limbMuscleVolume(mass: Double, height: Double) -> Double { 47 * mass * height + 1285 }

  /// Person whose muscles have the model's `maxIsometricForce` (Rajagopal 2016): kg, m.
  static let strengthReference = (mass: 75.337, height: 1.68)

  /// The knee of a person: geometric similarity by body height, strength by the volume law.
  ///
  /// Every length scales with body height over that of the model's subject; ligament
  /// stiffness (N per strain) with its square; pressure laws stay. Maximal muscle force is volume over fiber length,
  /// so it scales with the volume law and inversely with height. Sex changes only the masses of the segments.
  public func scaled(to person: Person) -> KneeModel {
    let factor = person.height / height
    let reference = Self.strengthReference
    let volume =
      Self.limbMuscleVolume(mass: person.mass, height: person.height)
      / Self.limbMuscleVolume(mass: reference.mass, height: reference.height)
    let strength = volume * reference.height / person.height
    var copy = self
    copy.height = person.height
    copy.mass = person.mass
    copy.hipCenter *= factor
    copy.ankleCenter *= factor
    copy.path = path.scaled(by: factor)
    copy.femur = femur.scaled(by: factor)
    copy.patellaElements = patellaElements.scaled(by: factor)
    copy.tibiaElements = tibiaElements.scaled(by: factor)
    copy.patellofemoralLaw.thickness *= factor
    copy.tibiofemoralLaw.thickness *= factor
    copy.strands = strands.map { $0.scaled(by: factor) }
    copy.muscles = muscles.map { $0.scaled(by: factor, strength: strength) }
    return copy
  }
}
