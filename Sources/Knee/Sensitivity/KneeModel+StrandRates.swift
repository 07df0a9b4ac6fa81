import Dense

extension KneeModel {
  /// Adds the strands' moments and rates, and notes what a change of each slack length does.
  func addStrandRates(
    _ at: borrowing KneeInMotion, _ moments: inout MovingMoments, _ ws: borrowing KneeWorkspace,
    _ s: inout SensitivityWorkspace
  ) {
    var ligaments = StrandMoments()
    for k in ws.strandQuads.indices {
      guard let quad = ws.strandQuads[k].moving(at, ws.geometry) else { continue }
      ligaments.add(ws.strandQuads[k], quad, at)
      for lane in 0..<ws.strandQuads[k].count {
        noteSlack(ws.strandQuads[k].members[lane], quad, lane, at, ws, &s)
      }
    }
    ligaments.gather(at, &moments, &s.hessianRate)
  }

  /// Per logarithm of the slack length, tension and its slope change: so does the gradient, and its rate.
  private func noteSlack(
    _ i: Int, _ strands: MovingStrands, _ lane: Int, _ at: borrowing KneeInMotion,
    _ ws: borrowing KneeWorkspace, _ s: inout SensitivityWorkspace
  ) {
    for c in (12 * i)..<(12 * i + 12) { (s.slackGradient[c], s.slackMotion[c]) = (0, 0) }
    let u: Vector3 = strands.at.u[lane]
    let uRate: Vector3 = strands.uRate[lane]
    let rate = strands.rate[lane]
    let (from, to) = (strands.at.from[lane], strands.at.to[lane])
    let slack = self.strands[i].tensionPerSlack(strain: strands.at.strain[lane])
    func note(_ slope: BodySlope, _ slopeRate: BodySlope, _ offset: Int) {
      for c in 0..<6 {
        s.slackGradient[12 * i + offset + c] = slack.force * slope[c]
        s.slackMotion[12 * i + offset + c] = slack.slope * rate * slope[c] + slack.force * slopeRate[c]
      }
    }
    if self.strands[i].span == .femurToPatella {
      note(
        BodySlope(u, at: to, at.patella), BodySlope(rateOf: u, uRate, at: to, at.patella, at.patellaMotion), 6
      )
    } else {
      note(BodySlope(u, at: to, at.tibia), BodySlope(rateOf: u, uRate, at: to, at.tibia, at.tibiaMotion), 0)
    }
    if self.strands[i].span == .patellaToTibia {
      note(
        BodySlope(-u, at: from, at.patella),
        BodySlope(rateOf: -u, -uRate, at: from, at.patella, at.patellaMotion), 6)
    }
    s.slackKnee[i] = slack.force * rate
    s.slackHip[i] = slack.force * ws.geometry.strandPerHip[i]
  }
}
