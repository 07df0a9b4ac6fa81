import Dense

/// The elements of a cartilage that may touch the femur near the present pose, four by four.
///
/// About once a frame the elements that may touch are found: of quads that have since moved as far as they were away. They are
/// sorted roughly by their distance from touching, so that those that touch fill their quads, and a quad is passed over
/// while no element has moved as far as its nearest member's distance. Only what cannot touch is left out. The order of
/// a sum, and so its last bits, depend on where the elements were found, that is on the way taken.
struct ContactCandidates {
  /// Way of an element after which the elements that may touch are found anew, m, and the longest after which a quad is looked
  /// at again.
  static let slack = 0.0004, longest = 0.003
  /// Greatest change of depth per way of a point within some millimetres of the cartilage: 1 on the surface, more where its
  /// normal turns quickly.
  static let steepness = 1.5
  /// Steps into which distances are sorted: those that touch, and parts of the slack.
  static let steps = 9
  private static let stepsPerWay = Double(steps - 1) / slack

  /// Four elements and their directions where they were found.
  struct Candidate {
    var quad: ContactElements.Quad
    var reference: FemurSurface.Reference
    /// Way of the points up to which none can touch, m; negative where one touches already.
    var distance: Double
  }
  /// By rising distance.
  private(set) var list: [Candidate] = []
  /// Bound of the way that some element has gone since they were found, m.
  var way: Double { mark.way }

  /// Of every quad: the way of its members up to which none can touch, m, from where its middle was last seen.
  private var clear: [(way: Double, center: Vector3)]
  /// Elements that may touch: index, step of distance, direction (cos ψ, sin ψ, ψ)
  private var found: [(element: Int32, step: Int32, direction: Vector3)] = []
  /// The found ones by rising step, and where the next of a step goes.
  private var sorted: [Int32] = []
  private var place: [Int]
  /// The pose for which the elements were found.
  private var mark: PoseMark

  init(_ elements: ContactElements) {
    mark = PoseMark(elements)
    list.reserveCapacity(elements.quads.count)
    clear = elements.quads.map { (0, $0.center) }
    found.reserveCapacity(elements.count)
    sorted = Array(repeating: 0, count: elements.count)
    place = Array(repeating: 0, count: Self.steps + 1)
  }

  /// Takes note of the body's pose.
  mutating func update(_ elements: ContactElements, _ pose: borrowing BodyPose, _ femur: FemurSurface) {
    mark.measure(pose)
    if mark.way <= Self.slack { return }
    let turn = mark.turn
    mark.set(pose)
    findTouching(elements, pose, turn, femur)
    pack(elements)
  }

  /// - Parameter turn: bound of the rotation since they were last found, rad.
  private mutating func findTouching(
    _ elements: ContactElements, _ pose: borrowing BodyPose, _ turn: Double, _ femur: FemurSurface
  ) {
    found.removeAll(keepingCapacity: true)
    for index in clear.indices {
      let center = pose.place(elements.quads[index].center)
      let way =
        clear[index].way - ((center - clear[index].center).length + turn * elements.quads[index].reach)
      clear[index] = (way, center)
      // A way without a bound (at first, or by a NaN) leaves nothing out.
      if way > Self.slack { continue }
      look(index, elements.quads[index], pose, femur)
    }
  }

  /// Finds the members of a quad that may touch.
  @inline(__always)
  private mutating func look(
    _ index: Int, _ quad: ContactElements.Quad, _ pose: borrowing BodyPose, _ femur: FemurSurface
  ) {
    let place = femur.place(pose.place(quad.points))
    let way = (femur.depth(place) + quad.halfRange) * (-1 / Self.steepness)
    clear[index].way = min(min(min(way[0], way[1]), min(way[2], way[3])), Self.longest)
    if !any(way .< Self.slack) { return }
    for member in 0..<4 where way[member] < Self.slack && quad.area[member] > 0 {
      let step = way[member] <= 0 ? 0 : 1 + Int32(way[member] * Self.stepsPerWay)
      let direction = Vector3(place.cosPsi[member], place.sinPsi[member], place.psi[member])
      found.append((Int32(4 * index + member), step, direction))
    }
  }

  /// Sorts by steps of distance, and fills quads.
  private mutating func pack(_ elements: ContactElements) {
    for k in place.indices { place[k] = 0 }
    for item in found { place[Int(item.step) + 1] += 1 }
    for k in 1...Self.steps { place[k] += place[k - 1] }
    for i in found.indices {
      let k = Int(found[i].step)
      sorted[place[k]] = Int32(i)
      place[k] += 1
    }
    list.removeAll(keepingCapacity: true)
    for first in stride(from: 0, to: found.count, by: 4) {
      // A missing member repeats the first without its area.
      let count = min(4, found.count - first)
      let a = found[Int(sorted[first])]
      let b = count > 1 ? found[Int(sorted[first + 1])] : a
      let c = count > 2 ? found[Int(sorted[first + 2])] : a
      let d = count > 3 ? found[Int(sorted[first + 3])] : a
      let (p, q, r, s) = (a.direction, b.direction, c.direction, d.direction)
      list.append(
        Candidate(
          quad: elements.quad(Int(a.element), Int(b.element), Int(c.element), Int(d.element), count: count),
          reference: FemurSurface.Reference(
            cosPsi: Lanes(p.x, q.x, r.x, s.x), sinPsi: Lanes(p.y, q.y, r.y, s.y),
            psi: Lanes(p.z, q.z, r.z, s.z)),
          // The first is the nearest.
          distance: a.step == 0 ? -1 : Double(a.step - 1) / Self.stepsPerWay))
    }
  }
}

/// A pose from which the way of a body's points is bounded.
private struct PoseMark {
  /// Bounds of the way that some element has gone since, m, and of the rotation, rad.
  private(set) var way = Double.infinity, turn = Double.infinity
  /// Middle of all elements and distance of the farthest, in the body's frame, m.
  private let center: Vector3
  private let reach: Double
  private var rotation = Matrix3.zero
  private var origin = Vector3(repeating: .infinity)

  init(_ elements: ContactElements) {
    let center = elements.points.reduce(.zero, +) / Double(max(1, elements.count))
    self.center = center
    reach = elements.points.reduce(0) { max($0, ($1 - center).length) }
  }

  mutating func set(_ pose: borrowing BodyPose) {
    rotation = pose.rotation
    origin = pose.origin
    (way, turn) = (0, 0)
  }

  /// The middle's way and, for the farthest point, that of a rotation between the two poses: |ΔR| in the Frobenius norm is
  /// √2 times that of its largest effect.
  mutating func measure(_ pose: borrowing BodyPose) {
    let (a, b, c) = pose.rotation.rows
    let difference = Matrix3(a - rotation.rows.0, b - rotation.rows.1, c - rotation.rows.2)
    let rows = difference.rows
    let square = rows.0.dot(rows.0) + rows.1.dot(rows.1) + rows.2.dot(rows.2)
    turn = (0.5 * square).squareRoot()
    way = (difference * center + (pose.origin - origin)).length + turn * reach
  }
}
