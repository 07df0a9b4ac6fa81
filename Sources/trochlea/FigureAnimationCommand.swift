import ArgumentParser
import Figures
import Foundation
import Knee
import Pictures
import Results

struct FigureAnimationCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "animation", abstract: "The knee through the movement, as now and after a release.",
    discussion: """
      Examples:
        trochlea figure animation hamstrings --tone 10% --by 50% --activity squat --out squat.svg
        trochlea figure animation calf --activity walking --out walking.mp4

      SVG needs no other program and holds no script; browsers play it, and show a still drawing to who prefers less \
      motion. GIF and MP4 are made of pictures by ffmpeg and rsvg-convert.

      A knee that slips, cannot be held or was not solved is not shown: the command ends with 3 or 4.
      """)

  @Argument(help: .init("A muscle or a group; 'trochlea muscles' lists them.", valueName: "muscle-or-group"))
  var target: String?
  @OptionGroup var options: ReleaseOptions
  @OptionGroup(title: "Change") var moment: MomentOptions
  // Hidden, so that it is refused with a hint.
  @OptionGroup(visibility: .hidden) var sessions: CourseOptions
  @Option(
    help: .init(
      "Write to a file, whose ending is the format: svg, gif or mp4. (default: SVG to the standard output)",
      valueName: "file"), completion: .file())
  var out: String?
  @OptionGroup var paper: PaperOptions

  func execute(_ console: Console) throws -> CommandStatus {
    // Everything that can be wrong with the call is found before anything is solved.
    let width = try paper.chosenWidth()
    let film = try film()
    try sessions.refuse()
    let release = try ReleasePicture(
      options.release(of: target, moment, sessions), console, isQuiet: paper.quiet)
    let animation = try release.animation()
    do {
      let frames = film == nil ? [nil] : animation.stills.map { $0 as Int? }
      let drawings = try frames.map { try animation.drawing(width: width, frame: $0) }
      let svg = Array(drawings[0].svg.utf8)
      let progress = Progress(total: drawings.count, of: "pictures", console: console, isQuiet: paper.quiet)
      defer { progress.end() }
      if let out {
        try Interrupt.held { isInterrupted throws(Failure) in
          let bytes = try film?.bytes(
            of: drawings, duration: animation.duration, isInterrupted: isInterrupted,
            progress: progress.counter())
          try AtomicFile.write(bytes ?? svg, to: out)
        }
      } else {
        try console.write(svg)
      }
    } catch let error as FigureError {
      throw Failure(error.kind == .tooMuch ? .usage : .notConverged, error.description)
    }
    return release.tell(console)
  }

  /// Who makes a film of pictures; nil for SVG.
  private func film() throws -> Film? {
    guard let out else { return nil }
    let dot = out.lastIndex(of: ".").map { out[out.index(after: $0)...].lowercased() } ?? ""
    switch dot {
    case "svg": return nil
    case "gif", "mp4": return try Film(isGIF: dot == "gif")
    default:
      throw .unknown(.usage, "ending", dot, among: ["svg", "gif", "mp4"], place: "--out") as InputError
    }
  }
}
