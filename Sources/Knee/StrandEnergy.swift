import Dense

/// Four strands side by side, to tell those that may be taut. Made once per thread.
struct StrandQuad {
  /// Indices in the model; a missing one repeats the first.
  let members: SIMD4<Int>
  let count: Int
  let span: Strand.Span
  /// Ends in their own bodies' frames, m.
  let from, to: Lanes3
  /// Lengths below which they are slack, m.
  let slack: Lanes

  /// The strands of a model that end on the same bodies, four by four. Of those that begin on the pelvis, whose length
  /// changes with the hip, none is taken for slack.
  static func all(_ strands: [Strand]) -> [StrandQuad] {
    func isAlike(_ a: Strand.Span, _ b: Strand.Span) -> Bool {
      switch (a, b) {
      case (.femurToTibia, .femurToTibia), (.femurToPatella, .femurToPatella),
        (.patellaToTibia, .patellaToTibia), (.pelvisToTibia, .pelvisToTibia):
        true
      default: false
      }
    }
    var quads: [StrandQuad] = []
    var first = 0
    while first < strands.count {
      let span = strands[first].span
      var count = 1
      while count < 4, first + count < strands.count, isAlike(strands[first + count].span, span) {
        count += 1
      }
      let members = (0..<4).map { $0 < count ? first + $0 : first }
      func lanes(_ value: (Strand) -> Double) -> Lanes { Lanes(members.map { value(strands[$0]) }) }
      let changes = if case .pelvisToTibia = span { true } else { false }
      quads.append(
        StrandQuad(
          members: SIMD4(members), count: count, span: span,
          from: Lanes3(lanes(\.from.x), lanes(\.from.y), lanes(\.from.z)),
          to: Lanes3(lanes(\.to.x), lanes(\.to.y), lanes(\.to.z)),
          slack: changes ? .zero : lanes(\.slackLength)))
      first += count
    }
    return quads
  }
}

/// The springs of ligaments, capsule and tendons.
extension KneeModel {
  /// Adds the energy of all strands, with gradient and Hessian; returns it, J.
  func addStrands(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ onTibia: inout BodyMoments,
    _ onPatella: inout BodyMoments, _ ws: inout KneeWorkspace
  ) -> Double {
    var energy = 0.0
    var between = MutualMoments()
    forEachTaut(tibia, patella, &ws) { span, pull, u, length, from, to in
      energy += pull.energy
      let bend = pull.force / length
      let k = Symmetric3.dyad(u, scale: pull.slope - bend, plusIdentity: bend)
      switch span {
      case .femurToPatella: onPatella.add(at: to, gradient: pull.force * u, hessian: k)
      case .femurToTibia, .pelvisToTibia: onTibia.add(at: to, gradient: pull.force * u, hessian: k)
      case .patellaToTibia:
        onTibia.add(at: to, gradient: pull.force * u, hessian: k)
        onPatella.add(at: from, gradient: -pull.force * u, hessian: k)
        between.add(k, tibia: to, patella: from)
      }
    }
    between.pullBack(tibia, patella, &ws.hessian)
    return energy
  }

  /// Calls `body` for every strand that pulls: its span, energy, force and stiffness, direction, length of the part that
  /// moves (m), and the ends away from the origins of their bodies (femur directions, m; the first from the femur's own
  /// where it is fixed there). Fills the tensions of `ws`.
  @inline(__always)
  func forEachTaut(
    _ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ ws: inout KneeWorkspace,
    _ body: (
      Strand.Span, (energy: Double, force: Double, slope: Double), Vector3, Double, Vector3, Vector3
    ) -> Void
  ) {
    for quad in ws.strandQuads {
      let onPatella = quad.span == .femurToPatella
      let fromPatella = quad.span == .patellaToTibia
      let from = fromPatella ? patella.turn(quad.from) : quad.from
      let start = fromPatella ? patella.moved(from) : from
      let to = onPatella ? patella.turn(quad.to) : tibia.turn(quad.to)
      let end = onPatella ? patella.moved(to) : tibia.moved(to)
      let along = Lanes3(end.x - start.x, end.y - start.y, end.z - start.z)
      let square = along.x * along.x + along.y * along.y + along.z * along.z
      let isTaut = square .> quad.slack * quad.slack
      for lane in 0..<quad.count {
        let i = quad.members[lane]
        ws.strandForce[i] = 0
        guard isTaut[lane] else { continue }
        let length = square[lane].squareRoot()
        let pull = strands[i].tension(at: length + ws.geometry.strandLength[i])
        guard pull.force > 0 else { continue }
        ws.strandForce[i] = pull.force
        body(quad.span, pull, along[lane] / length, length, from[lane], to[lane])
      }
    }
  }

