import Activities
import Foundation
import Knee
import ModelFiles
import Testing

@testable import Scenarios

/// Effects over time, and sessions added up.
@Suite struct InterventionTests {
  private func use(_ name: String, stated: Double? = nil) throws -> Intervention.Use {
    let intervention = try #require(try loadInterventions().first { $0.name == name })
    return try #require(Intervention.Use(intervention, stated: stated))
  }

  @Test func `the published time leaves five percent of the effect`() throws {
    for intervention in try loadInterventions() {
      guard let course = intervention.time_course else { continue }
      let use = try #require(Intervention.Use(intervention, stated: -0.2))
      #expect(use.effect(after: 0) == -0.2)
      #expect(abs(use.left(after: course.gone_after_s) - exp(-3)) < 1e-15)
      #expect(abs(use.left(after: course.gone_after_s) - 0.05) < 3e-4)
    }
  }

  @Test func `the defaults are the published ones`() throws {
    #expect(try use("massage").initialEffect == -0.05)
    #expect(try use("stretching").initialEffect == -0.13)
    #expect(try use("stretching").ends(after: 0)?.most == -0.39)
    let later = try use("stretching").ends(after: 300)
    #expect(abs(try #require(later).most + 0.39 * exp(-1)) < 1e-15)
    // A stated effect has no published spread.
    #expect(try use("stretching", stated: -0.2).ends(after: 0) == nil)
  }

  /// Valera-Calero 2022 against Kelly 2021.
  @Test func `needling changes nothing by default, and both sides are there`() throws {
    let needling = try use("dry-needling")
    #expect(needling.initialEffect == 0 && needling.effect(after: 3600) == 0)
    #expect(needling.intervention.trials_against.contains { $0.name == "Valera-Calero 2022" && $0.n == 60 })
    #expect(needling.intervention.trials_for.contains { $0.name == "Kelly 2021" })
    let tension = MuscleTension(tone: 0.1, stiffness: 1.5)
    #expect(try needling.applied(needling.initialEffect, to: tension) == tension)
  }

  @Test func `an effect is a part of the present value of its own parameter`() throws {
    let now = MuscleTension(tone: 0.1, stiffness: 1.5, shortening: 0.05, strength: 0.8)
    let stretched = try use("stretching").applied(-0.2, to: now)
    #expect(abs(stretched.stiffness - 1.2) < 1e-15)
    #expect(stretched.tone == 0.1 && stretched.shortening == 0.05 && stretched.strength == 0.8)
    let stronger = try use("strengthening").applied(0.25, to: now)
    #expect(abs(stronger.strength - 1) < 1e-15 && stronger.stiffness == 1.5)
    #expect(try use("taping").applied(0, to: now) == now)
    #expect(try use("weight-loss", stated: -0.1).applied(-0.1, to: now) == now)
  }

  @Test func `a parameter that would leave its range is refused`() throws {
    let stretching = try use("stretching")
    #expect(throws: InputError.self) { try stretching.applied(-1.01, to: .healthy) }
    #expect(throws: InputError.self) { try stretching.applied(0.5, to: .init(stiffness: 10)) }
    let strengthening = try use("strengthening")
    #expect(throws: InputError.self) { try strengthening.applied(0.5, to: .init(strength: 2)) }
  }

  @Test func `weight loss has no default`() throws {
    let intervention = try #require(try loadInterventions().first { $0.name == "weight-loss" })
    #expect(Intervention.Use(intervention) == nil)
  }

  @Test func `sessions add up`() throws {
    let massage = try use("massage")
    // The time constant is a minute: sessions two minutes apart.
    let course = InterventionCourse(sessions: 3, every: 120, until: 600)
    let sum = course.effect(of: massage, at: 300, includesSessionAt: true)
    #expect(abs(sum + 0.05 * (exp(-5) + exp(-3) + exp(-1))) < 1e-15)
    #expect(course.effect(of: massage, at: 0, includesSessionAt: false) == 0)
    #expect(course.effect(of: massage, at: 0, includesSessionAt: true) == -0.05)
    let before = course.effect(of: massage, at: 120, includesSessionAt: false)
    let after = course.effect(of: massage, at: 120, includesSessionAt: true)
    #expect(abs(after - before + 0.05) < 1e-15)
    // One session is the effect after it.
    let single = InterventionCourse(sessions: 1, every: 60, until: 600)
    #expect(single.effect(of: massage, at: 90, includesSessionAt: true) == massage.effect(after: 90))
  }

