import Figures
import Foundation
import Results

/// Makes a film of an animation's still drawings.
struct Film {
  var isGIF: Bool
  /// ffmpeg, or for a GIF also ImageMagick.
  private var tool: ExternalTool

  static let ffmpeg = ExternalTool(
    name: "ffmpeg",
    installed:
      "apt-get install ffmpeg (Debian, Ubuntu), dnf install ffmpeg-free (Fedora), brew install ffmpeg (macOS)",
    without: "SVG needs no other program")
  static let magick = ExternalTool(
    name: "magick",
    installed: "apt-get install imagemagick (Debian, Ubuntu), brew install imagemagick (macOS)",
    without: "SVG needs no other program")

  /// Dots per inch: a page is then 1004 dots wide.
  static let resolution = 150

  /// - Throws: `Failure` (cannot create) that says how to install what is missing.
  init(isGIF: Bool) throws(Failure) {
    self.isGIF = isGIF
    _ = try ExternalTool.rsvgConvert.requirePath()
    let convert = ExternalTool(
      name: "convert", installed: Self.magick.installed, without: Self.magick.without)
    let tools = isGIF ? [Self.ffmpeg, Self.magick, convert] : [Self.ffmpeg]
    // Some programs of this name are others: the right one says who it is.
    tool = tools.first { Self.isThere($0) } ?? Self.ffmpeg
    _ = try tool.requirePath()
  }

  private static func isThere(_ tool: ExternalTool) -> Bool {
    guard tool.path() != nil, let words = try? tool.run(["-version"]) else { return false }
    let text = String(decoding: words, as: UTF8.self)
    return text.hasPrefix(tool.name == "ffmpeg" ? "ffmpeg version" : "Version: ImageMagick")
  }

  /// The film; the same drawings give the same bytes with the same tools.
  ///
  /// - Throws: `FigureError` where nothing was solved; `Failure` where a tool fails.
  func bytes(of animation: KneeAnimation, width: Double) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "trochlea-film-\(UUID().uuidString)")
    try Self.creating {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    defer { try? FileManager.default.removeItem(at: folder) }
    let stills = animation.stills
    for (i, frame) in stills.enumerated() {
      let drawing = try animation.drawing(width: width, frame: frame)
      let dpi = "\(Self.resolution)"
      let png = try ExternalTool.rsvgConvert.run(
        ["--format", "png", "--dpi-x", dpi, "--dpi-y", dpi], input: Array(drawing.svg.utf8))
      try Self.creating { try Data(png).write(to: folder.appending(path: Self.name(i))) }
    }
    let out = folder.appending(path: isGIF ? "film.gif" : "film.mp4")
    let rate = Double(stills.count) / animation.duration
    _ = try tool.run(
      tool.name == "ffmpeg" ? ffmpeg(folder, out, rate) : magick(folder, out, rate, stills.count))
    return try Self.creating { Array(try Data(contentsOf: out)) }
  }

  private static func name(_ i: Int) -> String { "still" + String("000\(i)".suffix(3)) + ".png" }

  private func ffmpeg(_ folder: URL, _ out: URL, _ rate: Double) -> [String] {
    let input = [
      "-hide_banner", "-loglevel", "error", "-y", "-framerate", fixedNumber(rate, 3), "-i",
      folder.appending(path: "still%03d.png").path,
    ]
    let still = [
      "-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", out.path,
    ]
    return input
      + (isGIF
        ? [
          "-vf",
          "split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle",
          "-loop", "0",
        ]
        // What every player shows: even sizes, and colors at half the resolution.
        : ["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,format=yuv420p", "-movflags", "+faststart"])
      + still
  }

  private func magick(_ folder: URL, _ out: URL, _ rate: Double, _ count: Int) -> [String] {
    ["-delay", fixedNumber(100 / rate, 0), "-loop", "0"]
      + (0..<count).map { folder.appending(path: Self.name($0)).path } + ["-layers", "Optimize", out.path]
  }

  private static func creating<T>(_ body: () throws -> T) throws(Failure) -> T {
    do { return try body() } catch { throw Failure(.cannotCreate, error.localizedDescription) }
  }
}
