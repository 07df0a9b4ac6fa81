import Activities
import Knee
import Scenarios
import Testing

@testable import Results

@Suite struct FindingsTests {
  /// Three frames with a knee moment of 80 N·m that converged without any reserve.
  private func state(_ name: String = "as now") -> StateResult {
    var frame = FrameResult()
    frame.status = "converged"
    frame.minimum_stiffness = 5
    frame.net_moment_Nm = .init(hip: 50, knee: 80, ankle: -200)
    for muscle in ["vastus_lateralis", "semimembranosus", "tibialis_anterior"] {
      frame.muscles[muscle] = .init()
    }
    var frames = [frame, frame, frame]
    for index in frames.indices { frames[index].phase_percent = Double(index) * 50 }
    return StateResult(name: name, tension: [:], frames: frames, summary: Summary())
  }

  /// The motion that asks for these moments of a person of 100 kg: hip 50, knee 80, ankle -200 N·m. The hip moment
  /// of the last frame, ten times as large, is not known and not asked for.
  private let motion: Motion = {
    var frame = MotionFrame()
    (frame.hipExtensionMoment, frame.kneeExtensionMoment, frame.anklePlantarflexionMoment) = (0.5, 0.8, -2)
    var last = frame
    last.hipExtensionMoment = 5
    last.hipMomentIsValid = false
    var motion = Samples.motion()
    motion.frames = [frame, frame, last]
    return motion
  }()

  private func findings(_ states: StateResult...) throws -> [Finding] {
    Finding.all(in: states, motion: motion, person: try Person(mass: 100))
  }

  @Test func `doubts about the motion come first, and do not change how the command ends`() throws {
    var doubtful = motion
    doubtful.doubts = ["N·m?"]
    let findings = Finding.all(in: [state()], motion: doubtful, person: try Person(mass: 100))
    #expect(findings == [Finding(status: .done, level: .warning, message: "N·m?")])
    #expect(CommandStatus(findings) == .done)
  }

  @Test func `a state that is solved and held has no findings`() throws {
    #expect(try findings(state()).isEmpty)
    #expect(CommandStatus([Finding]()) == .done)
  }

  @Test(arguments: [
    // 5 % of the largest moment of the motion: 10 N·m at the ankle.
    (LegJoint.ankle, 9.99, false), (.ankle, 10.01, true), (.ankle, -9.99, false), (.ankle, -10.01, true),
    // A twentieth of a newton meter per kg where that is more: 5 N·m at knee and hip, of which 4 and 2.5 are 5 %.
    (.knee, 4.99, false), (.knee, 5.01, true), (.hip, -4.99, false), (.hip, -5.01, true),
  ])
  func `a reserve counts from the larger of two limits, and is noted below`(
    joint: LegJoint, reserve: Double, counts: Bool
  ) throws {
    var state = state()
    switch joint {
    case .hip: state.frames[1].reserve_Nm.hip = reserve
    case .knee: state.frames[1].reserve_Nm.knee = reserve
    case .ankle: state.frames[1].reserve_Nm.ankle = reserve
    }
    let findings = try findings(state)
    #expect(findings.map(\.status) == [counts ? .cannotBeHeld : .done])
    #expect(CommandStatus(findings) == (counts ? .cannotBeHeld : .done))
  }

  @Test func `a reserve of the solver's size is not worth a word`() throws {
    var state = state()
    state.frames[1].reserve_Nm.knee = 0.0099
    #expect(try findings(state).isEmpty)
    state.frames[1].reserve_Nm.knee = 0.0101
    #expect(try findings(state).count == 1)
  }

