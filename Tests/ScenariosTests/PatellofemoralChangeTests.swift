import Activities
import Foundation
import Knee
import ModelFiles
import Testing

@testable import Scenarios

/// Where a change of the kneecap force comes from.
@Suite struct PatellofemoralChangeTests {
  private let simulator: Simulator
  private let healthy: [MuscleTension]

  init() throws {
    let model = try loadModel()
    simulator = try Simulator(model: model, person: Person())
    healthy = tension(model, [], .healthy)
  }

  /// Half of a tone of 10 % goes: in the task, and with all other forces held.
  private struct Release {
    let motion: Motion
    let before, inTask, underForces: SolvedState

    init(_ simulator: Simulator, _ muscles: [String], _ activity: String) throws {
      motion = try Activity.motion(named: activity, person: simulator.person)
      let less = tension(simulator.model, muscles, .init(tone: 0.05))
      before = simulator.solvedState(motion, tension: tension(simulator.model, muscles, .init(tone: 0.1)))
      inTask = simulator.solvedState(motion, tension: less)
      underForces = simulator.solveFixedForces(motion, baseline: before, tension: less)
    }
  }

  private struct Parts {
    let own, quadriceps, shift, moved: Double
    var sum: Double { own + quadriceps + shift + moved }

    init(_ change: PatellofemoralChange) throws {
      own = try #require(change.from_changed_muscles_N)
      quadriceps = try #require(change.from_quadriceps_N)
      shift = try #require(change.from_joint_shift_N)
      moved = try #require(change.from_moved_peak_N)
    }
  }

