/// Counts of a workload beside those of the baseline.
struct Comparison {
  let now: WorkCount
  let before: WorkCount?
  /// Change of the instructions per call that is let through, percent. What repeats in the same binary differs by less
  /// than a thousandth of it; the room is for changes of layout and inlining elsewhere in the program.
  static let tolerance = 2.0

  init(_ now: WorkCount, _ before: WorkCount?) {
    self.now = now
    self.before = before
  }

  /// Of the instructions per call, percent.
  var change: Double? {
    before.map { 100 * (perCall(now.instructions, now.calls) / perCall($0.instructions, $0.calls) - 1) }
  }

  var isFaster: Bool { (change ?? 0) < -Self.tolerance }

  /// What the gate does not let through, each with the benchmark's name.
  var faults: [String] {
    guard let before, let change else { return ["\(now.name): not in the baseline; make gate-record"] }
    var faults: [String] = []
    // A count that is no number is no pass.
    if !(change <= Self.tolerance) {
      faults.append(
        "\(now.name): \(decimal(perCall(now.instructions, now.calls), 0)) instructions a call, baseline "
          + "\(decimal(perCall(before.instructions, before.calls), 0)): \(signed(change)) %")
    }
    let exact: [(String, KeyPath<WorkCount, Int>)] = [
      ("allocations", \.allocations), ("passes", \.passes), ("iterations", \.iterations),
      ("evaluations", \.evaluations), ("calls", \.calls),
    ]
    for (what, count) in exact where now[keyPath: count] != before[keyPath: count] {
      let (new, old) = (now[keyPath: count], before[keyPath: count])
      let percent = old == 0 ? "" : " (\(signed(100 * (Double(new) / Double(old) - 1))) %)"
      faults.append("\(now.name): \(new) \(what) in \(now.calls) calls, baseline \(old)\(percent)")
    }
    return faults
  }
}

func countTable(_ counts: [WorkCount], against before: [String: WorkCount]) -> String {
  table(
    [
      "benchmark", "calls", "instructions a call", "baseline", "change", "allocations", "passes",
      "iterations",
      "evaluations", "verdict",
    ],
    counts.map { now in
      let comparison = Comparison(now, before[now.name])
      let verdict =
        comparison.before == nil
        ? "" : !comparison.faults.isEmpty ? "FAIL" : comparison.isFaster ? "faster" : "pass"
      return [
        now.name, "\(now.calls)", decimal(perCall(now.instructions, now.calls), 0),
        comparison.before.map { decimal(perCall($0.instructions, $0.calls), 0) } ?? "",
        comparison.change.map { signed($0) + " %" } ?? "", "\(now.allocations)", "\(now.passes)",
        "\(now.iterations)", "\(now.evaluations)", verdict,
      ]
    })
}

private func perCall(_ count: Int, _ calls: Int) -> Double { Double(count) / Double(calls) }

/// With two digits after the point; no sign where they are zero.
private func signed(_ percent: Double) -> String {
  abs(percent) < 0.005 ? decimal(0, 2) : (percent < 0 ? "" : "+") + decimal(percent, 2)
}
