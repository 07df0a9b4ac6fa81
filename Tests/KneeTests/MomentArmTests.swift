import Dense
import Testing

@testable import Knee

@Suite struct MomentArmTests {
  private func solved(
    _ theta: Double, _ forces: [Double], hip: Double = 0.5, ankle: Double = 0.2, near: [Double]? = nil,
    _ ws: inout KneeWorkspace
  ) -> EquilibriumReport {
    let model = Models.standard
    if let near {
      for c in 0..<12 { ws.coordinates[c] = near[c] }
    } else {
      model.startOnPath(theta, using: &ws)
    }
    return model.equilibrium(
      KneePosture(
        kneeFlexion: theta, hipFlexion: hip, ankleDorsiflexion: ankle, externalForce: Vector3(20, 200, 0)),
      forces: forces, using: &ws)
  }

  @Test(arguments: Freedom.allCases, [10.0, 30, 55, 80, 105])
  func `the effective arm is the lengthening in a finite rotation of the whole solved knee`(
    freedom: Freedom, degrees: Double
  ) {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: freedom)
    let forces = model.forces(quadriceps: 700, hamstrings: 120, gastrocnemius: 60)
    let theta = degrees * radiansPerDegree
    var arms = [Double](repeating: 0, count: model.muscles.count)
    let report = solved(theta, forces, &ws)
    #expect(report.status == .converged)
    model.momentArms(&arms, using: &ws)
    let pose = ws.coordinates
    let step = 1e-5
    _ = solved(theta + step, forces, near: pose, &ws)
    let up = ws.muscleLength
    _ = solved(theta - step, forces, near: pose, &ws)
    let down = ws.muscleLength
    for i in model.muscles.indices {
      // The knee turns by 2e-5 rad, its pose known to 1e-13 m; the arm changes by up to 10 m/rad² at a change of branch.
      #expect(abs((up[i] - down[i]) / (2 * step) - arms[i]) < 2e-6, "\(model.muscles[i].name)")
    }
  }

  @Test(arguments: [20.0, 60, 95])
  func `the effective arm is the slope of the knee moment in the muscle's force`(degrees: Double) {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    var forces = model.forces(quadriceps: 700, hamstrings: 120, gastrocnemius: 60)
    let theta = degrees * radiansPerDegree
    var arms = [Double](repeating: 0, count: model.muscles.count)
    _ = solved(theta, forces, &ws)
    model.momentArms(&arms, using: &ws)
    let pose = ws.coordinates
    for i in model.muscles.indices {
      forces[i] += 0.05
      let up = solved(theta, forces, near: pose, &ws).kneeMoment
      forces[i] -= 0.1
      let down = solved(theta, forces, near: pose, &ws).kneeMoment
      forces[i] += 0.05
      #expect(abs((up - down) / 0.1 - arms[i]) < 1e-7, "\(model.muscles[i].name)")
    }
  }

  @Test func `hip and ankle arms are the slopes of the length in those angles`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    let forces = model.forces(quadriceps: 300)
    var moved = false
    for (hip, ankle) in [(-0.2, -0.3), (0.4, 0.1), (1.2, 0.4), (1.7, 0)] {
      _ = solved(1.0, forces, hip: hip, ankle: ankle, &ws)
      let pose = ws.coordinates
      let (perHip, perAnkle) = (ws.musclePerHip, ws.musclePerAnkle)
      func lengths(_ hip: Double, _ ankle: Double) -> [Double] {
        ws.geometry.update(model, hipFlexion: hip, ankleDorsiflexion: ankle)
        _ = model.energy(at: pose, forces: forces, using: &ws)
        return ws.muscleLength
      }
      let h = 1e-6
      let (hipUp, hipDown) = (lengths(hip + h, ankle), lengths(hip - h, ankle))
      let (ankleUp, ankleDown) = (lengths(hip, ankle + h), lengths(hip, ankle - h))
      for i in model.muscles.indices {
        #expect(abs((hipUp[i] - hipDown[i]) / (2 * h) - perHip[i]) < 1e-8, "\(model.muscles[i].name)")
        #expect(abs((ankleUp[i] - ankleDown[i]) / (2 * h) - perAnkle[i]) < 1e-8, "\(model.muscles[i].name)")
        if abs(perHip[i]) > 0.02 && abs(perAnkle[i]) == 0 { moved = true }
      }
    }
    #expect(moved)
  }

  @Test func `muscles pull the way anatomy says`() {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    var arms = [Double](repeating: 0, count: model.muscles.count)
    _ = solved(0.7, model.forces(quadriceps: 500), &ws)
    model.momentArms(&arms, using: &ws)
    func index(_ name: String) -> Int { model.muscles.firstIndex { $0.name == name }! }
    for i in model.quadriceps { #expect(arms[i] > 0.02) }
    for i in MuscleGroup.hamstrings.members(among: model.muscles) { #expect(arms[i] < -0.015) }
    for i in MuscleGroup.gastrocnemius.members(among: model.muscles) {
      #expect(arms[i] < 0 && ws.musclePerAnkle[i] > 0.03)
    }
    #expect(
      ws.musclePerAnkle[index("soleus")] > 0.03 && ws.musclePerAnkle[index("tibialis_anterior")] < -0.02)
    #expect(
      ws.musclePerHip[index("gluteus_maximus_middle")] > 0.02 && ws.musclePerHip[index("iliacus")] < -0.02)
    #expect(
      ws.musclePerHip[index("rectus_femoris")] < -0.02 && ws.musclePerHip[index("semimembranosus")] > 0.02)
  }
}
