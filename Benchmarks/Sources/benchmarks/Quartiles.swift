/// Least, lower quartile, median and upper quartile of some samples.
struct Quartiles {
  var least = 0.0, lower = 0.0, median = 0.0, upper = 0.0

  init() {}

  init(_ samples: [Double]) {
    let sorted = samples.sorted()
    // Between the two nearest of the sorted samples.
    func quantile(_ q: Double) -> Double {
      let place = q * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    (least, lower, median, upper) = (sorted[0], quantile(0.25), quantile(0.5), quantile(0.75))
  }

  static func + (a: Quartiles, b: Quartiles) -> Quartiles {
    var sum = a
    sum.least += b.least
    sum.lower += b.lower
    sum.median += b.median
    sum.upper += b.upper
    return sum
  }

  static func / (a: Quartiles, count: Double) -> Quartiles {
    var mean = Quartiles()
    (mean.least, mean.lower) = (a.least / count, a.lower / count)
    (mean.median, mean.upper) = (a.median / count, a.upper / count)
    return mean
  }
}
