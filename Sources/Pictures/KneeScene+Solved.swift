import Dense
import Figures
import Knee
import Results
import Scenarios
import Solvers

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension KneeScene {
  /// A frame of a solved state, in mm; nil where it was not solved.
  ///
  /// - Parameters:
  ///   - model: of the person.
  ///   - released: indices of the muscles that are released.
  public init?(_ model: KneeModel, _ state: SolvedState, frame: Int, released: [Int], bodyWeight: Double) {
    let values = state.solution.frames[frame]
    guard values.status == .converged else { return nil }
    let first = frame * Coordinate.count
    let pose = Array(state.solution.coordinates[first..<(first + Coordinate.count)])
    let forces = state.solution.muscles(of: frame).map(\.force_N)
    let hip = values.hip_flexion_deg * .pi / 180
    let ankle = values.ankle_dorsiflexion_deg * .pi / 180
    let lines = model.muscles.indices.map {
      model.musclePath($0, at: pose, hipFlexion: hip, ankleDorsiflexion: ankle)
    }
    var (tendon, ligaments): ([Strand], [Strand]) = ([], [])
    for i in model.strands.indices {
      let (points, tension) = model.strandLine(i, at: pose, hipFlexion: hip)
      let strand = Strand(points: points.map(millimeters), tension: tension)
      if model.strands[i].bundle == .patellarTendon {
        tendon.append(strand)
      } else {
        ligaments.append(strand)
      }
    }
    let elements = model.touchingElements(of: .patella, at: pose)
    let normal = elements.reduce(0) { $0 + $1.area * $1.pressure }
    let center = elements.reduce(Vector3.zero) { $0 + ($1.area * $1.pressure / max(normal, 1e-9)) * $1.place }
    self.init(
      flexion: values.knee_flexion_deg, tibia: Placement(model, .tibia, at: pose),
      patella: Placement(model, .patella, at: pose),
      muscles: model.muscles.indices.filter { model.muscles[$0].crossesKnee || released.contains($0) }.map {
        Muscle(
          name: MuscleWords.spoken(model.muscles[$0].name), group: model.groupName(of: $0),
          points: lines[$0].map(millimeters), isReleased: released.contains($0))
      },
      patellarTendon: tendon, ligaments: ligaments,
      pressure: Self.stretches(elements, size: 2 * model.height / 1.65),
      // What the thigh bone does to the kneecap, turned about.
      contact: Force(
        at: millimeters(model.place(center, on: .patella, at: pose)),
        direction: values.patellofemoral.direction_deg + 180, newtons: values.patellofemoral.force_N),
      quadricepsPull: model.quadricepsPull(lines, forces, newtons: values.quadriceps_force_N),
      patellarTendonPull: Self.pull(tendon, newtons: values.patellar_tendon_force_N), bodyWeight: bodyWeight)
  }

  /// The kneecap's cartilage from below to above in stretches of one size, mm, with the largest pressure across its width.
  static func stretches(_ elements: [KneeModel.TouchingElement], size: Double) -> [Stretch] {
    let rows = elements.map { Int((1e3 * $0.place.y / size).rounded(.down)) }
    guard let low = rows.min(), let high = rows.max() else { return [] }
    var most = [Double](repeating: 0, count: high - low + 1)
    for (row, element) in zip(rows, elements) {
      most[row - low] = max(most[row - low], element.pressure * 1e-6)
    }
    return most.indices.map { i in
      Stretch(low: Double(low + i) * size, high: Double(low + i + 1) * size, pressure: most[i])
    }
  }

  /// The pull of the patellar tendon on the kneecap, where its strands end there on average.
  private static func pull(_ tendon: [Strand], newtons: Double) -> Force {
    let total = max(tendon.reduce(0) { $0 + $1.tension }, 1e-9)
    var (at, x, y) = (Point(0, 0), 0.0, 0.0)
    for strand in tendon {
      let (a, b) = (strand.points[0], strand.points[1])
      let length = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).squareRoot()
      at.x += strand.tension / total * a.x
      at.y += strand.tension / total * a.y
      x += strand.tension * (b.x - a.x) / length
      y += strand.tension * (b.y - a.y) / length
    }
    return Force(at: at, direction: angle(y, x) * 180 / .pi, newtons: newtons)
  }
}

extension KneeScene.Placement {
  init(_ model: KneeModel, _ body: MovingBody, at pose: [Double]) {
    let origin = model.place(.zero, on: body, at: pose)
    let axes = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)].map {
      model.place($0, on: body, at: pose) - origin
    }
    self.init(x: axes.map(\.x), y: axes.map(\.y), origin: millimeters(origin))
  }
}

/// A place in the femur's frame, m, in the sagittal plane, mm.
private func millimeters(_ p: Vector3) -> Point { Point(1e3 * p.x, 1e3 * p.y) }

extension KneeModel {
  /// The pull of the quadriceps on the kneecap: the sum of its heads, where they end there on average.
  ///
  /// - Parameters:
  ///   - lines: of all muscles, m.
  ///   - forces: of all muscles, N.
  fileprivate func quadricepsPull(_ lines: [[Vector3]], _ forces: [Double], newtons: Double)
    -> KneeScene.Force
  {
    let total = max(quadriceps.reduce(0) { $0 + forces[$1] }, 1e-9)
    var (at, pull) = (Vector3.zero, Vector3.zero)
    for i in quadriceps {
      let path = muscles[i].path
      let fromEnd = path.count - (path.firstIndex { $0.body == .patella } ?? path.count - 1)
      let end = lines[i].count - fromEnd
      let along = lines[i][end - 1] - lines[i][end]
      at += forces[i] / total * lines[i][end]
      pull += forces[i] / along.length * along
    }
    return KneeScene.Force(
      at: millimeters(at), direction: angle(pull.y, pull.x) * 180 / .pi, newtons: newtons)
  }

  /// The group under which people know a muscle at the knee; its own name where it has none.
  fileprivate func groupName(of i: Int) -> String {
    [MuscleGroup.quadriceps, .hamstrings, .gastrocnemius].first { $0.members(among: muscles).contains(i) }?
      .rawValue ?? muscles[i].name
  }
}

extension Muscle {
  /// Whether it runs from above the knee to below it or to the kneecap.
  fileprivate var crossesKnee: Bool {
    func isAbove(_ body: Body) -> Bool { body == .pelvis || body == .femur }
    return path.first.map { isAbove($0.body) } ?? false && path.last.map { !isAbove($0.body) } ?? false
  }
}

extension MotionSolution {
  /// The muscles of a frame, one per muscle of the model.
  fileprivate func muscles(of frame: Int) -> ArraySlice<FrameResult.Muscle> {
    let count = muscles.count / frames.count
    return muscles[(frame * count)..<((frame + 1) * count)]
  }
}
