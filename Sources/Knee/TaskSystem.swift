import Dense
import Solvers

/// One Newton step of a task: the changes of pose q, of its motion v = dq/dθ and of the multipliers λ.
///
/// Muscles are eliminated: a free one answers δa = (answer·z - residual) / curvature, one at a bound goes there, and
/// its force follows as δF = F_a δa + F_q δq, by way of length and velocity. Made once per thread.
public struct TaskSystem: ~Copyable {
  /// Unknowns of the pose.
  let n: Int
  /// The system with all muscles, and without any: rows of motion (n), pose (n), moments (3)
  var system, base: LinearSystem
  /// Step: δq, δv (scaled), δλ                                         (2 n + 3)
  var step: [Double]
  /// Rate of the Hessian along the motion (12 × 12), and that of the scaled one, the twist, last found     (n × n)
  var hessianRate, twist: [Double]
  /// Whether a muscle crosses the knee                                  (muscles)
  let crosses: [Bool]
  /// dL/dq of every muscle, its rate along the motion, and dF/dq at constant activation, scaled     (muscles × n each)
  var slope, slopeRate, forceSlope: [Double]
  /// Answer of a muscle's activation to the unknowns                    (muscles × (2 n + 3))
  var answer: [Double]
  /// Curvature of the Lagrangian in the activation; stationarity residual, cost per activation     (muscles each)
  var curvature, residual: [Double]
  /// Change of the activations                                          (muscles)
  var activationStep: [Double]
  /// -1 at the lower bound, +1 at the upper, 0 free; ±2 held there because a moment cannot be met   (muscles)
  var active: [Int8]
  /// Activation below which a cubic cost keeps its curvature in this step; it has none at zero.
  var cubicFloor = 1e-3
  /// False when the active set still changed after the last round; and whether it changed at all in the last solve
  private(set) var isSettled = true, hasChangedSet = false
  /// One muscle's row
  var row: RowVector

  public init(_ model: KneeModel, freedom: Freedom) {
    n = freedom.solved.count
    let size = 2 * n + 3
    let muscles = model.muscles.count
    func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
    system = LinearSystem(n: size)
    base = LinearSystem(n: size)
    row = RowVector(n: size)
    step = zeros(size)
    (hessianRate, twist) = (zeros(144), zeros(n * n))
    let paths = MuscleGeometry(model).paths
    crosses = paths.map { $0.crossing != nil }
    slope = zeros(muscles * n)
    (slopeRate, forceSlope) = (slope, slope)
    answer = zeros(muscles * size)
    curvature = zeros(muscles)
    residual = curvature
    activationStep = curvature
    active = Array(repeating: 0, count: muscles)
  }
}

extension TaskSystem {
  /// Solves with the muscles of the active set held at their bounds, and corrects the set until it agrees. False when the
  /// system is singular.
  mutating func solve(_ tension: [MuscleTension], _ muscle: borrowing MuscleWorkspace) -> Bool {
    isSettled = true
    hasChangedSet = false
    for _ in 0..<8 {
      assemble(tension, muscle)
      guard system.solve(&step) else { return false }
      if !correctActiveSet(tension, muscle) { return true }
      hasChangedSet = true
    }
    isSettled = false
    return true
  }

  /// Takes over the scaled rate of the Hessian along the motion. One that is not finite leaves the last.
  mutating func takeTwist(_ ws: borrowing KneeWorkspace) {
    var sum = 0.0
    for value in hessianRate { sum += value }
    guard sum.isFinite else { return }
    for i in 0..<n {
      for j in 0..<n {
        twist[i + j * n] = hessianRate[12 * ws.solved[i] + ws.solved[j]] * ws.scale[i] * ws.scale[j]
      }
    }
  }

  /// Shortens the step so that no coordinate changes by more than `longest`, m (scaled). Whether that was needed.
  mutating func limitStep(_ longest: Double) -> Bool {
    var way = 0.0
    for k in 0..<n { way = max(way, abs(step[k])) }
    guard way > longest else { return false }
    let part = longest / way
    for k in step.indices { step[k] *= part }
    for i in activationStep.indices { activationStep[i] *= part }
    isSettled = false
    return true
  }

  /// A joint whose moment is asked for and for which no muscle is free, or nil.
  func exhausted(_ task: KneeTask) -> Int? {
    let size = 2 * n + 3
    for j in 0..<3 where task.isDemanded[j] && base[2 * n + j, 2 * n + j] == 0 {
      let hasFree = active.indices.contains { active[$0] == 0 && answer[$0 * size + 2 * n + j] != 0 }
      if !hasFree { return j }
    }
    return nil
  }

  /// Adds the muscles' answers to the base.
  private mutating func assemble(_ tension: [MuscleTension], _ muscle: borrowing MuscleWorkspace) {
    let size = 2 * n + 3
    system.copy(base)
    for i in active.indices {
      let fiber = muscle.fibers[i]
      let perActivation = fiber.forcePerActivation
      let isFree = active[i] == 0
      let share = isFree ? perActivation / curvature[i] : 0
      let bound = active[i] < 0 ? tension[i].tone : 1
      // δF as a row over the unknowns, the constant part on the other side.
      let constant = isFree ? -share * residual[i] : perActivation * (bound - muscle.activations[i])
      if !crosses[i] {
        if perActivation > 0 { assembleMoments(i, share / perActivation, constant / perActivation) }
        continue
      }
      for k in 0..<size { row[k] = share * answer[i * size + k] }
      for k in 0..<n { row[k] += forceSlope[i * n + k] }
      row[size] = -constant
      for k in 0..<n {
        let at = i * n + k
        if slopeRate[at] != 0 { system.add(row, times: slopeRate[at], toRow: k) }
        if slope[at] != 0 { system.add(row, times: slope[at], toRow: n + k) }
      }
      if perActivation == 0 { continue }
      for j in 0..<3 {
        let arm = answer[i * size + 2 * n + j] / perActivation
        if arm != 0 { system.add(row, times: arm, toRow: 2 * n + j) }
      }
    }
  }

  /// A muscle that does not cross the knee answers to the multipliers alone, with moments alone.
  private mutating func assembleMoments(_ i: Int, _ share: Double, _ constant: Double) {
    let first = 2 * n
    let at = i * (first + 3) + first
    for j in 0..<3 where answer[at + j] != 0 {
      for k in 0..<3 where answer[at + k] != 0 {
        system[first + j, first + k] += share * answer[at + j] * answer[at + k]
      }
      system[first + j, first + 3] -= constant * answer[at + j]
    }
  }

  /// Activations from the step; true when a muscle had to be freed or bound.
  private mutating func correctActiveSet(
    _ tension: [MuscleTension], _ muscle: borrowing MuscleWorkspace
  ) -> Bool {
    let size = 2 * n + 3
    var isChanged = false
    for i in active.indices {
      let a = muscle.activations[i]
      var pull = -residual[i]
      for k in (crosses[i] ? 0 : 2 * n)..<size { pull += answer[i * size + k] * step[k] }
      let free = a + pull / curvature[i]
      let wanted: Int8 = free < tension[i].tone ? -1 : (free > 1 ? 1 : 0)
      switch active[i] {
      case 0: activationStep[i] = free - a
      case ..<0: activationStep[i] = tension[i].tone - a
      default: activationStep[i] = 1 - a
      }
      if abs(active[i]) < 2 && wanted != active[i] {
        // From one bound to the other only by way of freedom.
        active[i] = active[i] == 0 ? wanted : 0
        isChanged = true
      }
    }
    return isChanged
  }
}
