import Dense
import Knee
import Scenarios

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Experiment {
  /// G2-1: patellofemoral contact area of a woman whose foot carries 0.15 body weights, at 0, 30 and 60 deg, mm².
  ///
  /// The people of Besier 2005 leaned on a backrest, 25 deg from the vertical, so their trunk asked nothing of the hip:
  /// the force on the foot then goes through the hip, and, where in the foot it acts not being known, through the ankle.
  /// With the model's own thigh and shank that line passes 0, 99 and 193 mm from the knee center. The quadriceps alone,
  /// shared by maximal isometric force, supplies the moment; at 0 deg there is none and it does nothing. The same force
  /// pushes the tibia along that line. The notes give the area for half and for twice the quadriceps force.
  static let contactArea = Experiment(ids: ["G2-1a", "G2-1b", "G2-1c"]) { bench in
    let load = 0.15 * bench.rig.person.bodyWeight
    let pattern = bench.forces(.quadriceps, 1)
    func area(_ flexion: Double) throws -> Outcome {
      let push = LegPush(bench.rig.model, kneeFlexion: radians(flexion), force: load)
      let posture = KneePosture(kneeFlexion: radians(flexion), externalForce: push.force)
      func area(_ force: Double) throws -> Double {
        try bench.balance(posture, pattern.map { force * $0 }).patellofemoralArea * 1e6
      }
      var force = 0.0
      if push.moment > 1e-9 {
        let nothing = [Double](repeating: 0, count: pattern.count)
        force = try bench.factor(on: pattern, with: nothing, for: push.moment, at: posture, from: 100).factor
      }
      var note = "knee moment \(text(push.moment, 1)) N·m, quadriceps \(text(force, 0)) N"
      if force > 0 {
        note +=
          "; with half of it \(text(try area(force / 2), 0)), with twice \(text(try area(2 * force), 0)) mm2"
      } else {
        note += "; with 100 N \(text(try area(100), 0)), with 600 N \(text(try area(600), 0)) mm2"
      }
      return Outcome(value: try area(force), note: note)
    }
    return ["G2-1a": try area(0), "G2-1b": try area(30), "G2-1c": try area(60)]
  }

  /// G2-4: largest mean pressure of an element over the contact force per contact area, at 30, 37.5 and 45 deg under 600,
  /// 1000, 1400 and 2000 N of quadriceps force; the value is the one farthest from the published one, and the row asks
  /// that all twelve lie in the band.
  static let pressureRatio = Experiment(ids: ["G2-4"]) { bench in
    let target = bench.target("G2-4")
    guard let published = Double(target.published) else { preconditionFailure("G2-4 publishes a number") }
    var ratios: [Double] = []
    for force in [600.0, 1000, 1400, 2000] {
      let frames = try bench.solve(bench.rows([30, 37.5, 45], bench.forces(.quadriceps, force)))
      ratios += frames.map { $0.patellofemoral.peak_pressure_MPa / $0.patellofemoral.mean_stress_MPa }
    }
    let farthest = ratios.reduce(published) { abs($1 - published) > abs($0 - published) ? $1 : $0 }
    return [
      "G2-4": Outcome(
        value: farthest, alsoHolds: ratios.allSatisfy((target.low...target.high).contains),
        note: "the farthest of \(ratios.count), which span \(text(ratios.min() ?? .nan, 2)) to "
          + "\(text(ratios.max() ?? .nan, 2))")
    ]
  }
}

/// A force on the foot that goes through the ankle and the hip, in the sagittal plane.
struct LegPush {
  /// On the tibia, femur frame, N.
  var force: Vector3
  /// Knee-extension moment that balances it about the knee center, N·m.
  var moment: Double

  init(_ model: KneeModel, kneeFlexion: Double, force magnitude: Double) {
    let (s, c) = (sin(kneeFlexion), cos(kneeFlexion))
    let (ankle, hip) = (model.ankleCenter, model.hipCenter)
    // The tibia is turned by minus its flexion.
    let below = Vector3(c * ankle.x + s * ankle.y, -s * ankle.x + c * ankle.y, 0)
    let along = Vector3(hip.x - below.x, hip.y - below.y, 0)
    force = magnitude / along.length * along
    // A force behind the knee center flexes the knee.
    moment = max(0, below.y * force.x - below.x * force.y)
  }
}
