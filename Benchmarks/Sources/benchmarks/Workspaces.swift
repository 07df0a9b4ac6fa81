import CAllocations
import Knee
import Scenarios

/// What the workspaces of one thread keep in memory, bytes: the value itself and what it has asked malloc for.
struct WorkspaceSize {
  var name: String
  var bytes: Int

  /// That of a thread which solves frames and their derivatives may be no larger than this.
  static let bound = 256_000

  /// What is wrong with it, if it is larger.
  var fault: String? {
    bytes <= Self.bound
      ? nil : "\(name): the workspaces of one thread take \(bytes) bytes, more than \(Self.bound)"
  }

}

/// Such as `knee 100.0 kB, muscles 20.0 kB`.
func listed(_ sizes: [WorkspaceSize]) -> String {
  sizes.map { $0.name + " " + decimal(Double($0.bytes) * 1e-3, 1) + " kB" }.joined(separator: ", ")
}

/// The parts of a thread's workspaces, and last all together. A run is measured after it has followed a squat and walking. Without
/// the model and the motions, which threads share; nil where malloc cannot be replaced.
func workspaceSizes(_ knee: LoadedKnee) throws -> [WorkspaceSize]? {
  guard AllocationCounter.isAvailable else { return nil }
  let simulator = knee.simulator
  let (model, freedom) = (simulator.model, simulator.freedom)
  let tension = knee.hamstringTone(0.1)
  let tasks = try knee.tasks(of: knee.motion("squat")) + knee.tasks(of: knee.motion("walking"))
  func run() -> Run {
    var run = Run(simulator, tension: tension)
    for task in tasks { run.follow(task) }
    return run
  }
  // Once beforehand, for what is made at the first use of a type.
  _ = held(run)
  let frame = WorkspaceSize(name: "frames", bytes: held(run))
  let derivatives = WorkspaceSize(
    name: "derivatives", bytes: held { SensitivityWorkspace(model, freedom: freedom) })
  return [
    WorkspaceSize(name: "knee", bytes: held { KneeWorkspace(model, freedom: freedom) }),
    WorkspaceSize(name: "muscles", bytes: held { MuscleWorkspace(model, exponent: simulator.exponent) }),
    WorkspaceSize(name: "Newton's system", bytes: held { TaskSystem(model, freedom: freedom) }),
    frame, derivatives, WorkspaceSize(name: "in all", bytes: frame.bytes + derivatives.bytes),
  ]
}

/// Bytes of a value and of what it keeps from malloc.
private func held<T: ~Copyable>(_ make: () -> T) -> Int {
  allocations_begin()
  let value = make()
  _ = allocations_end()
  return withExtendedLifetime(value) { allocations_held() + MemoryLayout<T>.size }
}
