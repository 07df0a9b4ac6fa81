import Activities
import Dense
import Knee
import ModelFiles
import Scenarios

/// The knee that is measured: the built-in model at the default person's size, its patella free, under load.
struct LoadedKnee {
  /// Unscaled.
  let model: KneeModel
  let simulator: Simulator
  /// N, one per muscle: 600 N of quadriceps and 100 N of hamstrings, shared by maximal isometric force.
  let forces: [Double]

  /// - Parameter path: of another model file than the built-in one.
  init(path: String? = nil) throws {
    model = try loadModel(path: path)
    simulator = try Simulator(model: model, person: Person())
    let muscles = simulator.model.muscles
    var forces = [Double](repeating: 0, count: muscles.count)
    for (group, total) in [(MuscleGroup.quadriceps, 600.0), (.hamstrings, 100)] {
      let members = group.members(among: muscles)
      let strength = members.reduce(0) { $0 + muscles[$1].parameters.maxIsometricForce }
      for i in members { forces[i] = total * muscles[i].parameters.maxIsometricForce / strength }
    }
    self.forces = forces
  }

  var healthy: [MuscleTension] { .init(repeating: .healthy, count: simulator.model.muscles.count) }

  /// Healthy but for an involuntary tone of the hamstrings, 0 to 1.
  func hamstringTone(_ tone: Double) -> [MuscleTension] {
    var tension = healthy
    for i in MuscleGroup.hamstrings.members(among: simulator.model.muscles) { tension[i].tone = tone }
    return tension
  }

  /// Equilibrium at a flexion (deg) under `forces`, from the passive path or from what the workspace holds.
  func solve(_ flexion: Double, _ ws: inout KneeWorkspace, cold: Bool) -> EquilibriumReport {
    let posture = KneePosture(kneeFlexion: radians(flexion))
    if cold { simulator.model.startOnPath(posture.kneeFlexion, using: &ws) }
    return simulator.model.equilibrium(posture, forces: forces, using: &ws)
  }

  func motion(_ name: String) throws -> Motion {
    try Activity.motion(named: name, person: simulator.person)
  }

  /// The tasks of a motion, as `Simulator` sets them: this person's moments, and the ground reaction minus the
  /// weight of shank and foot in the femur's frame.
  func tasks(of motion: Motion) throws -> [KneeTask] {
    let person = simulator.person
    let legWeight = try BodySegments.belowKneeMassFraction(person)
    return motion.frames.map { frame in
      let ground = SIMD2(frame.groundReactionAnterior, frame.groundReactionVertical - legWeight)
      let force = turned(person.bodyWeight * ground, by: -frame.thighInclination)
      var isDemanded = SIMDMask<SIMD3<Int64>>(repeating: true)
      isDemanded[0] = frame.hipMomentIsValid
      return KneeTask(
        posture: KneePosture(
          kneeFlexion: frame.kneeFlexion, hipFlexion: frame.hipFlexion,
          ankleDorsiflexion: frame.ankleDorsiflexion, externalForce: force),
        velocity: SIMD3(frame.hipVelocity, frame.kneeVelocity, frame.ankleVelocity),
        moment: person.mass
          * SIMD3(frame.hipExtensionMoment, frame.kneeExtensionMoment, frame.anklePlantarflexionMoment),
        isDemanded: isDemanded)
    }
  }
}

/// What makes a measurement worthless: what was timed is not what it is called.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String
}

func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
