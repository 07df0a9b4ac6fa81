import ArgumentParser
import Testing

@testable import trochlea

/// What the help of every command says.
@Suite struct HelpTests {
  /// The words that call each command, of all levels, with the text of its help on one line.
  private static let helps: [(words: [String], text: String)] = all(
    Trochlea.configuration.subcommands, under: [])

  private static func all(
    _ commands: [any ParsableCommand.Type], under words: [String]
  ) -> [(words: [String], text: String)] {
    commands.flatMap { command in
      let called = words + [command.configuration.commandName ?? ""]
      let text = call(["help"] + called).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return [(called, text)] + all(command.configuration.subcommands, under: called)
    }
  }

  private func options(of words: String) throws -> Set<String> {
    let found = try #require(Self.helps.first { $0.words.joined(separator: " ") == words })
    // As an entry of the list, with its value or its sentence: not in a sentence about another.
    let entries = found.text.split(separator: "USAGE:").last ?? ""
    return Set(entries.matches(of: /(--[a-z-]+) (<|[A-Z])/).map { String($0.output.1) })
  }

  @Test func `every command has a help, and no option states its default twice`() {
    #expect(Self.helps.count > 25)
    for (words, text) in Self.helps {
      #expect(text.hasPrefix("OVERVIEW: ") && text.contains("USAGE: trochlea"), "\(words)")
      #expect(!text.contains(/\(default: [^)]*\) ?\(default/), "\(words)")
    }
  }

  @Test func `a kind of figure shows the options that it takes, and no others`() throws {
    let course: Set = ["--sessions", "--every", "--until"], moment: Set = ["--by", "--after"]
    for kind in ["curves", "bars", "pressure", "knee", "animation"] {
      let shown = try options(of: "figure \(kind)")
      #expect(shown.isDisjoint(with: course) && shown.isSuperset(of: moment), "\(kind)")
    }
    let shown = try options(of: "figure course")
    #expect(shown.isSuperset(of: course) && shown.isDisjoint(with: moment))
    #expect(try options(of: "release").isSuperset(of: course.union(moment)))

    for kind in ["curves", "bars", "ranking", "pressure", "heatmap", "course", "validation"] {
      #expect(
        try options(of: "figure \(kind)").isSuperset(of: ["--data", "--format", "--out", "--width"]),
        "\(kind)")
    }
    for kind in ["knee", "animation"] { #expect(try !options(of: "figure \(kind)").contains("--data")) }
  }
}
