import Dense

/// The elements of a cartilage that touch the femur in the present pose, four by four.
///
/// A quad of neighbors is looked at only when it has moved as far as the nearest of its members was from touching, or from
/// touching no more. So the elements that touch are always known, and are the same, in the same order, whichever way the
/// pose was reached: a sum over them is the same to the last bit.
struct ContactCandidates {
  /// The longest way after which a quad is looked at again, m.
  static let longest = 0.003
  /// Greatest change of depth per way of a point within some millimetres of the cartilage: 1 on the surface, more where its
  /// normal turns quickly.
  static let steepness = 1.5

  /// Four elements that touch.
  struct Placed {
    var quad: ContactElements.Quad
    /// Where they are from the body's origin, m, and in the surface's coordinates.
    var x = Lanes3.zero, place = FemurSurface.Place()
  }
  /// The elements that touch, in the order of all; a missing one of the last four has no area.
  private var list: [Placed]
  /// Number of them, four by four.
  private var count = 0
  /// Of every quad of neighbors, four by four: what is left of the way up to which the same members touch, m.
  private(set) var clear: [Lanes]
  /// Of every quad of neighbors: the members that touch.
  private var touching: [SIMDMask<SIMD4<Int64>>]
  /// Quads to be looked at.
  private var due: [Int] = []
  /// Indices of the elements that touch, and room for three more.
  private var found: [Int]
  private let elements: ContactElements
  /// The last pose.
  private var rotation = Matrix3.zero
  private var origin = Vector3(repeating: .infinity)

  init(_ elements: ContactElements) {
    self.elements = elements
    clear = Array(repeating: .zero, count: elements.groups.count)
    touching = Array(repeating: .init(repeating: false), count: elements.quads.count)
    list = elements.quads.map { Placed(quad: $0) }
    due.reserveCapacity(elements.quads.count)
    found = Array(repeating: 0, count: elements.count + 4)
  }

  /// Finds the elements that touch in a pose of the body.
  mutating func update(_ pose: borrowing BodyPose, _ femur: FemurSurface) {
    var change = copy pose
    let (a, b, c) = pose.rotation.rows
    let rows = (a - rotation.rows.0, b - rotation.rows.1, c - rotation.rows.2)
    change.rotation = Matrix3(rows.0, rows.1, rows.2)
    change.origin -= origin
    (rotation, origin) = (pose.rotation, pose.origin)
    // Bound of the rotation, rad: |ΔR| in the Frobenius norm is √2 times that of its largest effect.
    let turn = (0.5 * (rows.0.dot(rows.0) + rows.1.dot(rows.1) + rows.2.dot(rows.2))).squareRoot()
    // A way without a bound (at first, or by a NaN) leaves nothing out: such a quad is due.
    for k in clear.indices {
      // The way of the middle and, for the farthest member, that of the rotation.
      let way = change.place(elements.groups[k].center)
      clear[k] -=
        (way.x * way.x + way.y * way.y + way.z * way.z).squareRoot() + turn * elements.groups[k].reach
      if all(clear[k] .> 0) { continue }
      for lane in 0..<min(4, touching.count - 4 * k) where !(clear[k][lane] > 0) {
        due.append(4 * k + lane)
      }
    }
    if look(pose, femur) { pack() }
    for i in 0..<count {
      let x = pose.turn(list[i].quad.points)
      list[i].x = x
      list[i].place = femur.place(pose.moved(x))
    }
  }

  /// Looks at the quads that are due: which members touch, and how far the same will. All places (for now in `list`) come before
  /// the depths, so that the processor has several under way. Returns whether other elements touch than before.
  private mutating func look(_ pose: borrowing BodyPose, _ femur: FemurSurface) -> Bool {
    for i in due.indices { list[i].place = femur.place(pose.place(elements.quads[due[i]].points)) }
    var isChanged = false
    for i in due.indices {
      let quad = due[i]
      let depth = femur.depth(list[i].place) + elements.quads[quad].halfRange
      let members = (depth .> 0) .& (elements.quads[quad].area .> 0)
      isChanged = isChanged || members != touching[quad]
      touching[quad] = members
      let way = Lanes.greatest(depth, Lanes.zero - depth) * (1 / Self.steepness)
      clear[quad / 4][quad % 4] = min(min(min(way[0], way[1]), min(way[2], way[3])), Self.longest)
    }
    due.removeAll(keepingCapacity: true)
    return isChanged
  }

  /// Fills quads with the elements that touch.
  private mutating func pack() {
    var n = 0
    for quad in touching.indices where any(touching[quad]) {
      for lane in 0..<4 {
        found[n] = 4 * quad + lane
        n += touching[quad][lane] ? 1 : 0
      }
    }
    count = (n + 3) / 4
    for first in stride(from: 0, to: n, by: 4) {
      let last = min(first + 3, n - 1)
      list[first / 4].quad = elements.quad(
        found[first], found[min(first + 1, last)], found[min(first + 2, last)], found[last],
        count: last - first + 1)
    }
  }

  /// Calls `body` for every four elements that touch in the last pose: where they are from the body's origin, m, and in the
  /// surface's coordinates.
  @inline(__always)
  func forEachQuad(_ body: (ContactElements.Quad, Lanes3, FemurSurface.Place) -> Void) {
    for i in 0..<count { body(list[i].quad, list[i].x, list[i].place) }
  }
}
