import Knee
import Solvers

/// Work that is the same in every run, so that its instructions can be counted and compared.
struct Workload: Sendable {
  /// That of the row which times the same call.
  let name: String
  /// Calls in one round.
  let calls: Int
  /// How often a call does what the row is named after, as in `Measurements.measure`.
  var per = 1
  /// Makes what the calls need; call number `i` follows call `i - 1`.
  let prepare: @Sendable (LoadedKnee) throws -> (_ i: Int) throws -> Tally
}

/// What iterative solvers did, added up.
struct Tally: Codable, Equatable {
  /// Passes of equilibrium and recruitment; Newton iterations; evaluations of the recruitment's dual.
  var passes = 0, iterations = 0, evaluations = 0
  /// Sum of some result: no call may be left out as unused.
  var checksum = 0.0

  static func += (sum: inout Tally, call: Tally) {
    sum.passes += call.passes
    sum.iterations += call.iterations
    sum.evaluations += call.evaluations
    sum.checksum += call.checksum
  }
}

/// What a process that did some rounds prints: its tally, and the allocations meanwhile.
struct WorkReport: Codable {
  var tally: Tally
  var allocations: Int
}

/// `benchmarks work NAME ROUNDS [--plant]`: one round uncounted, then so many counted.
///
/// With `--plant`, 5 % more calls than a round is said to have: a slow-down that the gate has to find.
func work(_ arguments: [String]) throws {
  let isPlanted = arguments.count == 3 && arguments[2] == "--plant"
  guard arguments.count == 2 || isPlanted, let rounds = Int(arguments[1]), rounds > 0,
    let workload = workloads.first(where: { $0.name == arguments[0] })
  else { throw BenchmarkError(description: usage) }

  let call = try workload.prepare(LoadedKnee())
  let calls = workload.calls + (isPlanted ? workload.calls / 20 : 0)
  var tally = Tally()
  for i in 0..<calls { tally += try call(i) }
  tally = Tally()
  let allocations = try AllocationCounter.count {
    for i in calls..<(calls * (rounds + 1)) { tally += try call(i) }
  }
  guard let allocations else {
    throw BenchmarkError(description: "allocations are not counted on this system")
  }
  print(try json(WorkReport(tally: tally, allocations: allocations)))
}
