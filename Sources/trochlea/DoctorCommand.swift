import ArgumentParser
import Results

struct DoctorCommand: TakesOptionsOnly {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Which optional programs and fonts are there, and how to install the others.",
    discussion: """
      Examples:
        trochlea doctor
        trochlea doctor --json

      Without any of them everything is computed, and pictures come as SVG, leaflets as HTML: the exit code is 0 whatever is \
      missing, and the last line counts it.
      """)

  @OptionGroup var list: ListOptions
  @OptionGroup var stray: StrayWords

  func execute(_ console: Console) throws -> CommandStatus {
    let entries = DoctorEntry.all()
    return try list.deliver(entries, console) { DoctorEntry.text(entries, console.style) }
  }
}

/// An optional part of the system. Property names are the keys in JSON.
struct DoctorEntry: Codable, Equatable {
  var name: String
  var needed_for: String
  var found: Bool
  /// Of a program that says it.
  var version: String?
  /// What makes it less than it should be.
  var remark: String?
  /// Absent where it is there.
  var install: String?
}

extension DoctorEntry {
  /// Looks for each.
  static func all() -> [DoctorEntry] {
    let manager = PackageManager.found()
    let families = try? ExternalTool(name: "fc-list", installed: "", without: "").run([":", "family"])
    let fonts = families.map { String(decoding: $0, as: UTF8.self) }

    func program(_ name: String, _ purpose: String, _ question: String, _ package: PackageNames)
      -> DoctorEntry
    {
      let tool = ExternalTool(name: name, installed: "", without: "")
      let words = tool.path() == nil ? nil : try? tool.run([question])
      return DoctorEntry(
        name: name, needed_for: purpose, found: words != nil,
        version: words.flatMap { ExternalTool.version(in: $0) },
        install: words == nil ? package.command(manager) : nil)
    }
    func font(_ name: String, _ purpose: String, _ package: PackageNames) -> DoctorEntry {
      let isThere = fonts?.contains(name) ?? false
      return DoctorEntry(
        name: name, needed_for: purpose, found: isThere,
        remark: fonts == nil ? "not known: fc-list of fontconfig is missing" : nil,
        install: isThere ? nil : package.command(manager))
    }

    return [
      program("rsvg-convert", "pictures as PNG and PDF", "--version", .rsvg),
      typst(),
      font("Liberation Sans", "letters of pictures and leaflets (Arial will do)", .liberation),
      font("Noto Sans CJK SC", "letters of the Chinese leaflet", .notoCJK),
      program("ffmpeg", "animations as GIF and MP4", "-version", .ffmpeg),
    ]
  }

  private static func typst() -> DoctorEntry {
    let found = Typst.found()
    let isTooOld = found.map { Typst.isTooOld($0.version) } ?? false
    var entry = DoctorEntry(
      name: "typst", needed_for: "leaflets as PDF", found: found != nil && !isTooOld, version: found?.version,
      install: found == nil || isTooOld ? Typst.install : nil)
    if case .package = found { entry.remark = "as a package of python3" }
    if isTooOld { entry.remark = "too old: 0.14 or later makes PDF/UA" }
    return entry
  }

  /// The list for people.
  static func text(_ entries: [DoctorEntry], _ style: TextStyle) -> String {
    var table = TextTable([.init("part", .left), .init("here", .left), .init("needed for", .left)])
    for entry in entries {
      let here = entry.found ? entry.version ?? "yes" : entry.remark == nil ? "no" : "no (see below)"
      table.add([entry.name, here, entry.needed_for])
    }
    let missing = entries.filter { !$0.found }
    let commands = missing.map { entry in
      "  \(entry.name)\(entry.remark.map { " (\($0))" } ?? "")\n    \(entry.install ?? "")\n"
    }
    return table.text(style)
      + (missing.isEmpty ? "\nAll of it is there.\n" : "\nTo install what is missing:\n" + commands.joined())
      + "\nNone of it is needed to compute; pictures come as SVG and leaflets as HTML without.\n"
      + "\(missing.count) of \(entries.count) missing.\n"
  }
}

/// What installs programs on this system.
enum PackageManager: String, CaseIterable {
  case apt = "apt-get"
  case dnf, pacman, brew

  /// The first that is there.
  static func found() -> PackageManager? {
    allCases.first { ExternalTool(name: $0.rawValue, installed: "", without: "").path() != nil }
  }
}

/// What a program or font is called by each package manager.
struct PackageNames {
  var apt, dnf, pacman, brew: String

  static let rsvg = PackageNames(
    apt: "librsvg2-bin", dnf: "librsvg2-tools", pacman: "librsvg", brew: "librsvg")
  static let liberation = PackageNames(
    apt: "fonts-liberation", dnf: "liberation-sans-fonts", pacman: "ttf-liberation",
    brew: "--cask font-liberation")
  static let notoCJK = PackageNames(
    apt: "fonts-noto-cjk", dnf: "google-noto-sans-cjk-fonts", pacman: "noto-fonts-cjk",
    brew: "--cask font-noto-sans-cjk-sc")
  static let ffmpeg = PackageNames(apt: "ffmpeg", dnf: "ffmpeg-free", pacman: "ffmpeg", brew: "ffmpeg")

  /// The command for a manager; those of all where none is known.
  func command(_ manager: PackageManager?) -> String {
    switch manager {
    case .apt: "sudo apt-get install \(apt)"
    case .dnf: "sudo dnf install \(dnf)"
    case .pacman: "sudo pacman -S \(pacman)"
    case .brew: "brew install \(brew)"
    case nil: PackageManager.allCases.map { command($0) }.joined(separator: ", or ")
    }
  }
}
