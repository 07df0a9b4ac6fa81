import Dense

/// Four strands as the knee moves; zero where they are slack.
struct MovingStrands {
  let at: StrandQuad.Stretch
  /// Rates of length and direction, per unit of the motion.
  let rate: Lanes
  let uRate: Lanes3
  /// Energy, tension and its slope.
  let pull: (energy: Lanes, force: Lanes, slope: Lanes)
  /// Gradient of the energy in the place of the end, with its rate.
  let gradient, gradientRate: Lanes3
  /// Hessian a u uᵀ + b I, with its rate.
  let hessian, hessianRate: LaneSymmetric3
}

extension StrandQuad {
  /// nil where all are slack.
  @inline(__always)
  func moving(_ knee: borrowing KneeInMotion, _ geometry: borrowing MuscleGeometry) -> MovingStrands? {
    guard let at = stretch(knee.tibia, knee.patella, geometry) else { return nil }
    let pull = tension(at.strain)
    let motion = span == .femurToPatella ? knee.patellaMotion : knee.tibiaMotion
    var v = motion.velocity(of: at.to)
    if span == .patellaToTibia {
      let start = knee.patellaMotion.velocity(of: at.from)
      v = Lanes3(v.x - start.x, v.y - start.y, v.z - start.z)
    }
    let u = at.u
    let inverse = 1 / at.length
    let rate = u.x * v.x + u.y * v.y + u.z * v.z
    let uRate = Lanes3(
      (v.x - rate * u.x) * inverse, (v.y - rate * u.y) * inverse, (v.z - rate * u.z) * inverse)
    let forceRate = pull.slope * rate
    let b = pull.force * inverse
    let a = pull.slope - b
    let bRate = (forceRate - b * rate) * inverse
    let aRate = tensionCurvature(at.strain) * rate - bRate
    var hessianRate = LaneSymmetric3.dyad(u, scale: aRate, plusIdentity: bRate)
    hessianRate.addPair(u, uRate, times: a)
    return MovingStrands(
      at: at, rate: rate, uRate: uRate, pull: pull,
      gradient: Lanes3(pull.force * u.x, pull.force * u.y, pull.force * u.z),
      gradientRate: Lanes3(
        forceRate * u.x + pull.force * uRate.x, forceRate * u.y + pull.force * uRate.y,
        forceRate * u.z + pull.force * uRate.z),
      hessian: .dyad(u, scale: a, plusIdentity: b), hessianRate: hessianRate)
  }
}

/// The moments of all strands, with their rates; the rates of a body's are corotational.
struct StrandMoments {
  private var tibia = LaneMoments(), tibiaRate = LaneMoments()
  private var patella = LaneMoments(), patellaRate = LaneMoments()
  private(set) var between = MutualMoments()
  private var betweenRate = MutualMoments()

  @inline(__always)
  mutating func add(_ quad: borrowing StrandQuad, _ s: MovingStrands, _ knee: borrowing KneeInMotion) {
    if quad.span == .femurToPatella {
      patella.add(at: s.at.to, s.gradient, s.hessian)
      patellaRate.addRates(
        at: s.at.to, s.gradient, s.gradientRate, s.hessian, s.hessianRate, turn: knee.patellaMotion.turn)
      return
    }
    tibia.add(at: s.at.to, s.gradient, s.hessian)
    tibiaRate.addRates(
      at: s.at.to, s.gradient, s.gradientRate, s.hessian, s.hessianRate, turn: knee.tibiaMotion.turn)
    guard quad.span == .patellaToTibia else { return }
    patella.add(at: s.at.from, s.gradient.negative, s.hessian)
    patellaRate.addRates(
      at: s.at.from, s.gradient.negative, s.gradientRate.negative, s.hessian, s.hessianRate,
      turn: knee.patellaMotion.turn)
    for lane in 0..<quad.count {
      let (b, a) = (s.at.to[lane], s.at.from[lane])
      between.add(s.hessian[lane], tibia: b, patella: a)
      betweenRate.addRates(
        s.hessian[lane], s.hessianRate[lane], tibia: b, knee.tibiaMotion.turn.cross(b), patella: a,
        knee.patellaMotion.turn.cross(a))
    }
  }

  /// Adds the bodies' moments to `moments`, and to `rate` (12 × 12) that of the Hessian between the bodies.
  func gather(_ knee: borrowing KneeInMotion, _ moments: inout MovingMoments, _ rate: inout [Double]) {
    moments.tibia.add(tibia.total)
    moments.tibiaRate.add(tibiaRate.total)
    moments.patella.add(patella.total)
    moments.patellaRate.add(patellaRate.total)
    betweenRate.pullBackRates(of: between, knee, &rate)
  }
}

extension MutualMoments {
  /// Adds the rates of what `add` adds.
  @inline(__always)
  mutating func addRates(
    _ k: Symmetric3, _ kRate: Symmetric3, tibia b: Vector3, _ bRate: Vector3, patella a: Vector3,
    _ aRate: Vector3
  ) {
    let (rows, rates) = (k.rows, kRate.rows)
    let turned = rows.crossed(from: a)
    let turnedRate = rates.crossed(from: a) + rows.crossed(from: aRate)
    stiffness = stiffness + kRate
    patellaTurn = patellaTurn + turnedRate
    tibiaTurn = tibiaTurn + (rates.crossed(by: b) + rows.crossed(by: bRate))
    turning = turning + (turnedRate.crossed(by: b) + turned.crossed(by: bRate))
  }

  /// Subtracts from `h` (12 × 12) the rate of what `values` subtract in `pullBack`; the receiver holds the rates of `values`.
  func pullBackRates(of values: MutualMoments, _ knee: borrowing KneeInMotion, _ h: inout [Double]) {
    let (b, a) = (knee.tibia.axes, knee.patella.axes)
    pullBack(b, a, &h)
    var turns = values
    turns.stiffness = Symmetric3()
    turns.patellaTurn = .zero
    turns.pullBack(knee.tibiaMotion.axes, a, &h)
    turns = values
    turns.stiffness = Symmetric3()
    turns.tibiaTurn = .zero
    turns.pullBack(b, knee.patellaMotion.axes, &h)
  }
}

extension LaneSymmetric3 {
  /// Adds s (a bᵀ + b aᵀ).
  @inline(__always)
  fileprivate mutating func addPair(_ a: Lanes3, _ b: Lanes3, times s: Lanes) {
    let (x, y, z) = (s * a.x, s * a.y, s * a.z)
    xx += 2 * x * b.x
    xy += x * b.y + y * b.x
    xz += x * b.z + z * b.x
    yy += 2 * y * b.y
    yz += y * b.z + z * b.y
    zz += 2 * z * b.z
  }
}
