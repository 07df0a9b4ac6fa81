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

/// A rigid body's rotation and shift with the first and second derivatives of the rotation in its three angles.
struct BodyPose {
  /// Rotation from the body's frame to the femur's.
  var rotation: Matrix3
  /// Origin in the femur frame, m.
  var origin: Vector3
  /// dR/d(flexion, adduction, axial)            (3)
  var first: InlineArray<3, Matrix3>
  /// d²R for the pairs ff, fa, fx, aa, ax, xx      (6)
  var second: InlineArray<6, Matrix3>

  /// From six coordinates beginning at `offset`.
  init(_ c: [Double], offset: Int) {
    let (sf, cf) = (sin(-c[offset]), cos(c[offset]))
    let (sa, ca) = (sin(c[offset + 1]), cos(c[offset + 1]))
    let (sx, cx) = (sin(c[offset + 2]), cos(c[offset + 2]))
    // Each factor with its first and second derivative in its own angle; flexion turns by minus the angle.
    let z0 = Matrix3(Vector3(cf, -sf, 0), Vector3(sf, cf, 0), Vector3(0, 0, 1))
    let z1 = Matrix3(Vector3(sf, cf, 0), Vector3(-cf, sf, 0), .zero)
    let z2 = Matrix3(Vector3(-cf, sf, 0), Vector3(-sf, -cf, 0), .zero)
    let a0 = Matrix3(Vector3(1, 0, 0), Vector3(0, ca, -sa), Vector3(0, sa, ca))
    let a1 = Matrix3(.zero, Vector3(0, -sa, -ca), Vector3(0, ca, -sa))
    let a2 = Matrix3(.zero, Vector3(0, -ca, sa), Vector3(0, -sa, -ca))
    let x0 = Matrix3(Vector3(cx, 0, sx), Vector3(0, 1, 0), Vector3(-sx, 0, cx))
    let x1 = Matrix3(Vector3(-sx, 0, cx), .zero, Vector3(-cx, 0, -sx))
    let x2 = Matrix3(Vector3(-cx, 0, -sx), .zero, Vector3(sx, 0, -cx))
    let ax = a0 * x0
    let (ax1, a1x, a1x1) = (a0 * x1, a1 * x0, a1 * x1)
    rotation = z0 * ax
    first = [z1 * ax, z0 * a1x, z0 * ax1]
    second = [z2 * ax, z1 * a1x, z1 * ax1, z0 * (a2 * x0), z0 * a1x1, z0 * (a0 * x2)]
    origin = Vector3(c[offset + 3], c[offset + 4], c[offset + 5])
  }

  /// A body point in the femur frame.
  @inline(__always)
  func place(_ x: Vector3) -> Vector3 { rotation * x + origin }

  /// The slope of a placed body point in each of the body's coordinates: flexion, adduction, axial, x, y, z.
  func slope(_ coordinate: Int, of x: Vector3) -> Vector3 {
    switch coordinate {
    case 0, 1, 2: return first[coordinate] * x
    case 3: return Vector3(1, 0, 0)
    case 4: return Vector3(0, 1, 0)
    default: return Vector3(0, 0, 1)
    }
  }
}
