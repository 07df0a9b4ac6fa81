import Knee
import Results
import Testing

@testable import Studies

@Suite struct StudyFileTests {
  static func load(_ text: String) throws(StudyErrors) -> Study {
    try StudyFile.load(Array(text.utf8), name: "study.yaml")
  }

  @Test func `a study with everything is read`() throws {
    let study = try Self.load(
      """
      trochlea: 1
      title: Tight hamstrings
      person: {mass: 80 kg, height: 180 cm, sex: female, side: left}
      activity: {name: squat, depth: 60 deg, speed: 120 %}
      tension:
        hamstrings: {tone: 10 %}
        rectus femoris: {stiffness: 1.5}
      what_if:
        - name: half
          release: {hamstrings: 50 %}
        - name: lighter
          mass: -5 kg
          strengthen: {vasti: 20 %}
      sweep:
        grid:
          tension.hamstrings.tone: 0:30:10 %
          person.mass: [60 kg, 70 kg]
      """)
    #expect(study.pointCount == 8)
    let states = study.states(at: 3)
    #expect(states.map { $0.mass + $0.addedMass } == [70, 70, 65])
    let i = try #require(study.model.muscleNames.firstIndex(of: "semimembranosus"))
    #expect(states.map { $0.tension[i].tone } == [0.1, 0.05, 0.1])
    #expect(states[2].tension[study.model.muscleNames.firstIndex(of: "vastus_lateralis")!].strength == 1.2)
    #expect(states[0].activity.speed == 1.2 && states[0].side == .left)
  }
}
