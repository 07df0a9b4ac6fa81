import Activities
import Knee
import Results
import Scenarios

/// Everything that one state is solved for, but the model's file and what is held.
public struct Conditions: Sendable, Equatable {
  /// Body mass, kg, and height, m.
  public var mass = 75.0, height = 1.75
  /// What the body weighs more or less in this movement than the person whose knee and muscles these are, kg.
  public var addedMass = 0.0
  public var sex = Person.Sex.male
  public var side = Person.Side.right
  public var activity = ActivityChoice()
  /// Factors on the modulus and the thickness of all cartilage.
  public var cartilageModulus = 1.0, cartilageThickness = 1.0
  /// One per muscle of the model.
  public var tension: [MuscleTension]

  public init(tension: [MuscleTension]) { self.tension = tension }

  /// - Throws: `InputError` (usage) where mass or height, changed by a sweep or a what-if, is out of range.
  public func person() throws(InputError) -> Person {
    try Person(mass: mass, height: height, sex: sex, side: side)
  }

  /// What differs from other conditions beside the tension of muscles.
  func differBeyondTension(from other: Conditions) -> Bool {
    var alike = self
    alike.tension = other.tension
    return alike != other
  }

  /// The model with this cartilage; not yet scaled to the person.
  func model(_ model: KneeModel) -> KneeModel {
    var changed = model
    for law in [\KneeModel.patellofemoralLaw, \KneeModel.tibiofemoralLaw] {
      changed[keyPath: law].modulus *= cartilageModulus
      changed[keyPath: law].thickness *= cartilageThickness
    }
    return changed
  }
}

/// What the leg does.
public struct ActivityChoice: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    case builtIn(String)
    /// OpenSim's files: angles, moments, ground reaction.
    case trial(motion: String, moments: String, forces: String?, allFrames: Bool)
    /// One CSV table.
    case table(String, isCycle: Bool)
  }

  public var source = Source.builtIn("squat")
  /// Deepest knee flexion of a squat, or knee flexion in sitting, rad; nil for the measured squat and for 90°.
  public var depth: Double? = nil
  /// Joint velocities over those of the source.
  public var speed = 1.0

  var isBuiltIn: Bool { if case .builtIn = source { true } else { false } }

  /// The motion of a person.
  ///
  /// The speed changes the joint velocities, and with them what muscles can pull; net moments and ground reaction stay, as what
  /// they owe to the speed is not known from one measurement. A caveat says so.
  /// - Throws: `InputError` when a file is bad, or a depth is given to what has none.
  public func motion(of person: Person) throws(InputError) -> Motion {
    if depth != nil, !isBuiltIn {
      throw InputError(
        .usage, place: "depth", problem: "a motion from files has no depth",
        allowed: "a depth with the activity squat or sitting")
    }
    var motion: Motion
    switch source {
    case .builtIn(let name): motion = try Activity.motion(named: name, person: person, depth: depth)
    case .trial(let path, let moments, let forces, let allFrames):
      var options = Trial.Options()
      if allFrames { options.cycle = .all }
      motion = try Trial(motionPath: path, momentsPath: moments, forcesPath: forces)
        .motion(of: person, options: options)
    case .table(let path, let isCycle):
      var options = MotionCSV.Options()
      options.isPeriodic = isCycle
      motion = try MotionCSV.read(path: path, person: person, options: options)
    }
    guard speed != 1 else { return motion }
    for index in motion.frames.indices {
      motion.frames[index].time /= speed
      motion.frames[index].hipVelocity *= speed
      motion.frames[index].kneeVelocity *= speed
      motion.frames[index].ankleVelocity *= speed
    }
    motion.caveats.append(
      "joints turn at \(shortNumber(speed * 100)) % of the source's speed; moments and ground reaction are the source's"
    )
    return motion
  }
}
