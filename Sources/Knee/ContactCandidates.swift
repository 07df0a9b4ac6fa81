import Dense

/// The elements of a cartilage that may touch the femur near the pose for which they were found, four by four.
///
/// They are sorted roughly by their distance from touching, so that those that touch fill their quads; a quad is passed
/// over while no element has moved as far as its nearest member's distance. Only what cannot touch is left out. The
/// order of a sum, and so its last bits, depend on where the list was made, that is on the way taken so far.
struct ContactCandidates {
  /// Way of an element after which the list is made anew, m: about that of two frames of a squat.
  static let slack = 0.002
  /// Greatest change of depth per way of a point within some millimetres of the cartilage: 1 on the surface, more where its
  /// normal turns quickly.
  static let steepness = 1.5

  /// Quads by rising distance.
  private(set) var quads: [ContactElements.Quad] = []
  /// Way of the points of each quad up to which it cannot touch, m; 0 or less where it touches already.
  private(set) var distances: [Double] = []
  /// Elements that were found, and their distances, m, before they are sorted.
  private var found: [Int32] = []
  private var ways: [Double] = []
  private var sorted: [Int32] = []
  /// Bound of the way that some element has gone since the list was made, m.
  private(set) var way = Double.infinity
  /// Middle of all elements and distance of the farthest, in the body's frame, m.
  private let center: Vector3
  private let reach: Double
  /// The pose for which the list was made.
  private var rotation = Matrix3.zero
  private var origin = Vector3(repeating: .infinity)

  init(_ elements: ContactElements) {
    let center = elements.points.reduce(.zero, +) / Double(max(1, elements.count))
    self.center = center
    reach = elements.points.reduce(0) { max($0, ($1 - center).length) }
    quads.reserveCapacity(elements.quads.count)
    distances.reserveCapacity(elements.quads.count)
    found.reserveCapacity(elements.count)
    ways.reserveCapacity(elements.count)
    sorted.reserveCapacity(elements.count)
  }

  /// Takes note of the body's pose, and makes the list anew where that is too far from the old one.
  mutating func update(_ elements: ContactElements, _ pose: borrowing BodyPose, _ femur: FemurSurface) {
    let (a, b, c) = pose.rotation.rows
    let turn = Matrix3(a - rotation.rows.0, b - rotation.rows.1, c - rotation.rows.2)
    let size = turn.rows.0.dot(turn.rows.0) + turn.rows.1.dot(turn.rows.1) + turn.rows.2.dot(turn.rows.2)
    way = (turn * center + (pose.origin - origin)).length + size.squareRoot() * reach
    if way <= Self.slack { return }
    rotation = pose.rotation
    origin = pose.origin
    way = 0
    find(elements, pose, femur)
    pack(elements)
  }

  private mutating func find(
    _ elements: ContactElements, _ pose: borrowing BodyPose, _ femur: FemurSurface
  ) {
    found.removeAll(keepingCapacity: true)
    ways.removeAll(keepingCapacity: true)
    let quads = elements.quads
    let last = quads.count - 1
    for first in stride(from: 0, through: last, by: 4) {
      // The middles of four quads, then the members of those that are near.
      let p0 = pose.place(quads[first].center)
      let p1 = pose.place(quads[min(first + 1, last)].center)
      let p2 = pose.place(quads[min(first + 2, last)].center)
      let p3 = pose.place(quads[min(first + 3, last)].center)
      let depth = femur.depth(
        femur.place(
          Lanes3(Lanes(p0.x, p1.x, p2.x, p3.x), Lanes(p0.y, p1.y, p2.y, p3.y), Lanes(p0.z, p1.z, p2.z, p3.z)))
      )
      for lane in 0..<4 where first + lane <= last {
        let quad = quads[first + lane]
        if depth[lane] < -(Self.steepness * (quad.reach + Self.slack) + quad.halfRange.max()) { continue }
        let own = femur.depth(femur.place(pose.place(quad.points)))
        let way = (own + quad.halfRange) * (-1 / Self.steepness)
        for member in 0..<4 where way[member] < Self.slack && quad.area[member] > 0 {
          found.append(Int32(4 * (first + lane) + member))
          ways.append(way[member])
        }
      }
    }
  }

  /// Sorts into steps of distance, and fills quads.
  private mutating func pack(_ elements: ContactElements) {
    sorted.removeAll(keepingCapacity: true)
    quads.removeAll(keepingCapacity: true)
    distances.removeAll(keepingCapacity: true)
    for step in 0..<Self.steps {
      let low = step == 0 ? -Double.infinity : Self.slack * Double(step - 1) / Double(Self.steps - 1)
      let high = Self.slack * Double(step) / Double(Self.steps - 1)
      for i in found.indices where ways[i] >= low && ways[i] < high {
        sorted.append(found[i])
        if sorted.count % 4 == 1 { distances.append(max(low, step == 0 ? -1 : low)) }
      }
    }
    for first in stride(from: 0, to: sorted.count, by: 4) {
      quads.append(elements.quad(sorted, first))
    }
  }

  /// Steps into which distances are sorted: those that touch, and parts of the slack.
  static let steps = 9
}
