/// Sentences for people, in one place so that they can be read together and kept within what is known.
public enum Wording {
  /// Said with every result that people read.
  package static let model = "This is a model. It does not measure your knee, and it is not medical advice."

  /// Besier 2015 (p = 0.52), Powers 2004, Hart 2022: load does not tell people with pain from people without.
  package static let loadIsNotPain =
    "Load is not pain. Knees that hurt carry about the same load as knees that do not."

  /// Published peaks in running alone span 5.9 to 21.5 MPa.
  package static let stressBand =
    "Stress and pressure are known only to a factor of two or three. Trust their changes more than their size."

  /// Eriksson Crommert 2015; Konrad 2017, Mizuno 2013; both sides of needling by name. A test holds the numbers against
  /// `data/interventions.json`.
  static let measuredReleases =
    "Measured effects on a muscle's stiffness are small and short: massage about -5 %, gone in 3 minutes; stretching"
    + " for 2 to 4 minutes about -13 %, gone in 10 to 15 minutes; needling no change against a sham (Valera-Calero"
    + " 2022), in other trials a fall that was gone the next day (Kelly 2021) or was there after three days"
    + " (Sánchez-Infante 2021)."

  /// Said under the list of interventions.
  static let interventionList =
    "Effects are changes of the present value right after a session, or after all of a programme; least and most are the"
    + " ends of a published spread. The decay is assumed exponential, with 5 % left at the published time. [from memory]"
    + " marks what was not looked up. Use one: trochlea release hamstrings --with stretching --after 5min. "
    + model

  /// Said with every course of sessions.
  public static let courseIsBookkeeping =
    "This is bookkeeping of published decay, not prediction of a patient. Effects of sessions are added up; no trial"
    + " named here measured such a course."

  /// Said whenever a tone above zero was assumed.
  package static let toneIsAssumed =
    "Involuntary tension has hardly been measured at all: the tone is an assumption about this person, not a"
    + " measurement."

  /// Said with every derivative.
  package static let smallChanges =
    "These are slopes of this model at its peaks: right for small changes, a guide for larger ones. They say nothing"
    + " about what a treatment can reach."

  /// Said where the active set is about to change.
  static let nearChange =
    "There the slope to one side differs from the slope to the other: a muscle is about to join in or to drop out."

  package static let fixedMoments =
    "Fixed moments: the person does the same movement in each state. The thigh muscles in front must also balance what"
    + " the tight muscles pull."

  /// Where states differ in movement, person or knee.
  package static let fixedMomentsOfEach =
    "Fixed moments: in each state the muscles make the moments of its own movement and body, which are not the same in"
    + " all states."

  package static let heldForces =
    "Fixed forces: all other muscles pull as in the first state. A changed muscle acts only by what it pulls itself and by moving"
    + " the bones, and the knee no longer makes the same moments: a person would not go on with this movement."

  package static let fixedForces =
    "Fixed forces: the muscle forces are given, as in a rig. A muscle acts only by moving the bones. This does not show"
    + " what a person would do in a task."

  public static func reconstructed(_ activity: String) -> String {
    "The curves of '\(activity)' are reconstructed or computed. They are not measured."
  }

  /// Words that no text of the program uses about a knee.
  static let avoided = ["damage", "wear", "grinding", "misaligned"]
}
