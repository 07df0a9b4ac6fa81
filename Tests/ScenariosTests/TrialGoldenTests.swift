import Activities
import Foundation
import Knee
import ModelFiles
import Scenarios
import Testing

/// A real trial through readers, recruitment and knee.
@Suite struct TrialGoldenTests {
  /// The trial (gait2392 subject01), with its angles changed on the way in.
  private func frames(_ change: (String) -> String = { $0 }) throws -> [FrameResult] {
    let person = try Person(mass: 72.6, height: 1.8)
    let text = String(decoding: try FileBytes.read(path: trialFile("subject01_walk1_ik.mot")), as: UTF8.self)
    let trial = Trial(
      angles: try OpenSimTable.parse(Array(change(text).utf8), name: "ik.mot"),
      moments: try OpenSimTable.read(path: trialFile("InverseDynamicsOutput.sto")),
      forces: try OpenSimTable.read(path: trialFile("subject01_walk1_grf.mot")))
    let simulator = try Simulator(model: loadModel(), person: person)
    return simulator.solve(
      try trial.motion(of: person),
      tension: [MuscleTension](repeating: .healthy, count: simulator.model.muscles.count))
  }

  /// Kneecap force, N, at 0, 1, …, 100 % of the stride; the moments of the file end at 79 %. To make it anew:
  /// `trochlea solve --motion … --moments … --forces … --mass 72.6 --height 1.8 --csv`, column patellofemoral_force_N.
  private static let kneecapForce: [Double] = [
    5.9, 6.7, 7.1, 7.3, 7.9, 89.2, 170.3, 266.8, 374.5, 483.5,
    589.1, 668.6, 718.1, 739.0, 733.4, 707.8, 662.8, 611.8, 552.0, 480.8,
    418.9, 356.7, 294.2, 238.5, 189.1, 147.3, 104.3, 66.3, 33.5, 13.2,
    13.0, 12.9, 13.0, 13.2, 13.3, 13.3, 13.1, 12.9, 12.6, 12.2,
    12.1, 12.0, 12.0, 12.2, 12.3, 12.5, 12.7, 12.8, 13.2, 13.6,
    14.4, 15.7, 17.1, 18.5, 19.8, 22.3, 25.8, 41.0, 102.7, 145.7,
    165.2, 163.4, 154.0, 140.7, 150.6, 145.4, 117.1, 119.5, 141.4, 152.0,
    159.3, 161.0, 159.8, 158.0, 154.1, 148.9, 143.0, 136.9, 130.3, 123.1,
    130.6, 110.7, 88.6, 70.0, 66.1, 61.4, 53.6, 40.1, 26.7, 21.8,
    17.4, 13.6, 10.8, 9.3, 7.6, 6.5, 5.7, 5.6, 5.6, 5.7,
    6.0,
  ]

  /// A change of the reader (unit, sign, side, stride, plate) changes the curve by far more than a thousandth of its
  /// peak; another compiler or LAPACK changes it by far less.
  @Test func `the kneecap force of the trial is the curve on record`() throws {
    let frames = try frames()
    #expect(frames.map(\.phase_percent) == (0...100).map(Double.init))
    #expect(Set(frames.map(\.status)) == ["converged"])
    try #require(frames.count == Self.kneecapForce.count)
    let peak = Self.kneecapForce.max() ?? 0
    let differences = zip(frames, Self.kneecapForce).map { abs($0.patellofemoral.force_N - $1) }
    #expect((differences.max() ?? .infinity) < 1e-3 * peak)
  }

  @Test func `the trial in radians gives the same as in degrees`() throws {
    let degrees = try frames()
    let radians = try frames(Self.inRadians)
    // The copy is written with all digits: what is left is the rounding of one division, magnified by the solution.
    #expect(largestRelativeDifference(degrees, radians) { $0.patellofemoral.force_N } < 1e-8)
    #expect(largestRelativeDifference(degrees, radians) { $0.tibiofemoral.force_N } < 1e-8)
    #expect(largestRelativeDifference(degrees, radians) { $0.knee_flexion_deg } < 1e-12)
  }

  /// The text of a motion file in degrees, in radians; the pelvis's translations stay.
  private static func inRadians(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let end = lines.firstIndex(where: { $0.hasPrefix("endheader") }) else { return text }
    for index in 0..<end where lines[index].hasPrefix("inDegrees") { lines[index] = "inDegrees=no" }
    let names = lines[end + 1].split(whereSeparator: \.isWhitespace).map(String.init)
    for index in (end + 2)..<lines.count {
      let cells = lines[index].split(whereSeparator: \.isWhitespace)
      guard cells.count == names.count else { continue }
      lines[index] = zip(names, cells).map { name, cell in
        let isAngle =
          name != "time" && !name.hasSuffix("_tx") && !name.hasSuffix("_ty") && !name.hasSuffix("_tz")
        return isAngle ? "\((Double(cell) ?? .nan) * .pi / 180)" : String(cell)
      }.joined(separator: "\t")
    }
    return lines.joined(separator: "\n")
  }
}
