#ifndef TROCHLEA_ALLOCATIONS_H
#define TROCHLEA_ALLOCATIONS_H

// Begins a count at zero.
void allocations_begin(void);
// Ends it; the number of allocations since, of all threads. 0 where malloc cannot be replaced.
long allocations_end(void);
// Bytes handed out since the count began and not given back, as the allocator rounds them; what is given back of older
// memory is subtracted. Stays after the end.
long allocations_held(void);

// What this program was compiled for.
static inline const char *compiled_instructions(void) {
#ifdef __AVX2__
  return "avx2";
#else
  return "baseline";
#endif
}

#endif
