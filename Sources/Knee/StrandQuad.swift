import Dense

/// Four strands side by side that end on the same bodies. Made once per thread.
struct StrandQuad {
  /// Indices in the model; a missing one repeats the first, without stiffness.
  let members: SIMD4<Int>
  let count: Int
  let span: Strand.Span
  /// Whether a part of them lies on the pelvis, whose length changes with the hip.
  let isOnPelvis: Bool
  /// Ends in their own bodies' frames, m.
  let from, to: Lanes3
  /// Slack length, m, its inverse, and stiffness, N per unit strain.
  let slack, perSlack, stiffness: Lanes

  /// The strands of a model that end on the same bodies, four by four.
  static func all(_ strands: [Strand]) -> [StrandQuad] {
    var quads: [StrandQuad] = []
    var first = 0
    while first < strands.count {
      var count = 1
      while count < 4, first + count < strands.count, isAlike(strands[first], strands[first + count]) {
        count += 1
      }
      quads.append(StrandQuad(strands, first: first, count: count))
      first += count
    }
    return quads
  }

  private static func isAlike(_ a: Strand, _ b: Strand) -> Bool {
    switch (a.span, b.span) {
    case (.femurToTibia, .femurToTibia), (.femurToPatella, .femurToPatella),
      (.patellaToTibia, .patellaToTibia), (.pelvisToTibia, .pelvisToTibia):
      true
    default: false
    }
  }

  private init(_ strands: [Strand], first: Int, count: Int) {
    let members = (0..<4).map { $0 < count ? first + $0 : first }
    func lanes(_ value: (Strand) -> Double) -> Lanes { Lanes(members.map { value(strands[$0]) }) }
    self.members = SIMD4(members)
    self.count = count
    span = strands[first].span
    isOnPelvis = if case .pelvisToTibia = span { true } else { false }
    from = Lanes3(lanes(\.from.x), lanes(\.from.y), lanes(\.from.z))
    to = Lanes3(lanes(\.to.x), lanes(\.to.y), lanes(\.to.z))
    slack = lanes(\.slackLength)
    perSlack = 1 / slack
    let stiff = lanes(\.stiffness)
    stiffness = Lanes((0..<4).map { $0 < count ? stiff[$0] : 0 })
  }

  /// Four strands at one pose.
  struct Stretch {
    /// Ends away from the origins of their bodies, m; the first from the femur's own where it is fixed there.
    let from, to: Lanes3
    /// Direction of the part that moves, and its length, m.
    let u: Lanes3
    let length: Lanes
    /// Strain of the whole strand.
    let strain: Lanes
  }

  /// nil where all are slack.
  @inline(__always)
  func stretch(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ geometry: borrowing MuscleGeometry
  )
    -> Stretch?
  {
    let fromPatella = span == .patellaToTibia
    let onPatella = span == .femurToPatella
    let from = fromPatella ? patella.turn(self.from) : self.from
    let start = fromPatella ? patella.moved(from) : from
    let to = onPatella ? patella.turn(self.to) : tibia.turn(self.to)
    let end = onPatella ? patella.moved(to) : tibia.moved(to)
    let along = Lanes3(end.x - start.x, end.y - start.y, end.z - start.z)
    let length = (along.x * along.x + along.y * along.y + along.z * along.z).squareRoot()
    var whole = length
    if isOnPelvis {
      for lane in 0..<count { whole[lane] += geometry.strandLength[members[lane]] }
    }
    guard any(whole .> slack) else { return nil }
    let inverse = 1 / length
    return Stretch(
      from: from, to: to, u: Lanes3(along.x * inverse, along.y * inverse, along.z * inverse), length: length,
      strain: (whole - slack) * perSlack)
  }

  /// Energy (J), tension (N) and its slope in length (N/m); see `Strand.tension`.
  @inline(__always)
  func tension(_ strain: Lanes) -> (energy: Lanes, force: Lanes, slope: Lanes) {
    let toe = Strand.transitionStrain
    let within = Lanes.least(Lanes.greatest(strain, .zero), Lanes(repeating: toe))
    let beyond = Lanes.greatest(strain - toe, .zero)
    let part = within * (1 / toe)
    return (
      stiffness * slack * (within * within * part * (1.0 / 6) + 0.5 * beyond * (beyond + toe)),
      stiffness * (0.5 * within * part + beyond), stiffness * part * perSlack
    )
  }

  /// Curvature of the tension in length, N/m².
  @inline(__always)
  func tensionCurvature(_ strain: Lanes) -> Lanes {
    let isToe = (strain .> 0) .& (strain .< Strand.transitionStrain)
    return Lanes.zero.replacing(
      with: stiffness * perSlack * perSlack * (1 / Strand.transitionStrain), where: isToe)
  }
}
