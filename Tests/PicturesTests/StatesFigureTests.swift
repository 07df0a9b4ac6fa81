import Figures
import Results
import Scenarios
import Testing

@testable import Pictures

@Suite struct StatesFigureTests {
  private static func column(_ name: String = "patellofemoral_force_BW") throws -> FrameColumn {
    try #require(FrameColumn.all(muscles: ["soleus"]).first { $0.name == name })
  }

  @Test(arguments: [85.0, 170]) func `curves, bars and the map of pressure look as they did`(width: Double)
    throws
  {
    let release = try Sample.release()
    let models = try release.states.map { _ in try Sample.squat().simulator.model }
    try Sample.compare(
      release.curves(of: Self.column(), over: .phase).drawing(width: width), "curves-\(Int(width))")
    try Sample.compare(release.bars(of: PeakColumn.all[0]).drawing(width: width), "bars-\(Int(width))")
    try Sample.compare(release.pressure(models: models).drawing(width: width), "pressure-\(Int(width))")
  }

  @Test func `curves hold the numbers of the frames, and the event is the peak of the first`() throws {
    let release = try Sample.release()
    let figure = try release.curves(of: Self.column(), over: .flexion)
    guard case .lines(let lines, let events) = figure.panels[0].marks else {
      Issue.record("no lines")
      return
    }
    for (line, state) in zip(lines, release.states) {
      #expect(line.points.map(\.x) == state.frames.map(\.knee_flexion_deg))
      #expect(line.points.map(\.y) == state.frames.map(\.patellofemoral.force_BW))
    }
    #expect(lines[0].peak?.y == release.states[0].summary?.peak_patellofemoral_force_BW)
    #expect(events.map(\.x) == lines[0].peak.map { [$0.x] })
    #expect(
      figure.panels[0].x.text == "knee flexion (deg)" && figure.panels[0].y.text == "Kneecap force (BW)")
  }

  @Test func `the map's largest pressure is the summary's, and white is where nothing touches`() throws {
    let release = try Sample.release()
    let models = try release.states.map { _ in try Sample.squat().simulator.model }
    let figure = try release.pressure(models: models)
    for (panel, state) in zip(figure.panels, release.states) {
      let grid = try #require(panel.marks.grid)
      let most = try #require(grid.values.joined().compactMap(\.self).max())
      let peak = try #require(state.summary).peak_pressure_MPa
      // The pose went through degrees and millimeters.
      #expect((most - peak).magnitude < 1e-6 * peak)
      #expect(grid.values.joined().contains(0))
    }
  }

  @Test func `the published spread is around the second curve and the second bar`() throws {
    var release = try Sample.release()
    release.ends = [release.states[0], release.states[2]]
    let figure = try release.curves(of: Self.column(), over: .phase)
    let lines = try #require(figure.panels[0].marks.lines)
    for (i, point) in lines[1].points.enumerated() {
      let ends = release.ends.map { $0.frames[i].patellofemoral.force_BW }
      #expect(point.low == ends.min() && point.high == ends.max())
    }
    #expect(lines[0].points.allSatisfy { $0.low == nil })
    #expect(figure.notes.contains { $0.contains("published spread") })
    let bars = try #require(try release.bars(of: PeakColumn.all[0]).panels[0].marks.bars)
    #expect(bars[1].low != nil && bars[0].low == nil && (bars[1].low ?? 0) < (bars[1].high ?? 0))
  }

  @Test func `frames that were not solved are a gap that is named; where all failed, nothing is drawn`()
    throws
  {
    var release = try Sample.release()
    release.states[1].frames[4].status = "max-iterations"
    let figure = try release.curves(of: Self.column(), over: .phase)
    let lines = try #require(figure.panels[0].marks.lines)
    #expect(lines[1].points[4].y == nil && lines[1].points[5].y != nil)
    #expect(figure.notes.contains { $0.hasPrefix("Gaps in after release: 1 of ") })

    for i in release.states.indices {
      for j in release.states[i].frames.indices { release.states[i].frames[j].status = "max-iterations" }
    }
    release.states[0].reason = "the knee slips"
    let (failed, column) = (release, try Self.column())
    let curves = #expect(throws: FigureError.self) { _ = try failed.curves(of: column, over: .phase) }
    let bars = #expect(throws: FigureError.self) { _ = try failed.bars(of: PeakColumn.all[0]) }
    for error in [curves, bars] {
      #expect(error?.kind == .nothingSolved && error?.description.contains("the knee slips") == true)
    }
  }

  @Test func `a single pose has bars and no curve; forty states have bars and no curves`() throws {
    var release = try Sample.release()
    for i in release.states.indices {
      release.states[i].frames = [release.states[i].frames[3]]
      release.states[i].frames[0].phase_percent = nil
    }
    let (one, column) = (release, try Self.column())
    let pose = #expect(throws: FigureError.self) { _ = try one.curves(of: column, over: .phase) }
    #expect(pose?.description.contains("figure bars") == true)
    #expect(try release.bars(of: PeakColumn.all[0]).drawing(width: 85).height > 30)

    var many = try Sample.release()
    let three = many.states
    many.states = (0..<40).map { i in
      var state = three[i % 3]
      state.name = "state \(i)"
      return state
    }
    let forty = many
    let refused = #expect(throws: FigureError.self) { _ = try forty.curves(of: column, over: .phase) }
    #expect(refused?.kind == .tooMuch)
    #expect(try many.bars(of: PeakColumn.all[0]).drawing(width: 170).height <= 297)
    let narrow = #expect(throws: FigureError.self) {
      _ = try forty.bars(of: PeakColumn.all[0]).drawing(width: 85)
    }
    #expect(narrow?.description.contains("--width 170 does") == true)
  }

  @Test func `eight maps of pressure stand in two columns on a page; nine are refused with what takes them`()
    throws
  {
    var release = try Sample.release()
    let model = try Sample.squat().simulator.model
    let three = release.states
    func states(_ count: Int) -> SolvedStates {
      release.states = (0..<count).map { three[$0 % 3] }
      return release
    }
    let eight = try states(8).pressure(models: Array(repeating: model, count: 8)).drawing(width: 170)
    #expect(eight.height <= 297)
    let places = Set(
      eight.root.all.filter { $0["class"] == "panel" }.compactMap { $0.children.first?["x"] })
    #expect(places.count == 2)

    let nine = states(9)
    let refused = #expect(throws: FigureError.self) {
      _ = try nine.pressure(models: Array(repeating: model, count: 9))
    }
    #expect(refused?.kind == .tooMuch && refused?.description.contains("at most 8") == true)
    #expect(refused?.description.contains("'trochlea figure bars") == true)
  }

  @Test func `every picture says what it is not`() throws {
    let release = try Sample.release()
    let figures = [
      try release.curves(of: Self.column(), over: .phase), try release.bars(of: PeakColumn.all[0]),
      try Sample.validation().figure,
    ]
    for figure in figures {
      #expect(figure.notes.joined().contains("does not measure your knee, and it is not medical advice"))
      #expect(!figure.description.isEmpty)
      #expect(figure.subtitle.contains("model lenhart2015-sagittal ("))
    }
  }

  @Test func `an axis of changes shows one percent at the least, to the sides that they go to`() {
    #expect(leastRange(ofChanges: [-0.1, -8]) == -1...0)
    #expect(leastRange(ofChanges: [0.1]) == 0...1 && leastRange(ofChanges: [0.1, -0.2]) == -1...1)
    #expect(leastRange(ofChanges: [-1e-15]) == 0...1 && leastRange(ofChanges: []) == 0...1)
  }

  @Test func `every column of frames and summaries has a unit and words without it`() {
    for column in FrameColumn.all(muscles: ["soleus"]) {
      let axis = axis(ofColumn: column.name)
      #expect(axis.unit != nil && !axis.label.isEmpty && !axis.label.contains("_"), "\(column.name)")
    }
    #expect(axis(ofColumn: "tension_hamstrings_tone").text == "tension hamstrings tone (fraction)")
    #expect(axis(ofColumn: "soleus_fiber_length").text == "soleus fiber length (optimal lengths)")
    #expect(axis(ofColumn: "patellofemoral_impulse_BW_percent").text == "kneecap impulse (BW %)")
  }
}
