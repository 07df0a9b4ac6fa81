import Activities
import Figures
import Foundation
import Knee
import ModelFiles
import Results
import Scenarios
import Testing
import Validation

@testable import Pictures

/// What is solved once for all tests of pictures.
enum Sample {
  private static let report = Result { try validate(model: loadModel()) }
  static func validation() throws -> ValidationReport { try report.get() }

  /// A squat of a few frames, hamstrings tense and half released.
  struct Squat {
    var simulator: Simulator
    var motion: Motion
    var states: [StateResult]
  }
  private static let solved = Result {
    let model = try loadModel()
    var motion = try Activity.motion(named: "squat", person: Person(), depth: nil)
    motion.frames = stride(from: 0, to: motion.frames.count, by: 10).map { motion.frames[$0] }
    let simulator = try Simulator(model: model, person: Person(), freedom: .patella, exponent: 2)
    let hamstrings = try model.words.indices(of: "hamstrings")
    let tensions = [0.1, 0.05, 0].map { tone in
      var all = [MuscleTension](repeating: .healthy, count: model.muscles.count)
      for i in hamstrings { all[i].tone = tone }
      return all
    }
    let frames = tensions.map { simulator.solve(motion, tension: $0) }
    let first = summarize(frames[0])
    let names = ["as now", "after release", "no excess tension"]
    return Squat(
      simulator: simulator, motion: motion,
      states: tensions.indices.map { i in
        StateResult(
          name: names[i], tension: Dictionary(uniqueKeysWithValues: zip(model.muscleNames, tensions[i])),
          frames: frames[i], summary: i == 0 ? first : summarize(frames[i]).compared(to: first))
      })
  }
  static func squat() throws -> Squat { try solved.get() }

  static func release() throws -> SolvedStates {
    let squat = try squat()
    var tension = MuscleTension.healthy
    tension.tone = 0.1
    return SolvedStates(
      ResultsDocument(
        boundary: .fixedMoments, model: .init(name: squat.simulator.model.name, hash: "0123456789abcdef"),
        person: squat.simulator.person, activity: .init(squat.motion), states: squat.states, notes: []),
      ReleaseWords(
        target: "hamstrings", muscles: ["semitendinosus"], tension: tension, fraction: 0.5,
        isDefaultTension: false),
      freedom: "patella", times: squat.motion.frames.map(\.time), findings: [],
      statuses: squat.states.map { _ in .done })
  }

  /// Compares a drawing with the file of this name in `Golden`, as text. `TROCHLEA_RECORD=1` writes the file anew.
  static func compare(_ drawing: Drawing, _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(name).svg")
    if ProcessInfo.processInfo.environment["TROCHLEA_RECORD"] == "1" {
      try drawing.svg.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    let (old, new) = (golden.split(separator: "\n"), drawing.svg.split(separator: "\n"))
    let line = zip(old, new).enumerated().first { $1.0 != $1.1 }
    #expect(
      golden == drawing.svg,
      "\(name).svg, line \((line?.offset ?? min(old.count, new.count)) + 1): \(line?.element.1 ?? "missing"); TROCHLEA_RECORD=1 records it anew"
    )
  }
}

extension Chart.Marks {
  var curves: ([Chart.Line], [Chart.Event])? {
    if case .lines(let lines, let events) = self { (lines, events) } else { nil }
  }
  var lines: [Chart.Line]? { curves?.0 }
  var bars: [Chart.Bar]? { if case .bars(let bars) = self { bars } else { nil } }
  var grid: Chart.Grid? { if case .grid(let grid) = self { grid } else { nil } }
}
