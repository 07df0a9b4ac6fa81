import Figures
import Foundation
import Results

/// Makes a film of an animation's still drawings.
struct Film {
  var isGIF: Bool

  static let ffmpeg = ExternalTool(
    name: "ffmpeg", installed: PackageNames.ffmpeg.command(.found()), without: "SVG needs no other program")

  /// Dots per inch: a page of 170 mm is then 737 dots wide as GIF, 1004 as MP4.
  var resolution: Int { isGIF ? 110 : 150 }

  /// - Throws: `Failure` (cannot create) that says how to install what is missing.
  init(isGIF: Bool) throws(Failure) {
    self.isGIF = isGIF
    _ = try ExternalTool.rsvgConvert.requirePath()
    _ = try Self.ffmpeg.requirePath()
  }

  /// The film; the same drawings give the same bytes with the same tools.
  ///
  /// - Parameters:
  ///   - duration: s.
  ///   - isInterrupted: asked between the drawings.
  ///   - progress: called after each drawing.
  /// - Throws: `Failure` where a tool fails, or (interrupted) where it shall end; its folder is gone then.
  func bytes(
    of stills: [Drawing], duration: Double, isInterrupted: () -> Bool, progress: (() -> Void)?
  ) throws(Failure) -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "trochlea-film-\(UUID().uuidString)")
    try Self.creating {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    func run(_ tool: ExternalTool, _ arguments: [String], _ input: String = "") throws(Failure) -> [UInt8] {
      let output = Result { () throws(Failure) in try tool.run(arguments, input: Array(input.utf8)) }
      // A tool that Ctrl-C ended has not failed.
      if isInterrupted() { throw Failure(.interrupted, "interrupted; nothing was written") }
      return try output.get()
    }
    for (i, still) in stills.enumerated() {
      let dpi = "\(resolution)"
      let png = try run(
        .rsvgConvert, ["--format", "png", "--dpi-x", dpi, "--dpi-y", dpi], still.svg)
      let name = "still" + String("000\(i)".suffix(3)) + ".png"
      try Self.creating { try Data(png).write(to: folder.appending(path: name)) }
      progress?()
    }
    let out = folder.appending(path: isGIF ? "film.gif" : "film.mp4")
    let rate = Double(stills.count) / duration
    _ = try run(
      Self.ffmpeg,
      arguments(stills: folder.path.replacing("%", with: "%%") + "/still%03d.png", rate, out.path))
    return try Self.creating { Array(try Data(contentsOf: out)) }
  }

  private func arguments(stills: String, _ rate: Double, _ out: String) -> [String] {
    let input = [
      "-hide_banner", "-loglevel", "error", "-y", "-framerate", fixedNumber(rate, 3), "-i", stills,
    ]
    let look =
      isGIF
      // Without transparency, so that of every picture only what has changed is kept; without dots between the colors.
      ? [
        "-vf",
        "format=rgb24,split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none:diff_mode=rectangle",
        "-loop", "0",
      ]
      // What every player shows: even sizes, and colors at half the resolution.
      : ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,format=yuv420p", "-movflags", "+faststart"]
    return input + look
      + ["-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", out]
  }

  private static func creating<T>(_ body: () throws -> T) throws(Failure) -> T {
    do { return try body() } catch { throw Failure(.cannotCreate, error.localizedDescription) }
  }
}
