import Activities
import Knee
import Results
import Scenarios
import Testing

@Suite struct RigReaderTests {
  private static let strengths = MuscleWordsTests.muscles.map { $0 == "rectus_femoris" ? 3000.0 : 1000 }

  private func rows(_ text: String) throws -> [RigRow] {
    try RigReader.rows(
      of: try CSVTable.parse(Array(text.utf8), name: "forces.csv"), words: MuscleWordsTests.words,
      maxIsometricForce: Self.strengths)
  }

  private func forces(_ options: [String]) throws -> [Double] {
    try RigReader.forces(
      options, place: "--force", words: MuscleWordsTests.words, maxIsometricForce: Self.strengths)
  }

  @Test func `a row holds posture in radians and forces by muscle`() throws {
    let rows = try rows(
      """
      # a rig
      knee_flexion_deg,quadriceps_N,soleus_N,hip_flexion_deg,ankle_dorsiflexion_deg,tibia_anterior_N,tibia_proximal_N
      60,600,50,90,-10,-30,40
      -10,0,0,0,0,0,0
      """)
    #expect(rows.count == 2)
    #expect(rows[0].kneeFlexion == 60 * Double.pi / 180)
    #expect(rows[0].hipFlexion == 90 * Double.pi / 180)
    #expect(rows[0].ankleDorsiflexion == -10 * Double.pi / 180)
    #expect(rows[0].tibiaAnterior == -30)
    #expect(rows[0].tibiaProximal == 40)
    // 3000 : 1000 : 1000 : 1000 N of strength share 600 N; nobody else but soleus pulls.
    #expect(rows[0].forces == [300, 100, 100, 100, 0, 0, 0, 0, 0, 0, 50, 0, 0, 0])
    #expect(rows[1].forces.allSatisfy { $0 == 0 })
  }

  @Test func `columns that are not there are zero`() throws {
    let row = try #require(try rows("knee_flexion_deg\n30\n").first)
    #expect(row.hipFlexion == 0)
    #expect(row.ankleDorsiflexion == 0)
    #expect(row.tibiaAnterior == 0)
    #expect(row.tibiaProximal == 0)
    #expect(row.forces == [Double](repeating: 0, count: MuscleWordsTests.muscles.count))
  }

  @Test(
    arguments: [
      ("knee_flexion_deg,quadricep_N\n30,4\n", 1, "quadriceps_N"),
      ("knee_flexion,soleus_N\n30,4\n", 1, "knee_flexion_deg"),
      ("knee_flexion_deg,soleus\n30,4\n", 1, "soleus_N"),
      ("# note\nknee_flexion_deg,tibia_anterio_N\n30,4\n", 2, "tibia_anterior_N"),
      ("knee_flexion_deg,_N\n30,4\n", 1, nil),
    ] as [(String, Int, String?)])
  func `an unknown column is refused with the nearest word and its line`(
    text: String, line: Int, suggestion: String?
  ) {
    let error = #expect(throws: InputError.self) { try rows(text) }
    #expect(error?.kind == .data)
    #expect(error?.file == "forces.csv")
    #expect(error?.line == line)
    #expect(error?.suggestion == suggestion)
    #expect(error?.allowed?.contains("vastus_lateralis_N") == true)
  }

  @Test(arguments: [
    ("knee_flexion_deg,soleus_N\n30,4\n200,4\n", 3, "knee_flexion_deg", "-10 to 130 deg"),
    ("knee_flexion_deg,soleus_N\n-10.1,4\n", 2, "knee_flexion_deg", "-10 to 130 deg"),
    ("knee_flexion_deg,soleus_N\n30,-1\n", 2, "soleus_N", "0 to 20000 N"),
    ("knee_flexion_deg,hip_flexion_deg\n30,141\n", 2, "hip_flexion_deg", "-40 to 140 deg"),
    ("knee_flexion_deg,ankle_dorsiflexion_deg\n30,51\n", 2, "ankle_dorsiflexion_deg", "-60 to 50 deg"),
    ("knee_flexion_deg,tibia_anterior_N\n30,20001\n", 2, "tibia_anterior_N", "-20000 to 20000 N"),
    ("knee_flexion_deg,tibia_proximal_N\n30,-20001\n", 2, "tibia_proximal_N", "-20000 to 20000 N"),
  ])
  func `a number out of range is bad data with file, line and column`(
    text: String, line: Int, column: String, allowed: String
  ) {
    let error = #expect(throws: InputError.self) { try rows(text) }
    #expect(error?.kind == .data)
    #expect(error?.file == "forces.csv")
    #expect(error?.line == line)
    #expect(error?.place == column)
    #expect(error?.allowed == allowed)
  }

  @Test func `a table without knee flexion is refused`() {
    let error = #expect(throws: InputError.self) { try rows("soleus_N\n4\n") }
    #expect(error?.kind == .data)
    #expect(error?.place == "knee_flexion_deg")
  }

  @Test func `a muscle with two forces is refused`() {
    let error = #expect(throws: InputError.self) {
      try rows("knee_flexion_deg,vasti_N,vastus_medialis_N\n30,4,5\n")
    }
    #expect(error?.kind == .data)
    #expect(error?.problem == "vastus-medialis already has a force, from 'vasti'")
  }

  @Test func `options give forces, shared in a group`() throws {
    let forces = try forces(["quadriceps=600", "soleus=50 N"])
    #expect(Array(forces[0...3]) == [300, 100, 100, 100])
    #expect(forces[10] == 50)
    #expect(forces.reduce(0, +) == 650)
    #expect(try self.forces([]).allSatisfy { $0 == 0 })
  }

  @Test(arguments: [
    ["quadriceps"], ["quadriceps=x"], ["quadriceps=-1"], ["quadriceps=20001"], ["quadriceps=400kg"],
    ["quads=4"],
    ["quadriceps=400", "rectus-femoris=10"], ["soleus=1", "soleus=1"],
  ])
  func `an option that is no force is refused as usage`(options: [String]) {
    let error = #expect(throws: InputError.self) { try forces(options) }
    #expect(error?.kind == .usage)
    #expect(error?.place?.hasPrefix("--force") == true)
  }
}
