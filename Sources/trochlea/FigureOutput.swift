import ArgumentParser
import Figures
import Knee
import Results

/// Of every picture: its size, and what is said while it is made.
struct PaperOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init("Width on paper, 60 to 250 mm: 85 is a column, 170 a page. (default: 170)", valueName: "mm"))
  var width: String?
  @Flag(help: "No progress and no notes on the standard error.")
  var quiet = false

  /// In mm.
  func chosenWidth() throws(InputError) -> Double {
    guard let width else { return 170 }
    return try Quantity.pictureWidth.parse(width, place: "--width")
  }
}

/// In which form a chart comes, and where it goes.
struct FigureOutput: ParsableArguments {
  @Option(
    help: .init(
      "Write to a file, whose ending is the format: svg, png, pdf, json (Vega-Lite) or csv. (default: SVG to the standard output)",
      valueName: "file"), completion: .file())
  var out: String?
  @Option(
    help: .init("svg; png (300 dpi) and pdf through rsvg-convert; vega-lite; csv.", valueName: "format"),
    completion: .list(FigureFormat.allCases.map(\.rawValue)))
  var format: String?
  @OptionGroup var data: DataOption
  @OptionGroup var paper: PaperOptions

  var quiet: Bool { paper.quiet }

  /// What is to be written, checked before anything is solved.
  ///
  /// - Throws: `InputError` (usage); `Failure` where PNG or PDF is asked for and `rsvg-convert` is missing.
  func plan() throws -> FigurePlan {
    try FigurePlan(out: out, format: format, data: data.data, paper, among: FigureFormat.allCases)
  }
}

/// A table beside a chart.
struct DataOption: ParsableArguments {
  @Option(
    help: .init("Also write the numbers that the chart shows, as CSV.", valueName: "file"),
    completion: .file())
  var data: String?
}

/// In which form a picture comes that is no chart, and where it goes.
struct KneeOutput: ParsableArguments {
  @Option(
    help: .init(
      "Write to a file, whose ending is the format: svg, png or pdf. (default: SVG to the standard output)",
      valueName: "file"), completion: .file())
  var out: String?
  @Option(
    help: .init("svg; png (300 dpi) and pdf through rsvg-convert.", valueName: "format"),
    completion: .list(FigureFormat.drawings.map(\.rawValue)))
  var format: String?
  @OptionGroup var paper: PaperOptions
  // Hidden, so that it is refused with a hint.
  @OptionGroup(visibility: .hidden) var data: DataOption

  var quiet: Bool { paper.quiet }

  /// What is to be written, checked before anything is solved.
  ///
  /// - Throws: `InputError` (usage); `Failure` where PNG or PDF is asked for and `rsvg-convert` is missing.
  func plan() throws -> FigurePlan {
    let plan = try FigurePlan(out: out, format: format, data: nil, paper, among: FigureFormat.drawings)
    guard data.data == nil else {
      throw InputError(
        .usage, place: "--data", problem: "this picture is no chart of numbers",
        allowed: "'trochlea solve --csv' for the numbers of every frame")
    }
    return plan
  }
}

enum FigureFormat: String, CaseIterable {
  case svg, png, pdf
  case vegaLite = "vega-lite"
  case csv

  /// Of pictures that are no charts.
  static let drawings = [Self.svg, .png, .pdf]

  /// What a file of this format is called.
  var ending: String { self == .vegaLite ? "json" : rawValue }
}

extension CommandStatus {
  /// How a command ends that has nothing to draw.
  init(_ kind: FigureError.Kind) {
    switch kind {
    case .tooMuch: self = .usage
    case .nothingSolved: self = .notConverged
    case .nothingToGoBy: self = .cannotBeHeld
    }
  }
}

/// A picture that is to be written.
struct FigurePlan {
  var format: FigureFormat
  /// mm
  var width: Double
  var out, data: String?

