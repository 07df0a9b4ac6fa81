import Activities
import Knee
import ModelFiles
import Testing

@testable import Scenarios

/// Where the knee has no solution near the last one.
@Suite struct SlipTests {
  /// What the curve leads to from frame `index` of the default person's stair descent to the next, and where the frames were
  /// before.
  private func alongCurve(from index: Int) throws -> (
    arrives: Bool, way: Double, coordinates: [Double], report: TaskReport
  ) {
    let person = try Person()
    let simulator = try Simulator(model: loadModel(), person: person, freedom: .full)
    let motion = try Activity.motion(named: "stair-descent", person: person)
    let tasks = motion.frames.map(simulator.task)
    var run = Run(
      simulator, tension: [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count))
    for task in tasks[...index] { run.follow(task) }
    var path = TaskPath(simulator.model, freedom: .full)
    run.knee.keep()
    let arrives = path.follow(
      simulator.model, tasks[index + 1], from: tasks[index], tension: run.tension, using: &run.knee,
      &run.muscle, &run.system)
    let (way, coordinates) = (run.knee.wayFromKept, run.knee.coordinates)
    let report = simulator.model.solveByNewton(
      tasks[index + 1], tension: run.tension, using: &run.knee, &run.muscle, &run.system)
    return (arrives, way, coordinates, report)
  }

  /// What the run has at a frame.
  private func followed(to index: Int) throws -> [Double] {
    let person = try Person()
    let simulator = try Simulator(model: loadModel(), person: person, freedom: .full)
    let motion = try Activity.motion(named: "stair-descent", person: person)
    var run = Run(
      simulator, tension: [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count))
    for frame in motion.frames[...index] { run.follow(simulator.task(for: frame)) }
    return run.knee.coordinates
  }

  @Test func `stair descent of the default person is followed to its end with full freedom`() throws {
    let person = try Person()
    let simulator = try Simulator(model: loadModel(), person: person, freedom: .full)
    let motion = try Activity.motion(named: "stair-descent", person: person)
    let frames = simulator.solve(
      motion, tension: [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count))
    #expect(frames.allSatisfy { $0.status == "converged" && !$0.hasSlipped })
    #expect(!frames.contains { ($0.clamps ?? []).contains { $0.contains("afresh") } })
    // Seen: nothing missing, at most 10 mm, no unstable frame.
    #expect(frames.allSatisfy { abs($0.reserve_Nm.knee) < 1e-3 })
    #expect(frames.allSatisfy { abs($0.tibiofemoral.anterior_translation_mm) < 12 })
    #expect(frames.allSatisfy { $0.minimum_stiffness > 0 })
    // A cycle closes: the second half is that of a knee on its path.
    let (first, last) = ([try #require(frames.first)], [try #require(frames.last)])
    #expect(largestRelativeDifference(first, last) { $0.tibiofemoral.force_N } < 1e-6)
  }

  @Test func `where it does not turn back the curve of solutions leads to where Newton's method does`() throws
  {
    let found = try alongCurve(from: 43)
    let newton = try followed(to: 44)
    // The tolerance of the curve, m and rad.
    #expect(found.arrives && zip(found.coordinates, newton).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func `the curve of solutions leads on to a stable knee nearby`() throws {
    let found = try alongCurve(from: 44)
    #expect(found.arrives && found.way < 0.002, "\(found.way) m")
    #expect(found.report.status == .converged && found.report.equilibrium.minimumStiffness > 0)
  }

  /// A person at random, walking: at 67 % of the stride the rectus femoris begins to wrap, by which all arms jump by 2 %.
  @Test func `where a muscle begins to wrap a frame lies between both sides and says so`() throws {
    let person = try RandomPerson(
      seed: 43,
      activities: RobustnessTests.activities.map { try Activity.motion(named: $0, person: Person()) },
      muscles: loadModel().muscles)
    let simulator = try Simulator(model: loadModel(), person: person.person, freedom: .full)
    let frames = simulator.solve(person.motions[0], tension: person.tension)
    let words = "rectus_femoris" + FrameResult.jumpWords
    let jumps = frames.indices.dropFirst().dropLast().filter { frames[$0].clamps?.contains(words) ?? false }
    #expect(!jumps.isEmpty && jumps.count <= 3, "\(jumps)")
    for k in jumps {
      #expect(frames[k].status == "converged" && frames[k].residual < 1e-4)
      #expect(abs(frames[k].reserve_Nm.knee) < 1e-3)
      // Not beside the movement: the force lies with those of its neighbors.
      let (before, here, after) = (frames[k - 1], frames[k], frames[k + 1])
      let middle = 0.5 * (before.tibiofemoral.force_N + after.tibiofemoral.force_N)
      #expect(abs(here.tibiofemoral.force_N - middle) < 0.05 * middle, "frame \(k)")
    }
  }

  /// A person at random, going down stairs.
  @Test func `a shin bone that leaves its path is said to have slipped`() throws {
    let person = try RandomPerson(
      seed: 55,
      activities: RobustnessTests.activities.map { try Activity.motion(named: $0, person: Person()) },
      muscles: loadModel().muscles)
    let simulator = try Simulator(model: loadModel(), person: person.person, freedom: .full)
    let frames = simulator.solve(person.motions[0], tension: person.tension)
    let slipped = frames.filter(\.hasSlipped)
    // Seen: 3 frames, begun afresh afterwards.
    #expect(!slipped.isEmpty && slipped.count < 20)
    #expect(frames.last?.hasSlipped == false)
  }
}
