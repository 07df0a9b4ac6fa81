import Figures
import Knee
import Results
import Scenarios

extension ReleasePicture {
  /// Shortest and longest time that a movement takes in an animation, s: to be seen, and not to bore.
  static let durations = 4.0...8.0

  /// The whole movement as now and after the release, moving.
  ///
  /// - Throws: `InputError` (data) for a model of other bones; what `requireHeld` throws.
  public func animation() throws -> KneeAnimation {
    try requireHeld()
    let person = simulator.person
    let peaks = states.map { 100 * $0.solved.solution.summary.peak_patellofemoral_force_BW }
      .map { "\(fixedNumber($0, 0)) %" }
    let duration = min(Self.durations.upperBound, max(Self.durations.lowerBound, motion.duration))
    return KneeAnimation(
      title: "\(words.title): \(motion.name)",
      subtitle:
        "\(shortNumber(person.mass)) kg, \(shortNumber(person.height)) m, \(person.side.rawValue) knee"
        + " seen from outside; greatest force \(peaks[0]) of body weight as now, \(peaks[1]) \(words.stateName)",
      description:
        "The same knee from the side through the movement '\(motion.name)', as now and \(words.stateName). The"
        + " greatest force of the kneecap on the thigh bone is \(peaks[0]) of body weight as now and \(peaks[1])"
        + " \(words.stateName). An arrow shows the force, colors on the kneecap's cartilage show the pressure.",
      phases: motion.frames.map(\.phasePercent),
      panels: states.map { state in
        KneeAnimation.Panel(
          heading: state.name,
          scenes: state.solved.solution.frames.indices.map { frame in
            KneeScene(
              simulator.model, state.solved, frame: frame, released: released, bodyWeight: person.bodyWeight)
          })
      },
      duration: duration, outlines: try KneeOutlines(of: simulator.model), isLeft: person.side == .left,
      released: MuscleWords.spoken(words.target),
      notes: [
        "Both drawings go through the same movement, which takes \(fixedNumber(motion.duration, 1)) s and"
          + " \(fixedNumber(duration, 1)) s here."
      ] + commonNotes)
  }
}
