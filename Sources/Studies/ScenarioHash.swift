import Activities
import Knee
import Results
import Scenarios

/// FNV-1a over 64 bits: the same on every machine, for telling scenarios apart (not against forgery).
struct ScenarioHash {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  /// A text with its length, so that neighbors cannot run into one another.
  mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    add(text.utf8)
  }

  mutating func add(_ number: Double) { add(number.bitPattern) }

  mutating func add(_ bits: UInt64) { add((0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }) }

  /// 16 hexadecimal digits.
  var text: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension ScenarioHash {
  /// Of everything that decides a state's numbers.
  init(_ study: Study, _ conditions: Conditions, _ motion: Motion, baseline: Conditions) {
    add("trochlea scenario 1")
    add(study.model.hash)
    add(study.freedom.rawValue)
    add(UInt64(study.exponent))
    add(study.boundary.rawValue)
    add(conditions)
    // With fixed forces a state hangs on the one whose forces it has.
    if study.boundary == .fixedForces { add(baseline) }
    add(motion)
  }

  private mutating func add(_ conditions: Conditions) {
    for number in [
      conditions.mass, conditions.addedMass, conditions.height, conditions.cartilageModulus,
      conditions.cartilageThickness,
    ] { add(number) }
    add(conditions.sex.rawValue)
    add(conditions.side.rawValue)
    for tension in conditions.tension {
      for number in [tension.tone, tension.stiffness, tension.shortening, tension.strength] { add(number) }
    }
  }

  // Its name decides nothing: that of a trial is where its file lies.
  private mutating func add(_ motion: Motion) {
    add(motion.isPeriodic ? 1 : 0 as UInt64)
    for frame in motion.frames {
      for number in [
        frame.phasePercent, frame.time, frame.hipFlexion, frame.kneeFlexion, frame.ankleDorsiflexion,
        frame.hipVelocity, frame.kneeVelocity, frame.ankleVelocity, frame.hipExtensionMoment,
        frame.kneeExtensionMoment, frame.anklePlantarflexionMoment, frame.hipMomentIsValid ? 1 : 0,
        frame.isAtRest ? 1 : 0,
        frame.groundReactionVertical, frame.groundReactionAnterior, frame.thighInclination,
      ] { add(number) }
    }
  }
}
