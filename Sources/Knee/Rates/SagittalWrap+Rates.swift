import Dense

/// How a segment's slopes change.
extension SagittalWrap {
  /// Rate of `Segment.hessian` as the end moves: third derivatives of the length along the velocity of the end.
  ///
  /// - Parameters:
  ///   - segment: as `path` gave it for these ends.
  ///   - velocity: of the end, m per unit of the motion; the start stands still.
  static func hessianRate(
    _ segment: Segment, from start: Vector3, to end: Vector3, around wrap: SagittalWrap?, velocity: Vector3
  ) -> Symmetric3 {
    if segment.isWrapped, let wrap {
      return wrap.hessianRate(segment, from: start, to: end, velocity)
    }
    // H = (I - u uᵀ)/L
    let u = segment.towardEnd
    let per = 1 / segment.length
    let rate = u.dot(velocity)
    let turned = per * (velocity - rate * u)
    return (-per) * Symmetric3.pair(u, turned) + (-rate * per) * segment.hessian
  }

  /// Of a wrapped segment; the letters are those of `path`.
  private func hessianRate(
    _ segment: Segment, from start: Vector3, to end: Vector3, _ velocity: Vector3
  ) -> Symmetric3 {
    let length = segment.length
    let cz = segment.towardEnd.z
    let cs = (segment.towardEnd.x * segment.towardEnd.x + segment.towardEnd.y * segment.towardEnd.y)
      .squareRoot()
    let ub = Vector3(segment.towardEnd.x, segment.towardEnd.y, 0) / cs
    let n = Vector3(-ub.y, ub.x, 0)
    let b = Vector3(end.x - x, end.y - y, 0)
    let a = (start.x - x, start.y - y)
    let r = min(radius, 0.999 * min(a.0 * a.0 + a.1 * a.1, b.dot(b)).squareRoot())
    let tb = (b.dot(b) - r * r).squareRoot()

    // Rates of everything that the Hessian is made of.
    let (sRate, zRate) = (ub.dot(velocity), velocity.z)
    let tbRate = b.dot(velocity) / tb
    let turn = n.dot(velocity) / tb
    let (ubRate, nRate) = (turn * n, -turn * ub)
    let lengthRate = cs * sRate + cz * zRate
    let csRate = (sRate - cs * lengthRate) / length
    let czRate = (zRate - cz * lengthRate) / length
    let (ss, sz, zz) = (cz * cz / length, -cs * cz / length, cs * cs / length)
    let shrink = lengthRate / length
    let ssRate = 2 * cz * czRate / length - ss * shrink
    let szRate = -(csRate * cz + cs * czRate) / length - sz * shrink
    let zzRate = 2 * cs * csRate / length - zz * shrink
    let bend = cs / tb
    let bendRate = csRate / tb - bend * tbRate / tb
    let z = Vector3(0, 0, 1)
    var hessian = Symmetric3.dyad(ub, scale: ssRate) + Symmetric3.dyad(n, scale: bendRate)
    hessian = hessian + Symmetric3.dyad(z, scale: zzRate) + ss * Symmetric3.pair(ub, ubRate)
    hessian = hessian + bend * Symmetric3.pair(n, nRate) + szRate * Symmetric3.pair(ub, z)
    return hessian + sz * Symmetric3.pair(ubRate, z)
  }
}

extension Strand {
  /// Derivatives of tension (N) and of its slope (N/m) by the logarithm of the slack length.
  func tensionPerSlack(strain: Double) -> (force: Double, slope: Double) {
    let toe = Self.transitionStrain
    guard strain > 0 else { return (0, 0) }
    if strain < toe {
      return (
        -stiffness * strain * (1 + strain) / toe, -stiffness * (1 + 2 * strain) / (toe * slackLength)
      )
    }
    return (-stiffness * (1 + strain), -stiffness / slackLength)
  }
}
