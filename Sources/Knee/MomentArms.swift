import Dense

extension KneeModel {
  /// Fills `arms` (one per muscle, m) with the effective knee-extension moment arms at the equilibrium just found.
  ///
  /// r_i = dM/dF_i = dL_i/dθ with everything else following at constant forces: the solved coordinates move by
  /// -H⁻¹ d²W/dq dθ. One factorization serves all muscles; for the quadriceps the arm contains the whole patellar
  /// lever. Where the equilibrium is unstable the factorization is by eigenvectors.
  public func momentArms(_ arms: inout [Double], using ws: inout KneeWorkspace) {
    let n = ws.solved.count
    for c in 0..<12 { ws.motion[c] = ws.isSolved[c] ? 0 : ws.pathSlope[c] }
    for i in 0..<n {
      let row = ws.solved[i]
      var mixed = 0.0
      for c in 0..<12 where !ws.isSolved[c] { mixed += ws.hessian[row * 12 + c] * ws.pathSlope[c] }
      ws.step[i] = -mixed * ws.scale[i]
    }
    ws.solveWithHessian()
    for i in 0..<n { ws.motion[ws.solved[i]] = ws.step[i] * ws.scale[i] }
    moveArms(&arms, using: ws)
  }

  /// The arms for the present motion and slopes.
  func moveArms(_ arms: inout [Double], using ws: borrowing KneeWorkspace) {
    for i in muscles.indices {
      arms[i] = ws.arm(of: i, along: ws.motion)
    }
  }

  /// dL/dθ of muscle `i` when the whole knee follows its passive path, m/rad.
  func passiveArm(of i: Int, using ws: borrowing KneeWorkspace) -> Double {
    ws.arm(of: i, along: ws.pathSlope)
  }
}

extension KneeWorkspace {
  /// dL of muscle `i` along a motion dc (12).
  @inline(__always)
  fileprivate func arm(of i: Int, along motion: [Double]) -> Double {
    let offset = crossingOffset[i]
    guard offset >= 0 else { return 0 }
    var arm = 0.0
    for c in 0..<6 { arm += muscleSlope[6 * i + c] * motion[offset + c] }
    return arm
  }

  /// Replaces `step` by H⁻¹ step: by Cholesky, or by eigenvectors when H is not positive definite.
  mutating func solveWithHessian() {
    if system.factorCholesky() {
      system.solveCholesky(&step)
    } else if system.eigen() {
      // At a fold H is singular; 1 N/m is a hundredth of a percent of the softest loaded knee.
      system.solveEigen(&step, floor: 1)
    }
  }
}
