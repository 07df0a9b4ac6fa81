import Knee

/// Lengths and masses of a person's body segments (data/anthropometry.csv: de Leva 1996 for masses, centers of mass and
/// radii of gyration by sex, Drillis and Contini after Winter 2009 for lengths as fractions of body height).
public struct BodySegments {
  struct Segment {
    /// One leg's segment as a fraction of body mass.
    var massFraction: Double
    /// m, between joint centers; of the foot from heel to toe.
    var length: Double
    /// m from the proximal end; of the foot from the heel.
    var centerOfMass: Double
    /// m, about the transverse axis through the center of mass.
    var radiusOfGyration: Double
  }
  var thigh, shank, foot: Segment
  /// m from the heel to the ankle, horizontally.
  var ankleFromHeel: Double
  /// m from the ground.
  var ankleHeight: Double
  /// Head, arms and trunk: fraction of body mass, what the legs leave.
  var trunkMassFraction: Double
  /// m from the hip to the center of mass of head, arms and trunk.
  var trunkCenterOfMass: Double

  init(_ person: Person) throws(InputError) {
    let table = try EmbeddedData.table("anthropometry.csv", textColumns: ["segment", "parameter", "mark"])
    let numbers = try table.column(person.sex.rawValue)
    let rows = Array(zip(table.texts("segment"), table.texts("parameter")))
    func number(_ segment: String, _ parameter: String) -> Double {
      guard let row = rows.firstIndex(where: { $0 == (segment, parameter) }) else {
        preconditionFailure("data/anthropometry.csv has no \(segment) \(parameter)")
      }
      return numbers[row]
    }
    func segment(_ name: String) -> Segment {
      let length = number(name, "length") * person.height
      return Segment(
        massFraction: number(name, "mass_fraction"), length: length,
        centerOfMass: number(name, "com_from_proximal") * length,
        radiusOfGyration: number(name, "radius_of_gyration") * length)
    }
    thigh = segment("thigh")
    shank = segment("shank")
    foot = segment("foot")
    ankleFromHeel = number("foot", "ankle_from_heel") * foot.length
    ankleHeight = number("foot", "ankle_height") * person.height
    trunkMassFraction = 1 - 2 * (thigh.massFraction + shank.massFraction + foot.massFraction)
    trunkCenterOfMass = number("trunk", "com_above_hip") * person.height
  }
}
