import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Places of the twelve knee coordinates: tibia 0-5, patella 6-11; angles in rad, lengths in m.
///
/// A body turns by Rz(-flexion) Rx(adduction or rotation) Ry(axial rotation or tilt), then shifts by (x, y, z).
public enum Coordinate {
  public static let kneeFlexion = 0
  public static let kneeAdduction = 1
  public static let kneeRotation = 2
  public static let tibiaX = 3
  public static let tibiaY = 4
  public static let tibiaZ = 5
  public static let patellaFlexion = 6
  public static let patellaRotation = 7
  public static let patellaTilt = 8
  public static let patellaX = 9
  public static let patellaY = 10
  public static let patellaZ = 11
  public static let count = 12

  /// Whether a coordinate is an angle, rad, and not a shift, m.
  static func isAngle(_ coordinate: Int) -> Bool { coordinate % 6 < 3 }

  /// First coordinate of a body.
  static func first(of body: MovingBody) -> Int { body == .tibia ? 0 : 6 }
}

/// The bodies that move in the femur frame.
public enum MovingBody: Sendable { case tibia, patella }

/// Which coordinates are solved; the others follow the coupled path.
public enum Freedom: String, CaseIterable, Sendable {
  /// Tibia x, y; patella x, y, flexion.
  case planar
  /// Also patellar shift, tilt and rotation.
  case patella
  /// Also tibial adduction, axial rotation and z.
  case full

  /// The solved coordinates, in the order of the unknowns.
  public var solved: [Int] {
    typealias C = Coordinate
    let planar = [C.tibiaX, C.tibiaY, C.patellaX, C.patellaY, C.patellaFlexion]
    let out = [C.patellaZ, C.patellaTilt, C.patellaRotation]
    switch self {
    case .planar: return planar
    case .patella: return planar + out
    case .full: return planar + out + [C.kneeAdduction, C.kneeRotation, C.tibiaZ]
    }
  }
}

/// A rigid body's rotation and shift, and the axes that its three angles turn it about.
struct BodyPose {
  /// Rotation from the body's frame to the femur's.
  var rotation: Matrix3
  /// Origin in the femur frame, m.
  var origin: Vector3
  /// Axes of flexion, adduction and axial rotation in the femur frame: a point X away from the origin (femur directions)
  /// moves by axis × X per rad.
  var axes: (Vector3, Vector3, Vector3)

  /// From six coordinates beginning at `offset`.
  init(_ c: [Double], offset: Int) {
    let (sf, cf) = (sin(-c[offset]), cos(c[offset]))
    let (sa, ca) = (sin(c[offset + 1]), cos(c[offset + 1]))
    let (sx, cx) = (sin(c[offset + 2]), cos(c[offset + 2]))
    // Rz(-flexion) Rx(adduction) Ry(axial); flexion turns by minus the angle.
    rotation = Matrix3(
      Vector3(cf * cx - sf * sa * sx, -sf * ca, cf * sx + sf * sa * cx),
      Vector3(sf * cx + cf * sa * sx, cf * ca, sf * sx - cf * sa * cx),
      Vector3(-ca * sx, sa, ca * cx))
    axes = (Vector3(0, 0, -1), Vector3(cf, sf, 0), Vector3(-sf * ca, cf * ca, sa))
    origin = Vector3(c[offset + 3], c[offset + 4], c[offset + 5])
  }

  /// A body point in the femur frame.
  @inline(__always)
  func place(_ x: Vector3) -> Vector3 { rotation * x + origin }

  /// Four body points, away from the origin: femur directions, m.
  @inline(__always)
  func turn(_ p: Lanes3) -> Lanes3 {
    let (a, b, c) = rotation.rows
    return Lanes3(
      a.x * p.x + a.y * p.y + a.z * p.z, b.x * p.x + b.y * p.y + b.z * p.z, c.x * p.x + c.y * p.y + c.z * p.z)
  }

  /// Four body points in the femur frame, m.
  @inline(__always)
  func place(_ p: Lanes3) -> Lanes3 { moved(turn(p)) }

  /// Four points given by their ways from the origin, in the femur frame, m.
  @inline(__always)
  func moved(_ x: Lanes3) -> Lanes3 { Lanes3(x.x + origin.x, x.y + origin.y, x.z + origin.z) }

  /// The slope of a placed point in each of the body's coordinates (flexion, adduction, axial, x, y, z), the point
  /// given by its way X from the origin.
  @inline(__always)
  func slope(_ coordinate: Int, of x: Vector3) -> Vector3 {
    switch coordinate {
    case 0: return axes.0.cross(x)
    case 1: return axes.1.cross(x)
    case 2: return axes.2.cross(x)
    case 3: return Vector3(1, 0, 0)
    case 4: return Vector3(0, 1, 0)
    default: return Vector3(0, 0, 1)
    }
  }
}
