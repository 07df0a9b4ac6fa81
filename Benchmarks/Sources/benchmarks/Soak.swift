import Activities
import Foundation
import Knee
import Scenarios

/// `benchmarks soak [FRAMES]`: solves a million frames in this process and prints its resident size on the way.
///
/// Motions of one person in ever other states of tension, a batch of them after another on all cores: workspaces and
/// results are made anew for each. Fails where the resident size grows by more than `soakRoom` from the tenth of the frames on.
func soak(_ arguments: [String]) throws {
  guard arguments.count <= 1, let frames = arguments.isEmpty ? 1_000_000 : Int(arguments[0]), frames > 0
  else { throw BenchmarkError(description: usage) }
  let knee = try LoadedKnee()
  let motions = try ["squat", "walking", "chair-rise", "stair-descent"].map(knee.motion)
  let muscles = knee.simulator.model.muscles.count
  let start = ContinuousClock().now
  var (done, failed, batches) = (0, 0, 0)
  var checksum = 0.0

  func report() throws -> Int {
    guard let size = residentSize() else {
      throw BenchmarkError(description: "the resident size is not known on this system")
    }
    print("\(done) frames: resident \(decimal(Double(size) * 1e-6, 2)) MB")
    // At once, also into a file.
    fflush(nil)
    return size
  }
  _ = try report()
  var early: Int?
  while done < frames {
    let scenarios = motions.indices.flatMap { m in
      (0..<4).map { k in
        // One muscle with a tone up to 30 %, another one each time.
        var tension = knee.healthy
        tension[(batches + 7 * k) % muscles].tone = 0.3 * Double((3 * batches + k) % 100) / 100
        return Scenario(simulator: knee.simulator, motion: motions[m], tension: tension)
      }
    }
    for solution in solve(scenarios) {
      done += solution.frames.count
      failed += solution.frames.count { $0.status != .converged }
      checksum += solution.summary.patellofemoral_impulse_BW_percent
    }
    batches += 1
    if early == nil && done >= frames / 10 { early = try report() }
  }
  let growth = try report() - (early ?? 0)
  let elapsed = (ContinuousClock().now - start) / .seconds(1)
  print(
    "\(batches) batches in \(decimal(elapsed, 0)) s; \(failed) frames did not converge; grown by "
      + "\(decimal(Double(growth) * 1e-3, 0)) kB from the tenth of the frames on")
  guard checksum.isFinite else {
    throw BenchmarkError(description: "the sum of all impulses is not a number")
  }
  guard growth <= soakRoom else { throw BenchmarkError(description: "the resident size grows") }
}

/// Growth that is let through, bytes: the allocator's pages come and go by some MB. Five bytes a frame would be found.
private let soakRoom = 4_000_000

/// Bytes of this process that are in memory; nil where they are not known.
private func residentSize() -> Int? {
  // Pages in all, resident pages, and others.
  guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
  let fields = text.split(separator: " ")
  return fields.count > 1 ? Int(fields[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
}
