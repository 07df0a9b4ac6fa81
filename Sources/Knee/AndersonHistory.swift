import Dense

/// The last passes of a fixed-point iteration x ← x + s(x), for Anderson's acceleration.
///
/// x and s are activations and forces of all muscles side by side; only the forces decide the mixture.
struct AndersonHistory: ~Copyable {
  /// Differences that are kept: a swing between a taut and a slack cruciate has one or two directions.
  static let depth = 4

  let n: Int
  /// Last x and s: activations first, then forces                            (2 n each)
  private var lastX, lastS: [Double]
  /// Differences of x and s of successive passes, a ring                     (depth × 2 n each)
  private var dx, ds: [Double]
  /// Normal equations of the mixture and their right-hand side
  private var system: SymmetricSystem
  private var gamma: [Double]
  /// Passes seen
  private var count = 0

  init(muscles n: Int) {
    self.n = n
    lastX = Array(repeating: 0, count: 2 * n)
    lastS = lastX
    dx = Array(repeating: 0, count: 2 * n * Self.depth)
    ds = dx
    system = SymmetricSystem(n: Self.depth)
    gamma = Array(repeating: 0, count: Self.depth)
  }

  mutating func reset() { count = 0 }

  /// Records where a pass began and the step it proposed.
  mutating func add(activations: [Double], forces: [Double], activationStep: [Double], forceStep: [Double]) {
    let row = ((count + Self.depth - 1) % Self.depth) * 2 * n
    for i in 0..<n {
      if count > 0 {
        dx[row + i] = activations[i] - lastX[i]
        dx[row + n + i] = forces[i] - lastX[n + i]
        ds[row + i] = activationStep[i] - lastS[i]
        ds[row + n + i] = forceStep[i] - lastS[n + i]
      }
      lastX[i] = activations[i]
      lastX[n + i] = forces[i]
      lastS[i] = activationStep[i]
      lastS[n + i] = forceStep[i]
    }
    count += 1
  }

  /// Replaces the last step by s - Σ γ (Δx + Δs) with γ the least squares of s - Σ γ Δs over the forces.
  mutating func mix(_ activationStep: inout [Double], _ forceStep: inout [Double]) {
    let m = min(count - 1, Self.depth)
    guard m > 0 else { return }
    var largest = 0.0
    for a in 0..<Self.depth {
      gamma[a] = a < m ? product(a) : 0
      for b in 0..<Self.depth {
        system.matrix[a + b * Self.depth] = a < m && b < m ? product(a, b) : 0
      }
      largest = max(largest, system.matrix[a + a * Self.depth])
    }
    guard largest > 0 else { return }
    // Differences that are nearly parallel would mix with huge factors: a little of the identity holds them.
    for a in 0..<Self.depth { system.matrix[a + a * Self.depth] += a < m ? 1e-10 * largest : largest }
    guard system.factorCholesky() else { return }
    system.solveCholesky(&gamma)
    for a in 0..<m {
      let row = a * 2 * n
      for i in 0..<n {
        activationStep[i] -= gamma[a] * (dx[row + i] + ds[row + i])
        forceStep[i] -= gamma[a] * (dx[row + n + i] + ds[row + n + i])
      }
    }
  }

  private func product(_ a: Int) -> Double {
    var sum = 0.0
    for i in n..<(2 * n) { sum += ds[a * 2 * n + i] * lastS[i] }
    return sum
  }

  private func product(_ a: Int, _ b: Int) -> Double {
    var sum = 0.0
    for i in n..<(2 * n) { sum += ds[a * 2 * n + i] * ds[b * 2 * n + i] }
    return sum
  }
}
