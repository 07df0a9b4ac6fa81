import Dense
import Foundation

/// A casting element of a cartilage: place (mm), area (mm²) and outward normal.
struct Element {
  var point: Vector3
  var area: Double
  var normal: Vector3
}

/// Casting elements of one size, from elements of many sizes.
///
/// Triangles gathered in cubic cells give elements of 0.2 to 18 mm² at 3 mm, and contact area and peak pressure show
/// them. Here the cartilage is a height over its own plane (the one across its mean normal), and elements stand at the
/// nodes of a square lattice in that plane:
///
/// - The area of every source element, spread over the square it fills, goes to the four nodes around by bilinear weights
///   (cloud in cell). Total area and its first moments in the plane are kept.
/// - A node with less than a quarter of a full cell, at the rim, gives what it has to its largest neighbor.
/// - An element stands at the center of the area that it got: on the lattice inside, within the cartilage at its rim.
/// - Height and normal are those of a moving least-squares fit: through the source elements around, a paraboloid with
///   Gaussian weights.
struct ElementLattice {
  /// Standard deviation of the Gaussian weight, mm: the cell of the source, so that about as many of its elements count
  /// as there are coefficients. Leaves a misfit of 0.03 mm rms on the patella, as the spline does on the femur.
  static let reach = 1.5
  /// Least area of an element, as a part of a full cell.
  static let leastPart = 0.25

  /// Unit vectors: across, along (as near to z as can be) and the mean normal.
  private let u, v, w: Vector3
  private let source: [Element]
  /// Place in the plane and height of every source element, mm.
  private let places: [Vector3]
  private(set) var elements: [Element] = []

  /// - Parameter spacing: of the lattice, mm; not finer than the source.
  init(_ source: [Element], spacing: Double) {
    self.source = source
    let sum = source.reduce(Vector3.zero) { $0 + $1.area * $1.normal }
    w = sum / sum.length
    let along = Vector3(0, 0, 1) - w.z * w
    v = along / along.length
    u = v.cross(w)
    let axes = (u, v, w)
    places = source.map { Vector3($0.point.dot(axes.0), $0.point.dot(axes.1), $0.point.dot(axes.2)) }
    let shares = Self.gathered(remapped(spacing), least: Self.leastPart * spacing * spacing)
    elements = shares.map { share in
      let (x, y) = (share.momentX / share.area, share.momentY / share.area)
      let (height, slopeX, slopeY) = surface(x, y)
      let normal = w - slopeX * u - slopeY * v
      return Element(
        point: x * u + y * v + height * w, area: share.area, normal: normal / normal.length)
    }
  }

  /// What a node gets: area and its first moments in the plane.
  private struct Share {
    var column, row: Int
    var area = 0.0, momentX = 0.0, momentY = 0.0

    mutating func add(_ area: Double, _ x: Double, _ y: Double) {
      self.area += area
      momentX += area * x
      momentY += area * y
    }
  }

  /// Shares of the nodes, by columns of the lattice and then rows.
  private func remapped(_ spacing: Double) -> [Share] {
    var shares: [SIMD2<Int>: Share] = [:]
    for (element, place) in zip(source, places) {
      // Nine points stand for the square that the element's projection fills.
      let side = (element.area * abs(element.normal.dot(w))).squareRoot()
      for part in 0..<9 {
        let x = place.x + side * Double(part / 3 - 1) / 3
        let y = place.y + side * Double(part % 3 - 1) / 3
        let (column, row) = ((x / spacing).rounded(.down), (y / spacing).rounded(.down))
        let (right, up) = (x / spacing - column, y / spacing - row)
        for (i, weightX) in [1 - right, right].enumerated() {
          for (j, weightY) in [1 - up, up].enumerated() {
            let node = SIMD2(Int(column) + i, Int(row) + j)
            shares[node, default: Share(column: node.x, row: node.y)]
              .add(element.area / 9 * weightX * weightY, x, y)
          }
        }
      }
    }
    return shares.values.sorted { ($0.column, $0.row) < ($1.column, $1.row) }
  }

  /// The same with every share below `least` added to the largest of its neighbors, the smallest first.
  private static func gathered(_ shares: [Share], least: Double) -> [Share] {
    var shares = shares
    while let i = shares.indices.min(by: { shares[$0].area < shares[$1].area }), shares[i].area < least {
      let share = shares[i]
      let neighbors = shares.indices.filter {
        $0 != i && abs(shares[$0].column - share.column) <= 1 && abs(shares[$0].row - share.row) <= 1
      }
      guard let k = neighbors.max(by: { shares[$0].area < shares[$1].area }) else { break }
      shares[k].area += share.area
      shares[k].momentX += share.momentX
      shares[k].momentY += share.momentY
      shares.remove(at: i)
    }
    return shares
  }

  /// Height of the cartilage over its plane and its slopes there.
  private func surface(_ x: Double, _ y: Double) -> (height: Double, slopeX: Double, slopeY: Double) {
    var columns = [[Double]](repeating: [], count: 6)
    var heights: [Double] = []
    for place in places {
      let (dx, dy) = (place.x - x, place.y - y)
      let squared = (dx * dx + dy * dy) / (Self.reach * Self.reach)
      guard squared < 16 else { continue }
      // The square root of the Gaussian: rows are squared when they are fitted.
      let weight = exp(-0.25 * squared)
      for (k, term) in [1, dx, dy, dx * dx, dx * dy, dy * dy].enumerated() {
        columns[k].append(weight * term)
      }
      heights.append(weight * place.z)
    }
    guard let fit = leastSquares(columns.flatMap { $0 }, rows: heights.count, columns: 6, heights) else {
      preconditionFailure("six source elements around (\(x), \(y))")
    }
    return (fit[0], fit[1], fit[2])
  }
}
