import Figures
import Knee
import Results
import Studies
import Testing

@testable import Pictures

/// Pictures of a study's states, each at its own peak, with and without words.
struct KneeStudyPictureTests {
  private struct Solved: Sendable {
    var study: Study
    var outcome: PointOutcome
    var picture: KneePicture
  }
  private static let squat = Result {
    let study = try StudyFile.load(path: "tight-hamstrings-squat")
    let outcome = StudyRunner(study).solve(0)
    return Solved(study: study, outcome: outcome, picture: try KneePicture(study, outcome))
  }

  @Test func `Without words, arrows are to each other as the peaks of the study`() throws {
    let solved = try Self.squat.get()
    let root = try solved.picture.wordless(width: 84).root
    let peaks = try solved.outcome.states.prefix(2).map {
      try #require($0.summary).peak_patellofemoral_force_N
    }
    let lengths = try root.all("panel").map { panel in
      let arrow = try #require(panel.all("kneecap").first?.arrow)
      return distance(arrow.tail, arrow.tip)
    }
    #expect(lengths.count == 2 && lengths[0] > 10)
    // Ends are written to a hundredth of a millimeter.
    #expect(abs(lengths[1] - lengths[0] * peaks[1] / peaks[0]) < 0.02)
    #expect(abs(peaks[1] / peaks[0] - 1) > 0.01)
  }

  @Test func `Without words there is no text, and both knees lie inside`() throws {
    let picture = try Self.squat.get().picture
    for width in [60.0, 84, 170] {
      let drawing = try picture.wordless(width: width)
      #expect(!drawing.body.flatMap(\.all).contains { $0.name == "text" || $0.text != nil })
      let frames = drawing.root.all("panel").compactMap { $0.children.last }
      #expect(frames.count == 2)
      // Narrow drawings are reduced ones of 120 mm.
      let (right, bottom) = (max(width, 120), drawing.height * max(width, 120) / width)
      for frame in frames {
        #expect(frame.number("x") >= 0 && frame.number("x") + frame.number("width") <= right)
        #expect(frame.number("y") >= 0 && frame.number("y") + frame.number("height") <= bottom + 0.01)
      }
      #expect(frames[0].number("x") + frames[0].number("width") < frames[1].number("x"))
      #expect(drawing.root.all("contact").count > 2)
    }
    #expect(picture.description.contains("a quarter released: 391 %"))
    try Sample.compare(picture.wordless(width: 84), "knee-wordless-84")
  }

  @Test func `In color are the muscles whose tension the study changes`() throws {
    let solved = try Self.squat.get()
    let hamstrings = try solved.study.model.words.indices(of: "hamstrings")
    let names = Set(hamstrings.map { MuscleWords.spoken(solved.study.model.muscleNames[$0]) })
    for panel in solved.picture.panels {
      #expect(Set(try #require(panel.scene).muscles.filter(\.isReleased).map(\.name)) == names)
    }
    #expect(solved.picture.released == "hamstrings")
  }

  @Test func `Held forces are those of the study; a lighter body changes no muscle`() throws {
    for name in ["hamstrings-fixed-forces", "mass-loss"] {
      let study = try StudyFile.load(path: name)
      let outcome = StudyRunner(study).solve(0)
      let picture = try KneePicture(study, outcome)
      for (panel, state) in zip(picture.panels, outcome.states) {
        let peak = try #require(state.summary).peak_patellofemoral_force_N
        #expect(try #require(panel.scene).contact.newtons == peak)
      }
      #expect(picture.released.isEmpty == (name == "mass-loss"))
    }
  }

  @Test(arguments: [85.0, 170]) func `Names stand alike in both drawings`(width: Double) throws {
    let root = try Self.squat.get().picture.drawing(width: width).root
    func place(of name: String, in panel: SVG) throws -> Point {
      let frame = try #require(panel.all.first { $0.name == "rect" && $0.number("rx") > 0 })
      let label = try #require(
        panel.all.first { $0.text == name && $0["aria-hidden"] == nil && $0["font-size"] == nil },
        "\(name) of \(panel.all.compactMap(\.text))")
      return Point(label.number("x") - frame.number("x"), label.number("y") - frame.number("y"))
    }
    let panels = root.all("panel")
    for name in [
      "thigh bone", "shin bone", "kneecap", "hamstrings", "quadriceps", "calf", "tendon of the kneecap",
    ] {
      // The knees themselves are not quite alike.
      let (now, after) = (try place(of: name, in: panels[0]), try place(of: name, in: panels[1]))
      #expect(distance(now, after) < 4, "\(name): \(now), \(after)")
    }
  }

  @Test func `A left knee is the mirror image beside a right one`() throws {
    var study = try Self.squat.get().study
    study.whatIfs[0].changes = [.side(.left)]
    let picture = try KneePicture(study, StudyRunner(study).solve(0))
    #expect(picture.panels.map(\.isLeft) == [false, true])
    for root in [try picture.drawing(width: 170).root, try picture.wordless(width: 84).root] {
      let arrows = try root.all("panel").map { panel in try #require(panel.all("kneecap").first?.arrow) }
      #expect(arrows.count == 2)
      let (right, left) = (arrows[0].tip.x - arrows[0].tail.x, arrows[1].tip.x - arrows[1].tail.x)
      // Ends are written to a hundredth of a millimeter.
      #expect(right < -5 && abs(right + left) < 0.03)
    }
  }

  @Test func `A state that was not solved leaves no picture without words`() throws {
    var picture = try Self.squat.get().picture
    picture.panels[1].scene = nil
    #expect(throws: FigureError.self) { try picture.wordless(width: 84) }
    var solved = try Self.squat.get()
    solved.outcome.states[1].status = .cannotBeHeld
    let error = #expect(throws: Failure.self) { try KneePicture(solved.study, solved.outcome) }
    #expect(error?.status == .cannotBeHeld)
  }
}
