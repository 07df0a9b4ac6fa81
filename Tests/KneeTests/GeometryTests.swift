import Dense
import ModelFiles
import Testing

@testable import Knee

/// Where things are in a pose, against what the solver knows of it.
struct GeometryTests {
  static let poses = [0.0, 30, 60, 90, 120].map { deg in (deg, 0.4 * deg, 15 - 0.2 * deg) }

  /// A knee solved at angles in degrees.
  private static func solved(_ angles: (Double, Double, Double)) -> KneeWorkspace {
    let model = Models.standard
    var ws = KneeWorkspace(model, freedom: .patella)
    let posture = KneePosture(
      kneeFlexion: angles.0 * radiansPerDegree, hipFlexion: angles.1 * radiansPerDegree,
      ankleDorsiflexion: angles.2 * radiansPerDegree)
    let forces = model.forces(quadriceps: 600, hamstrings: 200, gastrocnemius: 100)
    model.startOnPath(posture.kneeFlexion, using: &ws)
    _ = model.equilibrium(posture, forces: forces, using: &ws)
    return ws
  }

  @Test(arguments: poses)
  func `A muscle's line is as long as the muscle`(angles: (Double, Double, Double)) {
    let model = Models.standard
    let ws = Self.solved(angles)
    for i in model.muscles.indices {
      let line = model.musclePath(
        i, at: ws.coordinates, hipFlexion: angles.1 * radiansPerDegree,
        ankleDorsiflexion: angles.2 * radiansPerDegree, arcSteps: 2000)
      let length = zip(line, line.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
      let known = ws.muscleLength[i]
      // Chords of an arc of 2000 steps are shorter by less than 1e-6 of it.
      #expect(abs(length - known) < 1e-7, "\(model.muscles[i].name): \(length) and \(known) m")
      // Without the arc's points the line is shorter where it wraps.
      let straight = model.musclePath(
        i, at: ws.coordinates, hipFlexion: angles.1 * radiansPerDegree,
        ankleDorsiflexion: angles.2 * radiansPerDegree, arcSteps: 1)
      #expect(straight.count <= line.count)
    }
  }

  @Test func `Muscles wrap in some of these poses`() {
    let model = Models.standard
    let wrapped = Self.poses.reduce(0) { count, angles in
      let ws = Self.solved(angles)
      return count
        + model.muscles.indices.count { i in
          model.musclePath(i, at: ws.coordinates, hipFlexion: 0, ankleDorsiflexion: 0).count
            > model.muscles[i].path.count
        }
    }
    #expect(wrapped > 10)
  }

  @Test(arguments: poses)
  func `A strand's tension at its line is the solver's`(angles: (Double, Double, Double)) {
    let model = Models.standard
    let ws = Self.solved(angles)
    for i in model.strands.indices {
      let line = model.strandLine(i, at: ws.coordinates, hipFlexion: angles.1 * radiansPerDegree)
      // Tension in lanes and alone: rounding of lengths of 0.1 m under stiffness per slack length up to 1e5 N/m.
      #expect(abs(line.tension - ws.strandForces[i]) < 1e-8)
    }
  }

  @Test(arguments: poses, [MovingBody.patella, .tibia])
  func `Elements that touch sum to the contact`(angles: (Double, Double, Double), body: MovingBody) {
    let model = Models.standard
    let ws = Self.solved(angles)
    let whole =
      body == .patella ? model.patellofemoralContact(using: ws) : model.tibiofemoralContact(using: ws)
    let elements = model.touchingElements(of: body, at: ws.coordinates)
    let force = elements.reduce(Vector3.zero) { $0 + $1.force }
    let normal = elements.reduce(0) { $0 + $1.area * $1.pressure }
    #expect(elements.count > 5 && normal > 100)
    // Sums of the same numbers in another order.
    #expect((force - whole.force).length < 1e-12 * normal)
    #expect(abs(normal - whole.lateralForce - whole.medialForce) < 1e-12 * normal)
    #expect(abs(elements.reduce(0) { $0 + $1.area } - whole.area) < 1e-12 * whole.area)
    #expect(elements.map(\.pressure).max() == whole.peakPressure)
    // Pressures times areas, placed: the center of pressure.
    let center = elements.reduce(Vector3.zero) { $0 + ($1.area * $1.pressure / normal) * $1.place }
    #expect((center - whole.center).length < 1e-12)
  }
}
