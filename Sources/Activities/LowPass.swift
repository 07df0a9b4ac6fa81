#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A low-pass filter without lag: a Butterworth filter of second order, run forward and then backward.
///
/// The design of Winter 2009 (Biomechanics and Motor Control of Human Movement, 4th ed.; recalled): the cut-off of each
/// run is raised so that both together let 1/√2 of the amplitude pass at `cutoff`. What is filtered is made longer
/// on both sides by its own samples, turned about the end point: a constant and a line come out as they went in.
struct LowPass {
  /// Hz, at which 1/√2 of the amplitude passes.
  let cutoff: Double
  /// Output from input now, one and two samples ago, and from output one and two samples ago.
  private let a0, a1, a2, b1, b2: Double

  /// For samples every `step` seconds. The cut-off lies below a quarter of the sampling rate.
  init(cutoff: Double, step: Double) {
    precondition(
      cutoff > 0 && step > 0 && Self.admits(cutoff: cutoff, step: step), "too few samples per second")
    self.cutoff = cutoff
    // Two runs have the square of the gain: (√2 - 1)^(1/4) of the cut-off.
    let passes = sqrt(sqrt(2.0.squareRoot() - 1))
    let ω = tan(.pi * cutoff * step) / passes
    let k1 = 2.0.squareRoot() * ω
    let k2 = ω * ω
    a0 = k2 / (1 + k1 + k2)
    a1 = 2 * a0
    a2 = a0
    b1 = 2 * a0 * (1 / k2 - 1)
    b2 = 1 - (a0 + a1 + a2 + b1)
  }

  /// Whether samples every `step` seconds are dense enough: four per period of the cut-off at least.
  static func admits(cutoff: Double, step: Double) -> Bool { 4 * cutoff * step <= 1 }

  /// The samples without what is faster than the cut-off; as many as went in.
  func filtered(_ samples: [Double]) -> [Double] {
    guard let first = samples.first, let last = samples.last, samples.count > 2 else { return samples }
    let before = samples.dropFirst().reversed().map { 2 * first - $0 }
    let after = samples.dropLast().reversed().map { 2 * last - $0 }
    let there = run(before + samples + after)
    let back = run(there.reversed())
    return back.reversed()[before.count..<before.count + samples.count].map { $0 }
  }

  /// One run, as if the first sample had been there for ever.
  private func run(_ x: [Double]) -> [Double] {
    var (x1, x2, y1, y2) = (x[0], x[0], x[0], x[0])
    return x.map { x0 in
      let y0 = a0 * x0 + a1 * x1 + a2 * x2 + b1 * y1 + b2 * y2
      (x2, x1, y2, y1) = (x1, x0, y1, y0)
      return y0
    }
  }
}
