import CPeak
import Foundation
import Knee
import Scenarios

/// What a row's cost depends on. Keys are those of the JSON file.
struct Layers: Encodable {
  /// Cost against one quantity: least nanoseconds per call by the names of the rows. The least of all samples, because
  /// the points of a line are measured at different times, on machines that have other work.
  struct Point: Encodable {
    var x: Int
    var min_ns: [String: Double]
    /// Cores that the threads had meanwhile: fewer than threads where a neighbor took the rest.
    var cores: Double?
  }
  var machine: [String: String]
  /// Contact elements of both joints; muscles; threads (the states of a squat, all of them together).
  var elements, muscles, threads: [Point]
  /// What depends on LAPACK and BLAS.
  var linear_algebra: [Measurement]
  /// Operations per second by the kind of instruction.
  var peak: [String: Double]
  /// Least nanoseconds per call of the workload `energy-hessian`, in which flops are counted.
  var energy_hessian_ns: Double
}

/// `benchmarks layers FILE`: measures the above. With `--linear-algebra`, only that.
func measureLayers(_ arguments: [String]) throws {
  let isWhole = arguments.count == 1
  guard isWhole || (arguments.count == 2 && arguments[1] == "--linear-algebra") else {
    throw BenchmarkError(description: usage)
  }
  var layers = Layers(
    machine: Dictionary(uniqueKeysWithValues: machineFacts()), elements: [], muscles: [], threads: [],
    linear_algebra: try measureLinearAlgebra(), peak: [:], energy_hessian_ns: 0)
  if isWhole {
    layers.elements = try measureElements()
    layers.muscles = try measureMuscles()
    layers.threads = try measureThreads()
    layers.peak = measurePeak()
    let energy = try energyHessian.prepare(LoadedKnee())
    layers.energy_hessian_ns = try least("energy-hessian") { i in try energy(i).checksum }
  }
  try writeJSON(layers, to: arguments[0])
}

/// The three meshes of data/, coarse to fine.
private func measureElements() throws -> [Layers.Point] {
  try ["meshes/model_3mm.json", "model.json", "meshes/model_1.5mm.json"].map { file in
    let knee = try LoadedKnee(path: repositoryRoot + "/data/" + file)
    let model = knee.simulator.model
    var measurements = Measurements()
    try measureEnergy(knee, &measurements)
    try measureCoupledFrame(knee, "coupled-frame", "squat", &measurements)
    return Layers.Point(
      x: model.patellaElements.count + model.tibiaElements.count,
      min_ns: measurements.least(["contact", "energy-hessian", "coupled-frame"]))
  }
}

private func measureMuscles() throws -> [Layers.Point] {
  try [8, 16, 32, 64].map { count in
    var measurements = Measurements()
    for exponent in [2, 3] { try measureRecruitment(exponent, muscles: count, &measurements) }
    return Layers.Point(x: count, min_ns: measurements.least(["recruitment-p2", "recruitment-p3"]))
  }
}

/// The same states of a part of a squat on more and more threads, each with an equal share; in turn, because a
/// neighbor that takes a core makes two threads as slow as one.
private func measureThreads() throws -> [Layers.Point] {
  let knee = try LoadedKnee()
  var squat = try knee.motion("squat")
  squat.frames = Array(squat.frames[20..<40])
  let motion = squat
  let cores = ProcessInfo.processInfo.activeProcessorCount
  let states = (0..<(2 * cores)).map { knee.hamstringTone(0.02 * Double($0)) }
  var points = (1...cores).filter { cores % $0 == 0 }.map {
    Layers.Point(x: $0, min_ns: ["states": .infinity])
  }
  let clock = ContinuousClock()
  for _ in 0..<20 {
    for i in points.indices {
      let threads = points[i].x
      let share = states.count / threads
      let (start, startOfProcess) = (clock.now, processTime())
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for state in states[(thread * share)..<((thread + 1) * share)] {
          _ = knee.simulator.solve(motion, tension: state)
        }
      }
      let time = (clock.now - start) / .nanoseconds(1)
      guard time < points[i].min_ns["states"]! else { continue }
      points[i].min_ns["states"] = time
      points[i].cores = (processTime() - startOfProcess) / time
    }
  }
  return points
}

/// Of all threads of this process, ns.
private func processTime() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return 1e9 * Double(time.tv_sec) + Double(time.tv_nsec)
}

private func measureLinearAlgebra() throws -> [Measurement] {
  let knee = try LoadedKnee()
  var measurements = Measurements()
  try measureEnergy(knee, &measurements)
  try measureEquilibrium(knee, &measurements)
  try measureCoupledFrame(knee, "coupled-frame", "squat", &measurements)
  let names = ["cholesky", "eigenvalues", "equilibrium-warm", "coupled-frame"]
  return measurements.rows.filter { names.contains($0.name) }
}

private func measurePeak() -> [String: Double] {
  let loops = [
    ("scalar", peak_scalar), ("pairs", peak_pairs), ("fused", peak_fused),
  ]
  var peak: [String: Double] = [:]
  for (name, loop) in loops where loop(1) > 0 {
    var best = 0.0
    let clock = ContinuousClock()
    for _ in 0..<50 {
      let start = clock.now
      let operations = loop(1_000_000)
      best = max(best, operations / ((clock.now - start) / .seconds(1)))
    }
    peak[name] = best
  }
  return peak
}

private func least(_ name: String, _ body: (Int) throws -> Double) throws -> Double {
  var measurements = Measurements()
  var i = 0
  try measurements.measure(name) {
    i += 1
    return try body(i)
  }
  return measurements.rows[0].min_ns
}

extension Measurements {
  /// Least nanoseconds per call of the rows with these names.
  fileprivate func least(_ names: [String]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: rows.filter { names.contains($0.name) }.map { ($0.name, $0.min_ns) })
  }
}
