import Figures

/// A leaflet with its picture, ready to be written in a format.
public struct Leaflet: Sendable {
  public var text: LeafletText
  public var picture: Drawing
  /// How to read the picture; bars need no words.
  public var caption: String?

  /// - Parameter knees: before on the left half, after on the right, without words; nil for bars.
  public init(_ content: LeafletContent, _ language: LeafletLanguage, knees: Drawing? = nil) {
    text = LeafletText(content, LeafletStrings(language))
    if var knees {
      (knees.title, knees.description) = (text.numbersHeading, text.altOfKnees)
      (picture, caption) = (knees, text.caption)
    } else {
      picture = LeafletPicture.bars(
        before: content.before, after: content.after, title: text.numbersHeading, alt: text.altOfBars)
    }
  }
}

extension Leaflet {
  /// One file without script or anything from elsewhere; printed, it is one page of A4.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(text.language == .zh ? "zh-Hans" : text.language.rawValue)">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <title>\(xmlText(text.title))</title>
    <style>
    \(Self.style)
    @media print { html { font-size: \(coordinate(printedSize))pt; } }
    </style>
    </head>
    <body>
    <header>
    <h1>\(xmlText(text.title))</h1>
    <p class="message">\(xmlText(text.message))</p>
    <p class="context">\(xmlText(text.context))</p>
    </header>
    <main>
    <div class="two">
    <section aria-labelledby="numbers">
    <h2 id="numbers">\(xmlText(text.numbersHeading))</h2>
    \(picture.root.written())<div class="numbers">
    \(text.numbers.map(Self.number).joined(separator: "\n"))
    </div>
    \(caption.map { "<p class=\"caption\">\(xmlText($0))</p>" } ?? "")
    <p class="range">\(xmlText(text.range))</p>
    </section>
    <div>
    \(Self.section(text.told))
    \(Self.section(text.means))
    </div>
    </div>
    \(Self.section(text.meansNot))
    <div class="two">
    \(Self.section(text.studiesFor))
    \(Self.section(text.studiesAgainst))
    </div>
    \(Self.section(text.ask))
    <section class="notes" aria-labelledby="notes">
    <h2 id="notes">\(xmlText(text.notesHeading))</h2>
    <p>\(xmlText(text.notesName)):</p>
    </section>
    </main>
    <footer>
    \(text.footer.map { "<p>\(Self.isolating($0))</p>" }.joined(separator: "\n"))
    </footer>
    </body>
    </html>

    """
  }

  /// Size of letters, pt, in which all of it fits on one page of A4: their area goes with the square.
  private var printedSize: Double { min(10.5, 520 / Double(text.length).squareRoot()) }

  private static func number(_ number: LeafletText.Number) -> String {
    "<p><span class=\"label\">\(xmlText(number.label))</span> <strong>\(xmlText(number.value))</strong>"
      + " <span>\(xmlText(number.unit))</span></p>"
  }

  /// Names of users each in an element that keeps their direction to themselves.
  private static func isolating(_ text: String) -> String {
    xmlText(text).replacing(UserText.start, with: "<bdi>").replacing(UserText.end, with: "</bdi>")
  }

  private static func section(_ section: LeafletText.Section) -> String {
    let body = section.paragraphs.map { "<p>\(xmlText($0))</p>" }.joined(separator: "\n")
    return """
      <section aria-labelledby="\(section.id)">
      <h2 id="\(section.id)">\(xmlText(section.heading))</h2>
      \(body)
      </section>
      """
  }

  /// Two columns on paper and on wide screens, one on a phone.
  private static let style = """
    @page { size: A4; margin: 10mm 13mm; }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1rem; max-width: 52rem; color: #1a1a1a; background: #fff;
      font: 1rem/1.4 "Liberation Sans", Arial, Helvetica, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", \
    "Microsoft YaHei", sans-serif; }
    h1 { font-size: 1.1rem; font-weight: normal; color: #444; margin: 0; }
    h2 { font-size: 1.05rem; color: #00507d; margin: 0.7rem 0 0.2rem; }
    p { margin: 0 0 0.35rem; }
    .message { font-size: 1.7rem; line-height: 1.2; font-weight: bold; margin: 0.3rem 0; }
    header { background: #eaf3f9; padding: 0.7rem 1rem; border-left: 5px solid #0072b2; }
    .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); column-gap: 1.6rem; }
    svg { display: block; width: 100%; max-width: 84mm; height: auto; }
    .numbers { display: grid; grid-template-columns: 1fr 1fr; max-width: 84mm; text-align: center; }
    .numbers strong { display: block; font-size: 1.6rem; line-height: 1.2; }
    .numbers .label { font-weight: bold; }
    .caption { font-size: 0.85rem; color: #444; margin-top: 0.3rem; }
    .notes { border: 1px solid #767676; padding: 0 0.7rem; margin-top: 0.8rem; min-height: 7rem; }
    footer { font-size: 0.8rem; color: #444; margin-top: 0.6rem; overflow-wrap: anywhere; }
    @media print {
      body { max-width: none; padding: 0; line-height: 1.28; }
      .two { grid-template-columns: 1fr 1fr; }
      .notes { min-height: 6rem; }
      header { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
