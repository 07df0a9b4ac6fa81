import Foundation
import Testing

@testable import Figures
@testable import Pictures

/// The moving knee, read back from the SVG.
struct KneeAnimationTests {
  private static func root(_ release: ReleasePicture) throws -> SVG {
    try release.animation().drawing(width: 170).root
  }

  /// A movement of one frame.
  private static func pose() throws -> KneeAnimation {
    var pose = try KneeSample.squat().animation()
    pose.phases = [0]
    for i in pose.panels.indices { pose.panels[i].scenes = Array(pose.panels[i].scenes.prefix(1)) }
    return pose
  }

  @Test func `It moves without a script, and stands still for who prefers that`() throws {
    let root = try Self.root(KneeSample.squat())
    #expect(!root.all.contains { $0.name == "script" || $0.attributes.contains { $0.name.hasPrefix("on") } })
    #expect(root.all.first { $0.name == "style" }?.text?.contains("prefers-reduced-motion: reduce") == true)
    #expect(root.all("still").count == 3 && root.all("moving").count == 3)
    #expect(root.all("still").allSatisfy { $0.all.allSatisfy { !$0.name.hasPrefix("animate") } })
  }

  @Test func `Three instants look as they did`() throws {
    var short = try KneeSample.squat().animation()
    short.phases = [0, 50, 100]
    for i in short.panels.indices {
      let scenes = short.panels[i].scenes
      short.panels[i].scenes = [scenes[0], scenes[scenes.count / 2], scenes[scenes.count - 1]]
    }
    try Sample.compare(short.drawing(width: 85), "animation-85")
  }

