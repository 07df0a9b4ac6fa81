import Activities
import Knee

extension Simulator {
  /// Solves a motion as `solve` does, and differentiates every frame and the summary by the parameters of the person and of
  /// the model.
  ///
  /// The derivatives are exact, of the frames as solved, with the active set of each frame held; see
  /// `KneeModel.sensitivities`. A frame without a derivative says why, and no number is made up for it. The motion
  /// is held as it is per kilogram and body weight: with mass change its moments and ground reaction.
  /// - Parameters:
  ///   - tension: one per muscle of the model.
  ///   - progress: called once for every frame that is done.
  public func sensitivities(
    _ motion: Motion, tension: [MuscleTension], progress: (@Sendable () -> Void)? = nil
  ) -> (frames: [FrameResult], sensitivities: MotionSensitivities) {
    let count = model.muscles.count
    precondition(tension.count == count, "\(tension.count) tensions for \(count) muscles")
    precondition(carriedMass == person.mass, "derivatives are those of the person's own mass")
    var solution = MotionSolution(frames: motion.frames.count, muscles: count)
    var found: [FrameSensitivities] = []
    found.reserveCapacity(motion.frames.count)
    var workspace = SensitivityWorkspace(model, freedom: freedom)
    follow(motion, tension: tension) { frame, task, report, run in
      var values = run.values(task, report, &solution.muscles, first: found.count * count)
      values.phase_percent = frame.phasePercent
      solution.frames[found.count] = values
      var frameFound = run.sensitivities(task, report, &workspace)
      frameFound.phase_percent = frame.phasePercent
      found.append(frameFound)
      progress?()
    }
    let results = solution.results(model)
    let sensitivities = MotionSensitivities(
      muscles: model.muscleNames, bundles: Strand.Bundle.allCases.map(\.rawValue),
      summary: summarize(results, found), frames: found)
    return (results, sensitivities)
  }

  /// The derivatives of what `summarize` makes of frames: a peak has those of its frame, an impulse the integral of all.
  private func summarize(_ frames: [FrameResult], _ found: [FrameSensitivities]) -> SummarySensitivities {
    let solved = frames.indices.filter { frames[$0].status == "converged" }
    typealias Part = KeyPath<FrameSensitivities, Derivatives?>
    func peak(_ part: Part, _ value: (FrameResult) -> Double) -> SummarySensitivity {
      var summary = SummarySensitivity()
      var largest = 0.0
      for index in solved where value(frames[index]) > largest {
        largest = value(frames[index])
        summary.frame = index
      }
      guard let index = summary.frame else { return summary }
      summary.derivatives = found[index][keyPath: part]
      summary.caution = found[index].missing.map { [$0] } ?? found[index].caution
      return summary
    }
    var summary = SummarySensitivities()
    summary.peak_patellofemoral_force_N = peak(\.patellofemoral_force_N) { $0.patellofemoral.force_N }
    summary.peak_mean_stress_MPa = peak(\.patellofemoral_mean_stress_MPa) {
      $0.patellofemoral.mean_stress_MPa
    }
    summary.peak_pressure_MPa = peak(\.patellofemoral_peak_pressure_MPa) {
      $0.patellofemoral.peak_pressure_MPa
    }
    summary.peak_tibiofemoral_force_BW = peak(\.tibiofemoral_force_N) { $0.tibiofemoral.force_N }
    summary.peak_patellofemoral_force_BW = summary.peak_patellofemoral_force_N
    if let index = summary.peak_patellofemoral_force_N.frame {
      summary.peak_patellofemoral_force_BW.derivatives = inBodyWeights(
        found[index].patellofemoral_force_N, force: frames[index].patellofemoral.force_N)
    }
    if let index = summary.peak_tibiofemoral_force_BW.frame {
      summary.peak_tibiofemoral_force_BW.derivatives = inBodyWeights(
        found[index].tibiofemoral_force_N, force: frames[index].tibiofemoral.force_N)
    }

    // The trapezoids of `summarize`.
    var impulse = Derivatives(muscles: model.muscles.count, bundles: Strand.Bundle.allCases.count)
    var isComplete = !solved.isEmpty
    for (place, index) in solved.enumerated() {
      func phase(_ place: Int) -> Double { frames[solved[place]].phase_percent ?? 0 }
      let before = place > 0 ? phase(place) - phase(place - 1) : 0
      let after = place + 1 < solved.count ? phase(place + 1) - phase(place) : 0
      guard let derivatives = found[index].patellofemoral_force_N else {
        isComplete = false
        break
      }
      addInBodyWeights(
        derivatives, force: frames[index].patellofemoral.force_N, times: (before + after) / 2, to: &impulse)
    }
    // A single pose has no impulse.
    guard frames.count > 1 else { return summary }
    summary.patellofemoral_impulse_BW_percent.derivatives = isComplete ? impulse : nil
    let near = found.count { $0.caution != nil }
    if !isComplete {
      summary.patellofemoral_impulse_BW_percent.caution = ["the impulse: a frame has no derivatives"]
    } else if near > 0 {
      summary.patellofemoral_impulse_BW_percent.caution = [
        "the impulse: \(near) of \(found.count) frames are near a change or were not reached smoothly"
      ]
    }
    return summary
  }

