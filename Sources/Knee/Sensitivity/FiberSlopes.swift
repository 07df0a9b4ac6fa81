/// What a muscle's force F, and its slope F_a in activation, owe to velocity and tension: derivatives at the equilibrium of
/// fiber and tendon, for a given musculotendon length. Zero where that equilibrium is clamped.
struct FiberSlopes {
  /// Derivatives of F and of F_a by one variable: N per unit of it.
  struct Pair: Equatable {
    var force = 0.0, forcePerActivation = 0.0
  }
  /// By lengthening velocity of musculotendon, per m/s.
  var velocity = Pair()
  /// By the parts of the muscle's tension, per unit of each.
  var stiffness = Pair(), shortening = Pair(), strength = Pair()
}

extension MuscleParameters {
  /// - Parameters:
  ///   - state: the equilibrium, as `fiberState` gives it for the other arguments.
  func fiberSlopes(
    _ state: FiberState, velocity: Double, activation a: Double, tension: MuscleTension
  ) -> FiberSlopes {
    guard !state.isClamped else { return FiberSlopes() }
    // The fiber's curves at its length, forces over maximal isometric force.
    let l = state.fiberLength
    let h2 = fiberHeight * fiberHeight
    let along = (l * l - h2).squareRoot()
    let cosine = along / l
    let cosineSlope = h2 / (l * l * along)
    let cosineCurvature = -cosineSlope * (2 / l + l / (along * along))
    let velocityScale = cosPennation / (optimalFiberLength * maxFiberVelocity)
    let fV = MuscleCurves.forceVelocity(velocity * velocityScale)
    let perVelocity = fV.value > 0 ? fV.slope * velocityScale : 0
    let drive = max(fV.value, 0) * tension.strength
    let fL = MuscleCurves.activeForceLength(l)
    let fP = passiveCurve(l + tension.shortening)
    let active = fL.value * cosine
    let activeSlope = fL.slope * cosine + fL.value * cosineSlope
    let passive = fP.value * cosine
    let passiveSlope = fP.slope * cosine + fP.value * cosineSlope

    // How fiber and tendon share a change; see `fiberState`.
    let total = a * drive * fL.value + tension.stiffness * fP.value
    let totalSlope = a * drive * fL.slope + tension.stiffness * fP.slope
    let totalCurvature = a * drive * fL.curvature + tension.stiffness * fP.curvature
    let force = total * cosine
    let forceSlope = totalSlope * cosine + total * cosineSlope
    let forceCurvature = totalCurvature * cosine + 2 * totalSlope * cosineSlope + total * cosineCurvature
    let tendon = MuscleCurves.tendonLength(force: force)
    let ratio = optimalFiberLength / tendonSlackLength
    let given = ratio * l / along
    let givenSlope = -ratio * h2 / (along * along * along)
    let yielding = given + tendon.slope * forceSlope

    /// By a variable on which the fiber's force at constant length depends by `f`, that force's slope by `fSlope`, and the
    /// drive by `driveRate`.
    func pair(_ f: Double, slope fSlope: Double, drive driveRate: Double = 0) -> FiberSlopes.Pair {
      let fiber = -tendon.slope * f / yielding
      let change = f * given / yielding
      let given2 = givenSlope * fiber
      let yielding2 =
        given2 + tendon.curvature * change * forceSlope
        + tendon.slope * (forceCurvature * fiber + fSlope)
      let shape =
        drive * (activeSlope * fiber * given + active * given2 - active * given * yielding2 / yielding)
      let perActivation2 = (driveRate * active * given + shape) / yielding
      return FiberSlopes.Pair(
        force: maxIsometricForce * change, forcePerActivation: maxIsometricForce * perActivation2)
    }
    func pair(drive rate: Double) -> FiberSlopes.Pair {
      pair(a * rate * active, slope: a * rate * activeSlope, drive: rate)
    }
    let k = tension.stiffness
    return FiberSlopes(
      velocity: pair(drive: perVelocity * tension.strength), stiffness: pair(passive, slope: passiveSlope),
      shortening: pair(
        k * fP.slope * cosine, slope: k * (fP.curvature * cosine + fP.slope * cosineSlope)),
      strength: pair(drive: max(fV.value, 0)))
  }
}
