import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Trial {
  /// The leg in its swing: net moments from the motion of thigh, shank and foot, where the file of moments has ended.
  ///
  /// The sagittal plane only: the thigh's inclination is pelvis tilt plus hip flexion, and the hip's path is projected along
  /// the way the pelvis faces. Segments as in `BodySegments`, for the person's mass, height and sex. Angles and path are
  /// low-pass filtered, because they are differentiated twice; the angles of the frames themselves are not. What the ground
  /// does to the foot below `Plate.contactForce` is left out: at the heel strike itself 6 N·m at the hip and 2 at the knee.
  struct Swing {
    /// Hz: usual for the angles of walking (Winter 2009), and at which OpenSim's examples filter them; both recalled.
    static let cutoff = 6.0
    /// s, by which the angles must go on beyond what is computed. Of the real trial cut there, the moments of the swing change
    /// by 0.1 N·m at most; cut after 0.02 s the hip's change by 7.
    static let margin = 1 / cutoff
    /// Part by which a stride may be longer or shorter than the angles take to repeat themselves.
    static let periodTolerance = 0.15
    /// rad about the vertical: a pelvis that faces +x this nearly tilts in the plane it walks in.
    static let largestHeading = 20 * radiansPerDegree

    private let leg: FreeLeg
    /// rad in space, as `FreeLeg.Turn` counts.
    private let thigh, shank, foot: CubicSpline
    /// m.
    private let hipX, hipY: CubicSpline

    /// Nil without the columns of the pelvis, away from the direction +x, and with too few samples per second.
    init?(_ coordinates: Coordinates, person: Person) throws(InputError) {
      let times = coordinates.times
      guard let pelvis = coordinates.pelvis, let tilt = coordinates.pelvisTilt, times.count > 2,
        abs(coordinates.heading) <= Self.largestHeading
      else { return nil }

      // Samples at even times: those of the file when they are even.
      let step = (times[times.count - 1] - times[0]) / Double(times.count - 1)
      guard LowPass.admits(cutoff: Self.cutoff, step: step) else { return nil }
      let filter = LowPass(cutoff: Self.cutoff, step: step)
      let even = times.indices.map { times[0] + Double($0) * step }
      func smooth(_ value: (Double) -> Double) -> CubicSpline {
        CubicSpline(x: even, y: filter.filtered(even.map(value)))
      }

      leg = FreeLeg(try BodySegments(person))
      let thighAngle = { tilt.value(at: $0) + coordinates.hip.value(at: $0) }
      let shankAngle = { thighAngle($0) - coordinates.knee.value(at: $0) }
      thigh = smooth(thighAngle)
      shank = smooth(shankAngle)
      foot = smooth { shankAngle($0) + coordinates.ankle.value(at: $0) }
      hipX = smooth { pelvis.hip(person.side, at: $0, heading: coordinates.heading).x }
      hipY = smooth { pelvis.hip(person.side, at: $0, heading: coordinates.heading).y }
    }

    /// The net moments at `t`, N·m per kg of body mass, in the frame's signs: extension and plantarflexion positive.
    func moments(at t: Double) -> (hipExtension: Double, kneeExtension: Double, anklePlantarflexion: Double) {
      func turn(_ curve: CubicSpline) -> FreeLeg.Turn {
        .init(
          angle: curve.value(at: t), velocity: curve.derivative(at: t),
          acceleration: curve.secondDerivative(at: t))
      }
      let moments = leg.moments(
        .init(
          hipAcceleration: .init(hipX.secondDerivative(at: t), hipY.secondDerivative(at: t)),
          thigh: turn(thigh), shank: turn(shank), foot: turn(foot)))
      return (-moments.hip, moments.knee, -moments.ankle)
    }

    /// Puts the moments at `t` into a frame.
    func complete(_ frame: inout MotionFrame, at t: Double) {
      (frame.hipExtensionMoment, frame.kneeExtensionMoment, frame.anklePlantarflexionMoment) = moments(at: t)
    }
  }

  /// What completes a stride whose moments end while the foot swings; nil where that cannot be known or computed.
  ///
  /// That it swings is known from its plates: from the end of the moments to the next heel strike, which a plate must have
  /// seen, they carry no more than a foot that does not stand (`Plate.contactForce`). The stride must last as long as the
  /// angles take to repeat themselves, where that is known: else a step beside the plates would pass for a swing.
  func swing(
    completing stride: Stride, _ coordinates: Coordinates, _ ground: GroundReaction, _ person: Person
  ) throws(InputError) -> Swing? {
    let times = coordinates.times
    guard !stride.isWhole, !stride.endIsEstimated, ground.isFree(from: stride.dataEnd, to: stride.end),
      times[0] <= stride.dataEnd - Swing.margin, times[times.count - 1] >= stride.end + Swing.margin,
      let swing = try Swing(coordinates, person: person)
    else { return nil }
    let length = stride.end - stride.start
    if let period = Stride.period(coordinates), abs(length - period) > Swing.periodTolerance * period {
      return nil
    }

    // A path in millimeters or a jump in it shows in the moments.
    let isPlausible = times.filter { $0 > stride.dataEnd && $0 < stride.end }.allSatisfy {
      let moments = swing.moments(at: $0)
      return [moments.hipExtension, moments.kneeExtension, moments.anklePlantarflexion].allSatisfy(
        Plausible.moment.contains)
    }
    return isPlausible ? swing : nil
  }
}