  /// Calls `body` for every taut strand from the pelvis with the slope of its hip moment in the tibia's coordinates, N·m per
  /// rad and N.
  func forEachStrandHip(
    _ tibia: borrowing BodyPose, _ ws: borrowing KneeWorkspace, _ body: (BodySlope) -> Void
  ) {
    for i in strands.indices where ws.geometry.strandPerHip[i] != 0 && ws.strandForce[i] > 0 {
      let to = tibia.rotation * strands[i].to
      let along = tibia.origin + to - strands[i].from
      let length = along.length
      let slope = strands[i].tension(at: length + ws.geometry.strandLength[i]).slope
      body(slope * ws.geometry.strandPerHip[i] * BodySlope(along / length, at: to, tibia))
    }
  }
}

/// The mixed second derivatives of springs between tibia and patella: -K between their ends.
///
/// Ends b (tibia) and a (patella) away from the origins move by δt + δω × x; as in `BodyMoments` the springs add up in
/// that motion and the chain rule is applied once.
struct MutualMoments {
  /// Σ K, N/m
  private var stiffness = Symmetric3()
  /// Σ K J_a and Σ J_bᵀ K with J ω = ω × x, N/rad; Σ J_bᵀ K J_a, N·m/rad²
  private var patellaTurn = Matrix3.zero, tibiaTurn = Matrix3.zero, turning = Matrix3.zero

  @inline(__always)
  mutating func add(_ k: Symmetric3, tibia b: Vector3, patella a: Vector3) {
    stiffness = stiffness + k
    let rows = (Vector3(k.xx, k.xy, k.xz), Vector3(k.xy, k.yy, k.yz), Vector3(k.xz, k.yz, k.zz))
    let turned = Matrix3(a.cross(rows.0), a.cross(rows.1), a.cross(rows.2))
    patellaTurn.add(turned)
    tibiaTurn.add(Matrix3(rows.0, rows.1, rows.2).crossed(by: b))
    turning.add(turned.crossed(by: b))
  }

  /// Subtracts them in the bodies' twelve coordinates from `h` (12 × 12).
  func pullBack(_ tibia: borrowing BodyPose, _ patella: borrowing BodyPose, _ h: inout [Double]) {
    let k = Matrix3(
      Vector3(stiffness.xx, stiffness.xy, stiffness.xz), Vector3(stiffness.xy, stiffness.yy, stiffness.yz),
      Vector3(stiffness.xz, stiffness.yz, stiffness.zz))
    let (tibiaAxes, patellaAxes): ([3 of Vector3], [3 of Vector3]) = (
      [tibia.axes.0, tibia.axes.1, tibia.axes.2], [patella.axes.0, patella.axes.1, patella.axes.2]
    )
    let rows: [3 of Vector3] = [k.rows.0, k.rows.1, k.rows.2]
    for i in 0..<3 {
      let pulled = tibiaTurn.leftMultiplied(by: tibiaAxes[i])
      let turned = turning.leftMultiplied(by: tibiaAxes[i])
      let shift = patellaTurn * patellaAxes[i]
      for j in 0..<3 {
        subtract(rows[i][j], 3 + i, 9 + j, &h)
        subtract(pulled[j], i, 9 + j, &h)
        subtract(turned.dot(patellaAxes[j]), i, 6 + j, &h)
        subtract(shift[j], 3 + j, 6 + i, &h)
      }
    }
  }

  @inline(__always)
  private func subtract(_ value: Double, _ i: Int, _ j: Int, _ h: inout [Double]) {
    h[12 * i + j] -= value
    h[12 * j + i] -= value
  }
}

extension Matrix3 {
  @inline(__always)
  fileprivate mutating func add(_ m: Matrix3) {
    rows.0 += m.rows.0
    rows.1 += m.rows.1
    rows.2 += m.rows.2
  }

  /// [x]× M: every column crossed by x from the left.
  @inline(__always)
  fileprivate func crossed(by x: Vector3) -> Matrix3 {
    Matrix3(
      x.y * rows.2 - x.z * rows.1, x.z * rows.0 - x.x * rows.2, x.x * rows.1 - x.y * rows.0)
  }
}
