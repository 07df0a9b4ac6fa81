#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A muscle at one instant, its tendon in equilibrium with its fibers.
public struct FiberState: Sendable, Equatable {
  /// Force in the tendon, N, 0 or more.
  public var force = 0.0
  /// Derivative of the force by activation, N; the fiber shortens as it should.
  public var forcePerActivation = 0.0
  /// The part of the force that the passive fibers carry, N.
  public var passiveForce = 0.0
  /// Fiber length over optimal fiber length.
  public var fiberLength = 0.0
  /// Derivative of the force by musculotendon length, N/m.
  public var forcePerLength = 0.0
  /// Second derivative of the force by activation, N, and by activation and length, N/m.
  public var forceCurvature = 0.0, forcePerActivationLength = 0.0
  /// Relative change of what the active fibers give with musculotendon velocity, s/m, and slopes of the fiber length over
  /// optimal by musculotendon length, 1/m, and activation; by `FiberLanes` alone.
  var drivePerVelocity = 0.0, fiberPerLength = 0.0, fiberPerActivation = 0.0
  /// True where the equilibrium lies outside the model: a fiber at its shortest (0.2 of its optimal length, or the
  /// pennation limit) or a slack tendon. Then activation changes nothing: `forcePerActivation` is 0.
  public var isClamped = false
  /// Newton steps and bisections that were taken.
  public var iterations = 0

  public init() {}
}

/// Limits of the search for the fiber's equilibrium.
public struct FiberEquilibriumSettings: Sendable {
  /// The search ends after a Newton step below this fraction of the optimal fiber length; convergence is quadratic, so
  /// the length is then exact to rounding.
  public var stepTolerance = 1e-8
  /// Steps after which the bracket's last point is taken; bisection alone would need about 50.
  public var maxIterations = 100
  /// Tendon length over slack length that bounds the fiber from above: no passive force is so negative as the tendon there.
  public var shortestTendon = 0.9

  public init() {}
}

extension MuscleParameters {
  /// Solves `T(lT) = (a fL(l) fV(v) strength + stiffness fP(l + shortening)) cos α` for the fiber length `l`, where the
  /// tendon takes what the fiber leaves of the musculotendon length.
  ///
  /// Departures: the velocity of the fiber is taken as `velocity cos(α₀) / (optimalFiberLength maxFiberVelocity)`,
  /// that is, the rate of the tendon is neglected; no damping. The force grows with activation, for any length.
  ///
  /// - Parameters:
  ///   - length: musculotendon length, m; any finite value. Too short gives force 0, too long a large finite force.
  ///   - velocity: lengthening velocity of musculotendon, m/s; beyond the maximal fiber velocity the curve is held.
  ///   - activation: 0 to 1. The involuntary floor `tension.tone` is not applied here.
  ///   - tension: stiffness, shortening and strength of this muscle.
  ///   - initialFiberLength: fiber length over optimal fiber length to start from; spares an iteration or two along a motion.
  public func fiberState(
    length: Double, velocity: Double = 0, activation: Double, tension: MuscleTension = .healthy,
    initialFiberLength: Double? = nil, settings: FiberEquilibriumSettings = FiberEquilibriumSettings()
  ) -> FiberState {
    precondition(
      length.isFinite && velocity.isFinite, "length \(length) and velocity \(velocity) must be finite")
    precondition((0...1).contains(activation), "activation \(activation) must be 0 to 1")
    let fV = MuscleCurves.forceVelocity(velocity * cosPennation / (optimalFiberLength * maxFiberVelocity))
      .value
    let perActivation = max(fV, 0) * tension.strength
    let fiber = FiberForce(
      muscle: self, drive: activation * perActivation, stiffness: tension.stiffness,
      shortening: tension.shortening)

    // The fiber lies between its shortest length and what a slack tendon would leave it.
    let longestAlong = (length - settings.shortestTendon * tendonSlackLength) / optimalFiberLength
    var low = shortestFiber
    var high = longestAlong > 0 ? sqrt(longestAlong * longestAlong + fiberHeight * fiberHeight) : 0
    if high <= low || gap(at: fiber(low), length: length).value <= 0 { return clamped(length: length) }

    // Newton on the gap: what the fiber leaves to the tendon minus what the tendon needs for the fiber's force.
    var l = initialFiberLength ?? guess(length: length)
    if !(l > low && l < high) { l = 0.5 * (low + high) }
    var state = FiberState()
    while true {
      let at = fiber(l)
      let gap = gap(at: at, length: length)
      if gap.value > 0 { low = l } else { high = l }
      let step = -gap.value / gap.slope
      let next = l + step
      state.iterations += 1
      let isInside = next > low && next < high
      if abs(step) <= settings.stepTolerance || high - low <= settings.stepTolerance * settings.stepTolerance
        || state.iterations >= settings.maxIterations
      {
        return finished(fiber(isInside ? next : l), drive: perActivation, state)
      }
      l = isInside && gap.slope < 0 ? next : 0.5 * (low + high)
    }
  }

  /// Tendon length the fiber leaves minus tendon length its force needs, over slack length; falls with the fiber's length.
  private func gap(at fiber: FiberForce.Value, length: Double) -> CurveValue {
    let needed = MuscleCurves.tendonLength(force: fiber.force)
    return CurveValue(
      value: (length - optimalFiberLength * fiber.along) / tendonSlackLength - needed.value,
      slope: -optimalFiberLength * fiber.alongSlope / tendonSlackLength - needed.slope * fiber.forceSlope)
  }

