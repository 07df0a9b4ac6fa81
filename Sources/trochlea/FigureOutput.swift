import ArgumentParser
import Figures
import Knee
import Results

/// In which form a picture comes, and where it goes.
struct FigureOutput: ParsableArguments {
  @Option(
    help: .init(
      "Write to a file, whose ending is the format: svg, png, pdf, json (Vega-Lite) or csv. (default: SVG to the standard output)",
      valueName: "file"), completion: .file())
  var out: String?
  @Option(
    help: .init(
      "svg; png (300 dpi) and pdf through rsvg-convert; vega-lite and csv of charts.", valueName: "format"),
    completion: .list(Format.allCases.map(\.rawValue)))
  var format: String?
  @Option(
    parsing: .unconditional,
    help: .init("Width on paper, 60 to 250 mm: 85 is a column, 170 a page. (default: 170)", valueName: "mm"))
  var width: String?
  @Option(
    help: .init("Also write the numbers that a chart shows, as CSV.", valueName: "file"), completion: .file())
  var data: String?
  @Flag(help: "No progress and no notes on the standard error.")
  var quiet = false

  enum Format: String, CaseIterable {
    case svg, png, pdf
    case vegaLite = "vega-lite"
    case csv

    /// What a file of this format is called.
    var ending: String { self == .vegaLite ? "json" : rawValue }
  }

  /// What is to be written, checked before anything is solved.
  ///
  /// - Parameter isChart: whether the picture is one of numbers, which can be written as a table.
  /// - Throws: `InputError` (usage); `Failure` where PNG or PDF is asked for and `rsvg-convert` is missing.
  func plan(isChart: Bool = true) throws -> FigurePlan {
    for (option, path) in [("--out", out), ("--data", data)] where path == "" {
      throw InputError(.usage, place: option, problem: "no file name", allowed: "the path of a file")
    }
    if let data, data == out {
      throw InputError(
        .usage, place: "--data", problem: "'\(data)' is that of --out", allowed: "another file")
    }
    let format = try chosenFormat()
    if !isChart, data != nil || format == .vegaLite || format == .csv {
      throw InputError(
        .usage, place: data == nil ? "--format" : "--data", problem: "this picture is no chart of numbers",
        allowed: "svg, png or pdf")
    }
    if format == .png || format == .pdf { _ = try ExternalTool.rsvgConvert.requirePath() }
    let width = try width.map { text throws(InputError) in
      try Quantity.pictureWidth.parse(text, place: "--width")
    }
    return FigurePlan(format: format, width: width ?? 170, out: out, data: data)
  }

  /// As stated, or as the file is called; where both are, they must agree.
  private func chosenFormat() throws(InputError) -> Format {
    let stated: Format? = try choice(format, "format", place: "--format")
    guard let out, let dot = out.lastIndex(of: "."), !out[dot...].contains("/") else {
      guard out == nil || stated != nil else {
        throw InputError(
          .usage, place: "--out", problem: "'\(out ?? "")' has no ending that is a format",
          allowed: "svg, png, pdf, json or csv; or --format")
      }
      return stated ?? .svg
    }
    let ending = out[out.index(after: dot)...].lowercased()
    guard let named = Format.allCases.first(where: { $0.ending == ending }) else {
      if let stated { return stated }
      throw .unknown(.usage, "ending", ending, among: Format.allCases.map(\.ending), place: "--out")
    }
    if let stated, stated != named {
      throw InputError(
        .usage, place: "--format", problem: "'\(stated.rawValue)' into '\(out)'",
        allowed: "a file that ends in .\(stated.ending)")
    }
    return named
  }
}

/// A picture that is to be written.
struct FigurePlan {
  var format: FigureOutput.Format
  /// mm
  var width: Double
  var out, data: String?

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
      throw Failure(error.kind == .tooMuch ? .usage : .notConverged, error.description)
    }
    if let data { try write(figure.table.csv, to: data) }
    switch format {
    case .csv: try write(figure.table.csv, console)
    case .vegaLite: try write(figure.vegaLite, console)
    case .svg, .png, .pdf: try deliver(drawing, console)
    }
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
