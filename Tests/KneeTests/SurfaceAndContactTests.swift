import Dense
import Testing

@testable import Knee

@Suite struct FemurSurfaceTests {
  let surface = Models.standard.femur

  /// A point at about `depth` (m) under the cartilage at (z, ψ).
  private func point(_ z: Double, _ psi: Double, depth: Double) -> Vector3? {
    var rho = 0.03
    for _ in 0..<60 {
      let p = Vector3(surface.axisX + rho * cosine(psi), surface.axisY + rho * sine(psi), z)
      guard let at = surface.depth(at: p) else { return nil }
      rho += 0.5 * (at.depth - depth)
    }
    return Vector3(surface.axisX + rho * cosine(psi), surface.axisY + rho * sine(psi), z)
  }

  private func cosine(_ a: Double) -> Double { BodyPoseTests.cosine(a) }
  private func sine(_ a: Double) -> Double { BodyPoseTests.cosine(a - .pi / 2) }

  @Test func `depth has the derivatives it says, at 500 points above and below the surface`() throws {
    var random = Random(state: 5)
    for _ in 0..<500 {
      let place = (
        z: random.next(-0.025...0.027), psi: random.next(-3.4...0.5), depth: random.next(-0.002...0.003)
      )
      let p = try #require(point(place.z, place.psi, depth: place.depth))
      let at = try #require(surface.depth(at: p))
      let h = 1e-6
      let axes = [Vector3(h, 0, 0), Vector3(0, h, 0), Vector3(0, 0, h)]
      let rows = [
        Vector3(at.hessian.xx, at.hessian.xy, at.hessian.xz),
        Vector3(at.hessian.xy, at.hessian.yy, at.hessian.yz),
        Vector3(at.hessian.xz, at.hessian.yz, at.hessian.zz),
      ]
      for (i, axis) in axes.enumerated() {
        let up = try #require(surface.depth(at: p + axis))
        let down = try #require(surface.depth(at: p - axis))
        #expect(abs((up.depth - down.depth) / (2 * h) - at.gradient[i]) < 1e-6)
        // Curvatures reach 1000/m at the cartilage's rims; the third derivative jumps between the spline's cells.
        #expect((((up.gradient - down.gradient) / (2 * h)) - rows[i]).length < 2e-3 * (200 + rows[i].length))
      }
    }
  }

  @Test func `near the surface depth is distance: its gradient is a unit vector`() throws {
    var random = Random(state: 9)
    var (worst, sum) = (0.0, 0.0)
    for _ in 0..<300 {
      // Weight-bearing cartilage, away from the rims of the condyles and the notch.
      let (z, psi) = (
        random.next() < 0 ? random.next(-0.025 ... -0.014) : random.next(0.014...0.026),
        random.next(-2.9 ... -1.6)
      )
      let p = try #require(point(z, psi, depth: random.next(0...0.001)))
      let at = try #require(surface.depth(at: p))
      worst = max(worst, abs(at.gradient.length - 1))
      sum += abs(at.gradient.length - 1)
    }
    // 1 mm deep on a radius of 20 mm the distance along the normal and ours part by some percent, on average by far less.
    #expect(worst < 0.05 && sum / 300 < 0.01)
  }

  @Test func `a point beside the surface has no depth, one far from it a negative one`() throws {
    #expect(surface.depth(at: Vector3(-0.2, 0.1, 0.2)) == nil)
    #expect(try #require(surface.depth(at: Vector3(0.1, 0, 0))).depth < -0.05)
  }
}

@Suite struct BodyPoseTests {
  /// cos through the pose itself, so that the tests need no mathematics library.
  static func cosine(_ a: Double) -> Double {
    var c = [Double](repeating: 0, count: 12)
    c[0] = a
    return BodyPose(c, offset: 0).rotation.rows.0.x
  }

  @Test func `a body turns by minus its flexion about z, then adducts, then rotates`() {
    var c = [Double](repeating: 0, count: 12)
    c[0] = .pi / 2
    c[3...5] = [0.01, 0.02, 0.03]
    let flexed = BodyPose(c, offset: 0)
    // With the knee at 90 degrees the shank, which hangs down from the origin, points backward.
    #expect((flexed.place(Vector3(0, -0.4, 0)) - Vector3(-0.39, 0.02, 0.03)).length < 1e-15)
  }

