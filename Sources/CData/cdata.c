#include "cdata.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char model[] = {
#embed "../../data/model.json"
};
static const unsigned char squat[] = {
#embed "../../data/activities/squat_opencap_subject4.csv"
};

static const trochlea_file files[] = {
    {"model.json", model, sizeof model},
    {"activities/squat_opencap_subject4.csv", squat, sizeof squat},
};

size_t trochlea_file_count(void) { return sizeof files / sizeof files[0]; }
trochlea_file trochlea_file_at(size_t index) { return files[index]; }
