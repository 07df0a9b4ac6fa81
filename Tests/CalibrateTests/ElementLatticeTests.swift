import Dense
import Foundation
import Testing

@testable import calibrate

@Suite struct ElementLatticeTests {
  private let compose = Compose(
    data: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../data"))

  /// Mean normal, total area and first moments of elements.
  private func sums(_ elements: [Element]) -> (normal: Vector3, area: Double, moment: Vector3) {
    let normal = elements.reduce(Vector3.zero) { $0 + $1.area * $1.normal }
    return (
      normal / normal.length, elements.reduce(0) { $0 + $1.area },
      elements.reduce(Vector3.zero) { $0 + $1.area * $1.point }
    )
  }

  @Test(arguments: [1.5, 2, 2.5, 3])
  func `area and its first moments in the plane are those of the source`(spacing: Double) throws {
    let source = try compose.gathered("patella_cartilage_elements", .fine)
    let (before, after) = (sums(source), sums(ElementLattice(source, spacing: spacing).elements))
    #expect(abs(after.area / before.area - 1) < 1e-12)
    let shift = (after.moment - before.moment) / before.area
    let across = shift.dot(before.normal)
    #expect((shift - across * before.normal).length < 1e-10)
    // Elements stand on the dome, not under it as the mean of a cell does: s²/12 times the curvatures, 0.1/mm on average.
    #expect(abs(across) < 0.011 * spacing * spacing)
  }

  @Test(arguments: [2, 2.5, 3])
  func `no element is smaller than a quarter of a cell and none stands outside of the source`(spacing: Double)
    throws
  {
    let source = try compose.gathered("patella_cartilage_elements", .fine)
    let elements = ElementLattice(source, spacing: spacing).elements
    for e in elements {
      #expect(e.area >= 0.25 * spacing * spacing)
      #expect(abs(e.normal.length - 1) < 1e-12)
      // The source's elements are 1.5 mm apart; its own centroids stand on facets of the triangles.
      let nearest = source.map { ($0.point - e.point).length }.min() ?? .infinity
      #expect(nearest < 1.5)
    }
  }

  /// A paraboloid over a disk of 12 mm across -x, in squares of 1.5 mm that are not all whole.
  private var paraboloid: [Element] {
    var elements: [Element] = []
    for i in -8...8 {
      for j in -8...8 where i * i + j * j <= 64 {
        let (y, z) = (1.5 * Double(i), 1.5 * Double(j))
        elements.append(
          Element(point: Vector3(height(y, z), y, z), area: 2.25, normal: Vector3(-1, 0, 0)))
      }
    }
    return elements
  }

  private func height(_ y: Double, _ z: Double) -> Double {
    1 + 0.1 * y - 0.05 * z + 0.02 * y * y - 0.01 * y * z + 0.03 * z * z
  }

  @Test func `on a paraboloid the elements stand on it and have its normals`() {
    for e in ElementLattice(paraboloid, spacing: 2.5).elements {
      let (y, z) = (e.point.y, e.point.z)
      #expect(abs(e.point.x - height(y, z)) < 1e-10)
      let normal = Vector3(-1, 0.1 + 0.04 * y - 0.01 * z, -0.05 - 0.01 * y + 0.06 * z)
      #expect((e.normal - normal / normal.length).length < 1e-10)
    }
  }

  @Test func `inside elements stand at the nodes and have one size`() {
    let elements = ElementLattice(paraboloid, spacing: 2.5).elements
    let inner = elements.filter { $0.point.y * $0.point.y + $0.point.z * $0.point.z < 64 }
    #expect(inner.count == 37)
    for e in inner {
      // Nine points stand for a square of the source: that is how uneven a node's share may be.
      #expect(abs(e.area / 6.25 - 1) < 0.1)
      for place in [e.point.y, e.point.z] { #expect(abs(place / 2.5 - (place / 2.5).rounded()) < 0.05) }
    }
  }

  @Test func `the same elements every time`() throws {
    let source = try compose.gathered("patella_cartilage_elements", .fine)
    let (a, b) = (ElementLattice(source, spacing: 2.5), ElementLattice(source, spacing: 2.5))
    #expect(a.elements.map(\.point) == b.elements.map(\.point))
    #expect(a.elements.map(\.area) == b.elements.map(\.area))
  }
}
