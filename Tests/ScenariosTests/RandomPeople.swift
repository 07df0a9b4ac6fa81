import Activities
import Dispatch
import Knee
import Scenarios
import Synchronization

/// SplitMix64: the same numbers from the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func number(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &self) }
}

/// A person at random, with tight, stiff, short and weak muscles at random, and what that person does.
struct RandomPerson {
  let seed: UInt64
  let person: Person
  let tension: [MuscleTension]
  /// A built-in activity with moments of another size, and a squat to some depth from standing.
  let motions: [Motion]
  /// A knee bent slowly under constant forces, and settings that have nothing to do with each other.
  let rows: [RigRow]

  /// - Parameter activities: the built-in ones; the seed picks among them.
  init(seed: UInt64, activities: [Motion], muscles: [Muscle]) throws {
    var random = SeededGenerator(seed: seed)
    self.seed = seed
    person = try Person(
      mass: random.number(45...120), height: random.number(1.5...2),
      sex: Bool.random(using: &random) ? .male : .female)

    // About every third muscle is not healthy.
    tension = muscles.map { _ in
      guard random.number(0...1) < 0.35 else { return .healthy }
      return MuscleTension(
        tone: random.number(0...0.3), stiffness: random.number(0.5...2), shortening: random.number(0...0.1),
        strength: random.number(0.6...1.2))
    }

    var motion = activities[Int(seed % UInt64(activities.count))]
    let (hip, knee, ankle) = (random.number(0.7...1.2), random.number(0.7...1.2), random.number(0.7...1.2))
    for i in motion.frames.indices {
      motion.frames[i].hipExtensionMoment *= hip
      motion.frames[i].kneeExtensionMoment *= knee
      motion.frames[i].anklePlantarflexionMoment *= ankle
    }
    let depth = random.number(5...120) * .pi / 180
    motions = [motion, try Activity.motion(named: "squat", person: person, depth: depth)]

    // Quadriceps up to 2000 N in all; every other muscle up to an eighth of that.
    func forces() -> [Double] {
      let quadriceps = random.number(0...2000)
      return muscles.map { muscle in
        if muscle.name.hasPrefix("vastus") || muscle.name == "rectus_femoris" {
          return quadriceps / 4 * random.number(0.5...1)
        }
        return random.number(0...1) < 0.7 ? 0 : random.number(0...250)
      }
    }
    let steady = forces()
    let slow = (0...15).map { RigRow(kneeFlexion: Double($0) * 8 * .pi / 180, forces: steady) }
    let sudden = (0..<8).map { _ in
      RigRow(
        kneeFlexion: random.number(0...120) * .pi / 180, hipFlexion: random.number(0...90) * .pi / 180,
        ankleDorsiflexion: random.number(-30...20) * .pi / 180, forces: forces(),
        tibiaAnterior: random.number(-100...100))
    }
    rows = slow + sudden
  }
}

/// What became of the frames of some people.
struct Tally {
  var frames = 0, notConverged: [String] = [], notFinite: [String] = [], unphysical: [String] = []
  /// Frames met in an equilibrium with a negative stiffness, and with a reserve above 0.01 N·m.
  var unstable = 0, withReserve = 0

  mutating func add(_ other: Tally) {
    frames += other.frames
    notConverged += other.notConverged
    notFinite += other.notFinite
    unphysical += other.unphysical
    unstable += other.unstable
    withReserve += other.withReserve
  }
}

/// Runs a body for 0, 1, …, count - 1 on all cores; the results are in that order.
func concurrently<T: Sendable>(_ count: Int, _ body: @Sendable (Int) throws -> T) throws -> [T] {
  let results = Mutex([Int: Result<T, any Error>]())
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let result = Result { try body(index) }
    results.withLock { $0[index] = result }
  }
  let all = results.withLock { $0 }
  return try (0..<count).compactMap { try all[$0]?.get() }
}
