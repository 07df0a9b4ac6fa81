import Dense
import Testing

@testable import Knee

@Suite struct EquilibriumTests {
  /// Forces on a body at points, added up without the energy's derivatives: N and N·m about the femur's origin.
  struct Wrench {
    var force = Vector3.zero, moment = Vector3.zero
    /// Sum of the magnitudes of all forces, N.
    var load = 0.0
    mutating func add(_ f: Vector3, at p: Vector3) {
      force += f
      moment += p.cross(f)
      load += f.length
    }
  }

  /// Every pull and push on tibia and patella, from positions, tensions and pressures.
  static func wrenches(
    _ model: KneeModel, _ forces: [Double], external: Vector3, _ ws: borrowing KneeWorkspace
  ) -> (tibia: Wrench, patella: Wrench) {
    let tibiaPose = BodyPose(ws.coordinates, offset: 0)
    let patellaPose = BodyPose(ws.coordinates, offset: 6)
    var tibia = Wrench()
    var patella = Wrench()
    tibia.add(external, at: tibiaPose.origin)
    for (elements, law, pose, isPatella) in [
      (model.patellaElements, model.patellofemoralLaw, patellaPose, true),
      (model.tibiaElements, model.tibiofemoralLaw, tibiaPose, false),
    ] {
      for i in 0..<elements.count {
        let p = pose.place(elements.points[i])
        guard let at = model.femur.depth(at: p) else { continue }
        let mean = law.mean(depth: at.depth, halfRange: elements.halfRanges[i])
        let push = -elements.areas[i] * mean.pressure * at.gradient
        if isPatella { patella.add(push, at: p) } else { tibia.add(push, at: p) }
      }
    }
    for strand in model.strands {
      var length = 0.0
      let start = strand.span == .patellaToTibia ? patellaPose.place(strand.from) : strand.from
      let end = strand.span == .femurToPatella ? patellaPose.place(strand.to) : tibiaPose.place(strand.to)
      if case .pelvisToTibia(let origin) = strand.span {
        length = (strand.from - model.hipCenter - origin).length
      }
      let along = end - start
      let pull = strand.tension(at: length + along.length).force / along.length * along
      switch strand.span {
      case .femurToPatella: patella.add(-pull, at: end)
      case .femurToTibia, .pelvisToTibia: tibia.add(-pull, at: end)
      case .patellaToTibia:
        tibia.add(-pull, at: end)
        patella.add(pull, at: start)
      }
    }
    for (i, muscle) in model.muscles.enumerated() where forces[i] > 0 {
      // The last point above the knee and the first below; a wrap replaces the former by its tangent point.
      guard let k = muscle.path.firstIndex(where: { $0.body != .pelvis && $0.body != .femur }), k > 0 else {
        continue
      }
      let (a, b) = (muscle.path[k - 1], muscle.path[k])
      let start = a.body == .pelvis ? a.position + model.hipCenter : a.position
      let local = b.body == .foot ? b.position + model.ankleCenter : b.position
      let end = b.body == .patella ? patellaPose.place(local) : tibiaPose.place(local)
      var toward = start - end
      if let wrap = muscle.wrap, wrap.segment == k - 1 {
        let path = SagittalWrap(x: wrap.x, y: wrap.y, radius: wrap.radius, side: wrap.side).path(
          from: start, to: end)
        if path.isWrapped { toward = Self.tangentDirection(from: end, start, wrap, path.length) }
      }
      let pull = forces[i] / toward.length * toward
      if b.body == .patella { patella.add(pull, at: end) } else { tibia.add(pull, at: end) }
    }
    return (tibia, patella)
  }

