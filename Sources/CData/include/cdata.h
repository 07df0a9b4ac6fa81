// The files of data/ that the program needs at run time, compiled into the binary.
#ifndef TROCHLEA_CDATA_H
#define TROCHLEA_CDATA_H
#include <stddef.h>

typedef struct {
  const char *name;           // path inside data/
  const unsigned char *bytes; // the file as it is
  size_t count;               // its length in bytes
} trochlea_file;

// Number of embedded files, and the file at an index below it.
size_t trochlea_file_count(void);
trochlea_file trochlea_file_at(size_t index);

#endif
