import Activities
import Knee
import ModelFiles
import Scenarios
import Testing

@Suite struct TensionTests {
  private let model: KneeModel
  private let simulator: Simulator
  private let squat: Motion

  init() throws {
    model = try loadModel()
    let person = try Person()
    simulator = try Simulator(model: model, person: person)
    squat = try Activity.motion(named: "squat", person: person)
  }

  private func forces(_ tensions: [MuscleTension]...) -> [[Double]] {
    let solved = simulator.solve(squat, tensions: tensions)
    #expect(Set(solved.joined().map(\.status)) == ["converged"])
    return solved.map { $0.map(\.patellofemoral.force_N) }
  }

  @Test func `hamstring tone raises the kneecap force at every loaded frame, and a release lies between`() {
    let tight = MuscleTension(tone: 0.1)
    let solved = forces(
      tension(model, hamstrings, tight), tension(model, hamstrings, tight.released(by: 0.5)),
      tension(model, [], tight))
    let loaded = solved[2].indices.filter { solved[2][$0] > 300 }
    #expect(loaded.count > 50)
    for i in loaded { #expect(solved[0][i] > solved[1][i] && solved[1][i] > solved[2][i], "frame \(i)") }
    // The prototype: 15 to 27 % more at 45 to 65 deg.
    let rise = (solved[0].max() ?? 0) / (solved[2].max() ?? 1)
    #expect(rise > 1.08 && rise < 1.3)
  }

  @Test func `hamstrings that are softer by a tenth change little`() {
    let solved = forces(tension(model, hamstrings, .init(stiffness: 0.9)), tension(model, [], .healthy))
    let peak = solved[1].max() ?? 0
    let change = zip(solved[0], solved[1]).map { abs($0 - $1) }.max() ?? .infinity
    // Something, but under 2 % of the peak: passive forces are small where the hip is bent.
    #expect(change > 1e-3)
    #expect(change < 0.02 * peak)
  }

  @Test func `short hamstrings pull more, and weak vasti leave a knee that is not held`() {
    let solved = simulator.solve(
      squat,
      tensions: [
        tension(model, hamstrings, .init(shortening: 0.15)),
        tension(model, ["vastus", "rectus"], .init(strength: 0.2)),
        tension(model, [], .healthy),
      ])
    func passive(_ frames: [FrameResult]) -> Double {
      frames.map { $0.muscles["semimembranosus"]?.passive_force_N ?? 0 }.max() ?? 0
    }
    #expect(passive(solved[0]) > 1.2 * passive(solved[2]))
    #expect((solved[1].map(\.reserve_Nm.knee).max() ?? 0) > 10)
    #expect((solved[2].map { abs($0.reserve_Nm.knee) }.max() ?? .infinity) < 1e-6)
  }

  @Test func `a muscle with tone is never less active than its tone`() {
    let tight = tension(model, hamstrings + ["soleus"], .init(tone: 0.15))
    let frames = simulator.solve(squat, tension: tight)
    for frame in frames {
      for (index, muscle) in model.muscles.enumerated() {
        // To the rounding of the recruitment.
        #expect((frame.muscles[muscle.name]?.activation ?? -1) >= tight[index].tone - 1e-12)
      }
    }
    #expect(frames.contains { ($0.muscles["soleus"]?.activation ?? 0) < 0.151 })
  }
}
