import Figures
import Results

/// A drawing as a file that SVG is turned into, through `rsvg-convert`.
enum Rendering {
  /// Dots per inch of pictures made of dots.
  static let resolution = 300

  static func png(_ drawing: Drawing) throws(Failure) -> [UInt8] {
    withResolution(try convert(drawing, "png"))
  }

  static func pdf(_ drawing: Drawing) throws(Failure) -> [UInt8] { try convert(drawing, "pdf") }

  private static func convert(_ drawing: Drawing, _ format: String) throws(Failure) -> [UInt8] {
    // A PDF holds the time at which it was made: always the same, so that the bytes are.
    try ExternalTool.rsvgConvert.run(
      ["--format", format, "--dpi-x", "\(resolution)", "--dpi-y", "\(resolution)"],
      input: Array(drawing.svg.utf8), environment: ["SOURCE_DATE_EPOCH": "0"])
  }

  /// A PNG that also says how many dots there are to a meter (chunk `pHYs`, PNG specification 11.3.4.3), right behind its header.
  static func withResolution(_ png: [UInt8]) -> [UInt8] {
    let header = 33
    guard png.count > header else { return png }
    let perMeter = UInt32((Double(resolution) / 0.0254).rounded())
    let body = Array("pHYs".utf8) + bytes(perMeter) + bytes(perMeter) + [1]
    return png[..<header] + bytes(9) + body + bytes(checksum(body)) + png[header...]
  }

  private static func bytes(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// CRC-32 as PNG has it (ISO 3309).
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
      }
    }
  }
}