  @Test func `slopes of a point and their rates along a motion agree with differences`() {
    var random = Random(state: 2)
    let x = Vector3(0.03, -0.05, 0.02)
    for _ in 0..<50 {
      var c = (0..<12).map { _ in random.next() }
      let at = BodyPose(c, offset: 6)
      let h = 1e-5
      for k in 0..<3 {
        c[6 + k] += h
        let up = BodyPose(c, offset: 6).place(x)
        c[6 + k] -= 2 * h
        let down = BodyPose(c, offset: 6).place(x)
        c[6 + k] += h
        #expect(((up - down) / (2 * h) - at.slope(k, of: at.rotation * x)).length < 1e-10)
      }
      // A muscle's slopes from a fixed point to x while all six coordinates move.
      let rates = (0..<12).map { _ in random.next() }
      let from = Vector3(0.1, 0.2, -0.1)
      func slopes(_ s: Double) -> [Double] {
        let pose = BodyPose(zip(c, rates).map { $0 + s * $1 }, offset: 6)
        let segment = SagittalWrap.straight(from: from, to: pose.place(x))
        return (0..<6).map { segment.towardEnd.dot(pose.slope($0, of: pose.rotation * x)) }
      }
      let segment = SagittalWrap.straight(from: from, to: at.place(x))
      let motion = BodyMotion(at, rates, offset: 6)
      let end = at.rotation * x
      let exact = BodySlope(
        rateOf: segment.towardEnd, segment.hessian * motion.velocity(of: end), at: end, at, motion)
      let difference = zip(slopes(h), slopes(-h)).map { ($0 - $1) / (2 * h) }
      for k in 0..<3 {
        #expect(abs(difference[k] - exact[k]) < 1e-9 && abs(difference[3 + k] - exact[3 + k]) < 1e-8)
      }
    }
  }
}

@Suite struct ContactLawTests {
  let law = ContactLaw(youngsModulus: 5e6, poissonRatio: 0.45, thickness: 0.006)

  @Test func `the modulus is the confined one and small depths are linear`() {
    #expect(abs(law.modulus - 18.966e6) < 1e3)
    #expect(abs(law.pressure(at: 6e-6) / (law.modulus * 1e-3) - 1) < 1e-3)
    #expect(law.pressure(at: -1e-4) == 0)
    // -K ln(1 - 1/2)
    #expect(abs(law.pressure(at: 0.003) - law.modulus * 0.6931471805599453) < 1)
  }

  @Test func `each integral is the integral of the one before, below and above the limit`() {
    for d in [0.0003, 0.001, 0.003, 0.0053, 0.0055, 0.008] {
      let h = 1e-7
      let at = law.integrals(at: Lanes(d, d + h, d - h, 0))
      #expect(abs((at.second[1] - at.second[2]) / (2 * h) / at.energy[0] - 1) < 1e-6)
      #expect(abs((at.energy[1] - at.energy[2]) / (2 * h) / at.pressure[0] - 1) < 1e-6)
      let mean = law.mean(depth: d, halfRange: h)
      #expect(abs((at.pressure[1] - at.pressure[2]) / (2 * h) / mean.stiffness - 1) < 1e-6)
      #expect(at.second[3] == 0 && at.energy[3] == 0 && at.pressure[3] == 0)
    }
  }

  @Test func `an element partly in contact counts partly and nothing jumps when it is fully in`() {
    let w = 1e-4
    let apart = law.mean(depth: -w, halfRange: w)
    #expect(apart.energy == 0 && apart.pressure == 0 && apart.stiffness == 0 && apart.fraction == 0)
    let half = law.mean(depth: 0, halfRange: w)
    #expect(abs(half.fraction - 0.5) < 1e-15)
    let (before, after) = (
      law.mean(depth: w * (1 - 1e-9), halfRange: w), law.mean(depth: w * (1 + 1e-9), halfRange: w)
    )
    #expect(
      abs(before.pressure / after.pressure - 1) < 1e-8 && abs(before.stiffness / after.stiffness - 1) < 1e-8)
    // Fully in contact, the mean over a linear law is the law at the center.
    let deep = law.mean(depth: 5 * w, halfRange: w)
    #expect(abs(deep.pressure / law.pressure(at: 5 * w) - 1) < 1e-3 && deep.fraction == 1)
  }
}

@Suite struct StrandTests {
  let strand = Strand(
    bundle: .lcl, span: .femurToTibia, from: .zero, to: .zero, stiffness: 1000, slackLength: 0.05,
    publishedSlackLength: 0.05)

  @Test func `slack, toe and taut have the published force`() {
    #expect(strand.tension(at: 0.049).force == 0)
    // k e²/(2 e_t) at 3 % and k (e - e_t/2) at 10 %.
    #expect(abs(strand.tension(at: 0.05 * 1.03).force - 1000 * 0.03 * 0.03 / 0.12) < 1e-9)
    #expect(abs(strand.tension(at: 0.05 * 1.1).force - 1000 * 0.07) < 1e-9)
  }

  @Test func `force is the slope of the energy, stiffness that of the force`() {
    for length in [0.0505, 0.052, 0.0529, 0.0531, 0.06] {
      let h = 1e-8
      let (up, down, at) = (
        strand.tension(at: length + h), strand.tension(at: length - h), strand.tension(at: length)
      )
      #expect(abs((up.energy - down.energy) / (2 * h) / at.force - 1) < 1e-5)
      #expect(abs((up.force - down.force) / (2 * h) / at.slope - 1) < 1e-5)
    }
  }
}
