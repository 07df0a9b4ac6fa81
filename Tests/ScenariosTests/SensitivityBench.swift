import Activities
import Dense

@testable import Knee
@testable import Scenarios

/// A solved task with everything needed to solve it again nearby.
struct SolvedTask: Sendable {
  var model: KneeModel
  var task: KneeTask
  var tension: [MuscleTension]
  var freedom: Freedom
  var exponent: Int
  var coordinates: [Double], activations: [Double]
  var fibers: [FiberState]
  var multiplier, lacking: SIMD3<Double>?

  /// Of a run that has just followed a task.
  init(_ run: borrowing Run, _ task: KneeTask) {
    model = run.simulator.model
    self.task = task
    tension = run.tension
    freedom = run.simulator.freedom
    exponent = run.simulator.exponent
    coordinates = run.knee.coordinates
    activations = run.muscle.activations
    fibers = run.muscle.fibers
    multiplier = run.muscle.multiplier
    lacking = run.muscle.lacking
  }
}

/// What a task solved nearby says, and on which branch of the model it lies.
struct NearbySolution {
  /// In the order of `TaskOutput`.
  var outputs: [Double]
  /// Status of every muscle: -1 at its tone, 1 at full activation, 0 between.
  var activeSet: [Int]
  /// Where every element, strand and wrap stands: the energy has jumps of its third derivatives between two such places,
  /// and the peak pressure a kink where it moves to another element.
  var branch: [Int]
}

extension RecruitmentLoopSettings {
  /// Nearly to rounding.
  static var tight: RecruitmentLoopSettings {
    var settings = RecruitmentLoopSettings()
    settings.residualTolerance = 2e-10
    settings.forceTolerance = 2e-10
    settings.maxNewtonPasses = 60
    return settings
  }
}

extension SolvedTask {
  /// Solves a task by Newton's method from here, far more closely than usual: forces to some 1e-10 N. Nil where it does not
  /// converge.
  func solve(
    _ model: KneeModel, _ task: KneeTask, _ tension: [MuscleTension], _ system: inout TaskSystem
  ) -> NearbySolution? {
    var ws = KneeWorkspace(model, freedom: freedom)
    var muscle = MuscleWorkspace(model, exponent: exponent)
    for c in 0..<12 { ws.coordinates[c] = coordinates[c] }
    for i in activations.indices {
      muscle.activations[i] = activations[i]
      muscle.fibers[i] = fibers[i]
    }
    muscle.multiplier = multiplier
    muscle.lacking = lacking
    let report = model.solveByNewton(task, tension: tension, settings: .tight, using: &ws, &muscle, &system)
    guard report.status == .converged else { return nil }
    let patella = model.patellofemoralContact(using: ws)
    let tibia = model.tibiofemoralContact(using: ws)
    let outputs = [
      patella.force.length, patella.area > 0 ? patella.force.length / patella.area : 0, patella.peakPressure,
      tibia.force.length,
    ]
    let activeSet = tension.indices.map { i in
      muscle.activations[i] <= tension[i].tone ? -1 : (muscle.activations[i] >= 1 ? 1 : 0)
    }
    return NearbySolution(outputs: outputs, activeSet: activeSet, branch: Self.branch(model, ws))
  }

