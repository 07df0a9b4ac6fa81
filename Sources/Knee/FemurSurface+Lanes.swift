import Dense

/// The surface at four points at once.
extension FemurSurface {
  /// Four points in the surface's own coordinates.
  struct Place {
    /// Distance from the axis, m, its inverse, and the direction from the axis: cosine and sine of ψ.
    var rho, inverse, cosPsi, sinPsi: Lanes
    /// Fraction of a knot interval.
    var zPart, psiPart: Lanes
    /// Index of the first of the 4 × 4 coefficients.
    var first: SIMD4<Int32>
    /// Whether z lies in the surface's range.
    var isInside: SIMDMask<SIMD4<Int64>>
  }

  /// Depth (m) with gradient and Hessian in the femur frame.
  struct LaneSample<N: LaneArithmetic> {
    var depth, x, y, z, xx, xy, xz, yy, yz, zz: N
  }

  @inline(__always)
  func place(_ p: Lanes3) -> Place {
    let dx = p.x - axisX
    let dy = p.y - axisY
    let rho = (dx * dx + dy * dy).squareRoot()
    let inverse = 1 / rho
    var psi = Lanes.angle(dy, dx)
    psi.replace(with: psi - 2 * Double.pi, where: psi .>= psiEnd)
    psi.replace(with: psi + 2 * Double.pi, where: psi .< psiStart)

    // Cells; a point outside is put on the edge and marked.
    let z = (p.z - zStart) * (1 / zStep)
    let isInside = (z .>= 0) .& (z .< Double(zCount - 3))
    let zPlace = Lanes.least(Lanes.greatest(z, .zero), Lanes(repeating: Double(zCount - 3).nextDown))
    let psiPlace = Lanes.least(
      Lanes.greatest((psi - psiStart) * (1 / psiStep), .zero), Lanes(repeating: Double(psiCount - 3).nextDown)
    )
    let i = Self.floor(zPlace)
    let j = Self.floor(psiPlace)
    let first = i &* Int32(psiCount) &+ j
    let zCell = Lanes(i)
    let psiCell = Lanes(j)
    return Place(
      rho: rho, inverse: inverse, cosPsi: dx * inverse, sinPsi: dy * inverse, zPart: zPlace - zCell,
      psiPart: psiPlace - psiCell, first: first, isInside: isInside)
  }

  /// Whole part of numbers from 0 to some hundred.
  @inline(__always)
  private static func floor(_ x: Lanes) -> SIMD4<Int32> {
    SIMD4(Int32(x[0]), Int32(x[1]), Int32(x[2]), Int32(x[3]))
  }

  /// Depth alone, m.
  @inline(__always)
  func depth(_ at: Place) -> Lanes {
    let wz = SplineWeights(at.zPart, step: zStep)
    let wp = SplineWeights(at.psiPart, step: psiStep)
    return (value(radius, at, wz, wp) - at.rho) * value(cosine, at, wz, wp)
  }

  @inline(__always)
  func sample(_ at: Place) -> LaneSample<Lanes> {
    let wz = SplineWeights(at.zPart, step: zStep)
    let wp = SplineWeights(at.psiPart, step: psiStep)
    return Self.chain(
      radius: spline(radius, at, wz, wp), cosine: spline(cosine, at, wz, wp), rho: at.rho,
      inverse: at.inverse,
      cosPsi: at.cosPsi, sinPsi: at.sinPsi)
  }

  /// A bicubic spline's value and derivatives in z and ψ (p).
  struct SplineValue<N: LaneArithmetic> {
    var value, z, p, zz, pz, pp: N
  }

  /// From (ρ, ψ, z) to (x, y, z): d = (r - ρ) c through ∇ρ = e, ∇ψ = t/ρ, e = (cos ψ, sin ψ), t = (-sin ψ, cos ψ).
  @inline(__always)
  static func chain<N: LaneArithmetic>(
    radius r: SplineValue<N>, cosine c: SplineValue<N>, rho: N, inverse q: N, cosPsi: N, sinPsi: N
  ) -> LaneSample<N> {
    let zero = N(all: 0)
    let two = N(all: 2)
    let gap = r.value - rho
    let dPsi = r.p * c.value + gap * c.p
    let dPsiPsi = r.pp * c.value + two * r.p * c.p + gap * c.pp
    let dPsiZ = r.pz * c.value + r.p * c.z + r.z * c.p + gap * c.pz
    let dZZ = r.zz * c.value + two * r.z * c.z + gap * c.zz
    // Along e: -c. Second derivatives along e and t: ∂²ρ = t tᵀ/ρ, ∂²ψ = -(e tᵀ + t eᵀ)/ρ².
    let along = zero - c.value
    let across = dPsi * q
    let hET = zero - (c.p + across) * q
    let hTT = (dPsiPsi * q + along) * q
    let hTZ = dPsiZ * q
    let mixed = two * hET * cosPsi * sinPsi
    return LaneSample(
      depth: gap * c.value,
      x: along * cosPsi - across * sinPsi, y: along * sinPsi + across * cosPsi, z: r.z * c.value + gap * c.z,
      xx: hTT * sinPsi * sinPsi - mixed,
      xy: hET * (cosPsi * cosPsi - sinPsi * sinPsi) - hTT * sinPsi * cosPsi,
      xz: zero - c.z * cosPsi - hTZ * sinPsi,
      yy: hTT * cosPsi * cosPsi + mixed,
      yz: hTZ * cosPsi - c.z * sinPsi,
      zz: dZZ)
  }
}

