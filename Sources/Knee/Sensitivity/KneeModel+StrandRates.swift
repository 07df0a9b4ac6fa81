import Dense

extension KneeModel {
  /// Adds the strands' moments and rates, and notes what a change of each slack length does.
  func addStrandRates(
    _ at: borrowing KneeInMotion, _ moments: inout MovingMoments, _ ws: borrowing KneeWorkspace,
    _ s: inout SensitivityWorkspace
  ) {
    for i in strands.indices where ws.strandForce[i] > 0 {
      let strand = strands[i]
      for c in (12 * i)..<(12 * i + 12) { (s.slackGradient[c], s.slackMotion[c]) = (0, 0) }

      // The strand's free part, and how it moves.
      let endsOnPatella = strand.span == .femurToPatella
      let startsOnPatella = strand.span == .patellaToTibia
      let from = startsOnPatella ? at.patella.rotation * strand.from : strand.from
      let start = startsOnPatella ? at.patella.origin + from : from
      let to = endsOnPatella ? at.patella.rotation * strand.to : at.tibia.rotation * strand.to
      let along = (endsOnPatella ? at.patella.origin : at.tibia.origin) + to - start
      var velocity = endsOnPatella ? at.patellaMotion.velocity(of: to) : at.tibiaMotion.velocity(of: to)
      if startsOnPatella { velocity -= at.patellaMotion.velocity(of: from) }
      let span = along.length
      let length = span + ws.geometry.strandLength[i]
      let pull = strand.tension(at: length)
      let u = along / span
      let rate = u.dot(velocity)
      let uRate = (velocity - rate * u) / span

      // Gradient f u and Hessian a u uᵀ + b I of its energy in the place of its end.
      let forceRate = pull.slope * rate
      let b = pull.force / span
      let a = pull.slope - b
      let bRate = forceRate / span - b * rate / span
      let aRate = strand.tensionCurvature(at: length) * rate - bRate
      let k = Symmetric3.dyad(u, scale: a, plusIdentity: b)
      let kRate = Symmetric3.dyad(u, scale: aRate, plusIdentity: bRate) + a * Symmetric3.pair(u, uRate)
      let (f, fRate) = (pull.force * u, forceRate * u + pull.force * uRate)
      if endsOnPatella {
        moments.patella.add(at: to, gradient: f, hessian: k)
        moments.patellaRate.addRates(
          at: to, gradient: f, fRate, hessian: k, kRate, turn: at.patellaMotion.turn)
      } else {
        moments.tibia.add(at: to, gradient: f, hessian: k)
        moments.tibiaRate.addRates(at: to, gradient: f, fRate, hessian: k, kRate, turn: at.tibiaMotion.turn)
      }
      if startsOnPatella {
        moments.patella.add(at: from, gradient: -f, hessian: k)
        moments.patellaRate.addRates(
          at: from, gradient: -f, -fRate, hessian: k, kRate, turn: at.patellaMotion.turn)
        addCrossRates(k, kRate, at, to, from, &s.hessianRate)
      }

      // Per logarithm of the slack length, tension and its slope change: so does the gradient, and its rate.
      let slack = strand.tensionPerSlack(at: length)
      func note(_ slope: BodySlope, _ slopeRate: BodySlope, _ offset: Int) {
        for c in 0..<6 {
          s.slackGradient[12 * i + offset + c] = slack.force * slope[c]
          s.slackMotion[12 * i + offset + c] = slack.slope * rate * slope[c] + slack.force * slopeRate[c]
        }
      }
      if endsOnPatella {
        note(
          BodySlope(u, at: to, at.patella),
          BodySlope(rateOf: u, uRate, at: to, at.patella, at.patellaMotion), 6)
      } else {
        note(BodySlope(u, at: to, at.tibia), BodySlope(rateOf: u, uRate, at: to, at.tibia, at.tibiaMotion), 0)
      }
      if startsOnPatella {
        note(
          BodySlope(-u, at: from, at.patella),
          BodySlope(rateOf: -u, -uRate, at: from, at.patella, at.patellaMotion), 6)
      }
      s.slackKnee[i] = slack.force * rate
      s.slackHip[i] = slack.force * ws.geometry.strandPerHip[i]
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