  /// - Parameter formats: that this picture can have.
  init(
    out: String?, format: String?, data: String?, _ paper: PaperOptions, among formats: [FigureFormat]
  ) throws {
    for (option, path) in [("--out", out), ("--data", data)] where path == "" {
      throw InputError(.usage, place: option, problem: "no file name", allowed: "the path of a file")
    }
    if let data, data == out {
      throw InputError(
        .usage, place: "--data", problem: "'\(data)' is that of --out", allowed: "another file")
    }
    self.format = try Self.format(format, of: out, among: formats)
    if self.format == .png || self.format == .pdf { _ = try ExternalTool.rsvgConvert.requirePath() }
    width = try paper.chosenWidth()
    (self.out, self.data) = (out, data)
  }

  /// As stated, or as the file is called; where both are, they must agree.
  private static func format(
    _ word: String?, of out: String?, among formats: [FigureFormat]
  ) throws(InputError) -> FigureFormat {
    let stated = try word.map { word throws(InputError) in
      guard let format = formats.first(where: { $0.rawValue == word.lowercased() }) else {
        guard FigureFormat(rawValue: word.lowercased()) == nil else {
          throw InputError(
            .usage, place: "--format", problem: "this picture is no chart of numbers",
            allowed: formats.map(\.rawValue).joined(separator: ", "))
        }
        throw .unknown(.usage, "format", word, among: formats.map(\.rawValue), place: "--format")
      }
      return format
    }
    let endings = formats.map(\.ending)
    guard let out else { return stated ?? .svg }
    guard let dot = out.lastIndex(of: "."), !out[dot...].contains("/") else {
      guard let stated else {
        throw InputError(
          .usage, place: "--out", problem: "'\(out)' has no ending that is a format",
          allowed: endings.joined(separator: ", ") + "; or --format")
      }
      return stated
    }
    let ending = out[out.index(after: dot)...].lowercased()
    guard let named = formats.first(where: { $0.ending == ending }) else {
      if let stated { return stated }
      throw .unknown(.usage, "ending", ending, among: endings, place: "--out")
    }
    if let stated, stated != named {
      throw InputError(
        .usage, place: "--format", problem: "'\(stated.rawValue)' into '\(out)'",
        allowed: "a file that ends in .\(stated.ending)")
    }
    return named
  }

  /// Makes a chart and writes it, and its numbers beside it.
  ///
  /// - Throws: `Failure`: where nothing was solved (not converged), where too much is asked of one picture (usage), and where
  ///   writing fails.
  func deliver(_ make: () throws(FigureError) -> Figure, _ console: Console) throws(Failure) {
    let (figure, drawing): (Figure, Drawing)
    do throws(FigureError) {
      // What cannot be drawn is no specification and no table either.
      let made = try make()
      (figure, drawing) = (made, try made.drawing(width: width))
    } catch {
      throw Failure(CommandStatus(error.kind), error.description)
    }
    switch format {
    case .csv: try write(figure.table.csv, console)
    case .vegaLite: try write(figure.vegaLite, console)
    case .svg, .png, .pdf: try deliver(drawing, console)
    }
    // After the picture: where that cannot be made, nothing is written.
    if let data { try write(figure.table.csv, to: data) }
  }

  /// Writes a drawing that is no chart.
  func deliver(_ drawing: Drawing, _ console: Console) throws(Failure) {
    try write(try rendered(drawing), console)
  }

  private func rendered(_ drawing: Drawing) throws(Failure) -> [UInt8] {
    switch format {
    case .png: try Rendering.png(drawing)
    case .pdf: try Rendering.pdf(drawing)
    case .svg, .vegaLite, .csv: Array(drawing.svg.utf8)
    }
  }

  private func write(_ bytes: [UInt8], _ console: Console) throws(Failure) {
    if let out { return try write(bytes, to: out) }
    guard !console.outputIsTerminal || (format != .png && format != .pdf) else {
      throw Failure(.usage, "a terminal cannot show \(format.rawValue): --out FILE")
    }
    try console.write(bytes)
  }

  private func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    try Interrupt.held { (_) throws(Failure) in try AtomicFile.write(bytes, to: path) }
  }
}
