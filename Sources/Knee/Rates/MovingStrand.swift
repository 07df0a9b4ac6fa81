import Dense

/// A taut strand as the knee moves.
struct MovingStrand {
  /// Ends away from the origins of their bodies, m; the first from the femur's own where it is fixed there.
  let from, to: Vector3
  /// Direction with its rate, and the rate of the length, per unit of the motion.
  let u, uRate: Vector3
  let rate: Double
  /// Whole length, m, and tension.
  let length: Double
  let pull: (energy: Double, force: Double, slope: Double)
  /// Hessian a u uᵀ + b I of its energy in the place of its end, with its rate, and the rate of the gradient.
  let hessian, hessianRate: Symmetric3
  let gradientRate: Vector3

  var gradient: Vector3 { pull.force * u }
}

extension Strand {
  /// - Parameter fixedLength: of the part on the pelvis, m.
  func moving(_ at: borrowing KneeInMotion, fixedLength: Double) -> MovingStrand {
    let endsOnPatella = span == .femurToPatella
    let startsOnPatella = span == .patellaToTibia
    let from = startsOnPatella ? at.patella.rotation * self.from : self.from
    let start = startsOnPatella ? at.patella.origin + from : from
    let to = endsOnPatella ? at.patella.rotation * self.to : at.tibia.rotation * self.to
    let along = (endsOnPatella ? at.patella.origin : at.tibia.origin) + to - start
    var velocity = endsOnPatella ? at.patellaMotion.velocity(of: to) : at.tibiaMotion.velocity(of: to)
    if startsOnPatella { velocity -= at.patellaMotion.velocity(of: from) }
    let free = along.length
    let length = free + fixedLength
    let pull = tension(at: length)
    let u = along / free
    let rate = u.dot(velocity)
    let uRate = (velocity - rate * u) / free
    let forceRate = pull.slope * rate
    let b = pull.force / free
    let a = pull.slope - b
    let bRate = forceRate / free - b * rate / free
    let aRate = tensionCurvature(at: length) * rate - bRate
    return MovingStrand(
      from: from, to: to, u: u, uRate: uRate, rate: rate, length: length, pull: pull,
      hessian: .dyad(u, scale: a, plusIdentity: b),
      hessianRate: Symmetric3.dyad(u, scale: aRate, plusIdentity: bRate) + a * Symmetric3.pair(u, uRate),
      gradientRate: forceRate * u + pull.force * uRate)
  }
}

extension MovingMoments {
  /// Adds a strand with its rates; to `h` (12 × 12) the rate of what it adds between the two bodies.
  mutating func add(
    _ strand: MovingStrand, _ span: Strand.Span, _ at: borrowing KneeInMotion, _ h: inout [Double]
  ) {
    let (f, fRate) = (strand.gradient, strand.gradientRate)
    let (k, kRate) = (strand.hessian, strand.hessianRate)
    if span == .femurToPatella {
      patella.add(at: strand.to, gradient: f, hessian: k)
      patellaRate.addRates(
        at: strand.to, gradient: f, fRate, hessian: k, kRate, turn: at.patellaMotion.turn)
      return
    }
    tibia.add(at: strand.to, gradient: f, hessian: k)
    tibiaRate.addRates(at: strand.to, gradient: f, fRate, hessian: k, kRate, turn: at.tibiaMotion.turn)
    if span == .patellaToTibia {
      patella.add(at: strand.from, gradient: -f, hessian: k)
      patellaRate.addRates(
        at: strand.from, gradient: -f, -fRate, hessian: k, kRate, turn: at.patellaMotion.turn)
      addCrossRates(k, kRate, at, strand.to, strand.from, &h)
    }
  }

  /// Rate of the mixed second derivative of a spring between the two bodies, -s·K·s' with the slopes s and s' of its ends.
  private func addCrossRates(
    _ k: Symmetric3, _ kRate: Symmetric3, _ at: borrowing KneeInMotion, _ b: Vector3, _ a: Vector3,
    _ h: inout [Double]
  ) {
    for c in 0..<6 {
      let s = at.tibia.slope(c, of: b)
      let sRate = at.tibia.slopeRate(c, of: b, at.tibiaMotion)
      let (ks, ksRate) = (k * s, kRate * s + k * sRate)
      for d in 0..<6 {
        let value =
          ksRate.dot(at.patella.slope(d, of: a))
          + ks.dot(at.patella.slopeRate(d, of: a, at.patellaMotion))
        h[c * 12 + 6 + d] -= value
        h[(6 + d) * 12 + c] -= value
      }
    }
  }
}

extension BodyPose {
  /// Rate of `slope` as the body moves.
  func slopeRate(_ coordinate: Int, of x: Vector3, _ motion: borrowing BodyMotion) -> Vector3 {
    let xRate = motion.turn.cross(x)
    switch coordinate {
    case 0: return axes.0.cross(xRate)
    case 1: return motion.axes.1.cross(x) + axes.1.cross(xRate)
    case 2: return motion.axes.2.cross(x) + axes.2.cross(xRate)
    default: return .zero
    }
  }
}
