import Foundation

/// How the gate ends; the codes of the process.
enum GateVerdict: Int32 {
  case passed = 0
  /// A benchmark differs from the baseline.
  case failed = 2
  /// No baseline of this platform: nothing was judged.
  case notComparable = 3
}

struct GateOptions {
  var records = false
  var baseline = repositoryRoot + "/Benchmarks/gate.json"
  /// The only workload that is counted.
  var only: String?
  /// The workload that does 5 % more than it says: the gate has to fail.
  var plant: String?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      switch option {
      case "--record": records = true
      case "--baseline" where !rest.isEmpty: baseline = rest.removeFirst()
      case "--only" where !rest.isEmpty: only = rest.removeFirst()
      case "--plant" where !rest.isEmpty: plant = rest.removeFirst()
      default: throw BenchmarkError(description: usage)
      }
    }
    for name in [only, plant].compactMap(\.self) where !workloads.contains(where: { $0.name == name }) {
      throw BenchmarkError(
        description: "no benchmark \(name): " + workloads.map(\.name).joined(separator: ", "))
    }
    guard !records || (only == nil && plant == nil) else {
      throw BenchmarkError(description: "a baseline holds all benchmarks, as they are")
    }
  }
}

/// Counts the workloads and holds the counts against the baseline.
func runGate(_ options: GateOptions) throws -> GateVerdict {
  var baselines = try Baselines(path: options.baseline)
  let platform = Platform.current
  print(
    "gate: \(platform.architecture); \(platform.compiler); \(platform.linear_algebra); \(platform.c_library)")

  if options.records {
    let counts = try countWork(workloads.map(\.name))
    try baselines.record(counts)
    print("\n" + countTable(counts, against: [:]) + "\n\ngate: recorded in \(options.baseline)")
    return .passed
  }
  guard let baseline = baselines.ofThisPlatform else {
    complain(
      "no baseline of this platform, so nothing was judged. Record one from a version to compare with:")
    complain("make gate-record")
    for other in baselines.all {
      for line in platform.differences(from: other.platform) { complain("  " + line) }
    }
    return .notComparable
  }

  // A bound, whatever the baseline.
  let sizes = try workspaceSizes(LoadedKnee())
  print("gate: workspaces of one thread: " + (sizes.map(listed) ?? "not measured on this system"))
  let counts = try countWork(options.only.map { [$0] } ?? workloads.map(\.name), plant: options.plant)
  let before = Dictionary(baseline.benchmarks.map { ($0.name, $0) }) { first, _ in first }
  print("\n" + countTable(counts, against: before) + "\n")
  var faults = counts.flatMap { Comparison($0, before[$0.name]).faults }
  for name in before.keys.sorted() where !workloads.contains(where: { $0.name == name }) {
    faults.append("\(name): in the baseline, but no longer counted")
  }
  if let fault = sizes?.last?.fault { faults.append(fault) }
  for fault in faults { complain(fault) }
  guard faults.isEmpty else {
    complain("a slow-down to be mended; where it is meant, make gate-record and commit Benchmarks/gate.json")
    return .failed
  }
  for count in counts where Comparison(count, before[count.name]).isFaster {
    print(
      "gate: \(count.name) takes fewer instructions: re-record the baseline (make gate-record) to keep it so")
  }
  print("gate: passed")
  return .passed
}

private func complain(_ line: String) {
  FileHandle.standardError.write(Data("gate: \(line)\n".utf8))
}
