import Dense
import Solvers

/// How the curve of solutions is followed. A length of 1 along it is a frame, or 1 mm of an unknown of the pose.
public struct TaskPathSettings: Sendable {
  /// Longest step along the curve, and the shortest before a kink is taken for what is in the way.
  public var longestStep = 0.25, shortestStep = 5e-4
  public var maxSteps = 400
  /// Newton steps back to the curve.
  public var maxCorrections = 10
  /// Longest of them, m, and the change of pose (m) and of a force (N) with which they end; angles count `rotationLength`
  /// m per rad.
  public var maxCorrection = 0.002, poseTolerance = 1e-7, forceTolerance = 1e-2
  /// How far back the curve may turn, frames.
  public var farthestBack = 2.0
  /// Difference by which the derivative in the part is found: rounding of the equations over it is far below the tolerances.
  public var difference = 1e-5
  public init() {}
}

/// The way from one solved task to the next along the curve of solutions, by pseudo-arclength continuation.
///
/// The tasks between two are mixtures of them, with `part` 0 at the one and 1 at the other, and the solutions (pose,
/// activations, multipliers) of all parts are a curve. At given parts Newton's method loses it where it turns back. Here
/// the part is an unknown like the others, and what is prescribed is the length along the curve. The curve has kinks
/// where a muscle begins to wrap or an element to touch; beyond one its direction is that in which the determinant keeps the
/// orientation. Source: Keller 1977 in Applications of Bifurcation Theory 359; Allgower & Georg 1990, Numerical
/// Continuation Methods. Both from memory.
public struct TaskPath: ~Copyable {
  /// Unknowns of the pose
  private let n: Int
  /// Direction of the curve: pose (mm), motion, multipliers             (2 n + 3); activations; part
  private var tangent, activationTangent: [Double]
  private var partTangent = 0.0
  /// Sign of the determinant where the part grows along the curve
  private var orientation = 1.0
  /// Newton's step, and its change per unit of the part                  (2 n + 3, muscles each)
  private var step, activationStep, perPart, activationsPerPart: [Double]
  /// The last point on the curve: coordinates (12), activations, multipliers, moments out of reach, part
  private var coordinates, activations: [Double]
  private var multiplier, lacking: SIMD3<Double>?
  private var lastPart = 0.0
  /// Where the workspaces are
  private var part = 0.0

  public init(_ model: KneeModel, freedom: Freedom) {
    n = freedom.solved.count
    tangent = Array(repeating: 0, count: 2 * n + 3)
    activations = Array(repeating: 0, count: model.muscles.count)
    (step, perPart) = (tangent, tangent)
    (activationTangent, activationStep, activationsPerPart) = (activations, activations, activations)
    coordinates = Array(repeating: 0, count: Coordinate.count)
  }

