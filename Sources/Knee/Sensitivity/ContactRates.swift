import Dense

/// A cartilage's contact with the rates of its moments along a motion, and how what is read from it follows its body.
struct ContactRates {
  /// Moments of the contact's energy, and their rates along the motion.
  var value = BodyMoments(), rate = BodyMoments()
  /// Contact area, m², and its gradient: of a shift, m²/m, and of a turn about the body's origin, m²/rad.
  var area = 0.0, areaPerShift = Vector3.zero, areaPerTurn = Vector3.zero
  /// Peak pressure, Pa, as `ContactSummary.peakPressure`, and its gradient: Pa/m, Pa/rad.
  var peak = 0.0, peakPerShift = Vector3.zero, peakPerTurn = Vector3.zero
}

extension KneeModel {
  func contactRates(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ pose: borrowing BodyPose,
    _ motion: borrowing BodyMotion
  ) -> ContactRates {
    var (values, rates) = (LaneMoments(), LaneMoments())
    var result = ContactRates()
    var area = Lanes.zero
    var (areaShift, areaTurn) = (Lanes3.zero, Lanes3.zero)
    let ω = motion.turn
    for candidate in candidates.list {
      if candidate.distance >= candidates.way { break }
      let quad = candidate.quad
      let x = pose.turn(quad.points)
      let place = femur.place(pose.moved(x), near: candidate.reference)
      // What does not touch needs no third derivatives.
      let depth = femur.depth(place).replacing(with: -1, where: .!place.isInside)
      guard any(depth .> Lanes.zero - quad.halfRange) else { continue }
      let velocity = Lanes3(
        ω.y * x.z - ω.z * x.y + motion.shift.x, ω.z * x.x - ω.x * x.z + motion.shift.y,
        ω.x * x.y - ω.y * x.x + motion.shift.z)
      let at = femur.sample(place, velocity: velocity)
      let mean = law.mean(depth: depth, halfRange: quad.halfRange, perRange: quad.perRange)
      let slope = law.meanStiffnessSlope(depth: depth, halfRange: quad.halfRange, perRange: quad.perRange)
      let p = RatedLanes(quad.area * mean.pressure, quad.area * mean.stiffness * at.depth.rate)
      let s = RatedLanes(quad.area * mean.stiffness, quad.area * slope * at.depth.rate)
      let (gx, gy, gz) = (p * at.x, p * at.y, p * at.z)
      let (sx, sy, sz) = (s * at.x, s * at.y, s * at.z)
      let (xx, xy, xz) = (sx * at.x + p * at.xx, sx * at.y + p * at.xy, sx * at.z + p * at.xz)
      let (yy, yz, zz) = (sy * at.y + p * at.yy, sy * at.z + p * at.yz, sz * at.z + p * at.zz)
      values.add(
        at: x, gx.value, gy.value, gz.value, xx: xx.value, xy: xy.value, xz: xz.value, yy: yy.value,
        yz: yz.value, zz: zz.value)
      // As seen in a frame that turns with the body; see `BodyMoments.addRates`.
      rates.add(
        at: x, gx.rate - (ω.y * gz.value - ω.z * gy.value), gy.rate - (ω.z * gx.value - ω.x * gz.value),
        gz.rate - (ω.x * gy.value - ω.y * gx.value), xx: xx.rate - 2 * (ω.y * xz.value - ω.z * xy.value),
        xy: xy.rate - (ω.y * yz.value - ω.z * yy.value + ω.z * xx.value - ω.x * xz.value),
        xz: xz.rate - (ω.y * zz.value - ω.z * yz.value + ω.x * xy.value - ω.y * xx.value),
        yy: yy.rate - 2 * (ω.z * xy.value - ω.x * yz.value),
        yz: yz.rate - (ω.z * xz.value - ω.x * zz.value + ω.x * yy.value - ω.y * xy.value),
        zz: zz.rate - 2 * (ω.x * yz.value - ω.y * xz.value))

      // The touching part of an element grows while its edge is within the range of depths across it.
      area += quad.area * mean.fraction
      let isPartial = (mean.fraction .> 0) .& (mean.fraction .< 1)
      let growth = Lanes.zero.replacing(with: quad.perRange, where: isPartial)
      let share = Lanes.zero - quad.area * growth
      let gradient = Lanes3(at.x.value, at.y.value, at.z.value)
      areaShift.subtract(share, gradient.x, gradient.y, gradient.z)
      areaTurn.subtract(
        share, x.y * gradient.z - x.z * gradient.y, x.z * gradient.x - x.x * gradient.z,
        x.x * gradient.y - x.y * gradient.x)
      result.takePeak(x, gradient, mean, growth, isElement: quad.area .> 0)
    }
    result.value = values.total
    result.rate = rates.total.rates(of: result.value, turn: ω)
    result.area = area.total
    result.areaPerShift = areaShift.total
    result.areaPerTurn = areaTurn.total
    return result
  }
}

extension ContactRates {
  /// Takes note of the largest pressure over the touching part of an element.
  @inline(__always)
  fileprivate mutating func takePeak(
    _ x: Lanes3, _ gradient: Lanes3, _ mean: ContactLaw.Mean, _ growth: Lanes,
    isElement: SIMDMask<SIMD4<Int64>>
  ) {
    let pressure = Lanes.zero.replacing(
      with: mean.pressure / mean.fraction, where: (mean.fraction .> 0) .& isElement)
    guard any(pressure .> peak) else { return }
    for lane in 0..<4 where pressure[lane] > peak {
      peak = pressure[lane]
      let slope = (mean.stiffness[lane] - peak * growth[lane]) / mean.fraction[lane]
      peakPerShift = slope * gradient[lane]
      peakPerTurn = slope * x[lane].cross(gradient[lane])
    }
  }

  /// Derivatives in the body's six coordinates of resultant force (N), mean stress (Pa; force over area) and peak pressure.
  func readings(_ coordinate: Int, _ pose: borrowing BodyPose) -> (
    force: Double, stress: Double, peak: Double
  ) {
    func slope(_ perShift: Vector3, _ perTurn: Vector3) -> Double {
      switch coordinate {
      case 0: pose.axes.0.dot(perTurn)
      case 1: pose.axes.1.dot(perTurn)
      case 2: pose.axes.2.dot(perTurn)
      default: perShift[coordinate - 3]
      }
    }
    let size = value.force.length
    guard size > 0 && area > 0 else { return (0, 0, 0) }
    let force = value.force.dot(value.forceSlope(coordinate, pose)) / size
    let stress = (force - size / area * slope(areaPerShift, areaPerTurn)) / area
    return (force, stress, slope(peakPerShift, peakPerTurn))
  }
}