  /// Longo 2021: -11 % after 6 weeks and -16 % after 12; Nakamura 2021: gone 5 weeks later.
  @Test func `a programme goes through its published values and then fades`() throws {
    let programme = try use("stretching-programme")
    let week = 604_800.0
    let course = InterventionCourse(sessions: 12, every: week, until: 26 * week)
    func effect(_ weeks: Double) -> Double {
      course.effect(of: programme, at: weeks * week, includesSessionAt: true)
    }
    #expect(effect(0) == 0)
    #expect(abs(effect(6) + 0.11) < 1e-4)
    #expect(abs(effect(12) + 0.16) < 1e-12)
    #expect(abs(effect(17) - effect(12) * exp(-3)) < 1e-12)
    // Sessions five times a week for the same time are the same programme.
    let often = InterventionCourse(sessions: 60, every: week / 5, until: 26 * week)
    #expect(abs(often.effect(of: programme, at: 12 * week, includesSessionAt: true) + 0.16) < 1e-12)
    // Between sessions a month apart it fades.
    let rare = InterventionCourse(sessions: 2, every: 4 * week, until: 8 * week)
    func rarely(_ weeks: Double) -> Double {
      rare.effect(of: programme, at: weeks * week, includesSessionAt: true)
    }
    #expect(rarely(1).magnitude > rarely(4).magnitude && rarely(5).magnitude > rarely(4).magnitude)
  }

  @Test func `the moments of a course stand in order, around each session and weekly until the end`() throws {
    let week = 604_800.0
    let course = InterventionCourse(sessions: 4, every: week, until: 12 * week)
    let instants = course.instants(of: try use("stretching"))
    #expect(instants.count == 17)
    #expect(instants.map(\.time) == instants.map(\.time).sorted())
    #expect(instants.prefix(3).map(\.event) == [.before(1), .after(1), .before(2)])
    #expect(instants.prefix(3).map(\.effect) == [0, -0.13, 0])
    #expect(instants.last?.time == 12 * week && instants.last?.event == InterventionCourse.Instant.Event.none)
    let programme = course.instants(of: try use("stretching-programme"))
    #expect(programme.count == 13 && programme[1].event == .at(2))
    // Short, long, odd and single courses.
    for (sessions, every, until) in [
      (1, 60.0, 3600.0), (5, 120, 3600), (3, week, 100 * week), (2, 5e5, 3.3e6),
    ] {
      let course = InterventionCourse(sessions: sessions, every: every, until: until)
      let instants = course.instants(of: try use("massage"))
      #expect(instants.map(\.time) == instants.map(\.time).sorted())
      #expect(instants.last?.time == until)
      #expect((2 * sessions + 4...2 * sessions + 32).contains(instants.count), "\(instants.count)")
    }
  }

  /// The knee and the muscles stay those of the heavier person.
  @Test func `a lighter body asks for smaller moments of the same knee`() throws {
    var simulator = try Simulator(model: loadModel(), person: Person())
    let frame = try Activity.motion(named: "squat", person: Person(), depth: nil).frames[50]
    let now = simulator.task(for: frame)
    #expect(simulator.carriedMass == 75)
    simulator.carriedMass = 60
    let lighter = simulator.task(for: frame)
    #expect(abs(lighter.moment[1] / now.moment[1] - 0.8) < 1e-12)
    let ratio = lighter.posture.externalForce.y / now.posture.externalForce.y
    #expect(abs(ratio - 0.8) < 1e-12)
  }
}
