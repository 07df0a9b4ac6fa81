import Results
import Scenarios
import Testing

/// What is said of effects that go beyond what was measured.
@Suite struct CourseTests {
  private func use(_ name: String, stated: Double? = nil) throws -> Intervention.Use {
    let intervention = try #require(try loadInterventions().first { $0.name == name })
    return try #require(Intervention.Use(intervention, stated: stated))
  }

  /// The messages of a course, all of them CAREFUL.
  private func messages(
    _ use: Intervention.Use, sessions: Int, every: Double, until: Double = 1e9
  ) -> [String] {
    let course = InterventionCourse(sessions: sessions, every: every, until: until)
    let findings = Finding.all(of: use, effects: course.instants(of: use).map(\.effect), course: course)
    #expect(findings.allSatisfy { $0.level == .careful && $0.status == .done })
    return findings.map(\.message)
  }

  @Test func `sessions that come before the last effect is gone are warned of`() throws {
    let stretching = try use("stretching")
    #expect(messages(stretching, sessions: 2, every: 900).isEmpty)
    let close = messages(stretching, sessions: 2, every: 600)
    #expect(close.count == 1 && close[0].contains("sessions come every 10 min, before the effect of the one"))
    #expect(messages(stretching, sessions: 1, every: 600).isEmpty)
    // Nothing comes of nothing, but the default of needling has a spread.
    #expect(messages(try use("dry-needling", stated: 0), sessions: 3, every: 60).isEmpty)
    // A programme is made of sessions.
    #expect(messages(try use("stretching-programme"), sessions: 60, every: 120_960, until: 8e6).isEmpty)
  }

  @Test func `an effect beyond the published ones is warned of, in a course or stated`() throws {
    let many = messages(try use("stretching"), sessions: 10, every: 30)
    #expect(many.count == 2 && many[0].contains("-86.4 %") && many[0].contains("(-39 % to 0 %)"))
    // The effect at the end of 12 weeks is the published one; its plateau lies beyond.
    let week = 604_800.0
    #expect(messages(try use("stretching-programme"), sessions: 12, every: week, until: 20 * week).isEmpty)
    #expect(messages(try use("stretching-programme"), sessions: 30, every: week, until: 40 * week).count == 1)
    func stated(_ name: String, _ effect: Double) throws -> Int {
      Finding.all(of: try use(name, stated: effect), effects: [effect]).count
    }
    #expect(try stated("stretching", -0.39) == 0 && stated("stretching", -0.4) == 1)
    // More where trials found less is beyond them, too.
    #expect(try stated("stretching", 0.05) == 1 && stated("massage", 0.04) == 0)
    #expect(try stated("strengthening", 0.34) == 0 && stated("strengthening", -0.1) == 1)
  }
}
