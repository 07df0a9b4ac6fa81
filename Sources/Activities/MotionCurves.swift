/// The curves of a motion over time (s), from which frames are taken at any instant.
struct MotionCurves {
  /// Hip flexion, knee flexion, ankle dorsiflexion, rad.
  var hip, knee, ankle: CubicSpline
  /// Net hip extension, knee extension, ankle plantarflexion moment, N·m/kg.
  var hipMoment, kneeMoment, ankleMoment: CubicSpline
  /// Ground reaction, body weights.
  var vertical, anterior: PolygonalCurve
  /// Pelvis tilt with OpenSim's sign, rad: a rotation about the axis to the right, backward (front side up)
  /// positive, so that the thigh's inclination in space is pelvis tilt plus hip flexion.
  var pelvisTilt: CubicSpline?
  var thighRule: Motion.ThighRule
  /// Forward tilt of the pelvis that `flatFootPhase` takes off the hip's flexion, rad.
  var meanTilt = 0.0

  /// Phases of a stride, percent, in which the whole sole is on the ground.
  static let flatFootPhases = 15...35

  /// What hip flexion says more than the thigh's inclination while the foot is flat, on average; `duration` in s.
  func tiltWhileFootIsFlat(duration: Double) -> Double {
    let phases = Self.flatFootPhases
    let sum = phases.reduce(0.0) { sum, percent in
      let t = Double(percent) / 100 * duration
      return sum + hip.value(at: t) - (knee.value(at: t) - ankle.value(at: t))
    }
    return sum / Double(phases.count)
  }

  /// The state at `t` (s, on the axis of the curves), with the phase and time that the frame shall carry.
  func frame(at t: Double, phasePercent: Double, time: Double) -> MotionFrame {
    var frame = MotionFrame()
    frame.phasePercent = phasePercent
    frame.time = time
    frame.hipFlexion = hip.value(at: t)
    frame.kneeFlexion = knee.value(at: t)
    frame.ankleDorsiflexion = ankle.value(at: t)
    frame.hipVelocity = hip.derivative(at: t)
    frame.kneeVelocity = knee.derivative(at: t)
    frame.ankleVelocity = ankle.derivative(at: t)
    frame.hipExtensionMoment = hipMoment.value(at: t)
    frame.kneeExtensionMoment = kneeMoment.value(at: t)
    frame.anklePlantarflexionMoment = ankleMoment.value(at: t)
    frame.groundReactionVertical = vertical.value(at: t)
    frame.groundReactionAnterior = anterior.value(at: t)
    frame.thighInclination =
      switch thighRule {
      case .pelvisTiltPlusHip: (pelvisTilt?.value(at: t) ?? 0) + frame.hipFlexion
      case .flatFoot: frame.kneeFlexion - frame.ankleDorsiflexion
      case .flatFootPhase: frame.hipFlexion - meanTilt
      case .uprightTrunk: frame.hipFlexion
      }
    return frame
  }
}

/// Degrees to radians.
let radiansPerDegree = Double.pi / 180
