import Results

/// A leaflet in one language: every text of it in the order of reading, from which all formats are made.
public struct LeafletText: Sendable, Equatable {
  public struct Section: Sendable, Equatable {
    public var id, heading: String
    public var paragraphs: [String]
  }

  public var language: LeafletLanguage
  public var title: String
  /// The one message, and what it is the answer to.
  public var message, context: String
  public var numbersHeading: String
  /// Label, whole number and unit, as now and after the change.
  public var numbers: [Number]
  /// How sure the numbers are.
  public var range: String
  /// What the picture shows, for who cannot see it: bars, or knees.
  public var altOfBars, altOfKnees: String
  /// How to read the knees.
  public var caption: String
  public var told, means, meansNot, studiesFor, studiesAgainst, ask: Section
  public var notesHeading, notesName: String
  public var footer: [String]

  public struct Number: Sendable, Equatable { public var label, value, unit: String }

  /// The sections in the order of reading.
  public var sections: [Section] { [told, means, meansNot, studiesFor, studiesAgainst, ask] }

  /// How much there is to read: letters, of which a Chinese one takes the place of two.
  var length: Int {
    let all = [context, range, caption] + footer + sections.flatMap { [$0.heading] + $0.paragraphs }
    return all.reduce(0) { $0 + $1.count } * (language == .zh ? 2 : 1)
  }

  public init(_ content: LeafletContent, _ strings: LeafletStrings) {
    func say(_ key: String) -> String { strings.text(key) }
    func section(_ id: String, _ paragraphs: [String]) -> Section {
      Section(id: id, heading: say(id + ".heading"), paragraphs: paragraphs)
    }
    let values = [
      "before": strings.whole(100 * content.before, "count"),
      "after": strings.whole(100 * content.after, "count"),
      "percent": strings.whole(content.change.magnitude, "percent"),
      "activity": strings.activity(Self.activity(content)),
    ]
    let isLittle = content.direction == .little

    language = strings.language
    title = say("document.title")
    message = strings.text("message." + content.direction.rawValue, values)
    context = Self.joined(
      (isLittle ? [say("message.less_than_one")] : []) + [strings.text("message.context", values)], language)
    numbersHeading = say("numbers.heading")
    numbers = [("now", "before"), ("after", "after")].map { label, value in
      Number(
        label: say("numbers." + label),
        value: strings.text("numbers.value", ["number": values[value, default: ""]]),
        unit: say("numbers.unit"))
    }
    let isRelease = content.changes.contains { $0.key.hasPrefix("item.release") }
    range = Self.joined(
      [say("numbers.range")] + (isRelease && !isLittle ? [say("numbers.release")] : []), language)
    altOfBars = strings.text("picture.alt", values)
    altOfKnees = strings.text("picture.knees", values)
    caption = Self.joined(
      [say("picture.arrow")] + (content.hasColoredMuscles ? [say("picture.muscles")] : [])
        + [say("picture.dashed")], language)

    told = section("told", Self.told(content, strings))
    means = section(
      "meaning",
      [say("meaning." + content.direction.rawValue)]
        + content.topics.map { topic in
          say("meaning." + (topic == .tension ? content.pull.rawValue : topic.rawValue))
        })
    meansNot = section("not", ["not.knee", "not.pain", "not.treatment", "not.advice"].map(say))
    // What is no treatment has trials only where nothing else changes.
    let topics = content.treated.isEmpty ? [.other] : content.treated
    studiesFor = section("for", topics.map { say("for." + $0.rawValue) })
    studiesAgainst = section("against", topics.map { say("against." + $0.rawValue) })
    let asked: [(LeafletContent.Topic, String)] = [
      (.tension, "needling"), (.strength, "strength"), (.mass, "mass"),
    ]
    ask = section(
      "ask", [say("ask.knee")] + asked.filter { topics.contains($0.0) }.map { say("ask." + $0.1) })
    notesHeading = say("notes.heading")
    notesName = say("notes.name")
    footer = [
      say("footer.load"),
      strings.text(
        "footer.made",
        [
          "version": trochleaVersion, "model": UserText.isolated(content.model.name),
          "hash": content.model.hash,
          "title": UserText.isolated(content.title), "state": UserText.isolated(content.state),
          "before": content.hashes[0], "after": content.hashes[1],
        ]),
    ]
  }

  /// The squat that is computed from a depth only goes down.
  private static func activity(_ content: LeafletContent) -> String? {
    content.activity == "squat" && !content.isMeasured ? "squat-down" : content.activity
  }

  /// Whose knee, as now, what changes, and how the movement is known.
  private static func told(_ content: LeafletContent, _ strings: LeafletStrings) -> [String] {
    let person = strings.text(
      "told.person",
      [
        "mass": String(Int(content.person.mass.rounded())),
        "height": String(Int((100 * content.person.height).rounded())),
        "side": strings.text("side." + content.person.side.rawValue),
      ])
    let now =
      content.tension.isEmpty
      ? strings.text("told.healthy") : strings.text("told.now", ["items": strings.list(content.tension)])
    let movement =
      content.activity == nil
      ? "told.own"
      : content.isMeasured != content.isMeasuredAfter
        ? "told.mixed" : content.isMeasured ? "told.measured" : "told.reconstructed"
    // A change of depth or speed makes another movement, and in a trial each leg has its own.
    let others = ["item.depth", "item.speed"] + (content.activity == nil ? ["item.left", "item.right"] : [])
    let isSame = !content.changes.contains { others.contains($0.key) }
    let assumed =
      content.tension.isEmpty && !content.topics.contains { $0 == .tension || $0 == .strength }
      ? [] : [strings.text("told.assumed")]
    return [
      person, now, strings.text("told.change", ["items": strings.list(content.changes)]),
      joined(
        (isSame ? [strings.text("told.same")] : []) + [strings.text(movement)] + assumed, strings.language),
    ] + (content.isDoubtful ? [strings.text("told.doubt")] : [])
  }

  /// Sentences one after another; Chinese has no blanks between them.
  private static func joined(_ sentences: [String], _ language: LeafletLanguage) -> String {
    sentences.joined(separator: language == .zh ? "" : " ")
  }
}

/// Names that users gave, in any script.
enum UserText {
  /// First-strong isolate, and the end of it: what stands between them reads in its own direction and moves nothing beside it.
  static let start = "\u{2068}", end = "\u{2069}"

  /// A name between `start` and `end`, in at most 60 characters and without any that would turn or break the line.
  static func isolated(_ name: String) -> String {
    let name = cleaned(String(name.prefix(400)))
    return start + (name.count > 60 ? name.prefix(59) + "\u{2026}" : name) + end
  }

  /// Without marks of direction and of width zero; breaks become blanks. Joiners stay: letters of some scripts need them.
  private static func cleaned(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.append(" ")
      case .format where scalar != "\u{200C}" && scalar != "\u{200D}": break
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
