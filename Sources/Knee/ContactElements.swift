import Dense

/// Casting elements of one cartilage in its own body's frame, as parallel arrays.
///
/// Four neighboring elements make a quad, whose four contacts are computed side by side. The last quad is filled up with
/// elements of no area.
public struct ContactElements: Sendable {
  /// Centroids, m           (count)
  public let points: [Vector3]
  /// Areas, m²              (count)
  public let areas: [Double]
  /// Half the range of depth across an element when its edge is in contact, m    (count)
  public let halfRanges: [Double]
  /// True for the lateral facet or plateau         (count)
  public let isLateral: [Bool]

  /// Of every element what a quad holds of it, in the same order.
  private let records: [SIMD8<Double>]

  /// Four elements side by side.
  struct Quad: Sendable {
    /// m, m², m, 1/m
    var x, y, z, area, halfRange, perRange: Lanes
    /// 1 for the lateral facet or plateau, 0 for the medial.
    var lateral: Lanes

    @inline(__always) var points: Lanes3 { Lanes3(x, y, z) }
  }
  private(set) var quads: [Quad]

  /// Four quads: the middle of each and the distance of its farthest member from it, m.
  struct Group: Sendable {
    var center = Lanes3.zero
    var reach = Lanes.zero
  }
  private(set) var groups: [Group]

  /// Mean slope of the gap between the two cartilages at the rim of a contact (dimensionless): half of it times the
  /// side of an element is the element's half range. For a contact of half width a and depth d the slope at the rim is
  /// 2d/a; 0.6 mm over 8 mm give 0.15.
  public static let rimSlope = 0.15

  public var count: Int { points.count }

  /// - Parameter dividingZ: elements with z above it (m) belong to the lateral side.
  public init(points: [Vector3], areas: [Double], dividingZ: Double) {
    precondition(points.count == areas.count, "arrays of one length")
    let order = Self.neighbors(points)
    self.init(
      points: order.map { points[$0] }, areas: order.map { areas[$0] },
      isLateral: order.map { points[$0].z > dividingZ })
  }

  private init(points: [Vector3], areas: [Double], isLateral: [Bool]) {
    self.points = points
    self.areas = areas
    self.isLateral = isLateral
    let halfRanges = areas.map { 0.5 * Self.rimSlope * $0.squareRoot() }
    self.halfRanges = halfRanges
    records = points.indices.map { i in
      let (p, halfRange) = (points[i], halfRanges[i])
      return SIMD8(p.x, p.y, p.z, areas[i], halfRange, 0.5 / halfRange, isLateral[i] ? 1 : 0, 0)
    }
    (quads, groups) = ([], [])
    quads = stride(from: 0, to: points.count, by: 4).map { first in
      let count = min(4, points.count - first)
      func member(_ lane: Int) -> Int { lane < count ? first + lane : first }
      return quad(first, member(1), member(2), member(3), count: count)
    }
    groups = Array(repeating: Group(), count: (quads.count + 3) / 4)
    for (i, quad) in quads.enumerated() {
      let center = 0.25 * ((quad.points[0] + quad.points[1]) + (quad.points[2] + quad.points[3]))
      groups[i / 4].center.x[i % 4] = center.x
      groups[i / 4].center.y[i % 4] = center.y
      groups[i / 4].center.z[i % 4] = center.z
      groups[i / 4].reach[i % 4] = (0..<4).reduce(0) { max($0, (quad.points[$1] - center).length) }
    }
  }

  /// Four elements, of which only the first `count` have an area.
  @inline(__always)
  func quad(_ a: Int, _ b: Int, _ c: Int, _ d: Int, count: Int) -> Quad {
    let (p, q, r, s) = (records[a], records[b], records[c], records[d])
    let (x, y, z, area) = Lanes.transpose(p.lowHalf, q.lowHalf, r.lowHalf, s.lowHalf)
    let (halfRange, perRange, lateral, _) = Lanes.transpose(p.highHalf, q.highHalf, r.highHalf, s.highHalf)
    return Quad(
      x: x, y: y, z: z, area: area.replacing(with: 0, where: Lanes(0, 1, 2, 3) .>= Double(count)),
      halfRange: halfRange, perRange: perRange, lateral: lateral)
  }

  /// The same elements, every length multiplied by `factor`.
  public func scaled(by factor: Double) -> ContactElements {
    ContactElements(
      points: points.map { $0 * factor }, areas: areas.map { $0 * factor * factor }, isLateral: isLateral)
  }

  /// An order in which every four that follow each other lie close: halved again and again across the longer extent.
  private static func neighbors(_ points: [Vector3]) -> [Int] {
    func divide(_ members: [Int]) -> [Int] {
      if members.count <= 4 { return members }
      func extent(_ axis: Int) -> Double {
        let values = members.map { points[$0][axis] }
        return (values.max() ?? 0) - (values.min() ?? 0)
      }
      var axis = 0
      for other in 1..<3 where extent(other) > extent(axis) { axis = other }
      let sorted = members.sorted { (points[$0][axis], $0) < (points[$1][axis], $1) }
      let middle = (members.count / 2 + 3) / 4 * 4
      return divide(Array(sorted[..<middle])) + divide(Array(sorted[middle...]))
    }
    return divide(Array(points.indices))
  }
}
