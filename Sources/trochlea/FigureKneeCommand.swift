import ArgumentParser
import Figures
import Knee
import Pictures
import Results
import Scenarios
import Studies

struct FigureKneeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "knee", abstract: "The knee from the side, as now and after a release or another change.",
    discussion: """
      Examples:
        trochlea figure knee hamstrings --tone 10% --by 50% --activity squat --out knee.svg
        trochlea figure knee hamstrings --style paper --width 170 --out knee.pdf
        trochlea figure knee calf --activity walking --at 45% --side left --out knee.png
        trochlea figure knee hamstrings --flexion 110deg --out knee.svg
        trochlea figure knee tight-hamstrings-squat --state "half released" --out knee.svg

      Both drawings show the same instant in the same scale: without --at and --flexion, that of the greatest kneecap \
      force as now. --flexion takes the frame of the activity nearest to it, within 3 deg; a squat has any flexion from 0 to \
      120 deg: beyond the measured one it is computed from statics, and the picture says so. The arrow is the force with \
      which the kneecap presses on the thigh bone; the colors on its cartilage are pressure. Bones, cartilage, tendons and \
      muscles are where the solved model has them; what is dashed is decoration. A change in a study may change the movement, \
      too: of a study each drawing shows the instant of its own greatest force.

      For a patient nothing is drawn that no living knee would hold: the command ends with 3, or 4 where a frame was not \
      solved. For a paper it is drawn, and the panel says so.
      """)

  @OptionGroup var subject: FigureSubject
  @Option(
    help: .init("Of a study: the change that is drawn, where it has more than one.", valueName: "name"))
  var state: String?
  @Option(
    parsing: .unconditional,
    help: .init("peak, or percent of the motion, 0 to 100%. (default: peak)", valueName: "instant"))
  var at: String?
  @Option(
    parsing: .unconditional,
    help: .init("The frame nearest to this knee flexion, 0 to 120 deg, in place of --at.", valueName: "deg"))
  var flexion: String?
  @Option(
    help: .init(
      "patient: one arrow, percent of body weight; paper: also pulls, ligaments, axes, N. (default: patient)",
      valueName: "style"), completion: .list(KneePicture.Style.allCases.map(\.rawValue)))
  var style: String?

  @OptionGroup(title: "Output") var output: KneeOutput

  func execute(_ console: Console) throws -> CommandStatus {
    // Everything that can be wrong with the call is found before anything is solved.
    let plan = try output.plan()
    let instant = try instant()
    let style: KneePicture.Style = try choice(style, "style", place: "--style") ?? .patient
    let (picture, status) =
      switch try subject.find() {
      case .release(let release): try picture(of: release, at: instant, style, console)
      case .study(let study): (try picture(of: study, style), CommandStatus.done)
      }
    do {
      try plan.deliver(try picture.drawing(width: plan.width), console)
    } catch let error as FigureError {
      throw Failure(.notConverged, error.description)
    }
    return status
  }

  private func picture(
    of release: Release, at instant: ReleasePicture.Instant, _ style: KneePicture.Style, _ console: Console
  ) throws -> (KneePicture, CommandStatus) {
    if state != nil {
      throw InputError(
        .usage, place: "--state", problem: "only a study has several changes",
        allowed: "a study, or no --state")
    }
    let (chosen, remark) = try deepened(release, to: instant)
    var solved = try ReleasePicture(chosen, console, isQuiet: output.quiet)
    solved.remark = remark
    do {
      return (try solved.picture(at: instant, style: style), solved.tell(console))
    } catch let error as FigureError {
      throw Failure(.notConverged, error.description)
    }
  }

  private func picture(of study: Study, _ style: KneePicture.Style) throws -> KneePicture {
    for (option, value) in [("--at", at), ("--flexion", flexion)] where value != nil {
      throw InputError(
        .usage, place: option, problem: "a change in a study may be another movement",
        allowed: "no instant: each drawing shows that of its own greatest force")
    }
    let study = try study.withChange(named: state, for: "the picture")
    return try KneePicture(study, StudyRunner(study).solve(0), style: style)
  }

  /// The release in a movement that has the instant. Where the measured squat never bends so far or so little, and nothing is said
  /// of its depth, it is the squat from statics to this flexion.
  ///
  /// - Returns: also what is to be said of that; empty where nothing is.
  private func deepened(
    _ asked: Release, to instant: ReleasePicture.Instant
  ) throws(InputError) -> (Release, remark: String) {
    guard case .flexion(let degrees) = instant else { return (asked, "") }
    do {
      _ = try ReleasePicture.frame(of: asked.motion, bent: degrees)
      return (asked, "")
    } catch {
      guard asked.motion.name == "squat", !asked.motion.isUsersOwn, subject.release.activity.depth == nil
      else { throw error }
      var deeper = subject.release
      deeper.activity.depth = "\(degrees)"
      let flexions = asked.motion.frames.map { $0.kneeFlexion * 180 / .pi }
      return (
        try deeper.release(of: subject.subject, subject.moment, subject.sessions),
        "The measured squat has \(fixedNumber(flexions.min() ?? 0, 0)) to \(fixedNumber(flexions.max() ?? 0, 0)) deg of flexion:"
          + " this one is computed from statics, down to \(shortNumber((10 * degrees).rounded() / 10)) deg."
      )
    }
  }

  /// The instant that is asked for.
  private func instant() throws(InputError) -> ReleasePicture.Instant {
    if let flexion {
      guard at == nil else {
        throw InputError(
          .usage, place: "--flexion", problem: "not together with --at",
          allowed: "one way to name the instant")
      }
      return .flexion(try Quantity.depth.parse(flexion, place: "--flexion") * 180 / .pi)
    }
    guard let at, at.lowercased() != "peak" else { return .peak }
    return .phase(try Quantity.phase.parse(at, place: "--at"))
  }
}

extension ReleasePicture {
  /// Solves a release as now and after it.
  init(_ release: Release, _ console: Console, isQuiet: Bool) throws {
    let words = release.words
    var after = words.tension.released(by: words.fraction)
    var more: [Finding] = []
    if let intervention = words.intervention {
      let use = intervention.use
      after = try release.applied(use, use.effect(after: intervention.after), to: words.tension)
      more = Finding.all(of: use, effects: [use.initialEffect])
    }
    let progress = Progress(total: 2 * release.motion.frames.count, console: console, isQuiet: isQuiet)
    defer { progress.end() }
    self.init(
      release.simulator, release.motion, words, released: release.muscles, after: after, findings: more,
      progress: progress.counter())
  }

  /// Says what is doubtful beside the picture, and how the command ends.
  func tell(_ console: Console) -> CommandStatus {
    for finding in findings where finding.level == .careful { console.complain(finding.message) }
    return CommandStatus(findings)
  }
}
