import Activities
import Foundation
import Knee
import ModelFiles
import Testing

@testable import Scenarios

/// A motion with the muscle forces of a baseline held.
@Suite struct FixedForcesTests {
  private let simulator: Simulator
  private let healthy, tight: [MuscleTension]

  init() throws {
    let model = try loadModel()
    simulator = try Simulator(model: model, person: Person())
    healthy = tension(model, [], .healthy)
    tight = tension(model, hamstrings, .init(tone: 0.1))
  }

  private func motion(_ name: String) throws -> Motion {
    try Activity.motion(named: name, person: simulator.person)
  }

  /// Also frames held by an unstable equilibrium: their forces, unchanged, still balance there.
  @Test(arguments: ["squat", "walking", "stair-ascent", "stair-descent", "chair-rise"])
  func `with the tension of the baseline its frames come out`(activity: String) throws {
    let motion = try motion(activity)
    let baseline = simulator.solvedState(motion, tension: tight)
    let same = simulator.solveFixedForces(motion, baseline: baseline, tension: tight)
    let weight = simulator.person.bodyWeight
    for (a, b) in zip(baseline.solution.frames, same.solution.frames) {
      #expect(b.status == .converged)
      // Newton's method on a task ends at 1e-6 N on the bones. Seen: 5e-8 of forces of some newtons, 6e-7 N.
      let kneecap = abs(a.patellofemoral.force_N - b.patellofemoral.force_N)
      #expect(kneecap <= 1e-6 * max(a.patellofemoral.force_N, 1e-3 * weight))
      #expect(abs(a.tibiofemoral.force_N - b.tibiofemoral.force_N) <= 1e-6 * a.tibiofemoral.force_N)
      #expect(abs(b.excess_moment_Nm?.knee ?? .nan) < 1e-6)
      #expect(a.net_moment_Nm == b.net_moment_Nm && b.reserve_Nm == .init())
    }
    #expect(baseline.solution.muscles == same.solution.muscles)
  }

