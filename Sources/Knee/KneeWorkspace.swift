import Dense

/// Every intermediate of a knee that is being solved. Made once per thread; nothing is allocated afterwards.
public struct KneeWorkspace: ~Copyable {
  public let freedom: Freedom
  /// Solved coordinates, in the order of the unknowns                       (n)
  let solved: [Int]
  /// Whether a coordinate is solved                                          (12)
  let isSolved: [Bool]
  /// The first coordinate that is not held: from here on those that are not solved follow the passive path
  let firstFree: Int
  /// Coordinates: tibia, patella; rad and m                                (12)
  public internal(set) var coordinates: [Double]
  /// The bodies' poses where the muscles were last placed
  var tibia, patella: BodyPose
  /// Coordinates that `keep` put aside                                      (12)
  var kept: [Double]
  /// Coordinates for which the energy was last evaluated                     (12)
  var evaluated: [Double]
  /// Coordinates from which Newton's method began                           (12)
  var start: [Double]
  /// The coupled path at this flexion: value, slope, curvature              (12 each)
  var pathValue, pathSlope, pathCurvature: [Double]
  /// dW/dc, N or N·m                                                        (12)
  var gradient: [Double]
  /// d²W/dc², row-major                                                     (12 × 12)
  var hessian: [Double]
  /// Scaled Hessian of the unknowns with its factorizations                 (n × n)
  var system: SymmetricSystem
  /// Scaled gradient, Newton step, and trial unknowns                       (n each)
  var residual, step, trial: [Double]
  /// What one unit of the scaled unknown is in the coordinate: 1 for a shift, 1/`rotationLength` rad/m for an angle     (n)
  let scale: [Double]
  /// Direction dc/dtheta of the whole solved knee at constant forces        (12)
  var motion: [Double]
  var geometry: MuscleGeometry
  /// Musculotendon length (m) and its slope in the coordinates of its crossing body     (muscles, muscles × 6)
  var muscleLength, muscleSlope: [Double]
  /// First coordinate of the body that a muscle crosses the knee to, -1 for none     (muscles)
  let crossingOffset: [Int]
  /// The segments that cross the knee, of the muscles that have one         (muscles)
  var segments: [SagittalWrap.Segment]
  /// dL/dhip and dL/dankle with the knee held, m/rad                        (muscles)
  var musclePerHip, musclePerAnkle: [Double]
  /// The strands, four by four, and the tension of each, N                 (strands)
  let strandQuads: [StrandQuad]
  var strandForce: [Double]
  /// Tension of every strand at the last evaluation, N                      (strands)
  public var strandForces: [Double] { strandForce }
  /// Elements that touch the femur in the pose that was last evaluated
  var patellaCandidates, tibiaCandidates: ContactCandidates
  /// What the contacts amount to, if they were read at the last evaluation
  var patellaContact = ContactSummary(), tibiaContact = ContactSummary()
  var contactIsRead = false
  /// True when an element was squeezed past the law's limit.
  public internal(set) var contactIsPastLimit = false

  /// Length that weighs rotations against shifts, m: about the distance of the patellar tendon from the contact.
  static let rotationLength = 0.03

