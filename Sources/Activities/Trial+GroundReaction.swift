import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Trial {
  /// The ground reaction on one foot over time, N: what its force plates carry together.
  struct GroundReaction {
    /// Seconds; empty when there is no force file.
    let times: [Double]
    let vertical: [Double]
    let anterior: [Double]
    let caveats: [String]
    private let table: OpenSimTable?

    /// Without a table the ground reaction is zero, with a caveat.
    init(
      _ table: OpenSimTable?, coordinates: Coordinates, side: Person.Side, options: Options
    ) throws(InputError) {
      self.table = table
      guard let table else {
        times = []
        vertical = []
        anterior = []
        caveats = ["no force file: the shank carries no ground reaction, only its own weight"]
        return
      }
      let plates = try Plate.all(in: table)
      let own = try Self.select(plates, table, coordinates, side, options.plates)

      // The sum of the plates, its horizontal part along the way the pelvis faces.
      let (forward, sideways) = (cos(coordinates.heading), -sin(coordinates.heading))
      var vertical = [Double](repeating: 0, count: table.times.count)
      var anterior = vertical
      for plate in own {
        for row in table.times.indices {
          vertical[row] += table[row, plate.y]
          anterior[row] += table[row, plate.x] * forward + (plate.z.map { table[row, $0] * sideways } ?? 0)
        }
      }
      times = table.times
      self.vertical = vertical
      self.anterior = anterior
      caveats =
        options.plates.isEmpty && own.contains { $0.side == nil }
        ? ["force plate of the \(side.rawValue) foot recognised: " + own.map(\.name).joined(separator: ", ")]
        : []
    }

    /// Whether the foot stands on nothing between two times, s: no sample there is loaded by more than a plate at rest.
    func isFree(from start: Double, to end: Double) -> Bool {
      !times.isEmpty
        && !times.indices.contains {
          times[$0] >= start && times[$0] < end && vertical[$0] > Plate.contactForce
        }
    }

    /// A component in body weights over time.
    func curve(
      _ component: KeyPath<GroundReaction, [Double]>, bodyWeight: Double, range: ClosedRange<Double>
    ) throws(InputError) -> PolygonalCurve {
      guard let table else { return PolygonalCurve(x: [0], y: [0]) }
      let numbers = self[keyPath: component].map { $0 / bodyWeight }
      try Plausible.require(
        numbers, in: range, unit: "body weights of this person", file: table.name, place: "ground reaction",
        hint: " (another sign, unit or mass?)", line: { table.line(ofRow: $0) })
      return PolygonalCurve(x: times, y: numbers)
    }

    /// The plates of a side: those that the user names, those whose name says so, or those that are recognised.
    private static func select(
      _ plates: [Plate], _ table: OpenSimTable, _ coordinates: Coordinates, _ side: Person.Side,
      _ wanted: [String]
    ) throws(InputError) -> [Plate] {
      let names = plates.map(\.name)
      if !wanted.isEmpty {
        var own: [Plate] = []
        for name in wanted {
          guard let plate = plates.first(where: { $0.name == name }) else {
            throw .unknown(.usage, "force plate", name, among: names, file: table.name, place: "plate")
          }
          own.append(plate)
        }
        return own
      }
      if plates.contains(where: { $0.side != nil }) {
        let own = plates.filter { $0.side == side }
        guard !own.isEmpty else {
          throw InputError(
            .data, file: table.name, line: table.headerLine, place: "plate",
            problem: "no force plate of the \(side.rawValue) foot among " + names.joined(separator: ", "),
            allowed: "the plate given as an option")
        }
        return own
      }
      var own: [Plate] = []
      let lateral = plates.map { $0.lateralPosition(table, heading: coordinates.heading) }
      for (index, plate) in plates.enumerated() where try plate.isLoaded(table) {
        // While a foot swings its knee is flexed; while both stand, the right one is further to the right.
        let found =
          plate.footByKnees(table, coordinates, asked: side)
          ?? Plate.footByPosition(lateral, index)
        guard let found else {
          throw InputError(
            .data, file: table.name, line: table.headerLine, place: "plate",
            problem: "which foot stands on '\(plate.name)' cannot be told",
            allowed: "the plate given as an option: " + names.joined(separator: ", "))
        }
        if found == side { own.append(plate) }
      }
      guard !own.isEmpty else {
        throw InputError(
          .data, file: table.name, line: table.headerLine, place: "plate",
          problem: "the \(side.rawValue) foot stands on none of the plates " + names.joined(separator: ", "),
          allowed: "a force file with that foot, or none, or the plate given as an option")
      }
      return own
    }
  }

  /// One force plate of a force file: the columns of its force and, where there are some, of its point of application.
  struct Plate {
    /// What stands before `vx`, `vy`, `vz` in the names of its columns, without the last underscore.
    let name: String
    let x, y: Int
    let z, px, pz: Int?

    /// N of vertical force from which a foot counts as standing on the plate.
    static let contactForce = 20.0
    /// deg: how much more the other knee must be flexed while the plate is loaded than while it is not.
    static let kneeContrast = 10.0
    /// m: how far two feet stand apart sideways at least.
    static let stanceWidth = 0.05

    /// Every pair of columns `…vx`, `…vy` (or `…Fx`, `…Fy`): `ground_force_vx`, `1_ground_force_vx`,
    /// `ground_force_1_vx`, `ground_force_r_vx`, `R_ground_force_vx` and the like.
    /// Throws `InputError` (data) when there is none.
    static func all(in table: OpenSimTable) throws(InputError) -> [Plate] {
      let names = table.columns.map(OpenSimTable.plainName)
      var plates: [Plate] = []
      for (index, name) in names.enumerated() {
        guard let letter = name.dropLast().last, name.last == "y", "vVfF".contains(letter) else { continue }
        let stem = name.dropLast(2)
        func column(_ suffix: String) -> Int? { names.firstIndex(of: stem + suffix) }
        guard let x = column("\(letter)x") else { continue }
        let trimmed = stem.last == "_" ? stem.dropLast() : stem
        plates.append(
          Plate(
            name: trimmed.isEmpty ? String(name) : String(trimmed), x: x, y: index, z: column("\(letter)z"),
            px: column("px"), pz: column("pz")))
      }
      guard !plates.isEmpty else {
        throw InputError(
          .data, file: table.name, line: table.headerLine, problem: "no ground reaction among the columns",
          allowed: "ground_force_vx and ground_force_vy, with a prefix or suffix per plate")
      }
      return plates
    }

    /// Whether anyone ever stands on the plate. Throws `InputError` (data) when it is pulled up instead.
    func isLoaded(_ table: OpenSimTable) throws(InputError) -> Bool {
      let forces = table.column(at: y)
      if forces.contains(where: { $0 > Self.contactForce }) { return true }
      if let row = forces.firstIndex(where: { $0 < -5 * Self.contactForce }) {
        throw InputError(
          .data, file: table.name, line: table.line(ofRow: row), place: table.columns[y],
          problem: "\(Plausible.shown(forces[row])) N pull the foot down, and nothing ever pushes it up",
          allowed: "forces of the ground on the foot, up positive")
      }
      return false
    }

    /// The side that the name tells: a part of it is r, right, l or left.
    var side: Person.Side? {
      for part in name.lowercased().split(separator: "_") {
        switch part {
        case "r", "right": return .right
        case "l", "left": return .left
        default: continue
        }
      }
      return nil
    }

    /// The foot that walks over the plate: the other knee is flexed more while it is loaded (swing) than while not.
    func footByKnees(_ table: OpenSimTable, _ coordinates: Coordinates, asked: Person.Side) -> Person.Side? {
      guard let other = coordinates.otherKnee else { return nil }
      var sums = (loaded: 0.0, free: 0.0)
      var counts = (loaded: 0, free: 0)
      let times = coordinates.times
      for (row, time) in table.times.enumerated() where time >= times[0] && time <= times[times.count - 1] {
        let difference = (other.value(at: time) - coordinates.knee.value(at: time)) / radiansPerDegree
        if table[row, y] > Self.contactForce {
          sums.loaded += difference
          counts.loaded += 1
        } else {
          sums.free += difference
          counts.free += 1
        }
      }
      guard counts.loaded > 0, counts.free > 0 else { return nil }
      let contrast = sums.loaded / Double(counts.loaded) - sums.free / Double(counts.free)
      guard abs(contrast) > Self.kneeContrast else { return nil }
      return contrast > 0 ? asked : asked.other
    }

    /// Mean position of the load to the right of the way the pelvis faces, m; nil without points or load.
    func lateralPosition(_ table: OpenSimTable, heading: Double) -> Double? {
      guard let px, let pz else { return nil }
      var (moment, load) = (0.0, 0.0)
      for row in table.times.indices where table[row, y] > Self.contactForce {
        moment += table[row, y] * (table[row, px] * sin(heading) + table[row, pz] * cos(heading))
        load += table[row, y]
      }
      return load > 0 ? moment / load : nil
    }

    /// Of two plates the one further to the right carries the right foot.
    static func footByPosition(_ positions: [Double?], _ index: Int) -> Person.Side? {
      guard positions.count == 2, let own = positions[index], let other = positions[1 - index],
        abs(own - other) > stanceWidth
      else { return nil }
      return own > other ? .right : .left
    }
  }

  /// The names of the force plates in the force file, for `Options.plates`; empty without one.
  public func plateNames() throws(InputError) -> [String] {
    guard let forces else { return [] }
    return try Plate.all(in: forces).map(\.name)
  }
}