/// The four uniform cubic B-spline weights at `u` in 0..<1, with first and second derivatives.
struct SplineWeights {
  var value, first, second: (Lanes, Lanes, Lanes, Lanes)

  @inline(__always)
  init(_ u: Lanes, step: Double) {
    let v = 1 - u
    let k = 1 / step
    let sixth = 1.0 / 6
    value = (
      v * v * v * sixth, (4 + 3 * u * u * (u - 2)) * sixth, (4 + 3 * v * v * (v - 2)) * sixth,
      u * u * u * sixth
    )
    let half = 0.5 * k
    first = (v * v * -half, (3 * u - 4) * u * half, (4 - 3 * v) * v * half, u * u * half)
    let kk = k * k
    second = (v * kk, (3 * u - 2) * kk, (3 * v - 2) * kk, u * kk)
  }
}

extension FemurSurface {
  /// Four neighboring coefficients along ψ.
  @inline(__always)
  private func row(_ coefficients: borrowing RawSpan, _ first: Int) -> Lanes {
    unsafe coefficients.unsafeLoadUnaligned(fromUncheckedByteOffset: 8 * first, as: Lanes.self)
  }

  @inline(__always)
  private func spline(_ values: [Double], _ at: Place, _ wz: SplineWeights, _ wp: SplineWeights)
    -> SplineValue<Lanes>
  {
    let bytes = values.span.bytes
    var inZ = (Lanes(), Lanes(), Lanes(), Lanes())
    var inZ1 = inZ
    var inZ2 = inZ
    @inline(__always)
    func contract(_ lane: Int) -> (Lanes, Lanes, Lanes) {
      let first = Int(at.first[lane])
      let a = row(bytes, first)
      let b = row(bytes, first + psiCount)
      let c = row(bytes, first + 2 * psiCount)
      let d = row(bytes, first + 3 * psiCount)
      @inline(__always)
      func mix(_ w: (Lanes, Lanes, Lanes, Lanes)) -> Lanes {
        (a * w.0[lane] + b * w.1[lane]) + (c * w.2[lane] + d * w.3[lane])
      }
      return (mix(wz.value), mix(wz.first), mix(wz.second))
    }
    (inZ.0, inZ1.0, inZ2.0) = contract(0)
    (inZ.1, inZ1.1, inZ2.1) = contract(1)
    (inZ.2, inZ1.2, inZ2.2) = contract(2)
    (inZ.3, inZ1.3, inZ2.3) = contract(3)
    let v = Lanes.transpose(inZ.0, inZ.1, inZ.2, inZ.3)
    let v1 = Lanes.transpose(inZ1.0, inZ1.1, inZ1.2, inZ1.3)
    let v2 = Lanes.transpose(inZ2.0, inZ2.1, inZ2.2, inZ2.3)
    return SplineValue(
      value: Self.dot(v, wp.value), z: Self.dot(v1, wp.value), p: Self.dot(v, wp.first),
      zz: Self.dot(v2, wp.value), pz: Self.dot(v1, wp.first), pp: Self.dot(v, wp.second))
  }

  @inline(__always)
  private func value(_ values: [Double], _ at: Place, _ wz: SplineWeights, _ wp: SplineWeights) -> Lanes {
    let bytes = values.span.bytes
    @inline(__always)
    func contract(_ lane: Int) -> Lanes {
      let first = Int(at.first[lane])
      let ab = row(bytes, first) * wz.value.0[lane] + row(bytes, first + psiCount) * wz.value.1[lane]
      return ab
        + (row(bytes, first + 2 * psiCount) * wz.value.2[lane]
          + row(bytes, first + 3 * psiCount) * wz.value.3[lane])
    }
    return Self.dot(Lanes.transpose(contract(0), contract(1), contract(2), contract(3)), wp.value)
  }

  @inline(__always)
  private static func dot(_ a: (Lanes, Lanes, Lanes, Lanes), _ b: (Lanes, Lanes, Lanes, Lanes)) -> Lanes {
    (a.0 * b.0 + a.1 * b.1) + (a.2 * b.2 + a.3 * b.3)
  }
}