  @Test(
    arguments: ["squat", "stair-ascent", "stair-descent", "walking"],
    [
      ["biceps_femoris", "semimembranosus", "semitendinosus"], ["rectus_femoris"],
      ["gastrocnemius", "soleus"],
    ])
  func `the parts add up to the change of the solved frames`(activity: String, muscles: [String]) throws {
    let release = try Release(simulator, muscles, activity)
    for after in [release.inTask, release.underForces] {
      for frame in release.motion.frames.indices {
        let change = simulator.patellofemoralChange(
          release.motion, frame: frame, from: release.before, to: after)
        // The one frame that the task alone holds: with its forces held the bones go elsewhere, and the parts say how far.
        #expect(change.status == .converged)
        let parts = try Parts(change)
        let force = max(try #require(change.before_N), simulator.person.bodyWeight)
        #expect(abs(parts.sum - (change.change_N ?? .nan)) < 1e-6 * force, "frame \(frame)")
        #expect(parts.moved == 0)
        // Only a head of the quadriceps pulls on the kneecap itself.
        if muscles != ["rectus_femoris"] { #expect(abs(parts.own) < 1e-9 * force) }
        if after == release.underForces { #expect(abs(parts.quadriceps) < 1e-9 * force) }
      }
      let peaks = simulator.peakPatellofemoralChange(release.motion, from: release.before, to: after)
      let (first, last) = (release.before.solution.summary, after.solution.summary)
      #expect(peaks.before_N == first.peak_patellofemoral_force_N)
      #expect(peaks.after_N == last.peak_patellofemoral_force_N)
      #expect(peaks.at_phase_percent == first.peak_phase_percent)
      let change = last.peak_patellofemoral_force_N - first.peak_patellofemoral_force_N
      #expect(peaks.change_N == change)
      #expect(abs(try Parts(peaks).sum - change) < 1e-6 * first.peak_patellofemoral_force_N)
    }
  }

  /// The numbers of docs/model.md.
  @Test
  func
    `tight hamstrings load the kneecap of a squat through the quadriceps, in a rig through the tibia alone`()
    throws
  {
    let release = try Release(simulator, hamstrings, "squat")
    func change(_ after: SolvedState) throws -> (N: Double, parts: Parts) {
      let change = simulator.peakPatellofemoralChange(release.motion, from: release.before, to: after)
      return (try #require(change.change_N), try Parts(change))
    }
    func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 0.5 }
    let (task, held) = (try change(release.inTask), try change(release.underForces))
    #expect(isNear(task.N, -247) && isNear(task.parts.quadriceps, -215) && isNear(task.parts.shift, -36))
    #expect(isNear(task.parts.moved, 4) && abs(task.parts.own) < 1e-6)
    #expect(isNear(held.N, -41) && isNear(held.parts.shift, -41) && abs(held.parts.quadriceps) < 1e-6)
    #expect(abs(held.parts.moved) < 1e-6)
  }

  @Test func `rectus femoris acts by what it pulls itself, which the vasti make up for in a task`() throws {
    let release = try Release(simulator, ["rectus_femoris"], "stair-ascent")
    let task = simulator.peakPatellofemoralChange(release.motion, from: release.before, to: release.inTask)
    let held = simulator.peakPatellofemoralChange(
      release.motion, from: release.before, to: release.underForces)
    // Seen: -51.6 and +62.6; -51.6 and 0.
    #expect(try Parts(task).own < -40 && Parts(task).quadriceps > 50)
    #expect(try Parts(held).own < -40 && abs(Parts(held).quadriceps) < 1e-6)
    #expect(abs(try Parts(held).shift) < 0.1 * abs(try Parts(held).own))
  }

  @Test func `the calf acts by the quadriceps and the joint`() throws {
    let release = try Release(simulator, ["gastrocnemius", "soleus"], "squat")
    let task = try Parts(
      simulator.peakPatellofemoralChange(release.motion, from: release.before, to: release.inTask))
    // Seen: -142 and +19.
    #expect(abs(task.own) < 1e-6 && task.quadriceps < -100 && task.shift > 10)
  }

  /// Tight, stiff, short and weak muscles at random, half released. Seen: all of 8,482 pairs of frames of 14 people.
  @Test(arguments: Freedom.allCases)
  func `the changes of random people can be divided at every frame`(freedom: Freedom) throws {
    let activities = try RobustnessTests.activities.map {
      try Activity.motion(named: $0, person: simulator.person)
    }
    for seed in 1...5 {
      let random = try RandomPerson(
        seed: UInt64(seed), activities: activities, muscles: simulator.model.muscles)
      let simulator = try Simulator(model: loadModel(), person: random.person, freedom: freedom)
      let motion = random.motions[0]
      let released = random.tension.map { $0.released(by: 0.5) }
      let before = simulator.solvedState(motion, tension: random.tension)
      for after in [
        simulator.solvedState(motion, tension: released),
        simulator.solveFixedForces(motion, baseline: before, tension: released),
      ] {
        for frame in motion.frames.indices {
          let change = simulator.patellofemoralChange(motion, frame: frame, from: before, to: after)
          let isSolved = [before, after].allSatisfy { $0.solution.frames[frame].status == .converged }
          #expect(change.status == (isSolved ? .converged : .frameNotConverged), "\(seed), frame \(frame)")
        }
      }
    }
  }

  @Test func `back again every part has the other sign`() throws {
    let release = try Release(simulator, hamstrings + ["rectus_femoris"], "stair-descent")
    for frame in [10, 51, 80] {
      let there = try Parts(
        simulator.patellofemoralChange(
          release.motion, frame: frame, from: release.before, to: release.inTask))
      let back = try Parts(
        simulator.patellofemoralChange(
          release.motion, frame: frame, from: release.inTask, to: release.before))
      // The patella of a mixture is found from the same beginning.
      for (a, b) in [(there.own, back.own), (there.quadriceps, back.quadriceps), (there.shift, back.shift)] {
        #expect(abs(a + b) < 1e-6)
      }
    }
  }

  @Test func `the order of the muscles does not matter`() throws {
    var reversed = try loadModel()
    reversed.muscles.reverse()
    let other = try Simulator(model: reversed, person: simulator.person)
    let muscles = hamstrings + ["rectus_femoris"]
    let (a, b) = (try Release(simulator, muscles, "squat"), try Release(other, muscles, "squat"))
    for frame in stride(from: 5, to: a.motion.frames.count, by: 10) {
      for after in [\Release.inTask, \.underForces] {
        let one = try Parts(
          simulator.patellofemoralChange(a.motion, frame: frame, from: a.before, to: a[keyPath: after]))
        let two = try Parts(
          other.patellofemoralChange(b.motion, frame: frame, from: b.before, to: b[keyPath: after]))
        // A task is solved to 1e-6 N of muscle force.
        #expect(abs(one.own - two.own) < 1e-4 && abs(one.quadriceps - two.quadriceps) < 1e-4)
        #expect(abs(one.shift - two.shift) < 1e-4)
      }
    }
  }

  @Test func `a share is the mean of what a part adds over the six orders`() {
    var random = SeededGenerator(seed: 5)
    let mixtures = ChangeMixtures(force: (0..<8).map { _ in random.number(-1...1) })
    var sums = [Double](repeating: 0, count: 3)
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      var mixture = 0
      for part in order {
        sums[part] += (mixtures.force[mixture | 1 << part] - mixtures.force[mixture]) / 6
        mixture |= 1 << part
      }
    }
    for part in ChangePart.allCases { #expect(abs(mixtures.share(of: part) - sums[part.rawValue]) < 1e-15) }
  }

  @Test func `what cannot be told apart says why, and JSON says null under its keys`() throws {
    let release = try Release(simulator, hamstrings, "squat")
    func change(_ spoil: (inout MotionSolution) -> Void) -> PatellofemoralChange {
      var after = release.inTask
      spoil(&after.solution)
      return simulator.patellofemoralChange(release.motion, frame: 70, from: release.before, to: after)
    }
    let unsolved = change { $0.frames[70].status = .stalled }
    #expect(unsolved.status == .frameNotConverged && unsolved.change_N == nil)
    let strange = change { $0.frames[70].patellofemoral.force_N += 1 }
    #expect(strange.status == .notReproduced && strange.change_N != nil)
    let lost = change { for c in 0..<12 { $0.coordinates[70 * 12 + c] = .nan } }
    #expect(lost.status == .patellaNotConverged && lost.change_N != nil)
    for change in [unsolved, strange, lost] {
      #expect(change.from_changed_muscles_N == nil && change.from_quadriceps_N == nil)
      let text = String(decoding: try JSONEncoder().encode(change), as: UTF8.self)
      #expect(text.contains("\"from_joint_shift_N\":null") && text.contains("\"at_phase_percent\":70"))
      #expect(try JSONDecoder().decode(PatellofemoralChange.self, from: Data(text.utf8)) == change)
    }

    var nothing = release.inTask
    for index in nothing.solution.frames.indices { nothing.solution.frames[index].status = .stalled }
    let peaks = simulator.peakPatellofemoralChange(release.motion, from: release.before, to: nothing)
    #expect(peaks.status == .frameNotConverged && peaks.at_phase_percent == nil)
  }
}
