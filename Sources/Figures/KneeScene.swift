/// A solved knee in the sagittal plane, as plain numbers: mm in the femur's frame, x anterior, y proximal; forces in N.
public struct KneeScene: Sendable, Equatable {
  /// How a body lies: the first two rows of its rotation and its origin, mm.
  public struct Placement: Sendable, Equatable {
    public var x, y: [Double]
    public var origin: Point

    /// - Parameter x: what a point's x, y and z add to the place forward; `y` likewise upward (3 each).
    public init(x: [Double], y: [Double], origin: Point) {
      precondition(x.count == 3 && y.count == 3, "three numbers each")
      self.x = x
      self.y = y
      self.origin = origin
    }

    public static let fixed = Placement(x: [1, 0, 0], y: [0, 1, 0], origin: Point(0, 0))

    public func callAsFunction(_ p: Point, z: Double) -> Point {
      Point(
        origin.x + x[0] * p.x + x[1] * p.y + x[2] * z, origin.y + y[0] * p.x + y[1] * p.y + y[2] * z)
    }
  }

  /// A muscle from its origin to its insertion.
  public struct Muscle: Sendable, Equatable {
    /// As people read it, and the name of its group where it has one.
    public var name, group: String
    public var points: [Point]
    public var isReleased: Bool
    /// Whether it belongs to one of the groups that people know at the knee.
    var isInGroup: Bool { ["quadriceps", "hamstrings", "gastrocnemius"].contains(group) }

    public init(name: String, group: String, points: [Point], isReleased: Bool) {
      self.name = name
      self.group = group
      self.points = points
      self.isReleased = isReleased
    }
  }

  /// A strand of a ligament or tendon, and its tension, N.
  public struct Strand: Sendable, Equatable {
    public var points: [Point]
    public var tension: Double
    public init(points: [Point], tension: Double) {
      self.points = points
      self.tension = tension
    }
  }

  /// A stretch of the kneecap's cartilage between two heights in its own frame, mm, and the largest pressure there, MPa.
  public struct Stretch: Sendable, Equatable {
    public var low, high, pressure: Double
    public init(low: Double, high: Double, pressure: Double) {
      self.low = low
      self.high = high
      self.pressure = pressure
    }
  }

  /// A force at a place: the whole of it, and its direction in the sagittal plane. Of the kneecap's force 1 to 2 % of the length points
  /// out of that plane (5 % in standing), which is not taken off, so that arrow and number agree.
  public struct Force: Sendable, Equatable {
    public var at: Point
    /// From anterior (+x) toward proximal (+y), deg.
    public var direction: Double
    public var newtons: Double
    public init(at: Point, direction: Double, newtons: Double) {
      self.at = at
      self.direction = direction
      self.newtons = newtons
    }
  }

  /// Knee flexion, deg.
  public var flexion: Double
  public var tibia, patella: Placement
  public var muscles: [Muscle]
  public var patellarTendon, ligaments: [Strand]
  /// From below to above, without gaps in height; a pressure of 0 where nothing touches.
  public var pressure: [Stretch]
  /// The kneecap on the thigh bone, at the center of pressure.
  public var contact: Force
  /// On the kneecap, where the tendons end on it.
  public var quadricepsPull, patellarTendonPull: Force
  /// N
  public var bodyWeight: Double

  public init(
    flexion: Double, tibia: Placement, patella: Placement, muscles: [Muscle], patellarTendon: [Strand],
    ligaments: [Strand], pressure: [Stretch], contact: Force, quadricepsPull: Force,
    patellarTendonPull: Force, bodyWeight: Double
  ) {
    self.flexion = flexion
    self.tibia = tibia
    self.patella = patella
    self.muscles = muscles
    self.patellarTendon = patellarTendon
    self.ligaments = ligaments
    self.pressure = pressure
    self.contact = contact
    self.quadricepsPull = quadricepsPull
    self.patellarTendonPull = patellarTendonPull
    self.bodyWeight = bodyWeight
  }

  /// A line of a body in the femur's frame.
  func placed(_ curve: KneeOutlines.Curve) -> [Point] {
    let placement: Placement =
      switch curve.body {
      case .femur: .fixed
      case .tibia: tibia
      case .patella: patella
      }
    return curve.points.map { placement($0, z: curve.z) }
  }
}
