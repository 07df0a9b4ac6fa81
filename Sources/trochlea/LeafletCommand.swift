import ArgumentParser
import Figures
import Knee
import Leaflet
import Pictures
import Results
import Studies

struct LeafletCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "leaflet",
    abstract: "One page for a person: what one change does to the load on the kneecap.",
    discussion: """
      Examples:
        trochlea leaflet tight-hamstrings-squat --state "half released" --out leaflet.pdf
        trochlea leaflet study.yaml --lang de --out leaflet.html

      A PDF (tagged, PDF/UA-1) needs Typst: 'trochlea doctor' says whether it is there. HTML needs nothing else, and prints on one \
      page of A4.
      Exit codes: 3 where a state cannot be held or is impossible, and 4 where one did not converge; then there is no leaflet.
      """)

  @OptionGroup var study: StudyArgument
  @Option(
    help: .init(
      "The change that it tells of, where the study has more than one.", valueName: "name"))
  var state: String?
  @Option(
    help: .init("en, de, es or zh. (default: en)", valueName: "language"),
    completion: .list(LeafletLanguage.allCases.map(\.rawValue)))
  var lang: String?
  @Option(
    help: .init(
      "The file to write: .pdf or .html. (default: HTML to the standard output)", valueName: "file"),
    completion: .file(extensions: ["pdf", "html"]))
  var out: String?
  @Flag(help: "No notes on the standard error.")
  var quiet = false

  func execute(_ console: Console) throws -> CommandStatus {
    let language: LeafletLanguage = try choice(lang, "language", place: "--lang") ?? .en
    let typst = try isPDF() ? Typst.require() : nil
    let study = try LeafletContent.chosen(try study.load(), state: state)
    let outcome = StudyRunner(study).solve(0)
    let content = try LeafletContent(study, outcome)
    let leaflet = Leaflet(content, language, knees: try knees(study, outcome, console))

    let bytes = try typst.map { try Typst.pdf(leaflet.typst, $0) } ?? Array(leaflet.html.utf8)
    if let out {
      try Interrupt.held { _ throws(Failure) in try AtomicFile.write(bytes, to: out) }
    } else {
      try console.write(bytes)
    }
    for warning in outcome.states[1].warnings where warning.level == .warning && !quiet {
      console.note("Warning: " + warning.message)
    }
    return .done
  }

  /// The knee as now and after the change; nil, and said, where bones of another model have no outlines.
  private func knees(_ study: Study, _ outcome: PointOutcome, _ console: Console) throws -> Drawing? {
    do {
      return try KneePicture(study, outcome).wordless(width: 84)
    } catch let error as InputError where error.kind == .data {
      if !quiet { console.note("Bars in place of the knee: \(error)") }
      return nil
    }
  }

  /// - Throws: `InputError` (usage) where the file's ending is neither.
  private func isPDF() throws(InputError) -> Bool {
    guard let out else { return false }
    let ending = out.split(separator: "/", omittingEmptySubsequences: false).last?
      .split(separator: ".", omittingEmptySubsequences: false).dropFirst().last?.lowercased()
    switch ending {
    case "pdf": return true
    case "html", "htm": return false
    default:
      throw InputError(
        .usage, place: "--out", problem: "'\(out)' ends in no format of a leaflet",
        allowed: "a file that ends in .pdf or .html")
    }
  }
}
