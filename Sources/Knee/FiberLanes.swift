import Dense

/// Four muscles at a time: the fiber's equilibrium of `MuscleParameters.fiberState` side by side.
///
/// A lane that leaves the usual range (a fiber at its shortest, a force past the curves' straight part, a search
/// that does not end) is solved again by `fiberState`, which brackets its root.
struct FiberLanes {
  /// Largest Newton steps before a lane is given to the scalar search.
  static let maxIterations = 8
  /// A Newton step below which the equilibrium is taken to first order in it, fraction of the optimal fiber length: force and
  /// its slope in activation are then exact to 1e-13 of the maximal force, the other slopes and the passive force to 1e-6.
  static let lastStep = Lanes(repeating: 1e-7)

  private let maxIsometricForce, optimalFiberLength, tendonSlackLength, height, velocityScale: Lanes
  private let shortest, passiveOrigin, passivePerLength, passiveOffset, passiveScale, passiveLinear: Lanes
  private var stiffness, shortening, strength: Lanes

  /// Four muscles; missing ones repeat the first.
  init(_ muscles: [MuscleParameters]) {
    func lanes(_ value: (MuscleParameters) -> Double) -> Lanes {
      Lanes((0..<4).map { value(muscles[$0 < muscles.count ? $0 : 0]) })
    }
    maxIsometricForce = lanes(\.maxIsometricForce)
    optimalFiberLength = lanes(\.optimalFiberLength)
    tendonSlackLength = lanes(\.tendonSlackLength)
    height = lanes(\.fiberHeight)
    velocityScale = lanes { $0.cosPennation / ($0.optimalFiberLength * $0.maxFiberVelocity) }
    shortest = lanes(\.shortestFiber)
    passiveOrigin = lanes { 1 + $0.passiveStrainAtZero }
    passivePerLength = lanes { 1 / ($0.passiveStrainAtMaxForce - $0.passiveStrainAtZero) }
    passiveOffset = lanes(\.passiveCurve.offset)
    passiveScale = lanes(\.passiveCurve.scale)
    passiveLinear = lanes(\.passiveCurve.linearX)
    (stiffness, shortening, strength) = (.one, .zero, .one)
  }

  /// Takes the tension of the muscle in a lane.
  mutating func set(_ tension: MuscleTension, lane: Int) {
    stiffness[lane] = tension.stiffness
    shortening[lane] = tension.shortening
    strength[lane] = tension.strength
  }

  /// Solutions of four muscles; see `FiberState`.
  struct States {
    var force, forcePerActivation, passiveForce, fiberLength, forcePerLength, forceCurvature: Lanes
    var forcePerActivationLength, drivePerVelocity, fiberPerLength, fiberPerActivation: Lanes
    /// Lanes that hold a solution.
    var isSolved: SIMDMask<SIMD4<Int64>>
  }

  /// - Parameters: lengths (m) and velocities (m/s) of musculotendon, activations, and the first guess of the fiber lengths
  ///   over optimal ones.
  func solve(length: Lanes, velocity: Lanes, activation: Lanes, guess: Lanes) -> States {
    let fV = Self.forceVelocity(velocity * velocityScale)
    let drive = Lanes.greatest(fV.value, .zero) * strength
    let ratio = optimalFiberLength / tendonSlackLength
    let reach = length / tendonSlackLength
    let h2 = height * height
    var l = guess
    var at = force(l, h2, activation * drive)
    var needed = Self.tendonLength(at.force)
    var rest = Lanes.zero
    var isSolved = SIMDMask<SIMD4<Int64>>(repeating: false)
    for _ in 0..<Self.maxIterations {
      let gap = reach - ratio * at.along - needed.value
      let slope = Lanes.zero - ratio * at.alongSlope - needed.slope * at.forceSlope
      let isPossible =
        (l .> shortest) .& (at.force .> 0) .& (at.force .< MuscleCurves.linearAbove) .& (slope .< 0)
        .& (at.passiveX .< passiveLinear)
      rest = Lanes.zero - gap / slope
      let size = Lanes.greatest(rest, Lanes.zero - rest)
      isSolved = isPossible .& (size .<= Self.lastStep)
      if all(isSolved .| .!isPossible) { break }
      // A lane that has converged stays.
      l.replace(with: l + rest, where: isPossible .& .!isSolved)
      at = force(l, h2, activation * drive)
      needed = Self.tendonLength(at.force)
    }

    // The last step to first order: what it leaves out is its square.
    rest.replace(with: Lanes.zero, where: .!isSolved)
    l += rest
    let given = ratio * at.alongSlope
    let yielding = given + needed.slope * at.forceSlope
    let perYielding = 1 / yielding
    let perActivation = drive * at.active * given * perYielding
    let fiberPerLength = perYielding / tendonSlackLength
    let perLength = at.forceSlope * fiberPerLength
    let fiberPerActivation = Lanes.zero - needed.slope * drive * at.active * perYielding
    let activePart = at.activeSlope / at.active
    func change(fiber: Lanes, force: Lanes, forceSlope: Lanes) -> Lanes {
      let given2 = ratio * at.alongCurvature * fiber
      let yielding2 = given2 + needed.curvature * force * at.forceSlope + needed.slope * forceSlope
      return perActivation * (activePart * fiber + given2 / given - yielding2 * perYielding)
    }
    let curvature = change(
      fiber: fiberPerActivation, force: perActivation,
      forceSlope: at.forceCurvature * fiberPerActivation + drive * at.activeSlope)
    let mixed = change(
      fiber: fiberPerLength, force: perLength, forceSlope: at.forceCurvature * fiberPerLength)
    let last = change(
      fiber: rest, force: at.forceSlope * rest, forceSlope: at.forceCurvature * rest)
    return States(
      force: maxIsometricForce * (at.force + at.forceSlope * rest),
      forcePerActivation: maxIsometricForce * (perActivation + last),
      passiveForce: maxIsometricForce * Lanes.greatest(at.passive, .zero), fiberLength: l,
      forcePerLength: maxIsometricForce * perLength, forceCurvature: maxIsometricForce * curvature,
      forcePerActivationLength: maxIsometricForce * mixed,
      drivePerVelocity: (fV.slope * velocityScale / fV.value).replacing(
        with: Lanes.zero, where: fV.value .<= 0),
      fiberPerLength: fiberPerLength, fiberPerActivation: fiberPerActivation,
      isSolved: isSolved .& (at.force .> 0) .& (at.active .> 1e-12))
  }

