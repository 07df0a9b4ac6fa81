/// How a solver ended. Anything but `converged` reaches the user.
public enum SolverStatus: String, Sendable, Codable {
  case converged
  /// The iterations ran out before the residual was small enough.
  case maxIterations = "max_iterations"
  /// No step reduced the energy or the residual any further.
  case stalled
  /// An intermediate was not a finite number.
  case notFinite = "not_finite"
}