  /// Direction in which a wrapped muscle leaves its end: along the tangent in the sagittal plane, with the pitch of the helix.
  private static func tangentDirection(
    from end: Vector3, _ start: Vector3, _ wrap: Muscle.Wrap, _ length: Double
  ) -> Vector3 {
    let p = SIMD2<Double>(end.x - wrap.x, end.y - wrap.y)
    let d2 = (p * p).sum()
    let t = (d2 - wrap.radius * wrap.radius).squareRoot()
    // Of the two tangent points the one that the muscle comes from: with the axis on its left it runs counterclockwise.
    let left = SIMD2<Double>(-p.y, p.x)
    let q = (wrap.radius * wrap.radius / d2) * p - (wrap.side * wrap.radius * t / d2) * left
    let flat = (q - p) / t
    let sine = (start.z - end.z) / length
    let cosine = (1 - sine * sine).squareRoot()
    return Vector3(cosine * flat.x, cosine * flat.y, sine)
  }

  @Test(arguments: [0.0, 15, 30, 50, 70, 90, 110, 120])
  func `tibia and patella are in balance to 1e-8 of the load, counted without the energy`(degrees: Double) {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .full)
    let theta = degrees * radiansPerDegree
    let forces = model.forces(quadriceps: 900, hamstrings: 150, gastrocnemius: 80)
    let external = Vector3(40, 300, 0)
    model.startOnPath(theta, using: &ws)
    let report = model.equilibrium(
      KneePosture(kneeFlexion: theta, externalForce: external), forces: forces, using: &ws)
    #expect(report.status == .converged)
    let (tibia, patella) = Self.wrenches(model, forces, external: external, ws)
    #expect(patella.load > 1000 && tibia.load > 1000)
    #expect(patella.force.length < 1e-8 * patella.load && tibia.force.length < 1e-8 * tibia.load)

