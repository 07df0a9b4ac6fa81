import Knee
import Results
import Testing

@Suite struct MuscleWordsTests {
  static let muscles = [
    "rectus_femoris", "vastus_medialis", "vastus_intermedius", "vastus_lateralis", "biceps_femoris_long_head",
    "biceps_femoris_short_head", "semimembranosus", "semitendinosus", "gastrocnemius_medialis",
    "gastrocnemius_lateralis", "soleus", "gluteus_maximus_superior", "gluteus_maximus_inferior",
    "gluteus_medius",
  ]
  static let words = MuscleWords(
    muscles: muscles,
    groups: [
      ("quadriceps", [0, 1, 2, 3]), ("vasti", [1, 2, 3]), ("hamstrings", [4, 5, 6, 7]),
      ("gastrocnemius", [8, 9]),
      ("calf", [8, 9, 10]), ("gluteus_maximus", [11, 12]), ("iliopsoas", []),
    ])

  @Test(arguments: [
    ("vastus-lateralis", [3]), ("vastus_lateralis", [3]), ("Vastus Lateralis", [3]), ("SOLEUS", [10]),
    ("quadriceps", [0, 1, 2, 3]), ("Hamstrings", [4, 5, 6, 7]), ("gluteus-maximus", [11, 12]),
    ("gluteus_maximus", [11, 12]), ("biceps-femoris", [4, 5]), ("vastus", [1, 2, 3]),
    ("gluteus", [11, 12, 13]),
  ])
  func `a muscle, a group or a shared beginning is found in any spelling`(word: String, indices: [Int]) throws
  {
    #expect(try Self.words.indices(of: word) == indices)
  }

  @Test(
    arguments: [
      ("hamstring", "hamstrings"), ("Vastus_Laterals", "vastus-lateralis"), ("quadricep", "quadriceps"),
      ("iliopsoas", nil), ("", nil), ("semi", nil), ("xyzzy", nil), ("quad", "quadriceps"),
      ("Ham", "hamstrings"), ("biceps femoris l", "biceps-femoris-long-head"),
      ("vasty", "vasti"),
    ] as [(String, String?)])
  func `an unknown word is refused with the nearest and the whole list`(word: String, suggestion: String?) {
    let error = #expect(throws: InputError.self) { try Self.words.indices(of: word, place: "--tone") }
    #expect(error?.kind == .usage)
    #expect(error?.problem == "unknown muscle or group '\(word)'")
    #expect(error?.suggestion == suggestion)
    #expect(error?.allowed == Self.words.words.joined(separator: ", "))
  }

  @Test func `the list names every muscle and every group that has one, each once`() {
    let words = Self.words.words
    #expect(words.count == Self.muscles.count + 6)
    #expect(Set(words).count == words.count)
    #expect(!words.contains("iliopsoas"))
    #expect(words.contains("gluteus-maximus"))
  }

  @Test func `a group that is a single muscle of its own name is listed once`() throws {
    let words = MuscleWords(muscles: ["soleus", "iliopsoas"], groups: [("iliopsoas", [1])])
    #expect(words.words == ["soleus", "iliopsoas"])
    #expect(try words.indices(of: "iliopsoas") == [1])
  }

  @Test func `a group's force is shared by maximal isometric force`() {
    let shares = MuscleWords.shares(of: 400, among: [0, 2], maxIsometricForce: [1000, 5000, 3000])
    #expect(shares == [100, 300])
  }
}

@Suite struct TensionOptionTests {
  @Test(arguments: [
    (["soleus=10%", "soleus=20%"], "soleus", "soleus=10%", "soleus=20%"),
    (
      ["hamstrings=10%", "semimembranosus=0.25"], "semimembranosus", "hamstrings=10%", "semimembranosus=0.25"
    ),
    (["vasti=5%", "soleus=1%", "quadriceps=5%"], "vastus-medialis", "vasti=5%", "quadriceps=5%"),
  ])
  func `two options for one muscle are refused, both named`(
    options: [String], muscle: String, first: String, second: String
  ) {
    var tension = [MuscleTension](repeating: .healthy, count: MuscleWordsTests.muscles.count)
    let error = #expect(throws: InputError.self) {
      try TensionPart.tone.apply(options, words: MuscleWordsTests.words, to: &tension)
    }
    #expect(error?.kind == .usage && error?.place == "--tone")
    #expect(
      error?.problem == "\(muscle) has its tone from '\(first)' already, and '\(second)' gives it another")
  }

  @Test func `options set the tension of their muscles`() throws {
    var tension = [MuscleTension](repeating: .healthy, count: MuscleWordsTests.muscles.count)
    try TensionPart.tone.apply(
      ["biceps-femoris=10%", "semimembranosus=0.25"], words: MuscleWordsTests.words, to: &tension)
    try TensionPart.strength.apply(["vasti=75%"], words: MuscleWordsTests.words, to: &tension)
    #expect(tension[4] == MuscleTension(tone: 0.1))
    #expect(tension[6] == MuscleTension(tone: 0.25))
    #expect(tension[1] == MuscleTension(strength: 0.75))
    #expect(tension[0] == .healthy)
  }

  @Test(arguments: [
    "hamstrings", "=10%", "hamstrings=", "hamstrings=110%", "hamstrings=a lot", "hamsters=10%",
    "hamstrings=10kg", "",
  ])
  func `an option that is no tone is refused`(option: String) {
    var tension = [MuscleTension](repeating: .healthy, count: MuscleWordsTests.muscles.count)
    let error = #expect(throws: InputError.self) {
      try TensionPart.tone.apply([option], words: MuscleWordsTests.words, to: &tension)
    }
    #expect(error?.kind == .usage)
    #expect(error?.place?.hasPrefix("--tone") == true)
  }

  @Test(arguments: [
    (TensionPart.stiffness, "10.1"), (.shortening, "51%"), (.strength, "201%"), (.stiffness, "-1"),
    (.tone, "1.1"),
  ])
  func `each part has its own range`(part: TensionPart, value: String) {
    var tension = [MuscleTension](repeating: .healthy, count: MuscleWordsTests.muscles.count)
    #expect(throws: InputError.self) {
      try part.apply(["soleus=\(value)"], words: MuscleWordsTests.words, to: &tension)
    }
  }

  @Test func `tension in words names what differs, and that a tone is assumed`() throws {
    let tension = [
      MuscleTension(tone: 0.1), .healthy, MuscleTension(tone: 0.1), MuscleTension(stiffness: 1.5),
    ]
    let words = try #require(tensionInWords(tension, of: ["a_b", "c", "d", "e"]))
    #expect(words.hasPrefix("tone 10 % in a b, d; passive stiffness × 1.5 in e. "))
    #expect(words.contains("assumption"))
    #expect(tensionInWords([.healthy, .healthy], of: ["a", "b"]) == nil)
  }
}

@Suite struct LegJointTests {
  @Test(arguments: [
    (LegJoint.knee, true, "vastus_lateralis", true), (.knee, true, "semimembranosus", false),
    (.knee, false, "biceps_femoris_short_head", true), (.hip, true, "biceps_femoris_long_head", true),
    (.hip, true, "biceps_femoris_short_head", false), (.hip, false, "rectus_femoris", true),
    (.ankle, true, "soleus", true), (.ankle, false, "tibialis_anterior", true),
    (.ankle, true, "tibialis_anterior", false),
  ])
  func `a muscle moves a joint the way the textbooks say`(
    joint: LegJoint, positive: Bool, muscle: String, moves: Bool
  ) {
    #expect(joint.isMover(muscle, positive: positive) == moves)
  }
}
