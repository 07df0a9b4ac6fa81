import Results
import Scenarios
import Testing

@Suite struct CourseTests {
  @Test func `only effects that add up beyond one session are noted`() throws {
    let stretching = try #require(try loadInterventions().first { $0.name == "stretching" })
    let use = try #require(Intervention.Use(stretching, stated: -0.2))
    func note(_ every: Double) -> Finding? {
      Finding.addedEffects(
        InterventionCourse(sessions: 3, every: every, until: 3600).instants(of: use), use)
    }
    #expect(note(1800) != nil && note(60)?.message.contains("no trial named here measured that") == true)
    let weekly = InterventionCourse(sessions: 3, every: 604_800, until: 3e6).instants(of: use)
    #expect(Finding.addedEffects(weekly, use) == nil)
  }
}