  /// What four fibers of given lengths do; see `FiberForce.Value`.
  private struct Force {
    var along, alongSlope, alongCurvature, force, forceSlope, forceCurvature, active, activeSlope: Lanes
    var passive, passiveX: Lanes
  }

  @inline(__always)
  private func force(_ l: Lanes, _ h2: Lanes, _ drive: Lanes) -> Force {
    let along2 = l * l - h2
    let along = along2.squareRoot()
    let perAlong = 1 / along
    let perLength = 1 / l
    let cosine = along * perLength
    let cosineSlope = h2 * perLength * perLength * perAlong
    let cosineCurvature = Lanes.zero - cosineSlope * (2 * perLength + l * perAlong * perAlong)
    var active = Lanes.zero
    var activeSlope = Lanes.zero
    var activeCurvature = Lanes.zero
    for i in 0..<3 {
      let term = MuscleCurves.activeTerms[i]
      let perWidth = 1 / (term.b3 + term.b4 * l)
      let z = (l - term.b2) * perWidth
      let value = term.b1 * Lanes.exponential(Lanes.greatest(-0.5 * z * z, Lanes(repeating: -690)))
      let slope = (1 - term.b4 * z) * perWidth
      active += value
      activeSlope -= value * z * slope
      let bend = (z * z - 1) * slope
      activeCurvature += value * slope * (bend + (2 * term.b4) * z * perWidth)
    }
    let x = (l + shortening - passiveOrigin) * passivePerLength
    let e = Lanes.exponential(MuscleCurves.kPE * Lanes.least(x, passiveLinear))
    let passive = (e - passiveOffset) * passiveScale
    let passiveSlope = MuscleCurves.kPE * e * passiveScale * passivePerLength
    let total = drive * active + stiffness * passive
    let slope = drive * activeSlope + stiffness * passiveSlope
    let passiveCurvature = MuscleCurves.kPE * passivePerLength * passiveSlope
    let curvature = drive * activeCurvature + stiffness * passiveCurvature
    return Force(
      along: along, alongSlope: l * perAlong,
      alongCurvature: Lanes.zero - h2 * perAlong * perAlong * perAlong,
      force: total * cosine, forceSlope: slope * cosine + total * cosineSlope,
      forceCurvature: curvature * cosine + 2 * slope * cosineSlope + total * cosineCurvature,
      active: active * cosine, activeSlope: activeSlope * cosine + active * cosineSlope,
      passive: stiffness * passive * cosine, passiveX: x)
  }

  private struct Curve { var value, slope, curvature: Lanes }

  @inline(__always)
  private static func tendonLength(_ force: Lanes) -> Curve {
    let shifted = Lanes.greatest(force, Lanes(repeating: -0.1)) + MuscleCurves.cT
    let inverse = 1 / shifted
    let slope = (1 / MuscleCurves.kT) * inverse
    return Curve(
      value: 1 + Lanes.logarithm(shifted * (1 / MuscleCurves.cT)) * (1 / MuscleCurves.kT), slope: slope,
      curvature: Lanes.zero - slope * inverse)
  }

  /// See `MuscleCurves.forceVelocity`; asinh x = ± ln(|x| + √(x² + 1)).
  @inline(__always)
  private static func forceVelocity(_ velocity: Lanes) -> (value: Lanes, slope: Lanes) {
    let held = Lanes.least(Lanes.greatest(velocity, Lanes(repeating: -1)), .one)
    let x = MuscleCurves.d2 * held + MuscleCurves.d3
    let size = Lanes.greatest(x, Lanes.zero - x)
    let root = (size * size + 1).squareRoot()
    let value = Lanes.logarithm(size + root)
    let slope = (MuscleCurves.d1 * MuscleCurves.d2) / root
    return (
      MuscleCurves.d1 * value.replacing(with: Lanes.zero - value, where: x .< 0) + MuscleCurves.d4,
      slope.replacing(with: Lanes.zero, where: held .!= velocity)
    )
  }
}
