import Dense

extension KneeModel {
  /// Adds the strands' moments and rates, and notes what a change of each slack length does.
  func addStrandRates(
    _ at: borrowing KneeInMotion, _ moments: inout MovingMoments, _ ws: borrowing KneeWorkspace,
    _ s: inout SensitivityWorkspace
  ) {
    for i in strands.indices where ws.strandForce[i] > 0 {
      for c in (12 * i)..<(12 * i + 12) { (s.slackGradient[c], s.slackMotion[c]) = (0, 0) }
      let strand = strands[i].moving(at, fixedLength: ws.geometry.strandLength[i])
      moments.add(strand, strands[i].span, at, &s.hessianRate)

      // Per logarithm of the slack length, tension and its slope change: so does the gradient, and its strand.rate.
      let slack = strands[i].tensionPerSlack(at: strand.length)
      func note(_ slope: BodySlope, _ slopeRate: BodySlope, _ offset: Int) {
        for c in 0..<6 {
          s.slackGradient[12 * i + offset + c] = slack.force * slope[c]
          s.slackMotion[12 * i + offset + c] =
            slack.slope * strand.rate * slope[c] + slack.force * slopeRate[c]
        }
      }
      if strands[i].span == .femurToPatella {
        note(
          BodySlope(strand.u, at: strand.to, at.patella),
          BodySlope(rateOf: strand.u, strand.uRate, at: strand.to, at.patella, at.patellaMotion), 6)
      } else {
        note(
          BodySlope(strand.u, at: strand.to, at.tibia),
          BodySlope(rateOf: strand.u, strand.uRate, at: strand.to, at.tibia, at.tibiaMotion), 0)
      }
      if strands[i].span == .patellaToTibia {
        note(
          BodySlope(-strand.u, at: strand.from, at.patella),
          BodySlope(rateOf: -strand.u, -strand.uRate, at: strand.from, at.patella, at.patellaMotion), 6)
      }
      s.slackKnee[i] = slack.force * strand.rate
      s.slackHip[i] = slack.force * ws.geometry.strandPerHip[i]
    }
  }
}
