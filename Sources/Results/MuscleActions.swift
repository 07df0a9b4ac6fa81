/// A joint of the leg, with the name of its positive moment and of the negative one.
public enum LegJoint: String, Sendable, CaseIterable {
  case hip, knee, ankle

  /// The moment that is asked for: positive values extend hip and knee and plantarflex the ankle.
  public func action(positive: Bool) -> String {
    switch (self, positive) {
    case (.ankle, true): "plantarflexion"
    case (.ankle, false): "dorsiflexion"
    case (_, true): "extension"
    case (_, false): "flexion"
    }
  }

  /// How the names of the muscles begin that pull this way in the sagittal plane.
  ///
  /// Textbook actions near the neutral position (Gray's Anatomy; they agree in sign with the moment arms of the
  /// models in the data). Muscles that change sides with flexion, such as the gracilis at the hip, are left out.
  func movers(positive: Bool) -> [String] {
    switch (self, positive) {
    case (.hip, true):
      [
        "gluteus_maximus", "gluteus_medius_posterior", "gluteus_minimus_posterior",
        "biceps_femoris_long_head",
        "semimembranosus", "semitendinosus", "adductor_magnus",
      ]
    case (.hip, false):
      [
        "iliopsoas", "iliacus", "psoas", "rectus_femoris", "sartorius", "tensor_fasciae_latae",
        "adductor_longus",
      ]
    case (.knee, true): ["rectus_femoris", "vastus"]
    case (.knee, false):
      [
        "biceps_femoris", "semimembranosus", "semitendinosus", "gastrocnemius", "gracilis", "sartorius",
        "popliteus",
      ]
    case (.ankle, true):
      [
        "gastrocnemius", "soleus", "tibialis_posterior", "flexor_hallucis", "flexor_digitorum",
        "peroneus_longus",
        "peroneus_brevis", "peroneals", "toe_flexors",
      ]
    case (.ankle, false):
      ["tibialis_anterior", "extensor_hallucis", "extensor_digitorum", "peroneus_tertius"]
    }
  }

  /// Whether a muscle pulls this way.
  public func isMover(_ muscle: String, positive: Bool) -> Bool {
    movers(positive: positive).contains { MuscleWords.begins(muscle, with: $0) }
  }
}
