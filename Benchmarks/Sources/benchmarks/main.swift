import Foundation

// Usage: benchmarks [--json FILE]

func run(_ arguments: [String]) throws {
  guard arguments.isEmpty || (arguments.count == 2 && arguments[0] == "--json") else {
    throw BenchmarkError(description: "usage: benchmarks [--json FILE]")
  }

  // First, while this process is small.
  let program = try Program()
  let release = ["release", "hamstrings", "--tone", "10%", "--by", "50%", "--activity", "squat"]
  let peak = try program.peakResidentSize(release)

  for (name, fact) in machineFacts() { print(name + ": " + fact) }
  var measurements = Measurements()
  measurements.measureReference()
  let knee = try LoadedKnee()
  try measureKernels(knee, &measurements)
  try measureMotions(knee, &measurements)
  try measureReading(knee, &measurements)
  try program.measureStartUp(&measurements)
  guard measurements.checksum.isFinite else {
    throw BenchmarkError(description: "a timed call failed: the sum of all results is not a number")
  }

  print("\n" + timeTable(measurements.rows))
  let counts = try countAllocations(knee)
  print("\n" + (counts.isEmpty ? "allocations: not counted on this system" : allocationTable(counts)))
  let size = peak.map { decimal(Double($0) / 1e6, 1) + " MB" } ?? "less than this process has"
  print("\npeak resident size of trochlea \(release.joined(separator: " ")): \(size)")
  if arguments.count == 2 { try writeJSON(measurements.rows, to: arguments[1]) }
  try expectNone(counts)
}

do {
  try run(Array(CommandLine.arguments.dropFirst()))
} catch {
  FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
  exit(1)
}
