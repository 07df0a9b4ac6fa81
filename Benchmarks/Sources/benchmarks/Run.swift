import Foundation

/// Times every row, prints the table, and writes the rows where `--json` says.
func runBenchmarks(_ arguments: [String]) throws {
  var rest = arguments[...]
  var path: String?
  var countsInstructions = false
  while let option = rest.popFirst() {
    switch option {
    case "--json" where !rest.isEmpty: path = rest.removeFirst()
    case "--instructions": countsInstructions = true
    default: throw BenchmarkError(description: usage)
    }
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
  try measureFrames(knee, &measurements)
  try measureMotions(knee, &measurements)
  try measureReading(knee, &measurements)
  try program.measureStartUp(&measurements)
  guard measurements.checksum.isFinite else {
    throw BenchmarkError(description: "a timed call failed: the sum of all results is not a number")
  }
  if countsInstructions {
    for count in try countWork(workloads.map(\.name)) {
      guard let row = measurements.rows.firstIndex(where: { $0.name == count.name }) else { continue }
      measurements.rows[row].instructions = Double(count.instructions) / Double(count.calls)
    }
  }

  print("\n" + timeTable(measurements.rows))
  let counts = try countAllocations(knee)
  print("\n" + (counts.isEmpty ? "allocations: not counted on this system" : allocationTable(counts)))
  let sizes = try workspaceSizes(knee)
  print("\nworkspaces of one thread: " + (sizes.map(listed) ?? "not measured on this system"))
  let size = peak.map { decimal(Double($0) / 1e6, 1) + " MB" } ?? "less than this process has"
  print("\npeak resident size of trochlea \(release.joined(separator: " ")): \(size)")
  if let path { try writeJSON(measurements.rows, to: path) }
  try expectNone(counts)
  if let fault = sizes?.last?.fault { throw BenchmarkError(description: fault) }
}
