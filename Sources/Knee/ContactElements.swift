import Dense

/// Casting elements of one cartilage in its own body's frame, as parallel arrays.
public struct ContactElements: Sendable {
  /// Centroids, m           (count)
  public let points: [Vector3]
  /// Outward unit normals, toward the femur       (count)
  public let normals: [Vector3]
  /// Areas, m²              (count)
  public let areas: [Double]
  /// Half the range of depth across an element when its edge is in contact, m    (count)
  public let halfRanges: [Double]
  /// True for the lateral facet or plateau         (count)
  public let isLateral: [Bool]

  /// Mean slope of the gap between the two cartilages at the rim of a contact (dimensionless): half of it times the
  /// side of an element is the element's half range. For a contact of half width a and depth d the slope at the rim is
  /// 2d/a; 0.6 mm over 8 mm give 0.15.
  public static let rimSlope = 0.15

  public var count: Int { points.count }

  /// - Parameter dividingZ: elements with z above it (m) belong to the lateral side.
  public init(points: [Vector3], normals: [Vector3], areas: [Double], dividingZ: Double) {
    precondition(points.count == areas.count && normals.count == areas.count, "arrays of one length")
    self.points = points
    self.normals = normals
    self.areas = areas
    halfRanges = areas.map { 0.5 * Self.rimSlope * $0.squareRoot() }
    isLateral = points.map { $0.z > dividingZ }
  }

  private init(_ other: ContactElements, factor s: Double) {
    points = other.points.map { $0 * s }
    normals = other.normals
    areas = other.areas.map { $0 * s * s }
    halfRanges = other.halfRanges.map { $0 * s }
    isLateral = other.isLateral
  }

  /// The same elements, every length multiplied by `factor`.
  public func scaled(by factor: Double) -> ContactElements { ContactElements(self, factor: factor) }
}