  @Test func `with forces held, hamstrings move the tibia back and load the kneecap far less than in a task`()
    throws
  {
    let squat = try motion("squat")
    let baseline = simulator.solvedState(squat, tension: healthy)
    let fixed = simulator.solveFixedForces(squat, baseline: baseline, tension: tight)
    let task = simulator.solvedState(squat, tension: tight)
    for (index, before) in baseline.solution.frames.enumerated() where before.patellofemoral.force_N > 300 {
      let (held, asked) = (fixed.solution.frames[index], task.solution.frames[index])
      #expect(held.status == .converged)
      let shift =
        held.tibiofemoral.anterior_translation_mm - before.tibiofemoral.anterior_translation_mm
      #expect(shift < 0, "frame \(index)")
      let rise = held.patellofemoral.force_N - before.patellofemoral.force_N
      #expect(
        abs(rise) < 0.5 * (asked.patellofemoral.force_N - before.patellofemoral.force_N), "frame \(index)")
      // What bends the knee is not made up for.
      #expect((held.excess_moment_Nm?.knee ?? .nan) < -1 && (held.excess_moment_Nm?.hip ?? .nan) > 1)
    }
    // Seen: 2.6 and 18 %.
    func peak(_ state: SolvedState) -> Double { state.solution.summary.peak_patellofemoral_force_N }
    #expect(peak(fixed) / peak(baseline) > 1.01 && peak(fixed) / peak(baseline) < 1.04)
    #expect(peak(task) / peak(baseline) > 1.15)
  }

  /// The excess is what the forces of the muscles say, counted from the arms of a rig.
  @Test func `a frame is the equilibrium that a rig finds under the same forces`() throws {
    let squat = try motion("squat")
    let baseline = simulator.solvedState(squat, tension: healthy)
    let fixed = simulator.solveFixedForces(squat, baseline: baseline, tension: tight)
    for index in stride(from: 10, through: 90, by: 20) {
      let posture = simulator.task(for: squat.frames[index]).posture
      let (s, c) = (sin(posture.kneeFlexion), cos(posture.kneeFlexion))
      let force = posture.externalForce
      let found = simulator.solveRig(
        [baseline, fixed].map { state in
          RigRow(
            kneeFlexion: posture.kneeFlexion, hipFlexion: posture.hipFlexion,
            ankleDorsiflexion: posture.ankleDorsiflexion, forces: state.forces(index),
            tibiaAnterior: c * force.x - s * force.y, tibiaProximal: s * force.x + c * force.y)
        })
      let (rig, frame) = (found[1], fixed.solution.frames[index])
      #expect(rig.status == "converged")
      func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-7 * max(abs(a), 1) }
      #expect(isNear(rig.patellofemoral.force_N, frame.patellofemoral.force_N))
      #expect(isNear(rig.tibiofemoral.force_N, frame.tibiofemoral.force_N))
      #expect(isNear(rig.patella.x_mm, frame.patella.x_mm))
      #expect(
        isNear(
          rig.tibiofemoral.anterior_translation_mm, frame.tibiofemoral.anterior_translation_mm))
      let excess = found[1].net_moment_Nm.knee - found[0].net_moment_Nm.knee
      #expect(abs(excess - (frame.excess_moment_Nm?.knee ?? .nan)) < 1e-6)
    }
  }

  @Test func `only muscles whose tension differs have other forces`() throws {
    let squat = try motion("squat")
    let baseline = simulator.solvedState(squat, tension: tight)
    var other = tight
    let names = simulator.model.muscleNames
    let stiff = try #require(names.firstIndex(of: "semimembranosus"))
    let weak = try #require(names.firstIndex(of: "vastus_lateralis"))
    other[stiff].stiffness = 2
    other[weak].strength = 0.5
    let fixed = simulator.solveFixedForces(squat, baseline: baseline, tension: other)
    for index in squat.frames.indices {
      let (a, b) = (baseline.solution.muscles(index), fixed.solution.muscles(index))
      for i in names.indices {
        let (a, b) = (a[a.startIndex + i], b[b.startIndex + i])
        #expect(a.activation == b.activation)
        switch i {
        case stiff: #expect(b.force_N > a.force_N && b.passive_force_N > a.passive_force_N)
        case weak: #expect(b.force_N <= a.force_N)
        default: #expect(a == b)
        }
      }
    }
  }

  @Test func `an activation at the floor goes with it, and none stays below the new one`() {
    func moved(_ activation: Double, _ old: Double, _ new: Double) -> Double {
      Simulator.activation(activation, from: .init(tone: old), to: .init(tone: new))
    }
    #expect(moved(0.1, 0.1, 0.05) == 0.05)
    #expect(moved(0.1 + 5e-10, 0.1, 0.05) == 0.05)
    #expect(moved(0.1, 0.1, 0.2) == 0.2)
    #expect(moved(0, 0, 0.2) == 0.2)
    // Above it the muscle does what it did.
    #expect(moved(0.3, 0.1, 0.05) == 0.3)
    #expect(moved(0.3, 0.1, 0.2) == 0.3)
    #expect(moved(0.3, 0.1, 0.4) == 0.4)
    #expect(moved(0.1 + 2e-9, 0.1, 0.05) == 0.1 + 2e-9)
  }

  @Test func `frames of which the baseline did not converge are left with its status`() throws {
    var squat = try motion("squat")
    squat.frames.removeLast(91)
    var baseline = simulator.solvedState(squat, tension: healthy)
    baseline.solution.frames[4].status = .stalled
    let fixed = simulator.solveFixedForces(squat, baseline: baseline, tension: tight)
    #expect(fixed.solution.frames.map(\.status).filter { $0 != .converged } == [.stalled])
    #expect(fixed.solution.frames[4] == baseline.solution.frames[4])
    #expect(fixed.solution.results(simulator.model)[4].status == "stalled")
    // The frames beside it do not need it.
    baseline.solution.frames[4].status = .converged
    let whole = simulator.solveFixedForces(squat, baseline: baseline, tension: tight)
    #expect(whole.solution.frames[5] == fixed.solution.frames[5])
  }

  /// Of walking at 55 % (healthy) the task alone holds the knee.
  @Test func `where the baseline's own forces would not hold its pose the frame says so`() throws {
    let walking = try motion("walking")
    let baseline = simulator.solvedState(walking, tension: healthy)
    let fixed = simulator.solveFixedForces(walking, baseline: baseline, tension: tight)
    let unstable = walking.frames.indices.filter { baseline.solution.frames[$0].minimum_stiffness < 0 }
    #expect(!unstable.isEmpty && unstable.count < 5)
    for (index, frame) in fixed.solution.results(simulator.model).enumerated() {
      let says = frame.clamps?.contains(FrameResult.unstableBaselineWords) ?? false
      #expect(says == unstable.contains(index))
      #expect(frame.minimum_stiffness > 0)
    }
  }

  /// Far beyond any release: hamstrings that pull with all they have while the leg swings.
  @Test(arguments: [Freedom.patella, .full])
  func `a tibia that slips off is said to have slipped, and what is not solved says so`(freedom: Freedom)
    throws
  {
    let simulator = try Simulator(model: loadModel(), person: Person(), freedom: freedom)
    let walking = try motion("walking")
    let baseline = simulator.solvedState(walking, tension: healthy)
    let all = tension(simulator.model, hamstrings, .init(tone: 1))
    let fixed = simulator.solveFixedForces(walking, baseline: baseline, tension: all)
    let frames = fixed.solution.results(simulator.model)
    #expect(frames.contains { $0.hasSlipped })
    for (index, frame) in frames.enumerated() where frame.hasSlipped {
      #expect(frame.status == "converged")
      let poses = [baseline, fixed].map { Array($0.solution.pose(index).dropFirst(3).prefix(3)) }
      let square = zip(poses[0], poses[1]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(square.squareRoot() > 0.015, "frame \(index)")
    }
    // The full freedom: hamstrings also turn the tibia, and no balance is found in some frames.
    #expect(frames.contains { $0.status != "converged" } == (freedom == .full))
  }

  @Test(arguments: Freedom.allCases)
  func `every number of random people is finite, and nearly every frame is solved`(freedom: Freedom) throws {
    let activities = try RobustnessTests.activities.map { try motion($0) }
    var (frames, unsolved, slipped) = (0, 0, 0)
    for seed in 1...12 {
      let random = try RandomPerson(
        seed: UInt64(seed), activities: activities, muscles: simulator.model.muscles)
      let simulator = try Simulator(model: loadModel(), person: random.person, freedom: freedom)
      let baseline = simulator.solvedState(random.motions[0], tension: random.tension)
      let released = random.tension.map { $0.released(by: 0.5) }
      let fixed = simulator.solveFixedForces(random.motions[0], baseline: baseline, tension: released)
      let solved = baseline.solution.frames.count { $0.status == .converged }
      frames += solved
      unsolved += solved - fixed.solution.frames.count { $0.status == .converged }
      slipped += fixed.solution.frames.count { $0.limits.hasSlipped }
      for frame in fixed.solution.frames where frame.status == .converged {
        let excess = frame.excess_moment_Nm ?? .init(hip: .nan, knee: .nan, ankle: .nan)
        for number in [
          frame.patellofemoral.force_N, frame.patellofemoral.peak_pressure_MPa, frame.tibiofemoral.force_N,
          frame.tibiofemoral.anterior_translation_mm, frame.quadriceps_moment_arm_mm, frame.patella.tilt_deg,
          frame.minimum_stiffness, excess.hip, excess.knee, excess.ankle,
        ] { #expect(number.isFinite) }
      }
    }
    #expect(frames > 1000 && unsolved == 0 && slipped == 0)
  }
}
