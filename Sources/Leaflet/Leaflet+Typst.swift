import Results

extension Leaflet {
  /// The source from which Typst (0.14 or later) makes a tagged PDF of one page. It ends with an error where a letter has no
  /// glyph, and where the text does not fit on the page in the smallest size.
  public var typst: String {
    """
    #set document(title: \(Self.string(text.title)), author: "trochlea \(trochleaVersion)", date: none)
    #set page(paper: "a4", margin: (x: 14mm, top: 11mm, bottom: 10mm))
    #set text(lang: "\(text.language.rawValue)", font: \(Self.fonts(text.language)), fallback: false, \
    fill: rgb("#1a1a1a"))
    #let heading-color = rgb("#00507d")
    #let quiet = rgb("#444444")
    #let part(name, ..paragraphs) = [#heading(level: 2, name) #paragraphs.pos().map(p => par(p)).join()]
    #let pair(..parts) = block(above: 1.3em, grid(columns: (1fr, 1fr), column-gutter: 8mm, ..parts))
    #let number(label, value, unit) = align(center)[#set par(spacing: 0.5em)
      #par(strong(label)) #par(text(size: 1.7em, weight: "bold", value)) #par(unit)]

    #let top = [
      #block(fill: rgb("#eaf3f9"), stroke: (left: 1.2mm + rgb("#0072b2")), inset: (x: 4mm, y: 3mm), width: 100%)[
        #heading(level: 1, \(Self.string(text.title)))
        #par(text(size: 1.75em, weight: "bold", \(Self.string(text.message))))
        #par(\(Self.string(text.context)))
      ]
      #pair[
        #heading(level: 2, \(Self.string(text.numbersHeading)))
        #image(bytes(\(Self.string(picture.svg))), format: "svg", width: 100%, alt: \(Self.string(picture.description)))
        #grid(columns: (1fr, 1fr), \(text.numbers.map(Self.number).joined(separator: ", ")))
        #v(0.3em) \(caption.map { "#par(text(size: 0.85em, fill: quiet, \(Self.string($0))))" } ?? "")
        #par(\(Self.string(text.range)))
      ][#\(Self.part(text.told)) #\(Self.part(text.means))]
      #\(Self.part(text.meansNot))
      #pair[#\(Self.part(text.studiesFor))][#\(Self.part(text.studiesAgainst))]
      #\(Self.part(text.ask))
    ]
    #let notes = [
      #heading(level: 2, \(Self.string(text.notesHeading)))
      #par(\(Self.string(text.notesName + ":")))
    ]
    // Only here may stand what users wrote, in any script.
    #let bottom = text(size: 0.8em, fill: quiet, fallback: true)[
      \(text.footer.map { "#par(\(Self.string(Self.plain($0))))" }.joined(separator: " "))
    ]
    #let styled(size, body) = {
      set text(size: size)
      set par(leading: 0.55em, spacing: 0.7em)
      show heading.where(level: 1): set text(size: 0.82em, weight: "regular", fill: quiet)
      show heading.where(level: 2): set text(size: 0.82em, fill: heading-color)
      show heading.where(level: 1): set block(below: 0.7em)
      show heading.where(level: 2): set block(above: 1.25em, below: 0.65em)
      body
    }

    // The largest size in which all of it fits, with room for notes.
    #layout(space => {
      let height(size, body) = measure(styled(size, block(width: space.width, body))).height
      let size = (10.5pt, 10pt, 9.5pt, 9pt, 8.5pt, 8pt).find(size =>
        height(size, top) + height(size, bottom) + 26mm <= space.height)
      if size == none { panic("the leaflet does not fit on one page") }
      styled(size, {
        top
        block(height: 1fr, width: 100%, stroke: 0.3mm + rgb("#767676"), inset: 3mm, above: 1.1em, notes)
        bottom
      })
    })

    """
  }

  private static func number(_ number: LeafletText.Number) -> String {
    "number(\(string(number.label)), \(string(number.value)), \(string(number.unit)))"
  }

  private static func part(_ section: LeafletText.Section) -> String {
    "part(" + ([section.heading] + section.paragraphs).map(string).joined(separator: ", ") + ")"
  }

  /// Arial has the same widths, where Liberation Sans is missing.
  private static func fonts(_ language: LeafletLanguage) -> String {
    let latin = ["Liberation Sans", "Arial"]
    let chinese = [
      "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
    ]
    return "(" + (language == .zh ? latin + chinese : latin).map { "\"\($0)\"," }.joined(separator: " ") + ")"
  }

  /// Without the isolates, for which fonts have no glyphs: between names stand words of another direction.
  private static func plain(_ text: String) -> String {
    text.replacing(UserText.start, with: "").replacing(UserText.end, with: "")
  }

  /// A text as a string of Typst: nothing in it is markup.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
