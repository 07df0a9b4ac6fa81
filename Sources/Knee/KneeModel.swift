import Dense

/// Everything that does not change while a knee is solved: geometry, ligaments, cartilage, muscles. SI units.
///
/// Right knee; femur frame with the origin at the knee center, x anterior, y proximal, z lateral.
public struct KneeModel: Sendable {
  public var name: String
  /// FNV-1a hash of the file it came from, 16 hexadecimal digits; the same for every person.
  public var hash: String
  /// Height (m) and mass (kg) of the person whose knee this is.
  public var height, mass: Double
  public var hipCenter: Vector3
  /// In the tibia's frame.
  public var ankleCenter: Vector3
  public var path: CoupledPath
  public var femur: FemurSurface
  public var patellaElements, tibiaElements: ContactElements
  public var patellofemoralLaw, tibiofemoralLaw: ContactLaw
  public var strands: [Strand]
  public var muscles: [Muscle]

  public init(
    name: String, hash: String, height: Double, mass: Double, hipCenter: Vector3, ankleCenter: Vector3,
    path: CoupledPath, femur: FemurSurface, patellaElements: ContactElements, tibiaElements: ContactElements,
    patellofemoralLaw: ContactLaw, tibiofemoralLaw: ContactLaw, strands: [Strand], muscles: [Muscle]
  ) {
    self.name = name
    self.hash = hash
    self.height = height
    self.mass = mass
    self.hipCenter = hipCenter
    self.ankleCenter = ankleCenter
    self.path = path
    self.femur = femur
    self.patellaElements = patellaElements
    self.tibiaElements = tibiaElements
    self.patellofemoralLaw = patellofemoralLaw
    self.tibiofemoralLaw = tibiofemoralLaw
    self.strands = strands
    self.muscles = muscles
  }

  public var muscleNames: [String] { muscles.map(\.name) }

  /// Indices of the four heads of the quadriceps.
  public var quadriceps: [Int] { MuscleGroup.quadriceps.members(among: muscles) }
}