  /// Follows the curve from the solution of `last`, which the workspaces hold, to that of `task`, which they hold then to
  /// the tolerances of the settings. False where the curve is lost or turns back for good.
  public mutating func follow(
    _ model: KneeModel, _ task: KneeTask, from last: KneeTask, tension: [MuscleTension],
    settings: TaskPathSettings = .init(), using ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Bool {
    guard muscle.multiplier != nil, muscle.lacking != nil else { return false }
    muscle.set(tension)
    for i in muscle.activations.indices {
      let a = muscle.activations[i]
      system.active[i] = a <= tension[i].tone ? -1 : (a >= 1 ? 1 : 0)
    }
    let way = TaskWay(model: model, from: last, to: task, tension: tension, settings: settings)
    part = 0
    guard correct(way, holdsPart: true, &ws, &muscle, &system),
      linearizeBoth(way, &ws, &muscle, &system)
    else { return false }
    orientation = system.system.determinantSign
    point(system)
    var length = settings.longestStep
    for _ in 0..<settings.maxSteps {
      keep(ws, muscle)
      var isAtKink = false
      while true {
        let arrives = part + length * partTangent >= 1
        let along = arrives ? (1 - part) / partTangent : length
        move(along, tension, &ws, &muscle)
        if arrives { part = 1 }
        if correct(way, holdsPart: arrives, &ws, &muscle, &system) {
          if arrives { return true }
          if turn(way, &ws, &muscle, &system) { break }
        }
        goBack(&ws, &muscle)
        length = min(length, along) / 2
        if length >= settings.shortestStep { continue }
        // Beyond a kink the curve leaves in the direction that it has there.
        guard !isAtKink else { return false }
        isAtKink = true
        move(4 * settings.shortestStep, tension, &ws, &muscle)
        guard linearizeBoth(way, &ws, &muscle, &system) else { return false }
        point(system)
        goBack(&ws, &muscle)
        length = 16 * settings.shortestStep
      }
      guard part > -settings.farthestBack else { return false }
      length = min(settings.longestStep, 1.5 * length)
    }
    return false
  }

  /// Newton steps onto the curve, square to its direction or at the present part.
  private mutating func correct(
    _ way: borrowing TaskWay, holdsPart: Bool, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Bool {
    for _ in 0..<way.settings.maxCorrections {
      if holdsPart {
        guard way.linearize(part, &ws, &muscle, &system) else { return false }
      } else {
        guard linearizeBoth(way, &ws, &muscle, &system) else { return false }
        // tangent · (step + δ perPart) + partTangent δ = 0
        var (along, per) = (0.0, partTangent)
        for k in 0..<n {
          along += 1e3 * tangent[k] * step[k]
          per += 1e3 * tangent[k] * perPart[k]
        }
        let δ = -along / per
        guard δ.isFinite else { return false }
        for k in step.indices { system.step[k] = step[k] + δ * perPart[k] }
        for i in activationStep.indices {
          system.activationStep[i] = activationStep[i] + δ * activationsPerPart[i]
        }
        part += δ
      }
      var longest = 0.0
      for k in 0..<n { longest = max(longest, abs(system.step[k])) }
      guard longest < way.settings.maxCorrection else { return false }
      let change = muscle.forceChange(system)
      for k in 0..<n { ws.coordinates[ws.solved[k]] += ws.scale[k] * system.step[k] }
      muscle.take(system, way.tension)
      if system.isSettled && longest <= way.settings.poseTolerance && change <= way.settings.forceTolerance {
        return true
      }
    }
    return false
  }

  /// Takes the direction of the curve at a point on it. False, and the last one kept, where it has turned by more than 60 deg.
  private mutating func turn(
    _ way: borrowing TaskWay, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Bool {
    guard linearizeBoth(way, &ws, &muscle, &system) else { return false }
    let next = nextPartTangent(system)
    var cosine = partTangent * next
    for k in 0..<n { cosine += tangent[k] * 1e3 * perPart[k] * next }
    guard cosine > 0.5 else { return false }
    point(system)
    return true
  }

  /// The direction of the curve from `perPart`, of length one over pose and part.
  private mutating func point(_ system: borrowing TaskSystem) {
    partTangent = nextPartTangent(system)
    for k in tangent.indices { tangent[k] = perPart[k] * partTangent * (k < n ? 1e3 : 1) }
    for i in activationTangent.indices { activationTangent[i] = activationsPerPart[i] * partTangent }
  }

  private func nextPartTangent(_ system: borrowing TaskSystem) -> Double {
    var square = 1.0
    for k in 0..<n { square += 1e6 * perPart[k] * perPart[k] }
    return system.system.determinantSign * orientation / square.squareRoot()
  }

  /// Newton's step at the present part, and how it changes with the part.
  private mutating func linearizeBoth(
    _ way: borrowing TaskWay, _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace,
    _ system: inout TaskSystem
  ) -> Bool {
    let difference = way.settings.difference
    // The neighbor first, so that the workspaces hold the present part afterwards.
    guard way.linearize(part + difference, &ws, &muscle, &system) else { return false }
    for k in step.indices { perPart[k] = system.step[k] }
    for i in activationStep.indices { activationsPerPart[i] = system.activationStep[i] }
    guard way.linearize(part, &ws, &muscle, &system) else { return false }
    for k in step.indices {
      step[k] = system.step[k]
      perPart[k] = (perPart[k] - step[k]) / difference
    }
    for i in activationStep.indices {
      activationStep[i] = system.activationStep[i]
      activationsPerPart[i] = (activationsPerPart[i] - activationStep[i]) / difference
    }
    return true
  }

  /// Moves along the direction of the curve.
  private mutating func move(
    _ length: Double, _ tension: [MuscleTension], _ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace
  ) {
    part += length * partTangent
    for k in 0..<n { ws.coordinates[ws.solved[k]] += length * 1e-3 * tangent[k] * ws.scale[k] }
    for i in activationTangent.indices {
      muscle.activations[i] = min(
        1, max(tension[i].tone, muscle.activations[i] + length * activationTangent[i]))
    }
    for j in 0..<3 { muscle.multiplier?[j] += length * tangent[2 * n + j] }
  }

  private mutating func keep(_ ws: borrowing KneeWorkspace, _ muscle: borrowing MuscleWorkspace) {
    for c in coordinates.indices { coordinates[c] = ws.coordinates[c] }
    for i in activations.indices { activations[i] = muscle.activations[i] }
    (multiplier, lacking, lastPart) = (muscle.multiplier, muscle.lacking, part)
  }

  private mutating func goBack(_ ws: inout KneeWorkspace, _ muscle: inout MuscleWorkspace) {
    for c in coordinates.indices { ws.coordinates[c] = coordinates[c] }
    for i in activations.indices { muscle.activations[i] = activations[i] }
    (muscle.multiplier, muscle.lacking, part) = (multiplier, lacking, lastPart)
  }
}
