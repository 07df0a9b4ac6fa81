import Knee

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Trial {
  /// The path of the pelvis through space, from which that of the hips follows.
  ///
  /// OpenSim's world has x forward, y up, z to the right. The pelvis turns by tilt about z, then list about x, then rotation
  /// about y, each in the frame turned so far: the joint `ground_pelvis` of gait2392, of Rajagopal 2016 and their kin.
  struct Pelvis {
    /// m.
    private let x, y, z: CubicSpline
    /// rad; list to the right and rotation to the left positive, nil where the file has none.
    private let tilt: CubicSpline
    private let list, rotation: CubicSpline?

    /// m, center of the right hip in the pelvis's frame: gait2392, opensim-models@20a888b. Those of Rajagopal 2016 and Lenhart
    /// 2015 lie within 20 mm; in a swing of the real trial they change the hip's moment by 0.2 N·m at most.
    static let rightHip = (x: -0.0707, y: -0.0661, z: 0.0835)

    /// Nil where the file has no `pelvis_tilt`, `pelvis_tx` or `pelvis_ty`; `toRadians` is the factor for its angles.
    init?(_ table: OpenSimTable, tilt: CubicSpline?, toRadians: Double) throws(InputError) {
      func curve(_ name: String, _ factor: Double = 1) throws(InputError) -> CubicSpline? {
        guard let index = try table.index(named: name) else { return nil }
        return CubicSpline(x: table.times, y: table.column(at: index).map { $0 * factor })
      }
      guard let tilt, let x = try curve("pelvis_tx"), let y = try curve("pelvis_ty") else { return nil }
      self.x = x
      self.y = y
      self.tilt = tilt
      z = try curve("pelvis_tz") ?? CubicSpline(x: [0], y: [0])
      list = try curve("pelvis_list", toRadians)
      rotation = try curve("pelvis_rotation", toRadians)
    }

    /// The center of the hip at `t`, m: along a heading (rad about the vertical, 0 is +x) and up.
    func hip(_ side: Person.Side, at t: Double, heading: Double) -> FreeLeg.Vector {
      let (tilt, list, rotation) = (
        tilt.value(at: t), list?.value(at: t) ?? 0, rotation?.value(at: t) ?? 0
      )
      var (px, py, pz) = Self.rightHip
      if side == .left { pz = -pz }
      (px, pz) = (px * cos(rotation) + pz * sin(rotation), -px * sin(rotation) + pz * cos(rotation))
      (py, pz) = (py * cos(list) - pz * sin(list), py * sin(list) + pz * cos(list))
      (px, py) = (px * cos(tilt) - py * sin(tilt), px * sin(tilt) + py * cos(tilt))
      let (worldX, worldZ) = (x.value(at: t) + px, z.value(at: t) + pz)
      return FreeLeg.Vector(worldX * cos(heading) - worldZ * sin(heading), y.value(at: t) + py)
    }
  }
}
