import Dense

extension KneeModel {
  /// Sets the moments of a contact's energy and their corotational rates along a motion: its third derivatives. Returns the
  /// energy, J.
  @inline(__always)
  func addContact(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ motion: borrowing BodyMotion,
    _ moments: inout BodyMoments, _ rates: inout BodyMoments, _ isPastLimit: inout Bool
  ) -> Double {
    let motion = copy motion
    var (values, valueRates) = (LaneMoments(), LaneMoments())
    var energy = Lanes.zero
    var deepest = Lanes.zero
    candidates.forEachQuad { quad, x, place in
      let at = femur.sample(place, velocity: motion.velocity(of: x))
      let depth = at.depth.value.replacing(with: -1, where: .!place.isInside)
      let mean = law.mean(depth: depth, halfRange: quad.halfRange, perRange: quad.perRange)
      let slope = law.meanStiffnessSlope(depth: depth, halfRange: quad.halfRange, perRange: quad.perRange)
      energy += quad.area * mean.energy
      deepest = Lanes.greatest(depth + quad.halfRange, deepest)
      let p = RatedLanes(quad.area * mean.pressure, quad.area * mean.stiffness * at.depth.rate)
      let s = RatedLanes(quad.area * mean.stiffness, quad.area * slope * at.depth.rate)
      let (gx, gy, gz) = (p * at.x, p * at.y, p * at.z)
      let (sx, sy, sz) = (s * at.x, s * at.y, s * at.z)
      let (xx, xy, xz) = (sx * at.x + p * at.xx, sx * at.y + p * at.xy, sx * at.z + p * at.xz)
      let (yy, yz, zz) = (sy * at.y + p * at.yy, sy * at.z + p * at.yz, sz * at.z + p * at.zz)
      let gradient = Lanes3(gx.value, gy.value, gz.value)
      let hessian = LaneSymmetric3(
        xx: xx.value, xy: xy.value, xz: xz.value, yy: yy.value, yz: yz.value, zz: zz.value)
      values.add(at: x, gradient, hessian)
      valueRates.addRates(
        at: x, gradient, Lanes3(gx.rate, gy.rate, gz.rate), hessian,
        LaneSymmetric3(xx: xx.rate, xy: xy.rate, xz: xz.rate, yy: yy.rate, yz: yz.rate, zz: zz.rate),
        turn: motion.turn)
    }
    if deepest.max() > ContactLaw.limit * law.thickness { isPastLimit = true }
    moments = values.total
    rates = valueRates.total
    return energy.total
  }
}
