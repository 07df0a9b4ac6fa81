import Activities
import Knee
import Scenarios

/// The knee on a bench: at the model's own size in a rig, and as a person's knee in activities.
struct Bench: Sendable {
  let model: KneeModel
  /// The knee at the model's own size: every length times 1. Its owner is the woman of the model's geometry.
  let rig: Simulator
  /// The default person (75 kg, 1.75 m, male).
  let person: Simulator
  let targets: [Target]

  init(model: KneeModel, freedom: Freedom, targets: [Target]) throws(InputError) {
    self.model = model
    self.targets = targets
    let owner = try Person(mass: model.mass, height: model.height, sex: .female)
    rig = try Simulator(model: model, person: owner, freedom: freedom)
    person = try Simulator(model: model, person: Person(), freedom: freedom)
  }

  func target(_ id: String) -> Target {
    guard let target = targets.first(where: { $0.id == id }) else { preconditionFailure("no row \(id)") }
    return target
  }

  // MARK: Rigs

  /// Forces (N, one per muscle) with `total` N shared among the group's members by maximal isometric force, and
  /// without those named in `off`.
  func forces(_ group: MuscleGroup, _ total: Double, off: Set<String> = []) -> [Double] {
    var forces = [Double](repeating: 0, count: rig.model.muscles.count)
    let members = group.members(among: rig.model.muscles).filter { !off.contains(rig.model.muscles[$0].name) }
    let strength = members.reduce(0) { $0 + rig.model.muscles[$1].parameters.maxIsometricForce }
    for i in members { forces[i] = total * rig.model.muscles[i].parameters.maxIsometricForce / strength }
    return forces
  }

  /// Rig rows at knee flexions in deg with the same forces, hip and ankle at 0, nothing else on the tibia.
  func rows(_ flexions: [Double], _ forces: [Double]) -> [RigRow] {
    flexions.map { RigRow(kneeFlexion: radians($0), forces: forces) }
  }

  /// Solves rig rows; throws for the first that has no equilibrium.
  func solve(_ rows: [RigRow]) throws -> [FrameResult] {
    let frames = rig.solveRig(rows)
    for frame in frames where frame.status != "converged" {
      throw Unsolved(reason: "rig at \(text(frame.knee_flexion_deg, 1)) deg: \(frame.status)")
    }
    return frames
  }

  /// The frame at one knee flexion, deg.
  func solve(_ flexion: Double, _ forces: [Double]) throws -> FrameResult {
    try solve(rows([flexion], forces))[0]
  }

  // MARK: Activities

  /// A built-in activity of the default person with healthy tension, or another one by muscle.
  func perform(
    _ activity: String, tension: [MuscleTension]? = nil
  ) throws -> [FrameResult] {
    let healthy = [MuscleTension](repeating: .healthy, count: person.model.muscles.count)
    let motion = try Activity.motion(named: activity, person: person.person)
    return person.solve(motion, tension: tension ?? healthy)
  }
}

func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }

/// A number with `places` digits after the point.
func text(_ value: Double, _ places: Int) -> String {
  guard value.isFinite else { return "-" }
  var power = 1.0
  for _ in 0..<places { power *= 10 }
  let scaled = (abs(value) * power).rounded()
  guard scaled < 1e15 else { return "\(value)" }
  let digits = String(Int(scaled))
  let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
  let sign = value < 0 && scaled > 0 ? "-" : ""
  return sign + padded.dropLast(places) + (places > 0 ? "." + padded.suffix(places) : "")
}
