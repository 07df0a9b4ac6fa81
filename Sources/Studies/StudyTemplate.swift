/// The study that `trochlea init` writes: it can be run as it is, and a comment says what each key is.
public enum StudyTemplate {
  public static let text = """
    # A study of Trochlea: a knee, what it does, how tense its muscles are, and what would change.
    # `trochlea check FILE` finds mistakes, `trochlea run FILE` solves it, `trochlea scenarios` lists ready ones.
    # Editors complete keys with the schema: trochlea schema > study.schema.json
    # yaml-language-server: $schema=study.schema.json

    # Version of this layout.
    trochlea: 1
    # What the study is called, what it asks, and where its numbers come from.
    title: Tight hamstrings in a squat
    question: How much of the kneecap's load goes with half of the excess tension of the hamstrings?
    source: The tone of 10 %, the stiffness of 1.2 and the release by half are assumptions.

    # Another study, or a built-in scenario, for everything that this file leaves out.
    # extends: tight-hamstrings-squat

    # Whose knee it is. Values have their units: kg, m or cm; a fraction is 0.1 or 10 %.
    person:
      mass: 75 kg
      height: 1.75 m
      # female or male: decides the masses of the leg.
      sex: male
      # right or left knee.
      side: right

    # What the leg does: a built-in activity (`trochlea activities`), here with a slow squat to a depth of its own.
    activity:
      name: squat
      # Deepest knee flexion of a squat; knee flexion in sitting.
      depth: 90 deg
      # How fast the joints turn, of the source's speed.
      speed: 100 %
    # Or a trial from OpenSim, which needs the person's mass; all_frames takes more than one stride:
    # activity: {motion: ik.mot, moments: id.sto, forces: grf.mot, all_frames: true}
    # Or a table; a cycle leads from its last row on to the first:
    # activity: {table: motion.csv, cycle: true}

    # What is held when tension changes: fixed-moments (the movement) or fixed-forces (all other muscle forces).
    boundary: fixed-moments

    # The model of the knee.
    model:
      # planar, patella or full: which coordinates are solved.
      freedom: patella
      # Power of activation in the effort that muscles minimize: 2 or 3.
      exponent: 2
      # Stiffness and thickness of all cartilage, of the model's.
      cartilage_modulus: 100 %
      cartilage_thickness: 100 %
      # Another model file than the built-in one:
      # file: my-knee.json

    # Tension as it is now, by muscle or group (`trochlea muscles`). What is left out is healthy.
    tension:
      hamstrings:
        # Involuntary activation; healthy is 0.
        tone: 10 %
        # Factor on passive force, that of the stretched muscle; healthy is 1.
        stiffness: 1.2
        # Shift of the passive curve, of fiber length; healthy is 0.
        shortening: 0 %
        # Factor on the greatest force; healthy is 100 %.
        strength: 100 %

    # Changes, each compared with the state as it is now. Several at once are one change.
    what_if:
      - name: half released
        # Part of the excess tension that goes: of tone, stiffness and shortening alike.
        release: {hamstrings: 50 %}
      - name: stronger in front, weaker calf, 5 kg lighter
        strengthen: {vasti: 20 %}
        weaken: {calf: 10 %}
        mass: -5 kg
      - name: tone set to 2 %, the left knee, less deep and slower, softer and thinner cartilage
        set: {hamstrings: {tone: 2 %}}
        side: left
        depth: 60 deg
        speed: 80 %
        cartilage_modulus: 60 %
        cartilage_thickness: 90 %

    # Solve for every combination of values, which stand in for those above: lists, or start:stop:step.
    # `list` in place of `grid` has one row per point. `rank`, `leaflet`, `figure bars` and `figure curves` take no sweep.
    # sweep:
    #   grid:
    #     tension.gastrocnemius.tone: 0:10:5 %
    #     person.mass: [60 kg, 75 kg]
    #   list:
    #     - {person.mass: 60 kg, tension.hamstrings.tone: 5 %}

    # What to show of every state; without it, the usual table.
    report: [peak_patellofemoral_force_BW, change_peak_patellofemoral_force_percent]

    # What is kept of every state: frames, or the summary of peaks only.
    keep: summary

    """
}
