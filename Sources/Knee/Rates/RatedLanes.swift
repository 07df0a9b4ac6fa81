import Dense

/// Four numbers with their rates along a motion of the knee (dual numbers): what is computed of them has its exact rate.
struct RatedLanes: LaneArithmetic {
  var value, rate: Lanes

  @inline(__always) init(_ value: Lanes, _ rate: Lanes) { (self.value, self.rate) = (value, rate) }
  @inline(__always) init(all value: Double) { self.init(Lanes(repeating: value), .zero) }

  @inline(__always) static func + (_ a: Self, _ b: Self) -> Self { Self(a.value + b.value, a.rate + b.rate) }
  @inline(__always) static func - (_ a: Self, _ b: Self) -> Self { Self(a.value - b.value, a.rate - b.rate) }
  @inline(__always) static func * (_ a: Self, _ b: Self) -> Self {
    Self(a.value * b.value, a.value * b.rate + a.rate * b.value)
  }
  @inline(__always) static func / (_ a: Self, _ b: Self) -> Self {
    let quotient = a.value / b.value
    return Self(quotient, (a.rate - quotient * b.rate) / b.value)
  }
}

extension FemurSurface {
  /// Depth, gradient and Hessian at four points with their rates as the points move by `velocity` (m per unit of the
  /// motion): the third derivatives of the depth along it.
  @inline(__always)
  func sample(_ at: Place, velocity u: Lanes3) -> LaneSample<RatedLanes> {
    let rhoRate = at.cosPsi * u.x + at.sinPsi * u.y
    let psiRate = (at.cosPsi * u.y - at.sinPsi * u.x) * at.inverse
    return Self.chain(
      radius: rated(0, at, zRate: u.z, psiRate: psiRate), cosine: rated(16, at, zRate: u.z, psiRate: psiRate),
      rho: RatedLanes(at.rho, rhoRate),
      inverse: RatedLanes(at.inverse, Lanes.zero - at.inverse * at.inverse * rhoRate),
      cosPsi: RatedLanes(at.cosPsi, Lanes.zero - at.sinPsi * psiRate),
      sinPsi: RatedLanes(at.sinPsi, at.cosPsi * psiRate))
  }

  /// A bicubic spline to its third derivatives, as rates along (z, ψ): of the radius (`offset` 0) or the cosine (16).
  @inline(__always)
  private func rated(_ offset: Int, _ at: Place, zRate: Lanes, psiRate: Lanes) -> SplineValue<RatedLanes> {
    let bytes = unsafe cells.span.bytes
    typealias Four = (Lanes, Lanes, Lanes, Lanes)
    // The polynomial in ψ of one point's cell, and its first three derivatives in z.
    @inline(__always)
    func alongZ(_ lane: Int) -> Four {
      let (a, b, c, d) = FemurSurface.row(bytes, at.cell[lane], offset)
      let u = at.zPart[lane]
      return (a + (b + (c + d * u) * u) * u, b + (2 * c + 3 * d * u) * u, 2 * c + 6 * d * u, 6 * d)
    }
    let (r0, r1, r2, r3) = (alongZ(0), alongZ(1), alongZ(2), alongZ(3))
    let v = Lanes.transpose(r0.0, r1.0, r2.0, r3.0)
    let v1 = Lanes.transpose(r0.1, r1.1, r2.1, r3.1)
    let v2 = Lanes.transpose(r0.2, r1.2, r2.2, r3.2)
    let v3 = Lanes.transpose(r0.3, r1.3, r2.3, r3.3)
    // The polynomial of four powers, and its derivatives in ψ.
    let u = at.psiPart
    @inline(__always) func value(_ c: Four) -> Lanes { c.0 + (c.1 + (c.2 + c.3 * u) * u) * u }
    @inline(__always) func first(_ c: Four) -> Lanes { c.1 + (2 * c.2 + 3 * c.3 * u) * u }
    @inline(__always) func second(_ c: Four) -> Lanes { 2 * c.2 + 6 * c.3 * u }
    // Slopes per cell become slopes per m and rad.
    let (kz, kp) = (1 / zStep, 1 / psiStep)
    let (z, p) = (kz * value(v1), kp * first(v))
    let (zz, pz, pp) = (kz * kz * value(v2), kz * kp * first(v1), kp * kp * second(v))
    let (zzz, zzp) = (kz * kz * kz * value(v3), kz * kz * kp * first(v2))
    let (zpp, ppp) = (kz * kp * kp * second(v1), 6 * kp * kp * kp * v.3)
    @inline(__always)
    func rated(_ value: Lanes, _ alongZ: Lanes, _ alongPsi: Lanes) -> RatedLanes {
      RatedLanes(value, alongZ * zRate + alongPsi * psiRate)
    }
    return SplineValue(
      value: rated(value(v), z, p), z: rated(z, zz, pz), p: rated(p, pz, pp), zz: rated(zz, zzz, zzp),
      pz: rated(pz, zzp, zpp), pp: rated(pp, zpp, ppp))
  }
}

extension ContactLaw {
  /// Slope of the stiffness of `mean` in the depth, Pa/m²: the law's slopes at both ends of the element.
  @inline(__always)
  func meanStiffnessSlope(depth d: Lanes, halfRange w: Lanes, perRange: Lanes) -> Lanes {
    (slope(at: d + w) - slope(at: d - w)) * perRange
  }

  /// Slope of the pressure at four depths, Pa/m; 0 for d ≤ 0.
  @inline(__always)
  func slope(at d: Lanes) -> Lanes {
    let reach = Lanes.least(d, Lanes(repeating: Self.limit * thickness))
    let slope = modulus / (Lanes(repeating: thickness) - reach)
    return Lanes.zero.replacing(with: slope, where: d .> 0)
  }
}