  /// - Parameter holdsTibia: true for `equilibrium` of the patella alone, the tibia staying in the pose that was taken: only those
  ///   coordinates of the freedom are solved that are the patella's. Moments and arms about the knee then mean nothing.
  public init(_ model: KneeModel, freedom: Freedom, holdsTibia: Bool = false) {
    self.freedom = freedom
    let first = holdsTibia ? Coordinate.first(of: .patella) : 0
    firstFree = first
    let solved = holdsTibia ? freedom.solved.filter { $0 >= first } : freedom.solved
    self.solved = solved
    isSolved = (0..<12).map { solved.contains($0) }
    let n = solved.count
    func zeros(_ count: Int) -> [Double] { Array(repeating: 0, count: count) }
    coordinates = zeros(12)
    kept = zeros(12)
    tibia = BodyPose(coordinates, offset: 0)
    patella = BodyPose(coordinates, offset: 6)
    start = zeros(12)
    evaluated = Array(repeating: .nan, count: 12)
    (pathValue, pathSlope, pathCurvature) = (zeros(12), zeros(12), zeros(12))
    gradient = zeros(12)
    hessian = zeros(144)
    system = SymmetricSystem(n: n)
    (residual, step, trial) = (zeros(n), zeros(n), zeros(n))
    scale = solved.map { Coordinate.isAngle($0) ? 1 / Self.rotationLength : 1 }
    motion = zeros(12)
    geometry = MuscleGeometry(model)
    crossingOffset = geometry.paths.map { $0.crossing.map { Coordinate.first(of: $0.body) } ?? -1 }
    muscleLength = zeros(model.muscles.count)
    muscleSlope = zeros(6 * model.muscles.count)
    patellaCandidates = ContactCandidates(model.patellaElements)
    tibiaCandidates = ContactCandidates(model.tibiaElements)
    segments = Array(repeating: .none, count: model.muscles.count)
    musclePerHip = zeros(model.muscles.count)
    musclePerAnkle = zeros(model.muscles.count)
    strandQuads = StrandQuad.all(model.strands)
    strandForce = zeros(model.strands.count)
  }
}

extension KneeWorkspace {
  /// Whether forces, slopes and candidates belong to the present coordinates.
  var isEvaluated: Bool { evaluated == coordinates }

  /// Bit i: the segment of muscle i that crosses the knee is wrapped.
  var wrappedMuscles: UInt64 {
    var bits: UInt64 = 0
    for i in segments.indices where segments[i].isWrapped { bits |= 1 << UInt64(i) }
    return bits
  }

  /// Takes a pose: tibia, patella; rad and m (12).
  public mutating func take(_ pose: ArraySlice<Double>) {
    precondition(pose.count == Coordinate.count, "\(pose.count) coordinates")
    for (c, value) in pose.enumerated() { coordinates[c] = value }
  }

  /// Puts the present pose aside, to `goBack` to when the next frame is not found from it.
  public mutating func keep() { for c in 0..<12 { kept[c] = coordinates[c] } }

  /// Largest way of an unknown from the pose that was put aside, m (angles count `rotationLength` m per rad).
  public var wayFromKept: Double {
    var way = 0.0
    for i in solved.indices {
      let gone = abs(coordinates[solved[i]] - kept[solved[i]]) / scale[i]
      // A NaN must not be lost in a comparison.
      if !(gone <= way) { way = gone }
    }
    return way
  }

  /// Distance of the tibia from where its passive path has it at this flexion, m.
  public var tibiaFromPath: Double {
    var square = 0.0
    for c in Coordinate.tibiaX...Coordinate.tibiaZ {
      square += (coordinates[c] - pathValue[c]) * (coordinates[c] - pathValue[c])
    }
    return square.squareRoot()
  }

  /// Takes the pose that was put aside.
  public mutating func goBack() { for c in 0..<12 { coordinates[c] = kept[c] } }
}

/// What is prescribed at one instant.
public struct KneePosture: Sendable, Equatable {
  /// rad; flexion and dorsiflexion positive.
  public var kneeFlexion, hipFlexion, ankleDorsiflexion: Double
  /// Force on the tibia in the femur frame, N, acting at the tibia's origin.
  public var externalForce: Vector3

  public init(
    kneeFlexion: Double, hipFlexion: Double = 0, ankleDorsiflexion: Double = 0, externalForce: Vector3 = .zero
  ) {
    self.kneeFlexion = kneeFlexion
    self.hipFlexion = hipFlexion
    self.ankleDorsiflexion = ankleDorsiflexion
    self.externalForce = externalForce
  }
}

extension KneePosture {
  /// The posture `part` (0 to 1) of the way from `other` to this one.
  public func blended(from other: KneePosture, _ part: Double) -> KneePosture {
    func mix(_ a: Double, _ b: Double) -> Double { a + part * (b - a) }
    return KneePosture(
      kneeFlexion: mix(other.kneeFlexion, kneeFlexion), hipFlexion: mix(other.hipFlexion, hipFlexion),
      ankleDorsiflexion: mix(other.ankleDorsiflexion, ankleDorsiflexion),
      externalForce: other.externalForce + part * (externalForce - other.externalForce))
  }
}
