import Knee
import Testing

@testable import Activities

@Suite struct FileBytesTests {
  @Test func `a file is read byte for byte`() throws {
    let text = try FileBytes.read(path: fixture("opensim_trial/SOURCE.md"))
    #expect(text.starts(with: bytes("One walking trial")))
    #expect(text.last == 10)
  }

  @Test(arguments: ["/no/such/file.mot", "no-such.csv", ""])
  func `a file that is not there is named`(path: String) {
    let error = inputError { () throws(InputError) in try FileBytes.read(path: path) }
    #expect(error?.kind == .missing)
    #expect(error?.file == path)
  }

  @Test func `a folder is not taken for a file`() {
    let error = inputError { () throws(InputError) in try FileBytes.read(path: fixture("")) }
    #expect(error?.kind == .missing)
    #expect(error?.problem == "this is a folder, not a file")
  }

  @Test func `a path through a file is not there`() {
    let path = fixture("opensim_trial/SOURCE.md/x.csv")
    let error = inputError { () throws(InputError) in try FileBytes.read(path: path) }
    #expect(error?.kind == .missing)
    #expect(error?.problem == "there is no such file")
  }

  @Test func `a file above the limit is refused before it is read`() {
    let path = RealTrial.forcesPath
    let error = inputError { () throws(InputError) in try FileBytes.read(path: path, limit: 1 << 10) }
    #expect(error?.kind == .data)
    #expect(error?.problem == "the file is too large")
  }

  @Test func `an endless device stops at the limit`() {
    let error = inputError { () throws(InputError) in try FileBytes.read(path: "/dev/zero", limit: 1 << 20) }
    #expect(error?.kind == .data)
    #expect(error?.allowed == "at most 1 MiB")
  }
}

@Suite struct NumberTextTests {
  @Test func `decimal texts give the nearest double, bit for bit`() throws {
    var generator = SplitMix(state: 7)
    var texts = ["0", "-0", "1", "+1.5", ".5", "5.", "1e22", "1e23", "9007199254740993", "0.1e-7", "1E+3"]
    texts += ["123456789012345678901234567890", "1.7976931348623157e308", "4.9e-324", "0.30000000000000004"]
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { texts.append("\(value)") }
      let digits = generator.next() >> (generator.next() % 60)
      texts.append("\(digits)e\(Int(generator.next() % 60) - 30)")
      texts.append("-\(digits % 100_000).\(digits % 977)")
    }
    for text in texts {
      let expected = try #require(Double(text))
      guard expected.isFinite else { continue }
      #expect(NumberText.value(bytes(text)[...])?.bitPattern == expected.bitPattern, "\(text)")
    }
  }

  @Test(arguments: [
    "", "-", ".", "e5", "nan", "inf", "0x10", "1e", "1e+", "1 2", "1,5", "1.2.3", "1e999", "٣",
  ])
  func `what is no finite decimal number is refused`(text: String) {
    #expect(NumberText.value(bytes(text)[...]) == nil)
  }

  @Test func `a long or binary cell is shown short and clean`() {
    let shown = NumberText.shown(bytes(String(repeating: "x", count: 1000))[...])
    #expect(shown.count == 41)
    #expect(NumberText.shown([27, 91, 65][...]) == "·[A")
  }
}

/// A small random generator with a seed (Steele, Lea and Flood 2014).
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
