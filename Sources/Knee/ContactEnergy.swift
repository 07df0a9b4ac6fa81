import Dense

/// The contact of a cartilage with the femur.
extension KneeModel {
  /// Sets the moments of a contact's energy; returns that, J.
  @inline(__always)
  func addContact(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ pose: borrowing BodyPose,
    _ moments: inout BodyMoments, _ isPastLimit: inout Bool
  ) -> Double {
    var sum = LaneMoments()
    var energy = Lanes.zero
    var deepest = Lanes.zero
    forEachTouching(candidates, law, pose) { quad, x, at, mean in
      energy += quad.area * mean.energy
      deepest = Lanes.greatest(at.depth + quad.halfRange, deepest)
      let part = ElementPart(at, quad.area * mean.pressure, quad.area * mean.stiffness)
      sum.add(at: x, part.gradient, part.hessian)
    }
    if deepest.max() > ContactLaw.limit * law.thickness { isPastLimit = true }
    moments = sum.total
    return energy.total
  }

  /// Calls `body` for every four elements of which some touch: where they are from the body's origin, the surface there,
  /// and the means of the law, which are zero for those that do not touch.
  @inline(__always)
  func forEachTouching(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ pose: borrowing BodyPose,
    _ body: (ContactElements.Quad, Lanes3, FemurSurface.LaneSample<Lanes>, ContactLaw.Mean) -> Void
  ) {
    for candidate in candidates.list {
      if candidate.distance >= candidates.way { break }
      let quad = candidate.quad
      let x = pose.turn(quad.points)
      let place = femur.place(pose.moved(x), near: candidate.reference)
      var at = femur.sample(place)
      at.depth = at.depth.replacing(with: -1, where: .!place.isInside)
      guard any(at.depth .> Lanes.zero - quad.halfRange) else { continue }
      body(quad, x, at, law.mean(depth: at.depth, halfRange: quad.halfRange, perRange: quad.perRange))
    }
  }
}

/// Gradient and Hessian of four elements' energies in the places of the elements.
struct ElementPart {
  let gradient: Lanes3
  let hessian: LaneSymmetric3

  /// From depth and its derivatives, pressure (N) and stiffness (N/m) of the whole elements.
  @inline(__always)
  init(_ at: FemurSurface.LaneSample<Lanes>, _ p: Lanes, _ s: Lanes) {
    gradient = Lanes3(p * at.x, p * at.y, p * at.z)
    let (sx, sy, sz) = (s * at.x, s * at.y, s * at.z)
    hessian = LaneSymmetric3(
      xx: sx * at.x + p * at.xx, xy: sx * at.y + p * at.xy, xz: sx * at.z + p * at.xz,
      yy: sy * at.y + p * at.yy, yz: sy * at.z + p * at.yz, zz: sz * at.z + p * at.zz)
  }
}
