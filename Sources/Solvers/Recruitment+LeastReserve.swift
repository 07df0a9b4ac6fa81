extension RecruitmentProblem {
  /// The reserve of least norm that any activation within the bounds leaves, N·m: bounded least squares.
  ///
  /// The active-set method of Lawson & Hanson 1974 (Solving Least Squares Problems, ch. 23), with two bounds as in
  /// Stark & Parker 1995 (Computational Statistics 10:129-141). Free muscles have independent moments, so there are
  /// never more than three. Starts from the corner of the bounds that lies farthest along `guess`, an estimate of the
  /// answer; `activations` is the working space, n.
  /// - Returns: the reserve, and the number of changes of the active set.
  func leastReserve(
    guess: SIMD3<Double>, scale: Double, activations a: inout [Double], limit: Int
  ) -> (reserve: SIMD3<Double>, changes: Int) {
    let n = muscleCount
    for i in 0..<n { a[i] = dot(column(i), guess) > 0 ? upper[i] : lower[i] }
    // A component of the reserve below this is rounding.
    let noise = noise(scale: scale)
    var free = FreeMuscles()
    // Muscles that were tried in vain since the last progress: their moment depends on that of the free ones.
    var refused: UInt64 = 0
    var reserve = self.reserve(of: a)
    var changes = 0
    while changes < limit {
      // The bounded muscle that would take most off the reserve.
      var entering = -1
      var most = noise
      for i in 0..<n where lower[i] < upper[i] && !free.contains(i) && refused & (1 << UInt64(i)) == 0 {
        let v = column(i)
        let norm = dot(v, v).squareRoot()
        guard norm > 0 else { continue }
        let along = dot(v, reserve) / norm
        let gain = a[i] == lower[i] ? along : a[i] == upper[i] ? -along : abs(along)
        if gain > most {
          most = gain
          entering = i
        }
      }
      if entering < 0 || free.count == 3 { break }
      free.insert(entering)

      // Least squares over the free muscles; one that meets a bound on the way is held there.
      let before = dot(reserve, reserve)
      while free.count > 0 {
        changes += 1
        let change = free.leastSquares(columns: (column(free.i0), column(free.i1), column(free.i2)), reserve)
        var step = 1.0
        var blocking = -1
        for k in 0..<free.count {
          let i = free[k]
          let room = change[k] > 0 ? upper[i] - a[i] : lower[i] - a[i]
          if change[k] != 0 && room / change[k] < step {
            step = max(0, room / change[k])
            blocking = k
          }
        }
        for k in 0..<free.count {
          let i = free[k]
          a[i] = min(max(a[i] + step * change[k], lower[i]), upper[i])
        }
        if blocking >= 0 {
          let i = free[blocking]
          a[i] = change[blocking] > 0 ? upper[i] : lower[i]
          free.remove(at: blocking)
        }
        reserve = self.reserve(of: a)
        if blocking < 0 { break }
      }
      if dot(reserve, reserve) < before {
        refused = 0
      } else {
        free.remove(entering)
        refused |= 1 << UInt64(entering)
      }
    }
    return (reserve, changes)
  }

  /// Holds every muscle with a moment along the least reserve at the bound where it serves it: there it stands in
  /// every activation that leaves this reserve. Without this λ would have to grow until it drives them there, the
  /// more the closer to a right angle they work. What is below `negligible`, N·m, or within the rounding of the
  /// reserve's direction is left free.
  func hold(
    _ round: inout RecruitmentRound, along reserve: SIMD3<Double>, scale: Double, negligible: Double,
    activations a: borrowing [Double]
  ) {
    let norm = dot(reserve, reserve).squareRoot()
    let turn = 4 * noise(scale: scale) / norm
    for i in 0..<muscleCount {
      let v = column(i)
      let along = dot(v, reserve) / norm
      let range = upper[i] - lower[i]
      guard abs(along) * range > negligible + turn * dot(v, v).squareRoot() * range else { continue }
      if along > 0 && a[i] == upper[i] { round.heldUpper |= 1 << UInt64(i) }
      if along < 0 && a[i] == lower[i] { round.heldLower |= 1 << UInt64(i) }
    }
  }

  /// A moment below this is the rounding of a sum over all muscles, N·m.
  func noise(scale: Double) -> Double { Double(muscleCount + 4) * Double.ulpOfOne * scale }

  /// demand - A a at the demanded joints, N·m.
  func reserve(of a: borrowing [Double]) -> SIMD3<Double> {
    var sum = SIMD3<Double>.zero
    for i in 0..<muscleCount { sum += a[i] * column(i) }
    return demanded(demand - sum)
  }
}

/// Up to three muscles between their bounds, by number.
private struct FreeMuscles {
  var i0 = 0, i1 = 0, i2 = 0
  var count = 0

  subscript(k: Int) -> Int { k == 0 ? i0 : k == 1 ? i1 : i2 }

  func contains(_ i: Int) -> Bool {
    (count > 0 && i0 == i) || (count > 1 && i1 == i) || (count > 2 && i2 == i)
  }

  mutating func insert(_ i: Int) {
    if count == 0 { i0 = i } else if count == 1 { i1 = i } else { i2 = i }
    count += 1
  }

  mutating func remove(at k: Int) {
    if k == 0 { i0 = i1 }
    if k <= 1 { i1 = i2 }
    count -= 1
  }

  mutating func remove(_ i: Int) {
    for k in 0..<count where self[k] == i {
      remove(at: k)
      return
    }
  }

  /// x of least |v - Σ x_k column_k|, by Gram-Schmidt; a column that depends on those before it to twelve
  /// digits gets 0.
  func leastSquares(
    columns: (SIMD3<Double>, SIMD3<Double>, SIMD3<Double>), _ v: SIMD3<Double>
  ) -> SIMD3<Double> {
    let (q0, r00) = unit(columns.0, of: columns.0)
    var x = SIMD3<Double>.zero
    let y0 = dot(q0, v)
    if count == 1 {
      x.x = r00 > 0 ? y0 / r00 : 0
      return x
    }
    let r01 = dot(q0, columns.1)
    let (q1, r11) = unit(columns.1 - r01 * q0, of: columns.1)
    let y1 = dot(q1, v - y0 * q0)
    if count == 2 {
      x.y = r11 > 0 ? y1 / r11 : 0
      x.x = r00 > 0 ? (y0 - r01 * x.y) / r00 : 0
      return x
    }
    let r02 = dot(q0, columns.2)
    let rest = columns.2 - r02 * q0
    let r12 = dot(q1, rest)
    let (q2, r22) = unit(rest - r12 * q1, of: columns.2)
    let y2 = dot(q2, v - y0 * q0 - y1 * q1)
    x.z = r22 > 0 ? y2 / r22 : 0
    x.y = r11 > 0 ? (y1 - r12 * x.z) / r11 : 0
    x.x = r00 > 0 ? (y0 - r01 * x.y - r02 * x.z) / r00 : 0
    return x
  }

  /// Direction and length of what is left of a column, zero when that is rounding.
  private func unit(_ v: SIMD3<Double>, of column: SIMD3<Double>) -> (SIMD3<Double>, Double) {
    let length = dot(v, v).squareRoot()
    return length > 1e-12 * dot(column, column).squareRoot() ? (v / length, length) : (.zero, 0)
  }
}