  /// A start for the search: a tendon strained by 1 %.
  private func guess(length: Double) -> Double {
    let along = max((length - 1.01 * tendonSlackLength) / optimalFiberLength, 0)
    return sqrt(along * along + fiberHeight * fiberHeight)
  }

  /// Force and derivatives at the equilibrium, by the implicit function theorem.
  ///
  /// - Parameter drive: force of the fibers per activation over what their length gives, f_V times strength.
  private func finished(_ at: FiberForce.Value, drive: Double, _ state: FiberState) -> FiberState {
    var state = state
    state.fiberLength = at.length
    guard at.force > 0 else {
      state.isClamped = true
      return state
    }
    // Along the fiber, what a change of length gives to the tendon, and what of it the tendon's compliance takes.
    let ratio = optimalFiberLength / tendonSlackLength
    let given = ratio * at.alongSlope
    let tendon = MuscleCurves.tendonLength(force: at.force)
    let yielding = given + tendon.slope * at.forceSlope
    state.force = maxIsometricForce * at.force
    state.passiveForce = maxIsometricForce * at.passive
    let perActivation = drive * at.active * given / yielding
    let perLength = at.forceSlope / (tendonSlackLength * yielding)
    state.forcePerActivation = maxIsometricForce * perActivation
    state.forcePerLength = maxIsometricForce * perLength

    // The same slope perActivation = A g/Y, differentiated along activation and along length.
    func change(fiber: Double, force: Double, forceSlope: Double) -> Double {
      let active = at.active > 0 ? at.activeSlope * fiber / at.active : 0
      let given2 = ratio * at.alongCurvature * fiber
      let yielding2 = given2 + tendon.curvature * force * at.forceSlope + tendon.slope * forceSlope
      return perActivation * (active + given2 / given - yielding2 / yielding)
    }
    let fiberPerActivation = -tendon.slope * drive * at.active / yielding
    state.forceCurvature =
      maxIsometricForce
      * change(
        fiber: fiberPerActivation, force: perActivation,
        forceSlope: at.forceCurvature * fiberPerActivation + drive * at.activeSlope)
    let fiberPerLength = 1 / (tendonSlackLength * yielding)
    state.forcePerActivationLength =
      maxIsometricForce
      * change(
        fiber: fiberPerLength, force: perLength, forceSlope: at.forceCurvature * fiberPerLength)
    return state
  }

  /// The fiber at its shortest: the tendon carries what its length asks for, often nothing.
  private func clamped(length: Double) -> FiberState {
    let along = sqrt(max(shortestFiber * shortestFiber - fiberHeight * fiberHeight, 0))
    let tendon = MuscleCurves.tendonForceLength((length - optimalFiberLength * along) / tendonSlackLength)
    var state = FiberState()
    state.isClamped = true
    state.fiberLength = shortestFiber
    if tendon.value > 0 {
      state.force = maxIsometricForce * tendon.value
      state.forcePerLength = maxIsometricForce * tendon.slope / tendonSlackLength
    }
    return state
  }
}

/// Force of the fibers along the tendon as a function of fiber length, everything else given.
private struct FiberForce {
  /// The fiber at one length; forces over maximal isometric force, lengths over optimal fiber length.
  struct Value {
    var length = 0.0
    /// Extent along the tendon, and its derivatives by fiber length.
    var along = 0.0, alongSlope = 0.0, alongCurvature = 0.0
    /// Force along the tendon, and its derivatives by fiber length.
    var force = 0.0, forceSlope = 0.0, forceCurvature = 0.0
    /// Parts along the tendon: active at full drive with its derivative by fiber length, and passive.
    var active = 0.0, activeSlope = 0.0, passive = 0.0
  }

  /// Height of the fibers over optimal fiber length.
  let height: Double
  let passiveCurve: PassiveForceLengthCurve
  /// Activation times force-velocity factor times strength.
  let drive: Double
  let stiffness: Double
  let shortening: Double

  init(muscle: MuscleParameters, drive: Double, stiffness: Double, shortening: Double) {
    height = muscle.fiberHeight
    passiveCurve = muscle.passiveCurve
    self.drive = drive
    self.stiffness = stiffness
    self.shortening = shortening
  }

  func callAsFunction(_ l: Double) -> Value {
    let along = sqrt(l * l - height * height)
    let cosine = along / l
    let h2 = height * height
    let cosineSlope = h2 / (l * l * along)
    let cosineCurvature = -cosineSlope * (2 / l + l / (along * along))
    let fL = MuscleCurves.activeForceLength(l)
    let fP = passiveCurve(l + shortening)
    let total = drive * fL.value + stiffness * fP.value
    let slope = drive * fL.slope + stiffness * fP.slope
    let curvature = drive * fL.curvature + stiffness * fP.curvature
    return Value(
      length: l, along: along, alongSlope: l / along, alongCurvature: -h2 / (along * along * along),
      force: total * cosine, forceSlope: slope * cosine + total * cosineSlope,
      forceCurvature: curvature * cosine + 2 * slope * cosineSlope + total * cosineCurvature,
      active: fL.value * cosine, activeSlope: fL.slope * cosine + fL.value * cosineSlope,
      passive: max(stiffness * fP.value * cosine, 0))
  }
}