  /// Of a force over the body weight.
  private func inBodyWeights(_ derivatives: Derivatives?, force: Double) -> Derivatives? {
    guard let derivatives else { return nil }
    var result = Derivatives(muscles: model.muscles.count, bundles: Strand.Bundle.allCases.count)
    addInBodyWeights(derivatives, force: force, times: 1, to: &result)
    return result
  }

  /// Adds those of a force over the body weight, which grows with mass, times a factor.
  private func addInBodyWeights(
    _ derivatives: Derivatives, force: Double, times factor: Double, to sum: inout Derivatives
  ) {
    sum.add(derivatives, times: factor / person.bodyWeight)
    sum.body_mass_per_kg -= factor * force / (person.bodyWeight * person.mass)
  }
}

extension Run {
  /// The derivatives of the frame just solved, without its phase.
  public mutating func sensitivities(
    _ task: KneeTask, _ report: TaskReport, _ s: inout SensitivityWorkspace
  ) -> FrameSensitivities {
    var found = FrameSensitivities()
    guard report.status == .converged else {
      found.missing = "the frame did not converge"
      return found
    }
    guard report.heldPart == 1 else {
      found.missing = "the frame is shown under a part of its moments"
      return found
    }
    guard report.muscleAtJump == nil else {
      found.missing = "a muscle begins to wrap just there"
      return found
    }
    let model = simulator.model
    // Newton's method ends with the Hessian of the pass before.
    model.evaluateAll(task, using: &knee, &muscle)
    let at = model.sensitivities(task, tension: tension, using: knee, muscle, &s)
    switch at.status {
    case .reserve:
      found.missing = "the moments are missed at several joints at once"
      return found
    case .singular:
      found.missing = "the equations are singular there: a small change may move the knee to another place"
      return found
    case .exact: break
    }
    found.patellofemoral_force_N = Derivatives(s, .patellofemoralForce, scale: 1)
    found.patellofemoral_mean_stress_MPa = Derivatives(s, .patellofemoralMeanStress, scale: 1e-6)
    found.patellofemoral_peak_pressure_MPa = Derivatives(s, .patellofemoralPeakPressure, scale: 1e-6)
    found.tibiofemoral_force_N = Derivatives(s, .tibiofemoralForce, scale: 1)
    var caution: [String] = []
    if at.near != 0 {
      let near = model.muscles.indices.filter { at.near >> UInt64($0) & 1 == 1 }.map {
        model.muscles[$0].name
      }
      caution.append(
        "within 0.1 % of activation of being switched on or off: " + near.joined(separator: ", "))
    }
    if !isPredicted { caution.append("not reached smoothly from the frame before") }
    if !caution.isEmpty { found.caution = caution }
    return found
  }
}
