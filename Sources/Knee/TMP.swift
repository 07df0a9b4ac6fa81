public struct MuscleParameters: Sendable {
  public var maxIsometricForce, optimalFiberLength, tendonSlackLength, pennationAtOptimal, maxFiberVelocity: Double
  public var passiveStrainAtZero, passiveStrainAtMaxForce: Double
  public init(
    maxIsometricForce: Double, optimalFiberLength: Double, tendonSlackLength: Double, pennationAtOptimal: Double,
    maxFiberVelocity: Double, passiveStrainAtZero: Double, passiveStrainAtMaxForce: Double
  ) {
    self.maxIsometricForce = maxIsometricForce
    self.optimalFiberLength = optimalFiberLength
    self.tendonSlackLength = tendonSlackLength
    self.pennationAtOptimal = pennationAtOptimal
    self.maxFiberVelocity = maxFiberVelocity
    self.passiveStrainAtZero = passiveStrainAtZero
    self.passiveStrainAtMaxForce = passiveStrainAtMaxForce
  }
}
