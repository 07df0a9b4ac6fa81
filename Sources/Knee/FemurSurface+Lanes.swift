import Dense

/// The surface at four points at once.
extension FemurSurface {
  /// Four points in the surface's own coordinates.
  struct Place {
    /// Distance from the axis, m, its inverse, and the direction from the axis: cosine and sine of ψ.
    var rho = Lanes.zero, inverse = Lanes.zero, cosPsi = Lanes.zero, sinPsi = Lanes.zero
    /// Fraction of a knot interval.
    var zPart = Lanes.zero, psiPart = Lanes.zero
    /// Where the polynomials of the cell begin: whole numbers in the lower bits of 2^52 and more.
    var cell = SIMD4<UInt64>.zero
    /// Whether z and ψ lie in the surface's range.
    var isInside = SIMDMask<SIMD4<Int64>>(repeating: false)
  }

  /// Depth (m) with gradient and Hessian in the femur frame.
  struct LaneSample<N: LaneArithmetic> {
    var depth, x, y, z, xx, xy, xz, yy, yz, zz: N
  }

  @inline(__always)
  func place(_ p: Lanes3) -> Place {
    let (dx, dy) = (p.x - axisX, p.y - axisY)
    let rho = (dx * dx + dy * dy).squareRoot()
    let inverse = 1 / rho
    var psi = Lanes.angle(dy, dx)
    psi.replace(with: psi - 2 * Double.pi, where: psi .>= psiEnd)
    psi.replace(with: psi + 2 * Double.pi, where: psi .< psiStart)

    // Cells; a point outside is put on the edge and marked.
    let zKnots = (p.z - zStart) * (1 / zStep)
    let isInZ = (zKnots .>= 0) .& (zKnots .< Double(zCount - 3))
    let zPlace = Lanes.least(Lanes.greatest(zKnots, .zero), Lanes(repeating: Double(zCount - 3).nextDown))
    let psiKnots = (psi - psiStart) * (1 / psiStep)
    let psiPlace = Lanes.least(
      Lanes.greatest(psiKnots, .zero), Lanes(repeating: Double(psiCount - 3).nextDown))
    // A surface all around has no end of ψ but by rounding.
    let isInPsi = (psiKnots .> -1e-9) .& (psiKnots .< Double(psiCount - 3) + 1e-9)
    let i = Lanes.whole(zPlace)
    let j = Lanes.whole(psiPlace)
    let cell = (i * Double(psiCount - 3) + j) * 32
    return Place(
      rho: rho, inverse: inverse, cosPsi: dx * inverse, sinPsi: dy * inverse,
      zPart: zPlace - i, psiPart: psiPlace - j, cell: Lanes.bits(cell), isInside: isInZ .& isInPsi)
  }

  /// Depth alone, m.
  @inline(__always)
  func depth(_ at: Place) -> Lanes { (value(0, at) - at.rho) * value(16, at) }

  @inline(__always)
  func sample(_ at: Place) -> LaneSample<Lanes> {
    Self.chain(
      radius: spline(0, at), cosine: spline(16, at), rho: at.rho, inverse: at.inverse, cosPsi: at.cosPsi,
      sinPsi: at.sinPsi)
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

/// Horner's rule in z for each lane's own cell, four powers of ψ at a time, then in ψ for the four lanes at a time.
extension FemurSurface {
  /// Value and derivatives of the radius (`offset` 0) or the cosine (16).
  @inline(__always)
  private func spline(_ offset: Int, _ at: Place) -> SplineValue<Lanes> {
    let bytes = unsafe cells.span.bytes
    // The polynomial in ψ, its slope in z, and half its second derivative.
    @inline(__always)
    func alongZ(_ lane: Int) -> (Lanes, Lanes, Lanes) {
      let c = Self.row(bytes, at.cell[lane], offset)
      let u = at.zPart[lane]
      let cubic = c.3 * u
      let inner = c.2 + cubic
      let outer = inner + cubic
      return (c.0 + (c.1 + inner * u) * u, c.1 + (inner + outer) * u, outer + cubic)
    }
    let (a, b, c, d) = (alongZ(0), alongZ(1), alongZ(2), alongZ(3))
    let t = Lanes.transpose(a.0, b.0, c.0, d.0)
    let t1 = Lanes.transpose(a.1, b.1, c.1, d.1)
    let t2 = Lanes.transpose(a.2, b.2, c.2, d.2)
    let v = at.psiPart
    let cubic = t.3 * v
    let inner = t.2 + cubic
    let outer = inner + cubic
    let cubic1 = t1.3 * v
    let inner1 = t1.2 + cubic1
    let (kz, kp) = (1 / zStep, 1 / psiStep)
    return SplineValue(
      value: t.0 + (t.1 + inner * v) * v, z: (t1.0 + (t1.1 + inner1 * v) * v) * kz,
      p: (t.1 + (inner + outer) * v) * kp, zz: (t2.0 + (t2.1 + (t2.2 + t2.3 * v) * v) * v) * (2 * kz * kz),
      pz: (t1.1 + (inner1 + inner1 + cubic1) * v) * (kz * kp), pp: (outer + cubic) * (2 * kp * kp))
  }

  @inline(__always)
  private func value(_ offset: Int, _ at: Place) -> Lanes {
    let bytes = unsafe cells.span.bytes
    @inline(__always)
    func alongZ(_ lane: Int) -> Lanes {
      let c = Self.row(bytes, at.cell[lane], offset)
      let u = at.zPart[lane]
      return c.0 + (c.1 + (c.2 + c.3 * u) * u) * u
    }
    let t = Lanes.transpose(alongZ(0), alongZ(1), alongZ(2), alongZ(3))
    let v = at.psiPart
    return t.0 + (t.1 + (t.2 + t.3 * v) * v) * v
  }

  /// The sixteen coefficients that begin `offset` after those of a cell.
  @inline(__always)
  static func row(_ bytes: borrowing RawSpan, _ cell: UInt64, _ offset: Int) -> (Lanes, Lanes, Lanes, Lanes) {
    let at = 8 &* (Int(truncatingIfNeeded: cell & 0xffff_ffff) &+ offset)
    return unsafe (
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: Lanes.self),
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ 32, as: Lanes.self),
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ 64, as: Lanes.self),
      bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ 96, as: Lanes.self)
    )
  }
}
