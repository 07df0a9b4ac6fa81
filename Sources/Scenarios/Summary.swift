/// Peaks and impulse of a state. Frames that did not converge are left out of them.
public func summarize(_ frames: [FrameResult]) -> Summary {
  var summary = Summary()
  let solved = frames.filter { $0.status == "converged" }
  for frame in solved {
    summary.add(
      frame.patellofemoral, tibiofemoral_BW: frame.tibiofemoral.force_BW, phase_percent: frame.phase_percent)
  }
  for (a, b) in zip(solved, solved.dropFirst()) {
    summary.addImpulse(
      from: a.phase_percent, a.patellofemoral.force_BW, to: b.phase_percent, b.patellofemoral.force_BW)
  }
  if frames.count < 2 { summary.peak_phase_percent = nil }
  return summary
}

extension Summary {
  /// Raises the peaks to those of one more frame.
  mutating func add(_ p: FrameResult.Patellofemoral, tibiofemoral_BW: Double, phase_percent: Double?) {
    if p.force_N > peak_patellofemoral_force_N {
      peak_patellofemoral_force_N = p.force_N
      peak_patellofemoral_force_BW = p.force_BW
      peak_phase_percent = phase_percent
    }
    peak_mean_stress_MPa = max(peak_mean_stress_MPa, p.mean_stress_MPa)
    peak_pressure_MPa = max(peak_pressure_MPa, p.peak_pressure_MPa)
    peak_tibiofemoral_force_BW = max(peak_tibiofemoral_force_BW, tibiofemoral_BW)
  }
  /// Adds the trapezoid between two instants, percent, with their forces, body weights; nothing where there is no time.
  mutating func addImpulse(from start: Double?, _ first: Double, to end: Double?, _ last: Double) {
    guard let start, let end else { return }
    impulse = (impulse ?? 0) + (end - start) * (first + last) / 2
  }
}
