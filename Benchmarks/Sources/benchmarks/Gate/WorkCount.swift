import Foundation
import Synchronization

/// What a workload takes: four rounds, counted as five less one, so that start and warm-up cancel.
struct WorkCount: Codable {
  var name: String
  /// Calls that the counts belong to; where one call does several of what the row is named after, those.
  var calls: Int
  var instructions: Int
  var allocations: Int
  /// See `Tally`.
  var passes, iterations, evaluations: Int
}

/// Counts workloads under callgrind, as many at a time as there are cores; in the order of `names`.
///
/// - Parameter plant: the workload that is to do 5 % more than it says.
func countWork(_ names: [String], plant: String? = nil) throws -> [WorkCount] {
  // The long ones first.
  let jobs = [5, 1].flatMap { rounds in names.map { (name: $0, rounds: rounds) } }
  let runs = Mutex([Result<CallgrindRun, any Error>?](repeating: nil, count: jobs.count))
  DispatchQueue.concurrentPerform(iterations: jobs.count) { i in
    let run = Result { try callgrind(jobs[i].name, rounds: jobs[i].rounds, isPlanted: jobs[i].name == plant) }
    runs.withLock { $0[i] = run }
  }
  let done = try runs.withLock { try $0.map { try $0!.get() } }
  return zip(names, zip(done, done.dropFirst(names.count))).map { name, runs in
    let (five, one) = runs
    let tally = (five.report.tally, one.report.tally)
    let workload = workloads.first { $0.name == name }
    return WorkCount(
      name: name, calls: 4 * (workload.map { $0.calls * $0.per } ?? 0),
      instructions: five.instructions - one.instructions,
      allocations: five.report.allocations - one.report.allocations,
      passes: tally.0.passes - tally.1.passes, iterations: tally.0.iterations - tally.1.iterations,
      evaluations: tally.0.evaluations - tally.1.evaluations)
  }
}

private struct CallgrindRun {
  var instructions: Int
  var report: WorkReport
}

/// Runs this program's `work` under callgrind.
private func callgrind(_ name: String, rounds: Int, isPlanted: Bool) throws -> CallgrindRun {
  // Another build of this program, one without AVX2, may be counted in its place.
  guard
    let program = ProcessInfo.processInfo.environment["COUNTED_PROGRAM"] ?? Bundle.main.executablePath
  else {
    throw BenchmarkError(description: "this program does not know its own path")
  }
  let log = FileManager.default.temporaryDirectory.appendingPathComponent(
    "callgrind.\(UUID().uuidString).log")
  defer { try? FileManager.default.removeItem(at: log) }
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments =
    [
      "valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--log-file=\(log.path)", program,
      "work", name, "\(rounds)",
    ] + (isPlanted ? ["--plant"] : [])
  process.environment = countingEnvironment()
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()

  // `==123== Collected : 17593910`
  let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
  let collected = text.split(separator: "\n").last { $0.contains("Collected :") }?.split(separator: " ").last
  guard process.terminationStatus == 0, let instructions = collected.flatMap({ Int($0) }) else {
    throw BenchmarkError(description: "valgrind --tool=callgrind, \(name): no count\n\(text)")
  }
  return CallgrindRun(
    instructions: instructions, report: try JSONDecoder().decode(WorkReport.self, from: bytes))
}

/// An environment that is the same on every machine.
///
/// glibc and OpenBLAS choose code by the processor's features, and valgrind shows those of the host up to AVX2. Where it
/// shows FMA, the sines alone make an energy 5 % cheaper, and round differently. So both are held to what
/// every x86-64 processor has; elsewhere the settings do nothing.
private func countingEnvironment() -> [String: String] {
  let features = [
    "AVX2", "AVX", "FMA", "FMA4", "BMI1", "BMI2", "LZCNT", "MOVBE", "SSE4_2", "SSE4_1", "SSSE3", "ERMS",
    "FSRM",
    // As glibc named them before 2.33.
    "AVX2_Usable", "AVX_Usable", "FMA_Usable", "FMA4_Usable",
  ]
  var environment = [
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=" + features.map { "-" + $0 }.joined(separator: ","),
    "OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1",
    // Dictionaries in the same order every time.
    "SWIFT_DETERMINISTIC_HASHING": "1",
  ]
  // Where valgrind, and perhaps Swift's or another BLAS, are found.
  for name in ["PATH", "LD_LIBRARY_PATH"] {
    environment[name] = ProcessInfo.processInfo.environment[name]
  }
  return environment
}
