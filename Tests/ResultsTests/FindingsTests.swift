import Knee
import Scenarios
import Testing

@testable import Results

@Suite struct FindingsTests {
  /// Three frames with a knee moment of 80 N·m that converged without any reserve.
  private func state() -> StateResult {
    var frame = FrameResult()
    frame.status = "converged"
    frame.net_moment_Nm = .init(hip: 50, knee: 80, ankle: -200)
    for muscle in ["vastus_lateralis", "semimembranosus", "tibialis_anterior"] {
      frame.muscles[muscle] = .init()
    }
    var frames = [frame, frame, frame]
    for index in frames.indices { frames[index].phase_percent = Double(index) * 50 }
    return StateResult(name: "as now", tension: [:], frames: frames, summary: Summary())
  }

  @Test func `a state that is solved and held has no findings`() {
    #expect(Finding.all(in: state()).isEmpty)
    #expect(CommandStatus([Finding]()) == .done)
  }

  @Test(arguments: [(0.99, 0), (1.01, 1), (-1.01, 1)])
  func `a reserve counts above one newton meter`(reserve: Double, findings: Int) {
    var state = state()
    state.frames[1].reserve_Nm.knee = reserve
    #expect(Finding.all(in: state).count == findings)
  }

  @Test(arguments: [(1.99, 0), (2.01, 1)])
  func `a reserve counts above one percent of a large moment`(reserve: Double, findings: Int) {
    var state = state()
    state.frames[1].reserve_Nm.ankle = -reserve
    #expect(Finding.all(in: state).count == findings)
  }

  @Test func `the message names joint, shortfall, frame and the muscles at their limit`() {
    var state = state()
    state.frames[1].reserve_Nm.knee = 8
    state.frames[2].reserve_Nm.knee = 12
    state.frames[2].muscles["vastus_lateralis"]?.activation = 1
    state.frames[2].muscles["semimembranosus"]?.activation = 1
    let findings = Finding.all(in: state)
    #expect(
      findings == [
        Finding(
          status: .cannotBeHeld,
          message:
            "as now: these muscles cannot hold the task: knee extension falls short by 12.0 N·m (15 % of 80.0 N·m)"
            + " at frame 2 (100 % of the motion), 2 of 3 frames; at their limit: vastus lateralis")
      ])
    #expect(CommandStatus(findings) == .cannotBeHeld)
  }

  @Test func `a shortfall the other way names the muscles of the other side`() throws {
    var state = state()
    state.frames[0].reserve_Nm.ankle = -20
    state.frames[0].muscles["tibialis_anterior"]?.activation = 1
    let message = try #require(Finding.all(in: state).first?.message)
    #expect(message.contains("ankle dorsiflexion falls short by 20.0 N·m (10 % of 200.0 N·m)"))
    #expect(message.hasSuffix("at their limit: tibialis anterior"))
  }

  @Test func `a shortfall without a muscle at its limit says so`() throws {
    var state = state()
    state.frames[0].reserve_Nm.hip = 5
    state.frames[0].net_moment_Nm.hip = 0
    let message = try #require(Finding.all(in: state).first?.message)
    #expect(message.contains("hip extension falls short by 5.0 N·m at frame 0"))
    #expect(message.contains("no muscle is at its limit"))
  }

  @Test func `a frame that did not converge outweighs a shortfall`() throws {
    var state = state()
    state.frames[0].reserve_Nm.knee = 30
    state.frames[1].status = "maxIterations"
    state.frames[1].iterations = 50
    state.frames[1].residual = 3.25
    let findings = Finding.all(in: state)
    #expect(findings.count == 2)
    #expect(
      findings[1].message
        == "as now: frame 1 (50 % of the motion) did not converge: maxIterations after 50 iterations, residual 3.25 N;"
        + " 1 of 3 frames")
    #expect(CommandStatus(findings) == .notConverged)
  }

  @Test func `a frame of a rig is named by its flexion`() throws {
    var state = state()
    state.frames[0].phase_percent = nil
    state.frames[0].knee_flexion_deg = 60
    state.frames[0].status = "singular"
    #expect(try #require(Finding.all(in: state).first).message.contains("frame 0 (knee 60.0 deg)"))
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
