import Dense
import Knee
import Scenarios

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// The extensor mechanism in a rig: 600 N of quadriceps force, shared among the four heads by maximal isometric force,
// nothing else pulls.

/// Quadriceps force of the extension rig, N.
private let quadricepsForce = 600.0

extension Bench {
  /// The extension rig at a knee flexion, deg.
  fileprivate func extensionRig(_ flexion: Double) throws -> FrameResult {
    try solve(flexion, forces(.quadriceps, quadricepsForce))
  }
}

extension Experiment {
  /// G1-1: magnitude of the patellar tendon's resultant over the sum of the forces of the four heads.
  static let tendonRatio = Experiment(ids: ["G1-1a", "G1-1b"]) { bench in
    func ratio(_ flexion: Double) throws -> Outcome {
      Outcome(value: try bench.extensionRig(flexion).patellar_tendon_force_N / quadricepsForce)
    }
    return ["G1-1a": try ratio(10), "G1-1b": try ratio(70)]
  }

  /// G1-2: the flexion between 0 and 60 deg at which the patellar tendon carries as much as the quadriceps, deg: the
  /// last such crossing of a sweep by 2.5 deg, bisected. The row also asks that the ratio falls from there to 60 deg.
  static let tendonEqualsQuadriceps = Experiment(ids: ["G1-2"]) { bench in
    func excess(_ flexion: Double) throws -> Double {
      try bench.extensionRig(flexion).patellar_tendon_force_N / quadricepsForce - 1
    }
    let flexions = Array(stride(from: 0.0, through: 60, by: 2.5))
    let sweep = try bench.solve(bench.rows(flexions, bench.forces(.quadriceps, quadricepsForce)))
      .map { $0.patellar_tendon_force_N / quadricepsForce - 1 }
    guard let before = sweep.indices.dropLast().last(where: { sweep[$0] > 0 && sweep[$0 + 1] <= 0 }) else {
      return ["G1-2": .unsolved("the ratio does not pass 1 between 0 and 60 deg")]
    }
    let root = try bisect(flexions[before], flexions[before + 1], excess)
    let beyond = sweep[(before + 1)...]
    let falls = zip(beyond, beyond.dropFirst()).allSatisfy { $1 < $0 }
    return [
      "G1-2": Outcome(
        value: root, alsoHolds: falls,
        note: "ratio \(text(1 + sweep[0], 2)) at 0 deg, \(falls ? "falls" : "does not only fall") to "
          + "\(text(1 + sweep[sweep.count - 1], 2)) at 60 deg")
    ]
  }

  /// G1-3: the exact derivative of the knee moment in the force of the quadriceps, everything else following, mm; one
  /// more newton is shared as the 600 N are.
  static let momentArm = Experiment(ids: ["G1-3a", "G1-3b"]) { bench in
    [
      "G1-3a": Outcome(value: try bench.extensionRig(10).quadriceps_moment_arm_mm),
      "G1-3b": Outcome(value: try bench.extensionRig(50).quadriceps_moment_arm_mm),
    ]
  }

  /// G1-4: magnitude of the patellofemoral contact force over the force of the quadriceps.
  static let jointRatio = Experiment(ids: ["G1-4a", "G1-4b"]) { bench in
    func ratio(_ flexion: Double) throws -> Outcome {
      Outcome(value: try bench.extensionRig(flexion).patellofemoral.force_N / quadricepsForce)
    }
    return ["G1-4a": try ratio(30), "G1-4b": try ratio(60)]
  }

  /// G1-5: the flexion at which the pull of the patellar tendon on the tibia has no part along the tibia's own anterior
  /// axis (the femur's, turned by minus the flexion), deg: the first change from forward to backward of a sweep from 0
  /// to 110 deg by 5 deg, bisected.
  static let tendonTurns = Experiment(ids: ["G1-5"]) { bench in
    func forwardPull(_ flexion: Double) throws -> Double {
      let angle = radians(flexion)
      let pull = try bench.balance(
        KneePosture(kneeFlexion: angle), bench.forces(.quadriceps, quadricepsForce)
      ).tendon
      return pull.x * cos(angle) - pull.y * sin(angle)
    }
    let flexions = Array(stride(from: 0.0, through: 110, by: 5))
    let pulls = try flexions.map(forwardPull)
    guard let before = pulls.indices.dropLast().first(where: { pulls[$0] > 0 && pulls[$0 + 1] <= 0 }) else {
      return ["G1-5": .unsolved("the tendon does not turn between 0 and 110 deg")]
    }
    return [
      "G1-5": Outcome(
        value: try bisect(flexions[before], flexions[before + 1], forwardPull),
        note: "forward pull \(text(pulls[0], 0)) N at 0 deg, \(text(pulls[pulls.count - 1], 0)) N at 110 deg")
    ]
  }
}

/// The zero of a function that is positive at `left` and not at `right`, to a hundredth of a degree.
func bisect(_ left: Double, _ right: Double, _ function: (Double) throws -> Double) rethrows -> Double {
  var (left, right) = (left, right)
  while right - left > 0.01 {
    let middle = (left + right) / 2
    if try function(middle) > 0 { left = middle } else { right = middle }
  }
  return (left + right) / 2
}
