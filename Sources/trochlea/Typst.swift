import Foundation
import Results

/// Typst, which makes tagged PDF: its own program, or the package `typst` of the Python that is found first.
enum Typst {
  static let program = ExternalTool(
    name: "typst", installed: install, without: "HTML needs no other program (--out leaflet.html)")
  private static let python = ExternalTool(name: "python3", installed: install, without: program.without)

  /// The same on every system; a package manager's own version may be older than 0.14.
  static let install =
    "python3 -m venv ~/.trochlea && ~/.trochlea/bin/pip install typst && export PATH=\"$HOME/.trochlea/bin:$PATH\""

  /// The first version that makes PDF/UA.
  static let firstVersion = [0, 14]

  /// How Typst is called here.
  enum Found: Equatable {
    case program(version: String)
    case package(version: String)

    var version: String {
      switch self {
      case .program(let version), .package(let version): version
      }
    }
  }

  /// nil where there is none.
  static func found() -> Found? {
    if program.path() != nil, let words = try? program.run(["--version"]) {
      return .program(version: ExternalTool.version(in: words) ?? "")
    }
    let question = safePath + "from importlib.metadata import version; import typst; print(version('typst'))"
    guard python.path() != nil, let words = try? python.run(["-c", question]) else { return nil }
    return .package(version: ExternalTool.version(in: words) ?? "")
  }

  /// - Throws: `Failure` (cannot create) that says how to install it, where it is missing or too old.
  static func require() throws(Failure) -> Found {
    guard let found = found() else {
      throw Failure(.cannotCreate, "a PDF needs Typst: \(install); \(program.without)")
    }
    guard !isTooOld(found.version) else {
      throw Failure(
        .cannotCreate, "Typst \(found.version) is too old for PDF/UA, which 0.14 began with: \(install)")
    }
    return found
  }

  static func isTooOld(_ version: String) -> Bool {
    let numbers = version.split(separator: ".").map { Int($0) ?? 0 }
    return numbers.lexicographicallyPrecedes(firstVersion)
  }

  /// A source as PDF/UA-1. It holds no time, so the same source gives the same bytes.
  ///
  /// - Throws: `Failure` with Typst's own words, such as which letter has no glyph.
  static func pdf(_ source: String, _ found: Found) throws(Failure) -> [UInt8] {
    let source = Array(source.utf8)
    do {
      switch found {
      case .program:
        return try program.run(
          ["compile", "--format", "pdf", "--pdf-standard", "ua-1", "--creation-timestamp", "0", "-", "-"],
          input: source)
      case .package: return try python.run(["-c", safePath + script], input: source)
      }
    } catch  where error.description.contains(missingGlyph) {
      throw Failure(
        error.status, "\(error.description); no font here has this letter: install one; \(program.without)")
    }
  }

  /// How Typst says that no font has a letter.
  private static let missingGlyph = "could not be displayed with font"

  /// A file of the folder that the user stands in must not pass for a module.
  private static let safePath = "import sys; sys.path = [place for place in sys.path if place]\n"

  private static let script = """
    import datetime, sys, typst
    start = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)
    try:
        pdf = typst.compile(sys.stdin.buffer.read(), format="pdf", pdf_standards=["ua-1"], timestamp=start)
    except typst.TypstError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(pdf)
    """
}

extension ExternalTool {
  /// The first number with a dot in what a program says of itself: `2.54.7`.
  static func version(in words: [UInt8]) -> String? {
    String(decoding: words, as: UTF8.self).firstMatch(of: /\d+(\.\d+)+/).map { String($0.0) }
  }
}
