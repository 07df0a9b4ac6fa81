import Dense
import Testing

@testable import Knee

/// The gradient and Hessian of the whole energy against central differences, in all twelve coordinates.
@Suite struct EnergyDerivativeTests {
  /// A pose near the passive path, with random forces on every muscle.
  struct Pose {
    var coordinates: [Double]
    var forces: [Double]
    var hip, ankle: Double
  }

  static func pose(_ seed: Int) -> Pose {
    let model = Models.standard
    var random = Random(state: UInt64(seed))
    var ws = KneeWorkspace(model, freedom: .patella)
    let theta = random.next(-5...120) * radiansPerDegree
    model.startOnPath(theta, using: &ws)
    var c = ws.coordinates
    // Up to 2.5 mm and 4 degrees off: cartilages apart or squeezed, strands slack, in the toe, or taut.
    for i in 1..<12 {
      c[i] += [3, 4, 5, 9, 10, 11].contains(i) ? random.next() * 2.5e-3 : random.next() * 0.07
    }
    let forces = model.muscles.map { _ in random.next(0...400) }
    return Pose(coordinates: c, forces: forces, hip: random.next(-0.3...1.8), ankle: random.next(-0.4...0.5))
  }

  /// Which branches a pose takes.
  struct Branches {
    var slack = 0, toe = 0, taut = 0, wrapped = 0, straight = 0, touching = 0, partly = 0, apart = 0
  }

  static func branches(_ model: KneeModel, _ ws: borrowing KneeWorkspace, _ total: inout Branches) {
    let lengths = model.strandLengths(at: ws.coordinates, using: ws)
    for (i, strand) in model.strands.enumerated() {
      let strain = lengths[i] / strand.slackLength - 1
      if strain <= 0 { total.slack += 1 } else if strain < 0.06 { total.toe += 1 } else { total.taut += 1 }
    }
    let bodies = (BodyPose(ws.coordinates, offset: 0), BodyPose(ws.coordinates, offset: 6))
    for path in ws.geometry.paths {
      guard let crossing = path.crossing, let wrap = crossing.wrap else { continue }
      let end = crossing.body == .tibia ? bodies.0.place(crossing.to) : bodies.1.place(crossing.to)
      if wrap.path(from: crossing.from, to: end).isWrapped { total.wrapped += 1 } else { total.straight += 1 }
    }
    for (elements, pose) in [(model.tibiaElements, bodies.0), (model.patellaElements, bodies.1)] {
      for i in 0..<elements.count {
        let w = elements.halfRanges[i]
        guard let at = model.femur.depth(at: pose.place(elements.points[i])), at.depth > -w else {
          total.apart += 1
          continue
        }
        if at.depth < w { total.partly += 1 } else { total.touching += 1 }
      }
    }
  }

  @Test func `energy with rates and the gradient that is read are those of the energy`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .full)
    var rate = [Double](repeating: 0, count: 144)
    for seed in 1...50 {
      let pose = Self.pose(seed)
      ws.geometry.update(model, hipFlexion: pose.hip, ankleDorsiflexion: pose.ankle)
      let external = Vector3(30, -20, 10)
      let (value, gradient, hessian) = model.energy(
        at: pose.coordinates, forces: pose.forces, external: external, using: &ws)
      let contact = (
        model.patellofemoralContact(using: ws), model.tibiofemoralContact(using: ws), ws.contactIsPastLimit
      )
      for c in 0..<12 { ws.motion[c] = Double(c % 5) - 2 }
      let moving = model.evaluateMoving(forces: pose.forces, external: external, using: &ws, rate: &rate)
      let scale = hessian.map(abs).max() ?? 1
      // Sums of the same terms in other orders.
      #expect(abs(moving - value) < 1e-12 * (1 + abs(value)))
      #expect(zip(ws.gradient, gradient).allSatisfy { abs($0 - $1) < 1e-12 * scale })
      #expect(zip(ws.hessian, hessian).allSatisfy { abs($0 - $1) < 1e-12 * scale })
      model.readPlaced(forces: pose.forces, external: external, using: &ws)
      #expect(zip(ws.gradient, gradient).allSatisfy { abs($0 - $1) < 1e-12 * scale })
      #expect(ws.patellaContact.force == contact.0.force && ws.patellaContact.area == contact.0.area)
      #expect(ws.tibiaContact.force == contact.1.force && ws.contactIsPastLimit == contact.2)
    }
  }

  @Test func `gradient and Hessian agree with differences at 200 random poses on every branch`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .full)
    var total = Branches()
    let external = Vector3(30, 400, -10)
    for seed in 1...200 {
      let pose = Self.pose(seed)
      ws.geometry.update(model, hipFlexion: pose.hip, ankleDorsiflexion: pose.ankle)
      let at = model.energy(at: pose.coordinates, forces: pose.forces, external: external, using: &ws)
      Self.branches(model, ws, &total)
      let largestSlope = at.gradient.map(abs).max() ?? 0
      let largestCurvature = at.hessian.map(abs).max() ?? 0
      #expect(largestSlope > 1 && largestCurvature > 1000)
      for c in 0..<12 {
        // Truncation falls with the step squared (slopes change by 1e9 N/m² per m), rounding of a sum of 1e2 J grows with its
        // inverse: 3e-7 (rad or m) leaves both below 1e-7 of the largest entry.
        let step = 3e-7
        var moved = pose.coordinates
        moved[c] += step
        let up = model.energy(at: moved, forces: pose.forces, external: external, using: &ws)
        moved[c] -= 2 * step
        let down = model.energy(at: moved, forces: pose.forces, external: external, using: &ws)
        let slope = (up.value - down.value) / (2 * step)
        #expect(abs(slope - at.gradient[c]) < 2e-7 * largestSlope, "seed \(seed), gradient \(c)")
        for d in 0..<12 {
          let curvature = (up.gradient[d] - down.gradient[d]) / (2 * step)
          // A branch may change within the step; its curvature then jumps by the part of one element or strand.
          #expect(
            abs(curvature - at.hessian[12 * c + d]) < 2e-4 * largestCurvature,
            "seed \(seed), Hessian \(c) \(d)")
        }
      }
    }
    // The poses took every branch, many times.
    for count in [
      total.slack, total.toe, total.taut, total.wrapped, total.straight, total.touching, total.partly,
      total.apart,
    ] {
      #expect(count > 200)
    }
  }

  @Test func `the Hessian is symmetric`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .full)
    for seed in 1...20 {
      let pose = Self.pose(seed)
      let h = model.energy(at: pose.coordinates, forces: pose.forces, using: &ws).hessian
      for c in 0..<12 { for d in 0..<c { #expect(h[12 * c + d] == h[12 * d + c]) } }
    }
  }

  @Test func `muscle lengths and strands add up to the energy they are said to have`() {
    // W is linear in each muscle force with slope L: two evaluations give the length by a route of their own.
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    let pose = Self.pose(11)
    let base = model.energy(at: pose.coordinates, forces: pose.forces, using: &ws).value
    let lengths = ws.muscleLength
    for i in model.muscles.indices {
      var more = pose.forces
      more[i] += 100
      let value = model.energy(at: pose.coordinates, forces: more, using: &ws).value
      #expect(abs((value - base) / 100 - lengths[i]) < 1e-11)
    }
  }
}
