/// One row of the table: what a call takes. Keys are those of the JSON file.
struct Measurement: Codable {
  var name: String
  /// Nanoseconds per call: median and least of the samples.
  var median_ns, min_ns: Double
  /// Distance between the quartiles over the median, percent.
  var spread_percent: Double
  /// Least time over the least time of the reference kernel among the samples of this row.
  var ratio: Double
  var samples: Int
  /// Calls in one sample.
  var repetitions: Int
  var note: String
}

/// The rows of a run.
struct Measurements {
  private(set) var rows: [Measurement] = []
  /// Sum of all that the timed calls returned: nothing that is timed may be left out as unused.
  private(set) var checksum = 0.0

  /// Shortest sample: a thousand times what the clock and its call cost together.
  private static let shortestSample = Duration.milliseconds(2)
  /// Sampling ends with either, but not before `fewestSamples`.
  private static let longestSampling = Duration.milliseconds(1200)
  private static let mostSamples = 101, fewestSamples = 9

  /// Times `body`, which does `per` times what the row is named after.
  ///
  /// One call is dropped, then the number of calls per sample is doubled until a sample is long enough. After
  /// every sample the reference kernel is timed once, so that both meet the same clock rate and neighbors.
  @inline(never)
  mutating func measure(
    _ name: String, per: Int = 1, note: String = "", _ body: () throws -> Double
  ) rethrows {
    checksum += try body()
    var repetitions = 1
    // Twice, because a sample that was interrupted looks long.
    while try time(repetitions, body) < Self.shortestSample || time(repetitions, body) < Self.shortestSample {
      repetitions *= 2
    }

    var reference = ReferenceKernel()
    let clock = ContinuousClock()
    let start = clock.now
    var samples: [Double] = []
    var references: [Double] = []
    while samples.count < Self.fewestSamples
      || (samples.count < Self.mostSamples && clock.now - start < Self.longestSampling)
    {
      samples.append(try time(repetitions, body) / .nanoseconds(1) / Double(repetitions * per))
      references.append(time(ReferenceKernel.sampleRepetitions) { reference.run() } / .nanoseconds(1))
    }
    append(name, Quartiles(samples), samples.count, repetitions, references, note)
  }

  /// Times a path of `steps` calls, each of which begins where the last one ended, lap after lap.
  ///
  /// Every step is timed alone and has quartiles of its own over the laps; the row has their means over the steps. A
  /// step is shorter than a time slice, so that some of its laps go through undisturbed; a whole lap is not.
  @inline(never)
  mutating func measurePath(_ name: String, steps: Int, note: String = "", _ body: (Int) -> Double) {
    var reference = ReferenceKernel()
    let clock = ContinuousClock()
    let start = clock.now
    var times = [[Double]](repeating: [], count: steps)
    var references: [Double] = []
    while times[0].count < Self.fewestSamples || start.duration(to: clock.now) < Self.longestSampling * 2 {
      for step in 0..<steps {
        times[step].append(time(1) { body(step) } / .nanoseconds(1))
        if step % 8 == 0 {
          references.append(time(ReferenceKernel.sampleRepetitions) { reference.run() } / .nanoseconds(1))
        }
      }
    }
    let mean = times.map(Quartiles.init).reduce(Quartiles()) { $0 + $1 } / Double(steps)
    append(name, mean, times[0].count, 1, references, note)
  }

  private mutating func append(
    _ name: String, _ time: Quartiles, _ samples: Int, _ repetitions: Int, _ references: [Double],
    _ note: String
  ) {
    let kernel = (references.min() ?? .nan) / Double(ReferenceKernel.sampleRepetitions)
    rows.append(
      Measurement(
        name: name, median_ns: time.median, min_ns: time.least,
        spread_percent: 100 * (time.upper - time.lower) / time.median, ratio: time.least / kernel,
        samples: samples, repetitions: repetitions, note: note))
  }

  /// Times the reference kernel itself.
  mutating func measureReference() {
    var kernel = ReferenceKernel()
    measure("reference kernel", note: ReferenceKernel.note) { kernel.run() }
  }

  private mutating func time(_ repetitions: Int, _ body: () throws -> Double) rethrows -> Duration {
    var sum = 0.0
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<repetitions { sum += try body() }
    let elapsed = clock.now - start
    checksum += sum
    return elapsed
  }
}

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

/// What every time is compared with: a symmetric matrix of 64 × 64 times a vector, row by row, in plain Swift.
///
/// Each row is one chain of dependent additions: it runs at the clock rate of the core, whatever the
/// libraries and the width of the vector units, and fits in the nearest caches. Each call goes on from the
/// vector of the last (power iteration), so that no call can be left out.
struct ReferenceKernel {
  static let note = "64 x 64 matrix times vector, plain loop"
  private static let n = 64
  /// Calls in one sample: about 2 ms.
  static let sampleRepetitions = 1000
  private let matrix = (0..<(n * n)).map { 1 + Double(($0 / n) * ($0 % n) % 17) }
  private var vector = (0..<n).map { 1 / Double($0 + 1) }
  private var product = [Double](repeating: 0, count: n)

  /// Replaces the vector by its product over the largest component, and returns that.
  @inline(never)
  mutating func run() -> Double {
    var largest = 0.0
    for i in 0..<Self.n {
      var sum = 0.0
      for j in 0..<Self.n { sum += matrix[i * Self.n + j] * vector[j] }
      product[i] = sum
      largest = max(largest, sum)
    }
    for i in 0..<Self.n { vector[i] = product[i] / largest }
    return largest
  }
}