    // Moments about each body's own origin; 0.05 m is the size of the bones.
    let patellaMoment = patella.moment - BodyPose(ws.coordinates, offset: 6).origin.cross(patella.force)
    #expect(patellaMoment.length < 1e-8 * 0.05 * patella.load)
    // The tibia's flexion is prescribed: its axis carries the net knee moment, the other two carry none.
    let tibiaPose = BodyPose(ws.coordinates, offset: 0)
    let tibiaMoment = tibia.moment - tibiaPose.origin.cross(tibia.force)
    #expect(abs(tibiaMoment.z - report.kneeMoment) < 1e-8 * 0.05 * tibia.load)
    // Axes of adduction (the femur's x turned by minus the flexion) and of axial rotation (the tibia's own y).
    let flexed = BodyPose([theta] + [Double](repeating: 0, count: 11), offset: 0).rotation.rows
    let turned = tibiaPose.rotation.rows
    for axis in [Vector3(flexed.0.x, flexed.1.x, flexed.2.x), Vector3(turned.0.y, turned.1.y, turned.2.y)] {
      #expect(abs(tibiaMoment.dot(axis)) < 1e-8 * 0.05 * tibia.load)
    }
  }

  @Test(arguments: Freedom.allCases)
  func
    `beside a held tibia the patella is in balance, and where it is beside the free one under the same forces`(
      freedom: Freedom
    )
  {
    let model = Models.standard
    let theta = 60 * radiansPerDegree
    let posture = KneePosture(kneeFlexion: theta, externalForce: Vector3(40, 300, 0))
    let forces = model.forces(quadriceps: 900, hamstrings: 150)
    var free = KneeWorkspace(model, freedom: freedom)
    model.startOnPath(theta, using: &free)
    let found = model.equilibrium(posture, forces: forces, using: &free)
    var held = KneeWorkspace(model, freedom: freedom, holdsTibia: true)
    held.take(free.coordinates[...])
    // Hamstrings do not pull on the patella, nor does the external force push it.
    let without = KneePosture(kneeFlexion: theta)
    let same = model.equilibrium(without, forces: model.forces(quadriceps: 900), using: &held)
    #expect(found.status == .converged && same.status == .converged)
    let apart = zip(free.coordinates, held.coordinates).map { abs($0 - $1) }.max() ?? .infinity
    #expect(apart < 1e-10)

    // More quadriceps force: the tibia stays, the patella finds its balance.
    let more = model.forces(quadriceps: 1200)
    #expect(model.equilibrium(without, forces: more, using: &held).status == .converged)
    #expect(held.coordinates[..<6] == free.coordinates[..<6])
    #expect(held.coordinates[6...] != free.coordinates[6...])
    let (_, patella) = Self.wrenches(model, more, external: .zero, held)
    let unbalanced = freedom == .planar ? Vector3(patella.force.x, patella.force.y, 0) : patella.force
    #expect(unbalanced.length < 1e-8 * patella.load)
  }

  @Test(arguments: Freedom.allCases)
  func `a cold start and a continuation end at the same equilibrium, stable and converged`(freedom: Freedom) {
    let model = Models.standard
    var walking = KneeWorkspace(model, freedom: freedom)
    var cold = KneeWorkspace(model, freedom: freedom)
    let forces = model.forces(quadriceps: 600)
    model.startOnPath(0, using: &walking)
    for degrees in 0...120 {
      let posture = KneePosture(kneeFlexion: Double(degrees) * radiansPerDegree)
      let warm = model.equilibrium(posture, forces: forces, using: &walking)
      #expect(warm.status == .converged && warm.minimumStiffness > 0)
      guard degrees % 10 == 0 else { continue }
      model.startOnPath(posture.kneeFlexion, using: &cold)
      let report = model.equilibrium(posture, forces: forces, using: &cold)
      #expect(report.status == .converged && report.iterations <= 20)
      for c in 0..<12 { #expect(abs(cold.coordinates[c] - walking.coordinates[c]) < 1e-9) }
    }
  }

  @Test func `a solve that may not iterate says so`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    var settings = EquilibriumSettings()
    settings.maxIterations = 1
    model.startOnPath(1, using: &ws)
    let report = model.equilibrium(
      KneePosture(kneeFlexion: 1), forces: model.forces(quadriceps: 2000), settings: settings, using: &ws)
    #expect(report.status == .maxIterations && report.residual > 1)
    model.startOnPath(1, using: &ws)
    let broken = model.equilibrium(
      KneePosture(kneeFlexion: 1), forces: model.muscles.map { _ in .nan }, using: &ws)
    #expect(broken.status == .notFinite)
  }

  @Test func `an upward push on a bent thigh drives the tibia forward, a backward one back`() {
    // The sign of the external force decides the cruciates: checked on the solved pose.
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    let forces = model.forces(quadriceps: 300, hamstrings: 100)
    var x: [Double] = []
    for push in [-100.0, 0, 100] {
      model.startOnPath(0.8, using: &ws)
      _ = model.equilibrium(
        KneePosture(kneeFlexion: 0.8, externalForce: Vector3(push, 300, 0)), forces: forces, using: &ws)
      x.append(ws.coordinates[Coordinate.tibiaX])
    }
    #expect(x[0] < x[1] && x[1] < x[2])
  }

  @Test func `the largest pressure is never below the mean stress, however light the contact`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    for quadriceps in [1.0, 10, 60, 400] {
      for degrees in stride(from: 0.0, through: 110, by: 10) {
        model.startOnPath(degrees * radiansPerDegree, using: &ws)
        _ = model.equilibrium(
          KneePosture(kneeFlexion: degrees * radiansPerDegree), forces: model.forces(quadriceps: quadriceps),
          using: &ws)
        for contact in [model.patellofemoralContact(using: ws), model.tibiofemoralContact(using: ws)] {
          // The resultant is at most the sum of the elements' forces, each at most its touching area times the peak.
          #expect(contact.force.length <= contact.peakPressure * contact.area * (1 + 1e-12))
        }
      }
    }
  }

  @Test func `no contact is pressed past the range of its law at the loads of daily life`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    for degrees in stride(from: 0.0, through: 120, by: 15) {
      model.startOnPath(degrees * radiansPerDegree, using: &ws)
      _ = model.equilibrium(
        KneePosture(kneeFlexion: degrees * radiansPerDegree), forces: model.forces(quadriceps: 4000),
        using: &ws)
      let isPastLimit = ws.contactIsPastLimit
      #expect(!isPastLimit)
    }
  }
}
