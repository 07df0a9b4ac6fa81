import Dense

/// The contact of a cartilage with the femur.
extension KneeModel {
  /// Sets the moments of a contact's energy; returns that, J.
  @inline(__always)
  func addContact(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw, _ moments: inout BodyMoments,
    _ isPastLimit: inout Bool
  ) -> Double {
    var sum = LaneMoments()
    var energy = Lanes.zero
    var deepest = Lanes.zero
    forEachTouching(candidates, law) { quad, x, at, mean in
      energy += quad.area * mean.energy
      deepest = Lanes.greatest(at.depth + quad.halfRange, deepest)
      let part = ElementPart(at, quad.area * mean.pressure, quad.area * mean.stiffness)
      sum.add(at: x, part.gradient, part.hessian)
    }
    if deepest.max() > ContactLaw.limit * law.thickness { isPastLimit = true }
    moments = sum.total
    return energy.total
  }

  /// Calls `body` for every four elements that touch: where they are from the body's origin, the surface there, and the
  /// means of the law.
  @inline(__always)
  func forEachTouching(
    _ candidates: borrowing ContactCandidates, _ law: ContactLaw,
    _ body: (ContactElements.Quad, Lanes3, FemurSurface.LaneSample<Lanes>, ContactLaw.Mean) -> Void
  ) {
    candidates.forEachQuad { quad, x, place in
      var at = femur.sample(place)
      at.depth = at.depth.replacing(with: -1, where: .!place.isInside)
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
