import Testing

@testable import Activities

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct LowPassTests {
  private let step = 1.0 / 60

  @Test func `a constant and a line come out as they went in`() {
    let filter = LowPass(cutoff: 6, step: step)
    #expect(filter.filtered([2, 2, 2, 2, 2]) == [2, 2, 2, 2, 2])
    let line = (0..<120).map { 3 - 0.25 * Double($0) }
    let out = filter.filtered(line)
    #expect(out.count == line.count)
    // The start-up of a run dies out over the second by which the samples are made longer: exp(-30).
    for (a, b) in zip(line, out) { #expect(abs(a - b) < 1e-11) }
    #expect(filter.filtered([1, 4]) == [1, 4])
  }

  @Test(arguments: [1.0, 3, 6, 9, 12, 20])
  func `a sine is reduced by the gain of the design, without lag`(frequency: Double) {
    let cutoff = 6.0
    let times = (0..<1200).map { Double($0) * step }
    let sine = times.map { sin(2 * .pi * frequency * $0 + 0.4) }
    let out = LowPass(cutoff: cutoff, step: step).filtered(sine)
    // Butterworth of second order through the bilinear map, squared; raised by (√2 - 1)^(-1/4).
    let ratio = tan(.pi * frequency * step) / tan(.pi * cutoff * step) * pow(2.0.squareRoot() - 1, 0.25)
    let gain = 1 / (1 + pow(ratio, 4))
    if frequency == cutoff { #expect(abs(gain - 0.5.squareRoot()) < 1e-15) }
    // In the middle, ten seconds from the ends.
    for index in 500..<700 { #expect(abs(out[index] - gain * sine[index]) < 1e-12) }
  }

  @Test func `four samples per period of the cut-off are the least`() {
    #expect(LowPass.admits(cutoff: 6, step: 1.0 / 24))
    #expect(!LowPass.admits(cutoff: 6, step: 1.0 / 23))
  }
}
