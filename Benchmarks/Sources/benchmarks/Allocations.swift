import CAllocations
import Knee
import Scenarios
import Solvers

/// Counts what malloc is asked for, where it can be replaced.
enum AllocationCounter {
  /// Allocations while `body` runs, of all threads; nil where they are not counted.
  static func count(_ body: () throws -> Void) rethrows -> Int? {
    guard isAvailable else { return nil }
    allocations_begin()
    defer { _ = allocations_end() }
    try body()
    return allocations_end()
  }

  static let isAvailable: Bool = {
    allocations_begin()
    let array = [Int](repeating: 1, count: Int.random(in: 1000...1001))
    return allocations_end() > 0 && array[999] == 1
  }()
}

/// How often a call asks for memory.
struct AllocationCount {
  var name: String
  /// Least, mean and greatest number over the calls that were counted.
  var least: Int
  var mean: Double
  var greatest: Int
  var calls: Int
  /// True where workspaces are promised to hold all that is needed.
  var isPromisedNone = false
}

/// Throws where a warm solve asked for memory.
func expectNone(_ counts: [AllocationCount]) throws {
  for count in counts where count.isPromisedNone && count.greatest > 0 {
    throw BenchmarkError(description: "\(count.name): \(count.greatest) allocations where none are promised")
  }
}

/// Counts around what has been called before, so that all workspaces are in place. Empty where malloc cannot be replaced.
func countAllocations(_ knee: LoadedKnee) throws -> [AllocationCount] {
  // The counter itself: a thousand arrays are a thousand allocations.
  var arrays: [[Double]] = Array(repeating: [], count: 1000)
  let control = count("control: 1000 arrays", calls: 1) { _ in
    for i in arrays.indices { arrays[i] = [Double](repeating: 1, count: 1 + i % 7) }
  }
  guard control.least > 0 else { return [] }
  guard control.least >= 1000, control.greatest < 1010, arrays[999][0] == 1 else {
    throw BenchmarkError(description: "1000 arrays were counted as \(control.least) allocations")
  }
  var counts = [control]
  func promise(_ name: String, calls: Int, _ body: (Int) -> Void) {
    var none = count(name, calls: calls, body)
    none.isPromisedNone = true
    counts.append(none)
  }

  let model = knee.simulator.model
  var ws = KneeWorkspace(model, freedom: .patella)
  let postures = [60.0, 61].map { KneePosture(kneeFlexion: radians($0)) }
  model.startOnPath(postures[0].kneeFlexion, using: &ws)
  for posture in postures { _ = model.equilibrium(posture, forces: knee.forces, using: &ws) }
  promise("equilibrium-warm", calls: 100) { i in
    _ = model.equilibrium(postures[i % 2], forces: knee.forces, using: &ws)
  }

  for exponent in [2, 3] {
    let problems = recruitmentProblems(exponent: exponent)
    var activations = [Double](repeating: 0, count: problems[0].muscleCount)
    promise("recruitment-p\(exponent)", calls: problems.count) { i in
      _ = problems[i].solve(into: &activations)
    }
  }

  for (activity, suffix, whole) in [
    ("squat", "", "activity-101"), ("walking", "-walking", "activity-walking"),
  ] {
    let motion = try knee.motion(activity)
    let tasks = try knee.tasks(of: motion)
    var follower = Follower(knee, tasks)
    follower.lap()
    promise("coupled-frame\(suffix)", calls: tasks.count) { i in follower.follow(tasks[i]) }
    var solution = MotionSolution(frames: tasks.count, muscles: knee.simulator.model.muscles.count)
    var perFrame = count("\(whole), per frame", calls: 1) { _ in
      knee.simulator.solve(motion, tension: knee.healthy, into: &solution)
    }
    perFrame.least /= tasks.count
    perFrame.mean /= Double(tasks.count)
    perFrame.greatest = perFrame.least
    counts.append(perFrame)
  }
  return counts
}

private func count(_ name: String, calls: Int, _ body: (Int) -> Void) -> AllocationCount {
  var counts = [Int](repeating: 0, count: calls)
  for i in 0..<calls {
    allocations_begin()
    body(i)
    counts[i] = allocations_end()
  }
  return AllocationCount(
    name: name, least: counts.min() ?? 0, mean: Double(counts.reduce(0, +)) / Double(calls),
    greatest: counts.max() ?? 0, calls: calls)
}
