import Foundation
import Knee
import Testing

@testable import Studies

@Suite struct StudyInputTests {
  static let table = """
    time_s,hip_flexion_deg,knee_flexion_deg,ankle_dorsiflexion_deg,hip_extension_moment_Nm_kg,knee_extension_moment_Nm_kg,ankle_plantarflexion_moment_Nm_kg,grf_vertical_BW
    0.0,10,20,5,0.1,0.3,0.2,0.5
    0.5,20,35,8,0.2,0.5,0.2,0.5
    1.0,30,50,10,0.3,0.7,0.2,0.5

    """

  /// A study of two texts and a motion, in a folder of its own.
  private func study(_ body: (String, Study) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "trochlea-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in [
      ("bend.csv", Self.table), ("base.yaml", "trochlea: 1\nactivity: {table: bend.csv}\n"),
      ("study.yaml", "trochlea: 1\nextends: base.yaml\n"),
    ] { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
    try body(folder.path, StudyFile.load(path: folder.path + "/study.yaml"))
  }

  @Test func `a study knows every file that it was made of`() throws {
    try study { folder, study in
      #expect(study.inputs.map(\.role) == [.study, .study, .motion])
      #expect(study.inputs.map(\.path) == ["study.yaml", "base.yaml", "bend.csv"].map { folder + "/" + $0 })
      #expect(study.inputs[1].text == Array("trochlea: 1\nactivity: {table: bend.csv}\n".utf8))
      for input in study.inputs { try input.requireSame() }
    }
  }

  @Test func `a changed or missing file is named, and the texts are enough to read the study again`() throws {
    try study { folder, study in
      try FileManager.default.removeItem(atPath: folder + "/base.yaml")
      try study.inputs[1].requireSame()
      #expect(try StudyFile.load(study.inputs).hash == study.hash)
      try Data("other".utf8).write(to: URL(fileURLWithPath: folder + "/bend.csv"))
      let changed = #expect(throws: InputError.self) { try study.inputs[2].requireSame() }
      #expect(changed?.kind == .data && changed?.file == folder + "/bend.csv")
      try FileManager.default.removeItem(atPath: folder + "/bend.csv")
      #expect(throws: InputError.self) { try study.inputs[2].requireSame() }
    }
  }

  @Test func `columns of a sweep are named with their units`() throws {
    let study = try StudyFileTests.load(
      """
      trochlea: 1
      sweep: {grid: {person.mass: [60 kg], activity.depth: [50 deg], tension.rectus-femoris.tone: [5 %]}}
      """)
    #expect(
      study.sweep?.parameters.map(\.column) == [
        "person_mass_kg", "activity_depth_deg", "tension_rectus_femoris_tone",
      ])
  }
}
