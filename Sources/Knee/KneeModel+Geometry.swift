import Dense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where things are in a pose that is known: for pictures and for checks. Femur frame, m, unless another is named; a pose is
/// the twelve coordinates (rad, m).
extension KneeModel {
  /// A point of a moving body, given in its own frame.
  public func place(_ point: Vector3, on body: MovingBody, at coordinates: [Double]) -> Vector3 {
    BodyPose(coordinates, offset: Coordinate.first(of: body)).place(point)
  }

  /// The line that a muscle runs along, from origin to insertion, an arc around a cylinder in `arcSteps` chords.
  ///
  /// Its length is the model's musculotendon length but for the chords, which are shorter by about 1/(24 `arcSteps`²) of
  /// the arc per rad².
  /// - Parameters:
  ///   - i: the muscle's index.
  ///   - hipFlexion: rad.
  ///   - ankleDorsiflexion: rad.
  public func musclePath(
    _ i: Int, at coordinates: [Double], hipFlexion: Double, ankleDorsiflexion: Double, arcSteps: Int = 12
  ) -> [Vector3] {
    precondition(coordinates.count == Coordinate.count, "\(coordinates.count) coordinates")
    let hip = Hinge(center: hipCenter, angle: -hipFlexion)
    let ankle = Hinge(center: ankleCenter, angle: ankleDorsiflexion)
    let tibia = BodyPose(coordinates, offset: 0)
    let patella = BodyPose(coordinates, offset: 6)
    let points = muscles[i].path.map { point in
      switch point.body {
      case .pelvis: hip.place(point.position).point
      case .femur: point.position
      case .patella: patella.place(point.position)
      case .tibia: tibia.place(point.position)
      case .foot: tibia.place(ankle.place(point.position).point)
      }
    }
    guard let wrap = muscles[i].wrap else { return points }
    let axis = Vector3(wrap.x, wrap.y, 0)
    let center = wrap.body == .pelvis ? hip.place(axis).point : axis
    let cylinder = SagittalWrap(x: center.x, y: center.y, radius: wrap.radius, side: wrap.side)
    let k = wrap.segment
    return points[...k] + cylinder.arc(from: points[k], to: points[k + 1], steps: arcSteps)
      + points[(k + 1)...]
  }

  /// The line of a strand and its tension, N: two points, with one on the pelvis three.
  /// - Parameter hipFlexion: rad.
  public func strandLine(_ i: Int, at coordinates: [Double], hipFlexion: Double) -> (
    points: [Vector3], tension: Double
  ) {
    precondition(coordinates.count == Coordinate.count, "\(coordinates.count) coordinates")
    let strand = strands[i]
    let tibia = BodyPose(coordinates, offset: 0)
    let patella = BodyPose(coordinates, offset: 6)
    let points =
      switch strand.span {
      case .femurToTibia: [strand.from, tibia.place(strand.to)]
      case .femurToPatella: [strand.from, patella.place(strand.to)]
      case .patellaToTibia: [patella.place(strand.from), tibia.place(strand.to)]
      case .pelvisToTibia(let origin):
        [
          Hinge(center: hipCenter, angle: -hipFlexion).place(origin).point, strand.from,
          tibia.place(strand.to),
        ]
      }
    let length = zip(points, points.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
    return (points, strand.tension(at: length).force)
  }

  /// An element of a cartilage that touches the femur.
  public struct TouchingElement: Sendable {
    /// Centroid in the moving body's frame, m.
    public var place: Vector3
    /// The part of its area that touches, m².
    public var area: Double
    /// Mean pressure of that part, Pa; area times pressure is the element's normal force.
    public var pressure: Double
    /// On the moving body, femur frame, N.
    public var force: Vector3
  }

  /// The elements of a body's cartilage that touch the femur in a pose.
  public func touchingElements(of body: MovingBody, at coordinates: [Double]) -> [TouchingElement] {
    precondition(coordinates.count == Coordinate.count, "\(coordinates.count) coordinates")
    var candidates = ContactCandidates(body == .patella ? patellaElements : tibiaElements)
    candidates.update(BodyPose(coordinates, offset: Coordinate.first(of: body)), femur)
    var elements: [TouchingElement] = []
    forEachTouching(candidates, body == .patella ? patellofemoralLaw : tibiofemoralLaw) { quad, _, at, mean in
      for lane in 0..<4 where quad.area[lane] > 0 && mean.fraction[lane] > 0 {
        let pull = quad.area[lane] * mean.pressure[lane]
        elements.append(
          TouchingElement(
            place: quad.points[lane], area: quad.area[lane] * mean.fraction[lane],
            pressure: mean.pressure[lane] / mean.fraction[lane],
            force: -pull * Vector3(at.x[lane], at.y[lane], at.z[lane])))
      }
    }
    return elements
  }
}

extension SagittalWrap {
  /// Points along the arc from tangent point to tangent point, `steps` + 1; none where the segment is straight.
  fileprivate func arc(from start: Vector3, to end: Vector3, steps: Int) -> [Vector3] {
    guard path(from: start, to: end).isWrapped else { return [] }
    let a = Vector3(start.x - x, start.y - y, 0)
    let b = Vector3(end.x - x, end.y - y, 0)
    let (da, db) = (a.length, b.length)
    // The same radius as in `path`.
    let r = min(radius, 0.999 * min(da, db))
    let (ta, tb) = ((da * da - r * r).squareRoot(), (db * db - r * r).squareRoot())
    // Angles of the tangent points: from each end toward the other, in the sense of the wrap.
    let first = atan2(a.y, a.x) + side * atan2(ta, r)
    var between = side * (atan2(b.y, b.x) - atan2(a.y, a.x))
    if between < 0 { between += 2 * Double.pi }
    let arc = between - atan2(ta, r) - atan2(tb, r)
    // Unrolled, the line is straight: z grows evenly with the way.
    let rise = (end.z - start.z) / (ta + tb + r * arc)
    return (0...steps).map { step in
      let way = arc * Double(step) / Double(steps)
      let angle = first + side * way
      return Vector3(x + r * cos(angle), y + r * sin(angle), start.z + rise * (ta + r * way))
    }
  }
}
