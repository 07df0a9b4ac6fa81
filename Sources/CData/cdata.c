#include "cdata.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char model[] = {
#embed "../../data/model.json"
};
static const unsigned char anthropometry[] = {
#embed "../../data/anthropometry.csv"
};
static const unsigned char walking[] = {
#embed "../../data/activities/cc-by-sa-4.0/walking_pinzone2014_centre2.csv"
};
static const unsigned char walking_adult[] = {
#embed "../../data/activities/walking_gait2392_subject01.csv"
};
static const unsigned char squat[] = {
#embed "../../data/activities/squat_opencap_subject4.csv"
};
static const unsigned char chair_rise[] = {
#embed "../../data/activities/sit_to_stand_opencap_subject4.csv"
};
static const unsigned char sitting_down[] = {
#embed "../../data/activities/stand_to_sit_opencap_subject4.csv"
};
static const unsigned char stair_ascent[] = {
#embed "../../data/activities/stair_ascent_reconstructed.csv"
};
static const unsigned char stair_descent[] = {
#embed "../../data/activities/stair_descent_reconstructed.csv"
};
static const unsigned char interventions[] = {
#embed "../../data/interventions.json"
};
static const unsigned char outlines[] = {
#embed "../../data/outlines.json"
};
static const unsigned char leaflet_en[] = {
#embed "../../data/leaflet/en.json"
};
static const unsigned char leaflet_de[] = {
#embed "../../data/leaflet/de.json"
};
static const unsigned char leaflet_es[] = {
#embed "../../data/leaflet/es.json"
};
static const unsigned char leaflet_zh[] = {
#embed "../../data/leaflet/zh.json"
};
static const unsigned char targets[] = {
#embed "../../data/validation/targets.csv"
};
static const unsigned char peer_extension[] = {
#embed "../../data/sources/peers/jam_lenhart2015_isometric_extension.csv"
};
static const unsigned char peer_flexion[] = {
#embed "../../data/sources/peers/jam_lenhart2015_passive_flexion.csv"
};
static const unsigned char scenario_hamstrings_fixed_forces[] = {
#embed "../../data/scenarios/hamstrings-fixed-forces.yaml"
};
static const unsigned char scenario_hamstrings_tone_sweep[] = {
#embed "../../data/scenarios/hamstrings-tone-sweep.yaml"
};
static const unsigned char scenario_mass_loss[] = {
#embed "../../data/scenarios/mass-loss.yaml"
};
static const unsigned char scenario_osteoarthritic_cartilage[] = {
#embed "../../data/scenarios/osteoarthritic-cartilage.yaml"
};
static const unsigned char scenario_osteoarthritis_release[] = {
#embed "../../data/scenarios/osteoarthritis-release.yaml"
};
static const unsigned char scenario_release_and_strengthening[] = {
#embed "../../data/scenarios/release-and-strengthening.yaml"
};
static const unsigned char scenario_squat_depth[] = {
#embed "../../data/scenarios/squat-depth.yaml"
};
static const unsigned char scenario_stiff_quadriceps_sitting[] = {
#embed "../../data/scenarios/stiff-quadriceps-sitting.yaml"
};
static const unsigned char scenario_tight_calf[] = {
#embed "../../data/scenarios/tight-calf.yaml"
};
static const unsigned char scenario_tight_hamstrings_squat[] = {
#embed "../../data/scenarios/tight-hamstrings-squat.yaml"
};
static const unsigned char scenario_tight_hamstrings_stairs[] = {
#embed "../../data/scenarios/tight-hamstrings-stairs.yaml"
};
static const unsigned char scenario_tight_rectus_femoris[] = {
#embed "../../data/scenarios/tight-rectus-femoris.yaml"
};
static const unsigned char scenario_uneven_sides[] = {
#embed "../../data/scenarios/uneven-sides.yaml"
};
static const unsigned char scenario_weak_vastus_medialis[] = {
#embed "../../data/scenarios/weak-vastus-medialis.yaml"
};

#define FILE_AT(path, bytes) {path, bytes, sizeof bytes}
static const trochlea_file files[] = {
    FILE_AT("model.json", model),
    FILE_AT("anthropometry.csv", anthropometry),
    FILE_AT("activities/cc-by-sa-4.0/walking_pinzone2014_centre2.csv", walking),
    FILE_AT("activities/walking_gait2392_subject01.csv", walking_adult),
    FILE_AT("activities/squat_opencap_subject4.csv", squat),
    FILE_AT("activities/sit_to_stand_opencap_subject4.csv", chair_rise),
    FILE_AT("activities/stand_to_sit_opencap_subject4.csv", sitting_down),
    FILE_AT("activities/stair_ascent_reconstructed.csv", stair_ascent),
    FILE_AT("activities/stair_descent_reconstructed.csv", stair_descent),
    FILE_AT("interventions.json", interventions),
    FILE_AT("outlines.json", outlines),
    FILE_AT("leaflet/en.json", leaflet_en),
    FILE_AT("leaflet/de.json", leaflet_de),
    FILE_AT("leaflet/es.json", leaflet_es),
    FILE_AT("leaflet/zh.json", leaflet_zh),
    FILE_AT("validation/targets.csv", targets),
    FILE_AT("sources/peers/jam_lenhart2015_isometric_extension.csv", peer_extension),
    FILE_AT("sources/peers/jam_lenhart2015_passive_flexion.csv", peer_flexion),
    FILE_AT("scenarios/hamstrings-fixed-forces.yaml", scenario_hamstrings_fixed_forces),
    FILE_AT("scenarios/hamstrings-tone-sweep.yaml", scenario_hamstrings_tone_sweep),
    FILE_AT("scenarios/mass-loss.yaml", scenario_mass_loss),
    FILE_AT("scenarios/osteoarthritic-cartilage.yaml", scenario_osteoarthritic_cartilage),
    FILE_AT("scenarios/osteoarthritis-release.yaml", scenario_osteoarthritis_release),
    FILE_AT("scenarios/release-and-strengthening.yaml", scenario_release_and_strengthening),
    FILE_AT("scenarios/squat-depth.yaml", scenario_squat_depth),
    FILE_AT("scenarios/stiff-quadriceps-sitting.yaml", scenario_stiff_quadriceps_sitting),
    FILE_AT("scenarios/tight-calf.yaml", scenario_tight_calf),
    FILE_AT("scenarios/tight-hamstrings-squat.yaml", scenario_tight_hamstrings_squat),
    FILE_AT("scenarios/tight-hamstrings-stairs.yaml", scenario_tight_hamstrings_stairs),
    FILE_AT("scenarios/tight-rectus-femoris.yaml", scenario_tight_rectus_femoris),
    FILE_AT("scenarios/uneven-sides.yaml", scenario_uneven_sides),
    FILE_AT("scenarios/weak-vastus-medialis.yaml", scenario_weak_vastus_medialis),
};

size_t trochlea_file_count(void) { return sizeof files / sizeof files[0]; }
trochlea_file trochlea_file_at(size_t index) { return files[index]; }
