import Testing

@testable import Figures

struct ScaleTests {
  @Test(arguments: [
    ([0.0, 3.3], ["0", "1", "2", "3", "4"]), ([0, 0.052], ["0.00", "0.02", "0.04", "0.06"]),
    ([-15.6, 2], ["\u{2212}20", "\u{2212}15", "\u{2212}10", "\u{2212}5", "0", "5"]),
    ([0, 12_000], ["0", "2500", "5000", "7500", "10000", "12500"]),
  ])
  func `Ticks are round numbers that hold the range`(values: [Double], texts: [String]) {
    let scale = Scale(values, includesZero: true, count: 5)
    #expect(scale.ticks.map(scale.text) == texts)
    #expect(scale.low <= values.min()! && scale.high >= values.max()!)
  }

  @Test func `A hair beyond a tick makes no further one, and more than a hundredth of the step does`() {
    #expect(Scale([-0.0001, 9.9], includesZero: true).ticks.first == 0)
    #expect(Scale([0, 10.01], includesZero: true).ticks.last == 10)
    #expect(Scale([-0.03, 10.03], includesZero: true).ticks == [-2.5, 0, 2.5, 5, 7.5, 10, 12.5])
  }

  @Test(arguments: [[], [0], [5], [-3, -3], [1e-300], [1e300, -1e300], [2, 2.000_000_000_000_1]])
  func `No range is empty`(values: [Double]) {
    for includesZero in [true, false] {
      let scale = Scale(values, includesZero: includesZero)
      #expect(scale.high > scale.low && scale.ticks.count > 1 && scale.ticks.allSatisfy(\.isFinite))
    }
  }
}
