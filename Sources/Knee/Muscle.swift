import Dense

/// A muscle: where it runs and what its fibers and tendon can do.
public struct Muscle: Sendable {
  /// The bodies that path points are fixed to. Pelvis points are relative to the hip center, foot points to the ankle
  /// center; both turn about a transverse axis through that center.
  public enum Body: String, Sendable, CaseIterable { case pelvis, femur, tibia, patella, foot }

  public struct PathPoint: Sendable, Equatable {
    public var body: Body
    /// In that body's frame, m.
    public var position: Vector3
    public init(body: Body, position: Vector3) {
      self.body = body
      self.position = position
    }
  }

  /// A transverse cylinder that one segment of the path wraps around.
  public struct Wrap: Sendable, Equatable {
    /// Index of the path point before the wrapped segment.
    public var segment: Int
    /// Femur or pelvis.
    public var body: Body
    /// Axis in that body's frame and radius, m.
    public var x, y, radius: Double
    /// +1 when the axis lies on the left of the way from the first point to the last, seen with x right and y up; -1 when
    /// on the right.
    public var side: Double
    public init(segment: Int, body: Body, x: Double, y: Double, radius: Double, side: Double) {
      self.segment = segment
      self.body = body
      self.x = x
      self.y = y
      self.radius = radius
      self.side = side
    }
  }

  /// With underscores: `vastus_lateralis`.
  public var name: String
  /// Share of the lower limb's muscle volume (Handsfield 2014), dimensionless.
  public var volumeFraction: Double
  public var parameters: MuscleParameters
  public var path: [PathPoint]
  public var wrap: Wrap?
  /// Where the numbers come from.
  public var source: String

  public init(
    name: String, volumeFraction: Double, parameters: MuscleParameters, path: [PathPoint], wrap: Wrap?,
    source: String
  ) {
    self.name = name
    self.volumeFraction = volumeFraction
    self.parameters = parameters
    self.path = path
    self.wrap = wrap
    self.source = source
  }

  /// Lengths times `factor`, maximal force times `strength`.
  public func scaled(by factor: Double, strength: Double) -> Muscle {
    var copy = self
    copy.parameters = parameters.scaled(force: strength, length: factor)
    for i in copy.path.indices { copy.path[i].position *= factor }
    copy.wrap?.x *= factor
    copy.wrap?.y *= factor
    copy.wrap?.radius *= factor
    return copy
  }
}

/// Groups of muscles that may be named in place of one.
public enum MuscleGroup: String, CaseIterable, Sendable {
  case quadriceps, vasti, hamstrings, gastrocnemius, calf
  case gluteusMaximus = "gluteus_maximus"
  case iliopsoas

  /// Beginnings of the names of the members.
  var beginnings: [String] {
    switch self {
    case .quadriceps: ["rectus_femoris", "vastus_"]
    case .vasti: ["vastus_"]
    case .hamstrings: ["biceps_femoris_", "semimembranosus", "semitendinosus"]
    case .gastrocnemius: ["gastrocnemius_"]
    case .calf: ["gastrocnemius_", "soleus"]
    case .gluteusMaximus: ["gluteus_maximus"]
    case .iliopsoas: ["iliacus", "psoas"]
    }
  }

  /// Indices of the members among `muscles`.
  public func members(among muscles: [Muscle]) -> [Int] {
    muscles.indices.filter { i in beginnings.contains { muscles[i].name.hasPrefix($0) } }
  }
}
