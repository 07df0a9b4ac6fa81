import Figures
import Knee
import ModelFiles

extension KneeOutlines {
  /// The outlines of a model's bones in the person's size.
  ///
  /// - Parameter model: scaled to the person.
  /// - Throws: `InputError` (data) for a model of other bones.
  public init(of model: KneeModel) throws(InputError) {
    let file = try decodedJSON(
      OutlineFile.self, from: embeddedFile("outlines.json"), file: "data/outlines.json")
    guard model.name == file.model else {
      throw InputError(
        .data, place: "model", problem: "there are no outlines of the bones of '\(model.name)'",
        allowed: file.model)
    }
    let factor = model.height / file.height_m
    func curve(_ name: String) throws(InputError) -> Curve {
      guard let found = file.curves.first(where: { $0.name == name }) else {
        throw InputError(.data, file: "data/outlines.json", place: "curves", problem: "'\(name)' is missing")
      }
      return Curve(
        body: found.body, z: found.z_mm, points: found.points_mm.map { Point($0[0], $0[1]) }
      ).scaled(by: factor)
    }
    self.init(
      grooveBone: try curve("femur_groove_bone"), grooveCartilage: try curve("femur_groove_cartilage"),
      condyleBone: try curve("femur_condyle_bone"),
      condyleCartilage: try curve("femur_condyle_cartilage"), tibiaBone: try curve("tibia_bone"),
      tibiaCartilage: try curve("tibia_cartilage"), patellaBone: try curve("patella_bone"),
      patellaCartilage: try curve("patella_cartilage"),
      tibiaThickness: 0.5e3 * model.tibiofemoralLaw.thickness, factor: factor)
  }
}

/// `data/outlines.json`; property names are its keys.
private struct OutlineFile: Decodable {
  struct Curve: Decodable {
    var name: String
    var body: KneeOutlines.Body
    var z_mm: Double
    var points_mm: [[Double]]
  }
  var model: String
  var height_m: Double
  var curves: [Curve]
}