  @Test func `Where nothing moves, it shows the greatest force`() throws {
    let animation = try KneeSample.squat().animation()
    let root = try animation.drawing(width: 170).root
    let forces = animation.shown.map { animation.panels[0].scenes[$0]?.contact.newtons ?? 0 }
    let motion = try #require(root.all("moving")[0].all.first { $0["type"] == "rotate" })
    let turns = try #require(motion["values"]).split(separator: ";")
    let turning = try #require(
      root.all("moving")[0].all.first { $0["transform"]?.hasPrefix("rotate") == true })
    let base = try #require(turns.firstIndex { turning["transform"] == "rotate(\($0))" })
    // Key frames are three frames apart: the nearest to the peak is all but as great.
    #expect(forces[base] > 0.98 * (forces.max() ?? 0))
  }

  @Test func `Every motion has one value for every key frame, and every path as many points in all`() throws {
    let root = try Self.root(KneeSample.squat())
    let motions = root.all.filter { $0.name.hasPrefix("animate") }
    #expect(motions.count > 30)
    for motion in motions {
      let values = try #require(motion["values"]).split(separator: ";")
      #expect(values.count == 41)
      if motion["attributeName"] == "d" {
        #expect(Set(values.map { $0.count { "MLZ".contains($0) } }).count == 1)
      }
    }
  }

  @Test func `Bodies and force move to where the still pictures have them`() throws {
    let release = try KneeSample.squat()
    let animation = try release.animation()
    let root = try Self.root(release)
    let moving = try #require(root.all("moving").first)
    let scenes = animation.shown.map { animation.panels[0].scenes[$0] }
    // The arrow: place of its tip, and its length inside the scaled group.
    let arrow = try #require(moving.all("force").first)
    let tips = try #require(arrow.children[0]["values"]).split(separator: ";")
    let shafts = try #require(arrow.all.first { $0["attributeName"] == "d" }?["values"]).split(separator: ";")
    var perNewton: [Double] = []
    for (i, scene) in scenes.enumerated() {
      let scene = try #require(scene)
      let tip = tips[i].split(separator: " ").compactMap { Double($0) }
      #expect(distance(Point(tip[0], tip[1]), scene.contact.at) < 0.01)
      let length = try -(#require(shafts[i].dropFirst().split(separator: " ").first.flatMap { Double($0) }))
      perNewton.append(length / scene.contact.newtons)
      #expect(abs(length - perNewton[0] * scene.contact.newtons) < 0.02 + 0.01 * scene.contact.newtons / 100)
    }
    // Outlines, turned and shifted as rigid lines, against their true places.
    let o = animation.outlines
    func farthest(
      _ name: String, _ curve: KneeOutlines.Curve, _ place: (KneeScene, Point) -> Point
    ) throws -> Double {
      let body = try #require(
        moving.all.first { $0.children.contains { $0.children.contains { $0["class"] == name } } })
      let shifts = try #require(body.children[0]["values"]).split(separator: ";")
      let turning = body.children[1]
      let turns = try #require(turning.children[0]["values"]).split(separator: ";")
      var farthest = 0.0
      for (i, scene) in scenes.enumerated() {
        let scene = try #require(scene)
        let shift = shifts[i].split(separator: " ").compactMap { Double($0) }
        let turn = try #require(Double(turns[i])) * .pi / 180
        for p in curve.points {
          let x = shift[0] + cos(turn) * p.x - sin(turn) * p.y
          let y = shift[1] + sin(turn) * p.x + cos(turn) * p.y
          farthest = max(farthest, distance(Point(x, y), place(scene, p)))
        }
      }
      return farthest
    }
    // Tilts and rotations up to 10 deg make a body up to 2 % narrower: the kneecap is 20 mm wide.
    #expect(try farthest("patella", o.patellaBone) { $0.patella($1, z: o.patellaBone.z) } < 0.5)
    #expect(try farthest("tibia-cartilage", o.tibiaCartilage) { $0.tibia($1, z: o.tibiaCartilage.z) } < 0.5)
    // The shin bone is 53 mm wide.
    #expect(try farthest("tibia", o.tibiaBone) { $0.tibia($1, z: o.tibiaBone.z) } < 1)
  }

  @Test func `Stills for a film are pictures of one instant, all of one size, at an even rate`() throws {
    let animation = try KneeSample.squat().animation()
    #expect(animation.stills.count == Int(KneeAnimation.filmRate * animation.duration))
    #expect(animation.stills.first == 0 && animation.stills.last == 100)
    let steps = zip(animation.stills, animation.stills.dropFirst()).map { $1 - $0 }
    #expect(Set(steps) == [2, 3])
    let stills = try animation.stills.prefix(5).map { try animation.drawing(width: 170, frame: $0) }
    #expect(Set(stills.map(\.height)).count == 1)
    #expect(Set(stills.map(\.svg)).count == 5)
    #expect(stills.allSatisfy { $0.root.all.allSatisfy { !$0.name.hasPrefix("animate") } })
    // Names would jump from picture to picture.
    #expect(stills.allSatisfy { $0.root.all.allSatisfy { $0.text != "thigh bone" } })
  }

  @Test func `Frames that were not solved are hidden and leave a gap; a single pose does not move`() throws {
    var animation = try KneeSample.squat().animation()
    let whole = try animation.drawing(width: 170).root
    for i in 20..<30 { animation.panels[1].scenes[i] = nil }
    let gapped = try animation.drawing(width: 170).root
    #expect(gapped.all.contains { $0["attributeName"] == "visibility" })
    #expect(!whole.all.contains { $0["attributeName"] == "visibility" })
    let curves = [whole, gapped].map { $0.all("curves")[0].all.count { $0.name == "path" } }
    #expect(curves[1] == curves[0] + 1)
    for panel in animation.panels.indices {
      animation.panels[panel].scenes = animation.panels[panel].scenes.map { _ in nil }
    }
    #expect(throws: FigureError.self) { try animation.drawing(width: 170) }
    let error = #expect(throws: FigureError.self) { try Self.pose().drawing(width: 170) }
    #expect(error?.kind == .tooMuch)
  }
}
