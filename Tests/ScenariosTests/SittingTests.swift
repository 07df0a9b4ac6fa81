import Activities
import Knee
import ModelFiles
import Testing

@testable import Scenarios

@Suite struct SittingTests {
  private func solve(_ tension: [MuscleTension], depth: Double? = nil) throws -> (Simulator, FrameResult) {
    let simulator = try Simulator(model: loadModel(), person: Person())
    let motion = try Activity.motion(named: "sitting", person: simulator.person, depth: depth)
    return (simulator, try #require(simulator.solve(motion, tension: tension).first))
  }

  private func healthy() throws -> [MuscleTension] {
    Array(repeating: .healthy, count: try loadModel().muscles.count)
  }

  @Test func `at rest no muscle works, and nothing is left to the reserve`() throws {
    let (_, frame) = try solve(healthy())
    #expect(frame.status == "converged")
    for muscle in frame.muscles.values {
      // Fiber and tendon are in balance to 1e-7 N.
      #expect(muscle.activation == 0 && abs(muscle.force_N - muscle.passive_force_N) < 1e-6)
    }
    #expect(frame.reserve_Nm.hip == 0 && frame.reserve_Nm.knee == 0 && frame.reserve_Nm.ankle == 0)
  }

  @Test func `a rig with the same muscle forces has the same load`() throws {
    let model = try loadModel()
    let (simulator, frame) = try solve(
      tension(model, ["vastus", "rectus"], MuscleTension(tone: 0.05, stiffness: 2)))
    let forces = model.muscles.map { frame.muscles[$0.name]?.force_N ?? .nan }
    let rig = simulator.solveRig([RigRow(kneeFlexion: .pi / 2, hipFlexion: .pi / 2, forces: forces)])[0]
    // Both are balances to 1e-6 N and better.
    #expect(abs(rig.patellofemoral.force_N - frame.patellofemoral.force_N) < 1e-5)
    #expect(abs(rig.tibiofemoral.force_N - frame.tibiofemoral.force_N) < 1e-5)
  }

  @Test func `tone and stiffness of the quadriceps press the kneecap, and pull with what they have`() throws {
    let model = try loadModel()
    let quadriceps = ["vastus", "rectus"]
    let (_, none) = try solve(healthy())
    let (_, stiff) = try solve(tension(model, quadriceps, MuscleTension(stiffness: 2)))
    let (_, tense) = try solve(tension(model, quadriceps, MuscleTension(tone: 0.05)))
    #expect(none.patellofemoral.force_N > 50 && none.patellofemoral.force_N < 200)
    for frame in [stiff, tense] { #expect(frame.patellofemoral.force_N > 1.3 * none.patellofemoral.force_N) }
    for (name, muscle) in tense.muscles {
      #expect(muscle.activation == (quadriceps.contains { name.hasPrefix($0) } ? 0.05 : 0), "\(name)")
    }
    // Twice as stiff is twice the force, but for the tendon that gives way: fibers are a little shorter.
    let ratio = stiff.quadriceps_force_N / none.quadriceps_force_N
    #expect(ratio > 1.8 && ratio < 2)
  }

  @Test func `stretched vasti press more the farther the knee is bent`() throws {
    let forces = try [60.0, 90, 110].map {
      try solve(healthy(), depth: $0 * .pi / 180).1.patellofemoral.force_N
    }
    #expect(forces == forces.sorted())
  }
}
