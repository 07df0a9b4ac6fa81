import ModelFiles
import Results

/// An element of a drawing in SVG 1.1: attributes in the order in which they are written, then text or elements.
public struct SVG: Sendable, Equatable {
  public struct Attribute: Sendable, Equatable {
    public var name, value: String
  }

  public var name: String
  public var attributes: [Attribute]
  public var text: String?
  public var children: [SVG]

  public init(
    _ name: String, _ attributes: KeyValuePairs<String, any SVGValue> = [:], text: String? = nil,
    _ children: [SVG] = []
  ) {
    self.name = name
    self.attributes = attributes.map { Attribute(name: $0, value: $1.svgText) }
    self.text = text
    self.children = children
  }

  public subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// All elements of the tree, this one first.
  public var all: [SVG] { [self] + children.flatMap(\.all) }

  /// The tree with a beginning before every id, and before every mention of one.
  func withIDs(_ start: String) -> SVG {
    var result = self
    for i in attributes.indices {
      let value = attributes[i].value
      switch attributes[i].name {
      case "id": result.attributes[i].value = start + value
      case "aria-labelledby":
        result.attributes[i].value = value.split(separator: " ").map { start + $0 }.joined(separator: " ")
      default: result.attributes[i].value = value.replacing("url(#", with: "url(#" + start)
      }
    }
    result.children = children.map { $0.withIDs(start) }
    return result
  }

  /// The element as text, one line per element, two blanks deeper per level.
  public func written(indent: Int = 0) -> String {
    let blanks = String(repeating: " ", count: indent)
    let open =
      "<" + ([name] + attributes.map { "\($0.name)=\"\(xmlText($0.value))\"" }).joined(separator: " ")
    if let text { return "\(blanks)\(open)>\(xmlText(text))</\(name)>\n" }
    if children.isEmpty { return "\(blanks)\(open)/>\n" }
    return "\(blanks)\(open)>\n" + children.map { $0.written(indent: indent + 2) }.joined()
      + "\(blanks)</\(name)>\n"
  }
}

/// What can be the value of an attribute.
public protocol SVGValue: Sendable { var svgText: String { get } }
extension String: SVGValue { public var svgText: String { self } }
extension Int: SVGValue { public var svgText: String { String(self) } }
extension Double: SVGValue { public var svgText: String { coordinate(self) } }

/// A length on paper, mm, to a hundredth: `12.5`, `-0.25`, `3`.
public func coordinate(_ mm: Double) -> String {
  precondition(mm.isFinite, "a coordinate must be finite")
  var text = fixedNumber(mm, 2)
  while text.hasSuffix("0") { text.removeLast() }
  if text.hasSuffix(".") { text.removeLast() }
  return text
}

/// Text as XML has it: marked characters replaced, and the control characters left out that XML 1.0 forbids.
public func xmlText(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\n", "\r", "\t": result += " "
    case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": break
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A picture for paper: its size in mm, which are the units of everything in it, y downward.
public struct Drawing: Sendable, Equatable {
  /// mm
  public var width, height: Double
  /// One line, and what a person who cannot see it would be told.
  public var title, description: String
  public var body: [SVG]

  public init(width: Double, height: Double, title: String, description: String, body: [SVG]) {
    self.width = width
    self.height = height
    self.title = title
    self.description = description
    self.body = body
  }

  /// The root element, on white. Its ids begin with a hash of the content, so that many drawings can stand in one page of HTML.
  public var root: SVG {
    let content =
      [
        SVG("title", ["id": "title"], text: title),
        SVG("desc", ["id": "description"], text: description),
        SVG("rect", ["width": width, "height": height, "fill": "#ffffff"]),
      ] + body
    let hash = contentHash(content.map { $0.written() }.joined().utf8).prefix(8)
    return SVG(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": coordinate(width) + "mm",
        "height": coordinate(height) + "mm", "viewBox": "0 0 \(coordinate(width)) \(coordinate(height))",
        "role": "img", "aria-labelledby": "title description", "font-family": Typeface.families,
        "font-size": Typeface.text, "fill": Palette.ink,
      ], content
    ).withIDs("t\(hash)-")
  }

  /// The file.
  public var svg: String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.written() }
}

/// A path of straight lines through points, mm; nil where there are none.
func polyline(_ points: [Point], closed: Bool = false) -> String? {
  guard let first = points.first else { return nil }
  let rest = points.dropFirst().map { "L\(coordinate($0.x)) \(coordinate($0.y))" }
  return (["M\(coordinate(first.x)) \(coordinate(first.y))"] + rest + (closed ? ["Z"] : []))
    .joined(separator: " ")
}

/// A place on paper or in a plane, mm.
public struct Point: Sendable, Equatable, Codable {
  public var x, y: Double
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}
