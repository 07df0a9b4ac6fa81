import Knee
import Results
import Scenarios
import Testing

@testable import Studies

/// What is solved of a study: boundaries, parts of a change, body mass.
@Suite struct StudyRunnerTests {
  static func solve(_ text: String) throws -> [StateOutcome] {
    let study = try StudyFile.load(Array(text.utf8), name: "study.yaml")
    return StudyRunner(study).solve(0).states
  }

  static func text(_ boundary: String) -> String {
    """
    trochlea: 1
    activity: squat
    boundary: \(boundary)
    tension: {hamstrings: {tone: 10 %}}
    what_if:
      - {name: half, release: {hamstrings: 50 %}}
      - {name: none, release: {hamstrings: 100 %}}
    """
  }

  @Test
  func
    `with forces held the hamstrings do a fraction of what they do in a task, and only by moving the joint`()
    throws
  {
    let task = try Self.solve(Self.text("fixed-moments"))
    let held = try Self.solve(Self.text("fixed-forces"))
    #expect(task[0].summary == held[0].summary && task[0].patellofemoral_change == nil)
    for index in 1...2 {
      let (a, b) = (task[index], held[index])
      let change = try #require(a.summary?.change_peak_patellofemoral_force_percent)
      let small = try #require(b.summary?.change_peak_patellofemoral_force_percent)
      #expect(change < 0 && small < 0 && abs(small) < 0.3 * abs(change))
      #expect(a.scenario_hash != b.scenario_hash)
      let parts = try #require(b.patellofemoral_change)
      let force = try #require(parts.before_N)
      #expect(abs(parts.from_quadriceps_N ?? .infinity) < 1e-6 * force)
      #expect(abs(parts.from_changed_muscles_N ?? .infinity) < 1e-6 * force)
    }
    // With all forces held the hamstrings' own excess shows as a moment that the knee no longer makes.
    #expect(held[2].frames?.contains { abs($0.excess_moment_Nm?.knee ?? 0) > 1 } == true)
    #expect(task[2].frames?.allSatisfy { $0.excess_moment_Nm == nil } == true)
  }

  @Test func `the parts of a change add up to that of the peaks`() throws {
    for state in try Self.solve(Self.text("fixed-moments")).dropFirst() {
      let parts = try #require(state.patellofemoral_change)
      let sum = [
        parts.from_changed_muscles_N, parts.from_quadriceps_N, parts.from_joint_shift_N,
        parts.from_moved_peak_N,
      ].reduce(0) { $0 + ($1 ?? .nan) }
      let peaks = try #require(parts.after_N) - (try #require(parts.before_N))
      #expect(abs(sum - peaks) < 1e-6 * (parts.before_N ?? 0))
      #expect(parts.after_N == state.summary?.peak_patellofemoral_force_N)
    }
  }

  @Test func `a lighter body keeps knee and muscles, and has no parts of a change`() throws {
    let states = try Self.solve(
      """
      trochlea: 1
      person: {mass: 90 kg}
      activity: {name: squat, depth: 60 deg}
      what_if: [{name: less, mass: -5 kg}, {name: lighter person, mass: -10 kg}]
      """)
    #expect(states.map(\.mass_kg) == [90, 85, 80])
    let forces = states.compactMap { $0.summary?.peak_patellofemoral_force_N }
    #expect(forces.count == 3 && forces[0] > forces[1] && forces[1] > forces[2])
    // Body weights are those of the person as now.
    let weights = zip(forces, states).map { $0 / ($1.summary?.peak_patellofemoral_force_BW ?? 0) }
    #expect(weights.allSatisfy { abs($0 - 90 * Person.gravity) < 1e-9 * 90 * Person.gravity })
    #expect(states.allSatisfy { $0.patellofemoral_change == nil })
  }

  @Test func `with fixed forces nothing but tension can change`() {
    let text = Self.text("fixed-forces") + "\n  - {name: lighter, mass: -5 kg}"
    #expect { try Self.solve(text) } throws: { error in
      let errors = (error as? StudyErrors)?.errors ?? []
      return errors.count == 1 && errors[0].line == 8 && errors[0].place == "what_if[3]"
        && errors[0].problem.contains("only tension can change")
    }
  }

  @Test func `assumed tension and reconstructed curves are said with every state`() throws {
    let states = try Self.solve(
      """
      trochlea: 1
      activity: stair-ascent
      tension: {hamstrings: {tone: 10 %}}
      what_if: [{name: none, release: {hamstrings: 100 %}}]
      """)
    for state in states {
      #expect(state.warnings.contains { $0.message == Wording.reconstructed("stair-ascent") })
    }
    let assumed = states.map {
      $0.warnings.contains { $0.message.contains("an assumption about this person") }
    }
    #expect(assumed == [true, false])
  }

  @Test func `forces held of a state that cannot be held are no sound answer either`() throws {
    let states = try Self.solve(
      """
      trochlea: 1
      activity: {name: squat, depth: 70 deg}
      boundary: fixed-forces
      tension: {quadriceps: {strength: 10 %}, hamstrings: {tone: 5 %}}
      what_if: [{name: none, release: {hamstrings: 100 %}}]
      """)
    #expect(states.map(\.status) == [.cannotBeHeld, .cannotBeHeld])
    #expect(states[1].reason?.contains("itself cannot-be-held") == true)
  }

  @Test func `a range means the same with and without exponents`() throws {
    func values(_ range: String) throws -> [Double] {
      let text = "trochlea: 1\nsweep: {grid: {tension.hamstrings.tone: '\(range)'}}"
      return try StudyFile.load(Array(text.utf8), name: "study.yaml").sweep?.values[0] ?? []
    }
    #expect(try values("0:0.5:1e-1") == values("0:0.5:0.1") && values("0:0.5:0.1").count == 6)
    #expect(try values("0:5e1:1e1 %") == values("0:50:10 %") && values("0:50:10 %").count == 6)
  }
}
