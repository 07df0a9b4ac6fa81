import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the muscles run at one hip and ankle angle, with the knee still free to move.
///
/// A path is a constant length (segments above the knee, below it, or within one body) plus at most one
/// segment that crosses the knee, from a point fixed in the femur frame to a point of the tibia's or patella's.
struct MuscleGeometry {
  struct Crossing {
    var body: MovingBody
    /// Femur frame, m; and its slope in hip flexion, m/rad.
    var from, fromPerHip: Vector3
    /// Frame of the moving body, m; and its slope in ankle dorsiflexion, m/rad.
    var to, toPerAnkle: Vector3
    var wrap: SagittalWrap?
  }
  struct Path {
    /// Length of the segments that do not cross the knee, m, with slopes in hip flexion and dorsiflexion, m/rad.
    var length = 0.0, perHip = 0.0, perAnkle = 0.0
    var crossing: Crossing?
  }

  /// One path per muscle                   (muscles)
  private(set) var paths: [Path]
  /// Distance from the pelvis to the iliotibial band's point on the femur and its slope, per strand     (strands)
  private(set) var strandLength, strandPerHip: [Double]

  init(_ model: KneeModel) {
    paths = Array(repeating: Path(), count: model.muscles.count)
    strandLength = Array(repeating: 0, count: model.strands.count)
    strandPerHip = strandLength
    update(model, hipFlexion: 0, ankleDorsiflexion: 0)
  }

  /// Places all paths for these angles (rad). Nothing is allocated.
  mutating func update(_ model: borrowing KneeModel, hipFlexion: Double, ankleDorsiflexion: Double) {
    let hip = Hinge(center: model.hipCenter, angle: -hipFlexion)
    let ankle = Hinge(center: model.ankleCenter, angle: ankleDorsiflexion)
    for i in model.muscles.indices { paths[i] = Self.path(of: i, model, hip: hip, ankle: ankle) }
    for i in model.strands.indices {
      guard case .pelvisToTibia(let origin) = model.strands[i].span else { continue }
      let start = hip.place(origin)
      let along = model.strands[i].from - start.point
      strandLength[i] = along.length
      strandPerHip[i] = along.dot(start.perAngle) / along.length
    }
  }

  private static func path(of i: Int, _ model: borrowing KneeModel, hip: Hinge, ankle: Hinge) -> Path {
    var path = Path()
    let bend = model.muscles[i].wrap
    // Taken point by point: a copy of the muscle would have its arrays counted.
    for k in 0..<(model.muscles[i].path.count - 1) {
      let (a, b) = (model.muscles[i].path[k], model.muscles[i].path[k + 1])
      let start = placed(a, hip: hip, ankle: ankle)
      let end = placed(b, hip: hip, ankle: ankle)
      let wrap = bend.flatMap { $0.segment == k ? sagittalWrap($0, hip: hip) : nil }
      let above = a.body == .pelvis || a.body == .femur
      if above && !(b.body == .pelvis || b.body == .femur) {
        path.crossing = Crossing(
          body: b.body == .patella ? .patella : .tibia, from: start.point, fromPerHip: -start.perAngle,
          to: end.point, toPerAnkle: end.perAngle, wrap: wrap)
      } else if let wrap {
        // Seen from the body that carries the cylinder, only the other body's point moves.
        let segment = wrap.path(from: start.point, to: end.point)
        path.length += segment.length
        let wrapTurns = bend?.body == .pelvis
        path.perHip += Self.perHip(start, a.body, hip: hip, wrapTurns: wrapTurns, segment.towardStart)
        path.perHip += Self.perHip(end, b.body, hip: hip, wrapTurns: wrapTurns, segment.towardEnd)
      } else {
        let along = end.point - start.point
        let length = along.length
        path.length += length
        guard length > 0 else { continue }
        let slope = along.dot(end.perAngle - start.perAngle) / length
        if above { path.perHip -= slope } else { path.perAnkle += slope }
      }
    }
    return path
  }

  /// dL/dhip through one end of a wrapped segment above the knee. With the cylinder on the pelvis the femur's points turn
  /// by plus the hip flexion about the hip; with the cylinder on the femur the pelvis's points turn by minus it.
  private static func perHip(
    _ end: Hinge.Placed, _ body: Muscle.Body, hip: Hinge, wrapTurns: Bool, _ slope: Vector3
  ) -> Double {
    if wrapTurns {
      guard body == .femur else { return 0 }
      let arm = end.point - hip.center
      return slope.dot(Vector3(-arm.y, arm.x, 0))
    }
    return body == .pelvis ? -slope.dot(end.perAngle) : 0
  }

  private static func placed(_ p: Muscle.PathPoint, hip: Hinge, ankle: Hinge) -> Hinge.Placed {
    switch p.body {
    case .pelvis: hip.place(p.position)
    case .foot: ankle.place(p.position)
    default: Hinge.Placed(point: p.position, perAngle: .zero)
    }
  }

  private static func sagittalWrap(_ wrap: Muscle.Wrap, hip: Hinge) -> SagittalWrap {
    let axis = Vector3(wrap.x, wrap.y, 0)
    let placed = wrap.body == .pelvis ? hip.place(axis).point : axis
    return SagittalWrap(x: placed.x, y: placed.y, radius: wrap.radius, side: wrap.side)
  }
}

/// A transverse hinge: a body turned about a center by an angle.
struct Hinge {
  struct Placed {
    /// m, and m/rad in the hinge's own angle.
    var point, perAngle: Vector3
  }

  let center: Vector3
  let sine, cosine: Double

  init(center: Vector3, angle: Double) {
    self.center = center
    sine = sin(angle)
    cosine = cos(angle)
  }

  func place(_ p: Vector3) -> Placed {
    let x = cosine * p.x - sine * p.y
    let y = sine * p.x + cosine * p.y
    return Placed(point: center + Vector3(x, y, p.z), perAngle: Vector3(-y, x, 0))
  }
}
