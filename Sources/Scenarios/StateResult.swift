import Knee

/// One state of a person, solved: its tension, its frames and their summary.
public struct StateResult: Codable, Sendable {
  public var name: String
  /// By muscle name with underscores.
  public var tension: [String: MuscleTension]
  public var frames: [FrameResult]
  public var summary: Summary
  /// Where they were asked for.
  public var sensitivities: MotionSensitivities? = nil

  public init(
    name: String, tension: [String: MuscleTension], frames: [FrameResult], summary: Summary,
    sensitivities: MotionSensitivities? = nil
  ) {
    self.name = name
    self.tension = tension
    self.frames = frames
    self.summary = summary
    self.sensitivities = sensitivities
  }
}
