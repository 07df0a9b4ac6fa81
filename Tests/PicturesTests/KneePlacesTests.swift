import Dense
import Knee
import Scenarios
import Testing

@testable import Figures
@testable import Pictures

/// Whether what is drawn lies where the solved model has it. Bounds are mm of the model's own knee.
struct KneePlacesTests {
  /// The first knee of a drawing, and what it was drawn from.
  private struct Drawn {
    var panel: SVG
    var scene: KneeScene
    var view: KneeView
    /// Of the scene, m and rad.
    var pose: [Double]
    var model: KneeModel

    init(_ release: ReleasePicture, flexion: Double) throws {
      let picture = try release.picture(at: .flexion(flexion), style: .paper)
      panel = try #require(picture.drawing(width: 170).root.all("panel").first)
      scene = try #require(picture.panels[0].scene)
      let frame = try #require(panel.all.first { $0.name == "rect" })
      view = KneeView(
        flexion: scene.flexion, isLeft: false, factor: picture.outlines.factor,
        corner: Point(frame.number("x"), frame.number("y")), width: frame.number("width"))
      model = release.simulator.model
      pose = try KneePlacesTests.pose(release, frame: release.frame(at: .flexion(flexion)))
    }

    func points(_ name: String) throws -> [Point] { try #require(panel.all(name).first).points }

    func distance(_ p: Point, toArea area: [Point]) -> Double {
      PicturesTests.distance(p, toArea: area) / (view.scale * model.height / 1.65)
    }

    /// The elements of the mesh that touch, each with its place on paper.
    var touching: [(element: KneeModel.TouchingElement, at: Point)] {
      model.touchingElements(of: .patella, at: pose).map { element in
        let place = model.place(element.place, on: .patella, at: pose)
        return (element, view(Point(1e3 * place.x, 1e3 * place.y)))
      }
    }
  }

  private static func pose(_ release: ReleasePicture, frame: Int) -> [Double] {
    let first = frame * Coordinate.count
    return Array(release.states[0].solved.solution.coordinates[first..<(first + Coordinate.count)])
  }

  @Test(arguments: KneePictureTests.instants)
  func `Contact lies on the drawn cartilage of the kneecap, and the arrow points into it`(
    instant: ReleasePicture.Instant
  ) throws {
    let root = try KneeSample.squat().picture(at: instant, style: .patient).drawing(width: 170).root
    for panel in root.all("panel") {
      let cartilage = try #require(panel.all("patella-cartilage").first).points
      let strips = panel.all("contact")
      #expect(!strips.isEmpty)
      for strip in strips {
        // Rounding to a hundredth, on both.
        for p in strip.points { #expect(distance(p, toArea: cartilage) < 0.03) }
      }
      let tip = try #require(panel.all("kneecap").first?.arrow).tip
      let nearest = strips.map { distance(tip, toArea: $0.points) }.min()
      // The center of pressure lies between both facets, which fall away from the drawn ridge by up to 3 mm, here at half size.
      #expect(nearest ?? .infinity < 1.5)
    }
  }

  @Test(arguments: [0.0, 30, 60, 90])
  func `What touches in the mesh lies on the drawn cartilage, beside a colored stretch`(flexion: Double)
    throws
  {
    let drawn = try Drawn(KneeSample.squat(at: flexion), flexion: flexion)
    let cartilage = try drawn.points("patella-cartilage")
    let outline = cartilage + cartilage.prefix(1)
    let strips = drawn.panel.all("contact").map(\.points)
    let plane = try KneeOutlines(of: drawn.model).patellaCartilage.z
    var inSection = 0
    for (element, at) in drawn.touching {
      // Both facets fall away from the ridge, by up to 5 mm.
      #expect((strips.map { drawn.distance(at, toArea: $0) }.min() ?? .infinity) < 5)
      guard (1e3 * element.place.z - plane).magnitude < 2 else { continue }
      inSection += 1
      // The outline was cut from a finer mesh than the 3 mm of these elements.
      let nearest = zip(outline, outline.dropFirst()).map { drawn.distance(at, toArea: [$0, $1]) }.min()
      #expect(nearest ?? .infinity < 0.3)
    }
    #expect(inSection >= 2)
  }

  @Test(arguments: [0.0, 30, 60, 90, 120])
  func `Each tendon ends on its own bone`(flexion: Double) throws {
    let drawn = try Drawn(KneeSample.squat(at: flexion), flexion: flexion)
    let (patella, tibia) = try (drawn.points("patella-area"), drawn.points("tibia-area"))
    let tendon = drawn.panel.all("patellar-tendon")
    #expect(tendon.count == 6)
    for strand in tendon {
      // The tip of the kneecap lies in the section; the shin bone's tuberosity falls away to both sides of it, and strands end up to
      // 15 mm beside it.
      #expect(drawn.distance(strand.points[0], toArea: patella) < 0.3)
      #expect(drawn.distance(strand.points[1], toArea: tibia) < 7)
    }
    let lines = drawn.panel.all("muscle").filter { $0["class"] == "muscle" }
    let muscles = drawn.scene.muscles.filter { !$0.isReleased }
    #expect(lines.count == muscles.count && drawn.panel.all("released").count == 4)
    let bones = try [
      patella, tibia, drawn.points("femur-area"), drawn.points("condyle-area"), drawn.points("decoration"),
    ]
    for (muscle, line) in zip(muscles, lines) {
      let end = try #require(line.points.last)
      if muscle.group == "quadriceps" {
        // The outer and the inner head end at the kneecap's sides, where it is lower than in the section.
        #expect(drawn.distance(end, toArea: patella) < 2.5, "\(muscle.name)")
      } else if drawn.view.frame.contains(end) {
        // Up to 20 mm to the inside, where the bones reach further back.
        #expect(bones.contains { drawn.distance(end, toArea: $0) < 9 }, "\(muscle.name)")
      }
    }
    #expect(muscles.count { $0.group == "quadriceps" } == 4)
  }

  @Test func `The part of the force that lies in the picture's plane is all but the whole`() throws {
    for (release, most) in [(try KneeSample.squat(), 0.03), (try KneeSample.deepSquat(), 0.05)] {
      let solution = release.states[0].solved.solution
      for (i, frame) in solution.frames.enumerated() {
        let force = release.simulator.model.touchingElements(of: .patella, at: Self.pose(release, frame: i))
          .reduce(Vector3.zero) { $0 + $1.force }
        let outside = 1 - (force.x * force.x + force.y * force.y).squareRoot() / force.length
        #expect(outside < most)
        if frame.knee_flexion_deg > 30 { #expect(outside < 0.02) }
        #expect((force.length - frame.patellofemoral.force_N).magnitude < 1e-6 * force.length)
      }
    }
  }
}
