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
  /// Everything that `ContactRates` holds.
  func contactRates(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ motion: borrowing BodyMotion
  ) -> ContactRates {
    var result = ContactRates()
    var isPastLimit = false
    var corotational = BodyMoments()
    _ = addContact(candidates, law, motion, &result.value, &corotational, &isPastLimit)
    result.rate = corotational.rates(of: result.value, turn: motion.turn)
    var area = Lanes.zero
    var (areaShift, areaTurn) = (Lanes3.zero, Lanes3.zero)
    forEachTouching(candidates, law) { quad, x, at, mean in
      // The touching part of an element grows while its edge is within the range of depths across it.
      area += quad.area * mean.fraction
      let isPartial = (mean.fraction .> 0) .& (mean.fraction .< 1)
      let growth = Lanes().replacing(with: quad.perRange, where: isPartial)
      let share = Lanes() - quad.area * growth
      let normal = Lanes3(at.x, at.y, at.z)
      areaShift.subtract(share, normal.x, normal.y, normal.z)
      areaTurn.subtract(
        share, x.y * normal.z - x.z * normal.y, x.z * normal.x - x.x * normal.z,
        x.x * normal.y - x.y * normal.x)
      result.takePeak(x, normal, mean, growth, isElement: quad.area .> 0)
    }
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
