/// Peaks and impulse of a state. Frames that did not converge are left out of them.
public func summarize(_ frames: [FrameResult]) -> Summary {
  var summary = Summary()
  let solved = frames.filter { $0.status == "converged" }
  for frame in solved {
    let p = frame.patellofemoral
    if p.force_N > summary.peak_patellofemoral_force_N {
      summary.peak_patellofemoral_force_N = p.force_N
      summary.peak_patellofemoral_force_BW = p.force_BW
      summary.peak_phase_percent = frame.phase_percent ?? 0
    }
    summary.peak_mean_stress_MPa = max(summary.peak_mean_stress_MPa, p.mean_stress_MPa)
    summary.peak_pressure_MPa = max(summary.peak_pressure_MPa, p.peak_pressure_MPa)
    summary.peak_tibiofemoral_force_BW = max(summary.peak_tibiofemoral_force_BW, frame.tibiofemoral.force_BW)
  }
  for (a, b) in zip(solved, solved.dropFirst()) {
    let width = (b.phase_percent ?? 0) - (a.phase_percent ?? 0)
    summary.patellofemoral_impulse_BW_percent +=
      width * (a.patellofemoral.force_BW + b.patellofemoral.force_BW) / 2
  }
  return summary
}