  @Test func `small reserves of several joints are one note with the largest of each`() throws {
    var (first, second) = (state("as now"), state("after release"))
    first.frames[1].reserve_Nm.ankle = -1.5
    first.frames[2].reserve_Nm.ankle = -1.75
    second.frames[0].reserve_Nm.ankle = 0.5
    second.frames[0].reserve_Nm.knee = 0.25
    #expect(
      try findings(first, second) == [
        Finding(
          status: .done,
          message:
            "small reserve moments make up what the muscles do not supply: knee extension up to 0.25 N·m of"
            + " 80.0 N·m in 1 of 6 frames of all states (counts as not held above 5.0 N·m); ankle dorsiflexion up to"
            + " 1.75 N·m of 200.0 N·m in 3 of 6 frames of all states (counts as not held above 10.0 N·m)")
      ])
  }

  @Test func `the message names joint, shortfall, frame and the muscles at their limit`() throws {
    var state = state()
    state.frames[1].reserve_Nm.knee = 8
    state.frames[2].reserve_Nm.knee = 12
    state.frames[2].muscles["vastus_lateralis"]?.activation = 1
    state.frames[2].muscles["semimembranosus"]?.activation = 1
    let findings = try findings(state)
    #expect(
      findings == [
        Finding(
          status: .cannotBeHeld,
          message:
            "these muscles cannot hold the task: knee extension falls short by 12.0 N·m (15 % of 80.0 N·m)"
            + " at frame 2 (100 % of the motion), 2 of 3 frames; at their limit: vastus lateralis")
      ])
    #expect(CommandStatus(findings) == .cannotBeHeld)
  }

  @Test func `one joint that several states cannot hold is said once, where it is worst`() throws {
    var (first, second, third) = (state("as now"), state("after release"), state("no excess tension"))
    first.frames[1].reserve_Nm.knee = 8
    second.frames[2].reserve_Nm.knee = 12
    third.frames[0].reserve_Nm.knee = 1
    let findings = try findings(first, second, third)
    #expect(findings.count == 1)
    #expect(
      try #require(findings.first).message.contains(
        "at frame 2 (100 % of the motion) of 'after release', 2 of 9 frames of all states;"))
  }

  @Test func `a shortfall the other way names the muscles of the other side`() throws {
    var state = state()
    state.frames[0].reserve_Nm.ankle = -20
    state.frames[0].muscles["tibialis_anterior"]?.activation = 1
    let message = try #require(try findings(state).first?.message)
    #expect(message.contains("ankle dorsiflexion falls short by 20.0 N·m (10 % of 200.0 N·m)"))
    #expect(message.hasSuffix("at their limit: tibialis anterior"))
  }

  @Test func `a shortfall without a muscle at its limit says so`() throws {
    var state = state()
    state.frames[0].reserve_Nm.hip = 6
    state.frames[0].net_moment_Nm.hip = 0
    let message = try #require(try findings(state).first?.message)
    #expect(message.contains("hip extension falls short by 6.0 N·m at frame 0"))
    #expect(message.contains("no muscle is at its limit"))
  }

  @Test func `a frame that did not converge outweighs a shortfall`() throws {
    var state = state()
    state.frames[0].reserve_Nm.knee = 30
    state.frames[1].status = "maxIterations"
    state.frames[1].iterations = 50
    state.frames[1].residual = 3.25
    let findings = try findings(state)
    #expect(findings.count == 2)
    #expect(
      findings[1].message
        == "frame 1 (50 % of the motion) did not converge: maxIterations after 50 iterations, residual 3.25 N;"
        + " 1 of 3 frames")
    #expect(CommandStatus(findings) == .notConverged)
  }

  @Test func `what a frame that did not converge lacks is no result, but may be the reason`() throws {
    var state = state()
    state.frames[1].status = "stalled"
    state.frames[1].reserve_Nm = .init(hip: 0.2, knee: 30, ankle: -25)
    let findings = try findings(state)
    #expect(findings.map(\.status) == [.notConverged])
    #expect(
      try #require(findings.first).message.hasSuffix(
        "1 of 3 frames; when it was given up, the muscles lacked 30.0 N·m of knee extension, 25.0 N·m of ankle"
          + " dorsiflexion"))
  }

  @Test func `an equilibrium that is not stable by itself is noted`() throws {
    var (first, second) = (state("as now"), state("after release"))
    first.frames[0].minimum_stiffness = 0
    second.frames[1].minimum_stiffness = -0.001
    second.frames[2].minimum_stiffness = -3
    let findings = try findings(first, second)
    #expect(CommandStatus(findings) == .done)
    #expect(
      findings == [
        Finding(
          status: .done,
          message:
            "held in 2 of 6 frames of all states by an equilibrium that is not stable by itself (first: frame 1"
            + " (50 % of the motion) of 'after release'): steady muscle forces alone would not keep the bones there"
        )
      ])
    // A frame that did not converge is no equilibrium at all.
    first.frames[1].minimum_stiffness = -3
    first.frames[1].status = "stalled"
    #expect(try self.findings(first).map(\.status) == [.notConverged])
  }

  @Test func `a frame of a rig is named by its flexion`() throws {
    var state = state()
    state.frames[0].phase_percent = nil
    state.frames[0].knee_flexion_deg = 60
    state.frames[0].status = "singular"
    let findings = Finding.all(in: [state], motion: nil, person: try Person())
    #expect(try #require(findings.first).message.contains("frame 0 (knee 60.0 deg)"))
  }

  @Test(arguments: [(-40.2, "shin bone 40 mm backward of"), (16.4, "shin bone 16 mm forward of")])
  func `a shin bone that is too far from its place is said to be so without a sign`(
    shift: Double, words: String
  ) throws {
    var state = state()
    state.frames[1].tibiofemoral.anterior_translation_mm = shift
    let message = try #require(try findings(state).first?.message)
    #expect(message.contains(words) && message.hasPrefix("no living knee would hold this"))
  }

  @Test func `moments missing in a knee that has slipped are not laid to the muscles`() throws {
    var state = state()
    state.frames[1].clamps = [FrameResult.slipWords]
    state.frames[1].reserve_Nm.knee = 50
    let findings = try findings(state)
    let first = try #require(findings.first)
    #expect(first.status == .cannotBeHeld && first.message.hasPrefix("the modeled knee slips"))
    #expect(first.message.contains("frame 1 (50 % of the motion), 1 of 3 frames"))
    #expect(!findings.contains { $0.message.contains("these muscles cannot hold the task") })
  }

  @Test func `what is wrong and what is to be kept in mind are set off from each other`() {
    let text = Finding.text([
      .init(status: .done, level: .warning, message: "unit"), .init(status: .cannotBeHeld, message: "knee"),
      .init(status: .done, message: "ankle"),
    ])
    #expect(text == "\n  WARNING  unit\n  CAREFUL  knee\n  NOTE     ankle\n")
    #expect(Finding.text([.init(status: .done, message: "ankle")]) == "\n  NOTE     ankle\n")
    #expect(Finding.text([]).isEmpty)
  }
}

@Suite struct CommandStatusTests {
  @Test func `the numbers are those of the interface`() {
    let numbers: [CommandStatus: Int32] = [
      .done: 0, .different: 2, .cannotBeHeld: 3, .notConverged: 4, .usage: 64, .data: 65, .missing: 66,
      .cannotCreate: 73, .cannotWrite: 74, .interrupted: 130,
    ]
    #expect(numbers.count == CommandStatus.allCases.count)
    for (status, number) in numbers { #expect(status.rawValue == number) }
  }

  @Test(arguments: [(InputError.Kind.usage, CommandStatus.usage), (.data, .data), (.missing, .missing)])
  func `an input error ends with the status of its kind`(kind: InputError.Kind, status: CommandStatus) {
    let error = InputError(kind, file: "a.csv", line: 3, place: "x", problem: "'y' is wrong", allowed: "z")
    let failure = Failure(error)
    #expect(failure.status == status)
    #expect(failure.description == error.description)
  }
}
