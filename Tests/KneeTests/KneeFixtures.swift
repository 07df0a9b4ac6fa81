import Dense
import Foundation
import ModelFiles

@testable import Knee

/// Deterministic numbers in -1...1.
struct Random {
  var state: UInt64
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 11) / Double(1 << 52)
  }
  mutating func next(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * (next() + 1) / 2
  }
}

/// The default model (elements on lattices of 2 and 3 mm) and one on a finer mesh.
enum Models {
  static let standard = load("model.json")
  static let fine = load("meshes/model_1.5mm.json")

  private static func load(_ name: String) -> KneeModel {
    let data = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../data")
    do {
      return try loadModel(path: data.appending(path: name).path)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}

extension KneeModel {
  /// Forces of all muscles: `quadriceps`, hamstrings and gastrocnemii shared by maximal force, N.
  func forces(quadriceps: Double = 0, hamstrings: Double = 0, gastrocnemius: Double = 0) -> [Double] {
    var forces = [Double](repeating: 0, count: muscles.count)
    for (group, total) in [
      (MuscleGroup.quadriceps, quadriceps), (.hamstrings, hamstrings), (.gastrocnemius, gastrocnemius),
    ] {
      let members = group.members(among: muscles)
      let strength = members.reduce(0) { $0 + muscles[$1].parameters.maxIsometricForce }
      for i in members { forces[i] = total * muscles[i].parameters.maxIsometricForce / strength }
    }
    return forces
  }
}

let radiansPerDegree = Double.pi / 180

extension ContactLaw {
  /// One element alone.
  func mean(depth: Double, halfRange: Double) -> (
    energy: Double, pressure: Double, stiffness: Double, fraction: Double
  ) {
    let at = mean(
      depth: Lanes(repeating: depth), halfRange: Lanes(repeating: halfRange),
      perRange: Lanes(repeating: 0.5 / halfRange))
    return (at.energy[0], at.pressure[0], at.stiffness[0], at.fraction[0])
  }
}