  private static func branch(_ model: KneeModel, _ ws: borrowing KneeWorkspace) -> [Int] {
    var branch: [Int] = []
    for (elements, law, offset) in [
      (model.patellaElements, model.patellofemoralLaw, 6), (model.tibiaElements, model.tibiofemoralLaw, 0),
    ] {
      let pose = BodyPose(ws.coordinates, offset: offset)
      var (peak, peakAt) = (0.0, -1)
      for (index, quad) in elements.quads.enumerated() {
        let place = model.femur.place(pose.place(quad.points))
        let depth = model.femur.depth(place).replacing(with: -1, where: .!place.isInside)
        let mean = law.mean(depth: depth, halfRange: quad.halfRange, perRange: quad.perRange)
        for lane in 0..<4 where depth[lane] > -quad.halfRange[lane] && quad.area[lane] > 0 {
          let (d, w, limit) = (depth[lane], quad.halfRange[lane], ContactLaw.limit * law.thickness)
          let part = (d >= w ? 1 : 0) + (d + w > limit ? 1 : 0) + (d - w > limit ? 1 : 0)
          branch += [4 * index + lane, part, Int(place.cell[lane])]
          let pressure = mean.pressure[lane] / mean.fraction[lane]
          if pressure > peak { (peak, peakAt) = (pressure, 4 * index + lane) }
        }
      }
      branch.append(peakAt)
    }
    let lengths = model.strandLengths(at: ws.coordinates, using: ws)
    for (i, strand) in model.strands.enumerated() {
      let strain = lengths[i] / strand.slackLength - 1
      branch.append(strain <= 0 ? 0 : (strain < Strand.transitionStrain ? 1 : 2))
    }
    return branch + ws.segments.map { $0.isWrapped ? 1 : 0 }
  }
}

/// A parameter of a task, as the tests change it.
enum TestedParameter: Hashable {
  case tone(Int), stiffness(Int), shortening(Int), strength(Int)
  case mass, cartilageModulus
  case slack(Strand.Bundle)

  /// Place of its derivative.
  func index(_ p: SensitivityParameters) -> Int {
    switch self {
    case .tone(let i): p.tone(i)
    case .stiffness(let i): p.stiffness(i)
    case .shortening(let i): p.shortening(i)
    case .strength(let i): p.strength(i)
    case .mass: p.mass
    case .cartilageModulus: p.cartilageModulus
    case .slack(let bundle): p.slack(bundle)
    }
  }

  /// Its kind, for the tally.
  var kind: String {
    switch self {
    case .tone: "tone"
    case .stiffness: "stiffness"
    case .shortening: "shortening"
    case .strength: "strength"
    case .mass: "mass"
    case .cartilageModulus: "modulus"
    case .slack(.patellarTendon): "tendon"
    case .slack: "slack"
    }
  }

  /// A step that is small against what changes the results visibly, in the parameter's own unit.
  var step: Double {
    switch self {
    case .tone, .shortening: 5e-5
    case .stiffness, .strength, .cartilageModulus: 4e-4
    case .mass: 4e-3
    case .slack: 5e-6
    }
  }

  /// The task with the parameter changed by `change`; `unscaled` is the model before it was scaled to the person.
  func apply(
    _ change: Double, to solved: SolvedTask, unscaled: KneeModel, person: Person
  ) throws -> (KneeModel, KneeTask, [MuscleTension]) {
    var (model, task, tension) = (solved.model, solved.task, solved.tension)
    switch self {
    case .tone(let i): tension[i].tone += change
    case .stiffness(let i): tension[i].stiffness += change
    case .shortening(let i): tension[i].shortening += change
    case .strength(let i): tension[i].strength += change
    case .mass:
      // As the simulator does it for another person.
      let heavier = try Person(mass: person.mass + change, height: person.height, sex: person.sex)
      let ratio = heavier.mass / person.mass
      model.muscles = unscaled.scaled(to: heavier).muscles
      task.moment *= ratio
      task.posture.externalForce *= ratio
    case .cartilageModulus:
      model.patellofemoralLaw.modulus *= Self.exponential(change)
      model.tibiofemoralLaw.modulus *= Self.exponential(change)
    case .slack(let bundle):
      for i in model.strands.indices where model.strands[i].bundle == bundle {
        model.strands[i].slackLength *= Self.exponential(change)
      }
    }
    return (model, task, tension)
  }

  /// To rounding for the small steps here.
  private static func exponential(_ x: Double) -> Double { 1 + x + x * x / 2 + x * x * x / 6 }
}
