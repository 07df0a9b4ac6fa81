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
static const unsigned char targets[] = {
#embed "../../data/validation/targets.csv"
};
static const unsigned char peer_extension[] = {
#embed "../../data/sources/peers/jam_lenhart2015_isometric_extension.csv"
};
static const unsigned char peer_flexion[] = {
#embed "../../data/sources/peers/jam_lenhart2015_passive_flexion.csv"
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
    FILE_AT("validation/targets.csv", targets),
    FILE_AT("sources/peers/jam_lenhart2015_isometric_extension.csv", peer_extension),
    FILE_AT("sources/peers/jam_lenhart2015_passive_flexion.csv", peer_flexion),
};

size_t trochlea_file_count(void) { return sizeof files / sizeof files[0]; }
trochlea_file trochlea_file_at(size_t index) { return files[index]; }
