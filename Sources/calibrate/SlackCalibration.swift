import Dense
import Foundation
import Knee

/// Slack lengths of the bundles that the source wraps around bone and this model runs straight.
///
/// The peer's passive flexion (supine, relaxed) gives the pose of the knee and the force of every bundle. In those poses
/// the straight strands of this model are as long as they are, and one factor per bundle on the slack lengths
/// is found by Gauss-Newton least squares (LAPACK `dgels`) so that their force is the peer's. Bundles that run
/// straight in the source too must come out with a factor of 1: a check of frames and force law.
struct SlackCalibration {
  /// Factor on the published slack length per bundle; bundles without a column of the peer keep 1.
  private(set) var factors: [String: Double] = [:]
  /// Root mean square misfit of the force before and after, N.
  private(set) var misfits: [String: (before: Double, after: Double)] = [:]

  init(model: KneeModel, peer: Table) {
    let poses = Self.poses(peer)
    let ws = KneeWorkspace(model, freedom: .full)
    let lengths = poses.map { model.strandLengths(at: $0, using: ws) }
    for bundle in Strand.Bundle.allCases {
      let column = "\(bundle.rawValue)_force_N"
      guard peer.columns.contains(column) else { continue }
      let target = peer.numbers(column)
      let members = model.strands.indices.filter { model.strands[$0].bundle == bundle }
      let fit = Self.fit(
        members.map { model.strands[$0] }, lengths: lengths.map { row in members.map { row[$0] } }, target)
      factors[bundle.rawValue] = fit.factor
      misfits[bundle.rawValue] = (fit.before, fit.after)
    }
  }

  private static func fit(
    _ strands: [Strand], lengths: [[Double]], _ target: [Double]
  ) -> (factor: Double, before: Double, after: Double) {
    // Residual force of every pose and its slope in the factor: a longer slack length lowers the strain.
    func residuals(_ factor: Double) -> (values: [Double], slopes: [Double]) {
      var (values, slopes) = (target.map { -$0 }, target.map { _ in 0.0 })
      for (k, published) in strands.enumerated() {
        var strand = published
        strand.slackLength = published.slackLength * factor
        for j in lengths.indices {
          let pull = strand.tension(at: lengths[j][k])
          values[j] += pull.force
          slopes[j] -= pull.slope * lengths[j][k] / factor
        }
      }
      return (values, slopes)
    }
    func misfit(_ factor: Double) -> Double {
      (residuals(factor).values.map { $0 * $0 }.reduce(0, +) / Double(target.count)).squareRoot()
    }
    // A bundle that is slack in every pose has no slope: begin from tighter ones too, and keep the best end.
    let ends = [1, 0.98, 0.95, 0.9].map { start in
      var factor = start
      for _ in 0..<50 {
        let (values, slopes) = residuals(factor)
        guard let step = leastSquares(slopes, rows: slopes.count, columns: 1, values.map { -$0 })?.first
        else { break }
        // Halve the step until the misfit falls: the force law has corners at slack.
        var length = 1.0
        while length > 1e-6 && misfit(factor + length * step) > misfit(factor) { length /= 2 }
        guard length > 1e-6 else { break }
        factor += length * step
        if abs(step) < 1e-9 { break }
      }
      return factor
    }
    let factor = ends.min { misfit($0) < misfit($1) } ?? 1
    return (factor, misfit(1), misfit(factor))
  }

  /// The twelve coordinates of every row, rad and m.
  private static func poses(_ peer: Table) -> [[Double]] {
    let columns = [
      "knee_flex_deg", "knee_add_r_deg", "knee_rot_r_deg", "knee_tx_r_mm", "knee_ty_r_mm", "knee_tz_r_mm",
      "pf_flex_deg", "pf_rot_r_deg", "pf_tilt_r_deg", "pf_tx_r_mm", "pf_ty_r_mm", "pf_tz_r_mm",
    ].map { name in peer.numbers(name).map { name.hasSuffix("deg") ? $0 * .pi / 180 : $0 * 1e-3 } }
    return peer.rows.indices.map { i in columns.map { $0[i] } }
  }
}
