import Scenarios

extension Finding {
  /// Frames in which a part of the model is at the end of what it describes: one note for each such part.
  static func clamps(in states: [StateResult]) -> [Finding] {
    let words = Set(states.flatMap { $0.frames.flatMap { $0.clamps ?? [] } }).sorted()
    return words.map { clamp in
      let found = FramePlace.all(in: states) { $0.clamps?.contains(clamp) ?? false }
      return Finding(
        status: .done, message: "\(clamp.replacing("_", with: " ")): \(FramePlace.count(found, in: states))")
    }
  }
}
