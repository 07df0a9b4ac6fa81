/// One row of the table: what a call takes. Keys are those of the JSON file.
struct Measurement: Encodable {
  var name: String
  /// Nanoseconds per call: median and least of the samples.
  var median_ns, min_ns: Double
  /// Per call; nil (in JSON null) where they were not counted in this run.
  var instructions, allocations: Double?
  /// Distance between the quartiles over the median, percent.
  var spread_percent: Double
  /// Least time over the least time of the reference kernel among the samples of this row.
  var ratio: Double
  var samples: Int
  /// Calls in one sample.
  var repetitions: Int
  var note: String

  // Written out because a key that holds nothing is to be there all the same.
  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: CodingKeys.self)
    try row.encode(name, forKey: .name)
    try row.encode(median_ns, forKey: .median_ns)
    try row.encode(min_ns, forKey: .min_ns)
    try row.encode(instructions, forKey: .instructions)
    try row.encode(allocations, forKey: .allocations)
    try row.encode(spread_percent, forKey: .spread_percent)
    try row.encode(ratio, forKey: .ratio)
    try row.encode(samples, forKey: .samples)
    try row.encode(repetitions, forKey: .repetitions)
    try row.encode(note, forKey: .note)
  }

  private enum CodingKeys: String, CodingKey {
    case name, median_ns, min_ns, instructions, allocations, spread_percent, ratio, samples, repetitions, note
  }
}

/// The rows of a run.
struct Measurements {
  var rows: [Measurement] = []
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
  /// every sample the reference kernel is timed once, so that both meet the same clock rate and neighbors. At last
  /// the allocations of one call are counted, unless it does its work in another process.
  @inline(never)
  mutating func measure(
    _ name: String, per: Int = 1, inProcess: Bool = true, note: String = "", _ body: () throws -> Double
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
    if inProcess, let count = try AllocationCounter.count({ checksum += try body() }) {
      rows[rows.count - 1].allocations = Double(count) / Double(per)
    }
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
    if let count = AllocationCounter.count({ for step in 0..<steps { checksum += body(step) } }) {
      rows[rows.count - 1].allocations = Double(count) / Double(steps)
    }
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
    measure("reference-kernel", note: ReferenceKernel.note) { kernel.run() }
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
