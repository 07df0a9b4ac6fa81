import Activities
import Foundation
import Knee
import ModelFiles
import Scenarios
import Synchronization
import Testing

@Suite struct MotionTests {
  private func simulator() throws -> Simulator { try Simulator(model: loadModel(), person: Person()) }

  private func healthy(_ simulator: Simulator) -> [MuscleTension] {
    [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count)
  }

  /// The first and the last frame are one instant; each was reached by following the motion there. Forces are solved
  /// to 1e-6 N, which small moment arms and the choice of muscles magnify.
  @Test(arguments: ["walking", "walking-adult", "stair-ascent", "stair-descent"])
  func `a cycle closes on itself`(activity: String) throws {
    let simulator = try simulator()
    let motion = try Activity.motion(named: activity, person: simulator.person)
    #expect(motion.isPeriodic)
    let tight = tension(simulator.model, hamstrings, .init(tone: 0.1))
    let frames = simulator.solve(motion, tension: tight)
    let (first, last) = ([try #require(frames.first)], [try #require(frames.last)])
    #expect(largestRelativeDifference(first, last) { $0.patellofemoral.force_N } < 1e-6)
    #expect(largestRelativeDifference(first, last) { $0.tibiofemoral.force_N } < 1e-6)
    #expect(largestRelativeDifference(first, last) { $0.patella.x_mm } < 1e-6)
    #expect(largestRelativeDifference(first, last) { $0.muscles["vastus_lateralis"]?.force_N ?? .nan } < 1e-6)
  }

  @Test func `the same call gives the same bits, alone or beside others`() throws {
    let simulator = try simulator()
    let motion = try Activity.motion(named: "squat", person: simulator.person)
    let states = [
      tension(simulator.model, hamstrings, .init(tone: 0.1)), healthy(simulator),
      tension(simulator.model, ["soleus"], .init(stiffness: 2, shortening: 0.05)),
      tension(simulator.model, ["vastus_medialis"], .init(strength: 0.6)),
    ]
    let together = simulator.solve(motion, tensions: states)
    for (frames, tension) in zip(together, states) {
      let alone = simulator.solve(motion, tension: tension)
      // Equal numbers, and equal to the last bit: -0 is not 0 here.
      #expect(alone == frames)
      #expect(try JSONEncoder.sorted.encode(alone) == JSONEncoder.sorted.encode(frames))
    }
    #expect(together[0] != together[1])
    #expect(simulator.solve(motion, tensions: states) == together)
    #expect(simulator.solve(motion, tensions: []).isEmpty)
  }

  @Test func `every frame is counted, on whatever thread`() throws {
    let simulator = try simulator()
    var motion = try Activity.motion(named: "squat", person: simulator.person)
    motion.frames.removeLast(91)
    let counter = Counter()
    _ = simulator.solve(motion, tensions: Array(repeating: healthy(simulator), count: 3)) { counter.count() }
    #expect(counter.total == 30)
  }

  @Test func `a deeper squat loads the kneecap more, as far as the statics go`() throws {
    let simulator = try simulator()
    var peaks: [Double] = []
    for depth in [30.0, 60, 90] {
      let motion = try Activity.motion(named: "squat", person: simulator.person, depth: depth * .pi / 180)
      let frames = simulator.solve(motion, tension: healthy(simulator))
      #expect(frames.map(\.status) == Array(repeating: "converged", count: frames.count))
      #expect(abs(try #require(frames.last).knee_flexion_deg - depth) < 1e-9)
      // On the way down the force grows from frame to frame, as far as the thigh goes on sinking back.
      let bent = frames.filter { $0.knee_flexion_deg > 20 && $0.knee_flexion_deg < 80 }
        .map(\.patellofemoral.force_N)
      let rises = zip(bent, bent.dropFirst()).map { $1 - $0 }
      #expect(rises.count > 5)
      #expect((rises.min() ?? 0) > 0, "\(depth): \(bent)")
      peaks.append(summarize(frames).peak_patellofemoral_force_BW)
    }
    // The prototype of this model: 3.6 BW near 95 deg.
    #expect(peaks[0] > 0.2 && peaks[0] < 1.2)
    #expect(peaks[1] > 1.5 * peaks[0] && peaks[2] > 1.3 * peaks[1])
    #expect(peaks[2] > 2 && peaks[2] < 5)
  }

  @Test func `standing hardly loads the kneecap, and the joint with about the body above it`() throws {
    let simulator = try simulator()
    let frames = simulator.solve(
      try Activity.motion(named: "standing", person: simulator.person), tension: healthy(simulator))
    #expect(frames.count == 1)
    let frame = try #require(frames.first)
    #expect(frame.status == "converged")
    #expect(frame.patellofemoral.force_BW < 0.5)
    // Half the body, less shank and foot, plus what the calf and the ligaments pull.
    #expect(frame.tibiofemoral.force_BW > 0.4 && frame.tibiofemoral.force_BW < 1.5)
  }

  @Test func `frames that did not converge stay out of the peaks`() throws {
    var (a, b, c) = (FrameResult(), FrameResult(), FrameResult())
    (a.status, b.status, c.status) = ("converged", "stalled", "converged")
    (a.phase_percent, b.phase_percent, c.phase_percent) = (0, 50, 100)
    (a.patellofemoral.force_N, a.patellofemoral.force_BW) = (100, 1)
    (b.patellofemoral.force_N, b.patellofemoral.force_BW) = (900, 9)
    (c.patellofemoral.force_N, c.patellofemoral.force_BW) = (300, 3)
    let summary = summarize([a, b, c])
    #expect(summary.peak_patellofemoral_force_N == 300)
    #expect(summary.peak_phase_percent == 100)
    #expect(summary.patellofemoral_impulse_BW_percent == 200)
  }

  @Test func `a pose and a rig have no impulse, and JSON says null under its key`() throws {
    var frame = FrameResult()
    frame.status = "converged"
    (frame.patellofemoral.force_N, frame.patellofemoral.force_BW) = (100, 1)
    let rig = summarize([frame, frame])
    frame.phase_percent = 0
    for summary in [summarize([frame]), rig] {
      #expect(summary.impulse == nil && summary.peak_phase_percent == nil)
      let text = String(decoding: try JSONEncoder.sorted.encode(summary), as: UTF8.self)
      #expect(text.contains("\"patellofemoral_impulse_BW_percent\":null"))
      #expect(text.contains("\"peak_phase_percent\":null"))
      #expect(try JSONDecoder().decode(Summary.self, from: Data(text.utf8)) == summary)
    }
  }
}

/// A number that threads count up together.
private final class Counter: Sendable {
  private let value = Mutex(0)
  func count() { value.withLock { $0 += 1 } }
  var total: Int { value.withLock { $0 } }
}

extension JSONEncoder {
  fileprivate static var sorted: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return encoder
  }
}
