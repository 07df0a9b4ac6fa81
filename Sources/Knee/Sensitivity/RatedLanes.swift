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
    let wz = SplineWeights(at.zPart, step: zStep)
    let wp = SplineWeights(at.psiPart, step: psiStep)
    return Self.chain(
      radius: rated(radius, at, wz, wp, zRate: u.z, psiRate: psiRate),
      cosine: rated(cosine, at, wz, wp, zRate: u.z, psiRate: psiRate), rho: RatedLanes(at.rho, rhoRate),
      inverse: RatedLanes(at.inverse, Lanes.zero - at.inverse * at.inverse * rhoRate),
      cosPsi: RatedLanes(at.cosPsi, Lanes.zero - at.sinPsi * psiRate),
      sinPsi: RatedLanes(at.sinPsi, at.cosPsi * psiRate))
  }

  /// A bicubic spline to its third derivatives, as rates along (z, ψ).
  @inline(__always)
  private func rated(
    _ values: [Double], _ at: Place, _ wz: SplineWeights, _ wp: SplineWeights, zRate: Lanes, psiRate: Lanes
  ) -> SplineValue<RatedLanes> {
    let bytes = values.span.bytes
    let (z3, p3) = (SplineWeights.third(step: zStep), SplineWeights.third(step: psiStep))
    typealias Four = (Lanes, Lanes, Lanes, Lanes)
    // The four coefficients along ψ of one point, contracted along z with each derivative of the weights.
    @inline(__always)
    func contract(_ lane: Int) -> Four {
      let first = Int(at.first[lane])
      @inline(__always)
      func row(_ k: Int) -> Lanes {
        unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 8 * (first + k * psiCount), as: Lanes.self)
      }
      let (a, b, c, d) = (row(0), row(1), row(2), row(3))
      @inline(__always)
      func mix(_ w: Four) -> Lanes {
        (a * w.0[lane] + b * w.1[lane]) + (c * w.2[lane] + d * w.3[lane])
      }
      return (
        mix(wz.value), mix(wz.first), mix(wz.second), (a * z3.0 + b * z3.1) + (c * z3.2 + d * z3.3)
      )
    }
    let (r0, r1, r2, r3) = (contract(0), contract(1), contract(2), contract(3))
    let v = Lanes.transpose(r0.0, r1.0, r2.0, r3.0)
    let v1 = Lanes.transpose(r0.1, r1.1, r2.1, r3.1)
    let v2 = Lanes.transpose(r0.2, r1.2, r2.2, r3.2)
    let v3 = Lanes.transpose(r0.3, r1.3, r2.3, r3.3)
    @inline(__always)
    func dot(_ a: Four, _ b: Four) -> Lanes { (a.0 * b.0 + a.1 * b.1) + (a.2 * b.2 + a.3 * b.3) }
    let (z, p) = (dot(v1, wp.value), dot(v, wp.first))
    let (zz, pz, pp) = (dot(v2, wp.value), dot(v1, wp.first), dot(v, wp.second))
    let (zzz, zzp, zpp) = (dot(v3, wp.value), dot(v2, wp.first), dot(v1, wp.second))
    let ppp = (v.0 * p3.0 + v.1 * p3.1) + (v.2 * p3.2 + v.3 * p3.3)
    @inline(__always)
    func rated(_ value: Lanes, _ alongZ: Lanes, _ alongPsi: Lanes) -> RatedLanes {
      RatedLanes(value, alongZ * zRate + alongPsi * psiRate)
    }
    return SplineValue(
      value: rated(dot(v, wp.value), z, p), z: rated(z, zz, pz), p: rated(p, pz, pp),
      zz: rated(zz, zzz, zzp), pz: rated(pz, zzp, zpp), pp: rated(pp, zpp, ppp))
  }
}

extension SplineWeights {
  /// Third derivatives of the weights, constant between two knots.
  @inline(__always)
  static func third(step: Double) -> (Double, Double, Double, Double) {
    let k = 1 / (step * step * step)
    return (-k, 3 * k, -3 * k, k)
  }
}

extension ContactLaw {
  /// Slope of the stiffness of `mean` in the depth, Pa/m²: the law's slopes at both ends of the element.
  @inline(__always)
  func meanStiffnessSlope(depth d: Lanes, halfRange w: Lanes) -> Lanes {
    (slope(at: d + w) - slope(at: d - w)) * (0.5 / w)
  }

  /// Slope of the pressure at four depths, Pa/m; 0 for d ≤ 0.
  @inline(__always)
  func slope(at d: Lanes) -> Lanes {
    let reach = Lanes.least(d, Lanes(repeating: Self.limit * thickness))
    let slope = modulus / (Lanes(repeating: thickness) - reach)
    return Lanes.zero.replacing(with: slope, where: d .> 0)
  }
}
